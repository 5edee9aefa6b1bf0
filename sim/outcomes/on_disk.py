"""Columns on disk: outcomes of so many histories that memory is better used for something else.

They lie in a temporary file without a name, column after column, so that each can be read whole: a
million histories take 8 MB of memory at a time instead of 400. What is read is what was written, to
the bit, so that quantiles are exact.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Lock
from typing import Any
from weakref import finalize

import numpy as np

from sim.system.files import CannotWrite, reason

_AT_ONCE = 16_384  # histories that are written at a time


class OnDisk(Mapping[str, np.ndarray]):
    """Columns of numbers in a file; reading one gives an array of all histories put so far.

    Parameters
    ----------
    room : int
        Histories that there will be at most.
    folder : Path, optional
        Where the file is; by default in the system's folder for temporary files. It has no name
        there (outside Windows), so that nothing is left of it however the process ends.

    Raises
    ------
    CannotWrite
        When the disk is full or cannot be written.
    """

    def __init__(self, room: int, folder: Path | None = None) -> None:
        self._folder = folder or Path(tempfile.gettempdir())
        self._lock = Lock()
        try:
            self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115
        except OSError as error:
            raise self._cannot(error) from None
        finalize(self, self._file.close)
        self._places: dict[str, tuple[int, np.dtype]] = {}
        self._end = 0
        # what has yet to be written: parts of columns, of the histories from a first to a next one
        self._waiting: dict[str, list[np.ndarray]] = {}
        self._first = self._next = 0
        self._there = np.zeros(room, dtype=bool)
        self._whole: int | None = None  # how many there are if none failed, -1 if some did; unknown

    def put(self, first: int, columns: Mapping[str, np.ndarray], where: np.ndarray) -> None:
        """Write the columns of some histories that follow one another.

        Parameters
        ----------
        first : int
            Position of the first of them.
        columns : mapping of str to ndarray (history that did not fail,)
            The same names and kinds of numbers each time.
        where : ndarray of bool (history,)
            Which of them did not fail.
        """
        if first != self._next:
            self._write()
            self._first = first
        self._next = first + len(where)
        for name, column in columns.items():
            spread = np.zeros(len(where), dtype=column.dtype)
            spread[where] = column
            self._waiting.setdefault(name, []).append(spread)
        self._there[first : first + len(where)] = where
        self._whole = None
        if self._next - self._first >= _AT_ONCE:
            self._write()

    def _write(self) -> None:
        """Write what waits: many histories at once, as each column has a place of its own."""
        waiting, self._waiting = self._waiting, {}
        for name, parts in waiting.items():
            column = np.concatenate(parts)
            if name not in self._places:
                self._places[name] = self._end, column.dtype
                self._end += column.itemsize * len(self._there)
            start, kind = self._places[name]
            try:
                with self._lock:
                    self._file.seek(start + self._first * kind.itemsize)
                    self._file.write(column.data)
                    self._file.flush()  # what is read is read without its buffer
            except OSError as error:
                raise self._cannot(error) from None
        self._first = self._next

    def end_at(self, last: int) -> None:
        """Leave out whatever was put from this position on."""
        self._there[last:] = False
        self._whole = None

    def __getitem__(self, name: str) -> np.ndarray:
        return self._read(name, *self._places_of(slice(None)))

    def rows(self, where: slice) -> dict[str, np.ndarray]:
        """Return all columns of some of the histories that did not fail."""
        places = self._places_of(where)
        return {name: self._read(name, *places) for name in self}

    def _places_of(self, where: slice) -> tuple[int, int, np.ndarray | None]:
        """Return from which position to which some histories lie, and which, if not all of them."""
        self._write()
        if self._whole is None:
            last = len(self._there) - int(self._there[::-1].argmax()) if self._there.any() else 0
            self._whole = last if self._there[:last].all() else -1
        if self._whole >= 0:
            first, last, _ = where.indices(self._whole)
            return first, max(first, last), None
        there = self._there.nonzero()[0][where]
        if not len(there):
            return 0, 0, None
        return int(there[0]), int(there[-1]) + 1, there - there[0]

    def _read(self, name: str, first: int, last: int, which: np.ndarray | None) -> np.ndarray:
        """Return the numbers of a column between two positions, or those at some of them."""
        start, kind = self._places[name]
        column = np.zeros(last - first, dtype=kind)
        try:
            self._read_into(column, start + first * kind.itemsize)
        except OSError as error:
            raise self._cannot(error) from None
        return column if which is None else column[which]

    def _read_into(self, column: np.ndarray, place: int) -> None:
        """Fill a column with what the file has from a place on."""
        if not len(column):
            return
        into = column.data.cast("B")
        if hasattr(os, "preadv"):  # with a copy of this process the file shares where it stands
            while into.nbytes:
                count = os.preadv(self._file.fileno(), [into], place)
                if not count:
                    return  # put by nobody
                into, place = into[count:], place + count
        else:
            with self._lock:
                self._file.seek(place)
                self._file.readinto(into)

    def __iter__(self) -> Iterator[str]:
        self._write()
        return iter(self._places)

    def __len__(self) -> int:
        self._write()
        return len(self._places)

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to another process as what a table in memory has."""
        return dict, (dict(self),)

    def _cannot(self, error: OSError) -> CannotWrite:
        """Return the refusal that reports what the system would not do."""
        return CannotWrite(
            f"outcomes cannot be kept in a temporary file in {self._folder}: {reason(error)}"
        )
