"""Warm: loaded by the server that workers are forked from, so that each has the machine code.

A worker that dies is replaced at once then; without, each new one would spend half a second on
loading the code.
"""

from __future__ import annotations

from typing import Any

import numba

from sim.agents.diplomacy import Diplomacy
from sim.errors import SimError
from sim.model.compiled import is_cold

_config: Any = numba.config  # made of environment variables: its attributes are known at run time


def warm_up() -> None:
    """Simulate a month, where its machine code is on disk already.

    A compilation is left to whoever needs it; rules that run as Python text have nothing to load.
    """
    if _config.DISABLE_JIT or is_cold():
        return
    try:
        Diplomacy("article", seed=1, collect=False).step()
    except (SimError, OSError):
        return  # no scenario is at hand: workers load the code themselves


if __name__ != "__main__":
    warm_up()
