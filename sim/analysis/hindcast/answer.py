"""The answer to a hindcast: the scores of a scenario against records of events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from sim.data.events import Record, read_records
from sim.ensemble.how import HERE, How
from sim.errors import InvalidInput
from sim.report.answer import Answer, Asked, records
from sim.report.naming import default_folder, label
from sim.report.page import Part
from sim.scenario import Scenario, scenario_meant
from sim.system.files import digest
from sim.system.text import many

from . import figure as drawing
from . import words
from .counting import with_year_before
from .findings import finding, headline
from .hindcast import checked_month
from .scorecard import Scored, check_shared, scored, stacked

_TABLES = ("scores", "bands", "alarms", "dyads", "timing")
_IN_VIEW = (
    "The parameters of the scenarios that come with the program were tuned with 2013-15 in view: "
    "strictly speaking, nothing of these years is out of sample for them."
)


@dataclass(frozen=True, repr=False, eq=False)
class Hindcast(Answer):
    """How a scenario scores against records of events.

    Attributes
    ----------
    asked : Asked
    scored : tuple of Scored
        One for each record.
    """

    asked: Asked
    scored: tuple[Scored, ...]

    @property
    def finding(self) -> str:
        """How the scenario scores against the first record."""
        first = self.scored[0]
        return f"The record is {first.record.name}. {finding(first)}"

    @property
    def train_until(self) -> str | None:
        """The last month that the scenario was fitted to."""
        until = self.asked.options["train_until"]
        return None if until is None else str(until)

    @property
    def samples(self) -> str:
        """What trained and new mean here."""
        if self.train_until is None:
            return (
                "Without --train-until all months count as new, which is true only if nothing was "
                f"fitted to them. {_IN_VIEW}"
            )
        return f"Trained: the months up to {self.train_until}; new: the months after it. {_IN_VIEW}"

    @property
    def title(self) -> str:
        """The title of the page."""
        return f"{self.scenarios[0].title}: against the record"

    @property
    def small(self) -> str:
        """How many histories were run, and of what."""
        return (
            f"{many(self.histories, 'history')}, and as many of the year before without shocks, "
            f"seed {self.seed}"
        )

    def table(self, name: str) -> pd.DataFrame:
        """Return a table of all records: scores, bands, alarms, dyads or timing."""
        parts = [getattr(one, name).assign(record=one.record.name) for one in self.scored]
        return stacked(parts, ["record"])

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return scores, bands, calls that were sure, dyads and timing."""
        return {f"{name}.csv": self.table(name) for name in _TABLES}

    def figures(self) -> dict[str, Figure]:
        """Return the figure."""
        scenario = self.scenarios[0]
        count = many(self.histories, "history")
        small = f"{count} of “{scenario.title}”, seed {self.seed}. {self.samples}"
        rows = [(one.record.name, one.dyads) for one in self.scored]
        return {"hindcast": drawing.figure(rows, scenario.codes, headline(self.scored[0]), small)}

    def data(self) -> dict[str, Any]:
        """Return the answer as plain dictionaries and lists."""
        return {
            "scenario": self.scenarios[0].name,
            "train_until": self.train_until,
            "histories": self.histories,
            "seed": self.seed,
            "samples": self.samples,
            "records": [_record_data(one) for one in self.scored],
        }

    def text(self) -> str:
        """Return what the terminal prints."""
        head = (
            f"{many(self.histories, 'history')} of {self.scenarios[0].name} "
            "and of the year before it, "
            f"seed {self.seed}"
        )
        return words.text(head, self.scored, self.samples)

    def page(self) -> list[Part]:
        """Return the other findings, the figure, and scores and timing of each record."""
        return words.page(self.scored, self.samples)


def _record_data(one: Scored) -> dict[str, Any]:
    """Return what is reported of one record as plain dictionaries and lists."""
    kept = ("name", "rows", "damaged", "outside", "repeated")
    data = {name: getattr(one.record, name) for name in kept} | {"finding": finding(one)}
    return data | {name: records(getattr(one, name)) for name in _TABLES}


def hindcast(
    scenario: Scenario | str | Path,
    record: str | Path | Sequence[str | Path],
    train_until: str | None = None,
    histories: int = 10_000,
    seed: int = 1,
    how: How = HERE,
) -> Hindcast:
    """Score a scenario against records of events.

    Parameters
    ----------
    scenario : Scenario or str or Path
        From ``sim.load``, or its name or file.
    record : path, or sequence of paths
        Files of event data: ICEWS, GDELT, dyad tables.
    train_until : str, optional
        Last month that the scenario was fitted to, as "2014-06".
    histories, seed, how
        As in ``sim.run``.

    Returns
    -------
    Hindcast

    Raises
    ------
    InvalidInput
        For an invalid month or file, or a record that shares nothing with the scenario.
    """
    scenario = scenario_meant(scenario)
    files = [record] if isinstance(record, str | Path) else list(record)
    what = asked(scenario, files, train_until, histories, seed)
    return answered(what, read_records(map(Path, files), scenario.states), how)


def asked(
    scenario: Scenario,
    files: Sequence[str | Path],
    train_until: str | None,
    histories: int,
    seed: int,
) -> Asked:
    """Return what a hindcast is asked; parameters and errors as in ``hindcast``."""
    if train_until is not None:
        checked_month(train_until)
    options = {"records": _digests(files), "train_until": train_until}
    until = f"-until-{train_until}" if train_until else ""
    folder = default_folder(f"{label(scenario)}-hindcast{until}", histories, seed)
    return Asked("hindcast", (scenario,), seed, histories, folder, options)


def answered(asked: Asked, read: Sequence[Record], how: How) -> Hindcast:
    """Return the answer for records that were read, of the files that were asked about."""
    scenario = asked.scenarios[0]
    for one in read:
        check_shared(one, scenario)
    until = asked.options["train_until"]
    known = None if until is None else str(until)
    found = with_year_before(scenario, asked.histories, asked.seed, how)
    each = (scored(one, found, known, asked.seed) for one in read)
    return Hindcast(asked, tuple(each))


def _digests(files: Sequence[str | Path]) -> dict[str, str]:
    """Return a checksum of each file by its name; refuse two of the same name."""
    sums: dict[str, str] = {}
    for path in files:
        name = Path(path).name
        if name in sums:
            raise InvalidInput(
                f"--record: two files are called {name}; rename one, or name it once"
            )
        sums[name] = digest(path)[:12]
    return sums
