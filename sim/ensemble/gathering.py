"""Gathering: parts of one pass over many histories, in any order, become one table and one record.

Up to ``IN_MEMORY`` histories the table is held in memory; the columns of more are on disk, and read
one at a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from sim.model.history import Record, blank_record, rows
from sim.outcomes.on_disk import OnDisk
from sim.scenario import Scenario

from .chunks import LOST, joined, length
from .parallel import put

IN_MEMORY = 200_000  # histories; judgement: their outcomes take some 80 MB


class Gathering:
    """The outcomes of all histories, and everything of the first ones.

    Parameters
    ----------
    scenario : Scenario
    histories, keep : int
        How many there will be, and of how many, the first ones, the record is kept.
    folder : Path, optional
        Of the temporary file of large tables.
    """

    def __init__(
        self, scenario: Scenario, histories: int, keep: int, folder: Path | None = None
    ) -> None:
        self._disk = OnDisk(histories, folder) if histories > IN_MEMORY else None
        self._parts: dict[int, dict[str, np.ndarray]] = {}
        kept = min(keep, histories)
        self._record = blank_record(kept, scenario.months, len(scenario.codes))
        self._recorded = np.zeros(kept, dtype=bool)
        self._lost: list[np.ndarray] = []
        self._sizes: dict[int, int] = {}

    def add(self, first: int, columns: dict[str, np.ndarray], record: Record | None = None) -> int:
        """Take a part; return how many histories it has, those that failed among them.

        Parameters
        ----------
        first : int
            Number of its first history.
        columns : dict of str to ndarray
            From ``chunks.chunk_columns``.
        record : Record, optional
            Of the histories that did not fail.
        """
        count = length(columns)
        lost = columns.get(LOST, np.arange(0))
        there = np.ones(count, dtype=bool)
        there[lost - first] = False
        self._lost.append(lost)
        kept = {name: column for name, column in columns.items() if name != LOST}
        if self._disk is not None:
            self._disk.put(first, kept, there)
        else:
            self._parts[first] = kept
        if record is not None:
            self._keep(first, record, there)
        self._sizes[first] = count
        return count

    def _keep(self, first: int, record: Record, there: np.ndarray) -> None:
        """Put the record of a part where it belongs, with gaps where histories failed."""
        where = first + there.nonzero()[0]
        where = where[where < len(self._recorded)]
        part = rows(record, slice(0, len(where)))
        if len(where) and where[-1] - where[0] == len(where) - 1:
            put(self._record, part, int(where[0]))
        else:
            for whole, piece in zip(self._record, part, strict=True):
                whole[..., where] = piece
        self._recorded[where] = True

    @property
    def done(self) -> int:
        """How many histories there are, up to the first part that is missing."""
        done = 0
        while done in self._sizes:
            done += self._sizes[done]
        return done

    @property
    def lost(self) -> np.ndarray:
        """The numbers of the histories that failed."""
        lost = np.sort(np.concatenate([np.arange(0), *self._lost]))
        return lost[lost < self.done]

    @property
    def runs(self) -> np.ndarray:
        """The numbers of the histories that did not."""
        there = np.ones(self.done, dtype=bool)
        there[self.lost] = False
        return there.nonzero()[0].astype(np.int64, copy=False)

    def columns(self) -> Mapping[str, np.ndarray]:
        """Return the columns, in the order of the histories."""
        if self._disk is not None:
            self._disk.end_at(self.done)
            return self._disk
        parts = [self._parts[first] for first in sorted(self._parts) if first < self.done]
        return joined(parts)

    def record(self) -> Record:
        """Return the record of the first histories, without those that failed."""
        there = self._recorded
        there[self.done :] = False
        return self._record if there.all() else rows(self._record, there.nonzero()[0])
