"""Placing: a finished folder is moved to its place, and the remains of killed processes are tidied.

Beside a folder NAME stand, while it is written, ``.NAME.lock`` (held by the process that writes
it), ``.NAME.partial`` (the folder to be) and, between two renames, ``.NAME.old`` (the folder that
was). ``.NAME.unfinished`` holds the chunks of a run that can be resumed.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from sim.errors import InvalidInput, SimError
from sim.system.files import real
from sim.system.locks import InUse, hold, locked

from .manifest import present, read_manifest, strangers

_LONGEST = 200  # bytes of a name, of which disks take 255 at most


def beside(folder: Path, what: str) -> Path:
    """Return the hidden place beside a folder, or beside what it links to, for `what` it is."""
    place = real(folder)
    name = place.name
    if len(os.fsencode(name)) > _LONGEST:
        name = f"{name[:40]}-{hashlib.sha256(os.fsencode(name)).hexdigest()[:16]}"
    return place.with_name(f".{name}.{what}") if name else place / f".{what}"


def put_in_place(partial: Path, place: Path) -> None:
    """Move a finished folder to its place; an older one there goes only once the new one is there.

    Whoever calls this holds the lock.
    """
    sync(partial)
    if not os.path.lexists(place):
        _move(partial, place)
    else:
        old = beside(place, "old")
        shutil.copymode(place, partial)
        place.rename(old)
        try:
            _move(partial, place)
        except OSError:
            old.rename(place)
            raise
        _retire(old, place)
    _drop_unfinished(place)


def sync(folder: Path) -> None:
    """Wait until the disk has all files of a folder.

    Parameters
    ----------
    folder : Path
        With all folders in it.
    """
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("r+b") as file:
                os.fsync(file.fileno())


def _move(partial: Path, place: Path) -> None:
    """Move a folder to where nothing is."""
    try:
        partial.rename(place)
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR):
            raise InUse(
                f"{place} was written by another process meanwhile: choose another folder with -o"
            ) from None
        raise


def _retire(old: Path, place: Path) -> None:
    """Remove a folder that was replaced, once somebody's own files in it are in the new one."""
    try:
        manifest = read_manifest(old)
        own = strangers(old, manifest) if manifest else present(old)
    except InvalidInput:
        own = present(old)
    for name in own:
        target = place / name
        while os.path.lexists(target):
            target = target.with_name(f"{target.name}.kept")
        target.parent.mkdir(parents=True, exist_ok=True)
        (old / name).rename(target)
    # Renamed first: if it were half removed under its own name, the rest of its files would be
    # taken for somebody's own.
    doomed = beside(place, "partial")
    shutil.rmtree(doomed, ignore_errors=True)
    old.rename(doomed)
    shutil.rmtree(doomed, ignore_errors=True)


def _drop_unfinished(place: Path) -> None:
    """Remove the chunks of a run whose folder is written, unless a process holds them."""
    unfinished = beside(place, "unfinished")
    with suppress(SimError, OSError):
        descriptor = hold(unfinished / "lock", "")
        try:
            shutil.rmtree(unfinished, ignore_errors=True)
        finally:
            os.close(descriptor)


def restore(folder: Path) -> None:
    """Undo what a process that was killed while it replaced a folder has left.

    Do nothing where none was.
    """
    # Without the right to write there, or while another process writes, it is left alone.
    with suppress(SimError, OSError):
        place = real(folder)
        if any(_left(place, "old")):
            with locked(beside(place, "lock"), ""):
                clean(place)


def clean(place: Path) -> None:
    """Put back or remove what killed processes have left beside a folder.

    Whoever calls this holds its lock.
    """
    for old in _left(place, "old"):
        if old.is_symlink() or not old.is_dir():
            continue  # no process of this program leaves that
        if os.path.lexists(place):
            _retire(old, place)
        else:
            old.rename(place)
    for partial in _left(place, "partial"):
        drop(partial)


def drop(path: Path) -> None:
    """Remove a file, a folder or a link, though never what a link leads to, if that can be done."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _left(place: Path, what: str) -> Iterator[Path]:
    """Yield what lies beside a folder under this word.

    Earlier versions put the number of their process after it.
    """
    path = beside(place, what)
    if os.path.lexists(path):
        yield path
    with suppress(OSError):
        for other in sorted(path.parent.iterdir()):
            number = other.name.removeprefix(f"{path.name}-")
            if number != other.name and number.isdecimal() and not _lives(int(number)):
                yield other


def _lives(process: int) -> bool:
    """Say whether a process is there."""
    if os.name == "nt":
        return True  # asking in this way would end it there
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True
