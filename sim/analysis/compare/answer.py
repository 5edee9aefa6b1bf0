"""The answer to a comparison, and the question."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from sim.ensemble.how import HERE, How
from sim.ensemble.run import Ensemble, check_run, run_once
from sim.outcomes.asked import outcomes_asked
from sim.outcomes.failures import RunFailed
from sim.outcomes.focus import focus_of
from sim.outcomes.table import Wanted
from sim.report.answer import Answer, Asked, records
from sim.report.page import Bar, Cell, Heading, Part, Picture, Table, Text
from sim.report.terminal import table_text
from sim.scenario import Question, Scenario, resolved_toml

from .comparison import Compared, check_comparable, labels_of, measures_of
from .divergence import divergence_in_words, first_divergences
from .figures import CAPTIONS, FIGURES
from .headline import told
from .words import finding, question_rows, tilt_in_words

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
        return f"{self.histories:,} histories of each on the same random draws, seed {self.seed}"

    @property
    def _others(self) -> range:
        """The scenarios after the first."""
        return range(1, len(self.labels))

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the comparison; for each scenario differences by history, and divergences."""
        tables = {"comparison.csv": self.table()}
        for which in self._others:
            letter = _letter(which)
            names = [measure.column for measure in self.measures]
            differences = pd.DataFrame(self.differences(which), columns=names)
            differences.insert(0, "run", self.outcomes[0].runs)
            tables[f"differences-{letter}.csv.gz"] = differences
            parted = first_divergences(self.results[0], self.results[which])
            tables[f"divergence-{letter}.csv"] = parted
        return tables

    def figures(self) -> dict[str, Figure]:
        """Return the figures."""
        return {name: draw(self) for name, draw in FIGURES.items()}

    def texts(self, folder: Path) -> dict[str, str]:
        """Return the scenarios, resolved."""
        return {
            f"scenario-{_letter(k)}.toml": resolved_toml(scenario)
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
            "headlines": [_headline_data(self, which) for which in self._others],
            "questions": self.questions(),
            "table": records(self.table()),
        }

    def text(self) -> str:
        """Return what the terminal prints: of all measures those that differ at 95 %."""
        lines = [self.small]
        for which in self._others:
            label = self.labels[which]
            letter = _letter(which)
            rows = [row for sure, _, row in self._shown(which) if sure]
            lines += ["", finding(self, which), divergence_in_words(self, which), ""]
            lines.append(table_text(("", "A", letter, f"{letter} less A", *_SHORT), rows, 1))
            lines.append(f"A: {self.labels[0]}; {letter}: {label}")
        lines += self._question_lines()
        lines += [
            "",
            "±: half of the 95 % interval; up, down: histories in which it is higher, lower.",
            f"Not listed: what does not differ at 95 %. {tilt_in_words(self)}.",
        ]
        return "\n".join(lines)

    def page(self) -> list[Part]:
        """Return divergences, figures and all measures."""
        parts: list[Part] = [Text(divergence_in_words(self, which)) for which in self._others]
        parts += [Picture(name, caption) for name, caption in CAPTIONS.items()]
        for which in self._others:
            rows: list[list[str | Cell | Bar]] = []
            for sure, interval, (name, *numbers, _, up, down) in self._shown(which):
                rows.append([Cell(name, "bold" if sure else ""), *numbers, interval, up, down])
            label = self.labels[which]
            parts.append(Heading(f"{label} less {self.labels[0]}"))
            parts.append(Table(("", self.labels[0], label, *_HEAD), rows, numeric=1))
        if self.questions():
            parts += [Heading("Questions: share of yes (and without any shock)")]
            parts += [Table(*question_rows(self), numeric=1)]
        tilt = tilt_in_words(self)
        parts.append(Text(f"Bold: different at 95 %. {tilt[:1].upper()}{tilt[1:]}.", "small"))
        return parts

    def _question_lines(self) -> list[str]:
        """Return the shares of yes beside those without any shock, and what happened."""
        if not self.questions():
            return []
        return [
            "",
            "Questions: share of yes (and without any shock)",
            table_text(*question_rows(self), 1),
        ]

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
    *scenarios: Scenario,
    of: Sequence[str] = (),
    histories: int = 1000,
    seed: int = 1,
    how: How = HERE,
) -> Comparison:
    """Run scenarios on the same random draws and compare them with the first.

    Parameters
    ----------
    *scenarios : Scenario
        Two or more with the same states, start and number of months.
    of : sequence of str
        Outcomes to compare beside the usual ones, as ``hedging.DPRK@2014-11``; the finding is about
        the first of them.
    histories, seed, how
        As in ``sim.run``.

    Returns
    -------
    Comparison

    Raises
    ------
    InvalidInput
        For fewer than two scenarios, scenarios that cannot be paired, or unknown outcomes.
    RunFailed
        When histories failed.
    """
    return answered(asked(scenarios, of, histories, seed), how)


def asked(scenarios: Sequence[Scenario], of: Sequence[str], histories: int, seed: int) -> Asked:
    """Return what a comparison is asked; parameters and errors as in ``compare``."""
    check_comparable(scenarios)
    check_run(histories, seed)
    outcomes_asked(_alike(scenarios)[0], of)
    hashes = [scenario.hash for scenario in scenarios]
    options: dict[str, object] = {"scenarios": hashes}
    if of:
        options["of"] = list(of)
    words = "-".join(dict.fromkeys(scenario.name for scenario in scenarios))
    mixed = hashlib.sha256(" ".join([*hashes, *of]).encode()).hexdigest()[:8]
    folder = Path("results") / f"compare-{words[:60]}-{mixed}"
    return Asked("comparison", tuple(scenarios), seed, histories, folder, options)


def answered(asked: Asked, how: How = HERE) -> Comparison:
    """Return the answer to what was asked."""
    alike = _alike(asked.scenarios)
    names, about = asked.options.get("of"), focus_of(alike[0])
    also = outcomes_asked(alike[0], names if isinstance(names, list) else (), about)
    runs = [_run(scenario, asked, Wanted(also, about=about), how) for scenario in alike]
    outcomes = tuple(one.outcomes for one in runs)
    labels, whole = labels_of(asked.scenarios), tuple(one.whole for one in runs)
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


def _letter(which: int) -> str:
    """Return the letter of a scenario in the names of files."""
    return chr(ord("A") + which)


def _headline_data(result: Compared, which: int) -> dict[str, Any]:
    """Return what a finding is about as plain values: the largest sure difference, and the end."""
    about = told(result, which)
    return {name: one and one.as_data() for name, one in about._asdict().items()}
