"""Meant: the scenario that somebody gives to a verb, itself or by its name or file."""

from __future__ import annotations

from pathlib import Path

from sim.errors import InvalidInput

from .content import Scenario
from .resolve import load


def scenario_meant(given: Scenario | str | Path) -> Scenario:
    """Return a scenario from itself, its name or its file.

    Parameters
    ----------
    given : Scenario or str or Path
        A scenario is returned as it is; anything else is loaded as ``sim.load`` does.

    Raises
    ------
    InvalidInput
        For anything that is neither, saying what it is.
    Refused
        As ``sim.load``.
    """
    if isinstance(given, Scenario):
        return given
    if isinstance(given, str | Path):
        return load(given)
    raise InvalidInput(
        f"expected a scenario, its name or its file, found {kind_of(given)}: give "
        "sim.load('article'), or just 'article'"
    )


def kind_of(given: object) -> str:
    """Say what somebody gave: "a number", "results (sim.Results)"."""
    kind = type(given)
    if isinstance(given, bool) or given is None:
        return repr(given)
    if isinstance(given, int | float):
        return f"the number {given}"
    if isinstance(given, str | Path):
        return f"the text '{given}'"
    article = "an" if kind.__name__[:1].lower() in "aeiou" else "a"
    return f"{article} {kind.__name__}"
