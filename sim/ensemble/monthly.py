"""Monthly: one pass over all histories that gives outcomes and a summary by month, and no record.

What a page needs of an ensemble at each move of a slider: the outcome table, from which comparisons
and findings are made, and the courses, sums and counts that its figures draw.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from sim.model.history import Record, blank_record, simulate
from sim.model.prepared import prepared
from sim.outcomes.by_month import ByMonth, by_month, merged
from sim.outcomes.failures import Failure, RunFailed
from sim.outcomes.focus import Focus, focus_of
from sim.outcomes.results import Results
from sim.outcomes.table import USUAL, OutcomeTable, Wanted
from sim.scenario import Scenario

from .chunks import LOST
from .how import HERE, How, NothingDone, finished
from .parallel import ordered
from .run import check_run

_PART = 256  # histories that a thread computes at a time
_FEW = 512  # histories up to which parts are half as large, so that two threads have a share
_ROOM = 335_000  # pairs of states times months times histories of a part: a fraction of a second
MANY = 12  # states; of more only the foremost have courses; judgement
_FOREMOST = 8  # states that have courses where there are many; judgement


class Monthly(NamedTuple):
    """What one pass over some histories gives.

    Attributes
    ----------
    outcomes : OutcomeTable
        A row of numbers for each history that did not fail.
    months : ByMonth
        The same histories by month.
    shown : tuple of str
        Codes of the states that have courses there.
    failures : list of Failure
        The histories that failed.
    whole : bool
        Whether all histories were run that were asked for.
    """

    outcomes: OutcomeTable
    months: ByMonth
    shown: tuple[str, ...]
    failures: list[Failure]
    whole: bool


def shown_of(scenario: Scenario, about: Focus) -> tuple[str, ...]:
    """Return the states whose courses are kept: all, or of many those in focus and the powerful."""
    codes = scenario.codes
    if len(codes) <= MANY:
        return codes
    power = {code: scenario.value(f"states.{code}.power").value or 0.0 for code in codes}
    ranked = sorted(codes, key=lambda code: -power[code])
    chosen = list(dict.fromkeys((about.state, about.a, about.b, *ranked)))[:_FOREMOST]
    return tuple(code for code in codes if code in chosen)


def run_monthly(
    scenarios: Sequence[Scenario],
    histories: int,
    seed: int = 1,
    wanted: Wanted = USUAL,
    how: How = HERE,
) -> list[Monthly]:
    """Run histories 0, 1, ... of each scenario, and keep their outcomes and what they are by month.

    Where `how` says stop, each result holds the first histories, as many as were finished of all.

    Parameters
    ----------
    scenarios : sequence of Scenario
        Run side by side, part by part.
    histories, seed, wanted, how
        As in ``run.run_once``.

    Raises
    ------
    InvalidInput
        As in ``run``.
    RunFailed
        When all histories failed.
    NothingDone
        When none was finished.
    """
    check_run(histories, seed)
    about = wanted.about or focus_of(scenarios[0])
    asked = [
        Asked(one, int(seed), about, shown_of(scenarios[0], about), wanted) for one in scenarios
    ]
    for one in scenarios:
        prepared(one)  # once, not in each thread
    size = _part(scenarios[0], histories)
    firsts = range(0, histories, size)
    jobs = [(one, k, min(size, histories - k)) for k in firsts for one in asked]
    parts = _parts(jobs, how)
    count = len(parts) // len(asked)  # what all have
    if not count:
        raise NothingDone("stopped before any history was finished")
    whole = count == len(firsts)
    return [
        _together(one, parts[k : count * len(asked) : len(asked)], whole)
        for k, one in enumerate(asked)
    ]


class Asked(NamedTuple):
    """What each part is asked."""

    scenario: Scenario
    seed: int
    about: Focus
    shown: tuple[str, ...]
    wanted: Wanted


def _part(scenario: Scenario, histories: int) -> int:
    """Return how many histories a thread computes at a time."""
    most = _PART // 2 if histories <= _FEW else _PART
    return int(max(16, min(most, _ROOM // (len(scenario.codes) ** 2 * scenario.months))))


def _parts(jobs: list[tuple], how: How) -> list[tuple]:
    """Return the parts in order, up to the first that was not finished."""
    done: dict[int, tuple] = {}
    own: Executor = how.executor or ThreadPoolExecutor(os.cpu_count())
    try:
        for position, part in ordered(own, part_of, jobs, stop=how.stop):
            done[position] = part
            how.advance(jobs[position][2])
    finally:
        if how.executor is None:
            own.shutdown(cancel_futures=True)
    return finished(done, len(jobs))


def part_of(asked: Asked, first: int, count: int) -> tuple[dict[str, np.ndarray], ByMonth]:
    """Return the outcomes and the months of some histories; pure, so that it can run anywhere.

    Parameters
    ----------
    asked : Asked
    first, count : int
        Number of the first history, and how many.
    """
    scenario, ready = asked.scenario, prepared(asked.scenario)
    runs = np.arange(first, first + count, dtype=np.int64)
    trusts = asked.wanted.needs_trust
    record = blank_record(count, scenario.months, len(scenario.codes), trusts=trusts)
    failed = simulate(ready, asked.seed, runs, record)
    lost = {}
    if failed.any():
        lost = {LOST: runs[failed]}
        record = Record(*(array[..., ~failed] for array in record))
    results = Results(scenario, asked.seed, runs[~failed], record, ready.start)
    columns = asked.wanted(results, asked.about) | lost
    return columns, by_month(results, asked.about, asked.shown)


def _together(asked: Asked, parts: list[tuple], whole: bool) -> Monthly:
    """Put the parts together."""
    columns = [part for part, _ in parts]
    lost = np.concatenate([part.get(LOST, np.arange(0)) for part in columns])
    failures = [Failure.not_finite(int(run)) for run in lost]
    months = merged([part for _, part in parts])
    if not months.histories:
        raise RunFailed(failures, None)
    joined = {
        name: np.concatenate([part[name] for part in columns])
        for name in columns[0]
        if name != LOST
    }
    table = OutcomeTable(
        asked.scenario, asked.seed, asked.about, months.runs, joined, asked.wanted.also
    )
    return Monthly(table, months, asked.shown, failures, whole)
