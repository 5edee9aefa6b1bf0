"""Recorded: event data, which count who did what to whom, read from several files' shapes into one.

An event is cooperative or conflictual by its quad class, as the CAMEO codebook (Schrodt 2012) groups its root codes:
01-05 verbal and 06-08 material cooperation, 09-13 verbal and 14-20 material conflict. The sign of the Goldstein
intensity is no substitute: it is zero or below for statements that are no quarrel.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from math import isfinite
from pathlib import Path

import numpy as np

from .errors import InvalidInput
from .naming import states_named
from .scenario import State
from .separated import Faults, read_rows

_EXPECTED = (
    "a dyad table (year or month, source, target, verbal_coop, material_coop, verbal_conflict, material_conflict), "
    "raw ICEWS (20 columns, with Event Date, Source Country, CAMEO Code and Target Country), "
    "GDELT 1.0 (57 or 58 columns, tabs, no header) or a list of dated events (date, source, target, quad)"
)
_QUADS = ("verbal_coop", "material_coop", "verbal_conflict", "material_conflict")


@dataclass(frozen=True)
class Record:
    """Events between states as counted by a data set.

    Attributes
    ----------
    name : str
        The file's name.
    codes : tuple of str
        The states, by the scenario's codes, in the scenario's order.
    periods : tuple of str
        Ascending, all of one kind: years as "2012" or months as "2014-03".
    cooperation, conflict : ndarray (period, source, target)
        Number of cooperative and of conflictual events. Files of single events count 0 where there are none in a month
        between their first and last; in tables a dyad without a row for a period is NaN.
    rows, outside : int
        Rows read; and those passed over, as a side is not among the states, both are the same, or the event is dated
        before what the file covers (GDELT also dates events back, by up to ten years).
    faults : tuple of str
        "file:line: what is wrong" for each damaged row, which is passed over.
    damaged : int
        Their number: more than there are `faults` where these would fill the memory.
    """

    name: str
    codes: tuple[str, ...]
    periods: tuple[str, ...]
    cooperation: np.ndarray
    conflict: np.ndarray
    rows: int
    outside: int
    faults: tuple[str, ...]
    damaged: int = 0

    @property
    def monthly(self) -> bool:
        """Whether periods are months rather than years."""
        return "-" in self.periods[0]


class _Table:
    """Counts by dyad and year, or by dyad and month."""

    events, names = False, ("source", "target")

    def __init__(self, header: list[str]):
        self.at, self.widths = {name: k for k, name in enumerate(header)}, (len(header),)
        self.sides = tuple(self.at[name] for name in self.names)

    def period(self, row: list[str]) -> str:
        """Return the year or month of a row."""
        year, month = (row[self.at[name]] if name in self.at else None for name in ("year", "month"))
        if month is None:
            return checked_year(year)
        return _month(month if year is None else f"{checked_year(year)}-{month:0>2}")

    def covered(self, row: list[str], period: str) -> str:
        """Return the earliest period that the file covers as far as this row tells."""
        return period

    def counts(self, row: list[str]) -> tuple[float, float]:
        """Return the numbers of cooperative and of conflictual events."""
        return tuple(
            sum(_count(name, row[self.at[name]]) for name in (f"verbal_{kind}", f"material_{kind}"))
            for kind in ("coop", "conflict")
        )


class _Dated(_Table):
    """Single events of a list made by hand: a date, two sides and a quad class in words."""

    events = True

    def period(self, row: list[str]) -> str:
        return _month(row[self.at["date"]])

    def counts(self, row: list[str]) -> tuple[float, float]:
        quad = row[self.at["quad"]]
        if quad not in _QUADS:
            raise InvalidInput(f"quad is '{quad}': {', '.join(_QUADS[:3])} or {_QUADS[3]} is needed")
        return (1, 0) if quad.endswith("coop") else (0, 1)


class _Icews(_Table):
    """Single events of the raw ICEWS files."""

    events, names = True, ("source country", "target country")

    def period(self, row: list[str]) -> str:
        return _month(row[self.at["event date"]])

    def counts(self, row: list[str]) -> tuple[float, float]:
        """Return (1, 0) for a cooperative event and (0, 1) for another, by its CAMEO root code."""
        code = row[self.at["cameo code"]]
        if not re.fullmatch(r"(0[1-9]|1\d|20)\d*", code):
            raise InvalidInput(
                f"CAMEO code '{code}' has no root from 01 to 20 (if zeros were lost, take the original file)"
            )
        return (1, 0) if code < "09" else (0, 1)


class _Gdelt(_Table):
    """Single events of GDELT 1.0, by the columns of its data format codebook; every row is one event."""

    events, widths, sides = True, (57, 58), (7, 17)  # Actor1CountryCode, Actor2CountryCode

    def __init__(self):
        pass

    def period(self, row: list[str]) -> str:
        return _month(row[1])  # SQLDATE

    def covered(self, row: list[str], period: str) -> str:
        return _month(row[56]) if len(row) == 58 else period  # DATEADDED: in files of history all the same

    def counts(self, row: list[str]) -> tuple[float, float]:
        if row[29] not in ("1", "2", "3", "4"):
            raise InvalidInput(f"QuadClass is '{row[29]}': 1 to 4 is needed")
        return (1, 0) if row[29] < "3" else (0, 1)


def checked_year(text: str) -> str:
    """Return a year; ValueError when it is none."""
    if not re.fullmatch(r"(1[89]|20)\d\d(\.0+)?", text):
        raise InvalidInput(f"year is '{text}': 1800 to 2099 is needed")
    return text[:4]


@lru_cache(maxsize=4096)  # an event file holds many rows of a day
def _month(text: str) -> str:
    """Return the month of a month or date, with or without dashes."""
    found = re.match(r"((?:1[89]|20)\d\d)(-?)(0[1-9]|1[0-2])(?:\2(?:0[1-9]|[12]\d|3[01])(?!\d)|$)", text)
    if not found:
        raise InvalidInput(f"month or date is '{text}': it is written as 2014-03, 2014-03-31 or 20140331")
    return f"{found[1]}-{found[3]}"


def _months(first: str, last: str) -> list[str]:
    """Return all months from the first to the last."""
    return np.arange(np.datetime64(first), np.datetime64(last) + 1).astype(str).tolist()


def _count(name: str, text: str) -> float:
    """Return a number of events."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not (isfinite(value) and value >= 0):
        raise InvalidInput(f"{name} is '{text}': a number of events is needed")
    return value


