"""Described: all that the page says of a scenario before any history is run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.analysis.charted.about import event, focused, question_of, states_of
from sim.analysis.sensitivity.matters import is_near
from sim.outcomes.focus import focus_of
from sim.scenario import NumberPath, Offered, Scenario, families_of, offered

from .asked import which
from .matters import matters_of
from .memory import Memory

_MOST = 400  # parameters of a page, beyond which not all of a world's are offered; judgement


def described(ask: Mapping[str, Any], memory: Memory) -> dict[str, Any]:
    """Return what a scenario is made of.

    Parameters
    ----------
    ask : mapping
        A WHICH.
    memory : Memory
    """
    scenario = which(ask, memory)
    kin = families_of(scenario)
    numbers, left_out = parameters(scenario)
    return {
        "name": scenario.name,
        "title": scenario.title,
        "description": scenario.description.strip(),
        "hash": scenario.hash,
        "months": scenario.month_labels,
        "states": states_of(scenario),
        "focus": focused(scenario),
        "parameters": [_parameter(one) for one in numbers],
        "parameters_left_out": left_out,
        "matters": matters_of(scenario),
        "events": [event(scenario, shock, kin.get(shock.id)) for shock in scenario.shocks],
        "questions": [question_of(question) for question in scenario.questions],
    }


def parameters(scenario: Scenario) -> tuple[list[Offered], int]:
    """Return the numbers that the page offers, and how many more there are.

    Of a world with thousands of numbers these are those of every state that have a range, all of
    the states in focus and of the ties among them, and those of the rules and of events; the others
    are reached by a file.
    """
    everything = offered(scenario)
    if len(everything) <= _MOST:
        return everything, 0
    about = focus_of(scenario)
    chosen = []
    for one in everything:
        path = NumberPath.of(one.path)
        alone = path.table == "states" and one.has_range
        if alone or is_near(path, about):
            chosen.append(one)
    return chosen, len(everything) - len(chosen)


def _parameter(one: Offered) -> dict[str, Any]:
    """Return a number as the page shows it."""
    return {
        "path": one.path,
        "group": one.group,
        "who": one.who,
        "what": one.what,
        "words": f"{one.who}: {one.what}",
        "in_words": one.in_words,
        "meaning": one.meaning,
        "unit": one.unit,
        "value": one.value,
        "low": one.low,
        "high": one.high,
        "has_range": one.has_range,
        "minimum": one.minimum,
        "maximum": one.maximum,
        "step": one.step,
        "why": one.why,
        "origin": one.origin,
    }
