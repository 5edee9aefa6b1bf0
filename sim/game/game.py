"""A game: somebody plays one state, or several play one each; the others follow the rules.

Random draws are keyed, so a game is its scenario, seed, history and decisions, and nothing else:
the same decisions give the same bits again. A player who always decides as the rules would gets
exactly the history of the rules.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.agents.diplomacy import Diplomacy
from sim.errors import InvalidInput
from sim.model.history import Record, blank_record
from sim.outcomes.results import Results
from sim.scenario import Scenario
from sim.system.text import many

from .looking import Opened, moments, opened
from .names import pick_state
from .options import options_frame
from .player import HOLD, Decider, Moment, Player
from .script import AWAY
from .this_month import Answers, Moves, ThisMonth

if TYPE_CHECKING:
    import pandas as pd


class Game:
    """One history, month by month, in which deciders play one state or several.

    It is recorded as any other history.

    Parameters
    ----------
    scenario : Scenario
        From ``sim.load``.
    state : str or sequence of str
        Whom the decider plays; InvalidInput if there is no such state. In a game of a sequence,
        whatever is given or returned goes by state.
    decider : Decider or mapping of code to Decider
        Who decides where ``step`` is not given moves and answers.
    seed, history : int
        Whose random draws it meets: those of this history in an ensemble of this seed.

    Attributes
    ----------
    players : dict of code to Player
        The states that are played, in the order of the scenario.
    decided, ruled : list of str
        All decisions so far, and what the rules would have decided in each, as lines of a script.
    cases : dict of code to list of (str, str)
        The same by state: pairs of lines that do not name who decides.
    """

    def __init__(
        self,
        scenario: Scenario,
        state: str | Sequence[str],
        decider: Decider | Mapping[str, Decider],
        seed: int = 1,
        history: int = 0,
    ) -> None:
        self.several = not isinstance(state, str)
        wanted = [state] if isinstance(state, str) else list(state)
        kinds = {
            code: partial(
                Player, decider=decider[code] if isinstance(decider, Mapping) else decider
            )
            for code in wanted
        }
        self.model = Diplomacy(scenario, seed=seed, run=history, states=kinds, collect=False)
        self.scenario = scenario
        played = [state for state in self.model.states if isinstance(state, Player)]
        self.players = {player.code: player for player in played}
        self.decided: list[str] = []
        self.ruled: list[str] = []
        self.cases: dict[str, list[tuple[str, str]]] = {code: [] for code in self.players}
        self._record = blank_record(1, scenario.months, len(scenario.codes))

    @property
    def player(self) -> Player:
        """The state that is played; InvalidInput where several are."""
        return self.players[self._code(None)]

    @property
    def running(self) -> bool:
        """Whether any month is left to play."""
        return bool(self.model.running)

    @property
    def month(self) -> str | None:
        """The month that is to be played next, as 2013-05; None when the game is over."""
        return self.scenario.month_labels[self.model.month] if self.running else None

    def look(self, state: str | None = None) -> Moment:
        """Return what a player knows before this month's moves; nothing happens yet.

        Parameters
        ----------
        state : str, optional
            Which of the states that are played, where it is not the only one.

        Raises
        ------
        InvalidInput
            When the game is over, or the state is not played.
        """
        self._refuse_if_over()
        code = self._code(state)
        return moments(self.model, [code])[code]

    def looks(self) -> dict[str, Moment]:
        """Return what each player knows before this month's moves; nothing happens yet."""
        self._refuse_if_over()
        return moments(self.model, list(self.players)) if self.players else {}

    def to_frame(self, state: str | None = None) -> pd.DataFrame:
        """Return a player's options this month: partner, move, probability, worth, six terms.

        The probability is that by which the rules would choose the option in the player's place.
        """
        return options_frame(self.look(state).menus)

    def open(self, moves: Moves | Mapping[str, Moves] | None = None) -> Opened:
        """Return this month's moves of all, and what each player is then offered.

        Nothing happens yet: ``step`` plays the month.

        Parameters
        ----------
        moves : str or mapping, optional
            As in ``step``.
        """
        self._refuse_if_over()
        return opened(self.model, self._deciders(moves, None))

    def step(
        self,
        moves: Moves | Mapping[str, Moves] | None = None,
        answers: Answers | Mapping[str, Answers] | None = None,
    ) -> list[str]:
        """Play a month.

        Parameters
        ----------
        moves : str or mapping, optional
            ``"RUS envoy, China trade"``, or a move by partner. "hold", "advice" (what the rules
            find likeliest) and "rules" (what they draw) may stand for a move; partners that are not
            named are held. By default the game's own decider is asked. In a game of several: such
            moves by state (``{"DPRK": "RUS envoy"}``), or a text for all.
        answers : mapping, str or callable, optional
            Whether to accept what others offer: True or False by asker; a word for all ("yes",
            "no", "advice", "rules"); or a function of the offer. Offers without an answer are
            answered as the rules advise. By default the game's own decider is asked. In a game of
            several: such answers by state, or a word or a function for all.

        Returns
        -------
        list of str
            The decisions of the month as lines of a script, but for those to hold; at least one.

        Raises
        ------
        InvalidInput
            For words that mean no move, state or answer, with the nearest; when the game is over.
        """
        self._refuse_if_over()
        usual = {code: player.decider for code, player in self.players.items()}
        for code, decider in self._deciders(moves, answers).items():
            self.players[code].decider = decider
        try:
            return self._step()
        finally:
            for code, decider in usual.items():
                self.players[code].decider = decider

    def _deciders(self, moves: Any, answers: Any) -> dict[str, Decider]:
        """Return who decides this month for each state that is played."""
        own_moves, own_answers = self._by_state(moves), self._by_state(answers)
        deciders: dict[str, Decider] = {}
        for code, player in self.players.items():
            given = own_moves.get(code), own_answers.get(code)
            now = self.scenario, code, self.model.month
            deciders[code] = (
                ThisMonth(now, player.decider, *given)
                if any(part is not None for part in given)
                else player.decider
            )
        return deciders

    def _by_state(self, given: Any) -> dict[str, Any]:
        """Return moves or answers by the state that decides them."""
        if not (self.several and isinstance(given, Mapping)):
            return dict.fromkeys(self.players, given)
        return {self._code(state): what for state, what in given.items()}

    def _code(self, state: str | None) -> str:
        """Return the code of a state that is played."""
        codes = list(self.players)
        if state is None:
            if len(codes) == 1:
                return codes[0]
            raise InvalidInput(
                f"which state? This game is played by {', '.join(codes) or 'nobody'}"
            )
        return pick_state(state, self.scenario, codes, "state that is played")

    def _step(self) -> list[str]:
        """Play a month; return its decisions but for those to hold, a line each, at least one."""
        month, decisions = self.model.month, self.model.workspace.decisions
        self.model.step()
        world = self.model.world
        now = Record(world.stance, world.trust, world.support, decisions.choices, decisions.answers)
        for kept, ended in zip(self._record, now, strict=True):
            kept[month] = ended
        lines = []
        for code, player in self.players.items():
            if player.away:
                continue
            self.cases[code] += zip(player.decided, player.ruled, strict=True)
            self.decided += self._naming(code, player.decided)
            self.ruled += self._naming(code, player.ruled)
            made = [line for line in player.decided if not line.endswith(f" {HOLD}")]
            if all(" answer " in line for line in made):
                made = [f"{self.scenario.month_labels[month]} {HOLD}", *made]
            lines += self._naming(code, made)
        return lines or [f"{self.scenario.month_labels[month]} {AWAY}"]

    def _naming(self, code: str, lines: list[str]) -> list[str]:
        """Return lines that name who decides, where several do: 2013-01 DPRK: RUS envoy."""
        if not self.several:
            return lines
        return [f"{line[:7]} {code}:{line[7:]}" for line in lines]

    def run(self, until: int | None = None) -> Results:
        """Play the months that are left by the game's own decider, or until so many are over.

        It returns all that was played.
        """
        while self.running and (until is None or self.model.month < until):
            self.step()
        return self.results()

    def mark(self) -> str:
        """Return a hash (8 digits) of the world now: the same after the same decisions only."""
        numbers = b"".join(numbers.tobytes() for numbers in self.model.world)
        return hashlib.sha256(numbers).hexdigest()[:8]

    def results(self) -> Results:
        """Return the months played so far as results of one history."""
        runs, model = np.array([self.model.run_number]), self.model
        seed = model.ensemble_seed
        results = Results(self.scenario, seed, runs, self._record, model.start, "mesa")
        return results.at(list(range(model.month))) if model.running else results

    def _refuse_if_over(self) -> None:
        """Refuse to play on past the last month."""
        if not self.running:
            raise InvalidInput(f"the game is over after {many(self.scenario.months, 'month')}")

    def __repr__(self) -> str:
        """Say who plays what, and how far."""
        played, months = self.model.month, self.scenario.months
        where = f"{self.month} is next" if self.running else "over"
        names = " and ".join(player.name for player in self.players.values()) or "nobody"
        return (
            f"<Game: {names} in “{self.scenario.title}”, {played} of {many(months, 'month')} "
            f"played, {where}; seed {self.model.ensemble_seed}, history {self.model.run_number}>"
        )


def played(
    scenario: Scenario,
    state: str | Sequence[str],
    decider: Decider | Mapping[str, Decider],
    seed: int = 1,
    history: int = 0,
) -> Results:
    """Return the whole history in which a decider plays a state; parameters as in ``Game``.

    Parameters
    ----------
    scenario : Scenario
        From ``sim.load``.
    state : str or sequence of str
        Code of the state that is played, or codes of several.
    decider : Decider or mapping of code to Decider
        Who decides.
    seed, history : int
        Whose random draws the game meets.
    """
    return Game(scenario, state, decider, seed, history).run()
