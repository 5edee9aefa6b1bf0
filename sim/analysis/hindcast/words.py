"""A hindcast in words: the text that the terminal prints and the page of the report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from sim.data.events import counts_in_words
from sim.report.page import Cell, Heading, Part, Picture, Table, Text
from sim.report.terminal import table_text
from sim.system.text import in_percent, signed

from .agreement import SURE
from .findings import balance, finding, times_in_words
from .forecasts import ANCHORED, UNANCHORED
from .scorecard import Scored

_CALLED = {
    ("share", "rank correlation"): "rank of shares",
    ("plain share", "median error"): "median error of a share",
    ("tone change", "rank correlation"): "rank of changes in tone",
    ("change", "rank correlation"): "rank of changes",
    ("direction", "Brier score"): "Brier of directions",
    ("direction", "log score"): "log score of directions",
    ("direction", "hits"): "directions called right",
    ("net direction", "Brier score"): "Brier, net of the mean",
    ("net direction", "log score"): "log score, net of the mean",
    ("net direction", "hits"): "called right, net of the mean",
    ("first contact", "Kendall's tau"): "tau of first contacts",
}
_UNPRINTED = ("hits", "log score")  # in the table and on the page
_ABOUT = {
    "tone": "Tone: how much of what is reported is cooperation",
    "volume": "Volume: how cooperation rises and falls",
    "time": "Time: who is met first",
}
_WHO = {UNANCHORED: "model alone", ANCHORED: "model, anchored"}
_READING = (
    "Each mark is one state toward another. Left: how cooperative its events are, by rank, as the "
    "model alone has it. Middle: shares of cooperation as the model has them when it starts from "
    "the record's past; grey lines are bands that should hold four of five. On the dashed "
    "lines model and record agree. Right: what the anchored forecast expects to change against "
    "what did; in the grey quadrants the direction is right. Names: the marks farthest off."
)
_BANDS = (
    "How much of the record lies within the bands of the anchored forecast, which should "
    "hold 80\u00a0%"
)


def text(head: str, scored: Sequence[Scored], samples: str) -> str:
    """Return what the terminal prints.

    Parameters
    ----------
    head : str
        What was run.
    scored : sequence of Scored
        One for each record.
    samples : str
        What trained and new mean.
    """
    lines = [head]
    for one in scored:
        lines += ["", counts_in_words(one.record), finding(one), *_beside(one), ""]
        if len(one.scores):
            lines.append(_scores_text(one.scores))
    lines += [
        "",
        "In brackets: 95 % interval of the score, and of how much better the model is.",
        samples,
    ]
    return "\n".join(lines)


def _beside(one: Scored) -> list[str]:
    """Return what is reported beside the finding: all comparisons together, and timing."""
    told = balance(one.scores)
    return [*([" ".join(told)] if told else []), *times_in_words(one)]


def _scores_text(table: pd.DataFrame) -> str:
    """Return the scores that are printed, those of trained spans first: a line per forecaster."""
    lines: list[Sequence[str]] = []
    shown = table[~table["score"].isin(_UNPRINTED)]
    for (span, sample, about), rows in _groups(shown, ["span", "sample", "about"]):
        lines.append((span, "", f"{about} ({sample})", ""))
        for (measure, score), scores in rows.groupby(["measure", "score"], sort=False):
            lines.append((f"  {_CALLED[str(measure), str(score)]}", "", "", ""))
            for who, own, *better in _compared(scores):
                score, _, interval = own.partition(" ")
                cells = [cell.text for cell in better]
                if interval:  # the model's own, in the column of its statement
                    cells[who != _WHO[UNANCHORED]] = interval
                lines.append((f"    {who}", score, *cells))
    head = ("score", "", "model alone better by", "anchored better by")
    return table_text(head, lines)


def _groups(table: pd.DataFrame, by: list[str]) -> list[tuple[tuple, pd.DataFrame]]:
    """Return the parts of a table, in its order, but trained spans first."""
    parts = [(tuple(key), rows) for key, rows in table.groupby(by, sort=False)]
    return sorted(parts, key=lambda part: part[1]["sample"].iloc[0] != "trained")


def _compared(rows: pd.DataFrame) -> Iterator[tuple[str, str, Cell, Cell]]:
    """Yield who forecasts, the score, and by how much the model is better, alone and anchored.

    Parameters
    ----------
    rows : DataFrame
        Of one span and score. Bold where the difference is sure.
    """
    nothing = Cell("")
    for statement, own in rows.groupby("statement", sort=False):
        first = own.iloc[0]
        score = f"{first['model']:z.2f} {_interval(first['low'], first['high'])}"
        yield _WHO[str(statement)], score, nothing, nothing
    for rival, theirs in rows.groupby("rival", sort=False):
        better = dict.fromkeys(_WHO, nothing)
        for row in theirs.itertuples():
            told = f"{signed(row.better)} ({signed(row.better_low)} to {signed(row.better_high)})"
            better[row.statement] = Cell(told, "bold" if row.wins.endswith("(95 %)") else "")
        score = f"{theirs['rival_score'].iloc[0]:z.2f}"
        yield str(rival), score, better[UNANCHORED], better[ANCHORED]


def _interval(low: float, high: float) -> str:
    """Return an interval of scores in brackets."""
    return f"({low:z.2f} to {high:z.2f})"


def page(scored: Sequence[Scored], samples: str) -> list[Part]:
    """Return the parts of the page; parameters as in ``text``."""
    parts: list[Part] = []
    for one in scored[1:]:
        parts.append(Text(f"The record is {one.record.name}. {finding(one)}", "finding"))
    parts += [Text(samples), Picture("hindcast", _READING)]
    for one in scored:
        parts += [Heading(one.record.name), Text(counts_in_words(one.record))]
        parts += [Text(line) for line in _beside(one)]
        for about, rows in one.scores.groupby("about", sort=False):
            parts += [Text(_ABOUT[str(about)]), _scores_table(rows)]
        parts += [Text(_BANDS), _bands_table(one.bands)] if len(one.bands) else []
        parts += [_alarms_table(one.alarms)] if len(one.alarms) else []
    return parts


def _scores_table(table: pd.DataFrame) -> Table:
    """Return a row per score and forecaster, trained spans first; bold where it is sure."""
    rows: list[Sequence[str | Cell]] = []
    by = ["span", "sample", "measure", "score"]
    for (span, sample, measure, score), scores in _groups(table, by):
        what = (sample, span, _CALLED[measure, score], str(scores["dyads"].iloc[0]))
        rows += [(*what, *told) for told in _compared(scores)]
    head = ("", "span", "score", "pairs", "by", "value (95 %)", "model alone better by")
    return Table((*head, "anchored better by"), rows)


def _bands_table(table: pd.DataFrame) -> Table:
    """Return how much of the record lies within the bands: a row per span."""
    rows = [
        (row.sample, row.span, str(row.dyads), _inside(row), f"{row.width:z.2f}")
        for row in table.itertuples()
    ]
    return Table(("", "span", "pairs", "inside (95 %)", "width of a band"), rows, numeric=2)


def _inside(row: Any) -> str:
    """Return how many pairs lie within their bands, with the interval."""
    share, low, high = (in_percent(end, brief=True) for end in (row.inside, row.low, row.high))
    return f"{share} ({low} to {high})".replace(" %", "\u00a0%")


def _alarms_table(table: pd.DataFrame) -> Table:
    """Return who predicted directions with confidence, and how often wrongly."""
    rows = [
        (row.sample, row.span, row.measure, row.by, f"{row.sure} of {row.dyads}", str(row.wrong))
        for row in table.itertuples()
    ]
    called = f"called with {in_percent(SURE, brief=True)} or more"
    return Table(("", "span", "what", "by", called, "of these wrongly"), rows, numeric=4)
