"""Surroundings: ordinary commands in a process whose environment, streams or folder are not.

Each is a whole process, as loading the program is where most of this matters. It has to end with
one of its exit codes within the time, with no traceback, and leave no file in the temporary folder.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

from . import seeds
from .files import File
from .harness import Broken

ROOT = Path(__file__).parents[2]
COMMANDS = (
    ["list"], ["list", "--json"], ["--help"], ["run", "--help"], ["show", "base"], ["check",
    "base"],
    ["show", "base", "DPRK"], ["results", "list"], ["run", "base", "-n", "2", "-q", "-o", "out",
    "--overwrite"],
    ["explain", "base", "--state", "DPRK", "-n", "2", "-q", "-o", "out", "--overwrite"], ["run",
    "base", "--dry-run"],
    ["new", "mine", "--states", "Vietnam,China", "-o", "mine.toml"], ["check"], ["nonsense"], [],
    ["play", "base", "--as", "DPRK"], ["check", "naïve name.toml"], ["check", "-dash.toml"],
    ["check", "--", "-dash.toml"],
    ["check", "two\nlines.toml"], ["check", "\udcff.toml"], ["run", "naïve name.toml", "-n", "2",
    "-q", "-o", "ä b"],
    ["results", "verify", "kept"], ["results", "export", "kept", "-o", "a b.csv", "--overwrite"],
)  # fmt: skip
# what a shell, a job on a cluster or a container may set; None for not set at all
VALUES: dict[str, tuple[str | None, ...]] = {
    "COLUMNS": ("0", "1", "7", "-5", "x", "", "100000", "99999999999999999999"), "LINES": ("0",
    "x", "-1"),
    "LC_ALL": ("C", "POSIX", "de_DE.UTF-8", "xx_XX", "", "tr_TR.UTF-8"), "LANG": ("C", None,
    "ja_JP.eucJP"),
    "PYTHONIOENCODING": ("ascii", "utf-16", "cp1252", "latin-1:strict", "utf-8:surrogateescape"),
    "PYTHONUTF8": ("0", "1"), "PYTHONOPTIMIZE": ("2",), "PYTHONHASHSEED": ("0", "4294967295"),
    "PYTHONDEVMODE": ("1",), "PYTHONUNBUFFERED": ("1",),
    "TERM": ("dumb", "", None, "xterm-256color", "x" * 300), "NO_COLOR": ("1", ""),
    "FORCE_COLOR": ("1", "x", ""),
    "TTY_COMPATIBLE": ("1", "0"), "TTY_INTERACTIVE": ("1", "x"),
    "HOME": (None, "", "/", "/nonexistent", "/dev/null", "relative", "/proc", "a" * 5000),
    "XDG_CACHE_HOME": ("", "/dev/null/x", "/proc", "relative", "\udcff"),
    "XDG_CONFIG_HOME": ("/dev/null", ""),
    "TMPDIR": ("/nonexistent", "", "/proc", "relative"), "MPLCONFIGDIR": ("/dev/null", "/proc/x",
    ""),
    "MPLBACKEND": ("nonsense", "TkAgg", "module://nothing", ""), "NUMBA_CACHE_DIR": ("/proc", "",
    "relative"),
    "NUMBA_NUM_THREADS": ("1", "0", "x", "64"), "NUMBA_THREADING_LAYER": ("x", "omp"),
    "OMP_NUM_THREADS": ("0", "x", "1"),
    "TZ": ("x", "UTC+99", ":", "Asia/Pyongyang", ""), "SOURCE_DATE_EPOCH": ("-1", "x", "0",
    "99999999999999"),
    "BROWSER": ("false", "%s"), "PAGER": ("false", ""), "EDITOR": ("false",), "PATH": ("", None,
    "/nonexistent"),
    "DISPLAY": (":99", ""), "SHELL": ("", "/nonexistent"), "_SIM_COMPLETE": ("bash_complete", "x",
    "zsh_source"),
    "COMP_WORDS": ("sim run ",), "COMP_CWORD": ("x", "2", "-1"),
    "DIPLOMATIC_HEDGING_PRIVATE": ("/", "x", "/proc"),
    "LD_LIBRARY_PATH": ("/nonexistent",), "http_proxy": ("x",), "CI": ("1",), "USER": (None,
    "\udcff"), "PWD": ("/nowhere",),
}  # fmt: skip
STREAMS = ("null", "closed", "full", "left", "read-only", "file")  # what stdout, stderr, stdin are
LIMITS = ("", "", "", "files", "umask", "gone", "read-only folder", "no pipe signal", "background")
_SECONDS = 60.0  # of the processor; most take one


class Surroundings(File):
    """A command, and what is odd about where it runs."""

    name, named, share = "surroundings", "", 0.03

    def prepare(self) -> None:
        self.place = self.room / "place"
        self.place.mkdir(exist_ok=True)
        names = (
            b"base.toml",
            "naïve name.toml".encode(),
            b"-dash.toml",
            b"two\nlines.toml",
            b"\xff.toml",
        )
        for name in names:
            Path(os.fsdecode(os.fsencode(self.place) + b"/" + name)).write_text(seeds.WORLD)
        self.cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")

    def mutant(self, chance: Random) -> bytes:
        """Return the command, the environment, the streams and the limit as JSON."""
        names = chance.sample(sorted(VALUES), chance.choice((0, 1, 1, 2, 3, 6)))
        around = {name: chance.choice(VALUES[name]) for name in names}
        streams = [chance.choice(STREAMS) if chance.random() < 0.4 else "" for _ in range(3)]
        return json.dumps(
            [chance.choice(COMMANDS), around, streams, chance.choice(LIMITS)]
        ).encode()

    def attempt(self, data: bytes) -> str:
        """Run it, and look at how it ends."""
        words, around, streams, limit = json.loads(data)
        (tmp := self.room / "tmp").mkdir(exist_ok=True)
        given = os.environ | {
            "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp), "XDG_CACHE_HOME": str(self.cache),
            "COLUMNS": "80",
        }  # fmt: skip
        for name, value in around.items():
            given.pop(name, None)
            if value is not None:
                given[name] = value
        program = ["-m", "sim"]
        if words and words[0] in ("run", "explain") and limit != "gone":  # quick
            given["NUMBA_DISABLE_JIT"] = "1"
            for name in ("NUMBA_NUM_THREADS", "MPLBACKEND"):  # read before the program begins
                given.pop(name, None)
            program = [str(ROOT / "tests" / "smaller.py"), "make_figures_blank"]
        with _Opened(streams) as opened:
            done = subprocess.run(
                [sys.executable, *program, *words], env=given, cwd=self.place,
                stdin=opened.of[0],
                stdout=opened.of[1], stderr=opened.of[2] or subprocess.PIPE, timeout=600,
                preexec_fn=lambda: _limited(limit, streams), check=False,
            )  # fmt: skip
        told = (done.stderr or b"").decode("utf-8", "replace")
        known = done.returncode in (0, 2, 3, 4, 5) or (
            done.returncode == 1 and "_SIM_COMPLETE" in given
        )
        if not known or "Traceback" in told or "bug of ours" in told:
            raise Broken(f"exit code {done.returncode}: {told[-1500:]}")
        if left := [path.name for path in tmp.iterdir()]:
            raise Broken(f"left in the temporary folder: {left[:5]}")
        return f"refused {done.returncode}" if done.returncode else "accepted"


class _Opened:
    """Streams of a process, by what they are."""

    def __init__(self, streams: list[str]) -> None:
        self.of: list[Any] = []
        self.ends: list[int] = []
        for number, what in enumerate(streams):
            self.of.append(self._one(number, what))

    def _one(self, number: int, what: str) -> Any:
        """Return the descriptor of a stream."""
        if what == "left":  # a pipe that nobody reads, or writes, any longer
            ends = os.pipe()
            os.close(ends[number == 0])
            self.ends.append(ends[number != 0])
            return ends[number != 0]
        path = {"full": "/dev/full", "file": os.devnull, "read-only": os.devnull}.get(what)
        if path is None:
            return None if number == 2 and what != "null" else subprocess.DEVNULL
        flags = os.O_RDONLY if (number == 0) != (what == "read-only") else os.O_WRONLY
        self.ends.append(os.open(path, flags))
        return self.ends[-1]

    def __enter__(self) -> _Opened:
        return self

    def __exit__(self, *given: object) -> None:
        for one in self.ends:
            os.close(one)


def _limited(limit: str, streams: list[str]) -> None:
    """Do to the process itself what is wanted, before the command begins."""
    resource.setrlimit(resource.RLIMIT_CPU, (int(_SECONDS), int(_SECONDS) + 5))
    for number, what in enumerate(streams):
        if what == "closed":
            os.close(number)
    if limit == "files":
        resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))
    elif limit == "umask":
        os.umask(0o777)
    elif limit == "gone":
        place = os.path.join(os.getcwd(), "gone")
        os.makedirs(place, exist_ok=True)
        os.chdir(place)
        os.rmdir(place)
    elif limit == "read-only folder":
        os.chdir("/proc")
    elif limit == "no pipe signal":
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    elif limit == "background":
        os.setsid()
