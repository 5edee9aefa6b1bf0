"""Offered: the numbers of a scenario as somebody moves them, each with its words and its slider."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from sim import schema
from sim.countries.named import Named, possessive
from sim.system.text import MONTHS, many

from .content import Quantity, Scenario, Shock, rows
from .families import short_name
from .in_words import VERBS, path_in_words
from .numbers import JUDGEMENT
from .path import NumberPath
from .vary import amount_paths

EVENTS, RULES = "events", "rules"  # groups of numbers that belong to no state
# Between the word of the schema and the second state of a tie.
_TOWARD = {"affinity": "for", "trust": "in", "obstacle": "with", "support": "to", "reach": "to"}
_UNARGUED = "no argument is recorded"
_WIDE = 100  # steps that a slider has at least; judgement
_FINEST = 4  # times that steps are made smaller until the value lies on one
_OF_PAIR = re.compile(r"\b[Tt]he (first|second)(?: state)?('s)?\b")
_DOES = {
    "add": "this is added to",
    "multiply": "this multiplies",
    "set": "this is the new value of",
}
_FAR = 2.0  # a slider without a range goes to so many times the value, or the default; judgement


@dataclass(frozen=True)
class Offered:
    """A number that may be moved.

    Attributes
    ----------
    path : str
    group : str
        Code of the state that it belongs to, "events" or "rules".
    who, what : str
        As "North Korea" and "autonomy", the word of the schema.
    in_words : str
        As "North Korea's wish for autonomy".
    meaning, unit : str
        From the schema; of an amount what the event does with it.
    value : float
    low, high : float
        What a slider spans.
    has_range : bool
        Whether that is what the number's source or argument defends.
    minimum, maximum : float
        What is legal.
    step : float
    why : str
        The source or the argument of the value.
    origin : str
    """

    path: str
    group: str
    who: str
    what: str
    in_words: str
    meaning: str
    unit: str
    value: float
    low: float
    high: float
    has_range: bool
    minimum: float
    maximum: float
    step: float
    why: str
    origin: str


def offered(scenario: Scenario) -> list[Offered]:
    """Return the numbers of a scenario that have a value, amounts of shocks last."""
    found = []
    for row in rows(scenario):
        if row.value is not None and not row.path.startswith("shocks."):
            found.append(_number(scenario, row.path))
    return [*found, *_amounts(scenario)]


def _number(scenario: Scenario, text: str) -> Offered:
    """Return a number of a state, a tie or the rules."""
    path, quantity = NumberPath.of(text), scenario.value(text)
    parameter = path.parameter
    names = {state.code: state.name for state in scenario.states} | schema.MOVE_TITLES
    who = names[path.owner[0]] if path.owner else _of_all(path.table)
    what, meaning = path.name.replace("_", " "), parameter.meaning
    if path.table == "ties":
        pair = [Named.within(names[code]) for code in path.owner]
        what = f"{what} {_TOWARD.get(path.name, 'toward')} {pair[1]}"
        meaning = _of_pair(meaning, *pair)
    what = f"{what} ({path.need})" if path.need else what
    group = path.owner[0] if path.table in ("states", "ties") else RULES
    bounds = parameter.low, parameter.high
    usual = max(abs(quantity.value or 0.0), abs(parameter.default or 0.0))
    unit = "" if parameter.unit == "none" else parameter.unit
    words = (group, who, what, path_in_words(scenario, text), meaning, unit)
    told = (*words, _why(scenario, quantity))
    return _with_slider(text, told, quantity, bounds, usual)


def _of_pair(meaning: str, first: str, second: str) -> str:
    """Return what a number of a tie means, with the names of the two states."""
    names = {"first": first, "second": second}

    def named(found: re.Match[str]) -> str:
        """Return the name of the state that the words mean."""
        return possessive(names[found[1]]) if found[2] else names[found[1]]

    told = _OF_PAIR.sub(named, meaning)  # a function, as names may have backslashes
    return told[:1].upper() + told[1:]


def _of_all(table: str) -> str:
    """Return whom the numbers belong to that belong to no state and no move."""
    return "the news" if table == "observation" else "all states"


def _amounts(scenario: Scenario) -> Iterator[Offered]:
    """Yield the amounts by which shocks change numbers, each once."""
    bounds = amount_paths(scenario)
    for shock in scenario.shocks:
        told: set[str] = set()
        for effect in shock.effects:
            if effect.name not in told:
                told.add(effect.name)
                low, high = bounds[effect.name]
                yield _amount(scenario, shock, effect.name, (low, high))


def _amount(scenario: Scenario, shock: Shock, name: str, bounds: tuple[float, float]) -> Offered:
    """Return the amount of an effect."""
    alike = [effect for effect in shock.effects if effect.name == name]
    effect = alike[0]
    number = what_changes(scenario, [one.path for one in alike])
    what = f"{VERBS[effect.operation]} {number}"
    who = short_name(scenario, shock.id)
    until = f", for {many(effect.months, 'month')}" if effect.months else ""
    when = f"{shock.date.day} {MONTHS[shock.date.month - 1]} {shock.date.year}"
    meaning = f"{shock.title} ({when}): {_DOES[effect.operation]} {number}{until}."
    unit = "times" if effect.operation == "multiply" else ""
    why = _why(scenario, effect.amount, shock.note or "")
    words = (EVENTS, who, what, f"{who}: {what}", meaning, unit, why)
    usual = max(abs(effect.amount.value or 0.0), 1.0 if effect.operation == "multiply" else 0.1)
    return _with_slider(name, words, effect.amount, bounds, usual)


def _with_slider(
    path: str,
    words: tuple[str, ...],
    quantity: Quantity,
    bounds: tuple[float, float],
    usual: float,
) -> Offered:
    """Return a number with what its slider spans and the step in which it moves."""
    value, (least, most) = float(quantity.value or 0.0), bounds
    span = quantity.range
    if span is None or not span[0] < span[1]:
        span = _spanned(usual, value, least, most)
    low, high = min(span[0], value), max(span[1], value)
    group, who, what, in_words, meaning, unit, why = words
    return Offered(
        path, group, who, what, in_words, meaning, unit, value, low, high,
        quantity.range is not None, least, most, _step(low, high, value),
        why, quantity.origin,
    )  # fmt: skip


def _spanned(usual: float, value: float, least: float, most: float) -> tuple[float, float]:
    """Return what a slider spans where nobody defends a range: a judgement, within the bounds."""
    if most - least <= _FAR:  # shares, stances
        return least, most
    far = _round_up(_FAR * (usual or 0.5))
    return max(least, -far if least < 0 else 0.0), min(most, max(far, value))


def _round_up(value: float) -> float:
    """Return the next of 1, 2, 5, 10, 20, ..., or of their tenths and so on."""
    power = 10.0 ** math.floor(math.log10(value))
    return next(round(k * power, 12) for k in (1, 2, 5, 10) if k * power >= value * (1 - 1e-9))


def _step(low: float, high: float, value: float) -> float:
    """Return the largest round step in which a slider from low comes to value and to high."""
    if high <= low:
        return 1.0
    step = _round_up((high - low) / _WIDE)
    step = step if (high - low) / step >= _WIDE * (1 - 1e-9) else step / 2
    step = _round_down(step)
    for _ in range(3 * _FINEST):
        if all(abs(x / step - round(x / step)) < 1e-6 for x in (value - low, high - low)):
            return step
        step = _round_down(step * 0.75)
    return step


def _round_down(value: float) -> float:
    """Return the last of 1, 2, 5, 10, ... that is not above a value."""
    power = 10.0 ** math.floor(math.log10(value) + 1e-9)
    return next(round(k * power, 12) for k in (5, 2, 1) if k * power <= value * (1 + 1e-9))


def _why(scenario: Scenario, quantity: Quantity, around: str = "") -> str:
    """Return the argument of a value, and its source in full; of an amount that of its event."""
    source, note = quantity.source or "", quantity.note or ""
    if not source and not note and not around:
        return "the program's default" if quantity.origin == "default" else _UNARGUED
    if source == JUDGEMENT and not note:
        return f"a judgement; of the event: {around}" if around else f"a judgement; {_UNARGUED}"
    full = "a judgement" if source == JUDGEMENT else scenario.sources.get(source, source)
    return ": ".join(filter(None, (full, note))) or f"of the event: {around}"


def what_changes(scenario: Scenario, paths: list[str]) -> str:
    """Return in words the numbers that one effect changes: of many of a kind "every state"'s."""
    if len(paths) == 1:
        return path_in_words(scenario, paths[0])
    first, last = (NumberPath.of(paths[k]) for k in (0, -1))
    alike = [NumberPath.of(path) for path in paths]
    needs = {one.need for one in alike}
    if first.table not in ("states", "ties") or first.name != last.name:
        return f"{len(paths)} numbers, among them {path_in_words(scenario, paths[0])}"
    columns = enumerate(zip(*(one.owner for one in alike), strict=True))
    every = [k for k, column in columns if len(set(column)) > 1]
    told = path_in_words(scenario, paths[0], every)
    return f"{told.rpartition(': ')[0]}: all needs" if len(needs) > 1 and ": " in told else told


def effects_in_words(scenario: Scenario, shock: Shock) -> list[str]:
    """Return what a shock does, a line for each effect and each move that it prescribes."""
    words = {"add": "", "multiply": "times ", "set": "set to "}
    lines = []
    for name in dict.fromkeys(effect.name for effect in shock.effects):
        alike = [effect for effect in shock.effects if effect.name == name]
        effect = alike[0]
        number = what_changes(scenario, [one.path for one in alike])
        until = f", for {many(effect.months, 'month')}" if effect.months else ""
        amount = effect.change.removeprefix("× ").removeprefix("= ")
        lines.append(f"{number}: {words[effect.operation]}{amount}{until}")
    names = {state.code: Named.within(state.name) for state in scenario.states}
    for move in shock.moves:
        answer = {None: "", True: ", accepted", False: ", declined"}[move.accepted]
        title = schema.MOVE_TITLES[move.move]
        lines.append(f"prescribed: {names[move.source]} to {names[move.target]}: {title}{answer}")
    return lines
