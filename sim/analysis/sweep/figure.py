"""The figure of a sweep: outcomes against one number that varies, or over two as a map."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D

from sim.outcomes.outcome import Outcome
from sim.outcomes.quantiles import quantiles
from sim.report import style
from sim.report.rows import NARROW, path_in_lines
from sim.scenario import path_in_words

from .swept import Swept

_MOST_SHARES = 5  # more lines than this cannot be told apart
_MOST_PANELS = 3
_CELL = 7  # points of the numbers in the cells of a map
_LABEL, _KEY = 9, 7.5  # points of the label of an axis, and of the names of lines
# Inches, of a figure and of what stands in it.
_WIDE, _TALL, _PANEL, _BETWEEN, _LINE, _BELOW = 10.5, 4.6, 2.0, 1.1, 0.16, 1.3
_DASHES: tuple[Any, ...] = ("-", "--", "-.", ":", (0, (5, 1)))


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
    narrow, where = _is_narrow(axes), axes.get_yaxis_transform()
    for k, (one, share, height) in enumerate(zip(shares, means, heights, strict=True)):
        error = 2 * np.sqrt(share * (1 - share) / result.asked.histories)
        line = style.OKABE_ITO[k]
        axes.fill_between(x, share - error, share + error, color=line, alpha=0.2, linewidth=0)
        axes.plot(x, share, color=line, linewidth=1.8, linestyle=_DASHES[k])
        base = result.base.shares.get(one.question)
        if base is not None:
            axes.axhline(base, color=line, linewidth=0.9, linestyle=":")
        if not narrow:
            name = _name(result, one)
            axes.text(1.02, height, name, color=line, fontsize=_KEY, va="center", transform=where)
    axes.set(ylim=(0, 1), xlabel=_axis(result, path, style.inches_across(axes)))
    axes.set_yticks((0, 0.5, 1), ("0 %", "50 %", "100 %"))
    if narrow:
        _key(axes, result, shares)
    else:
        axes.set_title("Share of histories", fontsize=9.5, loc="left")
    return axes


def _name(result: Swept, share: Outcome) -> str:
    """Return what a share is of."""
    return share.question or share.label(result.asked.scenarios[0])


def _key(axes: Axes, result: Swept, shares: list[Outcome]) -> None:
    """Name the lines of shares above a panel beside which there is no room."""
    handles = [Line2D([], [], color=style.OKABE_ITO[k]) for k in range(len(shares))]
    for handle, dashes in zip(handles, _DASHES, strict=False):
        handle.set_linestyle(dashes)
    words = [style.in_lines(_name(result, one), 44) for one in shares]
    key = axes.legend(
        handles, words, title="Share of histories", fontsize=_KEY, title_fontsize=9.5,
        loc="lower left", bbox_to_anchor=(0, 1), frameon=False, borderaxespad=0.1, borderpad=0,
        alignment="left",
    )  # fmt: skip
    for word, handle in zip(key.get_texts(), handles, strict=True):
        word.set_color(handle.get_color())


def _is_narrow(axes: Axes) -> bool:
    """Say whether a panel's figure is too narrow for words beside it."""
    whole = axes.get_figure(root=True)
    return whole is not None and whole.get_figwidth() < NARROW


def _axis(result: Swept, path: str, inches: float) -> str:
    """Return the label of an axis so many inches long: what the number is, and its path below."""
    words, letters = path_in_words(result.asked.scenarios[0], path), FontProperties(size=_LABEL)
    room = max(inches, 2.4)
    told = path_in_lines(path, _LABEL, room)
    return told if words == path else f"{style.wrapped(words, 72 * room, letters)}\n{told}"


def measure_against(axes: Axes, result: Swept, outcome: Outcome) -> Axes:
    """Draw an outcome against the number that varies: mean, middle half and 90 % of histories.

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
    low, first, _, third, high = quantiles(result.by_point(outcome.column), axis=1)
    axes.fill_between(x, low, high, color=style.SCENARIO_A, alpha=0.18, linewidth=0)
    axes.fill_between(x, first, third, color=style.SCENARIO_A, alpha=0.38, linewidth=0)
    axes.plot(
        x, result.means(outcome), color=style.SCENARIO_A, linewidth=2, marker="o", markersize=3
    )
    if output.low < 0:
        axes.axhline(0, color=style.FAINT, linewidth=0.8)
    axes.set_ylim(output.low, None if math.isinf(output.high) else output.high)
    axes.set_xlabel(_axis(result, path, style.inches_across(axes)))
    if "b" in output.roles:
        ends = dict(zip(output.roles, outcome.terms.states, strict=True))
        words = (f"all {ends['a']} −1", "−0.5", "even 0", "+0.5", f"all {ends['b']} +1")
        axes.set_yticks((-1, -0.5, 0, 0.5, 1), words)
    title = outcome.label(result.asked.scenarios[0])
    title = style.folded(f"{title[:1].upper()}{title[1:]}", 40 if _is_narrow(axes) else 44)
    axes.set_title(title, fontsize=9.5, loc="left")
    return axes


def outcome_map(axes: Axes, result: Swept, outcome: Outcome) -> AxesImage:
    """Draw an outcome over two numbers (of more, the first two).

    Parameters
    ----------
    axes : Axes
    result : Swept
        Over two numbers or more.
    outcome : Outcome
        Its mean.

    Returns
    -------
    AxesImage
        For the scale of colours.
    """
    paths, output = result.grid.paths[:2], outcome.output
    x, y = (np.unique(result.outcomes.columns[path]) for path in paths)
    across, up = (
        np.searchsorted(values, result.by_point(path)[:, 0])
        for values, path in zip((x, y), paths, strict=True)
    )
    cells = np.full((len(y), len(x)), np.nan)
    cells[up, across] = result.means(outcome)
    _write_cells(axes, cells, outcome)
    top = None if math.isinf(output.high) else output.high
    colours = style.SIGNED if output.low < 0 else "cividis"
    image = axes.imshow(
        cells, origin="lower", aspect="auto", cmap=colours, vmin=output.low, vmax=top
    )
    axes.set_xticks(range(len(x)), [f"{v:g}" for v in x], fontsize=7, rotation=45)
    axes.set_yticks(range(len(y)), [f"{v:g}" for v in y], fontsize=7)
    axes.set_xlabel(_axis(result, paths[0], style.inches_across(axes)))
    axes.set_ylabel(_axis(result, paths[1], style.inches_up(axes)))
    return image


def _write_cells(axes: Axes, cells: np.ndarray, outcome: Outcome) -> None:
    """Write the numbers of a map's cells, turned where they are narrow, if there is room."""
    words = {place: outcome.output.shown(value) for place, value in np.ndenumerate(cells)}
    long, high = max(style.points(word, _CELL) for word in words.values()) + 4, 1.7 * _CELL
    room = 72 * style.inches_across(axes) / cells.shape[1], 72 * style.inches_up(axes) / len(cells)
    turns = [90 * k for k in (0, 1) if long <= room[k] and high <= room[1 - k]]
    box = {"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none"}
    place: dict[str, Any] = {"fontsize": _CELL, "ha": "center", "va": "center", "bbox": box}
    for (row, column), word in words.items() if turns else ():  # so that a grey print says as much
        axes.text(column, row, word, rotation=turns[0], **place)


