"""A hindcast in words: the text that the terminal prints and the page of the report."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sim.data.events import counts_in_words
from sim.report.page import Cell, Heading, Part, Picture, Table, Text
from sim.report.terminal import table_text

from .agreement import SURE
from .scorecard import Scored, times_in_words

_PRINTED = {
    ("share", "rank correlation"): "rank of shares",
    ("change", "rank correlation"): "rank of changes",
    ("direction", "Brier score"): "Brier of directions",
    ("direction", "log score"): "log of directions",
    ("net direction", "Brier score"): "Brier, net of the mean",
    ("net direction", "log score"): "log, net of the mean",
    ("first contact", "Kendall's tau"): "tau of first contacts",
}  # all scores are in the table
_READING = (
    "Each mark is one state toward another. Left: how cooperative its events are, by rank; on the "
    "dashed line model and record agree. Right: what the model expects to change against what did; "
    "in the grey quarters the direction is right. Names: the marks that are farthest off."
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
        lines += ["", counts_in_words(one.record), one.finding, *times_in_words(one), ""]
        if len(one.scores):
            lines.append(_scores_text(one.scores))
    lines += [
        "",
        "In brackets: 95 % interval of the score, and of how much better the model is.",
        samples,
    ]
    return "\n".join(lines)


def _scores_text(table: pd.DataFrame) -> str:
    """Return the scores that are printed, those of trained spans first: a line per rival."""
    chosen = [
        (span, sample, _PRINTED[measure, score], rows)
        for (sample, span, measure, score), rows in table.groupby(
            ["sample", "span", "measure", "score"], sort=False
        )
        if (measure, score) in _PRINTED
    ]
    lines: list[Sequence[str]] = []
    heading = ""
    for span, sample, words, rows in sorted(chosen, key=lambda one: one[1] != "trained"):
        if heading != (heading := f"{span} ({sample})"):
            lines.append((heading, "", ""))
        first = rows.iloc[0]
        own = f"{first['model']:.2f} {_interval(first['low'], first['high'])}"
        lines.append((f"  {words}", own, ""))
        for row in rows.itertuples():
            better = f"{row.better:+.2f} {_interval(row.better_low, row.better_high, '+')}"
            lines.append((f"    {row.rival}", f"{row.rival_score:.2f}", better))
    return table_text(("score, and that of each rival", "", "model better by"), lines)


def _interval(low: float, high: float, sign: str = "") -> str:
    """Return an interval in brackets."""
    return f"({low:{sign}.2f} to {high:{sign}.2f})"


def page(scored: Sequence[Scored], samples: str) -> list[Part]:
    """Return the parts of the page; parameters as in ``text``."""
    parts: list[Part] = [Text(f"{one.record.name}. {one.finding}", "finding") for one in scored[1:]]
    parts += [Text(samples), Picture("hindcast", _READING)]
    for one in scored:
        parts += [Heading(one.record.name), Text(counts_in_words(one.record))]
        parts += [Text(line) for line in times_in_words(one)]
        parts += [_scores_table(one.scores)] if len(one.scores) else []
        parts += [_alarms_table(one.alarms)] if len(one.alarms) else []
    return parts


def _scores_table(table: pd.DataFrame) -> Table:
    """Return a row per score and rival, trained ones first; bold where the difference is sure."""
    rows = []
    for row in table.sort_values("sample", ascending=False, kind="stable").itertuples():
        sure = row.better_low > 0 or row.better_high < 0
        better = f"{row.better:+.2f} {_interval(row.better_low, row.better_high, '+')}"
        own = f"{row.model:.2f} {_interval(row.low, row.high)}"
        what = (row.sample, row.span, row.measure, row.score, str(row.dyads))
        theirs = (row.rival, f"{row.rival_score:.2f}", Cell(better, "bold" if sure else ""))
        rows.append((*what, own, *theirs))
    head = ("", "span", "what", "score", "dyads", "model (95 %)", "rival", "its score")
    return Table((*head, "model better by"), rows)


def _alarms_table(table: pd.DataFrame) -> Table:
    """Return who called directions surely, and how often wrongly."""
    rows = [
        (row.sample, row.span, row.measure, row.by, f"{row.sure} of {row.dyads}", str(row.wrong))
        for row in table.itertuples()
    ]
    called = f"called with {100 * SURE:.0f} % or more"
    return Table(("", "span", "what", "by", called, "of these wrongly"), rows, numeric=4)
