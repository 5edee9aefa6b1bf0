"""Files: only regular ones are read, up to a bound.

They are written whole or not at all, by one process at a time.
"""

from __future__ import annotations

import hashlib
import io
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from sim.errors import FAILED, InvalidInput, SimError

from .locks import SAFELY, InUse, locked

MOST_BYTES = (
    64_000_000  # of a text that is read at once: a script, a manifest, a table typed by hand
)
_AT_ONCE = 2**20
_BUFFER = 2**17
_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


class CannotWrite(SimError, OSError):
    """A file or folder that cannot be written, as on a full or read-only disk.

    Nothing was left behind.
    """

    exit_code = FAILED


def reason(error: Exception) -> str:
    """Return what the system says is wrong, without numbers and paths."""
    return getattr(error, "strerror", None) or str(error)


def opened(path: str | Path) -> IO[bytes]:
    """Open a regular file for reading; use it in a ``with`` statement.

    Parameters
    ----------
    path : str or Path
        A file, or a link to one. A folder, pipe, socket or device is refused at once: it may never
        end, or never begin.

    Raises
    ------
    InvalidInput
        With the path and what is wrong with it.
    """
    try:
        _check_regular(path, os.stat(path))
        raw = _Named(path, "rb", opener=lambda name, flags: os.open(name, flags | SAFELY))
    except (OSError, ValueError) as error:  # a path with a NUL in it is a ValueError
        if isinstance(error, SimError):
            raise
        raise InvalidInput(f"{path}: {reason(error)}") from None
    try:
        _check_regular(path, os.fstat(raw.fileno()))  # it may have been replaced since
    except BaseException:
        raw.close()
        raise
    return io.BufferedReader(raw, _BUFFER)


class _Named(io.FileIO):
    """A file of which any failure to read, as on a broken disk, is a refusal with its path."""

    def readinto(self, buffer: Any) -> int | None:
        """Read into a buffer."""
        try:
            return super().readinto(buffer)
        except OSError as error:
            raise InvalidInput(f"{self.name}: {reason(error)}") from None

    def readall(self) -> bytes:
        """Read all that is left."""
        try:
            return super().readall()
        except OSError as error:
            raise InvalidInput(f"{self.name}: {reason(error)}") from None


def _check_regular(path: str | Path, result: os.stat_result) -> None:
    """Refuse what is no regular file."""
    if not stat.S_ISREG(result.st_mode):
        kind = next((words for is_one, words in _KINDS if is_one(result.st_mode)), "something else")
        raise InvalidInput(f"{path}: this is {kind}, not a file; give a regular file")


def read_bytes(path: str | Path, most: int = MOST_BYTES) -> bytes:
    """Return the bytes of a regular file, of which it may have `most`, whatever size it claims.

    Raises
    ------
    InvalidInput
        For what is no such file, cannot be read, or is longer.
    """
    with opened(path) as file:
        size = os.fstat(file.fileno()).st_size
        data = file.read(most + 1) if size <= most else b""
    if max(size, len(data)) > most:
        told = f"{size:,}" if size > most else f"more than {most:,}"
        raise InvalidInput(f"{path} has {told} bytes; at most {most:,} are read here")
    return data


def read_text(path: str | Path, most: int = MOST_BYTES) -> str:
    """Return the text of a regular file in UTF-8, without a byte-order mark.

    Raises
    ------
    InvalidInput
        As for ``read_bytes``, and for what is no such text, with its line.
    """
    data = read_bytes(path, most)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InvalidInput(f"{path} is no text in UTF-8 (line {line}): save it as UTF-8") from None


def digest(path: str | Path) -> str:
    """Return the SHA-256 of a regular file of any size."""
    result = hashlib.sha256()
    with opened(path) as file:
        while piece := file.read(_AT_ONCE):
            result.update(piece)
    return result.hexdigest()


