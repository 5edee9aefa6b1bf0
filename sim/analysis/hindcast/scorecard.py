"""Scorecard: what a record of events says of a scenario: scores, bands, dyads, timing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.data.events import Record
from sim.errors import InvalidInput
from sim.model.prepared import prepared
from sim.scenario import Scenario

from . import scores
from .counting import WithYearBefore, counted
from .forecasts import forecasts
from .hindcast import BEFORE, Counts, Span, recorded_counts, spans
from .timing import timing


@dataclass(frozen=True)
class Scored:
    """What one record says; tables as in ``scores`` and ``timing``."""

    record: Record
    scores: pd.DataFrame
    bands: pd.DataFrame
    alarms: pd.DataFrame
    dyads: pd.DataFrame
    timing: pd.DataFrame

    def newest_score(self, measure: str, score: str, statement: str) -> pd.DataFrame:
        """Return the rows of a score in the newest span.

        Parameters
        ----------
        measure, score, statement : str
            As in the columns of the table of scores.
        """
        table = self.scores
        chosen = (table["measure"] == measure) & (table["score"] == score)
        return newest(table[chosen & (table["statement"] == statement)], "model")


def check_shared(record: Record, scenario: Scenario) -> None:
    """Raise ValueError when record and scenario share no month or year."""
    labels, whole = scenario.month_labels, "year"
    inside = any(span.months.start >= 0 for span in spans(record, scenario))
    if record.monthly:
        whole = "month"
        inside = inside or bool((set(record.periods) - set(record.shared)) & set(labels))
    if not inside:
        rest = ", and what a record before it counts is not counted again" * bool(record.shared)
        raise InvalidInput(
            f"{record.name} counts events from {record.periods[0]} to {record.periods[-1]}, "
            f"{scenario.name} runs from "
            f"{labels[0]} to {labels[-1]}: they share no whole {whole}{rest}"
        )


def scored(
    record: Record, simulated: WithYearBefore, train_until: str | None = None, seed: int = 1
) -> Scored:
    """Score a scenario, and the year before it, against a record.

    Parameters
    ----------
    record : Record
    simulated : WithYearBefore
        What happened in the scenario's histories, and in the year before it.
    train_until : str, optional
        Last month that was fitted to, as "2014-06".
    seed : int
        Of the intervals.
    """
    scenario = simulated.scenario
    result = spans(record, scenario, train_until)
    affinity = prepared(scenario).setting.ties.affinity[0]
    told = []
    if result:
        still = without_shocks(simulated, result[0])
        counts = recorded_counts(record), counted(simulated, result)
        told = forecasts(result, *counts, affinity, still)
    orders, times = timing(record, simulated.contacts, train_until)
    tables = scores.table([*told, *orders], seed), scores.bands(told, seed), scores.alarms(told)
    return Scored(record, *tables, scores.dyads(told, scenario.codes), times)


def stacked(tables: Sequence[pd.DataFrame], first: Sequence[str]) -> pd.DataFrame:
    """Return tables as one, those without rows left out.

    Parameters
    ----------
    tables : sequence of DataFrame
        One or more; from ``Scored``, each with columns that say what it is of.
    first : sequence of str
        The columns that come first.
    """
    table = pd.concat([one for one in tables if len(one)] or tables[:1], ignore_index=True)
    return table[[*first, *table.columns.drop(first)]]


def without_shocks(simulated: WithYearBefore, like: Span) -> Counts:
    """Return the events of the year before, as many as in a span of another length.

    Parameters
    ----------
    simulated : WithYearBefore
    like : Span
        A year or a quarter.

    Returns
    -------
    Counts
        Each (source, target).
    """
    year = counted(simulated, [Span("", 0, slice(-BEFORE, 0), True)])
    part = (like.months.stop - like.months.start) / BEFORE
    return Counts(*(part * np.squeeze(kind, axis=0) for kind in (year.cooperation, year.conflict)))


def newest(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return the rows of the last span in which a column is known, of new spans if there are any.

    Parameters
    ----------
    table : DataFrame
        From ``scores.dyads`` or ``scores.table``, with span and sample.
    column : str
    """
    known = table[table[column].notna()]
    new = known[known["sample"] == "new"]
    known = new if len(new) else known
    return known[known["span"] == known["span"].iloc[-1]] if len(known) else known
