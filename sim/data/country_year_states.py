"""States of country-year data: whom a row is about, by numbers, letters and names of its year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sim.scenario import State

from . import members
from .countries import identity, states_named
from .country_letters import letters_of
from .country_year_columns import Layout
from .country_year_forms import MISSING
from .delimited import Faults, read_rows, shown

# instead of a position: a state that is not asked for; nobody knows whom a cell means
OTHER, UNKNOWN = -1, -2
_NUMBERED = 1000  # rows after which a column that has held numbers alone is one of numbers


def believed(path: Path, where: Layout, states: Sequence[State]) -> tuple[Layout, tuple[str, ...]]:
    """Return a layout with the kind of letters that its columns hold, and remarks on that.

    Parameters
    ----------
    path : Path
        The file, which is looked through.
    where : Layout
        As the column names promise.
    states : sequence of State
        Codes that scenarios invent say nothing.
    """
    kinds = [side[0][0] for side in where.sides]
    if kinds[0] in ("number", "gw"):
        return where, ()
    places = [side[0][1] for side in where.sides]
    cells: set[str] = set()
    for line, row in read_rows(path, Faults("")):
        if line > 1 and len(row) == len(where.header) and len(cells) < 10_000:
            cells |= {row[place] for place in places}
        if line == _NUMBERED and not any(cell[:1].isalpha() for cell in cells):
            break
    column = where.names[places[0]]
    kind, remark = letters_of(cells, kinds[0], states, f"{path}: the column '{column}'")
    sides = tuple(((kind, side[0][1]), *side[1:]) for side in where.sides)
    return replace(where, sides=sides), ((f"the column '{column}' {remark}",) if remark else ())


class Sides:
    """Finds the states of rows among those that are asked for."""

    def __init__(self, where: Layout, states: Sequence[State]) -> None:
        self.where = where
        self.position, self.ccodes = states_named(states), [state.ccode for state in states]

    def who(self, row: list[str], year: int | None) -> list[int]:
        """Return the positions of the states that a row is about, `OTHER` or `UNKNOWN`.

        Parameters
        ----------
        row : list of str
            Its cells.
        year : int or None
            Of which the row speaks.
        """
        return [self._whom(side, row, year) for side in self.where.sides]

    def mentioned(self, cells: list[str]) -> tuple[set[int], bool]:
        """Return the states in any cell of a damaged row, and whether both sides are others."""
        ours = {self.position(cell) for cell in cells if cell} - {-1}
        named = [
            (kind, cells[place])
            for side in self.where.sides
            for kind, place in side
            if place < len(cells)
        ]
        return ours, bool(named) and all(
            self._called(kind, cell, None) == OTHER for kind, cell in named
        )

    def _whom(self, side: tuple[tuple[str, int], ...], row: list[str], year: int | None) -> int:
        """Return the position of the state that a side's columns name."""
        for kind, place in side:
            result = self._called(kind, row[place], year)
            if result != UNKNOWN:
                return result
            if row[place].lower() not in MISSING:
                return UNKNOWN
        return UNKNOWN

    def _called(self, kind: str, cell: str, year: int | None) -> int:
        """Return the position of the state that a cell names."""
        letters = "any" if kind == "number" else kind
        if cell.lower() in MISSING or (kind in ("number", "gw") and not cell[:1].isdigit()):
            return UNKNOWN
        result = self.position(cell, year, letters)
        if result >= 0:
            return result
        other = identity(cell, year, letters)
        return UNKNOWN if other is None or self._out_of_time(other, year) else OTHER

    def _out_of_time(self, other: int | str, year: int | None) -> bool:
        """Say whether a code is of another time, of a state that was one with a wanted one."""
        if year is None or isinstance(other, str) or members.stood(other, year):
            return False
        return any(members.kin(other, ccode, left=True) for ccode in self.ccodes)

    def trouble(self, row: list[str], who: list[int], year: int | None) -> str:
        """Return what is wrong with the cells that name states, "" if nothing is that matters.

        A side whose cells contradict each other is `UNKNOWN` from then on.

        Parameters
        ----------
        row : list of str
            Its cells.
        who : list of int
            From ``who``; changed.
        year : int or None
            Of which the row speaks.
        """
        where, dyads = self.where, self.where.shape.dyads
        for at, (side, k) in enumerate(zip(where.sides, who, strict=True)):
            place = side[0][1]
            name, cell = where.header[place], row[place]
            if not cell.strip():
                return f"{name} is empty"
            if wrong := _contradiction(where, side, row, year):
                who[at] = UNKNOWN
                return wrong
            garbled = any(mark.isdigit() for mark in cell) or "\ufffd" in cell or dyads
            if (
                k == UNKNOWN
                and garbled
                and (cell.lower() not in MISSING or dyads)
                and OTHER not in who
            ):
                return f"{name} is '{shown(cell)}': {_why_not(side[0][0], cell, year)}"
        return ""


def _why_not(kind: str, cell: str, year: int | None) -> str:
    """Say why a cell names no state."""
    if kind in ("number", "gw") and not cell[:1].isdigit():
        return "the number of a state is needed"
    one = identity(cell, year, "any" if kind == "number" else kind)
    if not isinstance(one, int):
        return "no state has that name or code"
    member = members.members()[one]
    return f"{member.name} was a member of the state system {member.years()}, not in {year}"


def _contradiction(
    where: Layout, side: tuple[tuple[str, int], ...], row: list[str], year: int | None
) -> str:
    """Return that cells of one side mean two states that never were one, "" if they do not."""
    kind, place = side[0]
    first = identity(row[place], year, "any" if kind == "number" else kind)
    if not isinstance(first, int):
        return ""
    for called, other in side[1:]:
        lists = {"number": ("any",), "gw": ("gw",)}.get(called, ("any", "cow"))
        result = {identity(row[other], year, letters) for letters in lists} - {None}
        if result and not any(isinstance(one, int) and members.kin(one, first) for one in result):
            names = where.header[place], row[place], where.header[other], row[other]
            return "{} is '{}' and {} is '{}': two different states".format(*map(shown, names))
    return ""
