"""A game: somebody plays one state, the others follow the rules.

Random draws are keyed, so a game is its scenario, seed, history and decisions, and nothing else:
the same decisions give the same bits again. A player who always decides as the rules would gets
exactly the history of the rules.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sim import schema
from sim.agents.diplomacy import Diplomacy
from sim.errors import InvalidInput
from sim.model.history import Record, blank_record
from sim.outcomes.results import Results
from sim.scenario import Scenario, scenario_meant

from .names import pick_state
from .player import ADVICE, HOLD, Decider, Follower, Moment, Player
from .this_month import Answers, Onlooker, Seen, ThisMonth

if TYPE_CHECKING:
    import pandas as pd


class Game:
    """One history, month by month, in which a decider plays a state.

    It is recorded as any other history.

    Parameters
    ----------
    scenario : Scenario
        From ``sim.load``.
    state : str
        Whom the decider plays; ValueError if there is no such state.
    decider : Decider
        Who decides where ``step`` is not given moves and answers.
    seed, history : int
        Whose random draws it meets: those of this history in an ensemble of this seed.

    Attributes
    ----------
    player : Player
        The state that is played.
    decided, ruled : list of str
        All decisions so far, and what the rules would have decided in each, as lines of a script.
    """

    def __init__(
        self, scenario: Scenario, state: str, decider: Decider, seed: int = 1, history: int = 0
    ) -> None:
        kind = {state: partial(Player, decider=decider)}
        self.model = Diplomacy(scenario, seed=seed, run=history, states=kind, collect=False)
        self.scenario = scenario
        player = self.model.state(state)
        assert isinstance(player, Player)
        self.player = player
        self.decided: list[str] = []
        self.ruled: list[str] = []
        self._record = blank_record(1, scenario.months, len(scenario.codes))

    @property
    def running(self) -> bool:
        """Whether any month is left to play."""
        return bool(self.model.running)

    @property
    def month(self) -> str | None:
        """The month that is to be played next, as 2013-05; None when the game is over."""
        return self.scenario.month_labels[self.model.month] if self.running else None

    def look(self) -> Moment:
        """Return what the player knows before this month's moves; nothing happens yet.

        Raises
        ------
        InvalidInput
            When the game is over.
        """
        self._refuse_if_over()
        asked = copy.deepcopy(self.model)
        player = asked.state(self.player.code)
        assert isinstance(player, Player)
        player.decider = Onlooker()
        try:
            asked.step()
        except Seen as seen:
            return seen.moment
        finally:
            asked.let_go()
        raise AssertionError("a player is asked for moves every month")

    def to_frame(self) -> pd.DataFrame:
        """Return the player's options this month: partner, move, probability, worth, six terms.

        The probability is that by which the rules would choose the option in the player's place.
        """
        import pandas as pd

        rows = [
            {
                "partner": partner,
                "move": option.move,
                "probability": option.probability,
                "worth": option.value,
                **dict(zip(schema.TERMS, option.terms, strict=True)),
            }
            for partner, options in self.look().menus.items()
            for option in options
        ]
        columns = ["partner", "move", "probability", "worth", *schema.TERMS]
        return pd.DataFrame(rows, columns=columns)

    def step(
        self, moves: str | Mapping[str, str] | None = None, answers: Answers | None = None
    ) -> list[str]:
        """Play a month.

        Parameters
        ----------
        moves : str or mapping, optional
            ``"RUS envoy, China trade"``, or a move by partner. "hold", "advice" (what the rules
            find likeliest) and "rules" (what they draw) may stand for a move; partners that are not
            named are held. By default the game's own decider is asked.
        answers : mapping, str or callable, optional
            Whether to accept what others offer: True or False by asker; a word for all ("yes",
            "no", "advice", "rules"); or a function of the offer. Offers without an answer are
            answered as the rules advise. By default the game's own decider is asked.

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
        if moves is None and answers is None:
            return self._step()
        usual, now = self.player.decider, (self.scenario, self.player.code, self.model.month)
        self.player.decider = ThisMonth(now, usual, moves, answers)
        try:
            return self._step()
        finally:
            self.player.decider = usual

    def _step(self) -> list[str]:
        """Play a month; return its decisions but for those to hold, a line each, at least one."""
        month, decisions = self.model.month, self.model.workspace.decisions
        self.model.step()
        world = self.model.world
        now = Record(world.stance, world.trust, world.support, decisions.choices, decisions.answers)
        for kept, ended in zip(self._record, now, strict=True):
            kept[month] = ended
        self.decided += self.player.decided
        self.ruled += self.player.ruled
        made = [line for line in self.player.decided if not line.endswith(f" {HOLD}")]
        moved = any(" answer " not in line for line in made)
        return made if moved else [f"{self.scenario.month_labels[month]} {HOLD}", *made]

    def run(self) -> Results:
        """Play the months that are left, by the game's own decider; return the whole history."""
        while self.running:
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
            raise InvalidInput(f"the game is over after {self.scenario.months} months")

    def __repr__(self) -> str:
        """Say who plays what, and how far."""
        played, months = self.model.month, self.scenario.months
        where = f"{self.month} is next" if self.running else "over"
        return (
            f"<Game: {self.player.name} in “{self.scenario.title}”, {played} of {months} months "
            f"played, {where}; seed {self.model.ensemble_seed}, history {self.model.run_number}>"
        )


def play(
    scenario: Scenario | str | Path,
    state: str,
    decider: Decider | None = None,
    *,
    seed: int = 1,
    history: int = 0,
) -> Game:
    """Begin a game: you play one state, month by month; the others follow the rules.

    Parameters
    ----------
    scenario : Scenario or str or Path
        From ``sim.load``, or its name or file.
    state : str
        Code or name of the state that you play.
    decider : Decider, optional
        Any object with the methods ``moves(moment)`` and ``answer(offer)``, asked in months for
        which ``Game.step`` is given no moves. By default every move is what the rules advise.
    seed, history : int
        Whose random draws the game meets: those of this history in an ensemble of this seed.

    Returns
    -------
    Game
        ``step("RUS envoy", answers={"CHN": True})`` plays a month, ``to_frame()`` lists this
        month's options, ``run()`` plays the rest, ``results()`` asks what came of it.

    Raises
    ------
    InvalidInput
        For an unknown state; the message names the nearest.

    Examples
    --------
    >>> import sim
    >>> game = sim.play("article", "DPRK")
    >>> game.step("RUS envoy, CHN trade", answers="yes")[:2]
    ['2013-01 RUS envoy', '2013-01 CHN trade']
    """
    situation = scenario_meant(scenario)
    code = pick_state(state, situation, situation.codes, "state")
    return Game(situation, code, decider or Follower(ADVICE), seed, history)


def played(
    scenario: Scenario, state: str, decider: Decider, seed: int = 1, history: int = 0
) -> Results:
    """Return the whole history in which a decider plays a state; parameters as in ``Game``.

    Parameters
    ----------
    scenario : Scenario
        From ``sim.load``.
    state : str
        Code of the state that is played.
    decider : Decider
        Who decides.
    seed, history : int
        Whose random draws the game meets.
    """
    return Game(scenario, state, decider, seed, history).run()
