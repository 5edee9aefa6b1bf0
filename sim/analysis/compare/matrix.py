"""Matrix: how each of several scenarios changes each measure, in one table and figure.

A row is a scenario after the first, a column a measure; a cell is the difference from the first
scenario with half of its 95 % interval.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle

from sim.outcomes.bootstrap import is_sure
from sim.report import style
from sim.system.text import signed

from .comparison import Compared
from .measures import ASKED, QUESTIONS
from .words import provenance

Difference: TypeAlias = Mapping[Any, Any] | pd.Series  # a row of a comparison, or its like
MOST_COLUMNS = 8  # of the figure: more cannot be read beside the names of scenarios
_DRAWN = (ASKED, "hedging", "dependence", QUESTIONS)
HEAD, LABEL = 20, 30  # characters to a line, of a column's head and a scenario's name
_HEAD_POINTS = 6.8
_FILLED = 0.94  # of a cell's width, by the words above it
CELL, ROW, LEFT, TITLE, SMALL, LINE = 1.12, 0.42, 2.3, 0.75, 0.85, 0.118  # inches


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
    number = with_sign(float(row["difference"]))
    return f"{number} ±{(row['high'] - row['low']) / 2:z.2f}"


def with_sign(value: float, digits: int = 2) -> str:
    """Write a difference with its sign, a minus that is as wide as a plus.

    Parameters
    ----------
    value : float
    digits : int
        After the point.
    """
    return signed(value, digits).replace("-", "−")


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


def matrix(axes: Axes, result: Compared) -> Axes:
    """Draw the matrix; what does not differ at 95 % is grey on white."""
    shown, rows = columns(result), order(result)
    cells = [[result.rows(which).iloc[k] for k in shown] for which in rows]
    names = [textwrap.fill(result.labels[which], LABEL) for which in rows]
    heads = [textwrap.fill(result.measures[k].name, HEAD) for k in shown]
    largest = max((abs(row["difference"]) for line in cells for row in line), default=0.0)
    return draw_cells(axes, cells, (names, heads), [largest] * len(shown))


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
            number, half = (told or cell_in_words)(row).split(" ")
            ink = style.ink_on(face) if is_sure(row) else "#777777"
            axes.text(x, y - 0.03, number, fontsize=8.5, ha="center", va="bottom", color=ink)
            axes.text(x, y + 0.05, half, fontsize=6.8, ha="center", va="top", color=ink)
    axes.set_yticks(range(len(cells)), list(names[0]), fontsize=8)
    room = 72 * style.inches_across(axes) / len(largest) * _FILLED
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
    shown = columns(result)
    lines = max(textwrap.fill(result.measures[k].name, HEAD).count("\n") + 1 for k in shown)
    above = TITLE + 0.15 + LINE * lines
    width = max(7.5, LEFT + CELL * len(shown) + 0.2)
    height = above + ROW * len(result.others) + SMALL
    left_out = sum(measure.group in _DRAWN for measure in result.measures) - len(shown)
    small = (
        f"{provenance(result)} Cells: mean difference from {result.labels[0]}, history by history, "
        "and half of its 95 % interval; grey on white: no difference at 95 %. Scenarios sorted by "
        f"the first column. {left_out} measures that change less are in matrix.csv."
    )

    def draw(canvas: Figure) -> None:
        """Draw the matrix, the title above it and the small type below."""
        inside = (width - LEFT - 0.2) / width, ROW * len(result.others) / height
        matrix(canvas.add_axes((LEFT / width, SMALL / height, *inside)), result)
        style.head(canvas, finding_of_many(result), small)

    return style.drawn(width, height, draw)
