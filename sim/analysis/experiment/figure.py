"""The figure of an experiment: differences from the base as a matrix, or all means as dots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.analysis.compare import matrix as cells
from sim.report import style
from sim.report.rows import NARROW
from sim.system.text import capitalised

from . import words
from .plan import Plan
from .tables import Bases, outcome_names
from .words import differences, in_words

MOST_ROWS, MOST_PANELS, MOST_OF_NARROW = 40, 6, 3  # judgement: more cannot be read on a page
_PANEL, _GAP, _ROW = 1.65, 0.3, 0.3  # inches of a panel of dots, between two, and of a row


@dataclass(frozen=True, eq=False)
class Shown:
    """What the figure shows.

    Attributes
    ----------
    plan : Plan
    table : DataFrame
        Means over the histories of all seeds, a row per setting and outcome.
    bases : sequence of Base
        Shares of yes without any shock, by the number of the scenario.
    finding, small : str
        What stands above, and how the numbers were made.
    """

    plan: Plan
    table: pd.DataFrame
    bases: Bases
    finding: str
    small: str

    def rows(self, setting: int) -> pd.DataFrame:
        """Return the rows of a setting, one per outcome."""
        count = len(outcome_names(self.plan))
        return self.table.iloc[setting * count : (setting + 1) * count]

    def head(self, column: int) -> str:
        """Return what an outcome is, in a few words."""
        first = self.plan.settings[0]
        outcome = first.outcomes[column]  # the small type has questions in full
        return outcome.question or capitalised(outcome.label(first.scenario))

    def left_out(self, rows: int, columns: int) -> str:
        """Say how much is in the tables alone."""
        more = rows - MOST_ROWS, len(outcome_names(self.plan)) - columns
        told = [f"{n} more {w}" for n, w in zip(more, ("rows", "outcomes"), strict=True) if n > 0]
        return f" {' and '.join(told)} in pooled.csv." if told else ""


def figure(shown: Shown) -> Figure:
    """Return the figure that the experiment asks for."""
    return _matrix(shown) if shown.plan.figure == "matrix" else _dots(shown)


def _matrix(shown: Shown) -> Figure:
    """Return the matrix: what each setting changes from its base, in each outcome."""
    plan = shown.plan
    told = [k for k, base in enumerate(plan.bases) if base is not None]
    count = len(outcome_names(plan))
    natural = max(7.5, cells.LEFT + cells.CELL * min(count, cells.MOST_COLUMNS) + 0.2)
    wide = style.across(natural)
    columns = list(range(min(count, cells.most_columns(wide))))
    rows = [[differences(shown.rows(k).iloc[c]) for c in columns] for k in told[:MOST_ROWS]]
    names = [plan.label(plan.settings[k]) for k in told[:MOST_ROWS]]
    sheet = cells.Sheet.of(names, [shown.head(c) for c in columns], wide)
    largest = _largest(plan, rows, columns)
    small = (
        f"{shown.small} Cells: mean difference from {plan.base}, history by history, and half of "
        "its 95 % interval (of a question, of the share of yes, where 1 is all histories); grey on "
        "white: none at 95 %. Counts are coloured by themselves."
        f"{_besides(shown)}{shown.left_out(len(told), len(columns))}"
    )
    title, below = shown.finding.rstrip("."), 0.15 + style.room_below(small, wide)
    height = style.room_above(title, wide) + 0.1 + sheet.head + sheet.tall + below

    def draw(canvas: Figure) -> None:
        """Draw the matrix, the title above it and the small type below."""
        axes = canvas.add_axes(sheet.place(below, height))
        cells.draw_cells(axes, rows, (sheet.names, sheet.heads), largest, in_words)
        style.head(canvas, title, small)

    return style.drawn(wide, height, draw, fits=True)


def _largest(plan: Plan, rows: Sequence, columns: Sequence[int]) -> list[float]:
    """Return the difference of full colour: the same for all but counts, which have their own."""
    size = [max(abs(line[c]["difference"]) for line in rows) for c in columns]
    small = [plan.settings[0].outcomes[c].output.kind != "count" for c in columns]
    most = max((s for s, is_small in zip(size, small, strict=True) if is_small), default=1.0)
    return [most if is_small else s for s, is_small in zip(size, small, strict=True)]


def _besides(shown: Shown) -> str:
    """Return the questions in full, with what their shares have to be read beside."""
    plan, told = shown.plan, []
    first = plan.settings[0]
    for c, one in enumerate(first.outcomes):
        if one.question:
            beside = "; ".join(words.beside(plan, shown.bases, c))
            told.append(
                f"{one.question}: {one.label(first.scenario)}{f' ({beside})' * bool(beside)}."
            )
    return "".join(f" {line}" for line in told)


def _dots(shown: Shown) -> Figure:
    """Return the dot chart: the mean of each setting with its interval, a panel per outcome."""
    plan = shown.plan
    count = min(len(plan.settings), MOST_ROWS)
    panels = min(len(outcome_names(plan)), MOST_PANELS)
    wide = style.across(max(7.5, cells.LEFT + (_PANEL + _GAP) * panels))
    narrow = wide < NARROW
    panels = min(panels, MOST_OF_NARROW) if narrow else panels
    heads = [style.in_lines(shown.head(c), 40 if narrow else 22) for c in range(panels)]
    sheet = cells.Sheet.of([plan.label(one) for one in plan.settings[:count]], heads, wide)
    known = any(base.shares for base in shown.bases)
    small = (
        f"{shown.small} Dots: means over histories; lines: 95 % intervals."
        f"{' Dotted: the share of yes without any shock.' * known}"
        f"{_besides(shown)}{shown.left_out(len(plan.settings), panels)}"
    )
    title, below = shown.finding.rstrip("."), 0.3 + style.room_below(small, wide)
    lines = max(head.count("\n") + 1 for head in heads)
    tall = max((sheet.row if narrow else _ROW) * count, 0.8)
    between = 0.35 + 0.14 * lines
    down = panels if narrow else 1
    height = style.room_above(title, wide) + down * (tall + between) + below

    def draw(canvas: Figure) -> None:
        """Draw the panels, the title above them and the small type below."""
        for c in range(panels):
            left, low = cells.LEFT + c * (_PANEL + _GAP), below
            across = _PANEL
            if narrow:
                left, across = sheet.left, wide - sheet.left - 0.2
                low = below + (panels - 1 - c) * (tall + between)
            place = (left / wide, low / height, across / wide, tall / height)
            axes = _panel(canvas.add_axes(place), shown, c, count)
            axes.set_title(heads[c], fontsize=7.5, loc="left")
            names = sheet.names if narrow or c == 0 else [""] * count
            axes.set_yticks(range(count), names, fontsize=8)
        style.head(canvas, title, small)

    return style.drawn(wide, height, draw, fits=True)


def _panel(axes: Axes, shown: Shown, column: int, count: int) -> Axes:
    """Draw the means of one outcome; those of bases are hollow."""
    plan = shown.plan
    output = plan.settings[0].outcomes[column].output
    for y in range(count):
        row = shown.rows(y).iloc[column]
        is_base = bool(plan.base) and plan.bases[y] is None
        axes.plot((row["low"], row["high"]), (y, y), color=style.SCENARIO_A, linewidth=1.6)
        face = "white" if is_base else style.SCENARIO_A
        axes.plot(row["mean"], y, "o", color=style.SCENARIO_A, markerfacecolor=face, markersize=5)
        if pd.notna(base := row["without_shocks"]):
            axes.plot((base, base), (y - 0.4, y + 0.4), color=style.FAINT, linestyle=":")
    if output.is_share:
        axes.set_xlim(-0.04, 1.04)
        axes.set_xticks((0, 0.5, 1), ("0 %", "50 %", "100 %"), fontsize=7.5)
    else:
        axes.locator_params(axis="x", nbins=3)
        axes.tick_params(axis="x", labelsize=7.5)
    axes.grid(axis="y", color="#eeeeee")
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(count - 0.5, -0.5)
    return axes
