"""The answer to a comparison, and the question."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from sim.ensemble.how import HERE, How
from sim.ensemble.run import Ensemble, check_run, run_once
from sim.outcomes.asked import outcomes_asked
from sim.outcomes.failures import RunFailed
from sim.outcomes.focus import focus_of
from sim.outcomes.results import Results
from sim.outcomes.table import Wanted
from sim.report.answer import Answer, Asked, records
from sim.report.page import Bar, Cell, Heading, Part, Picture, Table, Text
from sim.report.terminal import table_text
from sim.scenario import Question, Scenario, resolved_toml

from .comparison import Compared, check_comparable, labels_of, measures_of
from .divergence import divergence_in_words, first_divergences
from .figures import CAPTIONS, figures_of
from .matrix import matrix_table
from .matrix_words import matrix_part, matrix_text
from .sides import Side, asking_all, letter, lived, of_results, sides_of
from .words import finding, tilt_in_words

KEPT_WHOLE = 1000  # histories whose every month is kept, for figures and divergence
_HEAD = ("difference", "95 % interval", "up", "down")  # of the page
_SHORT = ("±", "up", "down")  # of the terminal


class Comparison(Compared, Answer):
    """Scenarios compared on the same random draws, history by history; see ``Compared``."""

    @property
    def finding(self) -> str:
        """What sets each scenario apart from the first, a sentence each."""
        return " ".join(finding(self, which) for which in self._others)

    @property
    def title(self) -> str:
        """The title of the page."""
        return " against ".join([", ".join(self.labels[1:]), self.labels[0]])

    @property
    def small(self) -> str:
        """How the answer was made."""
        paired = self.outcomes[0].histories
        told = f"{paired:,} histories of each on the same random draws, seed {self.seed}"
        lost = self.histories - paired
        return f"{told} ({lost:,} more failed on a side and are left out)" if lost else told

    @property
    def _others(self) -> range:
        """The scenarios after the first."""
        return range(1, len(self.labels))

    @property
    def _many(self) -> bool:
        """Whether there are more than two scenarios, which a matrix shows first."""
        return len(self.labels) > 2

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the comparison; for each scenario differences by history, and divergences."""
        tables = {"comparison.csv": self.table()}
        if self._many:
            tables["matrix.csv"] = matrix_table(self)
        for which in self._others:
            mark = letter(which)
            names = [measure.column for measure in self.measures]
            differences = pd.DataFrame(self.differences(which), columns=names)
            differences.insert(0, "run", self.outcomes[0].runs)
            tables[f"differences-{mark}.csv.gz"] = differences
            parted = first_divergences(self.results[0], self.results[which])
            tables[f"divergence-{mark}.csv"] = parted
        return tables

    def figures(self) -> dict[str, Figure]:
        """Return the figures."""
        return {name: draw(self) for name, draw in figures_of(self).items()}

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
            "findings": [finding(self, which) for which in self._others],
            "divergence": [divergence_in_words(self, which) for which in self._others],
            "table": records(self.table()),
        }

    def text(self) -> str:
        """Return what the terminal prints: of all measures those that differ at 95 %."""
        lines = [self.small]
        if self._many:
            lines += ["", matrix_text(self)]
            told = [[finding(self, k), divergence_in_words(self, k)] for k in self._others]
            lines += [line for pair in told for line in ("", *pair)]
            return "\n".join([*lines, "", f"All measures: comparison.csv. {tilt_in_words(self)}."])
        for which in self._others:
            label = self.labels[which]
            mark = letter(which)
            rows = [row for sure, _, row in self._shown(which) if sure]
            lines += ["", finding(self, which), divergence_in_words(self, which), ""]
            lines.append(table_text(("", "A", mark, f"{mark} less A", *_SHORT), rows, 1))
            lines.append(f"A: {self.labels[0]}; {mark}: {label}")
        lines += [
            "",
            "±: half of the 95 % interval; up, down: histories in which it is higher, lower.",
            f"Not listed: what does not differ at 95 %. {tilt_in_words(self)}.",
        ]
        return "\n".join(lines)

    def page(self) -> list[Part]:
        """Return divergences, figures and all measures."""
        parts: list[Part] = [matrix_part(self)] if self._many else []
        parts += [Text(divergence_in_words(self, which)) for which in self._others]
        parts += [Picture(name, CAPTIONS[name]) for name in figures_of(self)]
        for which in self._others:
            rows: list[list[str | Cell | Bar]] = []
            for sure, interval, (name, *numbers, _, up, down) in self._shown(which):
                rows.append([Cell(name, "bold" if sure else ""), *numbers, interval, up, down])
            label = self.labels[which]
            parts.append(Heading(f"{label} less {self.labels[0]}"))
            parts.append(Table(("", self.labels[0], label, *_HEAD), rows, numeric=1))
        tilt = tilt_in_words(self)
        parts.append(Text(f"Bold: different at 95 %. {tilt[:1].upper()}{tilt[1:]}.", "small"))
        return parts

    def _shown(self, which: int) -> list[tuple[bool, str, list[str]]]:
        """Return the rows of a scenario as text, whether each differs at 95 %, and its interval."""
        shown = []
        for _, row in self.rows(which).iterrows():
            numbers = [f"{row['first']:.3f}", f"{row['second']:.3f}", f"{row['difference']:+.3f}"]
            interval = f"{row['low']:+.3f} to {row['high']:+.3f}"
            half = f"{(row['high'] - row['low']) / 2:.3f}"
            shares = [f"{100 * row['higher']:.0f} %", f"{100 * row['lower']:.0f} %"]
            sure = bool(row["low"] > 0 or row["high"] < 0)
            shown.append((sure, interval, [row["measure"], *numbers, half, *shares]))
        return shown


