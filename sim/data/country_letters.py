"""Letters of countries: whether codes are ISO3 codes or letters of the Correlates of War."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sim.countries.names import FORMER, world
from sim.errors import InvalidInput
from sim.scenario import State

from . import members
from .countries import identity, of_iso3


def letters_of(
    cells: Iterable[str], kind: str, states: Sequence[State], what: str
) -> tuple[str, str]:
    """Return which list a column's letters are from, and a remark where that is a surprise.

    Some letters are one state's in one list and another's in the other (AUS is Australia, and
    Austria): the other cells of the column tell.

    Parameters
    ----------
    cells : iterable of str
        What the column holds.
    kind : {"iso", "cow", "any"}
        What its name promises.
    states : sequence of State
        Codes that scenarios invent say nothing.
    what : str
        The column, as messages call it.

    Raises
    ------
    ValueError
        When it holds letters of both lists, and some that the two lists give to different states.
    """
    iso, cow = world()[2], members.by_letters()
    codes = _telling(cells, states)
    only_cow = sorted(codes & cow.keys() - iso.keys())
    only_iso = sorted(codes & iso.keys() - cow.keys())
    torn = sorted(
        code for code in codes & cow.keys() & iso.keys() if of_iso3(code) != members.root(cow[code])
    )
    if only_cow and only_iso and torn:
        raise InvalidInput(
            f"{what} holds letters of the Correlates of War ({only_cow[0]}) beside ISO3 codes "
            f"({only_iso[0]}), and "
            f"{torn[0]} is a different state in each: give numbers (ccode) or one kind of letters"
        )
    if only_cow and not only_iso and kind != "cow":
        return (
            "cow",
            f"holds letters of the Correlates of War ({', '.join(only_cow[:3])}) and is read so",
        )
    if only_iso and not only_cow and kind == "cow":
        return "iso", f"holds ISO3 codes ({', '.join(only_iso[:3])}) and is read so"
    return kind, ""


def _telling(cells: Iterable[str], states: Sequence[State]) -> set[str]:
    """Return the cells that may tell the lists apart: three letters, of states of today."""
    own = {state.code for state in states if not _writes(state)}
    own |= FORMER.keys() | {"ROK"}  # what scenarios call it
    codes = {cell for cell in cells if re.fullmatch("[A-Z]{3}", cell)} - own
    past = members.by_past_word()
    return {code for code in codes if members.key(code) not in past or code in ("GFR", "GDR")}


def _writes(state: State) -> bool:
    """Say whether a state's code is its own in one of the lists, not a scenario's invention."""
    return members.root(state.ccode) in {
        identity(state.code, letters=letters) for letters in ("any", "cow")
    }


def check_letters(words: Sequence[str]) -> None:
    """Refuse words that may mean two states, as others are letters of the Correlates of War."""
    kind, _ = letters_of(words, "any", (), "the list of states")
    for word in words if kind == "cow" else ():
        ccode = members.by_letters().get(word)
        if ccode and word in world()[2] and of_iso3(word) != members.root(ccode):
            iso, cow = world()[2][word], members.members()[ccode].name
            raise InvalidInput(
                f"'{word}' is {iso} as an ISO3 code and {cow} ({ccode}) in the letters of the "
                "Correlates of War, which others of the list are: write its number"
            )
