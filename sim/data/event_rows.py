"""Event rows: the content of a row of event data, in dyad tables and lists of dated events.

The forms of ICEWS and GDELT have modules of their own; ``event_forms`` distinguishes them.

An event is cooperative or conflictual by its quad class, as the CAMEO codebook (Schrodt 2012)
groups its root codes: 01-05 verbal and 06-08 material cooperation, 09-13 verbal and 14-20 material
conflict. The sign of the Goldstein intensity is no substitute: it is zero or below for statements
that are no quarrel.
"""

from __future__ import annotations

import re
from functools import lru_cache

from sim.errors import InvalidInput

from .delimited import plain
from .event_periods import checked_month, checked_year, month_of_year

MOST = 10_000_000  # events of a kind, dyad and period; judgement: all of ICEWS has 18 million
QUADS = ("verbal_coop", "material_coop", "verbal_conflict", "material_conflict")


class Rows:
    """Counts by dyad and year, or by dyad and month; the other forms are single events.

    Attributes
    ----------
    events : bool
        Whether each row is one event.
    whole : bool
        Whether the file covers the whole world, so that a year without any row is a year that it
        does not cover.
    widths : tuple of int
        How many columns a row may have.
    sides : (int, int)
        Where source and target stand.
    letters : str
        Which list its codes of states are from, as in ``countries.identity``.
    nobody : frozenset of str
        Codes of what is no state here, though it is one elsewhere.
    """

    events = whole = False
    letters = "any"
    nobody: frozenset[str] = frozenset()
    names: tuple[str, str] = ("source", "target")

    def __init__(self, at: dict[str, int], widths: tuple[int, ...]) -> None:
        self.at, self.widths = at, widths
        self.sides = at[self.names[0]], at[self.names[1]]

    def cell(self, row: list[str], name: str) -> str:
        """Return what a row has in a column; nothing where there is no such column.

        Parameters
        ----------
        row : list of str
            Its cells.
        name : str
            The column, in its plain name.
        """
        place = self.at.get(name)
        return "" if place is None else row[place].strip()

    def period(self, row: list[str]) -> str:
        """Return the year or month of a row."""
        if "month" not in self.at:
            return checked_year(self.cell(row, "year"))
        month = self.cell(row, "month")
        return (
            month_of_year(self.cell(row, "year"), month)
            if "year" in self.at
            else checked_month(month)
        )

    def covered(self, row: list[str], period: str) -> str:
        """Return the earliest period that the file covers as far as this row tells.

        Parameters
        ----------
        row : list of str
            Its cells.
        period : str
            From ``period``.
        """
        return period

    def judge(self, line: int, row: list[str]) -> None:
        """Look at a row, whoever it is about, for what condemns the file (``cameo.Condemned``).

        Parameters
        ----------
        line : int
            Its number, from 1.
        row : list of str
            Its cells.
        """

    def verdict(self) -> tuple[int, str] | None:
        """Return the line that condemns the file and why, after the last row.

        The result is None where nothing does.
        """

    def identity(self, row: list[str]) -> tuple[str, ...] | None:
        """Return what distinguishes this event from any other between the same states.

        The result is None where nothing does.
        """

    def counts(self, row: list[str]) -> tuple[float, float]:
        """Return the numbers of cooperative and of conflictual events."""
        verbal_coop, material_coop, verbal_conflict, material_conflict = (
            _count(name, self.cell(row, plain(name))) for name in QUADS
        )
        return verbal_coop + material_coop, verbal_conflict + material_conflict


class Dated(Rows):
    """Single events of a list made by hand: a date, two sides and a quad class in words."""

    events = True

    def period(self, row: list[str]) -> str:
        """Return the month of the event."""
        return checked_month(self.cell(row, "date"))

    def identity(self, row: list[str]) -> tuple[str, ...] | None:
        """Return the event's id, date and quad.

        Without ids the whole row stands for it, if it has more than the needed four columns.
        """
        named = next((name for name in ("eventid", "id") if name in self.at), None)
        if named is None:
            return tuple(row) if len(row) > 4 else None
        known = id_of(self.cell(row, named))
        return (known, day_of(self.cell(row, "date")), self.cell(row, "quad")) if known else None

    def counts(self, row: list[str]) -> tuple[float, float]:
        """Return (1, 0) for a cooperative event and (0, 1) for another, by its quad class."""
        quad = self.cell(row, "quad")
        if plain(quad) not in map(plain, QUADS):
            raise InvalidInput(
                f"quad is '{quad[:40]}': {', '.join(QUADS[:3])} or {QUADS[3]} is needed"
            )
        return (1, 0) if quad.casefold().endswith("coop") else (0, 1)


# ids that are missing
_NO_ID = frozenset({"", ".", "-", "na", "n/a", "#n/a", "nan", "<na>", "null", "none"})
_AT_ONCE = 2**14  # kinds of rows that were judged


def remember(seen: set, what: object) -> None:
    """Add to a set that stays small.

    Parameters
    ----------
    seen : set
        Emptied when it is full.
    what : object
        What is added.
    """
    if len(seen) >= _AT_ONCE:
        seen.clear()
    seen.add(what)


def id_of(text: str) -> str | None:
    """Return an id as it is published, also where a program took it for a number.

    The result is None where there is none.

    Where a spreadsheet rounded ids (4.1E+08), many events have the same, so that it is none.
    """
    if text.isdecimal():
        return text
    rounded = re.fullmatch(r"[+-]?[0-9]+([.,][0-9]*)?[eE][+-]?[0-9]+", text)
    return None if rounded or text.casefold() in _NO_ID else re.sub(r"\.0+$", "", text)


@lru_cache(maxsize=4096)
def day_of(text: str) -> str:
    """Return the digits of a day."""
    return re.sub(r"[^0-9]", "", text)[:8]


def _count(name: str, text: str) -> float:
    """Return a number of events."""
    value = (
        float(text) if re.fullmatch(r"[0-9]{1,400}(\.[0-9]*)?([eE]\+?[0-9]{1,4})?", text) else -1.0
    )
    unsure = re.fullmatch(r"[1-9][0-9]{0,2}\.000", text)  # with a point between thousands?
    if unsure or not (0 <= value <= MOST and value == int(value)):
        raise InvalidInput(
            f"{name} is '{text[:40]}': a whole number of events from 0 to {MOST:,} is needed, "
            "without marks between thousands"
        )
    return value
