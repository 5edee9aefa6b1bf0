"""Warming: what takes long before the first answer happens once, in the background."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable
from typing import Any

from sim import __version__
from sim.errors import SimError

from .apart import Apart
from .bodies import print_bug
from .computing import in_thread

_LOADED = 6.0  # seconds that loading alone may take; after them the rules are being compiled


class Warming:
    """Loads the model and, where that has not been done yet, compiles its rules.

    Attributes
    ----------
    ready : Event
        Set when that is done.
    """

    def __init__(self) -> None:
        self.ready = asyncio.Event()
        self._began = time.monotonic()
        self._cold, self._apart = False, Apart()

    async def run(self, first: Callable[[str], object], name: str) -> None:
        """Warm up.

        Parameters
        ----------
        first : callable
            Gives a first answer about a scenario, for which everything is needed.
        name : str
            Of the scenario.
        """
        try:
            await in_thread(lambda: self._load(first, name))
        except SimError:
            pass  # whoever asks is told
        except Exception as error:
            print_bug(error, "warming up")
        finally:
            self.ready.set()

    def end(self) -> None:
        """Compile no longer."""
        self._apart.end()

    def _load(self, first: Callable[[str], object], name: str) -> None:
        """Compile and load, unless it was ended meanwhile."""
        self._compile(name)
        if not self._apart.ended:
            first(name)

    def _compile(self, name: str) -> None:
        """Compile where that has not been done yet."""
        from sim.model import compiled

        self._cold = compiled.is_cold()
        if self._cold:
            from sim.shell.compiling import WHAT

            print(f"{WHAT} ...", file=sys.stderr, flush=True)
            if self._apart.run(name):
                took = time.monotonic() - self._began
                print(f"The rules are compiled ({took:z.0f} s).", file=sys.stderr, flush=True)

    def as_data(self) -> dict[str, Any]:
        """Return the version, whether all is ready, and for how long the rules are being compiled.

        The seconds are None where nothing is compiled, or no longer.
        """
        ready, seconds = self.ready.is_set(), None
        took = time.monotonic() - self._began
        if not ready and (self._cold or took > _LOADED):
            seconds = round(took, 1)
        return {"version": __version__, "compiled": ready, "compiling_seconds": seconds}
