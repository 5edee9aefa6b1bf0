"""Naming: which state a name or code in a data set means.

Data sets write states as ISO3 codes, Correlates of War numbers or letters, or English names of many
kinds, each of its time. Today's states are those of ``countries``, members of the state system and
past states those of ``members``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from sim.countries.capitals import governed_from
from sim.countries.names import FORMER, LONGEST, ccodes, country, world
from sim.errors import InvalidInput
from sim.scenario import State, nearest
from sim.scenario.calling import MADE_UP

from . import members
from .members import NOW, Member

# Regions of CAMEO whose letters are a state's in the Correlates of War: Southern Africa alone.
_REGIONS = ("SAF",)


class UnknownState(InvalidInput):
    """A word that names no state of the world."""


@lru_cache(maxsize=8192)
def identity(text: str, year: int | None = None, letters: str = "any") -> int | str | None:
    """Return what stands for a state in all its years: ``members.root``, or ISO3 if no member.

    Parameters
    ----------
    text : str
        A number, a code or an English name.
    year : int, optional
        Of which the text speaks.
    letters : {"any", "iso", "cow", "gw"}
        What codes are: ISO3 before COW letters, ISO3, COW letters; or numbers of Gleditsch & Ward.

    Returns
    -------
    int, str or None
        None for what is no state, or not to be told.
    """
    text = as_number(text)
    if not text or len(text) > LONGEST:
        return None
    if text.isdecimal():
        known = text.isascii() and len(text) < 5
        return members.root(int(text), letters == "gw") if known else None
    code = text.upper() if len(text) == 3 else ""
    own = members.by_letters().get(code) if letters == "cow" or code not in _REGIONS else None
    if (
        own
        and letters == "cow"
        and not (code in world()[2] and _only_own_fits(own, of_iso3(code), year))
    ):
        return members.root(own)
    if code in world()[2]:
        result = of_iso3(code)
        return members.root(own) if own and _only_own_fits(result, own, year) else result
    return _of_name(text, own, code, year)


def _of_name(text: str, own: int | None, code: str, year: int | None) -> int | str | None:
    """Return what stands for the state that an English name, or letters of no ISO3 list, mean.

    `own` is the number that the letters have in the list of members; `code` the text in capitals
    where it has three letters.
    """
    past = members.by_past_word().get(members.key(text))
    if past:
        return members.root(past.ccode)
    named = members.by_name().get(members.key(text), own)
    undivided = named == 730  # Korea
    if named and not (undivided and (year is None or not members.in_year(named, year))):
        return members.root(named)
    iso3 = country(FORMER.get(code, text))
    return members.described(text, of_iso3(iso3) if iso3 else None)


def as_number(text: str) -> str:
    """Return a cell without what programs add to numbers: 731.0 is 731."""
    return (
        re.sub(r"^(\d{1,9})\.0{1,9}$", r"\1", text.strip()) if len(text) < LONGEST else text.strip()
    )


def of_iso3(iso3: str) -> int | str:
    """Return what stands for a state of today."""
    ccode = ccodes().get(iso3)
    root = None if ccode is None else members.root(ccode)
    return iso3 if root is None else root


def _only_own_fits(result: int | str, own: int | str, year: int | None) -> bool:
    """Say whether a code means, in a year, the kindred state that has it in another list."""
    if (
        year is None
        or isinstance(result, str)
        or isinstance(own, str)
        or not members.kin(result, own)
    ):
        return False
    return not members.in_year(result, year) and members.in_year(own, year) is not None


def state_called(word: str, year: int | None = None) -> State:
    """Return the state that a word means in a year, by default today.

    It has the code that was written if that can be one, else the ISO3 code or that of its day.

    Parameters
    ----------
    word : str
        A code, a Correlates of War number, an English name or a capital.
    year : int, optional
        In which the state is wanted.

    Raises
    ------
    ValueError
        When there is no such state, with the nearest name or code; when it was no member of the
        state system in that year, with the years in which it was.
    """
    names, when = world()[2], NOW if year is None else year
    if len(word) > LONGEST:
        raise InvalidInput(
            f"unknown state '{word[:20]}...': a name has at most {LONGEST} characters"
        )
    past = members.by_past_word().get(members.key(word))
    result = identity(word, year)
    if past and past.first <= when <= past.last:
        return State(word if _is_code(word) else past.code, past.name, past.ccode)
    listed = _listed(word, when)
    if listed:
        return _named(word, listed, when)
    known = members.members()
    seated = [n for n in governed_from(word) if n in known and known[n].within(when)]
    if len(seated) == 1:
        return state_called(str(seated[0]), year)
    if result is None:
        words = [*names, *names.values(), *(one.name for one in members.PAST)]
        raise UnknownState(f"unknown state '{word}'{nearest(word, words)}")
    if isinstance(result, str):
        raise InvalidInput(
            f"'{word}' has no Correlates of War code: it is no member of that state system"
        )
    member = members.in_year(result, when)
    written = members.members().get(int(word)) if word.isdecimal() else None
    if past or member is None or written:
        raise InvalidInput(_not_then(word, result, year, member))
    return _named(word, member, when)


def _is_code(word: str) -> bool:
    """Say whether a word can be a state's code in a scenario."""
    return re.fullmatch(r"[A-Z][A-Z0-9_]*", word) is not None