def compare(
    *scenarios: Scenario | Results,
    of: Sequence[str] = (),
    histories: int | None = None,
    seed: int | None = None,
    how: How = HERE,
) -> Comparison:
    """Run scenarios on the same random draws and compare them with the first.

    Parameters
    ----------
    *scenarios : Scenario or Results
        Two or more with the same states, start and number of months. Results that ``sim.run`` gave,
        with own behaviour too, are compared as they are.
    of : sequence of str
        Outcomes to compare beside the usual ones, as ``hedging.DPRK@2014-11``; the finding is about
        the first of them.
    histories, seed : int, optional
        As in ``sim.run``; by default those of the results, or 1,000 histories with seed 1.
    how : How
        As in ``sim.run``.

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
    return answered(asked(sides, of, count, number), how, sides)


def asked(sides: Sequence[Side | Scenario], of: Sequence[str], histories: int, seed: int) -> Asked:
    """Return what a comparison is asked; parameters and errors as in ``compare``."""
    given = [side if isinstance(side, Side) else Side(side) for side in sides]
    scenarios = [side.scenario for side in given]
    check_comparable(scenarios)
    check_run(histories, seed)
    outcomes_asked(_alike(scenarios)[0], of)
    hashes = [scenario.hash for scenario in scenarios]
    options: dict[str, object] = {"scenarios": hashes}
    if of:
        options["of"] = list(of)
    own = [f"{letter(k)}:{text}" for k, side in enumerate(given) for text in side.behaviour]
    own += [f"{letter(k)}:{s.own}" for k, s in enumerate(given) if s.own and not s.behaviour]
    if own:
        options["behaviour"] = own
    words = "-".join(dict.fromkeys(scenario.name for scenario in scenarios))
    mixed = hashlib.sha256(" ".join([*hashes, *of, *own]).encode()).hexdigest()[:8]
    folder = Path("results") / f"compare-{words[:60]}-{mixed}"
    return Asked("comparison", tuple(scenarios), seed, histories, folder, options)


def answered(asked: Asked, how: How = HERE, sides: Sequence[Side] = ()) -> Comparison:
    """Return the answer to what was asked.

    Parameters
    ----------
    asked : Asked
    how : How
        As in ``sim.run``.
    sides : sequence of Side
        Own behaviour, or runs at hand; by default the scenarios alone.
    """
    alike = _alike(asked.scenarios)
    names, about = asked.options.get("of"), focus_of(alike[0])
    also = outcomes_asked(alike[0], names if isinstance(names, list) else (), about)
    wanted = Wanted(also, about=about)
    own = tuple(side.own for side in sides)
    labels = labels_of(asked.scenarios, own)
    if any(own) or any(side.results is not None for side in sides):
        given = asking_all(sides, alike)
        found = lived(given, asked.histories, asked.seed, wanted, how)
        whole = tuple(one.only(np.arange(one.histories)[:KEPT_WHOLE]) for one in found.whole)
        return Comparison(asked, labels, whole, found.outcomes, measures_of(found.outcomes), own)
    runs = [_run(scenario, asked, wanted, how) for scenario in alike]
    outcomes = tuple(one.outcomes for one in runs)
    whole = tuple(one.whole for one in runs)
    return Comparison(asked, labels, whole, outcomes, measures_of(outcomes))


def _run(scenario: Scenario, asked: Asked, wanted: Wanted, how: How) -> Ensemble:
    """Run one of the scenarios."""
    keep = min(asked.histories, KEPT_WHOLE)
    result = run_once(scenario, asked.histories, asked.seed, keep, wanted, how)
    if result.failures:
        raise RunFailed(result.failures, result.outcomes)
    return result


def _alike(scenarios: Sequence[Scenario]) -> list[Scenario]:
    """Return scenarios that all ask the questions of all; where ids are shared, the first's."""
    asked: dict[str, Question] = {}
    for scenario in scenarios:
        for question in scenario.questions:
            asked.setdefault(question.id, question)
    return [replace(scenario, questions=tuple(asked.values())) for scenario in scenarios]
