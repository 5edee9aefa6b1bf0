"""Countries: the states of today by their codes and English names.

The list and the patterns of names are those of country_converter (Stadler 2017).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from .capitals import governed_from
from .codes import ISO3

LONGEST = 200  # characters of a name: patterns take minutes over the cells of a damaged file
# country_converter keeps the codes of Gleditsch & Ward (its Vietnam is even their South); these
# nine differ in COW.
_COW = {
    "DEU": 255,
    "SRB": 345,
    "YEM": 679,
    "VNM": 816,
    "KIR": 946,
    "NRU": 970,
    "TON": 955,
    "TUV": 947,
    "CZE": 316,
}
# Former ISO codes of Romania and Timor-Leste, which CAMEO still uses.
FORMER = {"ROM": "ROU", "TMP": "TLS"}


@cache
def world() -> tuple[list[tuple[re.Pattern, str]], dict[int, str], dict[str, str]]:
    """Return patterns of states' English names, ISO3 by COW code, and short names by ISO3."""
    import pandas as pd
    from country_converter import CountryConverter
    from country_converter.country_converter import COUNTRY_DATA_FILE

    # Read here, as version 1.3.2 takes Namibia's "NA" for a missing value under pandas 3 and stops.
    table = pd.read_csv(
        COUNTRY_DATA_FILE, sep="\t", encoding="utf-8", dtype=str, keep_default_na=False
    )
    known = CountryConverter(
        table[table.obsolete == ""].drop(columns="obsolete").assign(obsolete=None)
    )
    ccodes = zip(known.data.GWcode, known.data.ISO3, strict=True)
    # What may come before a name is left out, so that it shows where the name begins.
    regexes = [
        re.compile(re.sub(r"(^|\|)\.\*", r"\1", regex.pattern), regex.flags)
        for regex in known.regexes
    ]
    patterns = list(zip(regexes, known.data.ISO3, strict=True))
    names = dict(zip(known.data.ISO3, known.data.name_short, strict=True))
    return patterns, {_COW.get(iso3, int(code)): iso3 for code, iso3 in ccodes if code}, names


@cache
def ccodes() -> dict[str, int]:
    """Return today's COW codes by ISO3."""
    return {iso3: ccode for ccode, iso3 in world()[1].items()}


@lru_cache(maxsize=4096)
def country(text: str) -> str | None:
    """Return the ISO3 code of a state of today from its ISO3 or COW code or English name.

    The result is None if it is none.
    """
    if len(text) > LONGEST:
        return None
    patterns, ccodes, names = world()
    if text.isdecimal():
        return ccodes.get(int(text))
    text = FORMER.get(text, text)
    if text in names:
        return text
    result = [iso3 for pattern, iso3 in patterns if _in_words(pattern.search(text), text)]
    return result[0] if len(result) == 1 else None


def _in_words(result: re.Match | None, text: str) -> bool:
    """Say whether a pattern was found at the start of a word, and as a whole one if it is short.

    The patterns look anywhere: Niue is in "tniUed States", and "gb" in "Gbon".
    """
    if not result:
        return False
    first, last = result.span()
    inside = first > 0 and text[first - 1].isalnum() and text[first].isalnum()
    part = 0 < last - first < 4 and text[last : last + 1].isalnum()
    return not inside and not part


# Usual words that the patterns do not know, or take for another; judgement.
_USUAL = {
    "america": "USA",
    "great britain": "GBR",
    "holland": "NLD",
    "soviet union": "RUS",
    "soviet": "RUS",
    "ussr": "RUS",
    "burma": "MMR",
    "us": "USA",
    "uk": "GBR",
    "uae": "ARE",
    "drc": "COD",
    "dprk": "PRK",
    "rok": "KOR",
    "prc": "CHN",
}
_SHORT = 5  # letters up to which a word must be a code, a whole name or a usual word


@lru_cache(maxsize=4096)
def called(word: str) -> str | None:
    """Return the ISO3 code of the state of today that somebody means, in upper or lower case.

    An ISO3 code stands before a name: ``prk`` is North Korea. A capital stands for its state, and
    "American" for "America". The result is None if it is none.
    """
    text = " ".join(word.split())
    if not text or len(text) > LONGEST:
        return None
    if len(text) == 3 and text.upper() in world()[2]:
        return text.upper()
    plain = text.casefold().removeprefix("the ")
    usual = _usual(plain) or _governed_from(text)
    usual = usual or (_usual(plain[:-1]) if plain.endswith(("n", "i")) else None)  # American
    if usual or (plain.isalpha() and len(plain) <= _SHORT):
        return usual
    return country(text) or country(text.upper())


def _usual(plain: str) -> str | None:
    """Return the ISO3 code of a usual word or a whole name, in lower case and without "the"."""
    return _USUAL.get(plain.replace(".", "")) or _by_name().get(plain)


def _governed_from(city: str) -> str | None:
    """Return the ISO3 code of the one state of today that a city is or was the capital of."""
    today = [ISO3[ccode] for ccode in governed_from(city) if ccode in ISO3]
    return today[0] if len(today) == 1 else None


@cache
def _by_name() -> dict[str, str]:
    """Return today's ISO3 codes by short name in lower case."""
    return {name.casefold(): iso3 for iso3, name in world()[2].items()}
