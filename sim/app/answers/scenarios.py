"""Scenarios: those at hand, each with a line of what it is."""

from __future__ import annotations

from typing import Any

from sim.report.chronicle import heading
from sim.scenario import Refused, Scenario, at_hand

from .memory import Memory

_FIRST = "article"


def scenarios(memory: Memory, first: str = _FIRST) -> dict[str, Any]:
    """Return the scenarios at hand; those that are refused are left out.

    Parameters
    ----------
    memory : Memory
    first : str
        Name of the one to begin with.
    """
    rows = []
    for name in sorted(at_hand()):
        try:
            rows.append(_row(memory.named(name), name))
        except Refused:
            continue
    names = [row["name"] for row in rows]
    return {"scenarios": rows, "first": first if first in names else next(iter(names), None)}


def _row(scenario: Scenario, name: str) -> dict[str, Any]:
    """Return what a list says of a scenario."""
    return {
        "name": name,
        "title": scenario.title,
        "description": scenario.description.strip(),
        "period": period(scenario),
        "states": len(scenario.codes),
    }


def period(scenario: Scenario) -> str:
    """Return the period of a scenario, as "January 2013 to December 2015"."""
    first, last = heading(scenario, 0), heading(scenario, scenario.months - 1)
    return first if first == last else f"{first} to {last}"
