"""The support behind a tilt, so that a turn between tiny amounts can be seen as such."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from sim.outcomes.focus import Focus, half_years, name_of
from sim.outcomes.results import Results
from sim.report import style
from sim.report.widths import inches_up

_SMALL, _LINE = 7, 1.25  # points of the names at the ends of lines, and their leading
_LEAST = 0.1  # judgement: of a patron; the axis reaches at least so far, so that crumbs look it


def support_panel(axes: Axes, results: Results, about: Focus) -> Axes:
    """Draw the support from either patron that the tilt divides: means over histories.

    Parameters
    ----------
    axes : Axes
    results : Results
    about : Focus
        Whose support, from whom, of which needs.
    """
    top, ends = _LEAST, []
    for code, dashes in zip((about.a, about.b), ("--", "-"), strict=True):
        values = results.support(code, about.state, about.needs).mean(axis=0)
        colour = style.colour(results.codes, code)
        axes.plot(np.arange(len(values)), values, color=colour, linestyle=dashes, linewidth=1.8)
        top = max(top, float(values.max()))
        ends.append((float(values[-1]), name_of(results.scenario, code), colour))
    top *= 1.1
    names = [style.folded(name, 12) for _, name, _ in ends]
    lines = sum(name.count("\n") + 1 for name in names) / len(names)  # between two middles
    gap = top * max(0.17, lines * _LINE * _SMALL / (72 * inches_up(axes)))
    heights = style.spread([value for value, _, _ in ends], gap, 0.0, top)
    for height, name, (_, _, colour) in zip(heights, names, ends, strict=True):
        axes.text(1.004, height, name, color=colour, fontsize=_SMALL, va="center",
                  transform=axes.get_yaxis_transform())  # fmt: skip
    axes.set_ylim(0, top)
    narrow = style.inches_across(axes) < 3
    head = "Support behind the tilt, in" if narrow else "Support that the tilt divides, in full"
    head += " great-power patrons (means)"
    axes.set_title(style.filled(axes, head, 9), fontsize=9, loc="left", pad=3)
    style.time_axis(axes, results)
    return axes


def half_year_means(axes: Axes, results: Results, about: Focus, colour: str) -> Axes:
    """Mark the mean tilt of each half-year, which titles and tables quote.

    Parameters
    ----------
    axes : Axes
    results : Results
    about : Focus
        Of the tilt.
    colour : str
    """
    tilt = results.tilt(about.state, about.a, about.b, about.needs)
    spans = [months for _, months in half_years(results.scenario)]
    x = [(months.start + months.stop - 1) / 2 for months in spans]
    y = [float(tilt[:, months].mean()) for months in spans]
    axes.plot(x, y, linestyle="", marker="D", markersize=4, color=colour, markeredgecolor="white",
              markeredgewidth=0.7, zorder=4)  # fmt: skip
    return axes
