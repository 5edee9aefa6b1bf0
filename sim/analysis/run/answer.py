"""A run as an answer: what its histories came to, with every table and figure of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.ensemble.base import without_shocks
from sim.ensemble.how import How
from sim.outcomes.base_rates import OF_OWN, UNKNOWN, Base
from sim.outcomes.failures import Failure
from sim.outcomes.results import Results
from sim.outcomes.summary import as_text, summary
from sim.outcomes.table import OutcomeTable, outcome_table
from sim.outcomes.tally import Tally
from sim.outcomes.telling import telling_history
from sim.report import tables
from sim.report.answer import Answer, Asked
from sim.report.chronicle import chronicle
from sim.report.codebook import as_table, codebook
from sim.report.naming import default_folder, label
from sim.report.page import Part
from sim.scenario import Scenario

from . import carriers_words, words
from .carriers import CODEBOOK, carried
from .figures import FIGURES
from .live import live
from .runs import write_runs
from .tallied import (
    DISTRIBUTIONS,
    DISTRIBUTIONS_BOOK,
    OUTCOMES,
    OUTCOMES_BOOK,
    months_file,
    tallies,
)
from .what_ifs import WhatIfs, what_ifs

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, repr=False, eq=False)
class Run(Answer):
    """What a run's histories came to.

    Attributes
    ----------
    asked : Asked
    outcomes : OutcomeTable or Tally
        Of all histories: for the numbers.
    whole : Results
        All of them, or the first ones, kept whole: for figures and monthly tables.
    failures : sequence of Failure
        Histories that failed.
    moves : bool
        Whether every move, with its six terms, is among the tables.
    base : Base
        Shares of yes without any shock.
    csv : bool
        Whether a large table of months is CSV as well, which takes long.
    """

    asked: Asked
    outcomes: OutcomeTable | Tally
    whole: Results
    failures: Sequence[Failure] = field(default=())
    moves: bool = False
    base: Base = UNKNOWN
    csv: bool = False

    def __post_init__(self) -> None:
        """Let the figures say of how many histories they show the first."""
        self.whole.of = max(self.outcomes.histories, self.whole.histories)

    @classmethod
    def of(cls, results: Results, moves: bool = False) -> Run:
        """Return the answer that a run's results are."""
        outcomes = outcome_table(results)
        what = asked(results.scenario, results.seed, outcomes.histories)
        return cls(what, outcomes, results, (), moves, base_of(results, outcomes.histories))

    @property
    def finding(self) -> str:
        """Which way the state in focus moved."""
        return self.data()["finding"]

    @property
    def small(self) -> str:
        """How many histories, over which months."""
        return words.small(self.data(), self.whole)

    def data(self) -> dict[str, Any]:
        """Return the summary as plain dictionaries and lists."""
        return self._summary

    @cached_property
    def _summary(self) -> dict[str, Any]:
        """The summary, made once: of a million histories it takes seconds."""
        return summary(self.outcomes, self.base)

    @cached_property
    def carriers(self) -> pd.DataFrame | None:
        """What carries the result; None where that cannot be said."""
        return carried(self.whole, self.outcomes.about)

    @cached_property
    def what_ifs(self) -> WhatIfs | str:
        """The single changes that the report shows; or why there are none."""
        return what_ifs(self.whole, self.rows)

    @cached_property
    def rows(self) -> OutcomeTable:
        """A row for each history; where they are tallied, for those kept whole."""
        return outcome_table(self.whole) if isinstance(self.outcomes, Tally) else self.outcomes

    def aside(self) -> int:
        """Return how many histories the single changes take that only the report shows."""
        return 0 if isinstance(self.what_ifs, str) else self.what_ifs.takes

    def compute_aside(self, tell: Callable[[int], None]) -> None:
        """Compute the single changes."""
        if not isinstance(self.what_ifs, str):
            self.what_ifs.compute(How(None, tell))

    def text(self) -> str:
        """Return the summary as the terminal prints it."""
        text = as_text(self.data())
        if self.carriers is None:
            return text
        about = self.outcomes.about
        said = carriers_words.sentences(self.whole.scenario, about, self.carriers)
        return f"{text}\n\nWhat carries the result\n  {said}"

    def to_frame(self) -> pd.DataFrame:
        """Return a row per history: answers to the questions and outcomes."""
        return tables.runs_table(self.rows)

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the tables of months, of moves and of failures, and the codebook."""
        months = tables.months_table(self.whole)
        file = months_file(len(months), self.csv)
        results = {file: months}
        if self.moves:
            results["moves.csv.gz"] = tables.moves_table(self.whole)
        book = [codebook(self.whole, self.moves, file)]
        if self.carriers is not None:
            book.append(as_table({"carriers.csv": CODEBOOK}))
            results["carriers.csv"] = self.carriers
        if isinstance(self.outcomes, Tally):
            results |= tallies(self.outcomes)
            book.append(as_table({OUTCOMES: OUTCOMES_BOOK, DISTRIBUTIONS: DISTRIBUTIONS_BOOK}))
        results["codebook.csv"] = pd.concat(book, ignore_index=True)
        if self.failures:
            results["failures.csv"] = failures_table(self.failures)
        return results

    def write_large(self, place: Path) -> dict[str, str]:
        """Write the table of histories."""
        return {"runs.csv": write_runs(self.rows, place / "runs.csv")}

    def texts(self, folder: Path) -> dict[str, str]:
        """Return the scenario, and one history as a chronicle."""
        story = chronicle(self.whole, telling_history(self.whole))
        return {**super().texts(folder), "chronicle.txt": story}

    def figures(self) -> dict[str, Figure]:
        """Return the figures of a run."""
        return {name: draw(self.whole) for name, draw in FIGURES.items()}

    def page(self) -> list[Part]:
        """Return the tables and figures of the page."""
        carried = []
        if self.carriers is not None:
            about = self.outcomes.about
            carried = carriers_words.page(self.whole.scenario, about, self.carriers)
        shown = live(self.whole, self.outcomes, self.base, self.what_ifs)
        return words.page(self.data(), self.whole, carried, shown)

    def described(self) -> dict[str, Any]:
        """Return the scenario, its states and the engine."""
        scenario = self.whole.scenario
        return {
            "scenario": {"name": scenario.name, "title": scenario.title, "hash": scenario.hash},
            "changed": [change.as_data() for change in scenario.changed],
            "overrides": scenario.overrides,
            "start": scenario.start.isoformat(),
            "months": scenario.months,
            "states": [
                {"code": state.code, "name": state.name, "ccode": state.ccode}
                for state in scenario.states
            ],
            "seed": int(self.seed),
            "histories_kept_whole": int(self.whole.histories),
            "engine": self.whole.engine,
        }

    def incomplete(self, folder: Path) -> str:
        """Say how many histories failed, how the first did, and where all are listed."""
        return failed(self.failures, self.histories, folder) if self.failures else ""


def asked(
    scenario: Scenario,
    seed: int,
    histories: int,
    behaviour: Sequence[str] = (),
    rows: bool = False,
) -> Asked:
    """Return what a run is asked.

    Parameters
    ----------
    scenario : Scenario
        What is run.
    seed, histories : int
        As in ``sim.run``.
    behaviour : sequence of str
        Own classes of states that the histories are run with, as the command line names them.
    rows : bool
        Whether a row of every history is kept where there are more than usual.
    """
    own: dict[str, object] = {"behaviour": list(behaviour)} if behaviour else {}
    own |= {"rows": True} if rows else {}
    words = "-".join([label(scenario), *(f"own-{text.partition('=')[0]}" for text in behaviour)])
    return Asked("run", (scenario,), seed, histories, default_folder(words, histories, seed), own)


def base_of(results: Results, histories: int) -> Base:
    """Return the shares of yes without any shock; the rules cannot tell those of own behaviour.

    Parameters
    ----------
    results : Results
    histories : int
        How many were run.
    """
    if results.own:
        return OF_OWN
    return without_shocks(results.scenario, histories, results.seed)


def failures_table(failures: Sequence[Failure]) -> pd.DataFrame:
    """Return a row per history that failed."""
    rows = [(failure.run, failure.error, failure.traceback) for failure in failures]
    return pd.DataFrame(rows, columns=["run", "error", "traceback"])


def failed(failures: Sequence[Failure], histories: int, folder: Path) -> str:
    """Say how many histories failed, how the first did, and where all are listed.

    Parameters
    ----------
    failures : sequence of Failure
        At least one.
    histories : int
        How many were run.
    folder : Path
        Where the failures are written.
    """
    first = f"first history {failures[0].run}: {failures[0].error}"
    file = folder / "failures.csv"
    if len(failures) == histories:
        return f"all {histories} histories failed, {first}; all are in {file}"
    return (
        f"{len(failures)} of {histories} histories failed, {first}; all are in {file}, "
        "the others are written"
    )
