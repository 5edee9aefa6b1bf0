"""The answer to a comparison, and the question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from sim.ensemble.how import HERE, How
from sim.ensemble.run import Ensemble, check_run, run_once
from sim.errors import InvalidInput
from sim.outcomes.asked import outcomes_asked
from sim.outcomes.failures import RunFailed
from sim.outcomes.focus import focus_of
from sim.outcomes.results import Results
from sim.outcomes.table import Wanted
from sim.report.answer import Answer, Asked, records
from sim.report.naming import default_folder, joined
from sim.report.page import Part
from sim.scenario import Scenario, resolved_toml
from sim.system.text import capitalised, many

from . import channels_figure, shown
from .channels import attributed
from .channels_words import few
from .comparison import Compared, alike, check_comparable, labels_of
from .divergence import divergence_in_words, first_divergences
from .figures import figures_of
from .headline import told
from .matrix import matrix_table
from .measures import measures_of
from .shown import attribution, channel_figures
from .sides import Side, asking_all, letter, of_results, run_paired, sides_of
from .words import finding, main_measure

KEPT_WHOLE = 1000  # histories whose every month is kept, for figures and divergence


@dataclass(frozen=True, repr=False, eq=False)
class Comparison(Compared, Answer):
    """Scenarios compared on the same random draws, history by history; see ``Compared``."""

    @property
    def finding(self) -> str:
        """What sets each scenario apart from the first, a sentence each."""
        return " ".join(finding(self, which) for which in self.others)

    @property
    def title(self) -> str:
        """The title of the page."""
        return capitalised(" against ".join([", ".join(self.labels[1:]), self.labels[0]]))

    @property
    def small(self) -> str:
        """How the answer was made."""
        paired = self.outcomes[0].histories
        told = f"{many(paired, 'history')} of each on the same random draws, seed {self.seed}"
        lost = self.histories - paired
        return f"{told} ({lost:,} more failed on a side and are left out)" if lost else told

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the comparison; for each scenario differences by history, and divergences."""
        tables = {"comparison.csv": self.table()}
        if self.is_of_many:
            tables["matrix.csv"] = matrix_table(self)
        for which in self.others:
            mark = letter(which)
            names = [measure.column for measure in self.measures]
            differences = pd.DataFrame(self.differences(which), columns=names)
            differences.insert(0, "run", self.outcomes[0].runs)
            tables[f"differences-{mark}.csv.gz"] = differences
            parted = first_divergences(self.results[0], self.results[which])
            tables[f"divergence-{mark}.csv"] = parted
            if self.channels:
                tables[f"channels-{mark}.csv"] = self.channels[which - 1]
        return tables

    def figures(self) -> dict[str, Figure]:
        """Return the figures."""
        figures = {name: draw(self) for name, draw in figures_of(self).items()}
        for name, which in channel_figures(self).items():
            of = attribution(self, which)
            pair = f"{self.labels[which]} against {self.labels[0]}"
            small = f"{pair}: {of.what}. {self.small}; {few(self)}."
            figures[name] = channels_figure.figure(of, small)
        return figures

    def texts(self, folder: Path) -> dict[str, str]:
        """Return the scenarios, resolved."""
        return {
            f"scenario-{letter(k)}.toml": resolved_toml(scenario)
            for k, scenario in enumerate(self.scenarios)
        }

    def described(self) -> dict[str, Any]:
        """Return what the manifest says of the scenarios."""
        compared = []
        for label, scenario in zip(self.labels, self.scenarios, strict=True):
            named = {"label": label, "name": scenario.name, "title": scenario.title}
            changed = [change.as_data() for change in scenario.changed]
            compared.append(named | {"hash": scenario.hash, "changed": changed})
        return {"compared": compared}

    def data(self) -> dict[str, Any]:
        """Return the comparison as plain dictionaries and lists."""
        return {
            "scenarios": list(self.labels),
            "histories": self.histories,
            "seed": self.seed,
            "findings": [finding(self, which) for which in self.others],
            "divergence": [divergence_in_words(self, which) for which in self.others],
            "headlines": [_headline_data(self, which) for which in self.others],
            "questions": self.questions(),
            "table": records(self.table()),
            "channels": [records(table) for table in self.channels],
        }

    def text(self) -> str:
        """Return what the terminal prints: of all measures those that differ at 95 %."""
        return shown.text(self, self.small)

    def page(self) -> list[Part]:
        """Return divergences, figures and all measures."""
        return shown.page(self)


