"""Months of a scenario by their labels, and in words."""

from __future__ import annotations

from sim.errors import InvalidInput
from sim.scenario import Scenario, nearest
from sim.system.text import MONTHS

_HALVES = {"H1": "first", "H2": "second"}


def month_in_words(label: str) -> str:
    """Return "2014-11" as "November 2014"."""
    return f"{MONTHS[int(label[5:7]) - 1]} {label[:4]}"


def months_in_words(first: str, last: str) -> str:
    """Return when something is, as a part of a sentence: "in November 2014".

    Parameters
    ----------
    first, last : str
        Labels of the first and the last month, as "2014-11"; of one month the same.

    Returns
    -------
    str
        Of a span "from January to June 2014"; the first year only where it is another.
    """
    if first == last:
        return f"in {month_in_words(first)}"
    start = month_in_words(first) if first[:4] != last[:4] else MONTHS[int(first[5:7]) - 1]
    return f"from {start} to {month_in_words(last)}"


def half_year_in_words(label: str) -> str:
    """Return "2015 H2" as "the second half of 2015"."""
    year, half = label.split()
    return f"the {_HALVES[half]} half of {year}"


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
