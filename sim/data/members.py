"""Members: who belonged to the state system in which years, and what past states were called.

The list of members is that of the Correlates of War, State System Membership, version 2016
(``members.csv``).
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

NOW = 9999  # a year after all others; members of 2016 are taken to be members since
_LISTED_TO = 2016

# Numbers under which the same state goes on, and those that Gleditsch & Ward and Polity give to
# members.
_CONTINUED = {260: 255, 678: 679}
_OTHER = {
    340: 345,
    342: 345,
    348: 341,
    364: 365,
    525: 626,
    529: 530,
    769: 770,
    818: 816,
    971: 970,
    972: 955,
    973: 947,
}
# Numbers of Gleditsch and Ward's that are another state's in the Correlates of War.
_GLEDITSCH_WARD = {970: 946, 971: 970}
# Years in which a state stood already that became a member later, and of which data sets have rows.
_FOUNDED = {265: (1949, 1953), 732: (1948, 1948)}
# States that divided or united: a number and letters of two of one group do not contradict each
# other.
_KIN = ((255, 260, 265), (300, 305, 310), (315, 316, 317), (341, 345), (510, 511), (625, 626),
        (651, 652), (678, 679, 680), (730, 731, 732), (816, 817))  # fmt: skip
# The second left the first, whose number never stands for it.
_LEFT = ((345, 347), (530, 531), (770, 771))


@dataclass(frozen=True)
class Member:
    """A member of the state system: number, letters, name, and its spells of years."""

    ccode: int
    letters: str
    name: str
    spells: tuple[tuple[int, int], ...]

    def within(self, year: int) -> bool:
        """Say whether it was a member at any time of a year."""
        return any(first <= year <= last for first, last in self.spells)

    def years(self) -> str:
        """Say when it was a member."""
        spells = [
            f"from {first} " + ("on" if last == NOW else f"to {last}")
            for first, last in self.spells
        ]
        return " and ".join(spells)


@dataclass(frozen=True)
class Past:
    """What a member was called for a time: a code and a name to write, and other words for it."""

    ccode: int
    code: str
    name: str
    first: int
    last: int
    words: tuple[str, ...] = ()


PAST = (
    Past(365, "USSR", "Soviet Union", 1922, 1991,
         ("SUN", "URS", "Union of Soviet Socialist Republics")),
    Past(255, "DEU", "Germany", 1871, 1945, ("German Empire",)),
    Past(255, "PRU", "Prussia", 1816, 1870, ()),
    Past(260, "GFR", "West Germany", 1945, 1990,
         ("FRG", "BRD", "German Federal Republic", "Germany, West")),
    Past(265, "DDR", "East Germany", 1945, 1990,
         ("GDR", "German Democratic Republic", "Germany, East",
         "German Dem. Rep.")),
    Past(345, "YUG", "Yugoslavia", 1918, 2006,
         ("SCG", "Serbia and Montenegro", "Serbia & Montenegro",
         "Federal Republic of Yugoslavia", "Socialist Federal Republic of Yugoslavia",
         "Yugoslavia (Serbia)", "SFRY")),
    Past(315, "CSK", "Czechoslovakia", 1918, 1992, ("CSSR", "Czechoslovak Socialist Republic")),
    Past(816, "DRV", "North Vietnam", 1954, 1975,
         ("VDR", "Democratic Republic of Vietnam", "Vietnam, North",
         "Vietnam, Democratic Republic of")),
    Past(817, "RVN", "South Vietnam", 1954, 1975,
         ("Republic of Vietnam", "Vietnam, South", "Vietnam, Republic of",
         "Republic of Viet Nam")),
    Past(678, "YAR", "North Yemen", 1918, 1990, ("Yemen Arab Republic", "Yemen, North",
         "Yemen (Arab Republic of Yemen)")),
    Past(680, "YMD", "South Yemen", 1967, 1990,
         ("YPR", "PDRY", "Yemen People's Republic", "Yemen, South",
         "Democratic Yemen", "Yemen, People's Republic of",
         "People's Democratic Republic of Yemen")),
    Past(300, "AUH", "Austria-Hungary", 1816, 1918,
         ("Austro-Hungarian Empire", "Austrian Empire", "Austria Hungary")),
    Past(640, "TUR", "Ottoman Empire", 1816, 1922, ()),
    Past(730, "KOR", "Korea", 1887, 1910, ("Kingdom of Korea",)),
    Past(325, "ITA", "Sardinia", 1816, 1861, ("Piedmont", "Piedmont-Sardinia")),
    Past(327, "PAP", "Papal States", 1816, 1870, ()),
    Past(651, "EGY", "United Arab Republic", 1958, 1971, ("UAR",)),
    Past(511, "ZAN", "Zanzibar", 1963, 1964, ("EAZ",)),
)  # fmt: skip

# Other ways to write states that divided, united or ended: what a text holds in any order, whom it
# then means, and for whom the patterns of today's names take it ("Macedonia, FYR of Yugoslavia" is
# none of these, as they find another).
_DESCRIBED = tuple((re.compile(pattern, re.IGNORECASE), ccode, over) for pattern, ccode, over in (
    (r"^(?=.*\bgermany?\b)(?=.*\b(east|e|dem\w*|gdr|ddr|dr)\b)(?!.*\b(in|ex)cl|.*\buni[ft])",
     265, (255,)),
    (r"^(?=.*\bgermany?\b)(?=.*\b(west|w)\b)", 260, (255,)),
    (r"^(?=.*\byemen\b)(?=.*\b(south\w*|s|dem\w*|people\w*|pdry?|pr|aden)\b)", 680, (679,)),
    (r"^(?=.*\bviet\W?nam\b)(?=.*\b(north|n|dem\w*|soc\w*|drv)\b)", 816, (816,)),
    (r"^(?=.*\bviet\W?nam\b)(?=.*\b(south|s|rep\w*|rvn)\b)", 817, (816,)),
    (r"^(?=.*\bkorea\b)(?=.*\b(north|n|dem\w*|people\w*|pdr|d?pr|dprk)\b)", 731, (731, 732)),
    (r"^(?!.*people|.*\bp\.? ?r|.*\bexcl)"
     r".*(\b(rep\w*\W+of|nationalist) china|china\W+(rep|nat|taiwan|roc\b))",
     713, (710, 713)),
    (r"czecho-?slovak|czech (and|&) slovak|\bc(ssr|sfr)\b", 315, (316, 317)),
    (r"yugoslav|serbia\W*(and\W+)?montenegro", 345, (341, 345)),
    (r"\bsoviet (union|russia)|\bunion of soviet|\bu\.?s\.?s\.?r\b", 365, (365,)),
    (r"austr(o|ia)\W*hungar", 300, (305, 310)),
    (r"\btanganyika\b", 510, (510,)),
    (r"\bmalaya\b", 820, (820,)),
    (r"\btransjordan\b", 663, (663,)),
))  # fmt: skip


@cache
def members() -> dict[int, Member]:
    """Return the members by number."""
    spells: dict[int, list[tuple[int, int]]] = {}
    called: dict[int, tuple[str, str]] = {}
    with Path(__file__).with_name("members.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            first, last = int(row["first"]), int(row["last"])
            spells.setdefault(int(row["ccode"]), []).append(
                (first, NOW if last == _LISTED_TO else last)
            )
            called[int(row["ccode"])] = row["letters"], row["name"]
    return {ccode: Member(ccode, *called[ccode], tuple(years)) for ccode, years in spells.items()}


def key(text: str) -> str:
    """Return a name without case, spaces and marks, to compare it by."""
    return re.sub(r"[\W_]+", "", text.casefold())


@cache
def by_letters() -> dict[str, int]:
    """Return the numbers of members by their letters."""
    return {member.letters: ccode for ccode, member in members().items()}


@cache
def by_name() -> dict[str, int]:
    """Return the numbers of members by ``key`` of their name in the list."""
    return {key(member.name): ccode for ccode, member in members().items()}


@cache
def by_past_word() -> dict[str, Past]:
    """Return past states by ``key`` of each word for them that is no other state's today."""
    own = {"DEU", "YEM", "TUR", "KOR", "ITA", "EGY", "Germany", "Korea"}
    return {
        key(word): past
        for past in PAST
        for word in (past.code, past.name, *past.words)
        if word not in own
    }


