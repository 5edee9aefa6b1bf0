"""Over all histories: what a state did toward each partner in a month, and what changed by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim import schema
from sim.ensemble.how import HERE, How
from sim.ensemble.parallel import ordered
from sim.model.history import FEWEST, blank_record, simulate
from sim.model.prepared import Prepared, prepared
from sim.scenario import Scenario

_PART = 128  # histories that a thread computes at a time
_ROOM = 400_000  # pairs of states times months times histories of a part


@dataclass(frozen=True, eq=False)
class MovesMade:
    """What a state did toward each partner in a month, over histories.

    All arrays are (partner, move), partners in the order of the scenario, the state among them, and
    holding as the last move.

    Attributes
    ----------
    histories : int
    made : ndarray of int
        In how many histories.
    accepted : ndarray of int
        In how many of them it was accepted; 0 for acts.
    received : ndarray
        Sums, over the histories in which it was made, of the change in that month of the support
        that the state receives from the partner.
    given : ndarray
        The same of the support that the state gives the partner.
    """

    histories: int
    made: np.ndarray
    accepted: np.ndarray
    received: np.ndarray
    given: np.ndarray


def moves_made(
    scenario: Scenario, histories: int, seed: int, when: tuple[int, str], how: How = HERE
) -> tuple[MovesMade, MovesMade]:
    """Return what a state did toward its partners in a month, and what these did toward it.

    Histories are run up to that month.

    Parameters
    ----------
    scenario, histories, seed, how
        As in ``sim.run``.
    when : (int, str)
        The month, counted from the start, and the state.
    """
    month, state = when
    size = int(min(_PART, max(FEWEST, _ROOM // (len(scenario.codes) ** 2 * (month + 1)))))
    jobs = [
        (scenario, seed, np.arange(k, min(k + size, histories), dtype=np.int64), month, state)
        for k in range(0, histories, size)
    ]
    with how.places() as places:
        parts = [part for _, part in sorted(ordered(places, _part, jobs), key=lambda one: one[0])]
    return _summed([part[0] for part in parts]), _summed([part[1] for part in parts])


def _summed(parts: Sequence[MovesMade]) -> MovesMade:
    """Return the sums of parts."""
    columns = zip(*(vars(part).values() for part in parts), strict=True)
    return MovesMade(*(sum(column) for column in columns))


def _part(
    scenario: Scenario, seed: int, runs: np.ndarray, month: int, state: str
) -> tuple[MovesMade, MovesMade]:
    """Return what was done in some histories, of the state and toward it."""
    whole = prepared(scenario)
    short = whole.setting._replace(period=whole.setting.period[: month + 1].copy())
    ready = Prepared(scenario, short, whole.start)
    record = blank_record(len(runs), month + 1, len(scenario.codes), trusts=False)
    well = ~simulate(ready, seed, runs, record)
    i = scenario.index(state)
    now = record.supports[month].sum(axis=2)  # giver, state, history
    before = record.supports[month - 1].sum(axis=2) if month else whole.start.support.sum(axis=2)
    change = now - before
    choices, answers = record.choices[month], record.answers[month]
    ours = _counted(choices[i], answers[i], change[:, i], change[i], well)
    theirs = _counted(choices[:, i], answers[:, i], change[i], change[:, i], well)
    return ours, theirs


def _counted(
    choices: np.ndarray,
    answers: np.ndarray,
    received: np.ndarray,
    given: np.ndarray,
    well: np.ndarray,
) -> MovesMade:
    """Count moves between a state and each partner: all arrays are (partner, history)."""
    found = [choices == m for m in (*range(len(schema.MOVES)), schema.HOLD)]
    hits = np.stack(found, axis=1) & well  # partner, move, history
    return MovesMade(
        int(well.sum()),
        hits.sum(axis=-1),
        (hits & (answers == 1)[:, None]).sum(axis=-1),
        np.where(hits, received[:, None], 0.0).sum(axis=-1),
        np.where(hits, given[:, None], 0.0).sum(axis=-1),
    )
