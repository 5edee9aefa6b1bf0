"""Many histories of a scenario, in chunks, on whatever executes them.

A history depends on its number and the seed alone, so chunks may be computed anywhere, in any
order, any number of times. ``run`` keeps everything of every history; ``run_outcomes`` keeps one
row of numbers for each, and so works for any number of histories; ``run_once`` keeps such rows for
all and everything of the first ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.errors import InvalidInput
from sim.model.history import Record, blank_record
from sim.model.prepared import prepared
from sim.outcomes.failures import Failure, RunFailed
from sim.outcomes.focus import focus_of
from sim.outcomes.results import Results
from sim.outcomes.table import USUAL, OutcomeTable, Wanted
from sim.scenario import Scenario, scenario_meant

from .by_agents import Kind, run_agents, unless_failed
from .chunks import ROOMS, chunk_columns, chunk_whole
from .filling import fill, run_apart
from .gathering import Gathering
from .how import HERE, NOT_ANY, How, NothingDone
from .parallel import ordered

__all__ = [
    "CHUNK", "ENGINES", "Ensemble", "Failure", "RunFailed", "check_run", "chunk_columns",
    "one_history", "run", "run_once", "run_outcomes",
]  # fmt: skip

# histories computed at a time: enough to forget the cost of a task, few enough to fit into memory
CHUNK = 1024
_WHOLE = 128  # of which the record is sent back at a time
ENGINES = ("compiled", "mesa")
MOST = 2**63 - 1


def run(
    scenario: Scenario | str | Path,
    histories: int = 1000,
    seed: int = 1,
    engine: str = "compiled",
    states: Mapping[str, Kind] | None = None,
    how: How = HERE,
) -> Results:
    """Run histories 0, 1, ... of a scenario and keep everything of them.

    Parameters
    ----------
    scenario : Scenario or str or Path
        From ``sim.load``, or its name or file.
    histories : int
        How many, at least 1.
    seed : int
        0..2**63-1. Two scenarios run with the same seed share their random draws, history by
        history.
    engine : {"compiled", "mesa"}
        Machine code on all cores, or the Mesa model, one agent at a time. Both give the same bits.
    states : dict of code to class, optional
        Own subclasses of ``State`` for some states; these need Mesa, which then runs whatever
        `engine` says.
    how : How
        Where parts are computed, and what is called with the number of histories just finished. By
        default threads, one per core, for machine code, and this process for Mesa.

    Returns
    -------
    Results

    Raises
    ------
    InvalidInput
        For an invalid number of histories, seed or engine.
    RunFailed
        When own subclasses raised errors in some histories, or values became infinite or undefined;
        it carries the other histories.
    """
    scenario = scenario_meant(scenario)
    check_run(histories, seed)
    if engine not in ENGINES:
        raise InvalidInput(f"unknown engine {engine!r}: choose from {', '.join(ENGINES)}")
    runs = np.arange(histories, dtype=np.int64)
    if engine == "mesa" or states:
        return run_agents(scenario, int(seed), runs, states, how.advance, how.executor)
    record = blank_record(histories, scenario.months, len(scenario.codes))
    failed = fill(record, scenario, int(seed), runs, how, CHUNK)
    return _results(scenario, int(seed), runs, record, failed)


def _results(
    scenario: Scenario, seed: int, runs: np.ndarray, record: Record, failed: np.ndarray
) -> Results:
    """Return the results, or raise RunFailed with the numbers of the histories that failed."""
    results = Results(scenario, seed, runs, record, prepared(scenario).start)
    return unless_failed(results, [Failure.not_finite(int(run)) for run in runs[failed]])


def check_run(histories: int, seed: int) -> None:
    """Refuse invalid numbers of histories and seeds."""
    if not isinstance(histories, (int, np.integer)) or histories < 1:
        raise InvalidInput(f"histories is {histories!r}: at least 1 is needed")
    if not isinstance(seed, (int, np.integer)) or not 0 <= seed <= MOST:
        raise InvalidInput(f"seed is {seed!r}: a whole number from 0 to 2**63-1 is needed")


def one_history(scenario: Scenario, run: int, seed: int = 1) -> Results:
    """Return a single history by its number, the same as in any run that holds it."""
    check_run(run + 1, seed)
    runs = np.array([run], dtype=np.int64)
    record, failed = run_apart(scenario, int(seed), runs)
    return _results(scenario, int(seed), runs, record, failed)


class Ensemble(NamedTuple):
    """What one pass over all histories gives.

    Attributes
    ----------
    outcomes : OutcomeTable
        A row of numbers for each history that did not fail.
    whole : Results
        Everything of the first histories, as many as were asked for, without those that failed.
    failures : list of Failure
        The histories that failed, in their order.
    """

    outcomes: OutcomeTable
    whole: Results
    failures: list[Failure]


def run_once(
    scenario: Scenario,
    histories: int,
    seed: int = 1,
    keep: int = 0,
    wanted: Wanted = USUAL,
    how: How = HERE,
) -> Ensemble:
    """Run histories 0, 1, ... once, and keep the outcomes of all and everything of the first ones.

    Parameters
    ----------
    scenario, histories, seed, how
        As in ``run``.
    keep : int
        Of how many histories, the first ones, everything is kept.
    wanted : Wanted
        Which outcomes are kept, and whom they are about; by default whom the scenario asks about.

    Returns
    -------
    Ensemble
        Where `how` says stop, of the first histories, as many as were finished.

    Raises
    ------
    InvalidInput
        As in ``run``.
    RunFailed
        When all histories failed.
    NothingDone
        When none was finished by then.
    """
    check_run(histories, seed)
    firsts = range(0, histories, CHUNK)
    jobs = [(scenario, int(seed), k, min(CHUNK, histories - k), wanted) for k in firsts]
    gathered = Gathering(scenario, histories, keep, how.folder)
    kept = min(-(-keep // CHUNK), len(jobs))
    _gather(gathered, [*_pieces(jobs[:kept])], jobs[kept:], how)
    if not gathered.done:
        raise NothingDone(NOT_ANY)
    return _ensemble(scenario, int(seed), wanted, gathered)


def _pieces(jobs: list[tuple]) -> Iterator[tuple]:
    """Yield chunks in pieces, as records of whole chunks would take much memory at once."""
    for scenario, seed, first, count, wanted in jobs:
        for begin in range(first, first + count, _WHOLE):
            yield scenario, seed, begin, min(_WHOLE, first + count - begin), wanted


def _gather(gathered: Gathering, first: list[tuple], rest: list[tuple], how: How) -> None:
    """Compute parts: of the first ones also the record, of the others the outcomes alone."""
    with how.places() as places:
        for k, (columns, record) in ordered(places, chunk_whole, first, stop=how.stop):
            how.advance(gathered.add(first[k][2], columns, record))
        rest = [] if how.stopped else rest
        for k, columns in ordered(places, chunk_columns, rest, stop=how.stop):
            how.advance(gathered.add(rest[k][2], columns))
    ROOMS.clear()


def run_outcomes(
    scenario: Scenario,
    histories: int,
    seed: int = 1,
    executor: Executor | None = None,
    progress: Callable[[int], None] | None = None,
    wanted: Wanted = USUAL,
) -> OutcomeTable:
    """Run histories 0, 1, ... and keep their outcomes only: see ``on_disk`` for many.

    Parameters
    ----------
    scenario, histories, seed
        As in ``run``.
    executor, progress
        As in ``How``.
    wanted : Wanted
        As in ``run_once``.

    Raises
    ------
    RunFailed
        When histories failed, with the outcomes of the others.
    """
    result = run_once(scenario, histories, seed, wanted=wanted, how=How(executor, progress))
    if result.failures:
        raise RunFailed(result.failures, result.outcomes)
    return result.outcomes


def _ensemble(scenario: Scenario, seed: int, wanted: Wanted, gathered: Gathering) -> Ensemble:
    """Put the parts of one pass together; RunFailed when all histories failed."""
    runs = gathered.runs
    failures = [Failure.not_finite(int(run)) for run in gathered.lost]
    if not len(runs):
        raise RunFailed(failures, None)
    about = wanted.about or focus_of(scenario)
    outcomes = OutcomeTable(scenario, seed, about, runs, gathered.columns(), wanted.also)
    whole = gathered.record()
    first = runs[: whole.stances.shape[-1]]
    results = Results(scenario, seed, first, whole, prepared(scenario).start)
    return Ensemble(outcomes, results, failures)
