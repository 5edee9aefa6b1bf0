"""The answer to a calibration: what records say of numbers, and the fitted scenario."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from sim import __version__
from sim.analysis.hindcast.hindcast import checked_month
from sim.data.events import Record, read_records
from sim.ensemble.base import BESIDE, Beside, beside_question, without_shocks
from sim.ensemble.how import HERE, How
from sim.outcomes.base_rates import question_of
from sim.report.answer import Answer, Asked, records
from sim.report.naming import default_folder, label
from sim.report.page import Part, Text
from sim.scenario import (
    Refused,
    Scenario,
    chosen_paths,
    extending_toml,
    find,
    load,
    resolved_toml,
    scenario_meant,
)

from . import figure as drawing
from . import words
from .before_after import scores_before_and_after
from .calibration import Calibration, asked_questions, fit
from .fitted import calibrated
from .plan import USUAL, Plan, digests
from .targets import target

_YES = "yes to "
_OF_RECORD = ("name", "rows", "outside", "damaged", "repeated")


@dataclass(frozen=True, repr=False, eq=False)
class Calibrated(Answer):
    """What records say of a scenario's numbers.

    Attributes
    ----------
    asked : Asked
    plan : Plan
        How the numbers were fitted.
    records : tuple of Record
        To which they were fitted.
    fit : Calibration
        What the records pin down.
    after : Scenario
        The fitted scenario.
    scores : DataFrame
        Of the scenario before and after, against each record.
    file : Path or None
        The scenario's file, which the fitted one extends; without it, the fitted one is written
        whole.
    """

    asked: Asked
    plan: Plan
    records: tuple[Record, ...]
    fit: Calibration
    after: Scenario
    scores: pd.DataFrame
    file: Path | None = None

    @property
    def before(self) -> Scenario:
        """The scenario that was asked about."""
        return self.scenarios[0]

    @property
    def train_until(self) -> str:
        """The last month that was fitted to."""
        return str(self.asked.options["train_until"])

    @property
    def how(self) -> str:
        """Points, rounds, histories and seed, in words."""
        return self.plan.in_words(self.seed)

    @property
    def finding(self) -> str:
        """What the records pin down, in sentences."""
        return words.finding(self.fit, words.files(self.records), self.train_until)

    @property
    def title(self) -> str:
        """The title of the page."""
        return f"{self.before.title}: what the record says about its parameters"

    @property
    def small(self) -> str:
        """What was fitted to what, and how."""
        files = words.files(self.records)
        return f"“{self.before.title}” on {files} until {self.train_until}: {self.how}."

    def agreement(self) -> pd.DataFrame:
        """Return a row per pattern and round (0: before the first): correlation and misfit."""
        names = []
        for record in self.records:
            names += [record.name] * len(target(record, self.before, self.train_until).rows)
        names += [self.before.name] * (len(self.fit.rows) - len(names))  # its questions
        table = []
        for k, (name, row) in enumerate(zip(names, self.fit.rows, strict=True)):
            for step, agreed in enumerate(self.fit.rounds[:, k]):
                table.append((name, row, step, agreed, self.fit.misfits[k]))
        return pd.DataFrame(table, columns=["record", "row", "round", "correlation", "misfit"])

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the numbers, the sample, the agreement round by round, and the scores."""
        return {
            "calibration.csv": self.fit.table(),
            "sample.csv.gz": pd.DataFrame(self.fit.sample, columns=list(self.fit.paths)),
            "agreement.csv": self.agreement(),
            "scores.csv": self.scores,
        }

    def figures(self) -> dict[str, Figure]:
        """Return the figure."""
        return {"calibrate": drawing.figure(self.before, self.fit, self.small)}

    def texts(self, folder: Path) -> dict[str, str]:
        """Return the scenario, and the fitted one as a file that extends it."""
        fitted = f"{self.after.name}.toml"
        if self.file is None:
            return {**super().texts(folder), fitted: resolved_toml(self.after)}
        extends = _extends(self.before.name, self.file, folder)
        text = extending_toml(load(self.file), self.after, extends)
        return {**super().texts(folder), fitted: text}

    def pointers(self, folder: Path) -> list[str]:
        """Return where the fitted scenario and the report are."""
        return [f"Scenario: {folder / self.after.name}.toml", *super().pointers(folder)]

    def data(self) -> dict[str, Any]:
        """Return the answer as plain dictionaries and lists."""
        return {
            "scenario": self.before.name,
            "hash": {"before": self.before.hash, "after": self.after.hash},
            "train_until": self.train_until,
            "how": self.how,
            "finding": self.finding,
            "records": [{name: getattr(one, name) for name in _OF_RECORD} for one in self.records],
            "by_chance": self.fit.by_chance,
            "surely": self.fit.surely,
            "numbers": records(self.fit.table()),
            "agreement": records(self.agreement()),
            "questions": [
                {"id": identity, **known.data} for identity, known in self._known.items()
            ],
            "scores": records(self.scores),
        }

    def text(self) -> str:
        """Return what the terminal prints."""
        text = words.text(self.fit, self.records, self.finding, self.scores)
        return "\n".join([text, *self._beside])

    def page(self) -> list[Part]:
        """Return the figure, what the records pin down and leave open, and the scores."""
        return [
            *words.page(self.fit, self.records, self.scores),
            *(Text(line, "small") for line in self._beside),
        ]

    @property
    def _beside(self) -> list[str]:
        """What is reported with the questions that were fitted: base rates, facts."""
        return [
            f"{identity}: {known.text}" for identity, known in self._known.items() if known.text
        ]

    @cached_property
    def _known(self) -> dict[str, Beside]:
        """What has to stand beside each question that was fitted, by its id."""
        asked = [row.removeprefix(_YES) for row in self.fit.rows if row.startswith(_YES)]
        if not asked:
            return {}
        base = without_shocks(self.before, BESIDE, self.seed)
        return {one: beside_question(question_of(self.before, one), base) for one in asked}


