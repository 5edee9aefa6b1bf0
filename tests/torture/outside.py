"""Outside: trials with whole processes: kills by strace at system calls, and a cluster's parts."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

from .children import Child, Ended, end_with_parent
from .deeds import DEEDS, Bench, Deed, untidy
from .trials import Tally, left_alone

ROOT = Path(__file__).parents[2]
_CALLS = "rename,renameat,renameat2,fsync,link,linkat,unlink,unlinkat"
_PLAIN = ("export", "archive", "play", "new")  # what draws nothing, as whole processes would
_LARGE = Deed("run", ["run", "base", "-n", "3000", "-o", "out", "-q"], True)
_EACH = 10  # workers killed for each scheduler


def by_strace(bench: Bench, chance: Random, times: int, tally: Tally) -> Iterator[None]:
    """Kill whole processes at a system call, where strace is there to do it."""
    if not (strace := shutil.which("strace")):
        return
    deeds = [deed for deed in DEEDS if deed.name in _PLAIN]
    for k in range(times):
        deed, room, call = deeds[k % len(deeds)], bench.room(), chance.randint(1, 12)
        inject = f"inject={_CALLS}:signal=KILL:when={call}"
        words = [strace, "-f", "-qq", "-o", "/dev/null", "-e", f"trace={_CALLS}", "-e", inject]
        words += [sys.executable, "-m", "sim", *deed.words]
        where = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(
            words, cwd=room, env=where, capture_output=True, text=True, preexec_fn=end_with_parent
        )
        ended = Ended(done.returncode, done.stderr, 0.0)
        wrong = untidy(ended, (0, -signal.SIGKILL, 137)) or bench.wrong(deed, room)
        tally.add("KILL at a system call, by strace", wrong, f"{deed.name}, call {call}")
        bench.clear(room)
        yield


class Cluster:
    """A Dask scheduler and two workers, each a process that may be killed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        file = folder / "scheduler.json"
        self.workers: list[subprocess.Popen] = []
        self.scheduler = self._start("scheduler", "--port", "0", "--scheduler-file", str(file))
        while not file.exists() or not file.read_text().strip():
            time.sleep(0.1)
        self.address = json.loads(file.read_text())["address"]
        self.full()

    def _start(self, program: str, *words: str) -> subprocess.Popen:
        """Start a part."""
        here = ["--host", "127.0.0.1", "--no-dashboard"]
        command = [sys.executable, "-m", f"distributed.cli.dask_{program}", *words, *here]
        with (self.folder / f"{program}.log").open("a") as log:
            where = os.environ | {"PYTHONPATH": str(ROOT)}
            return subprocess.Popen(
                command, cwd=self.folder, env=where, stdout=log, stderr=log,
                preexec_fn=end_with_parent,
            )  # fmt: skip

    def full(self) -> None:
        """Start workers until there are two again."""
        self.workers = [one for one in self.workers if one.poll() is None]
        while len(self.workers) < 2:
            words = (self.address, "--nthreads", "1", "--no-nanny")
            self.workers.append(self._start("worker", *words))
        program = (
            "import distributed, sys; distributed.Client(sys.argv[1]).wait_for_workers(2, 300)"
        )
        # elsewhere: a process with Dask's threads must not be forked
        subprocess.run([sys.executable, "-W", "ignore", "-c", program, self.address], check=True)

    def end(self) -> None:
        """End all parts."""
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


def clusters(bench: Bench, chance: Random, times: int, tally: Tally) -> Iterator[None]:
    """Kill a worker, or now and then the scheduler, while a command computes on the cluster."""
    cluster = None
    try:
        for k in range(times):
            cluster = cluster or Cluster(bench.place / "cluster")
            cluster.full()
            room, last = bench.room(), k % _EACH == _EACH - 1
            child = Child([*_LARGE.words, "--cluster", cluster.address], room)
            time.sleep(chance.uniform(0.5, 3 + bench.seconds["run"]))
            victim = cluster.scheduler if last else chance.choice(cluster.workers)
            victim.kill()
            victim.wait()
            ended = child.wait()
            wrong = untidy(ended, (0, 4)) or left_alone(child) or bench.wrong(_LARGE, room)
            tally.add("a scheduler killed" if last else "a worker killed", wrong, str(ended))
            bench.clear(room)
            if last:
                cluster.end()
                cluster = None
            yield
    finally:
        if cluster:
            cluster.end()
