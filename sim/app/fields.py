"""Fields: which a request may have, of which type, and within which bounds.

What passes here is of the right form; whether a path, an event or a state exists is the scenario's
to say, in the words of the command line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sim.errors import InvalidInput
from sim.system.text import cut, in_a_line

MOST_HISTORIES = 1000  # of a view
MOST_OF_JOB = 100_000
KINDS = ("svg", "png", "pdf", "csv", "report")
_SEEDS = 2**63 - 1
_HISTORY = 10**10
_LONGEST = 200  # characters of a name, a path, an id

Check = Callable[[str, Any], Any]


def fields(given: Mapping[str, Any], known: Mapping[str, Check]) -> dict[str, Any]:
    """Return the fields of a request, each checked.

    Parameters
    ----------
    given : mapping
        The request, or a part of it.
    known : mapping
        What there may be, and what checks it.

    Raises
    ------
    InvalidInput
        For an unknown field, or one of another type or out of bounds.
    """
    for name in given:
        if name not in known:
            from sim.scenario import nearest

            raise InvalidInput(f"there is no field {_told(name)}{nearest(name, list(known))}")
    return {name: known[name](name, value) for name, value in given.items()}


def text(name: str, value: Any) -> str:
    """Return a short text."""
    if not isinstance(value, str):
        raise InvalidInput(f"{name} is {_told(value)}: a text is needed")
    if len(value) > _LONGEST:
        raise InvalidInput(f"{name} has {len(value):,} characters: {_LONGEST} at most")
    return value


def whole(low: int, high: int) -> Check:
    """Return what checks a whole number within bounds."""

    def check(name: str, value: Any) -> int:
        """Return the number."""
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            told = f"a whole number from {low} to {high:,} is needed"
            raise InvalidInput(f"{name} is {_told(value)}: {told}")
        return value

    return check


def one_of(*words: str) -> Check:
    """Return what checks that a text is one of some words."""

    def check(name: str, value: Any) -> str:
        """Return the word."""
        if not isinstance(value, str) or value not in words:
            raise InvalidInput(f"{name} is {_told(value)}: it must be {', '.join(words)}")
        return value

    return check


def optional(inner: Check) -> Check:
    """Return what lets null pass, and checks all else."""
    return lambda name, value: None if value is None else inner(name, value)


def numbers(name: str, value: Any) -> dict[str, float]:
    """Return parameters that are set, by path."""
    if not isinstance(value, dict):
        raise InvalidInput(f"{name} is {_told(value)}: it must be an object of paths and numbers")
    for path, number in value.items():
        text(f"{name}: a path", path)
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise InvalidInput(f"{name}: {_told(path)}: {_told(number)} is not a number")
    return value


def texts(name: str, value: Any) -> list[str]:
    """Return a list of short texts."""
    if not isinstance(value, list):
        raise InvalidInput(f"{name} is {_told(value)}: a list of texts is needed")
    return [text(name, one) for one in value]


def which_history(name: str, value: Any) -> str | int:
    """Return which history is told: by its number, or as the most typical or the earliest one."""
    if isinstance(value, str):
        return one_of("typical", "earliest")(name, value)
    return whole(0, _HISTORY)(name, value)


def file(name: str, value: Any) -> dict[str, str]:
    """Return a user's own scenario: the name of its file, and its text."""
    if not isinstance(value, dict) or value.keys() != {"name", "text"}:
        raise InvalidInput(f"{name} is {_told(value)}: it must be an object of name and text")
    if not isinstance(value["text"], str):
        raise InvalidInput(f"{name}.text is {_told(value['text'])}: a text is needed")
    return {"name": text(f"{name}.name", value["name"]), "text": value["text"]}


def which(name: str, value: Any) -> dict[str, Any]:
    """Return a scenario at hand, or a user's own text."""
    if not isinstance(value, dict):
        raise InvalidInput(f"{name} is {_told(value)}: it must be an object")
    return one_scenario(fields(value, WHICH))


def one_scenario(given: dict[str, Any]) -> dict[str, Any]:
    """Return a request that names one scenario; refuse one that names none or two."""
    if ("scenario" in given) == ("file" in given):
        raise InvalidInput(
            "a request names one scenario: by `scenario`, or with its text in `file`"
        )
    return given


WHICH: dict[str, Check] = {"scenario": text, "file": file}
CHANGE: dict[str, Check] = {"set": numbers, "without": texts}
ASK: dict[str, Check] = {
    **WHICH,
    **CHANGE,
    "other": optional(which),
    "seed": whole(0, _SEEDS),
    "histories": whole(1, MOST_HISTORIES),
}
MONTH = whole(0, 100_000)


def _told(value: Any) -> str:
    """Return what somebody gave as a message tells it."""
    if isinstance(value, str):
        return f"'{cut(in_a_line(value), 60)}'"
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, int | float):
        return f"{value:g}" if abs(value) > 1e15 else f"{value}"
    return "a list" if isinstance(value, list) else "an object"
