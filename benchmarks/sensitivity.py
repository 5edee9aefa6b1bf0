"""How fast: Sobol indices of 20 numbers, 1,024 x 22 design points of 32 histories each, and where the time goes.

Run from the root of the project:  .venv/bin/python benchmarks/sensitivity.py [repeats]
It prints the numbers of docs/sensitivity.md; nothing here is a test.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from collections.abc import Callable

import sim
from sim.analysis.sensitivity.screening import morris
from sim.analysis.sensitivity.sensitivity import evaluator, problem_of
from sim.analysis.sensitivity.variance import sobol
from sim.model.layout import settings
from sim.model.spin_up import starting_world
from sim.outcomes.asked import outcome_asked
from sim.scenario import NumberPath, chosen_paths, with_numbers

NUMBERS, BASE, HISTORIES = 20, 1024, 32
ARTICLE = sim.load("article")
OF = outcome_asked(ARTICLE, "tilt_last")


def each(task: Callable[[], object], times: int = 200) -> float:
    """Return the milliseconds that a task takes."""
    task()
    begin = time.perf_counter()
    for _ in range(times):
        task()
    return 1e3 * (time.perf_counter() - begin) / times


def setting_up() -> None:
    """Show what setting one design point up costs, on one core."""
    setting = settings(ARTICLE)
    numbers = {path: ARTICLE.value(path).value for path in chosen_paths(ARTICLE)[:NUMBERS]}
    print(f"numbers put in:  {each(lambda: with_numbers(ARTICLE, numbers)):.2f} ms")
    print(f"laid out:        {each(lambda: settings(ARTICLE)):.2f} ms")
    print(f"quiet months:    {each(lambda: starting_world(ARTICLE, setting)):.2f} ms")


def indices(repeats: int) -> None:
    """Time the indices of the foremost numbers, after one screening."""
    paths = chosen_paths(ARTICLE)
    screened = morris(evaluator(ARTICLE, paths, OF, 8, 1), problem_of(ARTICLE, paths), 8)
    foremost = list(screened.table()["path"][:NUMBERS])
    shocks = sum(NumberPath.of(path).is_amount for path in foremost)
    points = BASE * (NUMBERS + 2)
    print(
        f"{NUMBERS} numbers ({shocks} of them of shocks), {points:,} points, "
        f"{points * HISTORIES:,} histories"
    )
    for _ in range(repeats):
        begin, used = time.perf_counter(), time.process_time()
        sobol(evaluator(ARTICLE, foremost, OF, HISTORIES, 1), problem_of(ARTICLE, foremost), BASE)
        took, used = time.perf_counter() - begin, time.process_time() - used
        print(
            f"{took:.0f} s on {os.cpu_count()} cores, {used:.0f} s of processor; load "
            f"{os.getloadavg()[0]:.1f}"
        )
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")


if __name__ == "__main__":
    setting_up()
    indices(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
