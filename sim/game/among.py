"""Among: the rules' own histories, among which games are placed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from sim.ensemble.chunks import LOST, simulated
from sim.ensemble.how import HERE
from sim.ensemble.monthly import part_size
from sim.ensemble.parallel import ordered
from sim.ensemble.run import check_run
from sim.model.prepared import prepared
from sim.outcomes.failures import Failure, RunFailed
from sim.scenario import Scenario

from .standing import measures


class Many(NamedTuple):
    """What is asked of the rules' own histories.

    Attributes
    ----------
    histories : int
        How many there are.
    measures : dict of code to dict of str to ndarray (history,)
        Of each state that is placed.
    answers : dict of str to ndarray of bool (history,)
        To the scenario's questions.
    """

    histories: int
    measures: Mapping[str, Mapping[str, np.ndarray]]
    answers: Mapping[str, np.ndarray]


def many_of(
    scenario: Scenario, states: Sequence[str], histories: int, seed: int, months: slice
) -> Many:
    """Run the rules' own histories once for all states.

    Parameters
    ----------
    scenario : Scenario
    states : sequence of str
        Codes of those that are placed.
    histories, seed : int
        As in ``sim.run``.
    months : slice
        Over which the measures are means.

    Raises
    ------
    RunFailed
        When histories failed.
    """
    check_run(histories, seed)
    prepared(scenario)  # once, not in each thread
    size = part_size(scenario)
    jobs = [(k, min(size, histories - k)) for k in range(0, histories, size)]
    with HERE.places() as places:
        task = partial(_part, scenario, seed, tuple(states), months)
        parts = [part for _, part in sorted(ordered(places, task, jobs), key=lambda one: one[0])]
    lost = [int(run) for part in parts for run in part.lost]
    if lost:
        raise RunFailed([Failure.not_finite(run) for run in lost], None)
    first = parts[0].many
    return Many(
        histories,
        {code: _joined([part.many.measures[code] for part in parts]) for code in first.measures},
        _joined([part.many.answers for part in parts]),
    )


class _Part(NamedTuple):
    """Some histories, and the numbers of those that failed."""

    many: Many
    lost: np.ndarray


def _part(
    scenario: Scenario, seed: int, states: tuple[str, ...], months: slice, first: int, count: int
) -> _Part:
    """Simulate some histories, and keep what is asked of them."""
    results, _, lost = simulated(scenario, seed, first, count, trusts=False)
    part = results.at(months)
    by_state = {code: measures(part, code) for code in states}
    many = Many(results.histories, by_state, results.questions())
    return _Part(many, lost.get(LOST, np.arange(0)))


def _joined(parts: Sequence[Mapping[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """Return the arrays of all parts, one after the other, by name."""
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
