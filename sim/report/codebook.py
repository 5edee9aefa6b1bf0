"""The codebook: what every column of every table means, in which unit, within which bounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import pandas as pd

from sim import schema
from sim.outcomes.catalogue import OUTPUTS
from sim.outcomes.focus import focus, needs_in_words
from sim.outcomes.outcome import Outcome
from sim.outcomes.results import Results
from sim.outcomes.table import outcomes_of
from sim.scenario import Scenario

Row = tuple[str, str, str, str]  # column, meaning, unit, bounds
HEAD = ["file", "column", "meaning", "unit", "bounds"]
RUN: tuple[Row, ...] = (
    ("run", "number of the history", "", "0.."),
    ("seed", "seed of the ensemble", "", "0..2^63-1"),
)
_MEASURES = ("tilt", "hedging", "received", "stance", "trust", "dependence")
_QUANTILES = {"q05": "5 %", "q25": "25 %", "q50": "median", "q75": "75 %", "q95": "95 %"}


def codebook(results: Results, moves: bool = False, months: str = "months.csv.gz") -> pd.DataFrame:
    """Return a row per column of every table of a run: file, column, meaning, unit and bounds.

    Parameters
    ----------
    results : Results
        A run.
    moves : bool
        Whether the table of moves is written too.
    months : str
        The file of the table of months.
    """
    scenario, about = results.scenario, focus(results)
    tilt = f"{about.state} from {about.a} (-1) to {about.b} (+1), {needs_in_words(about.needs)}"
    files = {
        "runs.csv": [*RUN, *outcome_rows(scenario, outcomes_of(scenario, about))],
        months: list(_months(tilt)),
        "moves.csv.gz": list(_moves()) if moves else [],
    }
    return as_table(files)


def as_table(files: Mapping[str, Sequence[Row]]) -> pd.DataFrame:
    """Return the rows of some files as one table."""
    rows = [(file, *row) for file, entries in files.items() for row in entries]
    return pd.DataFrame(rows, columns=HEAD)


def outcome_rows(scenario: Scenario, outcomes: Iterable[Outcome]) -> Iterator[Row]:
    """Yield the row of each outcome's column.

    Parameters
    ----------
    scenario : Scenario
        Whose states and questions they are about.
    outcomes : iterable of Outcome
    """
    for outcome in outcomes:
        output = outcome.output
        if outcome.question:
            meaning = f"{output.meaning}: {outcome.label(scenario)}"
        else:
            meaning = f"{outcome.in_words(scenario)}: {output.meaning}"
        yield outcome.column, meaning, output.unit, output.bounds


def _months(tilt: str) -> Iterator[Row]:
    """Yield the rows of the table of months."""
    yield "year", "calendar year", "", ""
    yield "month", "month of the year; values are those at its end", "", "1..12"
    yield "measure", "what is measured; see below", "", ""
    yield from _state("state", "the state whose measure it is; of support, the one that gives")
    yield from _state("partner", "whom it concerns; of a tilt, the two between which it tilts")
    yield "mean", "mean over histories", "of the measure", ""
    for column, words in _QUANTILES.items():
        yield column, f"{words} quantile over histories", "of the measure", ""
    for name in _MEASURES:
        output = OUTPUTS[name]
        about = f" ({tilt})" if name == "tilt" else ""
        yield f"measure = {name}", f"{output.meaning}{about}", output.unit, output.bounds
    support = OUTPUTS["support"]
    for need in schema.NEEDS:
        meaning = f"{support.meaning}, of {need}"
        yield f"measure = support_{need}", meaning, support.unit, support.bounds


def _moves() -> Iterator[Row]:
    """Yield the rows of the table of moves."""
    yield RUN[0]
    yield "year", "calendar year", "", ""
    yield "month", "month of the year", "", "1..12"
    yield from _state("source", "who makes the move")
    yield from _state("target", "toward whom")
    yield "move", "what the source does toward the target", "", ", ".join(schema.MOVES)
    yield "accepted", "1 accepted, 0 rebuffed, empty for acts", "", "0..1"
    for term in schema.TERMS:
        meaning = f"the move's value to the source: {term}; benefits of deals weighted by trust"
        yield term, meaning, "value", ""
    yield "value", "the sum of the terms, from which the choice was drawn", "value", ""


def _state(role: str, words: str) -> Iterator[Row]:
    """Yield the three columns that name a state."""
    yield role, f"{words}: code in the scenario", "", ""
    yield f"{role}_iso3", f"{role}: ISO 3166 code; empty for a made-up state", "", ""
    yield f"{role}_ccode", f"{role}: Correlates of War code, where the scenario gives one", "", ""
