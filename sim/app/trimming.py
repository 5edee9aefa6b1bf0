"""Trimming: memory that computations no longer use goes back to the system.

The C library keeps freed memory for later, in a part of its own for each thread; on a server that
lives for hours that adds up to more than what is in use.
"""

from __future__ import annotations

import sys
import threading
import time

from sim.system.memory import give_back

_EVERY = 3.0  # seconds between two trims, as memory given back has to be got again

_lock = threading.Lock()
_last = [0.0]


def trim() -> None:
    """Give back what is free, at most every few seconds; only where the system's library can."""
    if sys.platform != "linux" or not _lock.acquire(blocking=False):
        return
    try:
        if time.monotonic() - _last[0] >= _EVERY:
            give_back()
            _last[0] = time.monotonic()
    finally:
        _lock.release()
