"""Asked: what a request means, as scenarios, or why it means nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from sim.errors import InvalidInput
from sim.scenario import Scenario, at_hand, nearest, with_changes

from .memory import Memory

HISTORIES = 1000  # where a request names no number
MOST = 100_000  # histories of a job


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
    a = which(ask, memory)
    other = ask.get("other")
    base = a if other is None else which(_table(other, "other"), memory)
    b = changed(base, ask)
    seed, histories = whole(ask, "seed", 1), whole(ask, "histories", HISTORIES)
    if not 1 <= histories <= MOST:
        raise InvalidInput(f"histories is {histories}: choose from 1 to {MOST:,}")
    return Pair(a, None if b.hash == a.hash else b, seed, histories)


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
    given = ask.get("file")
    if given is not None:
        file = _table(given, "file")
        return memory.of_text(text(file, "name", "mine.toml"), text(file, "text"))
    name = text(ask, "scenario")
    known = at_hand()
    if name not in known:
        raise InvalidInput(f"there is no scenario '{name}'{nearest(name, known)}")
    return memory.named(name)


def changed(base: Scenario, ask: Mapping[str, Any]) -> Scenario:
    """Return a scenario with what a request changes."""
    numbers = _table(ask.get("set") or {}, "set")
    left = ask.get("without") or []
    if not isinstance(left, list) or not all(isinstance(one, str) for one in left):
        raise InvalidInput("without has to be a list of the ids of events")
    if not numbers and not left:
        return base
    return with_changes(base, set=dict(numbers), without=left)


def whole(ask: Mapping[str, Any], key: str, default: int) -> int:
    """Return a whole number of a request."""
    value = ask.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidInput(f"{key} has to be a whole number, found {value!r:.60}")
    return value


def text(ask: Mapping[str, Any], key: str, default: str | None = None) -> str:
    """Return a text of a request; InvalidInput where it is missing."""
    value = ask.get(key, default)
    if not isinstance(value, str):
        raise InvalidInput(f"{key} has to be a text, found {value!r:.60}")
    return value


def _table(value: Any, key: str) -> Mapping[str, Any]:
    """Return a table of a request."""
    if not isinstance(value, Mapping):
        raise InvalidInput(f"{key} has to be a table, found {value!r:.60}")
    return value
