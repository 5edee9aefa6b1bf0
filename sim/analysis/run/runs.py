"""The table of histories as a file, of however many histories."""

from __future__ import annotations

from pathlib import Path

from sim.outcomes.table import OutcomeTable
from sim.report import tables

_SLAB = 20_000  # histories written at a time


def write_runs(outcomes: OutcomeTable, path: Path) -> None:
    """Write a row per history, a slab at a time: a million need no more memory than a few.

    Parameters
    ----------
    outcomes : OutcomeTable
        Of any number of histories.
    path : Path
        The file.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        for first in range(0, outcomes.histories, _SLAB):
            table = tables.runs_table(outcomes, slice(first, first + _SLAB))
            table.to_csv(file, index=False, header=first == 0, lineterminator="\n")
