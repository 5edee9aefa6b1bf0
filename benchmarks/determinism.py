"""The same bits: one scenario, seed and number give one history, however it is computed.

Run from the root of the project:  .venv/bin/python benchmarks/determinism.py [--python PATH ...]
It prints the table of docs/holds.md: a checksum of everything that the histories hold, for every
way of computing them. `--quick` leaves out what has to compile the rules anew, and the cluster.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import numpy as np

import sim
from sim.ensemble import filling
from sim.ensemble import run as ensemble
from sim.ensemble.how import How
from sim.ensemble.workers import Workers
from sim.outcomes.results import Results
from sim.outcomes.table import outcome_table

MANY, FEW, FEWEST = 2500, 24, 2  # histories: of machine code, of Mesa, of plain Python
ROOT = Path(__file__).parents[1]


def checksum(results: Results) -> str:
    """Return a checksum of all that some histories hold, and of their outcomes."""
    digest = hashlib.sha256()
    arrays = (results.stances, results.trusts, results.supports, results.choices)
    columns = outcome_table(results).columns
    for array in (*arrays, results.answers_to_deals, *(columns[name] for name in sorted(columns))):
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()[:16]


class Serial(Executor):
    """Does every task at once, in the thread that asks."""

    def submit(self, task: Callable, /, *given: object, **more: object) -> Future:
        """Return the result of a task as a future that is done."""
        done: Future = Future()
        done.set_result(task(*given, **more))
        return done


@contextmanager
def dask() -> Iterator[Executor]:
    """Give the executor of a Dask cluster of two processes."""
    import warnings

    from distributed import Client, LocalCluster

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        many = {"n_workers": 2, "threads_per_worker": 1, "processes": True}
        with LocalCluster(**many, dashboard_address=None) as cluster, Client(cluster) as client:
            yield client.get_executor(pure=False)


@contextmanager
def in_chunks(size: int) -> Iterator[None]:
    """Let ensembles be computed in chunks of so many histories, by threads and other executors."""
    before = ensemble.CHUNK, filling._PART
    ensemble.CHUNK = filling._PART = size
    try:
        yield
    finally:
        ensemble.CHUNK, filling._PART = before


def executors(quick: bool) -> Iterator[tuple[str, Callable[[], Results]]]:
    """Yield ways to compute many histories in machine code, and what computes them."""

    def by(executor: Executor) -> Results:
        """Run on an executor."""
        with executor:
            return sim.run("article", MANY, how=How(executor))

    yield "as usual: threads, one a core", lambda: sim.run("article", MANY)
    for threads in (1, 2, 8):
        yield f"threads: {threads}", lambda n=threads: by(ThreadPoolExecutor(n))
    yield "one after the other, without threads", lambda: by(Serial())
    yield "2 processes", lambda: by(Workers(2))
    if not quick:
        yield "Dask, 2 processes", lambda: by_dask()
    for size in (1, 7, 100, 1024):
        yield f"chunks of {size:,}", lambda n=size: chunked(n)


def by_dask() -> Results:
    """Run on a Dask cluster."""
    with dask() as executor:
        return sim.run("article", MANY, how=How(executor))


def chunked(size: int) -> Results:
    """Run in chunks of so many histories."""
    with in_chunks(size):
        return sim.run("article", MANY)


def elsewhere(histories: int, engine: str = "compiled", python: str = "", **more: str) -> str:
    """Return the checksum that a process of its own computes, by another Python or environment."""
    program = (
        f"import sys; sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / 'benchmarks')!r}]; "
        "import sim, determinism; "
        f"print(determinism.checksum(sim.run('article', {histories}, engine={engine!r})))"
    )
    environment = os.environ | more
    with tempfile.TemporaryDirectory() as place:
        asked = [python or sys.executable, "-c", program]
        done = subprocess.run(asked, env=environment, cwd=place, capture_output=True, text=True)
    return done.stdout.strip() or f"failed: {done.stderr.strip().splitlines()[-1:]}"


def features() -> str:
    """Return what NumPy chooses among on this processor, so that it can be told not to."""
    from numpy._core import _multiarray_umath as inside

    here = [name for name in inside.__cpu_dispatch__ if inside.__cpu_features__.get(name)]
    return " ".join(here)


def rows(wanted: argparse.Namespace) -> Iterator[tuple[str, int, str]]:
    """Yield how, how many histories, and their checksum."""
    for words, compute in executors(wanted.quick):
        yield words, MANY, checksum(compute())
    yield f"NumPy without {features()}", MANY, elsewhere(MANY, NPY_DISABLE_CPU_FEATURES=features())
    if not wanted.quick:
        with tempfile.TemporaryDirectory() as cache:
            generic = {"NUMBA_CPU_NAME": "generic", "NUMBA_CACHE_DIR": cache}
            yield "numba for a generic processor", MANY, elsewhere(MANY, **generic)
    for python in wanted.python:
        asked = [python, "-c", "import sys; print('%d.%d.%d' % sys.version_info[:3])"]
        version = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
        with tempfile.TemporaryDirectory() as cache:
            found = elsewhere(MANY, python=python, NUMBA_CACHE_DIR=cache)
        yield f"Python {version}", MANY, found
    yield "machine code", FEW, checksum(sim.run("article", FEW))
    yield "Mesa agents", FEW, checksum(sim.run("article", FEW, engine="mesa"))
    yield "machine code", FEWEST, checksum(sim.run("article", FEWEST))
    plain = {"NUMBA_DISABLE_JIT": "1"}
    yield "plain Python, nothing compiled", FEWEST, elsewhere(FEWEST, **plain)
    yield "Mesa agents, nothing compiled", FEWEST, elsewhere(FEWEST, "mesa", **plain)


def reversed_states(spin_up: int) -> Iterator[str]:
    """Yield what holds of a scenario whose states stand in the opposite order."""
    written = (ROOT / "scenarios" / "article.toml").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^spin_up = \d+", f"spin_up = {spin_up}", written)
    with tempfile.TemporaryDirectory() as place:
        texts = {"article": text, "turned": turned_round(text)}
        for name, each in texts.items():
            (Path(place) / f"{name}.toml").write_text(each, encoding="utf-8")
        article, other = (sim.load(Path(place) / f"{name}.toml") for name in texts)
    assert other.codes == article.codes[::-1]
    one, two = sim.run(article, MANY), sim.run(other, MANY)
    same = (one.choices == two.choices[:, :, ::-1, ::-1]).all(axis=(1, 2, 3))
    apart = np.abs(one.stances - two.stances[:, :, ::-1, ::-1])[same].max()
    yield f"with spin_up = {spin_up}, {same.sum():,} of {MANY:,} histories have the same moves "
    yield f"in every month; in these no stance differs by more than {apart:.1e};"
    ends = [
        float(results.tilt("DPRK", "CHN", "RUS", ("security", "recognition"))[:, -1].mean())
        for results in (one, two)
    ]
    yield f"the mean tilt of North Korea in the last month is {ends[0]:z.4f} and {ends[1]:z.4f}\n"


def turned_round(text: str) -> str:
    """Return the text of a scenario with the tables of its states in the opposite order."""
    head, *tables = text.split("\n[states.")
    last, end = tables[-1].split("\n[", 1)
    return "\n[states.".join([head, *[*tables[:-1], last][::-1]]) + "\n[" + end


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", action="append", default=[], help="another Python to try")
    parser.add_argument("--quick", action="store_true")
    wanted = parser.parse_args()
    print("| how | histories | checksum |\n|---|--:|---|", flush=True)
    found: dict[int, set[str]] = {}
    for words, histories, told in rows(wanted):
        found.setdefault(histories, set()).add(told)
        print(f"| {words} | {histories:,} | `{told}` |", flush=True)
    for spin_up in (0, 60):
        print("The states in the opposite order:", *reversed_states(spin_up))
    if any(len(each) > 1 for each in found.values()):
        sys.exit("not the same bits everywhere")


if __name__ == "__main__":
    main()
