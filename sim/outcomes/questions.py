"""Questions: yes or no in each history, from the checked tables of a scenario file."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from sim import schema
from sim.scenario import Question, Scenario

Needs = str | tuple[str, ...] | None


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
    return _KINDS[question.kind](results, question.terms)


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


def _within(values: np.ndarray, window: tuple[int, int]) -> np.ndarray:
    """Return the mean of a measure over a window of months, both ends included."""
    return values[:, window[0] : window[1] + 1].mean(axis=1)


def _beyond(values: np.ndarray, terms: dict) -> np.ndarray:
    """Return whether values lie above or below what the question says."""
    return values > terms["above"] if terms.get("above") is not None else values < terms["below"]


def _first(results: Histories, terms: dict) -> np.ndarray:
    """Say whether the first such deal is with one partner, before any with the other."""
    wanted = first_deal(results, terms["state"], terms["move"], terms["with"])
    return wanted < first_deal(results, terms["state"], terms["move"], terms["before"])


def _level(results: Histories, terms: dict) -> np.ndarray:
    """Say whether the mean of a measure over a window is above or below a level."""
    return _beyond(_within(measure(results, terms), terms["window"]), terms)


def _change(results: Histories, terms: dict) -> np.ndarray:
    """Say whether the mean of a measure changes by more, or less, between two windows."""
    values = measure(results, terms)
    return _beyond(_within(values, terms["later"]) - _within(values, terms["earlier"]), terms)


def _count(results: Histories, terms: dict) -> np.ndarray:
    """Say whether there are at least, or at most, so many moves of a kind."""
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
    number = hit.sum(axis=(1, 2, 3))
    return (
        number >= terms["at_least"]
        if terms.get("at_least") is not None
        else number <= terms["at_most"]
    )


def _lowest(results: Histories, terms: dict) -> np.ndarray:
    """Say whether a measure is lowest in a window."""
    month = measure(results, terms).argmin(axis=1)
    return (month >= terms["window"][0]) & (month <= terms["window"][1])


_KINDS = {"first": _first, "level": _level, "change": _change, "count": _count, "lowest": _lowest}
