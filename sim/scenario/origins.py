"""Where a scenario's numbers come from: data, an argued judgement, a bare one, or the default."""

from __future__ import annotations

from .content import Row, Scenario, rows
from .numbers import JUDGEMENT

# Each kind, and how it is recognized.
ORIGINS = {
    "data": "names an entry of the scenario's sources",
    "argued judgement": "a judgement, with its argument in a note",
    "bare judgement": "a judgement, or no source, without a note",
    "default": "what the program takes where the scenario says nothing",
}


def origins(scenario: Scenario) -> dict[str, int]:
    """Return how many numbers of a scenario come from where, by the kinds of ``ORIGINS``.

    Counted are the numbers that ``sim show`` lists, amounts of shocks among them; not those that
    the quiet months settle, and not the numbers of ties that stay at their defaults.
    """
    counts = dict.fromkeys(ORIGINS, 0)
    for row in rows(scenario):
        if row.value is not None:
            counts[_origin(row)] += 1
    return counts


def origins_in_words(scenario: Scenario) -> str:
    """Say how many numbers of a scenario come from where."""
    counts = origins(scenario)
    parts = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    return f"{sum(counts.values()):,} numbers: {parts}"


def _origin(row: Row) -> str:
    """Return where a number comes from."""
    if row.source and row.source != JUDGEMENT:
        return "data"
    if row.origin == "default":
        return "default"
    return "argued judgement" if row.note else "bare judgement"
