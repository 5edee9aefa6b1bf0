"""Calling: which state of a scenario somebody means, by code, number, name or capital.

One place for every word that names a state: on the command line, in Python, in a game, in any case.
A scenario's own codes and names come first; then ISO3 codes and Correlates of War numbers; then
capitals, and the English names that countries go by.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from sim.countries.capitals import governed_from, seats
from sim.countries.codes import ISO3
from sim.countries.names import called
from sim.errors import InvalidInput

from .problems import listed, most_like, nearest

MADE_UP = 1000  # codes from here on are given to states for which the scenario gives none
_MISSPELT = 0.75  # likeness from which a word is a code with a slip of the pen; judgement
_OF_STATES = {"states": 1, "ties": 2}  # tables of a path, and how many states follow


def key(word: str) -> str:
    """Return what two ways to write a word share: no case, and one form of each letter."""
    return unicodedata.normalize("NFKC", word).casefold().strip()


@dataclass(frozen=True)
class State:
    """A state: its code in the scenario, its name, and its Correlates of War code.

    The Correlates of War code keys its random draws.
    """

    code: str
    name: str
    ccode: int

    @property
    def words(self) -> tuple[str, str, str, str]:
        """Short words for it, first things first: code, ISO3, number ("" where none) and name."""
        number = str(self.ccode) if self.ccode < MADE_UP else ""
        return self.code, ISO3.get(self.ccode, ""), number, self.name

    @property
    def seats(self) -> tuple[str, ...]:
        """Names of its capital, and of former ones."""
        return seats(self.ccode)


def code_called(word: str, states: Sequence[State]) -> str:
    """Return the code of the state that a word means.

    Parameters
    ----------
    word : str
        A code, an ISO3 code, a Correlates of War number, an English name or a capital, in any
        case.
    states : sequence of State
        Among which it is looked for.

    Raises
    ------
    InvalidInput
        When it means none of them, with the nearest; or more than one.
    """
    if not isinstance(word, str):
        raise InvalidInput(
            f"a state is named by a text, as in '{states[0].code}' or '{states[0].name}', "
            f"found {word!r:.60}"
        )
    code = found(word, states)
    if code is None:
        raise InvalidInput(f"unknown state '{word}'{nearest_state(word, states)}")
    return code


def found(word: str, states: Sequence[State]) -> str | None:
    """Return the code of the state that a word means, None where it means none.

    Parameters
    ----------
    word : str
        As for ``code_called``.
    states : sequence of State
        Among which it is looked for.

    Raises
    ------
    InvalidInput
        When it means more than one.
    """
    for kind in range(4):
        codes = [state.code for state in states if key(state.words[kind]) == key(word) != ""]
        if codes:
            return _only(codes, word)
    seated = governed_from(word)
    if codes := [state.code for state in states if state.ccode in seated]:
        return _only(codes, word)
    iso3 = called(word)
    return next((s.code for s in states if iso3 and ISO3.get(s.ccode) == iso3), None)


def _only(codes: Sequence[str], word: str) -> str:
    """Return the code that a word is, or the only one that it means."""
    if len(codes) > 1 and word not in codes:
        raise InvalidInput(f"'{word}' may be {' or '.join(codes)}: write the code")
    return word if word in codes else codes[0]


def nearest_state(word: str, states: Sequence[State]) -> str:
    """Return " (did you mean 'RUS', Russia?)", by what words mean before how they are spelled.

    Parameters
    ----------
    word : str
        What was written.
    states : sequence of State
        What could have been meant.
    """
    told = {state.code: state for state in states}
    try:
        code = found(word, states)
    except InvalidInput:
        code = None
    if code is None and not called(word):  # a state elsewhere is none of these misspelt
        names = {
            own: state.code
            for state in reversed(states)
            for own in (*state.seats, state.name, state.code)
        }
        code = names.get(most_like(word, tuple(names)) or "")
    if code is None:
        return listed(told)
    name = told[code].name
    return f" (did you mean '{code}'{f', {name}' * (key(name) != key(code))}?)"


@lru_cache(maxsize=256)
def nearest_code(word: str, codes: tuple[str, ...]) -> str:
    """Return what ``nearest`` does among codes, by what words mean before how they are spelled.

    Parameters
    ----------
    word : str
        What was written.
    codes : tuple of str
        What could have been meant.
    """
    if get_close_matches(word.upper(), codes, n=1, cutoff=_MISSPELT):
        return nearest(word, codes)
    iso3 = called(word)
    for code in codes if iso3 else ():
        if called(code) == iso3:
            return f" (did you mean '{code}'?)"
    return nearest(word, codes)


def path_called(path: str, states: Sequence[State]) -> str:
    """Return a path with the codes of states where it has other words for them.

    What means no state is left as it is, for whoever checks the path to complain of.

    Parameters
    ----------
    path : str
        As ``ties.Russia.PRK.obstacle``; a pattern may have stars.
    states : sequence of State
        Of the scenario.
    """
    table, *parts = path.split(".")
    count = _OF_STATES.get(table, 0)
    return ".".join([table, *codes_called(parts[:count], states), *parts[count:]])


def codes_called(words: Iterable[str], states: Sequence[State]) -> list[str]:
    """Return the codes that words mean, and words that mean no state as they are.

    Parameters
    ----------
    words : iterable of str
        Codes or names.
    states : sequence of State
        Of the scenario.
    """
    known = {state.code for state in states}
    return [word if word in known else found(word, states) or word for word in words]
