"""Events: event data, which count who did what to whom, read from files of several forms.

What a row says stands in ``event_rows``, ``icews`` and ``gdelt``. Here rows are counted: each event
once, also where files overlap, and only as far as nothing about a row or its file is in doubt.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from pathlib import Path

import numpy as np

from sim.errors import InvalidInput
from sim.scenario import State

from .cameo import Condemned
from .countries import states_named
from .country_letters import letters_of
from .delimited import Faults, read_rows, shown
from .event_forms import rows_of
from .event_periods import months_between
from .event_repeats import Seen, key
from .event_rows import Rows

_CELLS = 10_000  # different names of states that are looked at, of which there are a few hundred
_GAP = 12  # months without a row from which on a file of the world does not cover them; judgement


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
        Number of cooperative and of conflictual events. Files of single events count 0 where there
        are none in a month between their first and last; in tables a dyad without a row for a
        period is NaN.
    rows, outside : int
        Rows read; and those passed over, as a side is not among the states, both are the same, or
        the event is dated before what the file covers (GDELT also dates events back, by up to ten
        years).
    faults : tuple of str
        "file:line: what is wrong" for each damaged row, which is passed over.
    damaged : int
        Their number: more than there are `faults` where these would fill the memory.
    repeated : int
        Rows passed over that were counted already, in this file or in one read before it.
    shared : tuple of str
        Periods of which events were counted in a file read before: what is counted here is only the
        rest.
    remark : str
        What is to be said of the codes of states, where they are not what one would expect.
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
    repeated: int = 0
    shared: tuple[str, ...] = ()
    remark: str = ""

    @property
    def monthly(self) -> bool:
        """Whether periods are months rather than years."""
        return "-" in self.periods[0]


def read_record(path: Path, states: Sequence[State], earlier: Seen | None = None) -> Record:
    """Read event data of any of four kinds, recognized by their columns; row by row, of any size.

    These are dyad tables by year or month, raw ICEWS, GDELT, and lists of dated events.

    Parameters
    ----------
    path : Path
        Text in UTF-8, unpacked.
    states : sequence of State
        Between whom events are counted; names and codes are matched as in ``states_named``.
    earlier : Seen, optional
        Events of files read before, which are not counted again; those of this file are added.

    Raises
    ------
    InvalidInput
        When the file is none of these, its codes have lost their zeros, or no row is between two of
        the states.
    """
    path, faults = Path(path), Faults(Path(path).name)
    lines = read_rows(path, faults)
    first = next(lines, (1, [""]))
    rows, header = rows_of(path, first[1])
    tally = _Tally(rows, states, faults, Seen() if earlier is None else earlier)
    if not rows.whole:
        tally.letters, tally.remark = _letters(path, rows, states)
    for line, row in lines if header else chain([first], lines):
        try:
            tally.add(line, row)
        except Condemned as error:
            raise Condemned(f"{path}:{line}: {error}") from None
        except InvalidInput as error:
            faults.add(line, str(error))
    verdict = rows.verdict()
    if verdict:
        raise Condemned(f"{path}:{verdict[0]}: {verdict[1]}")
    return tally.record(path)


def _letters(path: Path, rows: Rows, states: Sequence[State]) -> tuple[str, str]:
    """Return which list the letters of a table are from, and a remark, as ``letters_of`` does."""
    cells: set[str] = set()
    for _, row in read_rows(path, Faults(path.name)):
        if len(row) in rows.widths and len(cells) < _CELLS:
            cells.update(row[side].strip() for side in rows.sides)
    return letters_of(cells, "any", states, f"{path}: source and target together")


def read_records(paths: Iterable[Path], states: Sequence[State]) -> tuple[Record, ...]:
    """Read files of event data as in ``read_record``.

    An event that several of them hold counts in the first.

    Parameters
    ----------
    paths : iterable of Path
        In the order in which they count.
    states : sequence of State
        Between whom events are counted.
    """
    earlier = Seen()
    return tuple(read_record(path, states, earlier) for path in paths)


class _Tally:
    """Events counted so far."""

    def __init__(self, rows: Rows, states: Sequence[State], faults: Faults, earlier: Seen) -> None:
        self.rows, self.codes = rows, tuple(state.code for state in states)
        self.position = states_named(states)
        self.faults, self.earlier, self.own = faults, earlier, Seen()
        self.counts: dict[str, np.ndarray] = {}  # by period: (kind, source, target)
        # of tables: where a dyad was counted; negative where rows contradict
        self.lines: dict[str, np.ndarray] = {}
        self.span: set[str] = set()
        self.covered: set[str] = set()
        self.shared: set[str] = set()
        self.inside = self.outside = self.repeated = 0
        self.letters, self.remark, self.about = rows.letters, "", ""

    def add(self, line: int, row: list[str]) -> None:
        """Count a row; InvalidInput when it is damaged, Condemned when the whole file is.

        Parameters
        ----------
        line : int
            Its number, from 1.
        row : list of str
            Its cells.
        """
        rows = self.rows
        if len(row) not in rows.widths:
            raise InvalidInput(
                f"{len(row)} columns instead of {' or '.join(map(str, rows.widths))}"
            )
        period = rows.period(row)
        covered = rows.covered(row, period)
        rows.judge(line, row)
        year = int(period[:4])
        i = self._who(row[rows.sides[0]], year)
        j = self._who(row[rows.sides[1]], year) if i >= 0 else -1
        if j < 0 or i == j:
            self.outside += 1
            self.about = self.about or self._about(line, row)
        else:
            counts = rows.counts(row)
            if period not in self.counts:
                self.counts[period] = self._empty()
            (self._add_event if rows.events else self._add_dyad)(line, row, period, (i, j), counts)
        self.span.add(period)
        self.covered.add(covered)

    def _who(self, cell: str, year: int) -> int:
        """Return the position of the state that a cell names in a year, -1 for any other."""
        return -1 if cell in self.rows.nobody else self.position(cell, year, self.letters)

    def _about(self, line: int, row: list[str]) -> str:
        """Say of whom a row is."""
        one, other = (shown(row[side].strip()) for side in self.rows.sides)
        return f"; line {line} is about '{one}' and '{other}'"

    def _add_event(
        self, line: int, row: list[str], period: str, dyad: tuple[int, int], counts: tuple
    ) -> None:
        """Count an event, unless it was counted before."""
        identity = self.rows.identity(row)
        if identity:
            known = key(*dyad, *identity)
            if known in self.own or known in self.earlier:
                self.repeated += 1
                self.shared |= {period} if known in self.earlier else set()
                return
            self.own.add(known)
        self.counts[period][:, *dyad] += counts
        self.inside += 1

    def _add_dyad(
        self, line: int, row: list[str], period: str, dyad: tuple[int, int], counts: tuple
    ) -> None:
        """Take the counts of a dyad; where another row has others, nobody knows."""
        lines = self.lines.setdefault(period, np.zeros((len(self.codes),) * 2, dtype=np.int64))
        before, at = int(lines[dyad]), self.counts[period][:, *dyad]
        if not before:
            at[:], lines[dyad] = counts, line
            self.inside += 1
            return
        if before > 0 and tuple(at) == counts:
            self.repeated += 1
            return
        source, target = (self.codes[k] for k in dyad)
        what = f"a second row of {source} toward {target} in {period} counts differently"
        if before > 0:
            at[:], lines[dyad] = np.nan, -before
            self.inside -= 1
            self.faults.add(before, f"{what} (line {line}): neither is taken")
        raise InvalidInput(f"{what} (the first is line {abs(before)}): neither is taken")

    def _empty(self) -> np.ndarray:
        """Return a period without rows: no events, or nobody knows."""
        own = np.eye(len(self.codes), dtype=bool)
        return np.tile(np.where(own, np.nan, 0.0 if self.rows.events else np.nan), (2, 1, 1))

    def record(self, path: Path) -> Record:
        """Return what was counted; InvalidInput when that is nothing."""
        before = [period for period in self.counts if period < min(self.covered)]
        early = sum(int(np.nansum(self.counts.pop(period))) for period in before)
        read = self.inside + self.outside + self.repeated + self.faults.count
        periods = [
            period for period in sorted(self.counts) if np.isfinite(self.counts[period]).any()
        ]
        if not periods:
            count, named = self.faults.count, self.faults.named
            reason = self.about
            if named:
                are = "are" if count > 1 else "is"
                reason = f"; {count:,} of them {are} damaged, first {named[0]}"
            raise InvalidInput(
                f"{path}: no row of {read:,} is between two of {', '.join(self.codes)}{reason}"
            )
        if self.rows.events:
            periods = months_between(min(self.covered), max(self.span))
        if self.rows.whole:
            periods = _without_gaps(periods, self.span)
        counts = np.array([self.counts.get(period, self._empty()) for period in periods])
        self.earlier.update(self.own)
        what = (path.name, self.codes, tuple(periods), counts[:, 0], counts[:, 1])
        passed = self.repeated, tuple(sorted(self.shared & set(periods))), self.remark
        return Record(
            *what, read, self.outside + early, tuple(self.faults.told()), self.faults.count, *passed
        )


def _without_gaps(months: list[str], seen: set[str]) -> list[str]:
    """Return months without the stretches of a year or more of which a file has no row at all."""
    stretches = [list(part) for _, part in groupby(months, key=seen.__contains__)]
    return [month for part in stretches if part[0] in seen or len(part) < _GAP for month in part]


def counts_in_words(record: Record) -> str:
    """Say how many rows were read, passed over, damaged and repeated."""
    words = f"{record.rows:,} row{'s' * (record.rows != 1)} read, "
    words += f"{record.outside:,} passed over (not between two of the states)"
    damaged = max(record.damaged, len(record.faults))
    words += f", {f'{damaged:,}' if damaged else 'none'} damaged"
    if record.repeated:
        what = "events" if record.monthly else "rows"
        what = what[:-1] if record.repeated == 1 else what
        words += f", {record.repeated:,} repeated {what} passed over"
    if record.shared:
        months = " to ".join(dict.fromkeys((record.shared[0], record.shared[-1])))
        words += f" (some of {months} are counted in a file before this one)"
    return f"{record.name}: {words}" + f"; it {record.remark}" * bool(record.remark)
