"""How fast: histories a second against Mesa's own batch_run, and how the cost grows.

Run from the root of the project:  .venv/bin/python benchmarks/speed.py
It prints the tables of docs/speed.md; nothing here is a test.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

import sim
from sim.ensemble import run as ensemble
from sim.ensemble.tallying import run_tally
from sim.model.compiled import compiled
from sim.model.history import blank_record, lanes, simulate
from sim.model.prepared import prepare
from sim.model.rules import exponential

CORES = os.cpu_count() or 1
ARTICLE = sim.load("article")
DIVISIONS, EXPONENTIALS = (
    39,
    11,
)  # of one pair in one month: see month/appraise.py and month/choose.py


class Batch(sim.Diplomacy):
    """The Mesa model in the form that ``mesa.batch_run`` wants."""

    def __init__(self, run: int = 0, rng: int | None = None):
        super().__init__(ARTICLE, seed=1, run=run)


def seconds(task: Callable[[], object], repeats: int = 5) -> tuple[float, float, float]:
    """Return least, median and most seconds of some repeats, after one to warm up."""
    task()
    times = []
    for _ in range(repeats):
        begin = time.perf_counter()
        task()
        times.append(time.perf_counter() - begin)
    return min(times), statistics.median(times), max(times)


def against_mesa() -> None:
    """Compare the compiled ensemble with mesa.batch_run, both on all cores."""
    import mesa

    article = ARTICLE
    fast = 20_480 / seconds(lambda: ensemble.run_outcomes(article, 20_480))[1]
    tallied = 524_288 / seconds(lambda: run_tally(article, 524_288), 3)[1]
    whole = 4_096 / seconds(lambda: sim.run(article, 4_096))[1]
    own = 60 / seconds(lambda: sim.run(article, 60, engine="mesa"), 3)[1]

    def batch() -> None:
        mesa.batch_run(
            Batch, {"run": range(400)}, number_processes=CORES, max_steps=36, display_progress=False
        )

    batched = 400 / seconds(batch, 3)[1]
    print(
        f"\n| article, {CORES} cores | histories/s | times the Mesa model, one process | "
        "times mesa.batch_run |\n|---|--:|--:|--:|"
    )
    for name, rate in (
        ("compiled, outcomes kept", fast),
        ("compiled, tallied", tallied),
        ("compiled, everything kept", whole),
        ("Mesa model, one process, DataCollector off", own),
        (f"mesa.batch_run, {CORES} processes", batched),
    ):
        print(f"| {name} | {rate:,.0f} | {rate / own:,.1f} | {rate / batched:,.1f} |")


def world(states: int, months: int) -> sim.Scenario:
    """Return a world of so many states, with affinities drawn once for all."""
    lines = ['title = "A world"', "start = 2000-01-01", f"months = {months}", "spin_up = 0"]
    lines += [f"[states.S{k}]" for k in range(states)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "world.toml"
        path.write_text("\n".join(lines))
        return sim.load(path)


def one_core(scenario: sim.Scenario, histories: int) -> float:
    """Return milliseconds for a history on one core, nothing but the rules and their record."""
    ready = prepare(scenario)
    n = len(scenario.codes)
    draws = np.random.default_rng(0).uniform(-0.5, 0.5, (n, n, 1))
    np.fill_diagonal(draws[..., 0], 0.0)
    if not ready.start.support.any():
        ready = prepare(scenario, ready.start._replace(stance=draws))
    record = blank_record(histories, scenario.months, n)
    runs = np.arange(histories)
    return 1e3 * seconds(lambda: simulate(ready, 1, runs, record), 3)[1] / histories


@compiled
def unavoidable(values: np.ndarray, result: np.ndarray) -> None:
    """Do the divisions and exponentials of one pair and month, in every lane, and nothing else."""
    for _ in range(DIVISIONS):
        for h in range(values.size):
            result[h] += 1.0 / (values[h] + result[h])
    for _ in range(EXPONENTIALS):
        for h in range(values.size):
            result[h] += exponential(-result[h])


def limit() -> None:
    """Compare the rules with the divisions and exponentials that they cannot do without."""
    values, result = np.random.default_rng(0).uniform(1, 2, 128), np.zeros(128)

    def alone() -> None:
        for _ in range(2000):
            unavoidable(values, result)

    least = 1e3 * seconds(alone)[1] / 2000 / values.size * 30 * 36
    each = one_core(ARTICLE, 2048)
    print(
        f"\ndivisions and exponentials alone: {least:.3f} ms a history; all the rules: {each:.3f} "
        "ms"
    )
    print(f"share of that limit: {100 * least / each:.0f} %")


def growth() -> None:
    """Show how the cost of a history grows with states and months."""
    print(
        "\n| states | months | side by side | ms a history (one core) | ns a pair and month |"
        "\n|--:|--:|--:|--:|--:|"
    )
    for states, months, histories in (
        (6, 36, 1024), (12, 36, 256), (24, 36, 128), (48, 36, 32), (96, 12, 32), (193, 6, 32),
        (193, 6, 8), (6, 12, 1024), (6, 120, 512), (6, 360, 128),
    ):  # fmt: skip
        each = one_core(world(states, months), histories)
        print(
            f"| {states} | {months} | {lanes(states, histories)} | {each:,.3f} | "
            f"{1e6 * each / months / states / (states - 1):,.0f} |"
        )


def million() -> None:
    """Run a million histories in a process of its own; show time and peak memory."""
    program = (
        "import resource, time, sim\nfrom sim.ensemble import run as ensemble\nbegin = "
        "time.perf_counter()\n"
        "outcomes = ensemble.run_outcomes(sim.load('article'), 1_000_000)\n"
        "print(time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / "
        "1e6)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    took, peak = map(float, done.stdout.split())
    print(f"\na million histories: {took:.0f} s ({1e6 / took:,.0f}/s), peak memory {peak:.2f} GB")


def start_up() -> None:
    """Show what starting and compiling cost."""

    def command(*words: str, cache: str | None = None) -> Callable[[], object]:
        environment = {**os.environ, **({"NUMBA_CACHE_DIR": cache} if cache else {})}
        return lambda: subprocess.run(
            [sys.executable, *words], capture_output=True, check=True, env=environment
        )

    one = ("-c", "import sim; sim.run(sim.load('article'), 1)")
    print(f"\nsim --help: {seconds(command('-m', 'sim', '--help'))[1]:.2f} s")
    print(f"one history, machine code on disk: {seconds(command(*one), 3)[1]:.2f} s")
    with tempfile.TemporaryDirectory() as empty:
        begin = time.perf_counter()
        command(*one, cache=empty)()
        print(f"one history, nothing compiled yet: {time.perf_counter() - begin:.0f} s")


if __name__ == "__main__":
    million()  # first: on Linux a process begins with the peak of the one that starts it
    against_mesa()
    limit()
    growth()
    start_up()
