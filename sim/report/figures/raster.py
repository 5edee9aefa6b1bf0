"""Figure 10: the moves of one history, month by month, each state toward each other."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sim import schema
from sim.outcomes.focus import focus, name_in_text
from sim.outcomes.results import Results
from sim.outcomes.telling import telling_history
from sim.report import style

from . import shocks
from .shocks import Key

# Shape and colour of each move: deals in cool colours, acts in warm ones.
MARKS = {
    "envoy": (".", "#5e4fa2"),
    "summit": ("*", "#5e4fa2"),
    "trade": ("s", "#0072B2"),
    "invest": ("D", "#0072B2"),
    "cover": ("^", "#009E73"),
    "drill": ("P", "#009E73"),
    "snub": ("v", "#E69F00"),
    "denounce": ("<", "#E69F00"),
    "sanction": ("X", "#D55E00"),
    "force": ("p", "#D55E00"),
}
_MOST_STATES = 6  # all pairs of more would not fit on a page


def raster_rows(results: Results) -> list[tuple[str, str]]:
    """Return the dyads to draw: all, or of many states those of the focus, its patrons first."""
    pairs = [(i, j) for i in results.codes for j in results.codes if i != j]
    if len(results.codes) <= _MOST_STATES:
        return pairs
    about = focus(results)
    state, patrons = about.state, (about.a, about.b)
    partners = [code for code in results.codes if code != state]
    own = results.choices[:, :, results.scenario.index(state)] != schema.HOLD
    busy = {code: int(own[:, :, results.scenario.index(code)].sum()) for code in partners}
    busiest = sorted(partners, key=lambda code: (code not in patrons, -busy[code]))[:15]
    return [(state, code) for code in busiest] + [(code, state) for code in busiest]


def raster(axes: Axes, results: Results, row: int) -> Axes:
    """Draw the moves of one history; hollow where the partner declined."""
    rows, few = raster_rows(results), len(results.codes) <= _MOST_STATES
    pairs = np.array([[results.scenario.index(code) for code in pair] for pair in rows])
    choices = results.choices[row][:, pairs[:, 0], pairs[:, 1]]
    answers = results.answers_to_deals[row][:, pairs[:, 0], pairs[:, 1]]
    for code, move in enumerate(schema.MOVES):
        marker, colour = MARKS[move]
        for declined in (False, True):
            months, places = np.nonzero((choices == code) & ((answers == 0) == declined))
            axes.scatter(
                months, places, marker=marker, s=46 if marker in "*.P" else 30, linewidth=0.9,
                facecolor="white" if declined else colour, edgecolor=colour, zorder=3,
            )  # fmt: skip
    for y, (i, _) in enumerate(rows):
        if y and rows[y - 1][0] != i and (few or y == len(rows) // 2):
            axes.axhline(y - 0.5, color="#999999", linewidth=0.8)
    axes.set_yticks(range(len(rows)), [f"{i} → {j}" for i, j in rows], fontsize=7.5)
    for label, (i, _) in zip(axes.get_yticklabels(), rows, strict=True):
        label.set_color(style.colour(results.codes, i))
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.grid(axis="y", color="#eeeeee", linewidth=0.8, zorder=0)
    axes.set_axisbelow(True)
    style.time_axis(axes, results)
    shocks.mark(axes, results)
    return axes


def figure(results: Results) -> Figure:
    """Return the figure for a run: the history nearest the median story."""
    wide = style.across(10)
    row, key = telling_history(results), Key.of(results.scenario, wide - 0.3)
    rows, columns = raster_rows(results), 5 if wide > 6 else 2
    below, above = 0.65 + 0.17 * -(-len(MARKS) // columns) + key.height, 0.8
    height = below + above + 0.225 * len(rows)
    small = f"History {results.runs[row]} of “{results.scenario.title}”, seed {results.seed}: "
    small += "the one whose tilt runs nearest the median. Hollow: declined."

    def draw(canvas: Figure) -> None:
        """Draw the panels, the title above them and the small type below."""
        axes = canvas.add_axes(
            (1.0 / wide, below / height, 1 - 1.15 / wide, 1 - (below + above) / height)
        )
        raster(axes, results, row)
        place = (0.5, (0.28 + key.height) / height)
        canvas.legend(
            handles=_keys(), loc="lower center", ncols=columns, frameon=False, fontsize=7.5,
            bbox_to_anchor=place, handletextpad=0.1, columnspacing=1.6,
        )  # fmt: skip
        key.write(canvas, 0.15, 0.28 + key.height)
        style.head(canvas, _title(results, row), small)

    return style.drawn(wide, height, draw, fits=True)


def _keys() -> list[Line2D]:
    """Return the marks of the legend."""
    look: dict[str, Any] = {"linestyle": "", "markersize": 6}
    return [
        Line2D([], [], marker=marker, color=colour, label=schema.MOVE_TITLES[move], **look)
        for move, (marker, colour) in MARKS.items()
    ]


def _title(results: Results, row: int) -> str:
    """Count what the state in focus did in this history."""
    state = focus(results).state
    i = results.scenario.index(state)
    answers = results.answers_to_deals[row, :, i]
    tried, done = int((answers >= 0).sum()), int((answers == 1).sum())
    acts = int((results.choices[row, :, i] >= len(schema.DEALS)).sum())
    name = name_in_text(results.scenario, state)
    return f"One history: {name} makes {tried} approaches, {done} accepted, and {acts} hostile acts"