def _listed(word: str, year: int) -> Member | None:
    """Return the member of a year with this number, name, or letters that are no ISO3 code."""
    if word.isdecimal():
        ccode = int(word) if len(word) < 5 else 0
    else:
        ccode = members.by_name().get(members.key(word), 0)
        if word not in world()[2]:
            ccode = ccode or members.by_letters().get(word, 0)
    member = members.members().get(ccode)
    return (
        member
        if member and (member.within(year) or members.in_year(ccode, year) == member)
        else None
    )


def _named(word: str, member: Member, year: int) -> State:
    """Return a member as a state, under its name of that year."""
    _, ccodes, names = world()
    past = members.past_in(member.ccode, year)
    today = ccodes.get(members.root(member.ccode) or 0)
    code = past.code if past and not country(word) else today or member.letters
    name = past.name if past else names.get(ccodes.get(member.ccode, ""), member.name)
    return State(word if _is_code(word) else code, name, member.ccode)


def _not_then(word: str, result: int, year: int | None, member: Member | None) -> str:
    """Say that a state was no member in a year, when it was, and who then was."""
    past = members.by_past_word().get(members.key(word))
    ccode = result
    if past:
        ccode = past.ccode
    elif word.isdecimal() and int(word) in members.members():
        ccode = int(word)
    asked = members.members()[ccode]
    spells, name = asked.years(), past.name if past else asked.name
    if past and past.last < asked.spells[-1][1]:  # a name that the member gave up
        spells = f"from {past.first} to {past.last}"
    called = (
        f"'{word}' ({ccode})"
        if members.key(name) == members.key(word)
        else f"'{word}' is {name} ({ccode}), which"
    )
    when = f"{called} was a member of the state system {spells}, not in {year or 'our days'}"
    return when + (f"; did you mean {_called(member, year)}?" if member else "")


def _called(member: Member, year: int | None) -> str:
    """Return a member's name and number."""
    return f"{_named('', member, NOW if year is None else year).name} ({member.ccode})"


def _listed_as(text: str, letters: str) -> int | None:
    """Return the number of a text in the list of members, or among the words for past states."""
    if letters == "cow" and text.upper() in members.by_letters():
        return members.by_letters()[text.upper()]
    key = members.key(text) if len(text) <= LONGEST else ""
    past = members.by_past_word().get(key)
    return past.ccode if past else members.by_name().get(key)


def states_named(states: Sequence[State]) -> Callable[..., int]:
    """Return a function from a name or code in a file to a position among the states, else -1.

    A scenario's own codes and names come first, then COW and ISO3 codes and English names. A state
    of the scenario without a COW code is one of the world's only if its name is (EAST named "East"
    is none, PRK without a name is). The function also takes the year and the kind of codes as
    ``identity`` does; codes of a kind come before own ones.
    """
    own: dict[str, int] = {}
    world: dict[int | str, int] = {}
    for k, state in enumerate(states):
        real = state.ccode < MADE_UP
        for word in (state.code, state.name, *([str(state.ccode)] if real else [])):
            own.setdefault(word.casefold(), k)
        one = identity(str(state.ccode) if real else state.name)
        if one is not None:
            world.setdefault(one, k)

    @lru_cache(maxsize=8192)
    def position(text: str, year: int | None = None, letters: str = "any") -> int:
        """Return the position of the state that a text means, -1 where it is none of these."""
        text = as_number(text)
        # of two states of one year that are one in others
        exact = own.get(str(_listed_as(text, letters)))
        result = own.get(text.casefold(), exact)
        if letters == "cow" and exact is not None:
            return exact
        if result is None or letters != "any":
            one = identity(text, year, letters)
            if one is not None:
                return world.get(one, -1)
        return -1 if result is None else result

    return position
