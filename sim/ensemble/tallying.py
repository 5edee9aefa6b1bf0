"""Tallying: any number of histories in memory that does not grow with it.

Each part is reduced where it is computed, on a thread, in a process or on a machine of a cluster;
what comes back are counts and exact sums (``outcomes.tally``), the same to the bit whatever the
parts, their order and the executor.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.outcomes.failures import Failure, RunFailed
from sim.outcomes.focus import focus_of
from sim.outcomes.results import Results
from sim.outcomes.table import OutcomeTable, Wanted
from sim.outcomes.tally import HISTORIES, Part, Tally, added, ends_of, tally_of
from sim.scenario import Scenario

from .chunks import LOST, chunk_columns, joined
from .how import HERE, NOT_ANY, How, NothingDone
from .parallel import ordered
from .run import CHUNK, check_run, run_once

_BLOCKS = 1024  # parts at most: each is kept until the end, so that a run can be resumed
_LEAST = 16  # chunks of a part, so that adding parts up costs little beside simulating them


class Tallied(NamedTuple):
    """What one pass over any number of histories gives.

    Attributes
    ----------
    tally : Tally
        Of all histories that did not fail.
    first : OutcomeTable
        A row for each of the first histories, as many as were asked for.
    whole : Results
        Everything of these.
    failures : list of Failure
        The histories that failed.
    """

    tally: Tally
    first: OutcomeTable
    whole: Results
    failures: list[Failure]


def block_size(histories: int) -> int:
    """Return how many histories a part has: the more there are, the larger."""
    return CHUNK * max(_LEAST, -(-histories // (CHUNK * _BLOCKS)))


def run_tally(
    scenario: Scenario, histories: int, seed: int = 1, keep: int = CHUNK, how: How = HERE
) -> Tallied:
    """Run histories 0, 1, ... and keep counts and sums of their outcomes: a billion fit as well.

    Parameters
    ----------
    scenario, histories, seed, how
        As in ``run.run``.
    keep : int
        Of how many histories, the first ones, everything is kept; these are simulated once more.

    Returns
    -------
    Tallied
        Where `how` says stop, of the first histories, as many as were finished.

    Raises
    ------
    InvalidInput
        As in ``run.run``.
    RunFailed
        When all histories, or all those that are kept, failed.
    NothingDone
        When none was finished.
    """
    check_run(histories, seed)
    kept = run_once(scenario, min(keep, histories), seed, keep, how=How(how.executor))
    size = block_size(histories)
    firsts = range(0, histories, size)
    wanted = Wanted(about=focus_of(scenario))
    jobs = [(scenario, int(seed), k, min(size, histories - k), wanted) for k in firsts]
    total, lost = _reduced(jobs, how)
    failures = [Failure.not_finite(int(run)) for run in lost]
    if not total[HISTORIES][0]:
        raise RunFailed(failures, None)
    tally = Tally(scenario, int(seed), focus_of(scenario), total)
    return Tallied(tally, kept.outcomes, kept.whole, failures)


def _reduced(jobs: list[tuple], how: How) -> tuple[Part, np.ndarray]:
    """Return the tally of all parts, and the numbers of the histories that failed."""
    waiting: dict[int, Part] = {}
    total: Part = {}
    lost, done = [np.arange(0)], 0
    with how.places() as places:
        for k, part in ordered(places, chunk_tally, jobs, stop=how.stop):
            waiting[k] = dict(part)
            how.advance(jobs[k][3])
            while done in waiting:  # in order, so that what is stopped has the first histories
                ready = waiting.pop(done)
                lost.append(ready.pop(LOST, np.arange(0)))
                total = added([total, ready]) if total else ready
                done += 1
    if not done:
        raise NothingDone(NOT_ANY)
    return total, np.concatenate(lost)


def chunk_tally(scenario: Scenario, seed: int, first: int, count: int, wanted: Wanted) -> Part:
    """Return the tally of some histories; pure, so that it can run anywhere.

    Parameters
    ----------
    scenario, seed, first, count, wanted
        As in ``chunks.chunk_columns``; where histories failed, the entry ``LOST`` holds their
        numbers.
    """
    total: Part = {}
    ends, last = ends_of(scenario), first + count
    lost = [np.arange(0)]
    step = CHUNK * _LEAST
    for begin in range(first, last, step):
        stop = min(begin + step, last)
        chunks = [
            chunk_columns(scenario, seed, k, min(CHUNK, stop - k), wanted)
            for k in range(begin, stop, CHUNK)
        ]
        columns = joined(chunks)
        lost.append(columns.pop(LOST, np.arange(0)))
        part = tally_of(columns, ends)  # added at once: a list of them would grow with `count`
        total = added([total, part]) if total else part
    failed = np.concatenate(lost)
    return total | ({LOST: failed} if len(failed) else {})
