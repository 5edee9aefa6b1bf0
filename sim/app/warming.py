"""Warming: what takes long before the first answer happens once, in the background."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable
from typing import Any

from sim import __version__
from sim.errors import SimError

from .bodies import print_bug
from .computing import in_thread

_LOADED = 6.0  # seconds that loading alone may take; after them the rules are being compiled
_WHAT = "Compiling the rules for this machine: once, in a minute or two"


class Warming:
    """Loads the model and, where that has not been done yet, compiles its rules.

    Attributes
    ----------
    ready : Event
        Set when that is done.
    running : bool
        Whether it is under way.
    """

    def __init__(self) -> None:
        self.ready = asyncio.Event()
        self._began = time.monotonic()
        self._cold = False
        self.running = False

    async def run(self, first: Callable[[], object]) -> None:
        """Warm up.

        Parameters
        ----------
        first : callable
            Gives a first answer, for which everything is needed.
        """
        try:
            await in_thread(lambda: self._load(first))
        except SimError:
            pass  # whoever asks is told
        except Exception as error:
            print_bug(error, "warming up")
        finally:
            self.ready.set()

    def _load(self, first: Callable[[], object]) -> None:
        """Load and compile, and say whether that is under way."""
        self.running = True
        try:
            self._compile(first)
        finally:
            self.running = False

    def _compile(self, first: Callable[[], object]) -> None:
        """Compile, where that has not been done yet, by giving a first answer."""
        from sim.model import compiled

        self._cold = compiled.is_cold()
        if self._cold:
            print(f"{_WHAT} ...", file=sys.stderr, flush=True)
        first()
        if self._cold:
            took = time.monotonic() - self._began
            print(f"The rules are compiled ({took:.0f} s).", file=sys.stderr, flush=True)

    def as_data(self) -> dict[str, Any]:
        """Return the version, whether all is ready, and for how long the rules are being compiled.

        The seconds are None where nothing is compiled, or no longer.
        """
        ready, seconds = self.ready.is_set(), None
        took = time.monotonic() - self._began
        if not ready and (self._cold or took > _LOADED):
            seconds = round(took, 1)
        return {"version": __version__, "compiled": ready, "compiling_seconds": seconds}