def compare(
    *scenarios: Scenario | str | Path | Results,
    of: Sequence[str] = (),
    histories: int | None = None,
    seed: int | None = None,
    channels: bool = False,
    how: How = HERE,
) -> Comparison:
    """Run scenarios on the same random draws and compare them with the first.

    Parameters
    ----------
    *scenarios : Scenario or str or Path or Results
        Two or more, or their names or files, with the same states, start and number of months.
        Results that ``sim.run`` gave, with own behaviour too, are compared as they are.
    of : sequence of str
        Outcomes to compare beside the usual ones, as ``hedging.DPRK@2014-11``; the finding is about
        the first of them.
    histories, seed : int, optional
        As in ``sim.run``; by default those of the results, or 1,000 histories with seed 1.
    how : How
        As in ``sim.run``.
    channels : bool
        Also say what each difference rests on: how much of it disappears when one channel at a time
        is held as in the first scenario (see ``channels``).

    Returns
    -------
    Comparison

    Raises
    ------
    InvalidInput
        For fewer than two scenarios, scenarios or results that cannot be paired, or unknown
        outcomes.
    RunFailed
        When histories failed.
    """
    sides = sides_of(scenarios)
    count, number = of_results(sides, histories, seed)
    return answered(asked(sides, of, count, number, channels), how, sides)


def asked(
    sides: Sequence[Side | Scenario],
    of: Sequence[str],
    histories: int,
    seed: int,
    channels: bool = False,
) -> Asked:
    """Return what a comparison is asked; parameters and errors as in ``compare``."""
    given = [side if isinstance(side, Side) else Side(side) for side in sides]
    scenarios = [side.scenario for side in given]
    check_comparable(scenarios)
    check_run(histories, seed)
    outcomes_asked(alike(scenarios)[0], of)
    hashes = [scenario.hash for scenario in scenarios]
    options: dict[str, object] = {"scenarios": hashes}
    if of:
        options["of"] = list(of)
    own = [f"{letter(k)}:{text}" for k, side in enumerate(given) for text in side.behaviour]
    own += [f"{letter(k)}:{s.own}" for k, s in enumerate(given) if s.own and not s.behaviour]
    if own:
        options["behaviour"] = own
    if channels and own:
        raise InvalidInput(
            "--channels cannot be combined with own behaviour: what carries a difference is "
            "known of the rules alone"
        )
    if channels:
        options["channels"] = True
    more = [*own, *of, *(["channels"] if channels else [])]
    words = "-".join([f"compare-{joined(scenarios)}", *more])
    folder = default_folder(words, histories, seed)
    return Asked("comparison", tuple(scenarios), seed, histories, folder, options)


def answered(
    asked: Asked,
    how: How = HERE,
    sides: Sequence[Side] = (),
    known: Sequence[Ensemble] = (),
) -> Comparison:
    """Return the answer to what was asked.

    Parameters
    ----------
    asked : Asked
    how : How
        As in ``sim.run``.
    sides : sequence of Side
        Own behaviour, or runs at hand; by default the scenarios alone.
    known : sequence of Ensemble
        Ensembles at hand: of these scenarios, from ``run_once``, with the outcomes of this
        comparison. They are not computed again.
    """
    sharing = alike(asked.scenarios)
    names, about = asked.options.get("of"), focus_of(sharing[0])
    also = outcomes_asked(sharing[0], names if isinstance(names, list) else (), about)
    wanted = Wanted(also, about=about)
    own = tuple(side.own for side in sides)
    labels = labels_of(asked.scenarios, own)
    if any(own) or any(side.results is not None for side in sides):
        pairs = run_paired(asking_all(sides, sharing), asked.histories, asked.seed, wanted, how)
        outcomes = pairs.outcomes
        whole = tuple(one.only(np.arange(one.histories)[:KEPT_WHOLE]) for one in pairs.whole)
    else:
        runs = [_at_hand(s, asked, wanted, known) or _run(s, asked, wanted, how) for s in sharing]
        outcomes = tuple(one.outcomes for one in runs)
        whole = tuple(one.whole for one in runs)
    found = Comparison(asked, labels, whole, outcomes, measures_of(outcomes), own)
    if not asked.options.get("channels"):
        return found
    tables = (
        attributed(whole[0], whole[which], main_measure(found, which).outcome)
        for which in found.others
    )
    return replace(found, channels=tuple(tables))


def _run(scenario: Scenario, asked: Asked, wanted: Wanted, how: How) -> Ensemble:
    """Run one of the scenarios."""
    keep = min(asked.histories, KEPT_WHOLE)
    result = run_once(scenario, asked.histories, asked.seed, keep, wanted, how)
    if result.failures:
        raise RunFailed(result.failures, result.outcomes)
    return result


def _at_hand(
    scenario: Scenario, asked: Asked, wanted: Wanted, known: Sequence[Ensemble]
) -> Ensemble | None:
    """Return the ensemble of a scenario among those at hand."""
    for one in known:
        table = one.outcomes
        same = (table.scenario, table.seed, table.about, table.also, table.histories)
        whole = one.whole.histories == min(asked.histories, KEPT_WHOLE)
        if whole and same == (scenario, asked.seed, wanted.about, wanted.also, asked.histories):
            return one
    return None


def _headline_data(result: Compared, which: int) -> dict[str, Any]:
    """Return what a finding is about as plain values: the largest sure difference, and the end."""
    about = told(result, which)
    return {name: one and one.as_data() for name, one in about._asdict().items()}
