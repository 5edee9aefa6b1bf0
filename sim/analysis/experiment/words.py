"""What an experiment found, in words: the finding, the terminal's tables, the page's parts."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator
from typing import Any

import pandas as pd

from sim.analysis.compare.matrix import Difference, cell_in_words
from sim.outcomes import base_rates
from sim.outcomes.bootstrap import is_sure
from sim.outcomes.outcome import Outcome
from sim.report.page import Bar, Cell, Heading, Part, Picture, Table, Text
from sim.report.terminal import WIDTH, table_text
from sim.system.text import capitalised, many, seeds_in_words, signed

from .plan import Plan
from .tables import Bases, outcome_names, variations

_COARSE = 0.005  # half of an interval that two decimals show
_IN_TERMINAL = 12  # settings of each outcome that the terminal lists
_ON_PAGE = 400  # rows of a table on the page
_ENDS = {"difference": "difference", "low": "difference_low", "high": "difference_high",
         "higher": "higher", "lower": "lower"}  # fmt: skip


def differences(row: pd.Series) -> dict[str, float]:
    """Return a difference as the cells of a comparison's matrix have it.

    A single history says nothing about others: its interval is without ends.
    """
    cell = {name: float(row[column]) for name, column in _ENDS.items()}
    return cell if row["histories"] > 1 else cell | {"low": -math.inf, "high": math.inf}


def in_words(cell: Difference) -> str:
    """Return a difference with half of its interval; both with more digits where two hide it."""
    half = (cell["high"] - cell["low"]) / 2
    if math.isinf(half):
        return signed(float(cell["difference"]))
    if half >= _COARSE or not half:
        return cell_in_words(cell)
    return f"{signed(float(cell['difference']), 3)} ±{half:z.3f}"


def told_of(outcome: Outcome, cell: Difference) -> str:
    """Return a difference as sentences and tables have it; of shares it is in percentage points.

    Parameters
    ----------
    outcome : Outcome
    cell : dict
        From ``differences``.
    """
    ends = ("difference", "low", "high")
    if not outcome.output.is_share or not (cell["higher"] or cell["lower"]):
        return in_words(cell)
    number, low, high = (100 * float(cell[name]) for name in ends)
    half = "" if math.isinf(low) else f" ±{(high - low) / 2:z.0f}"
    return f"{signed(number, 0)}{half} points"


def of_outcome(plan: Plan, table: pd.DataFrame, column: int) -> pd.DataFrame:
    """Return a table's rows about one outcome, in the order of the settings (and seeds).

    Parameters
    ----------
    plan : Plan
    table : DataFrame
        From ``tables.means``.
    column : int
        Of the outcome.
    """
    return table.iloc[column :: len(outcome_names(plan))].reset_index(drop=True)


def finding(plan: Plan, pooled: pd.DataFrame) -> str:
    """Say in a sentence what the experiment found about the first outcome.

    Parameters
    ----------
    plan : Plan
    pooled : DataFrame
        Means over the histories of all seeds.
    """
    first = plan.settings[0]
    outcome, name = first.outcomes[0], first.outcomes[0].in_words(first.scenario)
    rows = of_outcome(plan, pooled, 0)
    if plan.base:
        return _most_changed(plan, rows, name)
    low, high = int(rows["mean"].argmin()), int(rows["mean"].argmax())
    lowest, highest = (outcome.output.shown(float(rows["mean"][k])) for k in (low, high))
    labels = [plan.label(one) for one in plan.settings]
    if len(rows) == 1:
        return f"{capitalised(name)}: {lowest} on average."
    if lowest == highest:
        return f"{capitalised(name)}: {lowest} on average in all {len(rows)}."
    ends = f"from {lowest} ({labels[low]}) to {highest} ({labels[high]})"
    return f"{capitalised(name)}: {ends} on average."


def _most_changed(plan: Plan, rows: pd.DataFrame, name: str) -> str:
    """Say which setting changes an outcome most, and how many do not."""
    told = [k for k, base in enumerate(plan.bases) if base is not None]
    cells = {k: differences(rows.iloc[k]) for k in told}
    sure = [k for k in told if is_sure(cells[k])]
    if not sure:
        from_base = f"{name} from “{plan.base}” at 95 %."
        if len(told) == 1:
            return f"“{plan.label(plan.settings[told[0]])}” does not change {from_base}"
        return f"None of {len(told)} changes {from_base}"
    most = max(sure, key=lambda k: abs(cells[k]["difference"]))
    number = told_of(plan.settings[0].outcomes[0], cells[most]).replace(" ±", " (±") + ")"
    label = plan.label(plan.settings[most])
    if len(told) == 1:
        return f"“{label}” changes {name} by {number} from “{plan.base}”."
    rest = len(told) - len(sure)
    end = f"; {rest} of {len(told)} {'does' if rest == 1 else 'do'} not change it at 95 %"
    return f"“{label}” changes {name} most, by {number} from “{plan.base}”{end if rest else ''}."


def small(plan: Plan) -> str:
    """Return how the numbers were made."""
    count = len(plan.settings)
    of = f" of each of {count:,} settings" if count > 1 else ""
    each = " on each seed" if len(plan.seeds) > 1 else ""
    name = "history" if plan.histories == 1 else "histories"
    return f"{plan.histories:,} {name}{of}{each}, {seeds_in_words(plan.seeds)}"


def planned(plan: Plan) -> str:
    """Say what would be run."""
    rows = variations(plan)[["scenario", "variation", "changes"]]
    shown = [tuple(map(str, row)) for row in rows.to_numpy()]
    lines = [plan.title, "", table_text(list(rows.columns), shown), ""]
    lines.append(f"outcomes: {', '.join(plan.names)}")
    lines += [f"differences from: {plan.base}"] if plan.base else []
    return "\n".join([*lines, f"{small(plan)}: {many(plan.total, 'history')} in all."])


def agreement(plan: Plan, by_seed: pd.DataFrame) -> str:
    """Say whether the seeds agree on what changes the first outcome; "" with a single seed.

    Parameters
    ----------
    plan : Plan
    by_seed : DataFrame
        Means by seed.
    """
    if len(plan.seeds) < 2 or not plan.base:
        return ""
    rows = of_outcome(plan, by_seed, 0)
    told = [k for k, base in enumerate(plan.bases) if base is not None]
    alike = 0
    for k in told:
        here = rows.iloc[k * len(plan.seeds) : (k + 1) * len(plan.seeds)]
        found = [differences(row) for _, row in here.iterrows()]
        signs = {(cell["difference"] > 0) - (cell["difference"] < 0) if is_sure(cell) else 0
                 for cell in found}  # fmt: skip
        alike += len(signs) == 1
    return (
        f"Each of the {len(plan.seeds)} seeds alone gives the same answer (higher, lower, or no "
        f"difference at 95 %) in {alike} of {len(told)} comparisons of the first outcome."
    )


def _rows(plan: Plan, pooled: pd.DataFrame, column: int) -> Iterator[tuple[str, ...]]:
    """Yield a setting's label, mean, interval and difference in one outcome."""
    rows = of_outcome(plan, pooled, column)
    output = plan.settings[0].outcomes[column].output
    for k, setting in enumerate(plan.settings):
        row = rows.iloc[k]
        ends = f"{output.shown(row['low'])} to {output.shown(row['high'])}"
        told = [plan.label(setting), output.shown(row["mean"]), ends]
        if plan.base:
            base = plan.bases[k]
            if base is None:
                told.append("(base)" if k in plan.bases else "-")
            else:
                cell = differences(row)
                words = told_of(plan.settings[0].outcomes[column], cell)
                told.append(f"{words}{'*' if is_sure(cell) else ''}")
        yield tuple(told)


