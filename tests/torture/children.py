"""Children: commands as processes of their own, forked from one that has loaded the program.

A child is a command with its own session, standard streams, signals and temporary folder, as if it
had been typed, but without the seconds of loading. Its figures are left blank.
"""

from __future__ import annotations

import atexit
import ctypes
import os
import resource
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

PATIENCE = 300  # seconds by the clock after which a child hangs


class Ended(NamedTuple):
    """How a command ended: its exit code, or less than 0 for a signal; what it wrote."""

    code: int
    err: str
    seconds: float


class Child:
    """A command that is under way.

    Parameters
    ----------
    words : list of str
        What is typed after ``sim``.
    room : Path
        Where.
    within : callable, optional
        Called in the child before anything else.
    """

    def __init__(
        self, words: list[str], room: Path, within: Callable[[], None] | None = None
    ) -> None:
        self.room, self.begun = room, time.monotonic()
        self.outside = room.parent / f"{room.name}.outside"  # streams and temporary files
        (self.outside / "tmp").mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.outside, prefix="err-")
        os.close(handle)
        self.err = Path(name)
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
        self.process = os.fork()
        if not self.process:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)  # not what ends the torture
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
            self._live(words, within)
        _LIVING.add(self)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def _live(self, words: list[str], within: Callable[[], None] | None) -> None:
        """Be the command."""
        code = 99
        try:
            end_with_parent()
            os.setsid()
            os.chdir(self.room)
            for number, path in ((0, os.devnull), (1, os.devnull), (2, str(self.err))):
                file = os.open(path, os.O_RDWR | os.O_APPEND)
                os.dup2(file, number)
                os.close(file)
            os.environ["TMPDIR"] = tempfile.tempdir = str(self.outside / "tmp")
            sys.argv = ["sim", *words]
            if within:
                within()
            from sim.__main__ import main

            try:
                main()
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else 1
            threading._shutdown()  # type: ignore[attr-defined]
            atexit._run_exitfuncs()
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)

    def kill(self, number: int) -> None:
        """Send a signal, as to whatever is in the foreground."""
        with suppress(ProcessLookupError):
            os.kill(self.process, number)

    def wait(self) -> Ended:
        """Wait for its end."""
        until = time.monotonic() + PATIENCE
        while True:
            done, status = os.waitpid(self.process, os.WNOHANG)
            if done:
                break
            if time.monotonic() > until:
                self.end()
                return Ended(-99, "it hangs", PATIENCE)
            time.sleep(0.002)
        _LIVING.discard(self)
        err = self.err.read_text(encoding="utf-8", errors="replace")
        self.err.unlink()
        return Ended(os.waitstatus_to_exitcode(status), err, time.monotonic() - self.begun)

    def end(self) -> None:
        """End it, with all processes of its session."""
        self.kill(signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(self.process, 0)
        _LIVING.discard(self)
        for pid in self.session():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def session(self) -> list[int]:
        """Return the processes of its session that are still there."""
        return [pid for pid in _processes() if _session(pid) == self.process]

    def orphans(self) -> list[int]:
        """Return the processes of its session that are still there after a moment."""
        for _ in range(100):
            left = self.session()
            if not left:
                return []
            time.sleep(0.05)
        return left


def end_with_parent() -> None:
    """Let this process be killed when the one that started it has ended, however that ended."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGKILL)


_PDEATHSIG = 1  # of prctl
_LIVING: set[Child] = set()


def end_all() -> None:
    """End all that are under way: a session of its own hears no Ctrl-C."""
    for child in list(_LIVING):
        child.end()


def _processes() -> list[int]:
    """Return the numbers of all processes."""
    return [int(name) for name in os.listdir("/proc") if name.isdecimal()]


def _session(pid: int) -> int:
    """Return the session of a process that has not ended, 0 if there is none."""
    with suppress(OSError, IndexError, ValueError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return 0 if fields[0] == "Z" else int(fields[3])
    return 0


def run(words: list[str], room: Path, within: Callable[[], None] | None = None) -> Ended:
    """Run a command to its end."""
    return Child(words, room, within).wait()


def killed_at(call: int, number: int, after: bool) -> Callable[[], None]:
    """Return what lets a child die at a renaming, linking, syncing, making or removing of a file.

    Parameters
    ----------
    call : int
        At which of these calls, from 0.
    number : int
        The signal.
    after : bool
        Whether the call is still done.
    """

    def within() -> None:
        count = 0
        for name in CALLS:
            real = getattr(os, name)

            def instead(*given, real=real, **more):  # type: ignore[no-untyped-def]
                nonlocal count
                mine, count = count == call, count + 1
                if mine and not after:
                    os.kill(os.getpid(), number)
                result = real(*given, **more)
                if mine and after:
                    os.kill(os.getpid(), number)
                return result

            setattr(os, name, instead)

    return within


CALLS = ("replace", "rename", "link", "fsync", "unlink", "rmdir", "mkdir", "ftruncate")


def counted(path: Path) -> Callable[[], None]:
    """Return what lets a child write how many such calls it made."""

    def within() -> None:
        count = [0]
        for name in CALLS:
            real = getattr(os, name)

            def instead(*given, real=real, **more):  # type: ignore[no-untyped-def]
                count[0] += 1
                return real(*given, **more)

            setattr(os, name, instead)
        atexit.register(lambda: path.write_text(str(count[0])))

    return within


def no_file_beyond(size: int) -> Callable[[], None]:
    """Return what lets a child write no file of more bytes, as on a disk that is nearly full."""

    def within() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return within
