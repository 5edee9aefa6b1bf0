"""Chunks: some histories at a time, as columns of outcomes and, where wanted, as their record."""

from __future__ import annotations

import numpy as np

from sim.model.history import Record, blank_record, simulate
from sim.model.prepared import prepared
from sim.outcomes.results import Results
from sim.outcomes.table import USUAL, Wanted
from sim.scenario import Scenario

LOST = "failed"  # the column with the numbers of histories that failed, in chunks that have any


def _chunk(
    scenario: Scenario, seed: int, runs: np.ndarray, wanted: Wanted, whole: bool
) -> tuple[dict[str, np.ndarray], Record]:
    """Return the outcomes of some histories by column, and the record of those that did not fail.

    Trust, which hardly any outcome needs, is recorded where the record is to be kept `whole`.
    """
    ready = prepared(scenario)
    record = blank_record(
        len(runs), scenario.months, len(scenario.codes), trusts=whole or wanted.needs_trust
    )
    failed = simulate(ready, seed, runs, record)
    lost = {LOST: runs[failed]} if failed.any() else {}
    record = Record(*(array[..., ~failed] for array in record)) if lost else record
    results = Results(scenario, seed, runs[~failed], record, ready.start)
    return wanted(results) | lost, record


def chunk_columns(
    scenario: Scenario, seed: int, first: int, count: int, wanted: Wanted = USUAL
) -> dict[str, np.ndarray]:
    """Return the outcome table's columns for some histories; pure, so that it can run anywhere.

    Histories that failed are left out; where there are any, the column ``failed`` holds their
    numbers.

    Parameters
    ----------
    scenario, seed
        As in ``run``.
    first, count : int
        Number of the first history, and how many.
    wanted : Wanted
        Which outcomes are kept, and whom they are about; by default whom the scenario asks about.
    """
    return _chunk(scenario, seed, _numbered(first, count), wanted, whole=False)[0]


def chunk_whole(
    scenario: Scenario, seed: int, first: int, count: int, wanted: Wanted = USUAL
) -> tuple[dict[str, np.ndarray], Record]:
    """Return what ``chunk_columns`` does, and the record of the histories that did not fail."""
    return _chunk(scenario, seed, _numbered(first, count), wanted, whole=True)


def _numbered(first: int, count: int) -> np.ndarray:
    """Return the numbers of so many histories."""
    return np.arange(first, first + count, dtype=np.int64)


def length(columns: dict[str, np.ndarray]) -> int:
    """Return how many histories a part has, those that failed too."""
    lost = columns.get(LOST, ())
    return len(next(c for name, c in columns.items() if name != LOST)) + len(lost)
