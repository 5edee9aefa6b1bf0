"""Meant: the results that somebody gives to a verb, or what to give instead."""

from __future__ import annotations

from typing import NoReturn

from sim.errors import InvalidInput
from sim.scenario import Scenario, kind_of

from .results import Results


def results_meant(given: Results, verb: str) -> Results:
    """Return results as they are.

    Parameters
    ----------
    given : Results
        What a verb was given.
    verb : str
        As in ``sim``, for the message.

    Raises
    ------
    InvalidInput
        For anything else, saying how to get results.
    """
    return given if isinstance(given, Results) else refuse(given, verb, "results")


def refuse(given: object, verb: str, wanted: str) -> NoReturn:
    """Refuse what a verb cannot take, and say how to get what it takes.

    Parameters
    ----------
    given : object
        What it was given.
    verb : str
        As in ``sim``.
    wanted : str
        What it takes.
    """
    what = f"the scenario '{given.name}'" if isinstance(given, Scenario) else kind_of(given)
    how = f"'{given}'" if isinstance(given, str) else "scenario"
    raise InvalidInput(
        f"sim.{verb} takes {wanted}, found {what}: run it first, as in "
        f"results = sim.run({how}), then sim.{verb}(results, ...)"
    )
