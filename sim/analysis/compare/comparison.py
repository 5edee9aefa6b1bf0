"""Compared: what one scenario has that another has not, history by history on the same draws.

History 7 of one scenario and history 7 of another meet the same random draws (``model.draws``);
they differ only because the scenarios differ. Paired differences are therefore far more precise
than differences of means.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from sim.ensemble.base import without_shocks
from sim.errors import InvalidInput
from sim.model.measures import posture_labels
from sim.outcomes import base_rates
from sim.outcomes.base_rates import OF_OWN, Base
from sim.outcomes.bootstrap import mean_interval
from sim.outcomes.catalogue import Terms
from sim.outcomes.column_names import column_names
from sim.outcomes.focus import Focus
from sim.outcomes.outcome import LAST_MONTH, Outcome
from sim.outcomes.quantiles import quantiles
from sim.outcomes.results import Results
from sim.outcomes.table import OutcomeTable
from sim.report.answer import Asked
from sim.scenario import Scenario, changes_in_words

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


@dataclass(frozen=True, repr=False, eq=False)
class Compared:
    """Scenarios run on the same draws; the first is the one the others are measured against.

    Attributes
    ----------
    asked : Asked
    labels : tuple of str
        What sets each scenario apart, in a few words.
    results : tuple of Results
        The first histories of each, kept whole.
    outcomes : tuple of OutcomeTable
        All histories of each, about the first scenario's focus and asked the questions of all.
    measures : tuple of Measure
        What is compared.
    own : tuple of str
        Of each scenario which states behave by own classes, as "DPRK as Recluse"; empty where no
        state does.
    channels : tuple of DataFrame
        For each scenario after the first what carries its difference, where that was asked for.
    """

    asked: Asked
    labels: tuple[str, ...]
    results: tuple[Results, ...]
    outcomes: tuple[OutcomeTable, ...]
    measures: tuple[Measure, ...]
    own: tuple[str, ...] = ()
    channels: tuple[pd.DataFrame, ...] = ()

    @property
    def is_of_many(self) -> bool:
        """Whether there are more than two scenarios, which a matrix shows first."""
        return len(self.labels) > 2

    @property
    def others(self) -> range:
        """The positions of the scenarios after the first."""
        return range(1, len(self.labels))

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios."""
        return self.asked.scenarios

    @property
    def about(self) -> Focus:
        """Whom the comparison is about."""
        return self.outcomes[0].about

    def tilts(self) -> list[np.ndarray]:
        """Return the tilt in the histories kept whole, (history, month), of each scenario."""
        about = self.about
        return [one.tilt(about.state, about.a, about.b, about.needs) for one in self.results]

    def differences(self, which: int) -> np.ndarray:
        """Return scenario `which` less the first, (history, measure)."""
        return np.column_stack([m.values[which] - m.values[0] for m in self.measures])

    def table(self) -> pd.DataFrame:
        """Return a row per scenario after the first and measure: both means, and their difference.

        Columns: scenario, measure, column (of the tables of differences), group, first, second
        (means), difference (of means) with its 95 % bootstrap interval ``low`` to ``high``,
        quantiles q05 to q95 of the paired differences, and the shares of histories in which the
        second is ``higher`` and ``lower``; of questions the shares ``first_without_shocks`` and
        ``second_without_shocks``, and whether it ``happened``.
        """
        return pd.concat([self.rows(which) for which in self.others], ignore_index=True)

    def rows(self, which: int) -> pd.DataFrame:
        """Return the rows of one scenario."""
        return self._rows[which - 1]

    @cached_property
    def bases(self) -> tuple[Base, ...]:
        """Shares of yes without any shock, of each scenario.

        Scenarios that are the same without their shocks have the same shares, computed once.
        """
        found: dict[str, Base] = {}
        bases = []
        for k, one in enumerate(self.outcomes):
            scenario = one.scenario
            calm = replace(scenario, shocks=()).hash if scenario.shocks else ""
            if any(self.own[k : k + 1]):
                bases.append(OF_OWN)
                continue
            if calm not in found:
                found[calm] = without_shocks(scenario, self.asked.histories, one.seed)
            bases.append(found[calm])
        return tuple(bases)

    def questions(self) -> list[dict[str, Any]]:
        """Return the questions, and what each share has to be read beside, JSON-able.

        The lists hold a share for each scenario.
        """
        rows = []
        for measure in self.measures:
            if not measure.outcome.question:
                continue
            question = base_rates.question_of(self.outcomes[0].scenario, measure.outcome.question)
            bases = [base.shares.get(question.id) for base in self.bases]
            shares = [float(values.mean()) for values in measure.values]
            named = {"id": question.id, "text": question.text, "shares": shares}
            named |= {"shares_without_shocks": bases}
            rows.append(named | base_rates.fact_as_data(question.fact))
        return rows

    @cached_property
    def _rows(self) -> list[pd.DataFrame]:
        """The rows of each scenario after the first."""
        return [self._compared(which) for which in self.others]

    def _compared(self, which: int) -> pd.DataFrame:
        """Return the rows of one scenario."""
        differences = self.differences(which)
        low, high = mean_interval(differences, self.outcomes[0].seed)
        columns = {
            "scenario": self.labels[which],
            "measure": [m.name for m in self.measures],
            "column": [m.column for m in self.measures],
            "group": [m.group for m in self.measures],
            "first": [m.values[0].mean() for m in self.measures],
            "second": [m.values[which].mean() for m in self.measures],
            "difference": differences.mean(axis=0),
            "low": low,
            "high": high,
        }
        names = ("q05", "q25", "median", "q75", "q95")
        columns |= dict(zip(names, quantiles(differences), strict=True))
        columns |= {
            "higher": (differences > 0).mean(axis=0),
            "lower": (differences < 0).mean(axis=0),
        }
        asked = [m.outcome.question for m in self.measures]
        for name, k in (("first_without_shocks", 0), ("second_without_shocks", which)):
            columns[name] = [self.bases[k].shares.get(identity) for identity in asked]
        facts = {q.id: q.fact for q in self.outcomes[0].scenario.questions if q.fact}
        columns["happened"] = [facts[q].happened if q in facts else None for q in asked]
        return pd.DataFrame(columns)


