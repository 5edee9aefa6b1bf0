"""Matrix: how each of several scenarios changes each measure, in one table and figure.

A row is a scenario after the first, a column a measure; a cell is the difference from the first
scenario with half of its 95 % interval.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle

from sim.outcomes.bootstrap import is_sure
from sim.report import style
from sim.report.rows import NARROW
from sim.system.text import capitalised, minus, signed

from .comparison import Compared
from .measures import ASKED, QUESTIONS
from .words import provenance

Difference: TypeAlias = Mapping[Any, Any] | pd.Series  # a row of a comparison, or its like
MOST_COLUMNS = 8  # of the figure: more cannot be read beside the names of scenarios
_DRAWN = (ASKED, "hedging", "dependence", QUESTIONS)
HEAD, LABEL = 20, 30  # characters to a line, of a column's head and a scenario's name
_HEAD_POINTS, _UPRIGHT = 6.8, 7.0
_STANDING: dict[str, Any] = {"rotation": 90, "va": "bottom", "linespacing": 1.0}
_UPRIGHT_BELOW = 0.75  # of the usual width of a cell, heads stand upright
_RIGHT = 0.2  # inches
_FILLED = 0.94  # of a cell's width, by the words above it
CELL, ROW, LEFT, LINE = 1.12, 0.42, 2.3, 0.118  # inches
CELL_OF_NARROW, LEFT_OF_NARROW, HEAD_OF_NARROW = 0.46, 1.3, 1.25  # the same of a narrow figure


def sorting_measure(result: Compared) -> int:
    """Return the position of the measure by which scenarios are sorted.

    It is the first that was asked for, else the tilt in the last half-year.
    """
    if result.outcomes[0].also:
        return 0
    return [k for k, measure in enumerate(result.measures) if measure.group == "tilt"][-2]


def order(result: Compared) -> list[int]:
    """Return the scenarios after the first, from the one that raises the main measure most."""
    main = sorting_measure(result)
    change = {which: result.rows(which)["difference"].iloc[main] for which in result.others}
    return sorted(change, key=lambda which: -change[which])


def columns(result: Compared, most: int = MOST_COLUMNS) -> list[int]:
    """Return the measures to show: the main one, then those that some scenario changes most.

    Parameters
    ----------
    result : Compared
    most : int
        How many at most. Only measures between -1 and 1 that some scenario changes at 95 % count,
        so that all have one scale.
    """
    main = sorting_measure(result)
    size: dict[int, float] = {}
    for k, measure in enumerate(result.measures):
        rows = [result.rows(which).iloc[k] for which in result.others]
        sure = [abs(row["difference"]) for row in rows if is_sure(row)]
        if k != main and measure.group in _DRAWN and measure.outcome.output.high <= 1 and sure:
            size[k] = max(sure)
    return [main, *sorted(size, key=lambda k: -size[k])][:most]


def matrix_table(result: Compared) -> pd.DataFrame:
    """Return a row per scenario after the first, sorted; of every measure three columns.

    Columns: scenario, then for each measure its difference from the first scenario under the
    measure's name, and the ends of its 95 % interval with ``_low`` and ``_high`` behind the name.
    """
    told = []
    for which in order(result):
        row: dict[str, object] = {"scenario": result.labels[which]}
        for _, one in result.rows(which).iterrows():
            column = one["column"]
            row |= {column: one["difference"]}
            row |= {f"{column}_{end}": one[end] for end in ("low", "high")}
        told.append(row)
    return pd.DataFrame(told)


def cell_in_words(row: Difference) -> str:
    """Return a difference with half of its interval: ``+0.19 ±0.03``."""
    if row["higher"] == row["lower"] == 0:
        return "0 ±0"  # the same in every history
    number = signed(float(row["difference"]))
    return f"{number} ±{(row['high'] - row['low']) / 2:z.2f}"


def finding_of_many(result: Compared) -> str:
    """Say in a sentence which scenario changes the main measure most, and how many hardly do."""
    main = sorting_measure(result)
    rows = {which: result.rows(which).iloc[main] for which in result.others}
    sure = [which for which in rows if is_sure(rows[which])]
    name = result.measures[main].outcome.in_words(result.scenarios[0])
    count = len(rows)
    if not sure:
        return f"None of {count} scenarios changes {name} at 95 %"
    most = max(sure, key=lambda which: abs(rows[which]["difference"]))
    told = f"Of {count} scenarios, {result.labels[most]} changes {name} most: "
    told += cell_in_words(rows[most]).replace(" ±", " (±") + ")"
    rest = count - len(sure)
    return f"{told}; {rest} {'does' if rest == 1 else 'do'} not at 95 %" if rest else told


@dataclass(frozen=True)
class Sheet:
    """Where a matrix stands in its figure, and its words in lines.

    Attributes
    ----------
    names, heads : list of str
        Of rows and of columns; in a narrow figure heads stand upright.
    wide, left, right : float
        Inches of the figure, and beside the cells.
    row, head : float
        Inches of a row, and above the cells.
    """

    names: list[str]
    heads: list[str]
    wide: float
    left: float
    right: float
    row: float
    head: float

    @classmethod
    def of(cls, names: Sequence[str], heads: Sequence[str], wide: float) -> Sheet:
        """Lay out a matrix with these names of rows and heads of columns.

        Parameters
        ----------
        names, heads : sequence of str
        wide : float
            Inches of the figure.
        """
        if not upright(wide, heads):
            rows = [textwrap.fill(name, LABEL) for name in names]
            told = [textwrap.fill(head, HEAD) for head in heads]
            lines = max(head.count("\n") for head in told) + 1
            right = max(wide - LEFT - CELL * len(heads), _RIGHT)
            return cls(rows, told, wide, LEFT, right, ROW, 0.15 + LINE * lines)
        letters, of_heads = FontProperties(size=8), FontProperties(size=_UPRIGHT)
        rows = [style.wrapped(name, 72 * LEFT_OF_NARROW - 6, letters) for name in names]
        told = [style.wrapped(head, 72 * HEAD_OF_NARROW, of_heads) for head in heads]
        lines = max(name.count("\n") for name in rows) + 1
        long = max(style.points(line, _UPRIGHT) for head in told for line in head.split("\n")) / 72
        row = max(ROW, 0.145 * lines + 0.06)
        return cls(rows, told, wide, LEFT_OF_NARROW, 0.1, row, long + 0.1)

    @property
    def tall(self) -> float:
        """Inches of all cells."""
        return self.row * len(self.names)

    def place(self, below: float, height: float) -> tuple[float, float, float, float]:
        """Return the place of the cells on a figure, as shares of it.

        Parameters
        ----------
        below, height : float
            Inches below the cells, and of the figure.
        """
        inside = (self.wide - self.left - self.right) / self.wide
        return self.left / self.wide, below / height, inside, self.tall / height


def upright(wide: float, heads: Sequence[object]) -> bool:
    """Say whether heads of columns stand upright in a figure so many inches wide.

    Parameters
    ----------
    wide : float
    heads : sequence
        As many as there are columns.
    """
    return (wide - LEFT - _RIGHT) / len(heads) < _UPRIGHT_BELOW * CELL


def most_columns(wide: float) -> int:
    """Return how many columns of cells there is room for in a figure so many inches wide."""
    return MOST_COLUMNS if wide >= NARROW else int((wide - LEFT_OF_NARROW - 0.1) / CELL_OF_NARROW)


def draw_cells(
    axes: Axes,
    cells: Sequence[Sequence[Difference]],
    names: tuple[Sequence[str], Sequence[str]],
    largest: Sequence[float],
    told: Callable[[Difference], str] | None = None,
) -> Axes:
    """Draw differences with half of their intervals; what is nought at 95 % is grey on white.

    Parameters
    ----------
    axes : Axes
    cells : sequence of sequence of mapping
        By row and column: difference, its 95 % interval low to high, and the shares of histories
        that are higher and lower.
    names : (sequence of str, sequence of str)
        Of rows and of columns, folded.
    largest : sequence of float
        Of each column the size of difference that has the full colour.
    told : callable
        Gives the number and half of its interval, as ``cell_in_words``, which is the default.
    """
    colours = [style.signed_colours(size or 1.0) for size in largest]
    for y, line in enumerate(cells):
        for x, row in enumerate(line):
            face = colours[x](float(row["difference"])) if is_sure(row) else "white"
            axes.add_patch(
                Rectangle((x - 0.5, y - 0.5), 1, 1, facecolor=face, edgecolor="#dddddd", lw=0.8)
            )
            number, half = minus((told or cell_in_words)(row)).split(" ")
            ink = style.ink_on(face) if is_sure(row) else "#777777"
            axes.text(x, y - 0.03, number, fontsize=8.5, ha="center", va="bottom", color=ink)
            axes.text(x, y + 0.05, half, fontsize=7, ha="center", va="top", color=ink)
    axes.set_yticks(range(len(cells)), list(names[0]), fontsize=8)
    room = 72 * style.inches_across(axes) / len(largest) * _FILLED
    if room < 72 * _FILLED * _UPRIGHT_BELOW * CELL:  # heads stand upright
        axes.set_xticks(range(len(largest)), list(names[1]), fontsize=_UPRIGHT, **_STANDING)
    else:
        heads = [_fitting(head, room) for head in names[1]]
        axes.set_xticks(range(len(largest)), heads, fontsize=_HEAD_POINTS)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.set(xlim=(-0.5, len(largest) - 0.5), ylim=(len(cells) - 0.5, -0.5))
    return axes


def _fitting(head: str, room: float) -> str:
    """Return the words above a column, in more lines where a figure for a paper is narrower."""
    letters = FontProperties(size=_HEAD_POINTS)
    if all("\n" not in style.wrapped(line, room, letters) for line in head.split("\n")):
        return head
    return style.wrapped(" ".join(head.split()), room, letters)


def figure(result: Compared) -> Figure:
    """Return the figure of a comparison of many scenarios: all of them, and what changes most."""
    natural = max(7.5, LEFT + CELL * len(columns(result)) + 0.2)
    wide = style.across(natural)
    shown, rows = columns(result, most_columns(wide)), order(result)
    cells = [[result.rows(which).iloc[k] for k in shown] for which in rows]
    largest = max((abs(row["difference"]) for line in cells for row in line), default=0.0)
    heads = [capitalised(result.measures[k].name) for k in shown]
    asked = [result.measures[k].outcome.question for k in shown] if upright(wide, shown) else []
    heads = [short or head for short, head in zip(asked, heads, strict=True)] if asked else heads
    sheet = Sheet.of([result.labels[which] for which in rows], heads, wide)
    left_out = sum(measure.group in _DRAWN for measure in result.measures) - len(shown)
    small = (
        f"{provenance(result)} Cells: mean difference from {result.labels[0]}, history by history, "
        "and half of its 95 % interval (of a question, of the share of yes, where 1 is all "
        "histories); grey on white: no difference at 95 %. Scenarios sorted by the first column. "
        f"{left_out} measures that change less are in matrix.csv."
    )
    told = [
        f" {one}: {result.measures[k].name}." for one, k in zip(asked, shown, strict=False) if one
    ]
    small += "".join(told)
    title = finding_of_many(result)
    below = 0.15 + style.room_below(small, wide)
    height = style.room_above(title, wide) + 0.1 + sheet.head + sheet.tall + below

    def draw(canvas: Figure) -> None:
        """Draw the matrix, the title above it and the small type below."""
        axes = canvas.add_axes(sheet.place(below, height))
        draw_cells(axes, cells, (sheet.names, sheet.heads), [largest] * len(shown))
        style.head(canvas, title, small)

    return style.drawn(wide, height, draw, fits=True)
