"""Chunks: some histories at a time, as columns of outcomes and, where wanted, as their record."""

from __future__ import annotations

import numpy as np

from sim.model.history import Record, blank_record, simulate
from sim.model.prepared import prepared
from sim.outcomes.results import Results
from sim.outcomes.table import USUAL, Wanted
from sim.scenario import Scenario

LOST = "failed"  # the column with the numbers of histories that failed, in chunks that have any


def simulated(
    scenario: Scenario, seed: int, first: int, count: int, trusts: bool
) -> tuple[Results, Record, dict[str, np.ndarray]]:
    """Simulate so many histories from a first one on; pure, so that it can run anywhere.

    Parameters
    ----------
    scenario, seed
        As in ``run``.
    first, count : int
        Number of the first history, and how many.
    trusts : bool
        Whether trust, which hardly any outcome needs, is recorded.

    Returns
    -------
    Results, Record
        Of the histories that did not fail.
    dict
        The column ``LOST`` with the numbers of those that did, where any did.
    """
    ready = prepared(scenario)
    runs = np.arange(first, first + count, dtype=np.int64)
    record = blank_record(count, scenario.months, len(scenario.codes), trusts=trusts)
    failed = simulate(ready, seed, runs, record)
    lost = {LOST: runs[failed]} if failed.any() else {}
    record = Record(*(array[..., ~failed] for array in record)) if lost else record
    return Results(scenario, seed, runs[~failed], record, ready.start), record, lost


def chunk_columns(
    scenario: Scenario, seed: int, first: int, count: int, wanted: Wanted = USUAL
) -> dict[str, np.ndarray]:
    """Return the outcome table's columns for some histories; pure, so that it can run anywhere.

    Histories that failed are left out; where there are any, the column ``failed`` holds their
    numbers.

    Parameters
    ----------
    scenario, seed, first, count
        As in ``simulated``.
    wanted : Wanted
        Which outcomes are kept, and whom they are about; by default whom the scenario asks about.
    """
    results, _, lost = simulated(scenario, seed, first, count, wanted.needs_trust)
    return wanted(results) | lost


def chunk_whole(
    scenario: Scenario, seed: int, first: int, count: int, wanted: Wanted = USUAL
) -> tuple[dict[str, np.ndarray], Record]:
    """Return what ``chunk_columns`` does, and the record of the histories that did not fail."""
    results, record, lost = simulated(scenario, seed, first, count, trusts=True)
    return wanted(results) | lost, record


def length(columns: dict[str, np.ndarray]) -> int:
    """Return how many histories a part has, those that failed too."""
    lost = columns.get(LOST, ())
    return len(next(c for name, c in columns.items() if name != LOST)) + len(lost)