def _format(path: Path, first: list[str]) -> _Table:
    """Return how to read a file, from its first row; ValueError when it is no event data that is known."""
    header = [name.lower() for name in first]
    if len(first) in _Gdelt.widths and re.fullmatch(r"\d{8}", first[1]):
        return _Gdelt()
    if {"event date", "source country", "cameo code", "target country"} <= set(header):
        return _Icews(header)
    if {"source", "target", *_QUADS} <= set(header) and {"year", "month"} & set(header):
        return _Table(header)
    if {"date", "source", "target", "quad"} <= set(header):
        return _Dated(header)
    some = ", ".join(first[:12]) + ", ..." * (len(first) > 12)
    raise InvalidInput(f"{path}: expected {_EXPECTED}; found {len(first)} columns: {some}")


def read_record(path: Path, states: Sequence[State]) -> Record:
    """Read event data of any of four kinds, told apart by their columns; row by row, of any size.

    These are dyad tables by year or month, raw ICEWS, GDELT 1.0, and lists of dated events.

    Parameters
    ----------
    path : Path
        Text in UTF-8, unpacked.
    states : sequence of State
        Between whom events are counted; names and codes are matched as in ``states_named``.

    Raises
    ------
    ValueError
        When the file is none of these, or no row is between two of the states.
    """
    path, faults = Path(path), Faults(Path(path).name)
    rows = read_rows(path, faults)
    first = next(rows, (1, [""]))
    shape = _format(path, first[1])
    tally = _Tally(shape, states)
    for line, row in chain([first] if isinstance(shape, _Gdelt) else [], rows):
        try:
            tally.add(row)
        except ValueError as error:
            faults.add(line, str(error))
    return tally.record(path, faults)


class _Tally:
    """Events counted so far."""

    def __init__(self, shape: _Table, states: Sequence[State]):
        self.shape, self.codes, self.position = shape, tuple(state.code for state in states), states_named(states)
        self.counts: dict[str, np.ndarray] = {}  # by period: (kind, source, target)
        self.span, self.covered, self.inside, self.outside = set(), set(), 0, 0

    def add(self, row: list[str]) -> None:
        """Count a row; ValueError when it is damaged."""
        if len(row) not in self.shape.widths:
            raise InvalidInput(f"{len(row)} columns instead of {' or '.join(map(str, self.shape.widths))}")
        period = self.shape.period(row)
        covered = self.shape.covered(row, period)
        i, j = (self.position(row[k]) for k in self.shape.sides)
        inside = i >= 0 and j >= 0 and i != j
        if inside:
            counts = self.shape.counts(row)
            if period not in self.counts:
                self.counts[period] = self._empty()
            at = self.counts[period][:, i, j]
            if not self.shape.events and not np.isnan(at[0]):
                raise InvalidInput(f"a second row of {self.codes[i]} toward {self.codes[j]} in {period}")
            at[:] = np.add(at, counts) if self.shape.events else counts
        self.inside, self.outside = self.inside + inside, self.outside + (not inside)
        self.span.add(period)
        self.covered.add(covered)

    def _empty(self) -> np.ndarray:
        """Return a period without rows: no events, or nobody knows."""
        own = np.eye(len(self.codes), dtype=bool)
        return np.tile(np.where(own, np.nan, 0.0 if self.shape.events else np.nan), (2, 1, 1))

    def record(self, path: Path, faults: Faults) -> Record:
        """Return what was counted; ValueError when that is nothing."""
        before = [period for period in self.counts if period < min(self.covered)]
        early = sum(int(np.nansum(self.counts.pop(period))) for period in before)
        if not self.counts:
            read = self.inside + self.outside + faults.count
            told = f"; first {faults.named[0]}" if faults.named else ""
            raise InvalidInput(f"{path}: no row of {read:,} is between two of {', '.join(self.codes)}{told}")
        periods = sorted(self.counts)
        if self.shape.events:
            periods = _months(min(self.covered), max(self.span))
        counts = np.array([self.counts.get(period, self._empty()) for period in periods])
        rows, outside = self.inside + self.outside + faults.count, self.outside + early
        read = (path.name, self.codes, tuple(periods), counts[:, 0], counts[:, 1])
        return Record(*read, rows, outside, tuple(faults.told()), faults.count)


def counts_in_words(record: Record) -> str:
    """Say how many rows were read, passed over and damaged."""
    told = f"{record.rows:,} rows read, {record.outside:,} passed over (not between two of the states)"
    damaged = max(record.damaged, len(record.faults))
    return f"{record.name}: {told}, {f'{damaged:,}' if damaged else 'none'} damaged"
