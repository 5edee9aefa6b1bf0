"""Turn plain functions into machine code, without changing what they compute.

``@compiled`` is numba with strict IEEE arithmetic (no fused or reordered operations), so a compiled function gives
the same bits as the Python text it is made from; ``NUMBA_DISABLE_JIT=1`` runs that text itself. Machine code is kept
on disk in a folder named after the sources it was made from: a changed rule can never meet old code.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from getpass import getuser
from pathlib import Path

import numba

_HOUSE = "diplomatic-hedging"
_SOURCES = ("compiled", "world", "luck", "rules", "month", "history", "start")


def sources_hash() -> str:
    """Return 16 hexadecimal digits for the sources that end up in machine code and the compiler's version."""
    digest = hashlib.sha256(numba.__version__.encode())
    here = Path(__file__).parent
    for name in _SOURCES:
        for source in sorted([here / f"{name}.py", *(here / name).glob("*.py")]):
            digest.update(source.read_bytes() if source.exists() else b"")
    return digest.hexdigest()[:16]


def _writable(folder: Path) -> bool:
    """Say whether `folder` can be made and written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


def cache_folder() -> Path:
    """Return the folder that holds the machine code of this version of the rules.

    Returns
    -------
    Path
        Below ``$NUMBA_CACHE_DIR``, ``$XDG_CACHE_HOME`` or ``~/.cache``; below the temporary folder where none of
        these can be written.
    """
    home = os.environ.get("NUMBA_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    folder = Path(home) / _HOUSE / sources_hash()
    return folder if _writable(folder) else Path(tempfile.gettempdir()) / f"{_HOUSE}-{getuser()}" / folder.name


_FOLDER = cache_folder()


def is_cold() -> bool:
    """Say whether the rules have yet to be compiled on this machine (it takes a while, once)."""
    return not any(_FOLDER.rglob("*.nbc"))


def inlined(function: Callable) -> Callable:
    """Compile `function` and put its code wherever it is called, so that loops over lanes use wide instructions."""
    return compiled(function, forceinline=True)


def compiled(function: Callable, **more: bool) -> Callable:
    """Compile `function` with strict arithmetic and no global interpreter lock, keeping the code on disk."""
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = str(_FOLDER)  # read while the cache is set up; given back for other users of numba
    try:
        return numba.njit(cache=True, nogil=True, fastmath=False, error_model="numpy", **more)(function)
    finally:
        numba.config.CACHE_DIR = before
