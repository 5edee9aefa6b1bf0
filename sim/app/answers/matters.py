"""Matters: the five numbers that matter most for the tilt, shipped with each scenario."""

from __future__ import annotations

from typing import Any

from sim.scenario import Scenario


def matters_of(scenario: Scenario) -> dict[str, Any] | None:
    """Return the numbers that matter most, from what is shipped; None where nothing is."""
    return None