def check_comparable(scenarios: Sequence[Scenario]) -> None:
    """Refuse to pair scenarios of other states or periods; the message says which."""
    if len(scenarios) < 2:
        raise InvalidInput(
            "a comparison needs at least 2 scenarios, or one and what to change with --without or "
            "--set"
        )
    first = scenarios[0]
    for other in scenarios[1:]:
        for what, here, there in (
            ("states", ", ".join(first.codes), ", ".join(other.codes)),
            ("start", first.start, other.start),
            ("months", first.months, other.months),
        ):
            if here != there:
                raise InvalidInput(
                    f"{first.name} and {other.name} cannot be paired: their {what} differ ({here} "
                    f"and {there})"
                )


def labels_of(scenarios: Sequence[Scenario], own: Sequence[str] = ()) -> tuple[str, ...]:
    """Return what sets each scenario apart: its name; where that is shared, what was changed.

    Parameters
    ----------
    scenarios : sequence of Scenario
    own : sequence of str
        Of each which states behave by own classes, if any does.
    """
    labels: list[str] = []
    for k, scenario in enumerate(scenarios):
        twin = any(other.name == scenario.name for other in scenarios[:k])
        label = changes_in_words(scenario) if twin and scenario.changed else scenario.name
        if k < len(own) and own[k]:
            label = own[k] if twin and not scenario.changed else f"{label}, {own[k]}"
        labels.append(label if label not in labels else f"{label} ({k + 1})")
    return tuple(labels)


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
    for outcome in first.outcomes:
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
        for k, label in enumerate(posture_labels(first.scenario.codes)):
            occurs = np.array([(column == k).astype(float) for column in codes])
            if occurs.mean(axis=1).max() >= _SOME:
                state = outcome.terms.states[0]
                terms, column = Terms((state,), (label,)), f"posture_{state}_{label}"
                yield Outcome("in_posture", terms, outcome.window, "", column), occurs
