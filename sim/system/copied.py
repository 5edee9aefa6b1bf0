"""Copied: work that a copy of this process does, on another core, while this process goes on.

A copy (fork) has everything loaded and computed at once. It is made only on Linux, where it can
be, by a command that has its process to itself, and on a machine with a core to spare. Everywhere
else, and where the copy fails for whatever reason, the process that asks does the work itself.
"""

from __future__ import annotations

import os
import signal
import sys
import warnings
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

T = TypeVar("T")

_PATIENCE = 120  # seconds without an answer, after which nobody waits any longer
_END_WITH_PARENT = 1  # PR_SET_PDEATHSIG


class _Owner:
    """Whether this process is a command's own, so that no other code has threads in it."""

    alone = False


def command_begins() -> None:
    """Note that this process runs one command, and nothing else."""
    _Owner.alone = True


def can_copy() -> bool:
    """Say whether a copy of this process may work for it."""
    import multiprocessing

    linux = sys.platform == "linux" and "fork" in multiprocessing.get_all_start_methods()
    return _Owner.alone and linux and len(os.sched_getaffinity(0)) > 1


class Copy(Generic[T]):
    """A copy of this process at some work; leaving the context ends it.

    A copy may make a copy in its turn, which ends with it.

    Parameters
    ----------
    work : callable
        What it does; the result travels by pickle.
    wanted : bool
        Whether a copy is made at all, if it can be.
    """

    def __init__(self, work: Callable[[], T], wanted: bool = True) -> None:
        self._work = work
        self._process: Any = None
        self._pipe: Connection | None = None
        if wanted and can_copy():
            with suppress(OSError):  # no more processes, or no memory for one
                self._begin()

    def _begin(self) -> None:
        """Make the copy, which hears no Ctrl-C: that is for this process, which ends it."""
        import multiprocessing  # takes as long to load as all else that `sim --help` needs

        context = multiprocessing.get_context("fork")
        self._pipe, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_serve, args=(theirs, self._work, os.getpid()))
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            with warnings.catch_warnings():  # of threads, all of which wait for work, without locks
                warnings.simplefilter("ignore", DeprecationWarning)
                process.start()
            self._process = process
        finally:
            theirs.close()
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})

    def __enter__(self) -> Copy[T]:
        return self

    def __exit__(self, *error: object) -> None:
        self._end()

    def result(self) -> T:
        """Return what the copy found, or do the work here where there is none, or it failed."""
        if self._process is not None and self._pipe is not None:
            with suppress(EOFError, OSError):
                if self._pipe.poll(_PATIENCE):
                    well, found = self._pipe.recv()
                    if well:
                        return found
            self._end()
        return self._work()

    def _end(self) -> None:
        """End the copy, whatever it is at."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process = None
        if self._pipe is not None:
            self._pipe.close()


def _serve(pipe: Connection, work: Callable[[], object], parent: int) -> None:
    """Do the work and send what it comes to; end as soon as the process that asks has ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(AttributeError, OSError):  # another C library
        import ctypes

        ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    try:
        answer: tuple[bool, object] = True, work()
    except BaseException:  # whatever it is, it will come up again in the process that asks
        answer = False, None
    with suppress(OSError):
        pipe.send(answer)
    os._exit(0)  # not through the ends of all that the other process has begun
