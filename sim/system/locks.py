"""Locks: a file that one process holds at a time, and that a killed process lets go of."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sim.errors import EXISTS, SimError

fcntl: Any = None
with suppress(ImportError):  # Windows has no such locks; there two processes are not kept apart
    import fcntl

# Neither wait for a writer at the other end, nor let a terminal take hold of this process.
SAFELY = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_CLOEXEC", 0)


class InUse(SimError):
    """Another process writes the same thing at this moment."""

    exit_code = EXISTS


@contextmanager
def locked(path: Path, otherwise: str) -> Iterator[int | None]:
    """Hold a file that no other process holds, made if missing and gone at the end.

    The file's descriptor is given; None on Windows, where nothing is locked, and where a file that
    is open can be neither renamed nor removed.

    A file that a killed process left behind is simply taken over, as its lock ended with it.

    Parameters
    ----------
    path : Path
        The file; its folder is there.
    otherwise : str
        What to say when another process holds it.

    Raises
    ------
    InUse
        With `otherwise`.
    """
    descriptor = hold(path, otherwise)
    try:
        yield descriptor if fcntl else None
    finally:
        if fcntl is None or _same(descriptor, path):
            with suppress(OSError):
                path.unlink()
        os.close(descriptor)


def hold(path: Path, otherwise: str) -> int:
    """Return a descriptor of a file, made if missing, that is locked until it is closed.

    On Windows it is one of another file. Errors are those of ``locked``.
    """
    while True:
        descriptor = os.open(
            path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | SAFELY, 0o666
        )
        try:
            lock(descriptor, otherwise)
            if fcntl and _same(descriptor, path):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)  # who held it before has removed or renamed it meanwhile
        if fcntl is None:
            return os.open(os.devnull, os.O_RDWR)


def lock(descriptor: int, otherwise: str) -> None:
    """Lock an open file until it is closed or this process ends in whatever way.

    It raises InUse when another holds it.
    """
    if fcntl is None:
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise InUse(otherwise) from None
    except OSError:
        return  # some network disks know no locks


def _same(descriptor: int, path: Path) -> bool:
    """Say whether an open file is the one that a path names now."""
    try:
        there, here = os.stat(path, follow_symlinks=False), os.fstat(descriptor)
    except OSError:
        return False
    return (there.st_dev, there.st_ino) == (here.st_dev, here.st_ino)
