"""Many histories of a scenario, in chunks, on all cores.

A history depends on its number and the seed alone, so chunks may run anywhere in any order: each fills its own rows.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor

import numpy as np

from .history import Record, blank_record, live, rows
from .luck import PERIOD
from .outcomes import Results
from .scenario import Scenario
from .start import starting_world
from .world import settings

CHUNK = 256  # histories; small enough for a progress bar to move, large enough to forget the cost of a task
ENGINES = ("compiled", "mesa")
MOST = 2**63 - 1


def run(
    scenario: Scenario,
    histories: int = 1000,
    seed: int = 1,
    engine: str = "compiled",
    states: dict[str, type] | None = None,
    progress: Callable[[int], None] | None = None,
    executor: Executor | None = None,
) -> Results:
    """Run histories 0, 1, ... of a scenario.

    Parameters
    ----------
    scenario : Scenario
        From ``sim.load``.
    histories : int
        How many, at least 1.
    seed : int
        0..2**63-1. Two scenarios run with the same seed share their luck, history by history.
    engine : {"compiled", "mesa"}
        Machine code on all cores, or the Mesa model, one agent at a time. Both give the same bits.
    states : dict of code to class, optional
        Own subclasses of ``State`` for some states; these need Mesa, which then runs whatever `engine` says.
    progress : callable, optional
        Told how many histories were just finished.
    executor : concurrent.futures.Executor, optional
        Where compiled chunks run; by default threads, one per core.

    Returns
    -------
    Results

    Raises
    ------
    ValueError
        For a number of histories, a seed or an engine that cannot be.
    """
    if not isinstance(histories, (int, np.integer)) or histories < 1:
        raise ValueError(f"histories is {histories!r}: at least 1 is needed")
    if not isinstance(seed, (int, np.integer)) or not 0 <= seed <= MOST:
        raise ValueError(f"seed is {seed!r}: a whole number from 0 to 2**63-1 is needed")
    if engine not in ENGINES:
        raise ValueError(f"unknown engine {engine!r}: choose from {', '.join(ENGINES)}")
    runs = np.arange(histories, dtype=np.int64)
    record = blank_record(histories, scenario.months, len(scenario.codes))
    tell = progress or (lambda done: None)
    if engine == "mesa" or states:
        _run_mesa(scenario, int(seed), runs, record, states, tell)
        return Results(scenario, int(seed), runs, record, "mesa")
    _run_compiled(scenario, int(seed), runs, record, executor, tell)
    return Results(scenario, int(seed), runs, record)


def _run_compiled(
    scenario: Scenario,
    seed: int,
    runs: np.ndarray,
    record: Record,
    executor: Executor | None,
    tell: Callable[[int], None],
) -> None:
    """Fill the record chunk by chunk; threads suffice, as machine code holds no lock."""
    setting = settings(scenario)
    start = starting_world(scenario, setting)
    own = executor or ThreadPoolExecutor(os.cpu_count())
    try:
        jobs = []
        for first in range(0, len(runs), CHUNK):
            where = slice(first, min(first + CHUNK, len(runs)))
            part = rows(record, where)
            jobs.append((own.submit(live, start, setting, seed, runs[where], PERIOD, part), where.stop - first))
        for job, size in jobs:
            job.result()
            tell(size)
    finally:
        if executor is None:
            own.shutdown(cancel_futures=True)


def _run_mesa(
    scenario: Scenario,
    seed: int,
    runs: np.ndarray,
    record: Record,
    states: dict[str, type] | None,
    tell: Callable[[int], None],
) -> None:
    """Fill the record from one Mesa model, started anew for each history (Mesa 3.3 never frees a model)."""
    from .model import Diplomacy

    model = Diplomacy(scenario, seed=seed, states=states, collect=False)
    for row, run in enumerate(runs):
        model.restart(int(run))
        for month in range(scenario.months):
            model.step()
            record.stances[month, ..., row] = model.world.stance[..., 0]
            record.trusts[month, ..., row] = model.world.trust[..., 0]
            record.supports[month, ..., row] = model.world.support[..., 0]
            record.choices[month, ..., row] = model.desk.decisions.choices[..., 0]
            record.answers[month, ..., row] = model.desk.decisions.answers[..., 0]
        tell(1)
