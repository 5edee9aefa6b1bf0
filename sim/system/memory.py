"""Memory: how much of it is free, and giving back what is no longer used."""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import suppress

_MMAP_THRESHOLD, _LARGE = -3, 2**20  # mallopt's number for it; bytes


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
    if sys.platform == "linux":
        with suppress(AttributeError, OSError):  # of another C library than GNU's
            ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, _LARGE)


def give_back() -> None:
    """Give memory that was freed back to the system; only where the C library is GNU's.

    It keeps freed memory for later, in a part of its own for each thread, which adds up.
    """
    if sys.platform == "linux":
        with suppress(AttributeError, OSError):
            ctypes.CDLL(None).malloc_trim(0)
