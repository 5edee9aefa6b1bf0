"""Scorecard: what a record of events says of a scenario: scores, dyads, timing, finding."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from sim.data.events import Record
from sim.errors import InvalidInput
from sim.model.prepared import prepared
from sim.outcomes.results import Results
from sim.scenario import Scenario

from . import scores
from .forecasts import forecasts
from .hindcast import BEFORE, Span, counted, recorded_counts, share, spans
from .timing import timing

# Measure, score, and how it is reported for the newest span.
_ORDER, _HITS = ("share", "rank correlation"), ("direction", "hits")
_SENTENCES = (
    (
        *_ORDER,
        "{span} ({sample}): the model's order of cooperation correlates {model:.2f} with the "
        "record's",
    ),
    ("direction", "Brier score", "Directions of change {span} ({sample}): Brier score {model:.2f}"),
)
_HEADLINES = (
    (
        *_ORDER,
        "Order of cooperation in {span}: rank correlation {model:.2f} with the record ({rival}: "
        "{rival_score:.2f})",
    ),
    (*_HITS, "{model:.0%} of directions called right ({rival}: {rival_score:.0%})"),
)


@dataclass(frozen=True)
class Scored:
    """What one record says; tables as in ``scores`` and ``timing``."""

    record: Record
    scores: pd.DataFrame
    alarms: pd.DataFrame
    dyads: pd.DataFrame
    timing: pd.DataFrame

    @property
    def finding(self) -> str:
        """What was found, of the newest span and then of all: also where the model loses."""
        told = []
        for measure, score, words in _SENTENCES:
            rows = self.newest_score(measure, score)
            if len(rows):
                told.append(
                    f"{words.format(**rows.iloc[0])}; it "
                    f"{_against(rows)}{self._alarm(measure, rows)}."
                )
        if not told:
            return "Too few dyads have events in any span for shares or changes to be scored."
        return " ".join([*told, self._balance()])

    @property
    def headline(self) -> str:
        """The same in a line, beside the best rival."""
        told = []
        for measure, score, words in _HEADLINES:
            rows = self.newest_score(measure, score)
            if len(rows):
                told.append(
                    words.format(**rows.loc[rows["rival_score"].idxmax()]).replace("%", "\u00a0%")
                )
        return "; ".join(told) or f"{self.record.name}: no shares or changes to score"

    def newest_score(self, measure: str, score: str) -> pd.DataFrame:
        """Return the rows of a score in the newest span."""
        table = self.scores
        return newest(table[(table["measure"] == measure) & (table["score"] == score)], "model")

    def _balance(self) -> str:
        """Say how many of all comparisons the model wins and loses."""
        table = self.scores
        won, lost = (table["better"] > 0).sum(), (table["better"] < 0).sum()
        surely = (table["better_low"] > 0).sum(), (table["better_high"] < 0).sum()
        return (
            f"Of all {len(table)} comparisons of a score with a rival's it wins {won} ({surely[0]} "
            "surely) and loses "
            f"{lost} ({surely[1]} surely)."
        )

    def _alarm(self, measure: str, rows: pd.DataFrame) -> str:
        """Say how many directions the model called surely, and wrongly."""
        mine = self.alarms[(self.alarms["measure"] == measure) & (self.alarms["by"] == "model")]
        called = mine[mine["span"] == rows["span"].iloc[0]]
        return "".join(
            f"; {row.sure} of {row.dyads} called surely, {row.wrong} wrongly"
            for row in called.itertuples()
        )


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
    record: Record, runs: tuple[Results, Results], train_until: str | None = None, seed: int = 1
) -> Scored:
    """Score a scenario, and the year before it, against a record.

    Parameters
    ----------
    record : Record
    runs : (Results, Results)
        From ``hindcast.run_with_year_before``.
    train_until : str, optional
        Last month that was fitted to, as "2014-06".
    seed : int
        Of the intervals.
    """
    scenario = runs[1].scenario
    result, year_before = spans(record, scenario, train_until), Span("", 0, slice(-BEFORE, 0), True)
    still = share(counted(runs, [year_before]))[0]
    affinity = prepared(scenario).setting.ties.affinity[0]
    told = (
        forecasts(result, recorded_counts(record), counted(runs, result), affinity, still)
        if result
        else []
    )
    orders, times = timing(record, runs[1], train_until)
    table = scores.table([*told, *orders], seed)
    return Scored(record, table, scores.alarms(told), scores.dyads(told, scenario.codes), times)


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


def _against(rows: pd.DataFrame) -> str:
    """Say which rivals a score beats, and to which it loses.

    It says "surely" where the interval of the difference excludes zero.
    """
    groups: dict[str, list[str]] = {"beats": [], "equals": [], "loses to": []}
    anyone = False
    for row in rows.itertuples():
        sure = row.better_low > 0 or row.better_high < 0
        verb = "equals" if row.better == 0 else "beats" if row.better > 0 else "loses to"
        groups[verb].append(f"{row.rival} ({row.rival_score:.2f}{', surely' if sure else ''})")
        anyone |= sure
    told = ", ".join(f"{verb} {_listed(named)}" for verb, named in groups.items() if named)
    return told if anyone else f"{told}, none surely"


def _listed(words: list[str]) -> str:
    """Return words as a list in a sentence."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def times_in_words(one: Scored) -> list[str]:
    """Say in which order first contacts came, and where the turn between the patrons lies."""
    lines = []
    for (sample, first, last), rows in one.timing.groupby(["sample", "first", "last"], sort=False):
        met = rows[rows["measure"] == "first contact"]
        if len(met):
            told = ", ".join(
                f"{row.partner} {row.recorded} ({row.model}, {row.low} to {row.high})"
                for row in met.itertuples()
            )
            lines.append(
                f"First contacts of {met['state'].iloc[0]}, {first} to {last} ({sample}): {told}"
            )
        for row in rows[rows["measure"] == "turn"].itertuples():
            where = "inside" if row.inside else "outside"
            lines.append(
                f"Turn of {row.state} between {row.partner.replace(' or ', ' and ')} ({sample}): "
                "toward "
                f"{row.recorded_way} from {row.recorded}; model {row.model}, {where} its {row.low} "
                f"to {row.high}; "
                f"{100 * row.same_way:.0f} % of histories turn that way"
            )
    return lines
