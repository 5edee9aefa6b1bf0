"""Vary: the same scenario with other numbers, as designs and sweeps need by the thousand."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sim.errors import InvalidInput

from .amounts import amount_bounds, number_fault
from .calling import path_called
from .content import Quantity, Scenario, Shock
from .path import NumberPath
from .problems import Problem, Refused, nearest

_ORIGIN = "varied"


def amount_paths(scenario: Scenario) -> dict[str, tuple[float, float]]:
    """Return the paths of the amounts of a scenario's shocks, with the bounds of each."""
    return {
        e.name: amount_bounds(e.operation, e.path)
        for shock in scenario.shocks
        for e in shock.effects
    }


def ranged_paths(scenario: Scenario) -> dict[str, tuple[float, float]]:
    """Return the ranges of all numbers that have a value and a range to vary in.

    Returns
    -------
    dict of path to (low, high)
        In the order of the scenario; amounts of shocks last.
    """
    amounts = {effect.name: effect.amount for shock in scenario.shocks for effect in shock.effects}
    ranges = {}
    for path, quantity in {**scenario.numbers, **amounts}.items():
        if quantity.value is not None and quantity.range is not None:
            low, high = map(float, quantity.range)
            if low < high:
                ranges[path] = low, high
    return ranges


def chosen_paths(scenario: Scenario, over: Sequence[str] = (), observed: bool = False) -> list[str]:
    """Return the numbers to vary: those named, each once, or all that carry a range.

    It raises ValueError when one has none.

    Parameters
    ----------
    scenario : Scenario
        Whose numbers vary.
    over : sequence of str
        Paths; by default of all numbers that carry a range.
    observed : bool
        Whether those of the observation model are among "all": histories do not depend on them,
        only what event data would count of histories does.
    """
    ranged = ranged_paths(scenario)
    usual = [path for path in ranged if observed or NumberPath.of(path).table != "observation"]
    if not usual:
        raise InvalidInput(
            f"no number of {scenario.name} has a range: give it one (range = [low, high])"
        )
    over = [path_called(path, scenario.states) for path in over]
    for path in over:
        if path not in ranged:
            raise InvalidInput(
                f"{path} has no range in the scenario: give it one there (range = [low, high]) or "
                f"choose another{nearest(path, ranged)}"
            )
    return list(dict.fromkeys(over)) or usual


def values_of(scenario: Scenario, paths: Sequence[str]) -> list[float]:
    """Return the values of some numbers in a scenario, amounts of shocks too, in their order.

    It raises InvalidInput for one that the quiet months settle.

    Parameters
    ----------
    scenario : Scenario
        Whose numbers they are.
    paths : sequence of str
        Of numbers and of amounts of shocks.
    """
    amounts = {effect.name: effect.amount for shock in scenario.shocks for effect in shock.effects}
    values = []
    for path in paths:
        quantity = amounts[path] if path in amounts else scenario.value(path)
        if quantity.value is None:
            raise InvalidInput(f"{path} has no value in the scenario: the quiet months settle it")
        values.append(float(quantity.value))
    return values


def check_numbers(scenario: Scenario, numbers: Mapping[str, float], where: str = "--over") -> None:
    """Make sure that numbers may be set in a scenario.

    Parameters
    ----------
    scenario : Scenario
        Whose numbers would be set.
    numbers : mapping of path to float
        What to set, and to what.
    where : str
        Stands in problems for the name of a file.

    Raises
    ------
    Refused
        With every path that names nothing and every value out of bounds; `where` is the file named
        in the problems.
    """
    amounts = amount_paths(scenario)
    problems = []
    for path, value in numbers.items():
        fault: str | None = "expected a finite number"
        if math.isfinite(value):
            fault = number_fault(path, value, scenario.codes, amounts)
        if fault:
            problems.append(Problem(where, None, path, fault))
    if problems:
        raise Refused(problems)


def with_numbers(scenario: Scenario, numbers: Mapping[str, float]) -> Scenario:
    """Return the scenario with other numbers, which are taken to be checked.

    Parameters
    ----------
    scenario : Scenario
        Left as it is.
    numbers : mapping of path to float
        Any number of states, ties, moves, dynamics and observation, and amounts of shocks.
    """
    amounts = {
        path: float(value) for path, value in numbers.items() if NumberPath.of(path).is_amount
    }
    plain = {
        path: _changed(scenario, path, value)
        for path, value in numbers.items()
        if path not in amounts
    }
    shocks = (
        tuple(_with_amounts(shock, amounts) for shock in scenario.shocks)
        if amounts
        else scenario.shocks
    )
    return replace(scenario, numbers={**scenario.numbers, **plain}, shocks=shocks)


def _with_amounts(shock: Shock, amounts: Mapping[str, float]) -> Shock:
    """Return a shock with the amounts that are its own; itself where none is."""
    if not any(effect.name in amounts for effect in shock.effects):
        return shock  # most are: copies of all shocks would be a good part of a design's time
    effects = tuple(
        replace(effect, amount=replace(effect.amount, value=amounts[effect.name], origin=_ORIGIN))
        if effect.name in amounts
        else effect
        for effect in shock.effects
    )
    return replace(shock, effects=effects)


def _changed(scenario: Scenario, path: str, value: float) -> Quantity:
    """Return a number's quantity with another value."""
    old = scenario.numbers.get(path, Quantity(None))
    return Quantity(float(value), old.range, None, None, _ORIGIN)
