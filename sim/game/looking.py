"""Looking ahead: what the played states know before a month, and what they are then offered.

Nothing happens in the game itself: the month is tried on a copy of the model.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from sim.agents.diplomacy import Diplomacy

from .absent import Away
from .player import RULES, Decider, Follower, Moment, Offer, Player


class Opened(NamedTuple):
    """The moves of a month, opened before anybody answers.

    `choices` are the moves of all (source, target), coded as in ``Results``; `offers` what each
    played state is offered, in the order of the scenario's states.
    """

    choices: np.ndarray
    offers: dict[str, list[Offer]]


class _Seen(Exception):
    """Stops a month that is only looked at."""


class _Onlooker(Follower):
    """A decider that notes what it is shown, and stops the month when all have been shown it."""

    def __init__(self, code: str, seen: dict[str, Moment], wanted: int) -> None:
        super().__init__(RULES)
        self.code, self.seen, self.wanted = code, seen, wanted

    def moves(self, moment: Moment) -> dict[str, str]:
        """Note the moment."""
        self.seen[self.code] = moment
        if len(self.seen) == self.wanted:
            raise _Seen
        return super().moves(moment)


class _Asked:
    """A decider that moves as another does, and notes what it is offered."""

    def __init__(self, usual: Decider, offers: list[Offer]) -> None:
        self.usual, self.offers = usual, offers

    def there(self, month: str) -> bool:
        """Say whether the other decides in a month."""
        there = getattr(self.usual, "there", None)
        return there is None or bool(there(month))

    def moves(self, moment: Moment) -> dict[str, str] | None:
        """Return what the other wants."""
        return self.usual.moves(moment)

    def answer(self, offer: Offer) -> bool:
        """Note the offer; what is answered has no effect on what others are offered."""
        self.offers.append(offer)
        return offer.rules


def moments(model: Diplomacy, codes: list[str]) -> dict[str, Moment]:
    """Return what some played states know before this month's moves.

    Parameters
    ----------
    model : Diplomacy
        Left as it is.
    codes : list of str
        Of states that are played; nobody else is asked anything.
    """
    seen: dict[str, Moment] = {}
    deciders = {code: _Onlooker(code, seen, len(codes)) for code in codes}
    try:
        _tried(model, lambda code: deciders.get(code, Away()))
    except _Seen:
        return seen
    raise AssertionError("a player is asked for moves every month")


def opened(model: Diplomacy, deciders: Mapping[str, Decider]) -> Opened:
    """Return the moves of this month, and what each played state is then offered.

    Parameters
    ----------
    model : Diplomacy
        Left as it is.
    deciders : mapping of code to Decider
        Who moves for each played state; a state whose decider is away is offered nothing.
    """
    offers: dict[str, list[Offer]] = {code: [] for code in deciders}
    after = _tried(model, lambda code: _Asked(deciders[code], offers[code]))
    return Opened(after.last_choices, offers)


def _tried(model: Diplomacy, decider: Callable[[str], Decider]) -> Diplomacy:
    """Play a month on a copy of a model, with other deciders; return the copy."""
    tried = copy.deepcopy(model)
    for state in tried.states:
        if isinstance(state, Player):
            state.decider = decider(state.code)
    try:
        tried.step()
    finally:
        tried.let_go()
    return tried
