"""Many histories of a scenario, in chunks, on whatever executes them.

A history depends on its number and the seed alone, so chunks may be computed anywhere, in any
order, any number of times. ``run`` keeps everything of every history; ``chunks`` and
``run_outcomes`` keep a row of numbers of each, and so go to any number of them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor

import numpy as np

from sim.errors import InvalidInput
from sim.model.history import Record, blank_record, rows, simulate
from sim.model.prepared import prepared
from sim.outcomes.failures import Failure, RunFailed
from sim.outcomes.focus import Focus, focus
from sim.outcomes.results import Results
from sim.outcomes.table import OutcomeTable, columns_of
from sim.scenario import Scenario

from .by_agents import run_agents, well_lived
from .parallel import ordered, put

__all__ = [
    "CHUNK", "ENGINES", "Failure", "RunFailed", "check_run", "chunk_columns", "chunks", "joined", "one_history", "run",
    "run_outcomes",
]  # fmt: skip

# histories computed at a time: enough to forget the cost of a task, few enough to fit into memory
CHUNK = 1024
ENGINES = ("compiled", "mesa")
MOST = 2**63 - 1
LOST = "failed"  # the column with the numbers of histories that failed, in chunks that have any
_PART = 256  # histories of a run that are computed at a time


def run(
    scenario: Scenario,
    histories: int = 1000,
    seed: int = 1,
    engine: str = "compiled",
    states: dict[str, type] | None = None,
    progress: Callable[[int], None] | None = None,
    executor: Executor | None = None,
) -> Results:
    """Run histories 0, 1, ... of a scenario and keep everything of them.

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
        Own subclasses of ``State`` for some states; these need Mesa, which then runs whatever
        `engine` says.
    progress : callable, optional
        Told how many histories were just finished.
    executor : concurrent.futures.Executor, optional
        Where parts run: threads, one per core, for machine code by default; this process for Mesa.

    Returns
    -------
    Results

    Raises
    ------
    ValueError
        For a number of histories, a seed or an engine that cannot be.
    RunFailed
        When own subclasses raised errors in some histories, or numbers came up that are not finite;
        it carries the others.
    """
    check_run(histories, seed)
    if engine not in ENGINES:
        raise InvalidInput(f"unknown engine {engine!r}: choose from {', '.join(ENGINES)}")
    runs = np.arange(histories, dtype=np.int64)
    tell = progress or (lambda done: None)
    if engine == "mesa" or states:
        return run_agents(scenario, int(seed), runs, states, tell, executor)
    ready = prepared(scenario)
    record = blank_record(histories, scenario.months, len(scenario.codes))
    if executor is not None and not isinstance(executor, ThreadPoolExecutor):
        parts = [runs[first : first + CHUNK] for first in range(0, histories, CHUNK)]
        failed = np.zeros(histories, dtype=bool)
        for where, (part, lost) in ordered(
            executor, _live_apart, [(scenario, int(seed), part) for part in parts]
        ):
            put(record, part, where * CHUNK)
            failed[where * CHUNK : where * CHUNK + len(lost)] = lost
            tell(len(lost))
        return _well_lived(Results(scenario, int(seed), runs, record, ready.start), record, failed)
    with ThreadPoolExecutor(os.cpu_count()) as own:
        jobs = []
        for first in range(0, histories, _PART):
            where = slice(first, min(first + _PART, histories))
            part = rows(record, where)
            jobs.append(
                (
                    own.submit(simulate, ready, int(seed), runs[where], part),
                    where.stop - first,
                )
            )
        lost = []
        try:
            for job, size in jobs:
                lost.append(job.result())
                tell(size)
        except BaseException:
            own.shutdown(cancel_futures=True)
            raise
    return _well_lived(
        Results(scenario, int(seed), runs, record, ready.start), record, np.concatenate(lost)
    )


def _well_lived(results: Results, record: Record, failed: np.ndarray) -> Results:
    """Return the results, or raise RunFailed with the numbers of the histories that failed."""
    return well_lived(
        results, record, [Failure.not_finite(int(run)) for run in results.runs[failed]]
    )


def check_run(histories: int, seed: int) -> None:
    """Refuse numbers of histories and seeds that cannot be, with a ValueError."""
    if not isinstance(histories, (int, np.integer)) or histories < 1:
        raise InvalidInput(f"histories is {histories!r}: at least 1 is needed")
    if not isinstance(seed, (int, np.integer)) or not 0 <= seed <= MOST:
        raise InvalidInput(f"seed is {seed!r}: a whole number from 0 to 2**63-1 is needed")


def one_history(scenario: Scenario, run: int, seed: int = 1) -> Results:
    """Return a single history by its number, the same as in any run that holds it."""
    check_run(run + 1, seed)
    runs = np.array([run], dtype=np.int64)
    record, failed = _live_apart(scenario, int(seed), runs)
    start = prepared(scenario).start
    return _well_lived(Results(scenario, int(seed), runs, record, start), record, failed)


def _live_apart(scenario: Scenario, seed: int, runs: np.ndarray) -> tuple[Record, np.ndarray]:
    """Live some histories from nothing but the scenario, as another process or machine must.

    Also say which failed.
    """
    record = blank_record(len(runs), scenario.months, len(scenario.codes))
    return record, simulate(prepared(scenario), seed, runs, record)


def chunk_columns(
    scenario: Scenario, seed: int, first: int, count: int, about: Focus | None = None
) -> dict[str, np.ndarray]:
    """Return the outcome table's columns for histories first..first+count-1; pure, so it can run anywhere.

    Histories that failed are left out; where there are any, the column ``failed`` holds their
    numbers.
    """
    ready = prepared(scenario)
    runs = np.arange(first, first + count, dtype=np.int64)
    record = blank_record(count, scenario.months, len(scenario.codes), trusts=False)
    failed = simulate(ready, seed, runs, record)
    if not failed.any():
        return columns_of(Results(scenario, seed, runs, record, ready.start), about)
    kept = rows(record, ~failed)
    return columns_of(Results(scenario, seed, runs[~failed], kept, ready.start), about) | {
        LOST: runs[failed]
    }


def chunks(
    scenario: Scenario,
    histories: int,
    seed: int = 1,
    executor: Executor | None = None,
    skip: set[int] | None = None,
    about: Focus | None = None,
) -> Iterator[tuple[int, dict[str, np.ndarray]]]:
    """Yield (number of chunk, columns) as chunks are finished, in any order.

    Parameters
    ----------
    scenario, histories, seed
        As in ``run``.
    executor : concurrent.futures.Executor, optional
        Where chunks are computed; threads, one per core, by default. Any number of processes or
        machines will do.
    skip : set of int, optional
        Chunks that are there already.
    about : Focus, optional
        Whom the outcome table is about; by default whom the scenario asks about.
    """
    check_run(histories, seed)
    numbers = [k for k in range(-(-histories // CHUNK)) if k not in (skip or set())]
    jobs = [
        (scenario, int(seed), k * CHUNK, min(CHUNK, histories - k * CHUNK), about) for k in numbers
    ]
    own = executor or ThreadPoolExecutor(os.cpu_count())
    try:
        for position, columns in ordered(own, chunk_columns, jobs):
            yield numbers[position], columns
    finally:
        if executor is None:
            own.shutdown(cancel_futures=True)


def run_outcomes(
    scenario: Scenario,
    histories: int,
    seed: int = 1,
    executor: Executor | None = None,
    progress: Callable[[int], None] | None = None,
    about: Focus | None = None,
) -> OutcomeTable:
    """Run histories 0, 1, ... and keep their outcomes only: a million take about a minute, and some 300 MB.

    Parameters and errors as in ``run`` and ``chunks``.
    """
    parts: dict[int, dict[str, np.ndarray]] = {}
    for number, columns in chunks(scenario, histories, seed, executor, about=about):
        parts[number] = columns
        if progress:
            progress(len(columns["tilt_first"]))
    return joined(scenario, int(seed), [parts[number] for number in sorted(parts)], about)


def joined(
    scenario: Scenario, seed: int, parts: list[dict[str, np.ndarray]], about: Focus | None = None
) -> OutcomeTable:
    """Return the outcome table of chunks in their order.

    RunFailed, with the outcome table of the others, when histories failed.
    """
    lost = np.concatenate([part.get(LOST, np.arange(0)) for part in parts])
    columns = {
        name: np.concatenate([part[name] for part in parts]) for name in parts[0] if name != LOST
    }
    nothing = blank_record(0, scenario.months, len(scenario.codes))
    bare = Results(scenario, seed, np.arange(0), nothing, prepared(scenario).start)
    runs = np.setdiff1d(np.arange(len(columns["tilt_first"]) + len(lost)), lost)
    found = OutcomeTable(scenario, seed, about or focus(bare), runs, columns)
    if len(lost):
        raise RunFailed(
            [Failure.not_finite(int(run)) for run in lost], found if len(runs) else None
        )
    return found
