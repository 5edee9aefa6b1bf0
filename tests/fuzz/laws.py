"""Laws: what must hold of everything that is accepted."""

from __future__ import annotations

import numpy as np

import sim
from sim.outcomes.results import Results
from sim.outcomes.table import outcome_table
from sim.scenario import Scenario

from .harness import Broken

_STATES, _MONTHS, _SPIN_UP = 8, 60, 400  # of worlds that are simulated; larger ones are only read


def within(what: str, values: np.ndarray, low: float, high: float) -> None:
    """Refuse numbers that are none, or leave their bounds."""
    if not np.isfinite(values).all():
        raise Broken(f"{what} has a number that is not finite")
    if values.size and (values.min() < low or values.max() > high):
        raise Broken(f"{what} reaches from {values.min()} to {values.max()}, not {low} to {high}")


def keeps_bounds(results: Results, whole: bool = True) -> None:
    """Check that histories, whole ones or only begun, keep the bounds of all that they hold."""
    within("stances", results.stances, -1, 1)
    within("trusts", results.trusts, 0, 1)
    within("supports", results.supports, 0, np.inf)
    for code in results.codes:
        within(f"hedging of {code}", results.hedging(code), 0, 1)
        within(f"received of {code}", results.received(code), 0, np.inf)
        for other in results.codes:
            if other != code:
                within(f"dependence of {code}", results.dependence(code, other), 0, 1 + 1e-12)
    if whole:
        for name, values in outcome_table(results).columns.items():
            if np.isinf(np.asarray(values, dtype=float)).any():  # NaN: there is no answer
                raise Broken(f"{name} is infinite")


def small(scenario: Scenario) -> bool:
    """Say whether a scenario is simulated in no time."""
    return len(scenario.codes) <= _STATES and scenario.months <= _MONTHS and (
        scenario.spin_up <= _SPIN_UP
    )  # fmt: skip


def lives(scenario: Scenario, histories: int = 2) -> None:
    """Simulate a scenario that was accepted, and check what comes out."""
    if small(scenario):
        keeps_bounds(sim.run(scenario, histories))
