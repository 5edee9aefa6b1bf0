"""A history of speed: one row for each commit that was measured, and a check against the last one.

Run from the root of the project:  .venv/bin/python benchmarks/history.py [--check]
It adds a row to benchmarks/history.csv. With --check it adds none, and ends with exit code 1 where
the rules have lost more than a tenth against the last row of the same processor. What is compared
are ratios measured in the same run, in seconds of processor. They vary less than the seconds do,
but much all the same: the rules came to 40 % of the limit on one processor, to 33 % on another.
"""

from __future__ import annotations

import csv
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from speed import ARTICLE, unavoidable

import sim
from sim.model.history import LANES, blank_record, simulate
from sim.model.prepared import prepared

FILE = Path(__file__).with_name("history.csv")
RATIOS = "share_of_limit", "times_mesa"  # the more the better
LOSS = 0.1
_REPEATS, _BY_MESA = 25, 5


def used(task: Callable[[], object]) -> float:
    """Return the seconds of processor that this thread needs for a task."""
    begin = time.thread_time()
    task()
    return time.thread_time() - begin


def measured() -> dict[str, str | float]:
    """Return a row: where, what was measured, and the ratios; the tasks take turns."""
    ready, runs = prepared(ARTICLE), np.arange(LANES)
    record = blank_record(LANES, ARTICLE.months, len(ARTICLE.codes))
    values, result = np.random.default_rng(0).uniform(1, 2, LANES), np.zeros(LANES)
    pairs = len(ARTICLE.codes) * (len(ARTICLE.codes) - 1) * ARTICLE.months

    def limit() -> None:
        """Do the divisions and exponentials of as many histories."""
        for _ in range(pairs):
            unavoidable(values, result)

    tasks = (
        limit,
        lambda: simulate(ready, 1, runs, record),
        lambda: sim.run(ARTICLE, _BY_MESA, engine="mesa"),
    )
    for task in tasks:
        task()
    times = np.array([[used(task) for task in tasks] for _ in range(_REPEATS)])
    least, rules, mesa = (times / (LANES, LANES, _BY_MESA)).T
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "commit": _said("git", "describe", "--always", "--dirty", "--exclude", "*"),
        "machine": _machine(),
        "limit_ms": round(1e3 * statistics.median(least), 4),
        "rules_ms": round(1e3 * statistics.median(rules), 4),
        "mesa_ms": round(1e3 * statistics.median(mesa), 2),
        "share_of_limit": round(statistics.median(least / rules), 3),
        "times_mesa": round(statistics.median(mesa / rules), 1),
    }


def _said(*words: str) -> str:
    """Return what a command prints."""
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()


def _machine() -> str:
    """Return the processor by name, where the system gives it."""
    about = Path("/proc/cpuinfo")
    lines = about.read_text().splitlines() if about.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def rows() -> list[dict[str, str]]:
    """Return the rows of the history, the oldest first."""
    if not FILE.exists():
        return []
    with FILE.open(newline="") as file:
        return list(csv.DictReader(file))


def main() -> int:
    """Measure, and add a row or check against the last one."""
    row = measured()
    before = [one for one in rows() if one["machine"] == row["machine"]]
    print(", ".join(f"{name} {value}" for name, value in row.items()))
    if "--check" in sys.argv:
        if not before:
            print("no row of this processor yet: add one, without --check, to compare with later")
        lost = [
            name
            for name in RATIOS
            if before and float(row[name]) < (1 - LOSS) * float(before[-1][name])
        ]
        for name in lost:
            print(f"{name} has fallen by more than a tenth: {before[-1][name]} before, {row[name]}")
        return 1 if lost else 0
    with FILE.open("a", newline="") as file:
        writer = csv.DictWriter(file, list(row), lineterminator="\n")
        if not FILE.stat().st_size:
            writer.writeheader()
        writer.writerow(row)
    return 0


if __name__ == "__main__":
    sys.exit(main())
