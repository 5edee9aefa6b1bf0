"""Caches: where machine code and what figures need is kept on disk, for any user.

Machine code is run when it is loaded, so a folder is used only if it belongs to this user and
nobody else may write to it. Where there is none, a private folder is made for this process and
those it starts; it is gone at the end.
"""

from __future__ import annotations

import atexit
import logging
import os
import shutil
import stat
import sys
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

_HOUSE = "diplomatic-hedging"
_SHARED = (
    "DIPLOMATIC_HEDGING_PRIVATE"  # tells the processes that this one starts of its private folder
)


def home_cache() -> Path | None:
    """Return this user's folder for caches, which may be missing.

    None for a user without a home.
    """
    named = os.environ.get("NUMBA_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME")
    if named:
        return Path(named)
    try:
        home = Path.home()
    except RuntimeError:  # neither HOME nor an entry among the system's users
        return None
    return home / ".cache" if home.is_absolute() else None


def own_folder(base: Path | None, name: str) -> Path | None:
    """Return a folder below `base` that belongs to this user alone, made if missing.

    The result is None where it cannot be had.
    """
    if base is None:
        return None
    folder = base
    try:
        base.mkdir(parents=True, exist_ok=True)
        for part in (_HOUSE, name):
            folder = folder / part
            with suppress(FileExistsError):
                folder.mkdir(mode=0o700)
            if part == _HOUSE and _is_own(folder, others=stat.S_IWOTH):
                # Earlier versions left it open to the group where the umask is 002.
                folder.chmod(0o700)
            if not _is_own(folder):
                return None
        with tempfile.TemporaryFile(dir=folder):  # the only sure way to know that files can be made
            return folder
    except (OSError, ValueError):
        return None


def _is_own(folder: Path, others: int = stat.S_IWGRP | stat.S_IWOTH) -> bool:
    """Say whether a folder is one, belongs to this user, and none of `others` may write to it."""
    result = os.lstat(folder)
    if not stat.S_ISDIR(result.st_mode):
        return False
    if not hasattr(os, "geteuid"):
        return True  # Windows keeps folders apart in other ways
    return result.st_uid == os.geteuid() and not result.st_mode & others


@cache
def private_folder() -> Path | None:
    """Return a folder for this process and those it starts, gone at the end.

    The result is None where nothing can be written at all.

    The first time, one line on stderr says so, and how to have a lasting one.
    """
    shared = os.environ.get(_SHARED)
    with suppress(OSError, ValueError):
        if shared and _is_own(Path(shared)):
            return Path(shared)
    made = None
    with suppress(OSError):
        made = Path(tempfile.mkdtemp(prefix=f"{_HOUSE}-"))
        os.environ[_SHARED] = str(made)
        atexit.register(_remove, made, os.getpid())
    _tell()
    return made


def _tell() -> None:
    """Say in one line that nothing is kept, and how to have it kept."""
    with suppress(OSError, ValueError, AttributeError):  # there may be no stderr
        print(
            "sim: there is no folder of your own to keep compiled rules in, so they take a minute "
            "each time; "
            "set NUMBA_CACHE_DIR to a folder that only you can write to",
            file=sys.stderr,
            flush=True,
        )


def _remove(folder: Path, process: int) -> None:
    """Remove the private folder, in the process that made it."""
    if os.getpid() == process:
        shutil.rmtree(folder, ignore_errors=True)


def settle_matplotlib() -> None:
    """Give matplotlib another folder where it could not write to its own, before it complains."""
    logging.getLogger("matplotlib.font_manager").addFilter(_worth_telling)
    named = os.environ.get("MPLCONFIGDIR")
    if all(_usable(place) for place in ([Path(named)] if named else _of_matplotlib())):
        return
    folder = own_folder(home_cache(), "matplotlib") or own_folder(private_folder(), "matplotlib")
    if folder is not None:
        os.environ["MPLCONFIGDIR"] = str(folder)


def _worth_telling(record: logging.LogRecord) -> bool:
    """Say whether somebody who wants figures must know this.

    That fonts are looked for once is not worth telling.
    """
    return "font cache" not in record.getMessage()


def _of_matplotlib() -> list[Path]:
    """Return where matplotlib would write by itself; a place that cannot be where it knows none."""
    try:
        home = Path.home()
    except RuntimeError:
        home = Path("/nonexistent")
    if not sys.platform.startswith(("linux", "freebsd")):
        return [home]
    settings, kept = os.environ.get("XDG_CONFIG_HOME"), os.environ.get("XDG_CACHE_HOME")
    return [
        Path(settings or home / ".config", "matplotlib"),
        Path(kept or home / ".cache", "matplotlib"),
    ]


def _usable(folder: Path) -> bool:
    """Say whether a folder can be made and written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except (OSError, ValueError):
        return False
