"""Which partner is explained where nobody named one, and why that one."""

from __future__ import annotations

import numpy as np

from sim import schema
from sim.outcomes.focus import name_in_text
from sim.outcomes.results import Results
from sim.system.text import listed

from .explanation import explanations_of


def moved_toward(results: Results, month: int, state: str) -> list[str]:
    """Return the states toward which a state made a move in a month.

    Parameters
    ----------
    results : Results
        Of the history, alone.
    month : int
        Its position in the period.
    state : str
        Whose moves.
    """
    i = results.scenario.index(state)
    chosen = results.choices[0, month, i]
    return [code for j, code in enumerate(results.codes) if j != i and chosen[j] != schema.HOLD]


def most_telling(results: Results, month: int, state: str) -> str:
    """Return the state toward which a state's move of the month was worth most to it.

    Where it made no move, it is the state toward which it was nearest to one.

    Parameters
    ----------
    results, month, state
        As for ``moved_toward``.
    """
    moved = moved_toward(results, month, state)
    partners = moved or [code for code in results.codes if code != state]
    of = explanations_of(results, int(results.runs[0]), month, state, partners)
    worth = [
        one.values[one.options.index(one.chosen)] if moved else one.values[:-1].max() for one in of
    ]
    return partners[int(np.argmax(worth))]


def why_this_one(results: Results, month: int, state: str, partner: str) -> str:
    """Say that a state made no move at all in a month, or toward whom else it moved; or nothing.

    Parameters
    ----------
    results, month, state
        As for ``moved_toward``.
    partner : str
        From ``most_telling``.
    """
    scenario = results.scenario
    name, other = (name_in_text(scenario, code) for code in (state, partner))
    moved = moved_toward(results, month, state)
    if not moved:
        return (
            f"In this month {name} makes no move toward anybody; toward {other} it was nearest "
            "to making one."
        )
    rest = [name_in_text(scenario, code) for code in moved if code != partner]
    if not rest:
        return ""
    return (
        f"Of its moves in this month this one was worth most to {name}, which also moved toward "
        f"{listed(rest)}."
    )
