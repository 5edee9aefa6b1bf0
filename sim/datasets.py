"""Data sets: what those of the field say of states and dyads around a year, read from users' own downloads.

Where a file's silence means something (no treaty, no rivalry), a row that cannot be read makes it mean nothing: for the
pair of that row, or for all pairs with a state, or for all pairs, as far as can be told whose row it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from . import members
from .columns import MISSING, ONGOING, Layout, Numbers, layout, span
from .errors import InvalidInput
from .naming import identity, letters_of, states_named
from .scenario import State
from .separated import Faults, read_rows, shown

Key = int | tuple[int, int]  # a state's position, or those of a dyad, the smaller first
_OTHER, _UNKNOWN = -1, -2  # instead of a position: a state that is not asked for; nobody knows whom a cell means
_BEFORE = 10  # years
_NUMBERED = 1000  # rows after which a column that has held numbers alone is one of numbers
_SAME = 1e-6  # numbers that differ by less, in parts, are one


@dataclass
class Figures:
    """What one file says.

    Attributes
    ----------
    values : dict of Key to list of (first year, last year, name to number)
        Rows of the states within the wanted years; None is a number that the file gives as missing.
    spoiled : set of Key
        States or dyads of which a row of those years is damaged: silence about them says nothing.
    touched : set of int
        States of which a damaged row may be about any dyad.
    adrift : int
        Damaged rows of which nobody can tell whom they are about: no silence of the file says anything.
    twice : set of (Key, year)
        Where two rows contradict each other.
    covered : (int, int)
        First and last year of the file; silence about other years says nothing.
    years : set of int
        The years with rows of their own, in a file by year.
    outside : int
        Rows passed over: other states or years.
    faults : Faults
        The damaged rows.
    label, remarks : str, tuple of str
        What the numbers are, where they are not the usual; what else is to be said of the file.
    """

    name: str
    faults: Faults
    values: dict[Key, list[tuple[int, int, Numbers]]] = field(default_factory=dict)
    spoiled: set[Key] = field(default_factory=set)
    touched: set[int] = field(default_factory=set)
    adrift: int = 0
    twice: set[tuple[Key, int]] = field(default_factory=set)
    covered: tuple[int, int] = (ONGOING, 0)
    years: set[int] = field(default_factory=set)
    outside: int = 0
    kept: int = 0
    label: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """Rows read."""
        return self.kept + self.outside + self.faults.count

    def counts(self) -> str:
        """Say how many rows were read, passed over and damaged, and what else is to be said."""
        told = f"{self.rows:,} rows read, {self.outside:,} passed over (other states or years)"
        lines = [f"{self.name}: {told}, {f'{self.faults.count:,}' if self.faults.count else 'none'} damaged"]
        if self.adrift:
            whom = "it cannot be told whom some of the damaged rows are about"
            lines.append(f"{self.name}: {whom}, so that what the file does not say is unknown")
        return "\n".join([*lines, *(f"{self.name}: {remark}" for remark in self.remarks)])

    def silent(self, pair: tuple[int, int], year: int) -> bool:
        """Say whether silence about a dyad in a year means that there is nothing."""
        within = self.covered[0] <= year <= self.covered[1] and (not self.years or year in self.years)
        return within and not (self.adrift or pair in self.spoiled or self.touched & set(pair))


def read_figures(kind: str, path: Path, states: Sequence[State], first: int, last: int) -> Figures:
    """Read a file, row by row.

    Parameters
    ----------
    kind : {"power", "alliances", "votes", "rivalries"}
        What the file is about.
    states : sequence of State
        Of whom figures are kept; names and codes are matched as in ``naming.states_named``.
    first, last : int
        The years of which figures are kept.

    Raises
    ------
    ValueError
        When the file is not of this kind.
    """
    path = Path(path)
    faults = Faults(path.name)
    rows = read_rows(path, faults)
    _, names = next(rows, (1, [""]))
    if faults.count:
        raise InvalidInput(f"{path}: the row of column names is damaged: {faults.named[0]}")
    where = layout(kind, path, names)
    where, remarks = _believed(path, where, states)
    found = Figures(path.name, faults, label=where.shape.label, remarks=remarks)
    reader = _Reader(found, where, states, (first, last))
    faults.heed = reader.lost
    for line, row in rows:
        reader.add(line, row)
    if faults.cut():
        found.adrift += 1
        found.remarks += ("it ends in the middle of a row: what came after is lost",)
    return found


def _believed(path: Path, where: Layout, states: Sequence[State]) -> tuple[Layout, tuple[str, ...]]:
    """Return a layout whose columns of letters are what they hold, and what is to be said of that."""
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


class _Reader:
    """Reads rows into figures."""

    def __init__(self, found: Figures, where: Layout, states: Sequence[State], wanted: tuple[int, int]):
        self.found, self.where, self.wanted = found, where, wanted
        self.position, self.ccodes = states_named(states), [state.ccode for state in states]
        self.seen: dict[tuple[tuple[int | str, ...], int], Numbers] = {}

    def add(self, line: int, row: list[str]) -> None:
        """Read a row, or note what is wrong with it and whom that may be about."""
        where, found = self.where, self.found
        if len(row) != len(where.header):
            sound = row[:-1] if len(row) < len(where.header) else row
            found.faults.lost(line, f"{len(row)} columns instead of {len(where.header)}", sound)
            return
        years, wrong = None, ""
        try:
            years = span(row, where)
        except InvalidInput as error:
            wrong = str(error)
        if years:
            self._cover(years)
        if not wrong and not (years and self._wanted(years)):
            found.outside += 1
            return
        year = years[0] if years else None
        who = [self._whom(side, row, year) for side in where.sides]
        wrong = self._trouble(row, who, year) or wrong
        ours = any(k >= 0 for k in who) if where.shape.each else all(k >= 0 for k in who) and len(set(who)) == len(who)
        if wrong or ours:
            self._keep(line, row, who, years, wrong)
        else:
            found.outside += 1

    def _keep(self, line: int, row: list[str], who: list[int], years: tuple[int, int] | None, wrong: str) -> None:
        """Keep the numbers of a row, or note what is wrong with them."""
        try:
            if wrong:
                raise InvalidInput(wrong)
            numbers = self.where.shape.read(dict(zip(self.where.header, row, strict=True)))
        except InvalidInput as error:
            self.found.faults.add(line, self.where.as_written(str(error)))
            self._spoil(who)
            return
        self.found.kept += 1
        if self.where.shape.each:
            for k, end in zip(who, ("", "2"), strict=True):
                if k >= 0:
                    self._put((k,), row, years, {name.removesuffix("2"): x for name, x in numbers.items()
                                            if name.endswith("2") == bool(end)})  # fmt: skip
        else:
            self._put(tuple(who), row, years, numbers)

    def _put(self, who: tuple[int, ...], row: list[str], years: tuple[int, int], numbers: Numbers) -> None:
        """Keep numbers once, noting where they contradict what was kept."""
        key = who[0] if len(who) == 1 else tuple(sorted(who))
        kept = self.found.values.setdefault(key, [])
        if not self.where.any_of:
            # Treaties may bind one side alone, or be those of two states of one year that became one.
            cells = tuple(row[side[0][1]] for side in self.where.sides)
            ordered = cells if "defense" in numbers else tuple(sorted(who))
            before = self.seen.setdefault((ordered, years[0]), numbers)
            if any(_differ(before[name], numbers[name]) for name in numbers):
                self.found.twice.add((key, years[0]))
        if (*years, numbers) not in kept:
            kept.append((*years, numbers))

    def _whom(self, side: tuple[tuple[str, int], ...], row: list[str], year: int | None) -> int:
        """Return the position of the state that a side's columns name."""
        for kind, place in side:
            found = self._called(kind, row[place], year)
            if found != _UNKNOWN:
                return found
            if row[place].lower() not in MISSING:
                return _UNKNOWN
        return _UNKNOWN

    def _called(self, kind: str, cell: str, year: int | None) -> int:
        """Return the position of the state that a cell names."""
        letters = "any" if kind == "number" else kind
        if cell.lower() in MISSING or (kind in ("number", "gw") and not cell[:1].isdigit()):
            return _UNKNOWN
        found = self.position(cell, year, letters)
        if found >= 0:
            return found
        other = identity(cell, year, letters)
        return _UNKNOWN if other is None or self._out_of_time(other, year) else _OTHER

    def _out_of_time(self, other: int | str, year: int | None) -> bool:
        """Say whether a code is that of a state of another time that was one with a state that is asked for."""
        if year is None or isinstance(other, str) or members.in_year(other, year):
            return False
        early = members.in_year(other, year + _BEFORE)  # data sets may begin before a state became a member
        return not early and any(members.kin(other, ccode) for ccode in self.ccodes)

    def _trouble(self, row: list[str], who: list[int], year: int | None) -> str:
        """Return what is wrong with the cells that name states, "" if nothing is that matters."""
        where, dyads = self.where, self.where.shape.dyads
        for side, k in zip(where.sides, who, strict=True):
            place = side[0][1]
            name, cell = where.header[place], row[place]
            if not cell.strip():
                return f"{name} is empty"
            if wrong := _contradiction(where, side, row, year):
                return wrong
            garbled = any(mark.isdigit() for mark in cell) or "\ufffd" in cell or dyads
            if k == _UNKNOWN and garbled and (cell.lower() not in MISSING or dyads) and _OTHER not in who:
                return f"{name} is '{shown(cell)}': {_why_not(side[0][0], cell, year)}"
        return ""

    def _cover(self, years: tuple[int, int]) -> None:
        """Note the years of a row."""
        covered = self.found.covered
        self.found.covered = min(covered[0], years[0]), max(covered[1], years[1])
        if self.where.first == self.where.last:
            self.found.years.add(years[0])

    def _spoil(self, who: list[int]) -> None:
        """Note of whom a row is that cannot be read, as far as that is told."""
        ours = {k for k in who if k >= 0}
        if len(ours) == len(who):
            self.found.spoiled.add(who[0] if len(who) == 1 else tuple(sorted(who)))
        elif len(who) == 2 and _OTHER not in who:
            self.found.touched |= ours
            self.found.adrift += not ours

    def _wanted(self, years: tuple[int, int]) -> bool:
        """Say whether a row is of the years that are asked for."""
        return years[0] <= self.wanted[1] and years[1] >= self.wanted[0]

    def lost(self, cells: list[str]) -> None:
        """Note of whom a row may be that could not be read: where cells have lost their places, any state in them."""
        where = self.where
        if not where.shape.dyads:
            return
        if len(cells) == len(where.header):
            try:
                years = span(cells, where)
            except InvalidInput:
                years = None
            if years is None or self._wanted(years):
                self._spoil([self._whom(side, cells, None) for side in where.sides])
            return
        ours = {self.position(cell) for cell in cells if cell} - {-1}
        named = [(kind, cells[place]) for side in where.sides for kind, place in side if place < len(cells)]
        self.found.touched |= ours
        self.found.adrift += not ours and all(self._called(kind, cell, None) != _OTHER for kind, cell in named)


