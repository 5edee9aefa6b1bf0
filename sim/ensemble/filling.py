"""Filling: histories of which everything is kept, run by several threads or processes at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from sim.model.history import Record, blank_record, rows, simulate
from sim.model.prepared import prepared
from sim.scenario import Scenario

from .how import How
from .parallel import ordered, put

_PART = 256  # histories that a thread runs at a time


def fill(
    record: Record, scenario: Scenario, seed: int, runs: np.ndarray, how: How, size: int
) -> np.ndarray:
    """Run histories, each into its place in the record.

    Parameters
    ----------
    record : Record
        Room for the histories.
    scenario, seed, how
        As in ``run.run``; threads share this process's memory, other executors are sent parts.
    runs : ndarray (history,)
        Their numbers.
    size : int
        Histories in a part that is sent.

    Returns
    -------
    ndarray of bool (history,)
        Which failed.
    """
    if how.executor is None or isinstance(how.executor, ThreadPoolExecutor):
        return _fill_here(record, scenario, seed, runs, how)
    return _fill_elsewhere(record, scenario, seed, runs, how, size)


def _fill_here(
    record: Record, scenario: Scenario, seed: int, runs: np.ndarray, how: How
) -> np.ndarray:
    """Run histories on threads."""
    ready = prepared(scenario)
    failed = np.zeros(len(runs), dtype=bool)
    jobs = []
    with how.places() as places:
        try:
            for first in range(0, len(runs), _PART):
                where = slice(first, min(first + _PART, len(runs)))
                job = places.submit(simulate, ready, seed, runs[where], rows(record, where))
                jobs.append((job, where))
            for job, where in jobs:
                failed[where] = job.result()
                how.advance(where.stop - where.start)
        finally:
            for job, _ in jobs:
                job.cancel()
    return failed


def _fill_elsewhere(
    record: Record, scenario: Scenario, seed: int, runs: np.ndarray, how: How, size: int
) -> np.ndarray:
    """Run histories on an executor, `size` at a time."""
    assert how.executor is not None
    failed = np.zeros(len(runs), dtype=bool)
    jobs = [(scenario, seed, runs[first : first + size]) for first in range(0, len(runs), size)]
    for position, (part, lost) in ordered(how.executor, run_apart, jobs):
        first = position * size
        put(record, part, first)
        failed[first : first + len(lost)] = lost
        how.advance(len(lost))
    return failed


def run_apart(scenario: Scenario, seed: int, runs: np.ndarray) -> tuple[Record, np.ndarray]:
    """Run some histories from nothing but the scenario, as another process must.

    The result is their record, and which of them failed.
    """
    record = blank_record(len(runs), scenario.months, len(scenario.codes))
    return record, simulate(prepared(scenario), seed, runs, record)
