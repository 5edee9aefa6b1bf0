"""Asking: each state's appraisal, moves and answers, which the model carries out.

A plain ``State`` is taken at its word; what an own subclass returns is checked.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.countries.named import possessive
from sim.errors import InvalidInput
from sim.model.arrays import NO_ANSWER
from sim.schema import DEALS, HOLD, MOVES

from .protocol import Model
from .state import State, checked_answer, checked_choices, checked_values

_DEALS = len(DEALS)


def moves(model: Model) -> None:
    """Let every state appraise and then choose, all on the same picture."""
    values = [_appraisal(model, state) for state in model.states]
    chosen = [_choice(model, state, values[state.position]) for state in model.states]
    model.workspace.decisions.choices[:, :, 0] = chosen


def answers(model: Model) -> None:
    """Let every state answer the approaches that the scenario has not answered already."""
    decisions = model.workspace.decisions
    choices, given = decisions.choices[:, :, 0].copy(), decisions.answers[:, :, 0].copy()
    for partner in model.states:
        for asker in model.states:
            i, j = asker.position, partner.position
            m = choices[i, j]
            if HOLD < m < _DEALS and given[i, j] == NO_ANSWER:
                given[i, j] = _reply(model, partner, asker, MOVES[m])
    decisions.choices[:, :, 0], decisions.answers[:, :, 0] = choices, given


def _appraisal(model: Model, state: State) -> np.ndarray:
    """Return what a state appraises."""
    if type(state) is State:
        return state.appraise()
    return checked_values(state, _answer_of(model, state, state.appraise))


def _choice(model: Model, state: State, values: np.ndarray) -> np.ndarray | list[int]:
    """Return what a state chooses."""
    if type(state) is State:
        return state.choose(values)
    return checked_choices(state, _answer_of(model, state, state.choose, values))


def _reply(model: Model, state: State, asker: State, move: str) -> bool:
    """Return what a state answers."""
    if type(state) is State:
        return state.respond(asker, move)
    return checked_answer(state, _answer_of(model, state, state.respond, asker, move))


def _answer_of(model: Model, state: State, method: Callable, *about: object) -> object:
    """Return what a state's method returns, and make sure that it did nothing else.

    What a state decides is carried out by the model.
    """
    returned = method(*about)
    asked = f"{possessive(state.code)} {type(state).__name__}.{method.__name__}"
    if state.model is not model or model.states[state.position] is not state:
        raise InvalidInput(f"{asked} changed its model or position")
    if model.picture != (id(model.world), *(numbers.tobytes() for numbers in model.world)):
        raise InvalidInput(
            f"{asked} changed the model's world in "
            f"{model.situation.month_labels[model.month]}: a state decides, and the model "
            "carries it out"
        )
    return returned
