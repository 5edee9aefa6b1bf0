"""The months that a class plays: an hour has room for about twelve."""

from __future__ import annotations

from sim.errors import InvalidInput
from sim.game.script import month_of
from sim.scenario import Scenario

# judgement: two minutes for moves and one for answers, of the 35 minutes that a lesson of 60 has
# for playing
USUAL = 12


def span_of(scenario: Scenario, first: str | None, last: str | None) -> range:
    """Return the positions of the months that a class plays.

    Where neither end is given these are the twelve months with most events, the earliest such;
    where one is given, twelve months from it or up to it. The rules play the other months.

    Parameters
    ----------
    scenario : Scenario
        What is played.
    first, last : str or None
        As 2014-01.

    Raises
    ------
    InvalidInput
        For a month that the scenario does not have, or a last month before the first.
    """
    most = min(USUAL, scenario.months)
    begin = None if first is None else month_of(first, scenario)
    end = None if last is None else month_of(last, scenario) + 1
    if begin is None and end is None:
        begin = _busiest(scenario, most)
    if begin is None:
        begin = max(0, (end or 0) - most)
    if end is None:
        end = min(scenario.months, begin + most)
    if end <= begin:
        raise InvalidInput(f"{last} is before {first}: the last month comes after the first")
    return range(begin, end)


def _busiest(scenario: Scenario, most: int) -> int:
    """Return the first of so many months in a row with most events."""
    events = [0] * scenario.months
    for shock in scenario.shocks:
        if 0 <= shock.month < scenario.months:
            events[shock.month] += 1
    starts = range(scenario.months - most + 1)
    return max(starts, key=lambda start: (sum(events[start : start + most]), -start))
