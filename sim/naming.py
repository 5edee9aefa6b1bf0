"""Naming: which state a name or code in a data set means.

Data sets write states as ISO3 codes, Correlates of War numbers or English names of many kinds. The list of the world's
states and the patterns of their names are those of country_converter (Stadler 2017).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from .errors import InvalidInput
from .scenario import State, nearest

# country_converter keeps the codes of Gleditsch & Ward (its Vietnam is even their South); these eight differ in COW.
_COW = {"DEU": 255, "SRB": 345, "YEM": 679, "VNM": 816, "KIR": 946, "NRU": 970, "TON": 955, "TUV": 947}
_FORMER = {"ROM": "ROU", "TMP": "TLS"}  # former ISO codes of Romania and Timor-Leste, which CAMEO still writes


@cache
def _world() -> tuple[list[tuple[re.Pattern, str]], dict[int, str], dict[str, str]]:
    """Return patterns of the English names of the world's states, ISO3 by COW code, and short names by ISO3."""
    import pandas as pd
    from country_converter import CountryConverter
    from country_converter.country_converter import COUNTRY_DATA_FILE

    # Read here, as version 1.3.2 takes Namibia's "NA" for a missing value under pandas 3 and stops.
    table = pd.read_csv(COUNTRY_DATA_FILE, sep="\t", encoding="utf-8", dtype=str, keep_default_na=False)
    known = CountryConverter(table[table.obsolete == ""].drop(columns="obsolete").assign(obsolete=None))
    ccodes = zip(known.data.GWcode, known.data.ISO3, strict=True)
    patterns = list(zip(known.regexes, known.data.ISO3, strict=True))
    names = dict(zip(known.data.ISO3, known.data.name_short, strict=True))
    return patterns, {_COW.get(iso3, int(code)): iso3 for code, iso3 in ccodes if code}, names


@lru_cache(maxsize=4096)
def country(text: str) -> str | None:
    """Return the ISO3 code of a state of the world from its ISO3 or COW code or English name; None if it is none."""
    patterns, ccodes, names = _world()
    if text.isdecimal():
        return ccodes.get(int(text))
    text = _FORMER.get(text, text)
    if text in names:
        return text
    found = [iso3 for pattern, iso3 in patterns if pattern.search(text)]
    return found[0] if len(found) == 1 else None


def state_called(word: str) -> State:
    """Return a state of the world, under the code that was written if it can be one, else under its ISO3 code.

    Raises
    ------
    ValueError
        When there is no such state or it has no COW code, with the nearest name or code.
    """
    _, ccodes, names = _world()
    iso3 = country(word)
    if iso3 is None:
        raise InvalidInput(f"unknown state '{word}'{nearest(word, [*names, *names.values()])}")
    ccode = next((number for number, code in ccodes.items() if code == iso3), None)
    if ccode is None:
        raise InvalidInput(f"'{word}' has no Correlates of War code: it is no member of that state system")
    return State(word if re.fullmatch(r"[A-Z][A-Z0-9_]*", word) else iso3, names[iso3], ccode)


def states_named(states: Sequence[State]) -> Callable[[str], int]:
    """Return a function from a name or code in a file to the position among the states, -1 where it is none.

    A scenario's own codes and names come first, then COW and ISO3 codes and English names. A state of the scenario
    without a COW code is one of the world's only if its name is (EAST named "East" is none, PRK without a name is).
    """
    own, world = {}, {}
    for k, state in enumerate(states):
        real = state.ccode < 1000
        for word in (state.code, state.name, *([str(state.ccode)] if real else [])):
            own.setdefault(word.casefold(), k)
        iso3 = country(str(state.ccode) if real else state.name)
        if iso3:
            world.setdefault(iso3, k)

    @lru_cache(maxsize=4096)
    def position(text: str) -> int:
        text = re.sub(r"^(\d+)\.0+$", r"\1", text.strip())  # 731.0 is what programs make of 731
        found = own.get(text.casefold())
        return world.get(country(text), -1) if found is None else found

    return position