def _head(plan: Plan) -> list[str]:
    """Return the head of the table of an outcome."""
    return ["", "mean", "95 % interval", *(["difference"] if plan.base else [])]


def beside(plan: Plan, bases: Bases, column: int) -> list[str]:
    """Return what has to stand beside a question: base rates, and what happened.

    Parameters
    ----------
    plan : Plan
    bases : sequence of Base
        Shares of yes without any shock, by the number of the scenario.
    column : int
        Of the outcome; of one that is no question, nothing.
    """
    identity = plan.settings[0].outcomes[column].question
    lines = []
    for number, scenario in enumerate(plan.scenarios):
        for question in scenario.questions:
            if question.id == identity and (told := base_rates.beside(question, bases[number])):
                of = f"{scenario.name}: " if len(plan.scenarios) > 1 else ""
                lines.append(f"{of}{told}")
    return lines


def _how_differences_are_told(plan: Plan) -> str:
    """Say how to read differences."""
    of = f"Difference: from “{plan.base}”, history by history on the same random draws"
    return f"{of}, ± half of its 95 % interval; *: it differs from 0 at 95 %."


def text(plan: Plan, pooled: pd.DataFrame, by_seed: pd.DataFrame, bases: Bases) -> str:
    """Return what the terminal prints: a small table for each outcome.

    Parameters
    ----------
    plan : Plan
    pooled, by_seed : DataFrame
        Means over the histories of all seeds, and of each.
    bases : sequence of Base
        Shares of yes without any shock, by the number of the scenario.
    """
    lines = [textwrap.fill(finding(plan, pooled), WIDTH), ""]
    for c in range(len(outcome_names(plan))):
        rows = list(_rows(plan, pooled, c))
        first = plan.settings[0]
        lines += [textwrap.fill(capitalised(first.outcomes[c].in_words(first.scenario)), WIDTH)]
        lines += [table_text(_head(plan), rows[:_IN_TERMINAL], 1)]
        if (more := len(rows) - _IN_TERMINAL) > 0:
            lines.append(f"... and {more:,} more rows in pooled.csv")
        lines += [*(f"({one})" for one in beside(plan, bases, c)), ""]
    end = [agreement(plan, by_seed), f"{small(plan)}."]
    if plan.base:
        end.insert(0, _how_differences_are_told(plan))
    return "\n".join([*lines, *(textwrap.fill(line, WIDTH) for line in end if line)])


