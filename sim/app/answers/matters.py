"""Matters: the five numbers that matter most for the tilt, shipped or worked out on demand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.analysis.sensitivity.matters import Matters, histories_of, screened, shipped_matters
from sim.ensemble.how import HERE, How
from sim.scenario import Scenario, ranged_paths
from sim.system.rounding import rounded_one

from .asked import which
from .memory import Memory


def matters(ask: Mapping[str, Any], memory: Memory, how: How = HERE) -> dict[str, Any] | None:
    """Screen the numbers of a scenario; None where fewer than two have a range.

    Parameters
    ----------
    ask : mapping
        A WHICH.
    memory : Memory
    how : How
        It hears of as many histories as ``matters_take`` says, and may say stop.
    """
    scenario = which(ask, memory)
    return _shown(screened(scenario, how), False) if len(ranged_paths(scenario)) > 1 else None


def matters_take(ask: Mapping[str, Any], memory: Memory) -> int:
    """Return how many histories a screening runs."""
    return histories_of(which(ask, memory))


def matters_of(scenario: Scenario) -> dict[str, Any] | None:
    """Return the numbers that matter most, from what is shipped; None where nothing is.

    Of a scenario that has changed since those are left out that have no range in it any more.
    """
    found, stale = shipped_matters(scenario)
    if found is None:
        return None
    shown = _shown(found, stale)
    there = ranged_paths(scenario)
    shown["paths"] = [path for path in shown["paths"] if path in there]
    return shown


def _shown(found: Matters, stale: bool) -> dict[str, Any]:
    """Return what the page shows."""
    effects = [rounded_one(effect) for effect in found.effects]
    return {"paths": list(found.paths), "effects": effects, "how": found.how, "stale": stale}
