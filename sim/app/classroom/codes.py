"""Codes: what lets a group in, what lets it come back, and how often a wrong code may be tried."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

# no letter or digit that is taken for another when it is read off a wall: 0 O, 1 I L, 2 Z, 5 S, 8 B
LETTERS = "ACDEFGHJKMNPQRTUVWXY34679"
LENGTH = 4
# Wrong codes that one address, and all together, may try in a minute; judgement: a group mistypes
# two or three times, and at 120 a minute half of all 390,625 codes take more than a day.
MOST_OF_ONE, MOST_OF_ALL = 10, 120
SECONDS = 60.0
_ADDRESSES = 1000  # that are remembered


def new_code() -> str:
    """Return a code to join by."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def of_group(hash_of_token: str) -> str:
    """Return the code by which another phone joins a group, from the hash of its token."""
    digest = hashlib.sha256(f"another phone of {hash_of_token}".encode()).digest()
    return "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:LENGTH])


def as_written(code: object) -> str:
    """Return a code as it is compared, whatever case, spaces or dashes somebody typed."""
    text = code if isinstance(code, str) else ""
    return "".join(letter for letter in text[:40].upper() if letter.isalnum())


def same(first: str, second: str) -> bool:
    """Say whether two secrets are the same, in a time that says nothing about them."""
    return secrets.compare_digest(first.encode(), second.encode())


def new_token() -> str:
    """Return a secret by which a group, or the teacher, is known again."""
    return secrets.token_urlsafe(24)


def hashed(token: str) -> str:
    """Return what is kept of a token: enough to know it again, too little to guess it."""
    return hashlib.sha256(token.encode()).hexdigest()


class Limit:
    """Counts wrong codes of the last minute, by address and of all.

    Parameters
    ----------
    clock : callable
        Returns seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._all: deque[float] = deque()
        self._of: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, address: str) -> int:
        """Return how many seconds an address must wait before it may try a code: 0 for none."""
        with self._lock:
            own, now = self._of.get(address, deque()), self._clock()
            waits = [0.0]
            for tries, most in ((own, MOST_OF_ONE), (self._all, MOST_OF_ALL)):
                while tries and tries[0] <= now - SECONDS:
                    tries.popleft()
                if len(tries) >= most:
                    waits.append(tries[0] + SECONDS - now)
            return int(-(-max(waits) // 1))

    def wrong(self, address: str) -> None:
        """Note that an address tried a wrong code."""
        with self._lock:
            now = self._clock()
            self._all.append(now)
            self._of.setdefault(address, deque()).append(now)
            self._of.move_to_end(address)
            while len(self._of) > _ADDRESSES:
                self._of.popitem(last=False)
