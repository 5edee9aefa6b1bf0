"""Seats: the states that groups play, and what a group decides in a month."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from sim.system.text import visible

from . import codes

LONGEST_NAME, LONGEST_HOPE = 40, 300  # characters
MOST_PHONES = 6  # of a group


@dataclass
class Seat:
    """A state that a group plays, or has played.

    Attributes
    ----------
    state : str
        Its code.
    groups : list of str
        Names of the groups that have played it, the present one last.
    token : str
        Hash of the present group's token; empty where nobody holds the seat.
    also : list of str
        Hashes of the tokens of the group's other phones.
    since : int
        The first month, by its position, in which the present group decides.
    seen : float or None
        When its phone last asked, by the room's clock.
    """

    state: str
    groups: list[str]
    token: str = ""
    since: int = 0
    seen: float | None = None
    also: list[str] = field(default_factory=list)

    @property
    def taken(self) -> bool:
        """Whether a group holds it."""
        return bool(self.token)

    @property
    def name(self) -> str:
        """The groups in words."""
        return ", then ".join(dict.fromkeys(self.groups))


class Seating(dict[str, Seat]):
    """The seats that have ever been taken, by state.

    Parameters
    ----------
    seats : iterable of Seat
    clock : callable
        Returns seconds.
    """

    def __init__(
        self, seats: Iterable[Seat] = (), clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__((seat.state, seat) for seat in seats)
        self.clock = clock

    def taken(self, state: str) -> bool:
        """Say whether a group holds the seat of a state."""
        return state in self and self[state].taken

    def take(self, state: str, group: str, since: int) -> str:
        """Give a group a seat; return the token by which it is known from now on.

        Parameters
        ----------
        state : str
            Code.
        group : str
            Its name.
        since : int
            The first month in which it decides.
        """
        token, seat = codes.new_token(), self.setdefault(state, Seat(state, []))
        seat.groups.append(group)
        seat.token, seat.seen, seat.since = codes.hashed(token), self.clock(), since
        seat.also = []
        return token

    def second(self, state: str, word: str) -> str | None:
        """Let another phone of a group in; return its token, None where the word is not theirs.

        Parameters
        ----------
        state : str
            Code.
        word : str
            What the group's first phone shows, as somebody typed it.
        """
        seat = self.get(state)
        if seat is None or not seat.taken or len(seat.also) >= MOST_PHONES - 1:
            return None
        if not codes.same(codes.as_written(word), codes.of_group(seat.token)):
            return None
        token = codes.new_token()
        seat.also.append(codes.hashed(token))
        return token

    def holder(self, token: str) -> Seat | None:
        """Return the seat of a group, which its phone thereby shows to be there; None for none."""
        wanted = codes.hashed(token)
        for seat in list(self.values()):  # others may take seats meanwhile
            tokens = (seat.token, *seat.also)
            if seat.taken and any(codes.same(one, wanted) for one in tokens):
                seat.seen = self.clock()
                return seat
        return None

    def away(self, state: str) -> float | None:
        """Return for how many seconds a group's phone has not asked; None where it never did."""
        seen = self[state].seen
        return None if seen is None else self.clock() - seen


@dataclass
class Turn:
    """What the groups have decided in the month that is being played.

    Attributes
    ----------
    moves : dict of state to dict of partner to move
        Of those who have decided.
    hopes : dict of state to str
        What they wrote.
    answers : dict of state to dict of asker to bool
        Of those who have answered.
    """

    moves: dict[str, dict[str, str]] = field(default_factory=dict)
    hopes: dict[str, str] = field(default_factory=dict)
    answers: dict[str, dict[str, bool]] = field(default_factory=dict)


def one_line(text: object, longest: int) -> str:
    """Return what somebody typed as one line without control characters, cut to a length.

    Parameters
    ----------
    text : object
        From a phone: anything.
    longest : int
        Characters that are kept.
    """
    words = visible(" ".join(text.split())) if isinstance(text, str) else ""
    return words[:longest].strip()
