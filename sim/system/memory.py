"""Memory: how much of it is free, where the system says so."""

from __future__ import annotations

import os


def free_memory() -> float:
    """Return the bytes of memory that are free; infinity where the system does not say."""
    try:
        return float(os.sysconf("SC_AVPHYS_PAGES")) * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return float("inf")
