"""The table of histories as a file, of however many histories."""

from __future__ import annotations

import hashlib
import os
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from sim.outcomes.table import OutcomeTable
from sim.report import tables
from sim.report.csv_text import csv_text

_SLAB = 2_000  # histories written at a time


def write_runs(outcomes: OutcomeTable, path: Path) -> str:
    """Write a row per history, a slab at a time: a million need little more memory than a few.

    Parameters
    ----------
    outcomes : OutcomeTable
        Of any number of histories.
    path : Path
        The file.

    Returns
    -------
    str
        Its SHA-256, for which it need not be read again: a million rows are a gigabyte.
    """
    firsts = range(0, outcomes.histories, _SLAB)
    cores = os.cpu_count() or 1
    waiting: deque[Future[memoryview]] = deque()
    checksum = hashlib.sha256()

    def write_first() -> None:
        """Write the rows that were begun first."""
        text = waiting.popleft().result()
        checksum.update(text)
        file.write(text)

    with path.open("wb") as file, ThreadPoolExecutor(cores) as threads:
        for first in firsts:
            # one after another: columns on disk are read here, and made into text elsewhere
            columns = tables.runs_columns(outcomes, slice(first, first + _SLAB))
            waiting.append(threads.submit(csv_text, columns, first == 0))
            if len(waiting) > cores:
                write_first()
        while waiting:
            write_first()
    return checksum.hexdigest()
