"""`make torture`: kills, races and full disks; a table of how often, and of what went wrong.

Usage: python -m torture [--times 100] [--minutes 60] [--seed 1] [--only kills] [--report FILE]
"""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import closing, suppress
from pathlib import Path
from random import Random

from fuzz import seeds
from fuzz.words import blank_figures

import sim

from .children import end_all
from .deeds import Bench
from .outside import by_strace, clusters
from .trials import TRIALS, Tally

EVERY = (*TRIALS, (by_strace, 0.5), (clusters, 1.1))  # with their shares


def given() -> argparse.Namespace:
    """Read what is wanted."""
    parser = argparse.ArgumentParser(prog="make torture", description=__doc__)
    parser.add_argument("--times", type=int, default=100, help="of races; of kills five times that")
    parser.add_argument("--minutes", type=float, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--report", type=Path, default=Path("torture-report.json"))
    return parser.parse_args()


def load() -> None:
    """Compile what children need, so that none of them does."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "base.toml"
        path.write_text(seeds.WORLD)
        world = sim.load(path)
        sim.run(world, 2)
        sim.Diplomacy(world, seed=1).run_model()
        sim.compare(world, world, histories=2)


def table(tally: Tally) -> str:
    """Return how often what was done, in Markdown."""
    lines = ["| what | times | broke the law |", "|---|--:|--:|"]
    lines += [f"| {what} | {count} | {len(tally.wrong[what])} |" for what, count in
              tally.done.items()]  # fmt: skip
    return "\n".join(lines)


def in_turn(bench: Bench, wanted: argparse.Namespace, tally: Tally) -> Generator[None, None, None]:
    """Do all trials side by side, so that of each its share is done whenever it ends."""
    under_way = {}
    for trial, share in EVERY:
        if not wanted.only or trial.__name__ in wanted.only:
            chance = Random(f"{trial.__name__}/{wanted.seed}")
            under_way[trial(bench, chance, round(share * wanted.times), tally)] = share
    done = dict.fromkeys(under_way, 0)
    try:
        while under_way:
            trial = min(under_way, key=lambda one: done[one] / under_way[one])
            if next(trial, tally) is tally:
                del under_way[trial]
            done[trial] += 1
            yield
    finally:  # whatever ends it, the parts of a cluster end too
        for trial in under_way:
            trial.close()


def trials(place: Path, wanted: argparse.Namespace, tally: Tally) -> None:
    """Do trials in a folder until the time is used up, and write after each what came of them."""
    until = time.monotonic() + 60 * wanted.minutes
    load()
    with closing(in_turn(Bench(place), wanted, tally)) as turns:
        for _ in turns:
            report = {"done": tally.done, "wrong": tally.wrong}
            wanted.report.write_text(json.dumps(report, indent=1) + "\n")
            if time.monotonic() > until:
                break


def _interrupted(number: int, frame: object) -> None:
    """End as on Ctrl-C."""
    raise KeyboardInterrupt


def main() -> int:
    """Torture, and print what came of it, until Ctrl-C if need be."""
    wanted, tally = given(), Tally()
    signal.signal(signal.SIGTERM, _interrupted)  # ends what it has begun, as Ctrl-C does
    place = Path(tempfile.mkdtemp(prefix="torture-"))
    try:
        with suppress(KeyboardInterrupt), blank_figures():
            trials(place, wanted, tally)
    finally:
        end_all()
        shutil.rmtree(place, ignore_errors=True)
    print(table(tally))
    wrong = [f"{what}: {one}" for what, all_ in tally.wrong.items() for one in all_]
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
