"""Parts: histories of which something is asked, a few at a time, and nothing is kept whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from sim.model.prepared import prepared
from sim.outcomes.failures import Failure, RunFailed
from sim.outcomes.results import Results
from sim.scenario import Scenario

from .chunks import LOST, simulated
from .how import HERE
from .monthly import part_size
from .parallel import ordered
from .run import check_run

T = TypeVar("T")


def of_parts(
    scenario: Scenario, histories: int, seed: int, asked: Callable[[Results], T]
) -> list[T]:
    """Return what is asked of each part of the histories 0, 1, ..., in their order.

    Parts are so small that even of long scenarios little memory is needed, and that all cores have
    a share of a thousand histories.

    Parameters
    ----------
    scenario, histories, seed
        As in ``sim.run``.
    asked : callable
        Called with the results of each part, in any order.

    Raises
    ------
    InvalidInput
        As in ``sim.run``.
    RunFailed
        When histories failed.
    """
    check_run(histories, seed)
    prepared(scenario)  # once, not in each thread
    size = part_size(scenario)
    jobs = [(scenario, seed, k, min(size, histories - k), asked) for k in range(0, histories, size)]
    with HERE.places() as places:
        parts = dict(ordered(places, _part, jobs))
    lost = [int(run) for k in range(len(jobs)) for run in parts[k][1]]
    if lost:
        raise RunFailed([Failure.not_finite(run) for run in lost], None)
    return [parts[k][0] for k in range(len(jobs))]


def _part(
    scenario: Scenario, seed: int, first: int, count: int, asked: Callable[[Results], T]
) -> tuple[T, Any]:
    """Return what is asked of some histories, and the numbers of those that failed."""
    results, _, lost = simulated(scenario, seed, first, count, trusts=False)
    return asked(results), lost.get(LOST, ())
