"""A calibration in words: the finding, the text that the terminal prints, and the page."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.analysis.hindcast.forecasts import UNANCHORED
from sim.analysis.hindcast.past import AFFINITY, STILL
from sim.analysis.hindcast.scores import SCORES
from sim.data.events import Record, counts_in_words
from sim.report.page import Cell, Heading, Items, Part, Picture, Table, Text
from sim.report.terminal import table_text
from sim.system.text import in_percent

from .calibration import Calibration
from .figure import CLEARLY

_LISTED = 5  # numbers named in the finding
_OPEN = 12  # numbers named that the record leaves open; all are in the table
# scores printed, the first of each; all are in the table
_TOLD = ("share", "plain share", "change", "direction")
_RIVALS = [STILL, AFFINITY]
_READING = (
    "Left: the parameters that the record pins down most, each over its range: ring, the value "
    "in the "
    "scenario; bar, where 90 % of the sample lie that the record allows; dot, the fitted value. "
    "Right: correlation of the model's pattern over all dyads with the record's, before (ring) and "
    "after (dot). What is fitted agrees better by construction; whether that holds elsewhere only "
    "other records can say."
)


def in_words(parameters: int) -> str:
    """Return a number of parameters with its noun."""
    return f"{parameters} parameter{'' if parameters == 1 else 's'}"


def files(read: Sequence[Record]) -> str:
    """Return the names of the records' files."""
    return " and ".join(record.name for record in read)


def finding(fit: Calibration, records: str, train_until: str) -> str:
    """Say what the records pin down, and how the agreement with them grows.

    Parameters
    ----------
    fit : Calibration
        What was fitted.
    records, train_until : str
        Names of the records, and the last month.
    """
    pinned = fit.table().query("beyond_chance")
    clearly = int((pinned["pinned"] > CLEARLY).sum())
    told = (
        f"{records} until {train_until}: the record says something about {len(pinned)} of "
        f"{in_words(len(fit.paths))} beyond chance, and takes away more than "
        f"{in_percent(CLEARLY)} of the uncertainty of {clearly}"
    )
    named = [
        f"{row.path} ({row.base:z.3g} to {row.fitted:z.3g}, {in_percent(row.pinned)})"
        for row in pinned[:_LISTED].itertuples()
    ]
    told += f"; most of: {', '.join(named)}." if named else "."
    before, after = fit.agreement
    return (
        f"{told} The mean correlation with the record's patterns goes from {before:z.2f} to "
        f"{after:z.2f}."
    )


def left_open(fit: Calibration) -> list[str]:
    """Return the numbers that the record does not pin down, those least pinned down first."""
    return fit.table().query("not beyond_chance")["path"].tolist()[::-1]


def told_scores(table: pd.DataFrame) -> pd.DataFrame:
    """Return the scores that are printed: a row per record, span and measure, before and after."""
    firsts = {measure: SCORES[measure][0][0] for measure in _TOLD}
    table = table[table["score"] == table["measure"].map(firsts)]
    table = table[table["statement"] == UNANCHORED]
    keys = ["record", "span", "sample", "measure", "score"]
    sides = [
        table[table["scenario"] == which].groupby(keys, sort=False)["model"].first().rename(which)
        for which in ("before", "after")
    ]
    known = table[table["rival"].isin(_RIVALS)].groupby([*keys, "rival"], sort=False)
    rivals = known["rival_score"].first().unstack("rival").reindex(columns=_RIVALS)
    return pd.concat([*sides, rivals], axis=1).reset_index()


def text(fit: Calibration, read: Sequence[Record], result: str, table: pd.DataFrame) -> str:
    """Return what the terminal prints.

    Parameters
    ----------
    fit : Calibration
        What was fitted.
    read : sequence of Record
        To what.
    result : str
        The finding.
    table : DataFrame
        Scores before and after.
    """
    lines = [*map(counts_in_words, read), result]
    lines.append(
        f"(Even for parameters without any effect, {in_percent(fit.by_chance)} of the uncertainty "
        f"would seem to be removed; more than {100 * fit.surely:z.1f} % is beyond chance.)"
    )
    if rest := left_open(fit):
        more = f" and {len(rest) - _OPEN} more" if len(rest) > _OPEN else ""
        lines.append(f"Left open: {', '.join(rest[:_OPEN])}{more}.")
    agreed = [
        (row, f"{before:z.2f}", f"{after:z.2f}")
        for row, (before, after) in zip(fit.rows, fit.rounds[[0, -1]].T, strict=True)
    ]
    lines += ["", table_text(("correlation of patterns", "before", "after"), agreed, numeric=1)]
    told = [
        (f"{row.span} {row.measure}, {row.score} ({row.sample})", *_numbers(row[-4:]))
        for row in told_scores(table).itertuples(index=False)
    ]
    head = ("scores", "before", "after", *_RIVALS)
    return "\n".join([*lines, "", table_text(head, told, numeric=1, firm=True)])


def _numbers(values: Sequence[float]) -> list[str]:
    """Return scores as text, nothing where there is none."""
    return ["" if np.isnan(value) else f"{value:z.3f}" for value in values]


def page(fit: Calibration, read: Sequence[Record], table: pd.DataFrame) -> list[Part]:
    """Return the parts of the page; parameters as in ``text``."""
    pinned = [
        (
            Cell(row.path, "code"),
            f"{row.low:z.4g} to {row.high:z.4g}",
            f"{row.base:z.4g}",
            f"{row.fitted:z.4g}",
            f"{row.q05:z.4g} to {row.q95:z.4g}",
            in_percent(row.pinned, brief=True),
        )
        for row in fit.table().query("beyond_chance").itertuples()
    ]
    head = (
        "parameter",
        "range",
        "before",
        "fitted",
        "90 % of the sample",
        "uncertainty taken away",
    )
    told = [
        (row.record, row.span, row.sample, f"{row.measure}, {row.score}", *_numbers(row[-4:]))
        for row in told_scores(table).itertuples(index=False)
    ]
    rest = left_open(fit)
    return [
        Picture("calibrate", _READING),
        *(Text(counts_in_words(one)) for one in read),
        Heading("What the record says"),
        Table(head, pinned, numeric=1),
        Heading("Left open"),
        Items(rest, in_words(len(rest)), "code"),
        Heading("Scores"),
        Table(("record", "span", "", "", "before", "after", *_RIVALS), told, numeric=4),
    ]
