"""Warm: everything that an answer needs, loaded before anybody asks."""

from __future__ import annotations

from .described import described
from .memory import Memory
from .scenarios import scenarios
from .view import view
from .why import why

_FEW = 8  # histories; enough to load all machine code


def warm_up(memory: Memory, name: str = "article") -> None:
    """Answer every question once, in small.

    Parameters
    ----------
    memory : Memory
        Which holds the scenarios at hand afterwards.
    name : str
        Of the scenario to begin with.
    """
    ask = {"scenario": name, "histories": _FEW}
    described(ask, memory)
    pair = {"other": {"scenario": name}, "set": {"dynamics.chill": 0.5}}
    view({**ask, **pair}, memory)
    why({**ask, "month": 0, "history": 0}, memory)
    scenarios()
