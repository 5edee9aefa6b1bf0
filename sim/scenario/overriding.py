"""Overriding: other numbers put in the places of a scenario's own, and shocks left out.

``load`` does it to files; ``with_changes`` to a scenario at hand, in a fraction of a millisecond,
with the same result: the same hash, the same changes in words, the same origins and refusals.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from .amounts import amount_bounds, number_fault
from .calling import path_called
from .change import Change
from .content import Effect, Quantity, Scenario, Shock
from .leaving_out import leave_out
from .problems import Problem, Refused, shown

_SET = "--set"


def numbers_to_set(given: Mapping[str, float | str]) -> dict[str, float]:
    """Read overrides as numbers; Refused where one is none."""
    numbers, problems = {}, []
    for path, value in given.items():
        try:
            numbers[path] = float(value)
            finite = math.isfinite(numbers[path]) and not isinstance(value, bool)
        except (TypeError, ValueError, OverflowError):
            finite = False
        if not finite:
            text = f"expected a finite number, found {shown(value)}"
            problems.append(Problem(_SET, None, str(path), text))
    if problems:
        raise Refused(problems)
    return numbers


def put(
    numbers: dict[str, Quantity],
    overrides: Mapping[str, float],
    amounts: Mapping[str, tuple[float, float]],
    codes: tuple[str, ...],
    problems: list[Problem],
) -> dict[str, float]:
    """Put overrides in place; return those of shocks' amounts, by path.

    Parameters
    ----------
    numbers : dict of path to Quantity
        Changed.
    overrides : mapping of path to float
    amounts : mapping of path to (low, high)
        Bounds of the amounts of the shocks that there are.
    codes : tuple of str
        Of the scenario's states.
    problems : list of Problem
        Added to.
    """
    for path, value in overrides.items():
        fault = number_fault(path, value, codes, amounts)
        if fault:
            problems.append(Problem(_SET, None, path, fault))
        elif path not in amounts:
            old = numbers.get(path, Quantity(None))
            # its source defended another value
            numbers[path] = Quantity(value, old.range, "judgement", None, _SET)
    return {path: value for path, value in overrides.items() if path in amounts}


def names_of(without: Iterable[str]) -> tuple[str, ...]:
    """Return the names of shocks to leave out; a single text is one name."""
    return (without,) if isinstance(without, str) else tuple(map(str, without))


def amount_set(amount: Quantity, value: float) -> Quantity:
    """Return the amount of an effect with a value that somebody set."""
    return Quantity(value, amount.range, amount.source, amount.note, _SET)


def with_changes(
    scenario: Scenario, set: Mapping[str, float | str] | None = None, without: Iterable[str] = ()
) -> Scenario:
    """Return a scenario with other numbers and without some shocks, as ``load`` gives it.

    Parameters
    ----------
    scenario : Scenario
        From ``load``; left as it is.
    set : dict of path to number, optional
    without : iterable of str, optional
        Both as for ``load``.

    Raises
    ------
    Refused
        As ``load``, word for word.
    """
    overrides, removed = numbers_to_set(set or {}), names_of(without)
    if not overrides and not removed:
        return scenario
    overrides = {path_called(path, scenario.states): v for path, v in overrides.items()}
    there: dict[str, Shock | None] = dict.fromkeys(scenario.known_shocks)
    there |= {shock.id: shock for shock in scenario.shocks}
    problems = [
        Problem("--without", None, "", wrong)
        for wrong in [leave_out(name, there) for name in removed]
        if wrong
    ]
    numbers = dict(scenario.numbers) if overrides else scenario.numbers
    left = [shock for shock in there.values() if shock]
    bounds = {}
    if overrides:
        bounds = {e.name: amount_bounds(e.operation, e.path) for s in left for e in s.effects}
    amounts = put(numbers, overrides, bounds, scenario.codes, problems)
    if problems:
        raise Refused(problems)
    kept = {shock.id: _with_amounts(shock, amounts) for shock in left}
    shocks = tuple(kept[shock.id] for shock in scenario.shocks if shock.id in kept)
    own = [Change("without", f"shocks.{s.id}") for s in scenario.shocks if s.id not in kept]
    own += _numbers_changed(scenario, numbers, overrides) + _shocks_changed(scenario, shocks)
    return replace(
        scenario,
        numbers=numbers,
        shocks=shocks,
        changed=(*scenario.changed, *own),
        overrides=scenario.overrides + len(own),
    )


def _with_amounts(shock: Shock, amounts: Mapping[str, float]) -> Shock:
    """Return a shock with the amounts that were set; itself where none is its own."""
    if not amounts or not any(effect.name in amounts for effect in shock.effects):
        return shock
    return replace(shock, effects=tuple(_with_amount(e, amounts) for e in shock.effects))


def _with_amount(effect: Effect, amounts: Mapping[str, float]) -> Effect:
    """Return an effect with its amount, where that was set."""
    if effect.name not in amounts:
        return effect
    return replace(effect, amount=amount_set(effect.amount, amounts[effect.name]))


def _numbers_changed(
    before: Scenario, numbers: Mapping[str, Quantity], overrides: Mapping[str, float]
) -> list[Change]:
    """Return the changes of numbers, in the order of the scenario's."""
    result = []
    for path in numbers if overrides else ():
        if path in overrides:
            old, new = before.value(path).value, numbers[path].value
            if new != old:
                result.append(Change("number", path, old, new))
    return result


def _shocks_changed(before: Scenario, shocks: tuple[Shock, ...]) -> list[Change]:
    """Return the shocks of which an amount is another."""
    known: dict[str, Any] = {shock.id: shock for shock in before.shocks}
    result = []
    for shock in shocks:
        if shock is not known[shock.id]:
            pairs = zip(shock.effects, known[shock.id].effects, strict=True)
            if any(new.amount.value != old.amount.value for new, old in pairs):
                result.append(Change("changed shock", f"shocks.{shock.id}"))
    return result
