"""Columns on disk: outcomes of so many histories that memory is better used for something else.

They lie in a temporary file without a name, column after column, so that each can be read whole: a
million histories take 8 MB of memory at a time instead of 400. What is read is what was written, to
the bit, so that quantiles are exact.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Lock
from typing import Any
from weakref import finalize

import numpy as np

from sim.system.files import CannotWrite, reason


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
        self._there = np.zeros(room, dtype=bool)

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
        for name, column in columns.items():
            if name not in self._places:
                self._places[name] = self._end, column.dtype
                self._end += column.itemsize * len(self._there)
            start, kind = self._places[name]
            spread = np.zeros(len(where), dtype=kind)
            spread[where] = column
            try:
                with self._lock:
                    self._file.seek(start + first * kind.itemsize)
                    self._file.write(spread.data)
            except OSError as error:
                raise self._cannot(error) from None
        self._there[first : first + len(where)] = where

    def end_at(self, last: int) -> None:
        """Leave out whatever was put from this position on."""
        self._there[last:] = False

    def __getitem__(self, name: str) -> np.ndarray:
        there = self._there.nonzero()[0]
        return self._read(name, there)

    def rows(self, where: slice) -> dict[str, np.ndarray]:
        """Return all columns of some of the histories that did not fail."""
        there = self._there.nonzero()[0][where]
        return {name: self._read(name, there) for name in self}

    def _read(self, name: str, there: np.ndarray) -> np.ndarray:
        """Return the numbers of a column at some positions, in their order."""
        start, kind = self._places[name]
        first, last = (int(there[0]), int(there[-1]) + 1) if len(there) else (0, 0)
        column = np.zeros(last - first, dtype=kind)
        try:
            with self._lock:
                self._file.seek(start + first * kind.itemsize)
                self._file.readinto(column.data.cast("B") if len(column) else bytearray())
        except OSError as error:
            raise self._cannot(error) from None
        return column if len(there) == len(column) else column[there - first]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to another process as what a table in memory has."""
        return dict, (dict(self),)

    def _cannot(self, error: OSError) -> CannotWrite:
        """Return the refusal that reports what the system would not do."""
        return CannotWrite(
            f"outcomes cannot be kept in a temporary file in {self._folder}: {reason(error)}"
        )
