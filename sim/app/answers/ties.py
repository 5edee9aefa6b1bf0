"""Ties: how states stand to one another at the end of a month, over all histories."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.analysis.charted.ties import at_month
from sim.ensemble.how import HERE, How
from sim.errors import InvalidInput

from .asked import pair_of
from .memory import Memory
from .pairs import both


def ties(ask: Mapping[str, Any], memory: Memory, how: How = HERE) -> dict[str, Any]:
    """Return the ties of both sides at the end of a month.

    Parameters
    ----------
    ask : mapping
        An ASK with a month, counted from 0.
    memory : Memory
    how : How
    """
    found = both(pair_of(ask, memory), memory, how)
    month = month_of(ask, found.pair.a.months)
    b = found.b and at_month(found.b.months, month)
    return {"month": month, "a": at_month(found.a.months, month), "b": b}


def month_of(ask: Mapping[str, Any], months: int) -> int:
    """Return the month that a request names; by default the last."""
    month = int(ask.get("month", months - 1))
    if not 0 <= month < months:
        raise InvalidInput(f"month {month} is outside the period: choose from 0 to {months - 1}")
    return month
