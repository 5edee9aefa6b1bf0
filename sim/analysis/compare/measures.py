"""Measures: the numbers of each history that a comparison sets side by side, in groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sim.model.measures import posture_labels
from sim.outcomes.catalogue import Terms
from sim.outcomes.column_names import column_names
from sim.outcomes.outcome import LAST_MONTH, Outcome
from sim.outcomes.table import OutcomeTable

ASKED, QUESTIONS = "asked", "questions"  # groups of measures
_SOME = 0.01  # judgement: postures rarer than this in all scenarios are not listed


@dataclass(frozen=True)
class Measure:
    """One number of each history, in each scenario.

    Attributes
    ----------
    name : str
        In words.
    group : str
        What it belongs to, for figures and tables.
    outcome : Outcome
        What it is.
    column : str
        Its name in tables of differences.
    values : ndarray (scenario, history)
    """

    name: str
    group: str
    outcome: Outcome
    column: str
    values: np.ndarray


def measures_of(outcomes: Sequence[OutcomeTable]) -> tuple[Measure, ...]:
    """Return what is compared, in the order in which a reader asks."""
    first = outcomes[0]
    scenario = first.scenario
    chosen = [(_group(outcome), outcome) for outcome in first.also]
    chosen += [pair for pair in _usual(first) if pair[1] not in first.also]
    names = [outcome.column for _, outcome in chosen]
    values = [_values(outcomes, outcome) for _, outcome in chosen]
    for outcome, occurs in _postures(outcomes):
        if outcome not in first.also:
            chosen.append(("postures", outcome))
            names.append(outcome.column)
            values.append(occurs)
    columns = column_names(names)
    rows = zip(chosen, columns, values, strict=True)
    return tuple(
        Measure(outcome.label(scenario), group, outcome, column, numbers)
        for (group, outcome), column, numbers in rows
    )


def _group(outcome: Outcome) -> str:
    """Return the group of an outcome that was asked for: of yes or no that of the questions."""
    begin, end = outcome.window
    yes_or_no = outcome.question or (outcome.output.is_share and begin == end)
    return QUESTIONS if yes_or_no else ASKED


def _values(outcomes: Sequence[OutcomeTable], outcome: Outcome) -> np.ndarray:
    """Return an outcome in each scenario: (scenario, history)."""
    return np.array([table.columns[outcome.column].astype(float) for table in outcomes])


def _usual(first: OutcomeTable) -> Iterator[tuple[str, Outcome]]:
    """Yield the outcomes that are always compared, with their groups."""
    named: dict[str, list[Outcome]] = {}
    for outcome in first.usual:
        named.setdefault(outcome.name, []).append(outcome)
    _, last, *half_years = named["tilt"]
    yield from (("tilt", outcome) for outcome in (*half_years, last))
    yield from (("hedging", outcome) for outcome in named["hedging"])
    on_each = [outcome for outcome in named["dependence"] if not outcome.terms.details]
    economy = [outcome for outcome in named["dependence"] if outcome.terms.details]
    yield from (("dependence", outcome) for outcome in (*on_each, economy[len(half_years) - 1]))
    yield from (("support", outcome) for outcome in named["received"])
    count = len(half_years)  # of either patron's support, which the tilt divides, the last one
    yield from (("support", outcome) for outcome in named["support"][count - 1 :: count])
    for name in ("approaches", "deals"):
        yield from ((name, outcome) for outcome in named[name])
    yield from ((QUESTIONS, outcome) for outcome in named.get("answer", []))


def _postures(outcomes: Sequence[OutcomeTable]) -> Iterator[tuple[Outcome, np.ndarray]]:
    """Yield whether each state ends in each posture, for postures that occur."""
    first = outcomes[0]
    for outcome in first.outcomes:
        if outcome.name != "posture" or outcome.when != LAST_MONTH:
            continue
        codes = [table.columns[outcome.column] for table in outcomes]
        labels = posture_labels(first.scenario.codes)
        shares = [np.bincount(column, minlength=len(labels)) / len(column) for column in codes]
        for k, label in enumerate(labels):
            if max(share[k] for share in shares) >= _SOME:
                occurs = np.array([(column == k).astype(float) for column in codes])
                state = outcome.terms.states[0]
                terms, column = Terms((state,), (label,)), f"posture_{state}_{label}"
                yield Outcome("in_posture", terms, outcome.window, "", column), occurs
