"""Asked: what a request means, as scenarios, or why it means nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from sim.app import fields
from sim.errors import InvalidInput
from sim.scenario import Scenario, at_hand, nearest, with_changes

from .memory import Memory

HISTORIES = 1000  # where a request names no number
_PAIR = {**fields.ASK, "histories": fields.whole(1, fields.MOST_OF_JOB)}


class Pair(NamedTuple):
    """The two scenarios that a request compares.

    Attributes
    ----------
    a : Scenario
        As it is written.
    b : Scenario or None
        With the change; None where that is the same.
    seed, histories : int
    """

    a: Scenario
    b: Scenario | None
    seed: int
    histories: int


def pair_of(ask: Mapping[str, Any], memory: Memory) -> Pair:
    """Return what a request compares.

    Parameters
    ----------
    ask : mapping
        An ASK: scenario or file, set, without, other, seed, histories.
    memory : Memory

    Raises
    ------
    InvalidInput, Refused
        For what cannot be asked.
    """
    asked = {"seed": 1, "histories": HISTORIES} | _part(ask, _PAIR)
    a = which(asked, memory)
    other = asked.get("other")
    base = a if other is None else which(other, memory)
    b = changed(base, asked)
    return Pair(a, None if b.hash == a.hash else b, asked["seed"], asked["histories"])


def which(ask: Mapping[str, Any], memory: Memory) -> Scenario:
    """Return the scenario that a request names or brings along.

    Parameters
    ----------
    ask : mapping
        A WHICH: {"scenario": name} or {"file": {"name", "text"}}.
    memory : Memory

    Raises
    ------
    InvalidInput, Refused
        For a name that is none at hand, and for a file that is wrong.
    """
    asked = fields.one_scenario(_part(ask, fields.WHICH))
    if "file" in asked:
        return memory.of_text(asked["file"]["name"], asked["file"]["text"])
    name, known = asked["scenario"], at_hand()
    if name not in known:
        raise InvalidInput(f"there is no scenario '{name}'{nearest(name, known)}")
    return memory.named(name)


def changed(base: Scenario, ask: Mapping[str, Any]) -> Scenario:
    """Return a scenario with what a request changes."""
    asked = _part(ask, fields.CHANGE)
    numbers, left = asked.get("set"), asked.get("without")
    if not numbers and not left:
        return base
    return with_changes(base, set=dict(numbers or {}), without=left or [])


def _part(ask: Mapping[str, Any], known: Mapping[str, fields.Check]) -> dict[str, Any]:
    """Return the known fields of a request, checked."""
    return fields.fields({name: ask[name] for name in known if name in ask}, known)
