"""Before and after: how a scenario scores against records as it was, and as it was fitted."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sim.analysis.hindcast.counting import with_year_before
from sim.analysis.hindcast.scorecard import scored, stacked
from sim.data.events import Record
from sim.scenario import Scenario

_SCORED = 10_000  # histories that a scenario is scored on: as many as `sim hindcast` runs


def scores_before_and_after(
    before: Scenario, after: Scenario, read: Sequence[Record], train_until: str, seed: int
) -> pd.DataFrame:
    """Return the rows of ``scores.table`` for each record and both scenarios.

    They are scored on random draws that nothing was fitted to.

    Parameters
    ----------
    before, after : Scenario
        As it was, and fitted.
    read : sequence of Record
        What they are scored against.
    train_until : str
        Last month that was fitted to.
    seed : int
        Of the calibration.
    """
    parts = []
    for scenario, which in ((before, "before"), (after, "after")):
        found = with_year_before(scenario, _SCORED, (seed + 2) % 2**63)
        for record in read:
            known = {"record": record.name, "scenario": which}
            parts.append(scored(record, found, train_until).scores.assign(**known))
    return stacked(parts, ["record", "scenario"])
