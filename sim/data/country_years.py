"""Country-years: figures of states and dyads around a year, from users' own downloads.

Where a missing row means something (no treaty, no rivalry), it no longer does once a row cannot be
read: for the pair of that row, for all pairs with a state, or for all pairs, depending on how much
of the row can be identified.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sim.errors import InvalidInput
from sim.scenario import State

from .country_year_columns import ONGOING, Layout, layout, span
from .country_year_forms import Numbers
from .country_year_states import OTHER, Sides, believed
from .delimited import Faults, read_rows

Key = int | tuple[int, int]  # a state's position, or those of a dyad, the smaller first
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
        Damaged rows of which nobody can tell whom they are about: no silence of the file says
        anything.
    cut : bool
        Whether the file ends in the middle of a row, which counts as one more of these.
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
    whole : bool
        Whether one row says all of a dyad and year, so that a damaged row elsewhere leaves a sound
        one as it is.
    label, remarks : str, tuple of str
        What the numbers are, where they are not the usual; what else is to be said of the file.
    """

    name: str
    faults: Faults
    values: dict[Key, list[tuple[int, int, Numbers]]] = field(default_factory=dict)
    spoiled: set[Key] = field(default_factory=set)
    touched: set[int] = field(default_factory=set)
    adrift: int = 0
    cut: bool = False
    twice: set[tuple[Key, int]] = field(default_factory=set)
    covered: tuple[int, int] = (ONGOING, 0)
    years: set[int] = field(default_factory=set)
    outside: int = 0
    kept: int = 0
    whole: bool = False
    label: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows were read, those that were passed over or damaged among them."""
        return self.kept + self.outside + self.faults.count

    def counts(self) -> str:
        """Say how many rows were read, passed over and damaged, and what else is to be said."""
        rows = f"{self.rows:,} row{'s' * (self.rows != 1)} read"
        passed = f"{self.outside:,} passed over (other states or years)"
        damaged = f"{self.faults.count:,}" if self.faults.count else "none"
        lines = [f"{self.name}: {rows}, {passed}, {damaged} damaged"]
        if self.adrift > self.cut:
            whom = "it cannot be told whom some of the damaged rows are about"
            lines.append(f"{self.name}: {whom}, so that what the file does not say is unknown")
        return "\n".join([*lines, *(f"{self.name}: {remark}" for remark in self.remarks)])

    def silent(self, pair: tuple[int, int], year: int) -> bool:
        """Say whether silence about a dyad in a year means that there is nothing.

        Parameters
        ----------
        pair : (int, int)
            Positions of the two states, the smaller first.
        year : int
        """
        within = self.covered[0] <= year <= self.covered[1] and (
            not self.years or year in self.years
        )
        return within and not (self.adrift or pair in self.spoiled or self.touched & set(pair))


def read_figures(kind: str, path: Path, states: Sequence[State], first: int, last: int) -> Figures:
    """Read a file, row by row.

    Parameters
    ----------
    kind : {"power", "alliances", "votes", "rivalries", "gdp", "capitals"}
        What the file is about.
    states : sequence of State
        Of whom figures are kept; names and codes are matched as in ``countries.states_named``.
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
    where, remarks = believed(path, where, states)
    result = Figures(
        path.name, faults, label=where.shape.label, remarks=remarks, whole=not where.any_of
    )
    reader = _Reader(result, where, states, (first, last))
    faults.heed = reader.lost
    line, row = 0, [""]
    for line, row in rows:
        reader.add(line, row)
    if faults.cut() or (
        line == faults.unended and not row[-1] and where.uses(len(where.header) - 1)
    ):
        result.adrift, result.cut = result.adrift + 1, True
        result.remarks += (
            "it ends in the middle of a row, so that what the file does not say is unknown",
        )
    return result


