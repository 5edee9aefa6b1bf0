"""Columns: the forms in which the field's data sets come, found by the names of their columns, and how cells are read.

COW National Material Capabilities; ATOP by dyad and year, directed or not, or as spells; UN General
Assembly agreement scores or ideal points (Bailey, Strezhnev & Voeten), by state or dyad; strategic
rivalries (Thompson, Sakuwa & Suhas); and tables that were merged from these under the names of the
package peacesciencer. Names count as in ``separated.plain``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sim.errors import InvalidInput

from .delimited import plain, shown

Numbers = dict[str, float | None]
MISSING = {"", ".", "na", "nan", "null", "none", "-9", "-9.0", "-9.00"}
_SESSION = 1945  # the General Assembly's first session began in 1946
ONGOING = 9999

# What a column calls states by (as in ``naming.identity``, and plain numbers), in the order in
# which it is believed.
_CALLED = (
    ("number", ("ccode", "cowcode", "cown", "cowccode", "statenumber", "statenum")),
    ("gw", ("gwcode", "gwno", "gwn")),
    ("iso", ("iso3c", "iso3", "iso3code", "isocode", "isoa3")),
    (
        "cow",
        ("stateabb", "cowc", "cabb", "abb", "stateabbr", "stateabbreviation", "cowabb", "ccodeabb"),
    ),
    ("any", ("state", "mem", "statename", "statenme", "countryname", "country", "side", "rival")),
)
_ENDS = (("1", "2"), ("a", "b"), ("x", "y"))
_YEAR = ("year", "session", "sessionx")
_FIRST = ("startyear", "styear", "start", "begyr", "begyear", "begin", "beginyear")
_LAST = ("endyear", "endyr", "end")


@dataclass(frozen=True)
class Shape:
    """A form that a file may have.

    Attributes
    ----------
    dyads : bool
        Whether a row is about two states.
    needs : tuple of str
        The columns that hold its numbers, in plain names.
    read : function from a row to numbers by name
    each : bool
        Whether a row about two states holds a number of each, the second's under names that end in
        2.
    spells : bool or None
        Whether rows are spells of years (True), single years (False), or either (None).
    label : str
        What the numbers are, where they are not quite the usual.
    """

    dyads: bool
    needs: tuple[str, ...]
    read: Callable[[dict[str, str]], Numbers]
    each: bool = False
    spells: bool | None = None
    label: str = ""


@dataclass(frozen=True)
class Layout:
    """Where a file's columns stand: of each side (kind of code, place) as often as it is named, and the years."""

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
            or self.header[place] in self.shape.needs
            or place in {at for side in self.sides for _, at in side}
        )

    def as_written(self, text: str) -> str:
        """Return a message that begins with a column's plain name with the name as the file writes it."""
        name, _, rest = text.partition(" ")
        return (
            f"{shown(self.names[self.header.index(name)])} {rest}" if name in self.header else text
        )


def number(row: dict[str, str], name: str, low: float, high: float) -> float | None:
    """Return a number of a row, None where the file says that it is missing.

    ValueError when it cannot be.
    """
    text = row[name]
    if text.lower() in MISSING:
        return None
    plainly = text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
    found = re.fullmatch(
        r"[+-]?(\d{1,25}\.?\d{0,25}|\.\d{1,25})([eE][+-]?\d{1,3})?", plainly, re.ASCII
    )
    value = float(plainly) if found else float("nan")
    if not low <= value <= high:
        raise InvalidInput(f"{name} is '{shown(text)}': {low:g} to {high:g} is needed")
    return value


def _flag(row: dict[str, str], name: str) -> float | None:
    """Return whether something holds; ValueError for anything between."""
    known = {"true": 1.0, "false": 0.0, "t": 1.0, "f": 0.0}.get(row[name].lower())
    value = number(row, name, 0, 1) if known is None else known
    if value not in (None, 0.0, 1.0):
        raise InvalidInput(f"{name} is '{shown(row[name])}': 0 or 1 is needed")
    return value


def _one(name: str, called: str, low: float, high: float) -> Callable[[dict[str, str]], Numbers]:
    """Return a reader of one number."""
    return lambda row: {called: number(row, name, low, high)}


def _two(
    first: str, second: str, called: str, low: float, high: float
) -> Callable[[dict[str, str]], Numbers]:
    """Return a reader of a number of each side."""
    return lambda row: {
        called: number(row, first, low, high),
        f"{called}2": number(row, second, low, high),
    }


_OBLIGATIONS = ("defense", "offense", "neutral", "nonagg", "consul")


def _obligation(row: dict[str, str]) -> Numbers:
    """Read the one obligation of a spell."""
    if row["obligation"] not in _OBLIGATIONS:
        raise InvalidInput(
            f"obligation is '{shown(row['obligation'])}': one of {', '.join(_OBLIGATIONS)} is "
            "needed"
        )
    return {row["obligation"]: 1.0}


def _obligations(prefix: str) -> Callable[[dict[str, str]], Numbers]:
    """Return a reader of the obligations of a dyad and year."""
    return lambda row: {name: _flag(row, prefix + name) for name in ("defense", "consul")}


def _rivals(name: str) -> Shape:
    """Return the form of a table by dyad and year that says of each whether they are rivals."""
    return Shape(True, (name,), lambda row: {"rivalry": _flag(row, name)}, spells=False)


