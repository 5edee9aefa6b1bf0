"""Questions: yes or no in each history, from the checked tables of a scenario file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from sim import schema
from sim.scenario import Question, Scenario

Needs = str | tuple[str, ...] | list[str] | None


class Histories(Protocol):
    """What a question needs to know of histories; ``Results`` are such."""

    scenario: Scenario
    months: np.ndarray
    choices: np.ndarray
    answers_to_deals: np.ndarray

    def stance(self, i: str, j: str) -> np.ndarray:
        """Return how warmly i regards j: (history, month)."""

    def support(self, i: str, j: str, need: Needs = None) -> np.ndarray:
        """Return what i gives j: (history, month)."""

    def received(self, i: str, need: Needs = None) -> np.ndarray:
        """Return all that i receives: (history, month)."""

    def dependence(self, i: str, j: str, need: Needs = None) -> np.ndarray:
        """Return the share of i's support that comes from j: (history, month)."""

    def hedging(self, i: str, needs: Needs = None) -> np.ndarray:
        """Return i's hedging: (history, month)."""

    def tilt(self, i: str, a: str, b: str, needs: Needs = None) -> np.ndarray:
        """Return i's tilt between a and b: (history, month)."""


def answer(results: Histories, question: Question) -> np.ndarray:
    """Return whether the answer is yes, for each history.

    Parameters
    ----------
    results : Histories
        Histories of the scenario that asks.
    question : Question
        Its `kind` is one of first, level, change, count, lowest; its `terms` are as checked by
        ``scenario``.

    Returns
    -------
    ndarray of bool (history,)
    """
    if question.kind == "lowest":
        return _lowest(results, question.terms)
    return judged(question, _NUMBERS[question.kind](results, question))


def measure(results: Histories, terms: dict) -> np.ndarray:
    """Return the measure that a question names: (history, month)."""
    name, state, needs = terms["measure"], terms["state"], terms.get("needs")
    if name == "stance":
        return results.stance(state, terms["partner"])
    if name == "support":
        return results.support(terms["partner"], state, needs)
    if name == "dependence":
        return results.dependence(state, terms["partner"], needs)
    if name == "tilt":
        a, b = terms["between"]
        return results.tilt(state, a, b, needs)
    return results.hedging(state, needs) if name == "hedging" else results.received(state, needs)


def first_deal(results: Histories, state: str, move: str, partner: str) -> np.ndarray:
    """Return the month of the first deal of a kind between two states, whoever offered it.

    It is the number of months where there was none.

    Returns
    -------
    ndarray of int (history,)
        Positions in ``results.months``; ``len(results.months)`` where there was none.
    """
    i, j, m = (
        results.scenario.index(state),
        results.scenario.index(partner),
        schema.MOVES.index(move),
    )
    done = [
        (results.choices[:, :, a, b] == m) & (results.answers_to_deals[:, :, a, b] == 1)
        for a, b in ((i, j), (j, i))
    ]
    either = done[0] | done[1]
    return np.where(either.any(axis=1), either.argmax(axis=1), len(results.months))


def judged(question: Question, numbers: Sequence[np.ndarray]) -> np.ndarray:
    """Return whether the answer is yes, from the numbers that the question turns on.

    Parameters
    ----------
    question : Question
        Of another kind than lowest.
    numbers : sequence of ndarray (history,)
        For level the mean over its window, for change those over the earlier window and the later,
        for first the months of the first deal with either partner, for count how many moves.

    Returns
    -------
    ndarray of bool (history,)
    """
    terms = question.terms
    if question.kind == "first":
        return numbers[0] < numbers[1]
    if question.kind == "count":
        number, least = numbers[0], terms.get("at_least")
        return number >= least if least is not None else number <= terms["at_most"]
    value = numbers[0] if question.kind == "level" else numbers[1] - numbers[0]
    return value > terms["above"] if terms.get("above") is not None else value < terms["below"]


def windows(question: Question) -> tuple[tuple[int, int], ...]:
    """Return the windows of months over which a level, or a change, is measured."""
    terms = question.terms
    return (terms["window"],) if question.kind == "level" else (terms["earlier"], terms["later"])


def _first(results: Histories, question: Question) -> list[np.ndarray]:
    """Return the month of the first such deal with one partner, and with the other."""
    terms = question.terms
    return [
        first_deal(results, terms["state"], terms["move"], terms[partner])
        for partner in ("with", "before")
    ]


def _within(results: Histories, question: Question) -> list[np.ndarray]:
    """Return the means of a measure over the question's windows."""
    values = measure(results, question.terms)
    return [values[:, first : last + 1].mean(axis=1) for first, last in windows(question)]


def _count(results: Histories, question: Question) -> list[np.ndarray]:
    """Return how many moves of a kind there are."""
    terms = question.terms
    begin, end = terms["window"]
    every = slice(None)
    i = every if terms["source"] == "*" else [results.scenario.index(terms["source"])]
    j = every if terms["target"] == "*" else [results.scenario.index(terms["target"])]
    choices = results.choices[:, begin : end + 1][:, :, i][:, :, :, j]
    answers = results.answers_to_deals[:, begin : end + 1][:, :, i][:, :, :, j]
    acts = choices >= len(schema.DEALS)
    hit = {"approach": answers >= 0, "deal": answers == 1, "rebuff": answers == 0, "act": acts}[
        terms["what"]
    ]
    if terms.get("move"):
        hit = hit & (choices == schema.MOVES.index(terms["move"]))
    return [hit.sum(axis=(1, 2, 3))]


def _lowest(results: Histories, terms: dict) -> np.ndarray:
    """Say whether a measure is lowest in a window."""
    month = measure(results, terms).argmin(axis=1)
    return (month >= terms["window"][0]) & (month <= terms["window"][1])


_NUMBERS = {"first": _first, "level": _within, "change": _within, "count": _count}
