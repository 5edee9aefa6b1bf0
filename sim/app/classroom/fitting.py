"""Fitting: whether what a group decides, or a kept game says that it decided, can be."""

from __future__ import annotations

from collections.abc import Mapping

from sim.errors import InvalidInput
from sim.game.looking import Opened
from sim.game.player import HOLD
from sim.game.script import wishes
from sim.scenario import Scenario
from sim.schema import MOVES

from .seats import one_line


def check_moves(scenario: Scenario, state: str, month: int, moves: Mapping[str, str]) -> None:
    """Refuse moves that a state cannot make.

    Parameters
    ----------
    scenario : Scenario
    state : str
        Who moves: its code.
    month : int
        The position of the month.
    moves : mapping of partner to move

    Raises
    ------
    InvalidInput
    """
    for partner, move in moves.items():
        if partner not in scenario.codes or move not in (*MOVES, HOLD):
            raise InvalidInput(f"no move: {one_line(f'{partner} {move}', 40)}")
    line = ", ".join(f"{partner} {move}" for partner, move in moves.items())
    wishes(line, scenario, state, month)  # refuses what cannot be


def check_answers(opened: Opened, state: str, answers: Mapping[str, bool]) -> None:
    """Refuse answers to other offers than those that a state was made.

    Parameters
    ----------
    opened : Opened
        The moves of the month.
    state : str
        Who answers: its code.
    answers : mapping of asker to bool

    Raises
    ------
    InvalidInput
        With those who wait for an answer.
    """
    askers = {offer.asker for offer in opened.offers[state]}
    if set(answers) != askers:
        raise InvalidInput(f"answer each offer: {', '.join(sorted(askers))}")
