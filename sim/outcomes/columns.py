"""Columns: many outcomes of many histories at once, by compiled measures and counts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from sim import schema
from sim.scenario import Question, Scenario

from .counted import COUNTED, counts, firsts
from .measured import BOUNDS, MEASURES, means, postures, work
from .outcome import At, Outcome
from .questions import judged, windows
from .results import Results, needs_as_bits

Row = tuple[int, ...]
_WIDTHS = {
    "means": 7,
    "postures": 2,
    "counts": 6,
    "firsts": 3,
}  # of rows, see ``measured`` and ``counted``
_COUNTED = {"approach": "approaches", "deal": "deals", "rebuff": "rebuffs", "act": "acts"}


class Use(NamedTuple):
    """Which numbers an outcome is made of: those of some rows of one kind.

    Attributes
    ----------
    outcome : Outcome
    kind : str
        A key of ``Plan.rows``.
    rows : slice
        Of these.
    question : Question or None
        What is judged by these numbers, where the outcome is an answer.
    """

    outcome: Outcome
    kind: str
    rows: slice
    question: Question | None


class Plan(NamedTuple):
    """How some outcomes are worked out.

    Attributes
    ----------
    rows : dict of str to ndarray of int
        What ``measured`` and ``counted`` are asked.
    uses : tuple of Use
        Outcomes that are worked out together.
    apart : tuple of Outcome
        Those that are worked out one by one.
    last : int
        The last month that any of these asks about.
    """

    rows: dict[str, np.ndarray]
    uses: tuple[Use, ...]
    apart: tuple[Outcome, ...]
    last: int


def columns(results: Results, outcomes: tuple[Outcome, ...], at: At) -> dict[str, np.ndarray]:
    """Return the columns of some outcomes, by their names: each as ``Outcome.values`` gives it.

    Parameters
    ----------
    results : Results
        Histories with all months of the period.
    outcomes : tuple of Outcome
    at : callable
        As ``Outcome.values`` takes it.
    """
    plan = _plan(results.scenario, outcomes)
    if plan.last >= results.stances.shape[1]:  # a history under way
        return {outcome.column: outcome.values(results, at) for outcome in outcomes}
    found = dict(_together(results, plan))
    found |= {outcome.column: outcome.values(results, at) for outcome in plan.apart}
    return {outcome.column: found[outcome.column] for outcome in outcomes}


def _together(results: Results, plan: Plan) -> Iterator[tuple[str, np.ndarray]]:
    """Yield the columns of those outcomes that are worked out together."""
    room, many = results.room, results.histories
    size = len(results.codes), results.stances.shape[1]
    found = {
        kind: np.empty((len(rows), many), dtype=np.float64 if kind == "means" else np.int16)
        for kind, rows in plan.rows.items()
    }
    means(plan.rows["means"], room, found["means"], work(size[0], many))
    postures(plan.rows["postures"], room, BOUNDS, found["postures"], work(size[0], many))
    counts(plan.rows["counts"], room, size[0], found["counts"])
    firsts(plan.rows["firsts"], room, size, found["firsts"])
    for use in plan.uses:
        numbers = list(found[use.kind][use.rows])
        column = judged(use.question, numbers).astype(np.int8) if use.question else numbers[0]
        yield use.outcome.column, column


@lru_cache(maxsize=16)
def _plan(scenario: Scenario, outcomes: tuple[Outcome, ...]) -> Plan:
    """Return how outcomes are worked out."""
    questions = {question.id: question for question in scenario.questions}
    rows: dict[str, list[Row]] = {kind: [] for kind in _WIDTHS}
    uses, apart = [], []
    for outcome in outcomes:
        question = questions.get(outcome.question)
        kind, wanted = _rows_of(scenario, outcome, question)
        if not wanted:
            apart.append(outcome)
            continue
        first = len(rows[kind])
        rows[kind] += wanted
        uses.append(Use(outcome, kind, slice(first, first + len(wanted)), question))
    tables = {
        kind: np.array(some, dtype=np.int64).reshape(len(some), _WIDTHS[kind])
        for kind, some in rows.items()
    }
    last = max((outcome.window[1] for outcome in outcomes), default=0)
    return Plan(tables, tuple(uses), tuple(apart), last)


def _rows_of(
    scenario: Scenario, outcome: Outcome, question: Question | None
) -> tuple[str, list[Row]]:
    """Return the kind of rows that an outcome needs, and the rows: none if it stands apart."""
    if question is not None:
        return _rows_of_question(scenario, question)
    name, terms = outcome.name, outcome.terms
    positions = [scenario.index(code) for code in terms.states]
    if name == "posture":
        return "postures", [(positions[0], outcome.window[1])]
    if name == "first":
        return "firsts", [(*positions, schema.MOVES.index(terms.details[0]))]
    if name in COUNTED:
        moves = sum(1 << schema.MOVES.index(move) for move in set(terms.details))
        return "counts", [(COUNTED.index(name), *positions, moves, *outcome.window)]
    if name in MEASURES and name != "trust":  # which hardly any record holds
        if name == "support":  # the giver comes first in its terms
            positions.reverse()
        needs = needs_as_bits(terms.needs) if name != "stance" else 0
        return "means", [_mean(name, positions, needs, outcome.window)]
    return "", []


def _rows_of_question(scenario: Scenario, question: Question) -> tuple[str, list[Row]]:
    """Return the kind of rows that an answer needs, and the rows: none if it stands apart."""
    terms, index = question.terms, scenario.index
    if question.kind in ("level", "change") and terms["measure"] in MEASURES:
        others = [terms["partner"]] if terms.get("partner") else terms.get("between") or []
        positions = [index(code) for code in (terms["state"], *others)]
        needs = needs_as_bits(terms.get("needs"))
        name = terms["measure"]
        return "means", [_mean(name, positions, needs, window) for window in windows(question)]
    if question.kind == "first":
        state, move = index(terms["state"]), schema.MOVES.index(terms["move"])
        return "firsts", [(state, index(terms[who]), move) for who in ("with", "before")]
    if question.kind == "count" and "*" not in (terms["source"], terms["target"]):
        pair = index(terms["source"]), index(terms["target"])
        moves = 1 << schema.MOVES.index(terms["move"]) if terms.get("move") else 0
        what = COUNTED.index(_COUNTED[terms["what"]])
        return "counts", [(what, *pair, moves, *terms["window"])]
    return "", []


def _mean(name: str, positions: list[int], needs: int, window: tuple[int, int]) -> Row:
    """Return the row of a mean over months."""
    return MEASURES.index(name), *[*positions, 0, 0][:3], needs, *window