def _extends(name: str, file: Path, folder: Path) -> str:
    """Return how a file in a folder names the scenario that it extends."""
    try:
        if find(name).resolve() == file.resolve():
            return name
    except Refused:
        pass
    return Path(os.path.relpath(file.resolve(), folder.resolve())).as_posix()


def calibrate(
    scenario: Scenario | str | Path,
    record: str | Path | Sequence[str | Path],
    train_until: str,
    plan: Plan = USUAL,
    seed: int = 1,
    how: How = HERE,
) -> Calibrated:
    """Fit those parameters of a scenario that have ranges to records of events.

    Parameters
    ----------
    scenario : Scenario or str or Path
        From ``sim.load``, or its name or file.
    record : path, or sequence of paths
        Files of event data: ICEWS, GDELT, dyad tables.
    train_until : str
        Last month that may be fitted to, as "2014-06".
    plan : Plan
        Which parameters are fitted, at how many points; from ``sim.analysis.calibrate``.
    seed, how
        As in ``sim.run``.

    Returns
    -------
    Calibrated

    Raises
    ------
    InvalidInput
        For an invalid month, path, question or file, or a record without anything to fit.
    """
    scenario = scenario_meant(scenario)
    files = [record] if isinstance(record, str | Path) else list(record)
    what = asked(scenario, files, train_until, plan, seed)
    read = read_records(map(Path, files), scenario.states)
    return answered(what, plan, read, None, how)


def asked(
    scenario: Scenario, files: Sequence[str | Path], train_until: str, plan: Plan, seed: int
) -> Asked:
    """Return what a calibration is asked; parameters and errors as in ``calibrate``."""
    checked_month(train_until)
    asked_questions(scenario, plan.yes)
    options = {
        "records": digests(files),
        "train_until": train_until,
        "over": chosen_paths(scenario, plan.over, observed=True),
        "points": plan.points,
        "rounds": plan.rounds,
        "yes": list(plan.yes),
    }
    words = f"{label(scenario)}-calibrated-until-{train_until}"
    folder = default_folder(words, plan.histories, seed)
    return Asked("calibration", (scenario,), seed, plan.histories, folder, options)


def answered(
    asked: Asked, plan: Plan, read: Sequence[Record], file: Path | None, how: How
) -> Calibrated:
    """Return the answer for records that were read.

    Parameters
    ----------
    asked : Asked
        From ``asked``.
    plan : Plan
        As in ``calibrate``.
    read : sequence of Record
        Of the files that were asked about.
    file : Path or None
        The scenario's file, if it is known.
    how : How
        As in ``sim.run``.
    """
    scenario, until = asked.scenarios[0], str(asked.options["train_until"])
    result = fit(scenario, read, until, plan, asked.seed, how)
    told = (
        f"sim calibrate {scenario.name} on {words.files(read)} until {until}; "
        f"{plan.in_words(asked.seed)}; version {__version__}"
    )
    after = replace(
        calibrated(scenario, result, told),
        name=f"{scenario.name}-calibrated",
        title=f"{scenario.title}, calibrated",
        description=f"With what a record says about its parameters: {told}.",
    )
    table = scores_before_and_after(scenario, after, read, until, asked.seed)
    return Calibrated(asked, plan, tuple(read), result, after, table, file)
