"""The figure of thresholds: the mean outcome against each number, and where it crosses."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.ticker import MaxNLocator

from sim.report import style
from sim.scenario import Scenario, effect_of, path_in_words
from sim.system.text import in_percent

from .crossing import Crossing
from .threshold import Threshold

MOST_PANELS, MOST_OF_NARROW = 9, 5
_ACROSS = 3
_SURE = 2.0  # standard errors
_QUESTION = 200  # letters of a question in the title
_NEAR = 0.1  # of a panel: a note nearer to the level than this lies on its line

# Inches.
_PANEL, _LEFT, _ROW, _BETWEEN, _ABOVE, _BELOW = 3.5, 0.6, 1.75, 0.75, 0.65, 0.35
_NARROWEST, _NARROW = 7.2, 5.0
_NAME, _PATH = 8.5, 7.2  # points of what a number is, and of its path
_SMALLEST = 6.5  # points: a name that would need smaller letters has several lines
_TICK = 38  # points that a number on the axis takes, with the space beside it
_STEPS = (1, 2, 2.5, 5, 10)  # between two numbers on the axis, times a power of ten
_GAP = 0.22  # of a panel: between two that stand side by side

_VERBS = {"add": "added to", "multiply": "multiplies", "set": "becomes"}


def band(probabilities: np.ndarray, histories: int) -> tuple[np.ndarray, np.ndarray]:
    """Return both ends of the band of two standard errors around shares of histories, in 0..1.

    The score interval (Wilson, Journal of the American Statistical Association 22, 1927), which has
    a width even where all histories say the same.

    Parameters
    ----------
    probabilities : ndarray
        Shares, 0..1.
    histories : int
        Of which they are shares.
    """
    p, weight = np.asarray(probabilities, dtype=float), _SURE**2 / histories
    middle, half = p + weight / 2, np.sqrt(p * (1 - p) * weight + weight**2 / 4)
    return ((middle - half) / (1 + weight)).clip(0, 1), ((middle + half) / (1 + weight)).clip(0, 1)


@dataclass(frozen=True)
class Curve:
    """The mean outcome against one number, where it is known: grid, base and crossing.

    Attributes
    ----------
    values, means : ndarray (value,)
        In the order of the values.
    low, high : ndarray (value,)
        The band of two standard errors.
    """

    values: np.ndarray
    means: np.ndarray
    low: np.ndarray
    high: np.ndarray


def curve(result: Threshold) -> Curve:
    """Return the curve of a number: of shares with score intervals, else with standard errors."""
    known = [(result.base, result.mean_at_base, result.error_at_base)]
    if result.crossing is not None and result.mean_at_crossing is not None:
        known.append((result.crossing, result.mean_at_crossing, result.error_at_crossing))
    errors = np.full(len(result.values), np.nan) if result.errors is None else result.errors
    rows = np.vstack([np.column_stack([result.values, result.means, errors]), known])
    values, first = np.unique(rows[:, 0], return_index=True)
    means, errors = rows[first, 1], rows[first, 2]
    if result.errors is None:
        return Curve(values, means, *band(means, result.histories))
    return Curve(values, means, means - _SURE * errors, means + _SURE * errors)


def surely(result: Threshold, level: float) -> tuple[float, float | None] | None:
    """Return between which values the level is crossed, allowing for chance in so many histories.

    Parameters
    ----------
    result : Threshold
    level : float
        To cross.

    Returns
    -------
    (float, float or None) or None
        The last value before the crossing, on the way from the base, at which the band lies wholly
        on the base's side of the level (the base itself, where even its band does not), and the
        first from the crossing on at which it lies wholly on the other (None: nowhere in range).
        None without a crossing.
    """
    if result.crossing is None:
        return None
    line = curve(result)
    values = line.values
    above, below = line.low > level, line.high < level
    before, after = (above, below) if result.mean_at_base > level else (below, above)
    far = (values - result.base) * np.sign(result.crossing - result.base)
    reach = abs(result.crossing - result.base)
    as_it_was = np.flatnonzero(before & (far >= 0) & (far < reach))
    turned = np.flatnonzero(after & (far >= reach))
    start = result.base if not len(as_it_was) else values[as_it_was[far[as_it_was].argmax()]]
    return float(start), float(values[turned[far[turned].argmin()]]) if len(turned) else None


def meaning(scenario: Scenario, path: str) -> str:
    """Return what the amount of a shock does, in words.

    Nothing for other numbers, whose paths say it.
    """
    shock, changed = effect_of(scenario, path)
    operation, _, number = changed.partition(" ")
    return f"{_VERBS[operation]} {number}" if shock else ""


def against(axes: Axes, result: Threshold, crossing: Crossing, name: str = "") -> Axes:
    """Draw the mean outcome against one number, with base, level and crossing.

    Parameters
    ----------
    axes : Axes
    result : Threshold
    crossing : Crossing
        The outcome and the level.
    name : str
        What the number is, above its path in small type.
    """
    line, level = curve(result), crossing.level
    axes.fill_between(line.values, line.low, line.high, color=style.SCENARIO_A, alpha=0.2, lw=0)
    axes.plot(line.values, line.means, color=style.SCENARIO_A, linewidth=1.6)
    if not result.low <= result.base <= result.high:
        edge = result.low if result.base < result.low else result.high
        axes.axvspan(result.base, edge, color="#f0f0f0", zorder=0)
    axes.axhline(level, color=style.FAINT, linewidth=0.9, linestyle=(0, (4, 3)))
    axes.plot([result.base], [result.mean_at_base], "o", color=style.INK, markersize=5.5, zorder=4)
    span = line.values[-1] - line.values[0]
    axes.set_xlim(line.values[0] - 0.04 * span, line.values[-1] + 0.04 * span)
    if crossing.is_share:
        axes.set_ylim(-0.03, 1.03)
        axes.set_yticks((0, 0.5, 1), ("0 %", "50 %", "100 %"))
    axes.tick_params(labelsize=7.5)
    room = 72 * style.inches_across(axes)
    axes.xaxis.set_major_locator(MaxNLocator(max(3, int(room / _TICK)), steps=_STEPS))
    size = style.fits(result.path, room, _PATH)
    axes.text(0, 1.035, result.path, fontsize=size, color="#555555", va="bottom",
              transform=axes.transAxes)  # fmt: skip
    if name:
        size = _NAME if "\n" in name else style.fits(name, room, _NAME)
        axes.set_title(name, fontsize=size, loc="left", pad=15)
    _mark_crossing(axes, result, level)
    return axes


def _mark_crossing(axes: Axes, result: Threshold, level: float) -> None:
    """Mark where the level is crossed, and where surely; or say that it is not."""
    low, high = axes.get_ylim()
    upper = result.means.mean() > (low + high) / 2
    height, side = (0.04, "bottom") if upper else (0.96, "top")
    if low < level < high and abs((level - low) / (high - low) - height) < _NEAR:
        height += _NEAR if upper else -_NEAR  # off the line of the level
    place: dict[str, Any] = {"fontsize": 7.8, "ha": "center", "transform": axes.transAxes}
    sure = surely(result, level)
    if result.crossing is None or sure is None:
        axes.text(0.5, height, "not crossed within the range", color="#666666", va=side, **place)
        return
    start, end = sure
    far = end
    if far is None:
        far = axes.get_xlim()[1 if result.crossing > result.base else 0]
    axes.plot(
        [start, far], [level, level], color=style.SCENARIO_B, linewidth=4, alpha=0.35,
        solid_capstyle="butt",
    )  # fmt: skip
    axes.plot([result.crossing], [level], "D", color=style.SCENARIO_B, markersize=6, zorder=5)
    share = in_percent(result.change_in_ranges, brief=True)
    text = f"crosses at {result.crossing:z.3g} ({share} of range)"
    axes.text(0.5, height, text, color=style.SCENARIO_B, va=side, **place)


def figure(
    scenario: Scenario,
    text: str,
    thresholds: Sequence[Threshold],
    crossing: Crossing,
    small: str,
) -> Figure:
    """Return the figure: a panel for each of the first nine numbers.

    Parameters
    ----------
    scenario : Scenario
    text : str
        The question, or the outcome in words.
    thresholds : sequence of Threshold
        From ``thresholds``, one at least.
    crossing : Crossing
        The outcome and the level.
    small : str
        How the numbers came about, for the small type.
    """
    count = min(len(thresholds), _ACROSS)
    wide = style.across(max(count * _PANEL + _LEFT, _NARROWEST))
    narrow = wide < _NARROW
    shown = thresholds[: MOST_OF_NARROW if narrow else MOST_PANELS]
    columns = style.columns_for(len(shown), wide - _LEFT, 2.7, count)
    rows = -(-len(shown) // columns)
    small += _legend(shown, len(thresholds), crossing)
    head = title(scenario, text, thresholds, crossing)
    names = [path_in_words(scenario, result.path) for result in shown]
    room = 72 * (0.97 * wide - _LEFT) / (columns + _GAP * (columns - 1))  # points
    if narrow or min(style.fits(name, room, _NAME) for name in names) < _SMALLEST:
        names = [style.wrapped(name, room, FontProperties(size=_NAME)) for name in names]
    more = 0.16 * max(name.count("\n") for name in names)  # inches of more lines than one
    above = _ABOVE + more + style.room_above(head, wide)
    below, between = _BELOW + style.room_below(small, wide), _BETWEEN + more
    height = above + below + rows * _ROW + (rows - 1) * between

    def draw(canvas: Figure) -> None:
        """Draw the panels, the title above them and the small type below."""
        grid = canvas.add_gridspec(
            rows, columns, left=_LEFT / wide, right=0.985, top=1 - above / height,
            bottom=below / height, wspace=_GAP, hspace=between / _ROW,
        )  # fmt: skip
        for k, (result, name) in enumerate(zip(shown, names, strict=True)):
            axes = canvas.add_subplot(grid[k // columns, k % columns])
            against(axes, result, crossing, name)
        style.head(canvas, head, small)

    return style.drawn(wide, height, draw, fits=True)


def _legend(shown: Sequence[Threshold], count: int, crossing: Crossing) -> str:
    """Say what is drawn."""
    text = "" if len(shown) == count else f" The first {len(shown)} of {count} parameters."
    level = crossing.shown_level.replace(" ", "\u00a0")
    text += f" Dot: the scenario; light band: two standard errors; dashed: {level}."
    if any(result.crossing is not None for result in shown):
        text += (
            " Diamond: the crossing. Bar: from the last value that is clearly on this side of the "
            "level to the first that is clearly beyond it (two standard errors)."
        )
    outside = any(not result.low <= result.base <= result.high for result in shown)
    return f"{text} Grey: outside the parameter's range." if outside else text


def title(
    scenario: Scenario, text: str, thresholds: Sequence[Threshold], crossing: Crossing
) -> str:
    """Say what smallest change crosses the level.

    Parameters
    ----------
    scenario : Scenario
    text : str
        The question, or the outcome in words.
    thresholds : sequence of Threshold
        The smallest change first.
    crossing : Crossing
        The outcome and the level.
    """
    first = thresholds[0]
    way = "below" if first.mean_at_base > crossing.level else "above"
    level = crossing.shown_level
    flipped = "flipped" if crossing.is_usual else f"taken {way} {level}"
    turns = "flips it" if crossing.is_usual else f"takes it {way} {level}"
    head = textwrap.shorten(text.rstrip(".?! "), _QUESTION, placeholder=" …")
    of = " of histories" if crossing.is_share else ""
    head += f": {crossing.shown(first.mean_at_base)}{of}, "
    if first.crossing is None:
        return f"{head}and no single change within the ranges {turns}"
    change = (
        f"{path_in_words(scenario, first.path)} from {first.base:z.3g} to {first.crossing:z.3g}"
    )
    return f"{head}most easily {flipped} by {change}"
