"""The verb ``sim.play``: a game from Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from sim.scenario import Scenario, scenario_meant

from .game import Game
from .names import pick_state
from .player import ADVICE, Decider, Follower


def play(
    scenario: Scenario | str | Path,
    state: str | Sequence[str],
    decider: Decider | Mapping[str, Decider] | None = None,
    *,
    seed: int = 1,
    history: int = 0,
) -> Game:
    """Begin a game: you play one state, or several, month by month; the others follow the rules.

    Parameters
    ----------
    scenario : Scenario or str or Path
        From ``sim.load``, or its name or file.
    state : str or list of str
        Code or name of the state that you play, or of several: then moves and answers go by state.
    decider : Decider or mapping of code to Decider, optional
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
    >>> game = sim.play("article", ["DPRK", "RUS"])
    >>> game.step({"DPRK": "RUS envoy", "RUS": "hold"}, answers={"RUS": "yes"})[0]
    '2013-01 DPRK: RUS envoy'
    """
    situation = scenario_meant(scenario)
    if isinstance(state, str):
        code = pick_state(state, situation, situation.codes, "state")
        return Game(situation, code, decider or Follower(ADVICE), seed, history)
    codes = [pick_state(word, situation, situation.codes, "state") for word in state]
    return Game(situation, codes, _deciders(decider, codes, situation), seed, history)


def _deciders(
    given: Decider | Mapping[str, Decider] | None, codes: Sequence[str], scenario: Scenario
) -> Decider | Mapping[str, Decider]:
    """Return who decides for several states; whoever is not given takes what the rules advise."""
    if not isinstance(given, Mapping):
        return given or Follower(ADVICE)
    named = {pick_state(who, scenario, codes, "player"): own for who, own in given.items()}
    return {code: named.get(code, Follower(ADVICE)) for code in codes}