def figure(result: Swept) -> Figure:
    """Return the figure of a sweep over one number or two (of more, the first two)."""
    small = f"“{result.asked.scenarios[0].title}”, {result.small}."
    if len(result.grid.paths) > 1:
        return _map(result, small)
    measures = [one for one in result.of if not one.output.is_share][:_MOST_PANELS]
    shares = [one for one in result.of if one.output.is_share]
    shares = shares or [one for one in result.outcomes.outcomes if one.question]
    small += " Line: mean; dark band: middle half; light band: 90 %; of shares: twice the "
    small += "standard error."
    if shares and result.base.shares:
        small += " Dotted: the share without any shock, at the scenario's own numbers."
    return _panels(result, measures, shares[:_MOST_SHARES], small)


def _panels(result: Swept, measures: list[Outcome], shares: list[Outcome], small: str) -> Figure:
    """Return the figure over one number: a panel a measure, and one for all shares."""
    panels = len(measures) + bool(shares)
    wide = style.across(max(_WIDE, 3.4 * panels + 3.7))
    narrow = wide < NARROW
    key = _LINE * len(shares)
    height = _BELOW + 0.3 + key + panels * _PANEL + (panels - 1) * _BETWEEN if narrow else _TALL

    def draw(canvas: Figure) -> None:
        """Draw the panels, the title above them and the small type below."""
        if narrow:
            places = _below_each_other(wide, height, panels)
            panes = [canvas.add_axes(place) for place in places]
        else:
            spaces = {"left": 0.95 / wide, "right": 1 - 1.8 / wide, "top": 0.8, "bottom": 0.2}
            grid = canvas.add_gridspec(1, panels, wspace=0.3, **spaces)
            panes = [canvas.add_subplot(grid[k]) for k in range(panels)]
        for one, axes in zip(measures, panes, strict=False):
            measure_against(axes, result, one)
        if shares:
            shares_against(panes[-1], result, shares)
        style.head(canvas, _title(result), small)

    return style.drawn(wide, height, draw, fits=True)


def _below_each_other(wide: float, height: float, panels: int) -> list[Any]:
    """Return the places of panels one below the other; the last has room above for its key."""
    left, across = 0.95 / wide, 1 - 1.1 / wide
    up = [height - 0.3 - (k + 1) * _PANEL - k * _BETWEEN for k in range(panels)]
    up[-1] = _BELOW
    return [(left, y / height, across, _PANEL / height) for y in up]


def _map(result: Swept, small: str) -> Figure:
    """Return the figure over two numbers."""
    wide, outcome = style.across(_WIDE), result.of[0]
    narrow = wide < NARROW
    label = style.folded(f"Mean, {outcome.label(result.asked.scenarios[0])}", 48)
    place = (1.1 / wide, 0.4, 1 - 1.25 / wide, 0.55) if narrow else (0.14, 0.2, 0.656, 0.64)
    beside = (1.1 / wide, 0.13, 1 - 1.25 / wide, 0.025) if narrow else (0.837, 0.2, 0.0307, 0.64)

    def draw(canvas: Figure) -> None:
        """Draw the map, the title above it and the small type below."""
        image = outcome_map(canvas.add_axes(place), result, outcome)
        lies = "horizontal" if narrow else "vertical"
        bar = canvas.colorbar(image, cax=canvas.add_axes(beside), orientation=lies)
        bar.set_label(label, fontsize=8 if narrow else 9)
        style.head(canvas, _title(result), small)

    return style.drawn(wide, 5.0 if narrow else _TALL, draw, fits=True)


def _title(result: Swept) -> str:
    """Return the finding with words for the paths of numbers."""
    title = result.finding.rstrip(".")
    for path in sorted(result.grid.paths, key=len, reverse=True):
        title = title.replace(path, path_in_words(result.asked.scenarios[0], path))
    return title
