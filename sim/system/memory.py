"""Memory: how much of it is free, and giving back what is no longer used."""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import suppress

_MMAP_THRESHOLD, _ARENA_MAX = -3, -8  # mallopt's numbers for them
_LARGE = 2**20  # bytes that are given back at once; each time they have to be got again
_HUGE = 2**23  # bytes, where the time for that counts: only the largest arrays
_ARENAS = 2  # as many threads compute at once


def free_memory() -> float:
    """Return the bytes of memory that are free; infinity where the system does not say."""
    try:
        return float(os.sysconf("SC_AVPHYS_PAGES")) * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return float("inf")


def give_back_at_once() -> None:
    """Let large arrays of this process be given back when they are freed, and not kept for later.

    By default the C library keeps the larger ones the more of them there were.
    """
    _set(_MMAP_THRESHOLD, _LARGE)


def keep_little() -> None:
    """Let this process keep less freed memory for later, where that costs no time.

    The C library keeps it apart for each thread, and what one has freed no other uses: in a server
    whose threads compute now this scenario and now that, that is more than what is in use. To be
    called before there are threads.
    """
    _set(_MMAP_THRESHOLD, _HUGE)
    _set(_ARENA_MAX, _ARENAS)


def _set(what: int, value: int) -> None:
    """Set an option of the C library's memory; only where it is GNU's."""
    if sys.platform == "linux":
        with suppress(AttributeError, OSError):
            ctypes.CDLL(None).mallopt(what, value)


def give_back() -> None:
    """Give memory that was freed back to the system; only where the C library is GNU's.

    It keeps freed memory for later, in a part of its own for each thread, which adds up.
    """
    if sys.platform == "linux":
        with suppress(AttributeError, OSError):
            ctypes.CDLL(None).malloc_trim(0)
