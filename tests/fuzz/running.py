"""Running: mutants in pieces, each piece in a process, and what became of them all."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import threading
import time
import warnings
from collections import Counter
from functools import cache
from multiprocessing import parent_process
from pathlib import Path
from typing import Any

from . import kinds
from .harness import FAULTS, Fuzzing


def piece(begin: int, mutants: int, seed: int, only: tuple[str, ...]) -> dict[str, Any]:
    """Try some mutants in this process; return counts and faults."""
    made = [kind for kind in here() if not only or kind.name in only]
    fuzzing = Fuzzing(made, seed)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # as in tests
        fuzzing.run(mutants, begin)
    counts = {name: dict(count) for name, count in fuzzing.counts.items()}
    return {
        "counts": counts, "faults": fuzzing.faults, "seconds": dict(fuzzing.seconds),
        "longest": fuzzing.longest,
    }  # fmt: skip


def begin(room: Path) -> None:
    """Make this process ready: one of a pool, whose room is removed by the one that made it.

    Ctrl-C is for that one alone. Where it was killed, nobody else would end this process.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    threading.Thread(target=_end_with_parent, args=(room,), daemon=True).start()
    tempfile.tempdir = tempfile.mkdtemp(dir=room)


def _end_with_parent(room: Path) -> None:
    """Wait for the end of the process that started this one; then leave nothing behind."""
    parent = parent_process()
    assert parent is not None
    parent.join()
    shutil.rmtree(room, ignore_errors=True)
    os._exit(1)


@cache
def here() -> list[Any]:
    """Return every kind, in a room of this process."""
    return kinds(Path(tempfile.mkdtemp()))


def memory() -> str | None:
    """Return a folder in memory, where there is one: files are written by the million."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


class Total:
    """What became of all mutants so far."""

    def __init__(self, seed: int) -> None:
        self.seed, self.begun = seed, time.time()
        self.counts: dict[str, Counter[str]] = {}
        self.seconds: Counter[str] = Counter()
        self.longest: dict[str, float] = {}
        self.faults: dict[str, dict[str, str]] = {}

    def add(self, result: dict[str, Any]) -> None:
        """Add what a process found."""
        for name, count in result["counts"].items():
            self.counts.setdefault(name, Counter()).update(count)
            self.longest[name] = max(self.longest.get(name, 0.0), result["longest"].get(name, 0.0))
        self.seconds.update(result["seconds"])
        self.faults = result["faults"] | self.faults

    def died(self, begins: list[int]) -> None:
        """Note that a process died, which can only have been in one of these pieces."""
        key = f"a process died in a piece that begins with {min(begins)}"
        told = f"seed {self.seed}, pieces that begin with {begins}"
        self.faults[key] = {"case": "none", "kind": "all", "what": "died", "story": told}

    @property
    def tried(self) -> int:
        """How many mutants were tried; those that could do harm are passed over."""
        return sum(sum(count.values()) - count["passed over"] for count in self.counts.values())

    def data(self) -> dict[str, Any]:
        """Return all counts."""
        return {
            "tried": self.tried,
            "seed": self.seed,
            "minutes": round((time.time() - self.begun) / 60, 1),
            "kinds": {
                name: dict(count) | {
                    "cpu_seconds": round(self.seconds[name], 1),
                    "longest_seconds": round(self.longest[name], 2),
                }
                for name, count in sorted(self.counts.items())
            },
            "faults": self.faults,
        }  # fmt: skip

    def __str__(self) -> str:
        """Return a table in Markdown."""
        head = (
            "| kind | mutants | accepted | refused | traceback | hangs | out of bounds or untold |"
        )
        lines = [head, "|---|--:|--:|--:|--:|--:|--:|"]
        whole: Counter[str] = Counter()
        for name, count in sorted(self.counts.items()):
            whole += count
            lines.append(self._row(name, count))
        lines.append(self._row("all", whole))
        return "\n".join(lines)

    @staticmethod
    def _row(name: str, count: Counter[str]) -> str:
        """Return a row of the table."""
        refused = sum(many for word, many in count.items() if word.startswith("refused"))
        tried = sum(count.values()) - count["passed over"]
        cells = [tried, count["accepted"], refused, *(count[word] for word in FAULTS)]
        return f"| {name} | " + " | ".join(f"{cell:,}" for cell in cells) + " |"
