"""Partners: with which of the scenarios at hand one can be compared, and why not with the others.

To know it each has to be read, a third of a second in all: the page asks once it shows something.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.analysis.compare.comparison import unlike
from sim.scenario import Refused, at_hand

from .asked import which
from .memory import Memory

_FAULTY = "has faults"
_OTHERS = {
    "states": "other states",
    "start dates": "other months",
    "months": "other months",
}


def partners(ask: Mapping[str, Any], memory: Memory) -> dict[str, Any]:
    """Return why each scenario at hand cannot be compared with one; None for those that can.

    Parameters
    ----------
    ask : mapping
        A WHICH: the one that others are compared with.
    memory : Memory
    """
    first = which(ask, memory)
    found: dict[str, str | None] = {}
    for name in sorted(at_hand()):
        try:
            apart = unlike(first, memory.frame(name))
            found[name] = None if apart is None else _OTHERS[apart[0]]
        except Refused:
            found[name] = _FAULTY
    return {"why_not": found}
