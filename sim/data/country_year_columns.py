"""Columns of country-year data: where a file has its states, years and numbers, by the names alone.

Names are compared as in ``delimited.plain``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sim.errors import InvalidInput

from .country_year_forms import EXPECTED, MISSING, OTHERS, SHAPES, Shape
from .delimited import plain, shown

_SESSION = 1945  # the General Assembly's first session began in 1946
ONGOING = 9999
_ALWAYS = (-1, -1)  # instead of the places of years: rows hold for all of them

# What a column calls states by (as in ``naming.identity``, and plain numbers), in the order in
# which it is believed.
_CALLED = (
    ("number", ("ccode", "cowcode", "cown", "cowccode", "statenumber", "statenum")),
    ("gw", ("gwcode", "gwno", "gwn")),
    ("iso", ("iso3c", "iso3", "iso3code", "isocode", "isoa3", "countrycode")),
    (
        "cow",
        ("stateabb", "cowc", "cabb", "abb", "stateabbr", "stateabbreviation", "cowabb", "ccodeabb"),
    ),
    ("any", ("state", "mem", "statename", "statenme", "countryname", "country", "side", "rival")),
)
_ENDS = (("1", "2"), ("a", "b"), ("x", "y"))
_YEAR = ("year", "session", "sessionx")
_FIRST = ("startyear", "styear", "start", "begyr", "begyear", "begin", "beginyear", "stdate")
_LAST = ("endyear", "endyr", "end", "enddate")
# a column for a year, as the World Bank ("2013 [YR2013]"), R ("X2013") and others name it
_WIDE = r"(x|y|yr)?(19|20)\d\d(yr(19|20)\d\d)?"


@dataclass(frozen=True)
class Layout:
    """Where a file's columns stand: of the years, and of each side as (kind of code, place)."""

    shape: Shape
    names: tuple[str, ...]
    header: tuple[str, ...]
    sides: tuple[tuple[tuple[str, int], ...], ...]
    first: int
    last: int
    any_of: bool

    def uses(self, place: int) -> bool:
        """Say whether a column is read."""
        years = place in (self.first, self.last)
        return (
            years
            or self.header[place] in (*self.shape.needs, *self.shape.extra)
            or place in {at for side in self.sides for _, at in side}
        )

    def as_written(self, text: str) -> str:
        """Return a message that begins with a column's plain name with the file's own spelling."""
        name, _, rest = text.partition(" ")
        return (
            f"{shown(self.names[self.header.index(name)])} {rest}" if name in self.header else text
        )


def _instead(header: Sequence[str]) -> str:
    """Return what a file is that is none of those that are read, and the cure.

    It is empty where that is not known.
    """
    if len(header) == 1:
        missing = "commas, semicolons or tabs may be missing between them"
        return f"the columns {shown(header[0])}: one alone, so that {missing}"
    if sum(bool(re.fullmatch(_WIDE, plain(name))) for name in header) > 1:
        return "a column for each year: turn them into rows, one for each state and year"
    return next((cure for names, cure in OTHERS if names <= set(header)), "")


def layout(kind: str, path: Path, names: Sequence[str]) -> Layout:
    """Return a file's form, from its header.

    Parameters
    ----------
    kind : {"power", "alliances", "votes", "rivalries", "gdp", "capitals"}
        What the file should be about.
    path : Path
        The file, as messages name it.
    names : sequence of str
        Its first row.

    Raises
    ------
    ValueError
        When the file is not of the kind, or two of its columns have one name.
    """
    header = tuple(map(plain, names))
    other = _instead(header if len(names) > 1 else names)
    if other and "mem3" in header:  # such a file has columns of two states all the same
        raise InvalidInput(f"{path}: {other}")
    for shape in SHAPES[kind]:
        sides = _sides(header, shape.dyads)
        years = _years(header, shape.spells) or (_ALWAYS if shape.timeless else None)
        if sides and years and set(shape.needs) <= set(header):
            used = (
                {header[place] for side in sides for _, place in side}
                | {header[k] for k in years if k >= 0}
                | set(shape.needs)
                | (set(shape.extra) & set(header))
            )
            twice = sorted(name for name in used if header.count(name) > 1)
            if twice:
                raise InvalidInput(
                    f"{path}: two columns are called '{twice[0]}': leave one of them out"
                )
            any_of = "atopid" in header or years[0] != years[1]
            return Layout(shape, tuple(names), header, sides, *years, any_of)
    some = ", ".join(map(shown, names[:12])) + ", ..." * (len(names) > 12)
    result = other or f"the columns {some}"
    raise InvalidInput(f"{path}: expected {EXPECTED[kind]}; found {result}")


def _sides(header: tuple[str, ...], dyads: bool) -> tuple[tuple[tuple[str, int], ...], ...]:
    """Return the kinds and places of the columns that name each side.

    It is empty where there are none.
    """
    result: list[list[tuple[str, int]]] = []
    for ends in _ENDS if dyads else (("",),):
        sides = [
            [
                (kind, header.index(base + end))
                for kind, bases in _CALLED
                for base in bases
                if base + end in header
            ]
            for end in ends
        ]
        if all(sides):
            result = result or sides
    return tuple(map(tuple, result))


def _years(header: tuple[str, ...], spells: bool | None) -> tuple[int, int] | None:
    """Return where the first and last year of a row stand."""
    year, first, last = (
        next((header.index(n) for n in names if n in header), None)
        for names in (_YEAR, _FIRST, _LAST)
    )
    if year is not None and not spells:
        return year, year
    return None if spells is False or first is None or last is None else (first, last)


def span(row: Sequence[str], where: Layout) -> tuple[int, int] | None:
    """Return the first and last year of a row, None where it is of none.

    It raises ValueError when they cannot be.

    Parameters
    ----------
    row : sequence of str
        Its cells.
    where : Layout
        Where the file has its years.
    """
    if (where.first, where.last) == _ALWAYS:
        return 1, ONGOING
    begin, end = row[where.first], row[where.last]
    name = where.header[where.first]
    if where.first == where.last:
        return _year(name, begin), _year(name, begin)
    if begin.lower() in MISSING and end.lower() in MISSING:
        return None
    first = _year(name, begin)
    last = ONGOING if end.lower() in MISSING | {"0"} else _year(where.header[where.last], end)
    if last < first:
        raise InvalidInput(f"{where.header[where.last]} is '{end}', before {name} {begin}")
    return first, last


@lru_cache(maxsize=4096)
def _year(name: str, text: str) -> int:
    """Return a year, also that of a session of the General Assembly; ValueError when it is none."""
    session = name.startswith("session")
    if name.endswith("date") and re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        text = text[:4]
    if not re.fullmatch(
        r"\d{1,3}(\.0{1,9})?" if session else r"(1[5-9]|20)\d\d(\.0{1,9})?|9999", text, re.ASCII
    ):
        raise InvalidInput(
            f"{name} is '{shown(text)}': a {'session' if session else 'year'} is needed"
        )
    return int(float(text)) + _SESSION * session