def page(plan: Plan, pooled: pd.DataFrame, by_seed: pd.DataFrame, bases: Bases) -> list[Part]:
    """Return the parts of the page; parameters as in ``text``."""
    shown = "Differences from the base" if plan.figure == "matrix" else "Means of all settings"
    caption = f"{shown}, the histories of all seeds together."
    parts: list[Part] = [Text(plan.description)] if plan.description.strip() else []
    parts += [Picture("experiment", caption), Heading("Results, all seeds together")]
    parts += [Text(_how_differences_are_told(plan), "small")] if plan.base else []
    first = plan.settings[0]
    for c in range(len(outcome_names(plan))):
        parts.append(Text(capitalised(first.outcomes[c].in_words(first.scenario))))
        rows = list(_rows(plan, pooled, c))[:_ON_PAGE]
        bold: list[list[str | Cell | Bar]] = [
            [*row[:-1], Cell(row[-1], "bold" if row[-1].endswith("*") else "")] for row in rows
        ]
        parts.append(Table(_head(plan), bold, numeric=1))
        parts += [Text(line, "small") for line in beside(plan, bases, c)]
    if told := agreement(plan, by_seed):
        parts.append(Text(told))
    varied = variations(plan)[["scenario", "variation", "changes"]]
    settings = [list(map(str, row)) for row in varied.to_numpy()[:_ON_PAGE]]
    return [
        *parts,
        Heading("Settings"),
        Text("Each scenario with each variation, and what the variation changes in it."),
        Table(list(varied.columns), settings),
        Heading("Seed by seed"),
        _seed_by_seed(plan, by_seed),
    ]


def _seed_by_seed(plan: Plan, by_seed: pd.DataFrame) -> Table:
    """Return the table of means by seed, folded away."""
    columns = ["scenario", "variation", "seed", "outcome", "mean", "low", "high"]
    columns += ["difference", "difference_low", "difference_high"] if plan.base else []
    table = by_seed[columns][:_ON_PAGE]
    cells = [[_cell(value) for value in table[name]] for name in columns]
    rows = [list(row) for row in zip(*cells, strict=True)]
    folded = f"The first {len(rows):,} of {len(by_seed):,} rows; all are in experiment.csv"
    return Table(columns, rows, numeric=4, folded=folded)


def _cell(value: Any) -> str:
    """Return a value as the cell of a table; "" for what is missing."""
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:z.3g}"
    return "" if value is None else str(value)
