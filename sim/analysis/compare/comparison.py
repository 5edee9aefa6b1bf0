"""Compared: what one scenario has that another has not, history by history on the same draws.

History 7 of one scenario and history 7 of another meet the same random draws (``model.draws``);
they differ only because the scenarios differ. Paired differences are therefore far more precise
than differences of means.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pandas as pd

from sim.ensemble.base import without_shocks
from sim.errors import InvalidInput
from sim.outcomes import base_rates
from sim.outcomes.base_rates import OF_OWN, Base
from sim.outcomes.bootstrap import mean_interval
from sim.outcomes.focus import Focus
from sim.outcomes.quantiles import quantiles
from sim.outcomes.results import Results
from sim.outcomes.table import OutcomeTable
from sim.report.answer import Asked
from sim.scenario import Question, Scenario, changes_in_words

from .measures import Measure, measures_of


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

    def differing(self, which: int, of: Sequence[int] | None = None) -> pd.DataFrame:
        """Return the rows of one scenario without what happened and what shares are without shocks.

        Parameters
        ----------
        which : int
            Of the scenarios.
        of : sequence of int, optional
            Positions of the measures; by default all.
        """
        chosen = self.measures if of is None else [self.measures[k] for k in of]
        differences = np.column_stack([m.values[which] - m.values[0] for m in chosen])
        low, high = mean_interval(differences, self.outcomes[0].seed)
        columns = {
            "scenario": self.labels[which],
            "measure": [m.name for m in chosen],
            "column": [m.column for m in chosen],
            "group": [m.group for m in chosen],
            "first": [m.values[0].mean() for m in chosen],
            "second": [m.values[which].mean() for m in chosen],
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
        return pd.DataFrame(columns)

    def _compared(self, which: int) -> pd.DataFrame:
        """Return the rows of one scenario."""
        rows = self.differing(which)
        asked = [m.outcome.question for m in self.measures]
        for name, k in (("first_without_shocks", 0), ("second_without_shocks", which)):
            rows[name] = [self.bases[k].shares.get(identity) for identity in asked]
        facts = {q.id: q.fact for q in self.outcomes[0].scenario.questions if q.fact}
        rows["happened"] = [facts[q].happened if q in facts else None for q in asked]
        return rows


def of_tables(
    scenarios: tuple[Scenario, Scenario], outcomes: tuple[OutcomeTable, OutcomeTable]
) -> Compared:
    """Return the comparison of two scenarios from their outcomes alone, with no whole history.

    Parameters
    ----------
    scenarios : (Scenario, Scenario)
    outcomes : (OutcomeTable, OutcomeTable)
        Of the same histories of each.
    """
    count = min(table.histories for table in outcomes)
    asked = Asked("comparison", scenarios, outcomes[0].seed, count, Path())
    return Compared(asked, labels_of(scenarios), (), outcomes, measures_of(outcomes))


def check_comparable(scenarios: Sequence[Scenario]) -> None:
    """Refuse to pair scenarios of other states or periods; the message says which."""
    if len(scenarios) < 2:
        raise InvalidInput(
            "a comparison needs at least 2 scenarios, or one and what to change with --without or "
            "--set"
        )
    first = scenarios[0]
    for other in scenarios[1:]:
        apart = unlike(first, other)
        if apart is not None:
            what, here, there = apart
            raise InvalidInput(
                f"{first.name} and {other.name} cannot be paired: their {what} differ ({here} "
                f"and {there})"
            )


class Framed(Protocol):
    """A scenario, or as much of it as says whom it can be paired with."""

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of its states."""

    @property
    def start(self) -> date:
        """Its first day."""

    @property
    def months(self) -> int:
        """How many months it has."""


def unlike(first: Framed, other: Framed) -> tuple[str, str, str] | None:
    """Return why two scenarios cannot be paired: what differs, and what either has; else None."""
    for what, here, there in (
        ("states", ", ".join(first.codes), ", ".join(other.codes)),
        ("start dates", first.start, other.start),
        ("months", first.months, other.months),
    ):
        if here != there:
            return what, str(here), str(there)
    return None


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
        alike = [other for other in scenarios[:k] if other.name == scenario.name]
        apart = "; ".join(changes_in_words(scenario, alike[0])) if alike else ""
        twin, label = bool(alike), apart or scenario.name
        if k < len(own) and own[k]:
            label = own[k] if twin and not apart else f"{label}, {own[k]}"
        labels.append(label if label not in labels else f"{label} ({k + 1})")
    return tuple(labels)


def alike(scenarios: Sequence[Scenario]) -> list[Scenario]:
    """Return scenarios that all ask the questions of all; where ids are shared, the first's."""
    asked: dict[str, Question] = {}
    for scenario in scenarios:
        for question in scenario.questions:
            asked.setdefault(question.id, question)
    return [replace(scenario, questions=tuple(asked.values())) for scenario in scenarios]
