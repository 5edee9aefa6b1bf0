"""`make fuzz`: mutants by the million on all cores; a table and a JSON file of what became of them.

Usage: python -m fuzz [--minutes 60] [--mutants N] [--seed 1] [--workers N] [--kind NAME]
                      [--report FILE]
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import active_children, get_context
from pathlib import Path
from typing import Any

from .harness import CASES
from .running import Total, begin, memory, piece

_PIECE = 1_000  # mutants of a task; a process does twenty, and is followed by a fresh one


def given() -> argparse.Namespace:
    """Read what is wanted."""
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--mutants", type=int, default=10**9)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--begin", type=int, default=0, help="number of the first mutant")
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    parser.add_argument("--kind", action="append", default=[])
    parser.add_argument("--report", type=Path, default=Path("fuzz-report.json"))
    return parser.parse_args()


class Pool:
    """Processes that try mutants, started again where one of them dies."""

    def __init__(self, wanted: argparse.Namespace) -> None:
        self.wanted, self.total = wanted, Total(wanted.seed)
        self.until = time.monotonic() + 60 * wanted.minutes
        last = wanted.begin + wanted.mutants
        self.tasks = (
            (begin, min(_PIECE, last - begin)) for begin in range(wanted.begin, last, _PIECE)
        )
        self.running: dict[Future[Any], int] = {}

    def more(self, pool: ProcessPoolExecutor) -> None:
        """Hand out the next task, if there is time."""
        if time.monotonic() < self.until and (task := next(self.tasks, None)):
            only = tuple(self.wanted.kind)
            self.running[pool.submit(piece, *task, self.wanted.seed, only)] = task[0]

    def run(self) -> None:
        """Try mutants until the time or the mutants are used up."""
        with tempfile.TemporaryDirectory(
            prefix="fuzz-", dir=memory(), ignore_cleanup_errors=True
        ) as room:
            while self._with_one_pool(Path(room)):
                pass

    def _with_one_pool(self, room: Path) -> bool:
        """Try mutants with one pool of processes; return whether it broke."""
        workers, self.running = self.wanted.workers, {}
        how = {"initializer": begin, "initargs": (room,), "max_tasks_per_child": 20}
        with ProcessPoolExecutor(workers, get_context("spawn"), **how) as pool:
            try:
                return self._until_done(pool)
            except BaseException:  # Ctrl-C: nobody waits for what is under way
                pool.shutdown(wait=False, cancel_futures=True)
                for process in active_children():
                    process.kill()
                    process.join()
                raise

    def _until_done(self, pool: ProcessPoolExecutor) -> bool:
        """Hand out tasks until none is left; return whether a process died."""
        for _ in range(self.wanted.workers):
            self.more(pool)
        while self.running:
            done = next(iter(wait(self.running, return_when=FIRST_COMPLETED).done))
            first = self.running.pop(done)
            try:
                self.total.add(done.result())
            except BrokenProcessPool:
                self.total.died([first, *self.running.values()])
                return True
            self._tell()
            self.more(pool)
        return False

    def _tell(self) -> None:
        """Write how far it is."""
        self.wanted.report.write_text(json.dumps(self.total.data(), indent=1) + "\n")
        told = f"{self.total.tried:,} mutants, {len(self.total.faults)} faults"
        print(told, file=sys.stderr, flush=True)


def main() -> int:
    """Fuzz, and print what came of it, until Ctrl-C if need be."""
    pool = Pool(given())
    with suppress(KeyboardInterrupt):
        pool.run()
    print(pool.total)
    for key, fault in pool.total.faults.items():
        case = CASES / fault["kind"] / fault["case"]
        print(f"\n{key}\n  {case if case.exists() else 'not kept as a case: see the report'}")
    return 1 if pool.total.faults else 0


if __name__ == "__main__":
    sys.exit(main())