def _why_not(kind: str, cell: str, year: int | None) -> str:
    """Say why a cell names no state."""
    one = identity(cell, year, "any" if kind == "number" else kind)
    if not isinstance(one, int):
        return "no state has that name or code"
    member = members.members()[one]
    return f"{member.name} was a member of the state system {member.years()}, not in {year}"


def _contradiction(where: Layout, side: tuple[tuple[str, int], ...], row: list[str], year: int | None) -> str:
    """Return that a number and letters or a name of one row mean two states that never were one, "" if they do not."""
    kind, place = side[0]
    first = identity(row[place], year, "any" if kind == "number" else kind)
    if not isinstance(first, int):
        return ""
    for called, other in side[1:]:
        lists = {"number": ("any",), "gw": ("gw",)}.get(called, ("any", "cow"))
        found = {identity(row[other], year, letters) for letters in lists} - {None}
        if found and not any(isinstance(one, int) and members.kin(one, first) for one in found):
            names = where.header[place], row[place], where.header[other], row[other]
            return "{} is '{}' and {} is '{}': two different states".format(*map(shown, names))
    return ""


def _differ(one: float | None, other: float | None) -> bool:
    """Say whether two numbers contradict each other."""
    return one is not None and other is not None and abs(one - other) > _SAME * max(abs(one), abs(other))
