"""The figure of a sweep: outcomes against one number that varies, or over two as a map."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.outcomes.outcome import Outcome
from sim.outcomes.quantiles import quantiles
from sim.report import style
from sim.scenario import path_in_words

from .swept import Swept

_MOST_SHARES = 5  # more lines than this cannot be told apart
_MOST_PANELS = 3
_MOST_CELLS = 150  # of a map: more have no room for their numbers
_DASHES = ("-", "--", "-.", ":", (0, (5, 1)))


def shares_against(axes: Axes, result: Swept, shares: list[Outcome]) -> Axes:
    """Draw shares of histories against the number that varies, with their bands.

    Parameters
    ----------
    axes : Axes
    result : Swept
        Over one number.
    shares : list of Outcome
        Answers to questions, or postures.
    """
    path = result.grid.paths[0]
    x = result.by_point(path)[:, 0]
    means = [result.by_point(one.column).mean(axis=1) for one in shares]
    heights = style.spread([share[-1] for share in means], 0.055, 0.0, 1.0)
    where = axes.get_yaxis_transform()
    for k, (one, share, height) in enumerate(zip(shares, means, heights, strict=True)):
        error = 2 * np.sqrt(share * (1 - share) / result.asked.histories)
        line = style.OKABE_ITO[k]
        axes.fill_between(x, share - error, share + error, color=line, alpha=0.2, linewidth=0)
        axes.plot(x, share, color=line, linewidth=1.8, linestyle=_DASHES[k])
        base = result.base.shares.get(one.question)
        if base is not None:
            axes.axhline(base, color=line, linewidth=0.9, linestyle=":")
        name = one.question or one.label(result.asked.scenarios[0])
        axes.text(1.02, height, name, color=line, fontsize=7.5, va="center", transform=where)
    axes.set(ylim=(0, 1), xlabel=_axis(result, path))
    axes.set_yticks((0, 0.5, 1), ("0 %", "50 %", "100 %"))
    axes.set_title("Share of histories", fontsize=9.5, loc="left")
    return axes


def _axis(result: Swept, path: str) -> str:
    """Return the label of an axis: what the number is, and its path below."""
    words = path_in_words(result.asked.scenarios[0], path)
    return words if words == path else f"{style.in_lines(words, 46)}\n{path}"


def measure_against(axes: Axes, result: Swept, outcome: Outcome) -> Axes:
    """Draw an outcome against the number that varies: median, middle half and 90 % of histories.

    Parameters
    ----------
    axes : Axes
    result : Swept
        Over one number.
    outcome : Outcome
        A measure or a count.
    """
    path, output = result.grid.paths[0], outcome.output
    x = result.by_point(path)[:, 0]
    low, first, middle, third, high = quantiles(result.by_point(outcome.column), axis=1)
    axes.fill_between(x, low, high, color=style.SCENARIO_A, alpha=0.18, linewidth=0)
    axes.fill_between(x, first, third, color=style.SCENARIO_A, alpha=0.38, linewidth=0)
    axes.plot(x, middle, color=style.SCENARIO_A, linewidth=2, marker="o", markersize=3)
    if output.low < 0:
        axes.axhline(0, color=style.FAINT, linewidth=0.8)
    axes.set_ylim(output.low, None if math.isinf(output.high) else output.high)
    axes.set_xlabel(_axis(result, path))
    if "b" in output.roles:
        ends = dict(zip(output.roles, outcome.terms.states, strict=True))
        words = (f"all {ends['a']} −1", "−0.5", "even 0", "+0.5", f"all {ends['b']} +1")
        axes.set_yticks((-1, -0.5, 0, 0.5, 1), words)
    title = outcome.label(result.asked.scenarios[0])
    axes.set_title(style.folded(f"{title[:1].upper()}{title[1:]}", 44), fontsize=9.5, loc="left")
    return axes


def outcome_map(axes: Axes, result: Swept, outcome: Outcome) -> Axes:
    """Draw an outcome over two numbers (of more, the first two).

    Parameters
    ----------
    axes : Axes
    result : Swept
        Over two numbers or more.
    outcome : Outcome
        Its median, of shares and counts the mean.
    """
    paths, output = result.grid.paths[:2], outcome.output
    x, y = (np.unique(result.outcomes.columns[path]) for path in paths)
    across, up = (
        np.searchsorted(values, result.by_point(path)[:, 0])
        for values, path in zip((x, y), paths, strict=True)
    )
    cells = np.full((len(y), len(x)), np.nan)
    cells[up, across] = result.middle(outcome)
    box = {"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none"}
    place: dict[str, Any] = {"fontsize": 7, "ha": "center", "va": "center", "bbox": box}
    for (row, column), value in np.ndenumerate(cells):
        if cells.size <= _MOST_CELLS:  # so that a grey print says as much
            axes.text(column, row, output.shown(value), **place)
    top = None if math.isinf(output.high) else output.high
    colours = style.SIGNED if output.low < 0 else "cividis"
    image = axes.imshow(
        cells, origin="lower", aspect="auto", cmap=colours, vmin=output.low, vmax=top
    )
    axes.set_xticks(range(len(x)), [f"{v:g}" for v in x], fontsize=7, rotation=45)
    axes.set_yticks(range(len(y)), [f"{v:g}" for v in y], fontsize=7)
    axes.set(xlabel=_axis(result, paths[0]), ylabel=_axis(result, paths[1]))
    middle = "median" if output.kind == "measure" else "mean"
    label = f"{middle}, {outcome.label(result.asked.scenarios[0])}"
    axes.figure.colorbar(image, ax=axes, label=style.folded(label, 48))
    return axes


def figure(result: Swept) -> Figure:
    """Return the figure of a sweep over one number or two (of more, the first two)."""
    scenario = result.asked.scenarios[0]
    small = f"“{scenario.title}”, {result.small}."
    measures = [one for one in result.of if not one.output.is_share][:_MOST_PANELS]
    shares = [one for one in result.of if one.output.is_share]
    shares = shares or [one for one in result.outcomes.outcomes if one.question]
    panels = len(measures) + bool(shares)
    alone = len(result.grid.paths) == 1
    width = max(10.5, 3.4 * panels + 3.7) if alone else 10.5
    bands = " Dark band: middle half; light band: 90 %; of shares: twice the standard error."
    if shares and result.base.shares:
        bands += " Dotted: the share without any shock, at the scenario's own numbers."

    def draw(canvas: Figure) -> None:
        """Draw the panels, the title above them and the small type below."""
        if alone:
            grid = canvas.add_gridspec(
                1, panels, left=0.95 / width, right=1 - 1.8 / width, top=0.8, bottom=0.2, wspace=0.3
            )
            for k, one in enumerate(measures):
                measure_against(canvas.add_subplot(grid[0, k]), result, one)
            if shares:
                axes = canvas.add_subplot(grid[0, len(measures)])
                shares_against(axes, result, shares[:_MOST_SHARES])
        else:
            outcome_map(canvas.add_axes((0.14, 0.2, 0.82, 0.64)), result, result.of[0])
        style.head(canvas, _title(result), small + bands * alone)

    return style.drawn(width, 4.6, draw)


def _title(result: Swept) -> str:
    """Return the finding with words for the paths of numbers."""
    title = result.finding.rstrip(".")
    for path in sorted(result.grid.paths, key=len, reverse=True):
        title = title.replace(path, path_in_words(result.asked.scenarios[0], path))
    return title
