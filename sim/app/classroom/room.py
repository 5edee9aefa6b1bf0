"""The room: one game that groups play, month by month, in two phases.

Moves of all are collected and opened together; then each answers what it is offered. A decision may
be changed until all have decided. Whoever is absent is played by the rules.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping

from sim.errors import InvalidInput
from sim.game.looking import Opened
from sim.game.names import pick_state
from sim.game.player import RULES
from sim.game.script import month_of
from sim.outcomes.focus import name_opening
from sim.scenario import Scenario

from .fitting import check_answers, check_moves
from .played import ClassGame, What
from .seats import LONGEST_HOPE, LONGEST_NAME, Seat, Seating, Turn, one_line

LOBBY, MOVING, ANSWERING, OVER = "lobby", "moves", "answers", "over"


class NotNow(InvalidInput):
    """What was asked for comes too late, or too early."""


class Room:
    """A game of a class, and who plays it.

    All methods may be called from any thread.

    Parameters
    ----------
    what : What
    code : str
        By which groups join.
    keep : callable
        Called with the room after each change, to keep it.
    seats : Seating, optional
        By default nobody sits.

    Attributes
    ----------
    lock : RLock
        Held while anything changes, or several things are read that belong together.
    version : int
        Another after each change.
    seats : Seating
        By state; also those that nobody holds any longer.
    phase : str
        lobby, moves, answers or over.
    paused : bool
    turn : Turn
        What has been decided in this month.
    played : ClassGame
        The game itself.
    opened : Opened or None
        The moves of this month while they are answered.
    """

    def __init__(
        self,
        what: What,
        code: str,
        keep: Callable[[Room], None],
        seats: Seating | None = None,
    ) -> None:
        self.what, self.code, self._keep = what, code, keep
        self.lock = threading.RLock()
        self.version = time.time_ns() // 10**6  # a server that is started again has others
        self.seats = Seating() if seats is None else seats
        self.phase, self.paused = LOBBY, False
        self.turn = Turn()
        self.played = ClassGame(what)
        self.opened: Opened | None = None

    @property
    def scenario(self) -> Scenario:
        """What is played."""
        return self.what.scenario

    @property
    def month(self) -> int:
        """The position of the month that is being played."""
        return self.played.month

    @property
    def label(self) -> str:
        """The month that is being played, as 2014-03; the first of the class in the lobby."""
        month = self.what.months[0] if self.phase == LOBBY else self.month
        return self.scenario.month_labels[min(month, self.scenario.months - 1)]

    def free(self) -> list[str]:
        """Return the codes of the states that a group may take."""
        return [code for code in self.scenario.codes if not self.seats.taken(code)]

    def present(self) -> list[str]:
        """Return the states that groups play in this month, in the order of the scenario."""
        return [
            code
            for code in self.scenario.codes
            if self.seats.taken(code) and self.seats[code].since <= self.month
        ]

    def deciding(self) -> list[str]:
        """Return the states that are asked in this phase, in the order of the scenario."""
        if self.phase == MOVING:
            return self.present()
        if self.phase == ANSWERING and self.opened:
            return [code for code in self.present() if self.opened.offers.get(code)]
        return []

    def waiting(self) -> list[str]:
        """Return the states that have yet to decide in this phase."""
        done: Mapping[str, object] = self.turn.moves if self.phase == MOVING else self.turn.answers
        return [code for code in self.deciding() if code not in done]

    def join(self, state: str, group: str) -> str:
        """Take a state; return the token by which the group is known from now on.

        Parameters
        ----------
        state : str
            Code or name.
        group : str
            What the group calls itself.

        Raises
        ------
        InvalidInput
            For an unknown state or a name that is none.
        NotNow
            When the state is taken, or the game is over.
        """
        code = pick_state(state, self.scenario, self.scenario.codes, "state")
        name = one_line(group, LONGEST_NAME)
        if not name:
            raise InvalidInput("give your group a name")
        with self.lock:
            if self.phase == OVER:
                raise NotNow("this game is over")
            if code not in self.free():
                raise NotNow(f"{name_opening(self.scenario, code)} is taken: choose another state")
            token = self.seats.take(code, name, self.month + (self.phase == ANSWERING))
            if self.phase != ANSWERING:  # else the month is over first
                self._seated()
            self.changed()
            return token

    def holder(self, token: str) -> Seat | None:
        """Return the seat of a group, None for none; whoever asks never waits for a month."""
        return self.seats.holder(token)

    def release(self, state: str) -> None:
        """Take a seat from its group, so that another may have it; the rules play it meanwhile."""
        with self.lock:
            if not self.seats.taken(state):
                raise NotNow("nobody plays this state")
            self.seats[state].token = ""
            if self.phase == MOVING:
                self.turn.moves.pop(state, None)
                self.turn.hopes.pop(state, None)
            self._on()

    def begin(self) -> None:
        """Let the rules play the months before the first of the class, and begin with that."""
        with self.lock:
            if self.phase != LOBBY:
                raise NotNow("the game has begun already")
            self.phase = MOVING
            self._by_the_rules(self.what.months[0])
            self.changed()

    def decide(self, state: str, month: str, moves: Mapping[str, str], hope: str = "") -> None:
        """Take the moves of a state, in place of those that it decided before.

        Parameters
        ----------
        state, month : str
        moves : mapping of partner to move
            Partners that are not named are held.
        hope : str
            What it writes that this should bring.
        """
        with self.lock:
            self._expect(MOVING, month, state)
            check_moves(self.scenario, state, self.month, moves)
            self.turn.moves[state] = dict(moves)
            self.turn.hopes[state] = one_line(hope, LONGEST_HOPE)
            self._on()

    def answer(self, state: str, month: str, answers: Mapping[str, bool]) -> None:
        """Take the answers of a state to all that it is offered, in place of earlier ones.

        Parameters
        ----------
        state, month : str
        answers : mapping of asker to bool
        """
        with self.lock:
            self._expect(ANSWERING, month, state)
            assert self.opened is not None
            check_answers(self.opened, state, answers)
            self.turn.answers[state] = {asker: bool(yes) for asker, yes in answers.items()}
            self._on()

    def go_on(self, month: str, phase: str) -> None:
        """Go on without those who have not decided; `month` and `phase` say what was seen."""
        with self.lock:
            self._expect(phase, month)
            self._next()
            self.changed()

    def pause(self, paused: bool) -> None:
        """Take no decisions for a while, or again."""
        with self.lock:
            self.paused = paused
            self._on()

    def skip(self, month: str) -> None:
        """Let the rules play up to a month of the class, which is then decided; "" for the rest."""
        with self.lock:
            self._expect(MOVING, self.label)
            labels, months = self.scenario.month_labels, self.what.months
            until = month_of(month, self.scenario) if month else months[-1] + 1
            if not self.month < until <= months[-1] + 1:
                raise NotNow(f"the class plays {labels[months[0]]} to {labels[months[-1]]}")
            self.turn = Turn()
            self._by_the_rules(until)
            self.changed()

    def _expect(self, phase: str, month: str, state: str = "") -> None:
        """Refuse a decision that is for another phase or month, or not this state's to make."""
        if self.phase != phase or month != self.label:
            raise NotNow("this month has gone on meanwhile: look at the page again")
        if self.paused:
            raise NotNow("the game is paused")
        if state and state not in self.deciding():
            raise NotNow("there is nothing for you to decide just now")

    def _on(self) -> None:
        """Go to the next phase if all have decided; keep what has changed."""
        # where nobody plays, moves wait for the teacher
        asked = self.phase == ANSWERING or self.deciding()
        if asked and not self.waiting() and not self.paused:
            self._next()
        self.changed()

    def _next(self) -> None:
        """Open the moves, or end the month."""
        if self.phase == MOVING:
            self.opened = self.played.open(self.turn.moves)
            self.phase = ANSWERING
            if self.deciding():
                return
        self._end_month()

    def _end_month(self) -> None:
        """Play the month as decided; for whoever has not answered the rules do."""
        assert self.opened is not None
        answers: dict[str, dict] = {
            code: self.turn.answers.get(code)
            or dict.fromkeys((offer.asker for offer in self.opened.offers[code]), RULES)
            for code in self.turn.moves
        }
        self.played.play(self.turn.moves, answers, self.turn.hopes)
        self.turn, self.opened, self.phase = Turn(), None, MOVING
        self._by_the_rules(self.month)
        self._seated()

    def _by_the_rules(self, until: int) -> None:
        """Let the rules play up to a month; past the last of the class they play to the end."""
        while self.month < until:
            self.played.play()
        if self.month > self.what.months[-1]:
            self.phase = OVER
            while self.played.game.running:
                self.played.play()

    def _seated(self) -> None:
        """See that all who sit are players; for a new one the months are played again."""
        if set(self.seats) - set(self.played.game.players):
            codes = self.scenario.codes
            self.played.seat([code for code in codes if code in self.seats])

    def changed(self) -> None:
        """Count a change, and keep it."""
        self.version += 1
        self._keep(self)
