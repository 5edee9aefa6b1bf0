"""Months of a scenario by their labels."""

from __future__ import annotations

from sim.errors import InvalidInput
from sim.scenario import Scenario, nearest


def month_index(scenario: Scenario, month: str) -> int:
    """Return a month's position in the period.

    Parameters
    ----------
    scenario : Scenario
        Whose period it is.
    month : str
        As "2014-11".

    Raises
    ------
    InvalidInput
        For a month that is outside the period, or is none.
    """
    labels = scenario.month_labels
    if month not in labels:
        hint = nearest(month, labels) if len(month) == 7 else ", written as 2014-11"
        raise InvalidInput(
            f"month {month} is outside the period, {labels[0]} to {labels[-1]}{hint}"
        )
    return labels.index(month)
