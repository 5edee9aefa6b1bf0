"""Forms of country-year data: which columns hold each data set's numbers, and how to read them.

COW National Material Capabilities; ATOP by dyad and year, directed or not, or as spells; UN General
Assembly agreement scores or ideal points (Bailey, Strezhnev & Voeten), by state or dyad; strategic
rivalries (Thompson, Sakuwa & Suhas); GDP (Penn World Table and tables like it); capitals; and
tables that were merged from these under the names of the package peacesciencer. Names count as in
``delimited.plain``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from sim.errors import InvalidInput

from .delimited import shown

Numbers = dict[str, float | None]
MISSING = {"", ".", "na", "nan", "null", "none", "-9", "-9.0", "-9.00"}
# Numbers with marks between thousands, or which may be: "16,000" is 16 to some. A lone point is one
# before decimals, as most programs write it.
_IN_THREES = re.compile(
    r"[+-]?[1-9]\d{0,2}((\.\d{3})+(\.\d{3}|,\d*)|([,'’_ \u00a0\u2009\u202f]\d{3})+([.,]\d*)?)",
    re.ASCII,
)
_THOUSANDS = 1000  # columns whose numbers are smaller have no such marks


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
    extra : tuple of str
        Columns that are read where they are there.
    timeless : bool
        Whether a row may do without years, and then holds for all of them.
    """

    dyads: bool
    needs: tuple[str, ...]
    read: Callable[[dict[str, str]], Numbers]
    each: bool = False
    spells: bool | None = None
    label: str = ""
    extra: tuple[str, ...] = ()
    timeless: bool = False


def number(row: dict[str, str], name: str, low: float, high: float) -> float | None:
    """Return a number of a row, None where the file says that it is missing.

    It raises ValueError when it cannot be.

    Parameters
    ----------
    row : dict of str to str
        Cells by plain column name.
    name : str
        The column.
    low, high : float
        Inclusive bounds.
    """
    text = row[name]
    if text.lower() in MISSING:
        return None
    if high >= _THOUSANDS and _IN_THREES.fullmatch(text):
        raise InvalidInput(
            f"{name} is '{shown(text)}': write it without marks between thousands, with a point "
            "before decimals"
        )
    plainly = text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
    result = re.fullmatch(
        r"[+-]?(\d{1,25}\.?\d{0,25}|\.\d{1,25})([eE][+-]?\d{1,3})?", plainly, re.ASCII
    )
    value = float(plainly) if result else float("nan")
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


_SIZES = ("milex", "pec")  # of National Material Capabilities: military expenditure, energy
_LARGE = 1e18  # of any currency, in any unit


def _capabilities(row: dict[str, str]) -> Numbers:
    """Read CINC, and of what it is made as far as the columns are there."""
    sizes = {name: number(row, name, 0, _LARGE) for name in _SIZES if name in row}
    return {"cinc": number(row, "cinc", 0, 1)} | sizes


def _product(first: str, second: str) -> Callable[[dict[str, str]], Numbers]:
    """Return a reader of GDP from GDP per head and population."""

    def read(row: dict[str, str]) -> Numbers:
        """Read both, and multiply them; unknown where either is."""
        one, two = number(row, first, 0, _LARGE), number(row, second, 0, _LARGE)
        return {"gdp": None if one is None or two is None else one * two}

    return read


def _place(row: dict[str, str]) -> Numbers:
    """Read where a capital is, in degrees."""
    return {"lat": number(row, "lat", -90, 90), "lng": number(row, "lng", -180, 180)}


_POINTS = ("idealpointall", "idealpointfp", "idealpoint")
_DISTANCES = ("absidealdiff", "absidealdifference", "idealpointdistance")
SHAPES = {
    "power": (
        Shape(False, ("cinc",), _capabilities, extra=_SIZES),
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
    "gdp": (
        *(
            Shape(False, (name,), _one(name, "gdp", 0, _LARGE), spells=False)
            for name in ("pwtrgdp", "rgdpo", "rgdpe", "rgdpna", "gdp", "gdpusdm", "nygdpmktpppkd")
        ),
        *(
            Shape(False, names, _product(*names), spells=False)
            for names in (("mrgdppc", "pwtpop"), ("mrgdppc", "mpop"), ("gdppc", "pop"))
        ),
    ),
    "capitals": (Shape(False, ("lat", "lng"), _place, timeless=True),),
}
EXPECTED = {
    "power": "National Material Capabilities (ccode or stateabb, year, cinc)",
    "alliances": "ATOP (stateA and stateB, mem1 and mem2 or ccode1 and ccode2; year; "
    "defense and consul or atop_defense and atop_consul; or spells with obligation, start_year, "
    "end_year)",
    "votes": "UN General Assembly agreement (ccode1, ccode2, year, agree), ideal points "
    "(ccode, session or year, IdealPointAll) or their distances (iso3c1, iso3c2, year, "
    "AbsIdealDiff)",
    "rivalries": "strategic rivalries (ccode1, ccode2, start, end; "
    "or by year with a column rivalry of 0 and 1)",
    "gdp": "GDP by state and year (state, ccode or iso3c, year; pwtrgdp, rgdpo, rgdpe, gdp, "
    "or mrgdppc and pwtpop)",
    "capitals": "capitals (state, ccode or iso3c; lat, lng in degrees; start and end where they "
    "moved)",
}
# Files of the field that hold something else, by columns that no other has, and which to take.
OTHERS = (
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
