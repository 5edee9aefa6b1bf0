"""Figure 4: alluvial. How histories flow between postures: start, half-way, end."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from sim.outcomes.focus import focus, name_opening
from sim.outcomes.postures import commonest as commonest_postures
from sim.outcomes.postures import in_words
from sim.outcomes.results import Results
from sim.report import style
from sim.system.text import in_percent

from .postures import in_order, tint, with_name

_GAP = 0.02  # between strata, as a share of all histories
_NAME = 7.5  # points of the names at the end
_WIDE = 0.13  # of a stratum, in steps between moments
_WORTH_A_NUMBER = (
    0.05  # judgement: a stratum thinner than this share of histories has no room for its share
)


def flows(results: Results, code: str) -> tuple[list[int], list[str], np.ndarray]:
    """Return the moments (months), the postures that occur then, and the flows between them.

    Returns
    -------
    months : list of int
        First, middle and last, each once.
    labels : list of str
        Postures, in the order in which they are stacked.
    shares : ndarray (moment - 1, posture, posture)
        Share of histories that go from the one to the other.
    """
    last = len(results.months) - 1
    months = sorted({0, last // 2, last})
    postures = results.postures(code)[:, months]
    names = results.posture_labels(code)
    labels = [label for label in in_order(results) if (postures == names.index(label)).any()]
    position = {names.index(label): k for k, label in enumerate(labels)}
    placed = np.vectorize(position.get)(postures)
    shares = np.zeros((len(months) - 1, len(labels), len(labels)))
    for step in range(len(months) - 1):
        np.add.at(shares[step], (placed[:, step], placed[:, step + 1]), 1.0 / results.histories)
    return months, labels, shares


def alluvial(axes: Axes, results: Results, code: str) -> Axes:
    """Draw the flows of one state's postures."""
    months, labels, shares = flows(results, code)
    if not len(shares):
        axes.text(0.5, 0.5, "a single month: nothing flows", ha="center", transform=axes.transAxes)
        return axes
    levels = np.vstack([shares[0].sum(axis=1), *(step.sum(axis=0) for step in shares)])
    levels = levels.round(12)  # a sum that is a hair above 0.645 would not be the title's 64 %
    bases = np.cumsum(levels, axis=1) - levels + _GAP * np.arange(len(labels))
    for step, flow in enumerate(shares):
        leaving, arriving = bases[step].copy(), bases[step + 1].copy()
        for k, m in zip(*np.nonzero(flow), strict=True):
            _ribbon(axes, step, leaving[k], arriving[m], flow[k, m], tint(results, labels[k]))
            leaving[k] += flow[k, m]
            arriving[m] += flow[k, m]
    for moment in range(len(months)):
        for k, label in enumerate(labels):
            _stratum(axes, moment, bases[moment, k], levels[moment, k], tint(results, label))
    top = 1.0 + _GAP * len(labels)
    _names(axes, len(months) - 1 + _WIDE, bases[-1] + levels[-1] / 2, top, labels, levels[-1])
    axes.set_xticks(range(len(months)), [results.scenario.month_labels[m] for m in months])
    axes.set(xlim=(-0.15, _right_edge(axes, len(months) - 1, labels, levels[-1])))
    axes.set(ylim=(-0.01, top), yticks=())
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    return axes


def _right_edge(axes: Axes, last: int, labels: list[str], levels: np.ndarray) -> float:
    """Return where an axis of moments ends so that the names beside the last one have room."""
    names = (label for label, level in zip(labels, levels, strict=True) if level > 0)
    room = (max(style.points(name, _NAME) for name in names) + 4) / 72
    share = min(room / style.inches_across(axes), 0.6)
    begin, begins = -0.15, last + _WIDE
    return max((begins - begin) / (1 - share) + begin, last + 0.65)


def _names(
    axes: Axes, x: float, middles: np.ndarray, top: float, labels: list[str], levels: np.ndarray
) -> None:
    """Write the name of each posture that occurs at the end beside it, a line apart at least."""
    whole = axes.get_figure(root=True)
    inches = axes.get_position().height * (whole.get_figheight() if whole is not None else 1.0)
    there = [k for k in range(len(labels)) if levels[k] > 0]
    line = _NAME * 1.3 / 72 / inches * top
    places = style.spread([float(middles[k]) for k in there], line, 0.0, top)
    for k, y in zip(there, places, strict=True):
        axes.text(x, y, labels[k], va="center", fontsize=_NAME)


def _stratum(axes: Axes, moment: int, base: float, level: float, colour: object) -> None:
    """Draw one posture at one moment."""
    if level <= 0:
        return
    axes.bar(
        moment,
        level,
        bottom=base,
        width=_WIDE,
        color=colour,
        edgecolor="#555555",
        linewidth=0.5,
        zorder=3,
    )
    if level >= _WORTH_A_NUMBER:
        axes.text(
            moment,
            base + level / 2,
            in_percent(level, brief=True),
            ha="center",
            va="center",
            fontsize=7,
            zorder=4,
            bbox={"boxstyle": "round,pad=0.1", "facecolor": "#ffffffb0", "edgecolor": "none"},
        )


def _ribbon(
    axes: Axes, step: int, leaving: float, arriving: float, share: float, colour: object
) -> None:
    """Draw one flow, coloured by where it comes from."""
    x0, x1 = step + _WIDE / 2, step + 1 - _WIDE / 2
    middle = (x0 + x1) / 2
    below = [(x0, leaving), (middle, leaving), (middle, arriving), (x1, arriving)]
    above = [(x, y + share) for x, y in reversed(below)]
    corners = [*below, *above, (x0, leaving)]
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    axes.add_patch(
        PathPatch(Path(corners, codes), facecolor=colour, alpha=0.45, linewidth=0, zorder=2)
    )


def commonest(results: Results, code: str) -> str:
    """Return the commonest posture in the last month, or the two commonest, with their shares."""
    found = commonest_postures(results.postures(code)[:, -1], results.codes)
    return in_words([(with_name(results, label), share) for label, share in found])


def figure(results: Results) -> Figure:
    """Return the figure for a single run: the state in focus."""
    code = focus(results).state

    wide = style.across(7)

    def draw(canvas: Figure) -> None:
        """Draw the panels, the title above them and the small type below."""
        alluvial(canvas.add_axes((0.02, 0.14, 0.96, 0.66)), results, code)
        told = f"{name_opening(results.scenario, code)} at the end: {commonest(results, code)}"
        style.head(canvas, told, style.provenance(results))

    return style.drawn(wide, 4.6 if wide > 5 else 4.0, draw, fits=True)
