"""The fitted scenario: what a calibration makes of the scenario that it began from."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.outcomes.quantiles import LEVELS
from sim.scenario import Quantity, Scenario
from sim.system.text import in_percent

from .calibration import Calibration, rounded


def calibrated(scenario: Scenario, result: Calibration, told: str) -> Scenario:
    """Return a scenario with the fitted values, as ranges where 90 % of the sample lie.

    Parameters
    ----------
    scenario : Scenario
        That was calibrated.
    result : Calibration
        Of which only what a record says beyond chance is taken over.
    told : str
        What it was calibrated on, for the sources.
    """
    key = (
        "calibrated"
        if "calibrated" not in scenario.sources
        else f"calibrated-{len(scenario.sources)}"
    )
    values = result.numbers()
    low, high = np.quantile(result.sample, LEVELS[::4], axis=0)
    fitted = {}
    for k, path in enumerate(result.paths):
        if path in values:
            ends = min(rounded(low[k]), values[path]), max(rounded(high[k]), values[path])
            pinned = f"{in_percent(result.pinned[k])} of the uncertainty taken away"
            note = f"{result.base[k]:z.4g} before; {pinned}"
            fitted[path] = Quantity(values[path], ends, key, note, "calibrated")
    amounts = [
        replace(
            shock,
            effects=tuple(replace(e, amount=fitted.get(e.name, e.amount)) for e in shock.effects),
        )
        for shock in scenario.shocks
    ]
    numbers = scenario.numbers | {
        path: quantity for path, quantity in fitted.items() if path in scenario.numbers
    }
    return replace(
        scenario, numbers=numbers, shocks=tuple(amounts), sources=scenario.sources | {key: told}
    )
