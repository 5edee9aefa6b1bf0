"""The game of a class: a player in each seat, and each month as a kept game has it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sim.game.absent import Away
from sim.game.game import Game
from sim.game.looking import Opened
from sim.game.player import Moment
from sim.game.script import Script
from sim.game.scripts import Scripts
from sim.scenario import Scenario

_HOPE = re.compile(r"# \d{4}-\d{2} (\S+) hopes: (.*)")


class What(NamedTuple):
    """What a class plays.

    `months` are the positions of the months that it plays itself; `seed` and `history` say whose
    random draws it meets.
    """

    scenario: Scenario
    months: range
    seed: int = 1
    history: int = 0


class ClassGame:
    """A game that states may join while it is played.

    Parameters
    ----------
    what : What

    Attributes
    ----------
    game : Game
        As far as it is played, with a player for each state that has ever joined.
    lines : list of list of str
        Each month that is over: decisions, hopes as comments, and a mark of the world.
    hopes : dict of month to dict of state to str
        What groups wrote.
    """

    def __init__(self, what: What) -> None:
        self.what = what
        self.lines: list[list[str]] = []
        self.hopes: dict[str, dict[str, str]] = {}
        self._moments: dict[str, Moment] = {}
        self.game = Game(what.scenario, [], {}, what.seed, what.history)

    @property
    def month(self) -> int:
        """The position of the month that is to be played next."""
        return self.game.model.month

    def moments(self) -> dict[str, Moment]:
        """Return what each player knows before this month's moves."""
        if not self._moments and self.game.running and self.game.players:
            self._moments = self.game.looks()
        return self._moments

    def open(self, moves: Mapping[str, Mapping[str, str]]) -> Opened:
        """Return the moves of all, and what the states that moved are then offered."""
        return self.game.open(moves)

    def play(self, moves: Mapping = {}, answers: Mapping = {}, hopes: Mapping = {}) -> None:
        """Play a month, and note it; the rules play the states that are not named.

        Parameters
        ----------
        moves, answers : mapping of state to mapping
            As ``Game.step`` takes them.
        hopes : mapping of state to str
        """
        self._note(self.game.step(moves, answers), hopes)

    def seat(self, states: Sequence[str]) -> None:
        """Play the same months again, with these players."""
        self.replay(self.lines, states)

    def replay(self, months: list[list[str]], states: Sequence[str]) -> None:
        """Play months as kept lines have them, and note them anew.

        Parameters
        ----------
        months : list of list of str
            Lines of each month.
        states : sequence of str
            Who plays, in the order of the scenario.
        """
        what, scripts = self.what, scripts_of(months, self.what.scenario)
        deciders: dict[str, Any] = {code: scripts.get(code, Away()) for code in states}
        self.game = Game(what.scenario, states, deciders, what.seed, what.history)
        self.lines, self.hopes = [], {}
        for lines in months:
            told = [match for match in map(_HOPE.fullmatch, lines) if match]
            self._note(self.game.step(), {match[1]: match[2] for match in told})
        for player in self.game.players.values():
            player.decider = Away()

    def _note(self, lines: list[str], hopes: Mapping[str, str]) -> None:
        """Note a month that was played."""
        label = self.what.scenario.month_labels[self.month - 1]
        if told := {code: hope for code, hope in hopes.items() if hope}:
            self.hopes[label] = told
        comments = [f"# {label} {code} hopes: {hope}" for code, hope in told.items()]
        self.lines.append([*lines, *comments, f"# {label} ends: {self.game.mark()}"])
        self._moments = {}


def scripts_of(months: list[list[str]], scenario: Scenario) -> dict[str, Script]:
    """Return who decides for each state, as kept lines have it.

    Parameters
    ----------
    months : list of list of str
    scenario : Scenario
    """
    text = "\n".join(line for lines in months for line in lines)
    return Scripts(text, "the game of this class", scenario).by_state