def real(path: str | Path) -> Path:
    """Return where a path leads through its links, also where nothing is there yet.

    Raises
    ------
    InvalidInput
        For links that lead in a circle, and names that cannot be.
    """
    try:
        result = Path(os.path.realpath(path))
        with suppress(FileNotFoundError, NotADirectoryError, PermissionError):
            os.stat(result)
    except (OSError, ValueError, RuntimeError) as error:
        raise InvalidInput(f"{path}: {reason(error)}") from None
    return result


def write_whole(path: str | Path, content: str | bytes, new: bool = False) -> None:
    """Write a file so that it is there whole or not at all, even after a power cut.

    Parameters
    ----------
    path : str or Path
        Where; of a link the file that it leads to. Missing folders are made.
    content : str or bytes
        A text is written as UTF-8.
    new : bool
        Refuse to replace a file.

    Raises
    ------
    InUse
        When something is there already that must not be replaced, or another process writes it now.
    CannotWrite
        When the disk is full or read-only.
    """
    place = real(path)
    try:
        _make_folder(place.parent, path)
        data = content.encode() if isinstance(content, str) else content
        partial = _partial(place)
        with locked(
            partial, f"{path} is being written by another process: wait for it"
        ) as descriptor:
            _write(partial if descriptor is None else descriptor, data, place)
            _name(partial, place, path, new)
    except OSError as error:
        if isinstance(error, SimError):
            raise
        raise CannotWrite(f"{path} cannot be written: {reason(error)}") from None


@contextmanager
def written_file(path: str | Path, overwrite: bool = False) -> Iterator[Path]:
    """Give a place for a file of any size, which gets its name if all goes well, and goes if not.

    Parameters
    ----------
    path : str or Path
        Where; of a link the file that it leads to. Missing folders are made.
    overwrite : bool
        Replace a file.

    Raises
    ------
    InUse
        When a file is there already, or another process writes it now.
    CannotWrite
        When the disk is full or read-only.
    """
    place = real(path)
    check_new(path, overwrite)
    partial = _partial(place)
    try:
        _make_folder(place.parent, path)
        with locked(partial, f"{path} is being written by another process: wait for it"):
            yield partial
            check_new(path, overwrite)
            with partial.open("r+b") as file:
                os.fsync(file.fileno())
            partial.replace(place)
    except OSError as error:
        if isinstance(error, SimError | BrokenPipeError):
            raise
        raise CannotWrite(f"{path} cannot be written: {reason(error)}") from None


def _partial(place: Path) -> Path:
    """Return where a file is written before it has its name; disks take 255 bytes at most."""
    begin = place.name.encode("utf-8", "surrogateescape")[:200].decode("utf-8", "ignore")
    return place.with_name(f".{begin}.partial")


def _make_folder(folder: Path, path: str | Path) -> None:
    """Make the folder of a file that is called `path` in messages."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise CannotWrite(f"{path} cannot be written: {folder} is no folder") from None


def check_new(path: str | Path, overwrite: bool = False) -> None:
    """Refuse a file that is there already, unless it may be replaced; or what is no file."""
    place = real(path)
    if os.path.lexists(place) and not (overwrite and place.is_file()):
        more = ", or replace it with --overwrite" if place.is_file() else ""
        raise InUse(f"{path} exists already: choose another file with -o{more}")


def _write(where: int | Path, data: bytes, place: Path) -> None:
    """Write to a file, or to an open one, and wait until the disk has it.

    Its permissions are those of the file it replaces.
    """
    with open(where, "r+b", closefd=isinstance(where, Path)) as file:
        os.ftruncate(file.fileno(), 0)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
        with suppress(OSError):
            if hasattr(os, "fchmod"):
                os.fchmod(file.fileno(), stat.S_IMODE(os.stat(place).st_mode))


def _name(partial: Path, place: Path, path: str | Path, new: bool) -> None:
    """Give a finished file its name."""
    if place.exists() and (new or not place.is_file()):
        raise InUse(f"{path} exists already: choose another file")
    if not new:
        partial.replace(place)
        return
    try:
        os.link(partial, place)  # unlike renaming, this never replaces what came there meanwhile
    except FileExistsError:
        raise InUse(f"{path} exists already: choose another file") from None
    except OSError:  # this disk knows no links
        partial.replace(place)
