"""Trials: what is done to commands. Each returns how often it was done, and what went wrong."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random

from .children import CALLS, Child, counted, killed_at, no_file_beyond, run
from .deeds import DEEDS, Bench, Deed, untidy

SIGNALS = {"TERM": signal.SIGTERM, "KILL": signal.SIGKILL, "INT": signal.SIGINT}
_CODES = {
    "TERM": (0, -signal.SIGTERM, 130, 143), "KILL": (0, -signal.SIGKILL), "INT": (0, 130),
}  # fmt: skip


class Tally:
    """How often something was done, and what went wrong."""

    def __init__(self) -> None:
        self.done: dict[str, int] = {}
        self.wrong: dict[str, list[str]] = {}

    def add(self, what: str, wrong: str, where: str = "") -> None:
        """Count once."""
        self.done[what] = self.done.get(what, 0) + 1
        self.wrong.setdefault(what, [])
        if wrong:
            self.wrong[what].append(f"{where}: {wrong}")


def kills(bench: Bench, chance: Random, times: int, tally: Tally) -> Iterator[None]:
    """Kill commands at random moments; then finish them."""
    for k in range(times):
        deed, name = DEEDS[k % len(DEEDS)], list(SIGNALS)[k // len(DEEDS) % 3]
        room = bench.room()
        child = Child(deed.words, room)
        time.sleep(chance.random() * 1.1 * bench.seconds[deed.name])
        child.kill(SIGNALS[name])
        ended = child.wait()
        wrong = untidy(ended, _CODES[name]) or left_alone(child) or bench.wrong(deed, room)
        tally.add(f"{name} at a random moment", wrong, f"{deed.name}, {ended.seconds:.2f} s")
        bench.clear(room)
        yield


def left_alone(child: Child) -> str:
    """Return which processes a command has left."""
    left = child.orphans()
    for pid in left:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return f"processes left: {left}" if left else ""


def at_calls(bench: Bench, chance: Random, times: int, tally: Tally) -> Iterator[None]:
    """Kill commands at each of their renames, syncs, makings and removings of files, in turn."""
    every = []
    for deed in DEEDS:
        room, told = bench.room(), bench.place / "calls"
        run(deed.words, room, counted(told))
        every += [(deed, call) for call in range(int(told.read_text()))]
        bench.clear(room)
    chance.shuffle(every)
    for deed, call in every[:times]:
        after = chance.random() < 0.5
        room = bench.room()
        child = Child(deed.words, room, killed_at(call, signal.SIGKILL, after))
        ended = child.wait()
        wrong = untidy(ended, _CODES["KILL"]) or left_alone(child) or bench.wrong(deed, room)
        place = f"{deed.name}, {'after' if after else 'before'} call {call} of {', '.join(CALLS)}"
        tally.add("KILL at a rename, sync, making or removing of a file", wrong, place)
        bench.clear(room)
        yield


def races(bench: Bench, chance: Random, times: int, tally: Tally) -> Iterator[None]:
    """Start the same command twice in one folder."""
    for k in range(times):
        deed, room = DEEDS[k % len(DEEDS)], bench.room()
        one = Child(deed.words, room)
        time.sleep(chance.random() ** 2 * bench.seconds[deed.name])
        other = Child(deed.words, room)
        ends = [one.wait(), other.wait()]
        wrong = next(filter(None, (untidy(end, (0, 5)) for end in ends)), "")
        if not wrong and all(end.code for end in ends):
            wrong = f"both were refused: {ends}"
        wrong = wrong or bench.wrong(deed, room)
        tally.add("two at once on one folder", wrong, deed.name)
        bench.clear(room)
        yield


def small_files(bench: Bench, chance: Random, times: int, tally: Tally) -> Iterator[None]:
    """Let no file grow beyond a random size, as on a disk that fills up while it is written."""
    for k in range(times):
        deed, room = DEEDS[k % len(DEEDS)], bench.room()
        limit = int(10 ** chance.uniform(0, 5.5))
        ended = run(deed.words, room, no_file_beyond(limit))
        wrong = untidy(ended, (0, 4, 5)) or bench.wrong(deed, room)
        tally.add("a file that cannot grow", wrong, f"{deed.name}, {limit} bytes")
        bench.clear(room)
        yield


@contextmanager
def mounted(place: Path, options: str) -> Iterator[Path]:
    """Give a small disk in memory; only root may mount one."""
    place.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def own_mounts() -> None:
    """Let what this process mounts be seen by it and its children alone, and end with them."""
    if ctypes.CDLL(None).unshare(_NEW_MOUNTS) == 0:
        subprocess.run(["mount", "--make-rprivate", "/"], check=True)


_NEW_MOUNTS = 0x20000  # of unshare


def small_disks(bench: Bench, chance: Random, times: int, tally: Tally) -> Iterator[None]:
    """Run commands on disks without room, without names for files, and that are read-only."""
    if os.geteuid() or not shutil.which("mount"):
        return
    own_mounts()
    kinds = ("a disk without room", "a disk without inodes", "a read-only disk")
    (place := bench.place / "room").mkdir(exist_ok=True)
    for k in range(times):
        deed, kind = DEEDS[k // 3 % len(DEEDS)], kinds[k % 3]
        with mounted(place, "size=400m") as disk:
            room = bench.room()
            files = sum(1 for _ in room.rglob("*"))
            size = sum(4096 * -(-path.stat().st_size // 4096) for path in room.rglob("*"))
            more = chance.randint(0, 30)
            limit = {
                kinds[0]: f"size={size + 4096 * more}",
                kinds[1]: f"nr_inodes={files + more + 2}",
                kinds[2]: "ro",
            }[kind]
            tally.add(kind, _on_disk(bench, deed, room, disk, limit), f"{deed.name}, {limit}")
            bench.clear(room)
        yield


def _on_disk(bench: Bench, deed: Deed, room: Path, disk: Path, limit: str) -> str:
    """Run a deed on a disk that has become small; then on one that has room again."""
    subprocess.run(["mount", "-o", f"remount,{limit}", str(disk)], check=True)
    ended = run(deed.words, room)
    back = "remount,rw,size=400m,nr_inodes=100000"
    subprocess.run(["mount", "-o", back, str(disk)], check=True)
    return untidy(ended, (0, 4, 5)) or bench.wrong(deed, room)


TRIALS: tuple[tuple[Callable[..., Iterator[None]], float], ...] = (
    (kills, 3.0), (at_calls, 2.0), (races, 1.0), (small_files, 0.5), (small_disks, 0.5),
)  # fmt: skip