class _Reader:
    """Reads rows into figures."""

    def __init__(
        self, result: Figures, where: Layout, states: Sequence[State], wanted: tuple[int, int]
    ) -> None:
        self.figures, self.where, self.wanted = result, where, wanted
        self.sides = Sides(where, states)
        self.seen: dict[tuple[tuple[int | str, ...], int], Numbers] = {}

    def add(self, line: int, row: list[str]) -> None:
        """Read a row, or note what is wrong with it and whom that may be about.

        Parameters
        ----------
        line : int
            Its number, from 1.
        row : list of str
            Its cells.
        """
        where, result = self.where, self.figures
        if not any(row):  # spreadsheets write such rows below a table
            result.outside += 1
            return
        if len(row) != len(where.header):
            sound = row[:-1] if len(row) < len(where.header) else row
            result.faults.lost(line, f"{len(row)} columns instead of {len(where.header)}", sound)
            return
        years, wrong = None, ""
        try:
            years = span(row, where)
        except InvalidInput as error:
            wrong = str(error)
        if years:
            self._cover(years)
        if not wrong and not (years and self._wanted(years)):
            result.outside += 1
            return
        year = min(max(years[0], self.wanted[0]), years[1]) if years else None
        who = self.sides.who(row, year)
        wrong = self.sides.trouble(row, who, year) or wrong
        ours = (
            any(k >= 0 for k in who)
            if where.shape.each
            else all(k >= 0 for k in who) and len(set(who)) == len(who)
        )
        if wrong or ours:
            self._keep(line, row, who, years, wrong)
        else:
            result.outside += 1

    def _keep(
        self, line: int, row: list[str], who: list[int], years: tuple[int, int] | None, wrong: str
    ) -> None:
        """Keep the numbers of a row, or note what is wrong with them."""
        try:
            if wrong:
                raise InvalidInput(wrong)
            numbers = self.where.shape.read(dict(zip(self.where.header, row, strict=True)))
        except InvalidInput as error:
            self.figures.faults.add(line, self.where.as_written(str(error)))
            self._spoil(who)
            return
        assert years is not None  # else the row is passed over
        self.figures.kept += 1
        if self.where.shape.each:
            for k, second in zip(who, (False, True), strict=True):
                own = {
                    name.removesuffix("2"): value
                    for name, value in numbers.items()
                    if name.endswith("2") == second
                }
                if k >= 0:
                    self._put((k,), row, years, own)
        else:
            self._put(tuple(who), row, years, numbers)

    def _put(
        self, who: tuple[int, ...], row: list[str], years: tuple[int, int], numbers: Numbers
    ) -> None:
        """Keep numbers once, noting where they contradict what was kept."""
        key = _key(who)
        kept = self.figures.values.setdefault(key, [])
        if not self.where.any_of:
            # Treaties may bind one side alone, or be those of two states of one year that became
            # one.
            cells = tuple(row[side[0][1]] for side in self.where.sides)
            ordered = cells if "defense" in numbers else tuple(sorted(who))
            before = self.seen.setdefault((ordered, years[0]), numbers)
            if any(_differ(before[name], numbers[name]) for name in numbers):
                self.figures.twice.add((key, years[0]))
        if (*years, numbers) not in kept:
            kept.append((*years, numbers))

    def _cover(self, years: tuple[int, int]) -> None:
        """Note the years of a row."""
        covered = self.figures.covered
        self.figures.covered = min(covered[0], years[0]), max(covered[1], years[1])
        if self.where.first == self.where.last >= 0:
            self.figures.years.add(years[0])

    def _spoil(self, who: list[int]) -> None:
        """Note of whom a row is that cannot be read, as far as that is told."""
        ours = {k for k in who if k >= 0}
        if len(ours) == len(who):
            self.figures.spoiled.add(_key(who))
        elif len(who) == 2 and OTHER not in who:
            self.figures.touched |= ours
            self.figures.adrift += not ours

    def _wanted(self, years: tuple[int, int]) -> bool:
        """Say whether a row is of the years that are asked for."""
        return years[0] <= self.wanted[1] and years[1] >= self.wanted[0]

    def lost(self, cells: list[str]) -> None:
        """Note of whom a row may be that could not be read.

        Where its cells have lost their places, it may be about any state that stands in them.
        """
        where = self.where
        if not where.shape.dyads:
            return
        if len(cells) == len(where.header):
            try:
                years = span(cells, where)
            except InvalidInput:
                years = None
            if years is None or self._wanted(years):
                who = self.sides.who(cells, None)
                self.sides.trouble(cells, who, None)
                self._spoil(who)
            return
        ours, others = self.sides.mentioned(cells)
        self.figures.touched |= ours
        self.figures.adrift += not ours and not others


def _key(who: Sequence[int]) -> Key:
    """Return what stands for a state, or for the two of a dyad in either order."""
    return who[0] if len(who) == 1 else (min(who), max(who))


def _differ(one: float | None, other: float | None) -> bool:
    """Say whether two numbers contradict each other."""
    return (
        one is not None
        and other is not None
        and abs(one - other) > _SAME * max(abs(one), abs(other))
    )