_POINTS = ("idealpointall", "idealpointfp", "idealpoint")
_DISTANCES = ("absidealdiff", "absidealdifference", "idealpointdistance")
_SHAPES = {
    "power": (
        Shape(False, ("cinc",), _one("cinc", "cinc", 0, 1)),
        Shape(True, ("cinc1", "cinc2"), _two("cinc1", "cinc2", "cinc", 0, 1), each=True),
    ),
    "alliances": (
        Shape(True, ("obligation",), _obligation),
        *(
            Shape(True, (f"{it}defense", f"{it}consul"), _obligations(it), spells=False)
            for it in ("", "atop")
        ),
    ),
    "votes": (
        *(
            Shape(True, (name,), _one(name, "agreement", 0, 1))
            for name in ("agree3cat", "agree3un", "agree")
        ),
        *(
            Shape(
                True,
                (name,),
                _one(name, "agreement", 0, 1),
                label="agreement, without abstentions,",
            )
            for name in ("agree2una", "agree2un")
        ),
        *(Shape(True, (name,), _one(name, "distance", 0, 20)) for name in _DISTANCES),
        *(
            Shape(
                True,
                (f"{name}1", f"{name}2"),
                _two(f"{name}1", f"{name}2", "ideal", -10, 10),
                each=True,
            )
            for name in _POINTS
        ),
        *(Shape(False, (name,), _one(name, "ideal", -10, 10)) for name in _POINTS),
    ),
    "rivalries": (
        Shape(True, (), lambda row: {"rivalry": 1.0}, spells=True),
        *(
            _rivals(name)
            for name in ("ongoingrivalry", "strategicrivalry", "rivalry", "tssrivalry")
        ),
    ),
}
_EXPECTED = {
    "power": "National Material Capabilities (ccode or stateabb, year, cinc)",
    "alliances": "ATOP (stateA and stateB, mem1 and mem2 or ccode1 and ccode2; year; defense and consul or "
    "atop_defense and atop_consul; or spells with obligation, start_year, end_year)",
    "votes": "UN General Assembly agreement (ccode1, ccode2, year, agree), ideal points (ccode, session or year, "
    "IdealPointAll) or their distances (iso3c1, iso3c2, year, AbsIdealDiff)",
    "rivalries": "strategic rivalries (ccode1, ccode2, start, end; or by year with a column rivalry of 0 and 1)",
}
# Files of the field that hold something else, by columns that no other has, and which to take.
_OTHERS = (
    (
        {"mem1", "mem2", "mem3"},
        "a file of ATOP with a row for each alliance: take the one by dyad and year",
    ),
    (
        {"atopid", "member"},
        "a file of ATOP with a row for each member of an alliance: take the one by dyad and year",
    ),
    (
        {"defense", "neutrality", "entente"},
        "the alliances of the Correlates of War: take those of ATOP by dyad and year",
    ),
    (
        {"rcid", "vote"},
        "single votes of the General Assembly: take agreement scores or ideal points",
    ),
)


def _instead(header: Sequence[str]) -> str:
    """Return what a file is that is none of those that are read, and the cure.

    Nothing where that is not known.
    """
    if len(header) == 1:
        return f"the columns {shown(header[0])}: one alone, so that commas, semicolons or tabs may be missing between them"
    return next((told for names, told in _OTHERS if names <= set(header)), "")


def layout(kind: str, path: Path, names: Sequence[str]) -> Layout:
    """Return a file's form, from its header.

    Raises
    ------
    ValueError
        When the file is not of the kind, or two of its columns have one name.
    """
    header = tuple(map(plain, names))
    other = _instead(header if len(names) > 1 else names)
    if other and "mem3" in header:  # such a file has columns of two states all the same
        raise InvalidInput(f"{path}: {other}")
    for shape in _SHAPES[kind]:
        sides, years = _sides(header, shape.dyads), _years(header, shape.spells)
        if sides and years and set(shape.needs) <= set(header):
            used = (
                {header[place] for side in sides for _, place in side}
                | {header[k] for k in years}
                | set(shape.needs)
            )
            twice = sorted(name for name in used if header.count(name) > 1)
            if twice:
                raise InvalidInput(
                    f"{path}: two columns are called '{twice[0]}': leave one of them out"
                )
            any_of = "atopid" in header or years[0] != years[1]
            return Layout(shape, tuple(names), header, sides, *years, any_of)
    some = ", ".join(map(shown, names[:12])) + ", ..." * (len(names) > 12)
    found = other or f"the columns {some}"
    raise InvalidInput(f"{path}: expected {_EXPECTED[kind]}; found {found}")


def _sides(header: tuple[str, ...], dyads: bool) -> tuple[tuple[tuple[str, int], ...], ...]:
    """Return the kinds and places of the columns that name each side.

    Nothing where there are none.
    """
    found = []
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
            found = found or sides
    return tuple(map(tuple, found))


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

    ValueError when they cannot be.
    """
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
    if not re.fullmatch(
        r"\d{1,3}(\.0{1,9})?" if session else r"(1[5-9]|20)\d\d(\.0{1,9})?|9999", text, re.ASCII
    ):
        raise InvalidInput(
            f"{name} is '{shown(text)}': a {'session' if session else 'year'} is needed"
        )
    return int(float(text)) + _SESSION * session
