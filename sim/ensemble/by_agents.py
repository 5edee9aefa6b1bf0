"""By agents: histories simulated by the Mesa model, state by state, as own behaviour needs it."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, Executor
from contextlib import nullcontext, redirect_stdout
from functools import partial
from threading import RLock, current_thread, main_thread
from typing import TYPE_CHECKING

import numpy as np

from sim.agents.own import OwnClass, loaded
from sim.model.history import Record, blank_record
from sim.model.prepared import prepared
from sim.outcomes.failures import Failure, RunFailed
from sim.outcomes.results import Results
from sim.scenario import Scenario

from .parallel import ordered, put
from .workers import Workers

if TYPE_CHECKING:
    from sim.agents.basis import Basis, Behaviour
    from sim.agents.diplomacy import Diplomacy
    from sim.agents.generators import Globals
    from sim.agents.isolation import Snapshot

_alone = RLock()  # own classes are shared by all threads: one at a time
_PART = 16  # histories that a process simulates at a time

__all__ = ["Failure", "RunFailed", "mesa_part", "run_agents", "unless_failed"]

Kind = type | OwnClass  # a class, or where it is to be loaded from


def run_agents(
    scenario: Scenario,
    seed: int,
    runs: np.ndarray,
    states: Mapping[str, Kind] | None,
    advance: Callable[[int], None],
    executor: Executor | None,
) -> Results:
    """Run the Mesa model, in this process or in others.

    Errors are kept, and the other histories go on.

    Parameters
    ----------
    scenario : Scenario
        What is simulated.
    seed : int
        Of the ensemble.
    runs : ndarray (history,)
        Numbers of the histories.
    states : mapping of code to class, optional
        Own behaviour.
    advance : callable
        Called with the number of histories just finished.
    executor : concurrent.futures.Executor or None
        Where they are simulated; None for this process.
    """
    record = blank_record(len(runs), scenario.months, len(scenario.codes))
    failures: list[Failure] = []
    if executor is None:
        parts = _here(scenario, seed, runs, states)
    else:
        parts = _elsewhere(executor, scenario, seed, runs, states)
    for first, part, failed in parts:
        put(record, part, first)
        failures += failed
        advance(part.stances.shape[-1])
    start = prepared(scenario).start
    results = Results(scenario, seed, runs, record, start, "mesa")
    results.own = {code: name_of_class(kind) for code, kind in (states or {}).items()}
    return unless_failed(results, failures)


def name_of_class(kind: Kind) -> str:
    """Return the name of an own class, as its file gives it."""
    return kind.name if isinstance(kind, OwnClass) else kind.__name__


def unless_failed(results: Results, failures: list[Failure]) -> Results:
    """Return the results, if no history failed.

    Parameters
    ----------
    results : Results
        Of all histories.
    failures : list of Failure
        The histories that failed, in any order.

    Raises
    ------
    RunFailed
        If any failed; it carries the others.
    """
    if not failures:
        return results
    failures = sorted(failures, key=lambda failure: failure.run)
    well = np.flatnonzero(~np.isin(results.runs, [failure.run for failure in failures]))
    raise RunFailed(failures, results.only(well) if len(well) else None)


def mesa_part(
    scenario: Scenario, seed: int, runs: np.ndarray, states: Mapping[str, Kind] | None
) -> tuple[Record, list[Failure]]:
    """Simulate some histories in the Mesa model; return their record and any failures.

    Parameters
    ----------
    scenario : Scenario
        What is simulated.
    seed : int
        Of the ensemble.
    runs : ndarray (history,)
        Numbers of the histories.
    states : mapping of code to class, optional
        Own behaviour.
    """
    record = blank_record(len(runs), scenario.months, len(scenario.codes))
    failures = []
    for first, part, failed in _here(scenario, seed, runs, states):
        put(record, part, first)
        failures += failed
    return record, failures


# Position of the first history, the histories, and the failures among them.
Part = tuple[int, Record, list[Failure]]


def _here(
    scenario: Scenario,
    seed: int,
    runs: np.ndarray,
    states: Mapping[str, Kind] | None,
) -> Iterator[Part]:
    """Simulate histories in this process, one at a time.

    Each history meets own classes as they were before the first one.
    """
    from sim.agents.basis import basis_of

    own = loaded(states)
    with _alone if own else nullcontext():
        yield from _one_by_one(basis_of(scenario, seed, own, collects=False), runs)


def _one_by_one(basis: Basis, runs: np.ndarray) -> Iterator[Part]:
    """Simulate histories one after the other."""
    from sim.agents.diplomacy import Diplomacy
    from sim.agents.generators import generator_key

    scenario, seed, own = basis.scenario, basis.seed, dict(basis.classes)
    held, chance = _isolation(basis, own)
    try:
        for position, run in enumerate(map(int, runs)):
            put_back = partial(_put_back, held, chance, generator_key(seed, run, 1))
            result = _simulated(Diplomacy, basis, run, put_back)
            if isinstance(result, Record):
                yield position, result, []
            else:
                yield position, _nothing(scenario), [result]
    finally:
        if held and chance:
            held.restore(last=True)
            chance.give_back()


def _nothing(scenario: Scenario) -> Record:
    """Return the record of a history that failed: zeros."""
    blank = blank_record(1, scenario.months, len(scenario.codes))
    return Record(*[np.zeros_like(array) for array in blank])


def _isolation(basis: Basis, own: dict[str, Behaviour]) -> tuple[Snapshot | None, Globals | None]:
    """Note what own classes can reach, and where the global generators are.

    It is empty where there are no such classes.
    """
    if not own:
        return None, None
    from sim.agents.diplomacy import Diplomacy
    from sim.agents.generators import Globals
    from sim.agents.isolation import Snapshot

    return Snapshot([*own.values(), Diplomacy, vars(basis.scenario), *basis]), Globals()


def _put_back(held: Snapshot | None, chance: Globals | None, key: int) -> None:
    """Put everything back for a history, if there is anything."""
    if held and chance:
        held.restore()
        chance.seed(key)


def _simulated(
    model_class: type[Diplomacy], basis: Basis, run: int, before: Callable[[], None]
) -> Record | Failure:
    """Simulate a history.

    What it prints goes to stderr, and whatever it raises, but an interruption, is its failure.
    """
    try:
        before()
        with redirect_stdout(sys.stderr) if basis.classes else nullcontext():
            model = model_class.living(basis, run)
            try:
                for _ in range(basis.scenario.months):
                    model.step()
            finally:
                model.let_go()
        numbers = model.workspace.decisions.alarm.sum() + sum(array.sum() for array in model.record)
        return model.record if np.isfinite(numbers) else Failure.not_finite(run)
    except BaseException as error:  # own behaviour may raise anything, SystemExit too
        if isinstance(error, KeyboardInterrupt) and _hears_the_keyboard():
            raise
        return Failure.of(run, error)


def _hears_the_keyboard() -> bool:
    """Say whether Ctrl-C can come to this thread.

    Where it cannot, a KeyboardInterrupt is raised by own behaviour.
    """
    return (
        current_thread() is main_thread() and signal.getsignal(signal.SIGINT) is not signal.SIG_IGN
    )


def _elsewhere(
    executor: Executor,
    scenario: Scenario,
    seed: int,
    runs: np.ndarray,
    states: Mapping[str, Kind] | None,
) -> Iterator[Part]:
    """Simulate histories on an executor.

    Those that a process took with it when it died are simulated again, one at a time.
    """
    lost = {first: runs[first : first + _PART] for first in range(0, len(runs), _PART)}
    firsts = list(lost)
    jobs = [(scenario, seed, lost[first], states) for first in firsts]
    try:
        for k, got in ordered(executor, mesa_part, jobs, kept=BrokenExecutor):
            if not isinstance(got, BrokenExecutor):
                del lost[firsts[k]]
                yield firsts[k], *got
    except BrokenExecutor:
        pass  # a broken pool takes no more: the rest is simulated in processes of our own
    alone = [first + k for first, part in lost.items() for k in range(len(part))]
    if not alone:
        return
    with nullcontext(executor) if isinstance(executor, Workers) else Workers() as workers:
        jobs = [(scenario, seed, runs[k : k + 1], states) for k in alone]
        for k, got in ordered(workers, mesa_part, jobs, kept=BrokenExecutor):
            if isinstance(got, BrokenExecutor):
                got = _nothing(scenario), [Failure(int(runs[alone[k]]), str(got), str(got))]
            yield alone[k], *got