def described(text: str, today: int | str | None) -> int | str | None:
    """Return what stands for the state that a name means, from the one that it would mean today.

    Parameters
    ----------
    text : str
        A name, as a data set writes it.
    today : int, str or None
        What it would mean today.
    """
    for pattern, ccode, over in _DESCRIBED:
        if (today is None or today in over) and pattern.search(text):
            return root(ccode)
    return today


def root(number: int, gleditsch_ward: bool = False) -> int | None:
    """Return the number that stands for a state in all its years, from one of its numbers.

    The result is None if it is none.

    Parameters
    ----------
    number : int
        Any number of a state.
    gleditsch_ward : bool
        Whether the number is from the list of Gleditsch & Ward.
    """
    if gleditsch_ward:
        number = _GLEDITSCH_WARD.get(number, number)
    number = _OTHER.get(number, number) if number not in members() else number
    return _CONTINUED.get(number, number) if number in members() else None


@lru_cache(maxsize=65536)
def in_year(number: int, year: int) -> Member | None:
    """Return the member that a state was in a year, from any of its numbers, or in a gap the next.

    The result is None if it was none.

    Germany is 255 until 1945 and from 1990, and 260 between; of two in one year the one that goes
    on.

    Parameters
    ----------
    number : int
        Any number of the state.
    year : int
    """
    line = [member for member in members().values() if root(member.ccode) == root(number)]
    spells = sorted(
        ((first, last, member) for member in line for first, last in member.spells),
        key=lambda s: s[:2],
    )
    if not spells or year < spells[0][0]:
        return None
    within = [member for first, last, member in spells if first <= year <= last]
    return (
        within[-1]
        if within
        else next((member for first, _, member in spells if first > year), None)
    )


def stood(number: int, year: int) -> bool:
    """Say whether a state was a member in a year, or soon to be one.

    Parameters
    ----------
    number : int
        Of the state.
    year : int
    """
    first, last = _FOUNDED.get(number, (NOW, 0))
    return in_year(number, year) is not None or first <= year <= last


def past_in(ccode: int, year: int) -> Past | None:
    """Return what a member was called in a year, if that is not what it is called today.

    Parameters
    ----------
    ccode : int
        Of the member.
    year : int
    """
    return next(
        (past for past in PAST if past.ccode == ccode and past.first <= year <= past.last), None
    )


def kin(one: int, other: int, left: bool = False) -> bool:
    """Say whether two numbers mean one state, or states that divided or united.

    With `left`, states of which one left the other count too.

    Parameters
    ----------
    one, other : int
        Numbers of states.
    left : bool
        Whether a state that left another counts.
    """
    groups = _KIN + _LEFT if left else _KIN
    return root(one) == root(other) or any(one in group and other in group for group in groups)
