"""Kept games: the lines of a script under a heading, with a mark of the world after each month.

By the marks it is seen whether playing the lines again gives the same bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path

from sim.errors import InvalidInput
from sim.scenario import Scenario
from sim.system import files

from .game import Game

_MOST_BYTES = 10_000_000  # a game of 200 states and 1,200 months that move every month takes 5 MB


def read_text(file: Path) -> str:
    """Return the text of a file; InvalidInput if it is none."""
    return files.read_text(file, _MOST_BYTES)


def heading(
    scenario: Scenario,
    state: str | Sequence[str],
    seed: int,
    history: int,
    command: str = "sim play",
) -> str:
    """Return the heading of a kept game, by which it is known again.

    Parameters
    ----------
    scenario : Scenario
        What is played.
    state : str or sequence of str
        By whom: one state, or several.
    command : str
        What keeps it.
    seed, history : int
        Whose random draws the game meets.
    """
    who = f"state: {state}" if isinstance(state, str) else f"states: {', '.join(state)}"
    facts = f"scenario hash: {scenario.hash}\n# {who}\n# seed: {seed}\n# history: {history}"
    return f"# A game of {command}\n# scenario: {scenario.name}\n# {facts}\n"


def month_text(game: Game, lines: list[str]) -> str:
    """Return the month just played as a kept game holds it: decisions, and a mark of the world.

    Parameters
    ----------
    game : Game
        After the month.
    lines : list of str
        The decisions, from ``Game.step``.
    """
    label = game.scenario.month_labels[game.model.month - 1]
    return "".join(f"{line}\n" for line in [*lines, f"# {label} ends: {game.mark()}"])


def check_same_game(kept: str, wanted: str, file: Path) -> None:
    """Refuse a kept game of another scenario, whatever it is called, state, seed or history.

    The refusal names the difference.

    Parameters
    ----------
    kept : str
        The text of the kept game.
    wanted : str
        The heading that it should have.
    file : Path
        Where it is kept.
    """
    for line in wanted.splitlines()[2:]:
        start = line[: line.index(":") + 1]
        result = [other.strip() for other in kept.splitlines() if other.startswith(start)]
        if result != [line]:
            had, want = (
                words[2:].replace(":", "") for words in (result[0] if result else "", line)
            )
            raise InvalidInput(
                f"{file} {f'holds a game of {had}, not' if result else 'holds no game of'} {want}"
            )


def check_same_lines(kept: str, again: str, file: Path) -> None:
    """Refuse a kept game whose lines, played again, do not give themselves.

    The refusal names the first difference.

    Parameters
    ----------
    kept : str
        The text of the kept game.
    again : str
        The text of the same decisions, played again.
    file : Path
        Where it is kept.
    """
    pairs = zip_longest(kept.splitlines(), again.splitlines(), fillvalue="")
    for number, (there, here) in enumerate(pairs, 1):
        if there != here and number != 2:  # the scenario's name may be another
            raise InvalidInput(
                f"{file}:{number}: this line is '{there}', but playing the lines above gives "
                f"'{here}': the file was "
                "changed, or made by another version; play it as a script, with --script, if that "
                "is what you want"
            )
