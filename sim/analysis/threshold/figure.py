"""The figure of thresholds: the probability of yes against each number, and where it crosses the level."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.report import style
from sim.scenario import Scenario

from .threshold import Threshold

MOST_PANELS = 9
_ACROSS = 3
_SURE = 2.0  # standard errors
_TITLE, _SMALL = 8.5, 15.5  # letters to an inch
_QUESTION = 80  # letters of a question in the title
_PATH = 52  # letters of a path above a panel

# Inches.
_PANEL, _LEFT, _ROW, _BETWEEN, _ABOVE, _BELOW = 3.5, 0.6, 1.75, 0.75, 1.2, 0.75
_NARROWEST = 7.2

_VERBS = {"add": "added to", "multiply": "multiplies", "set": "becomes"}


def band(probabilities: np.ndarray, histories: int) -> tuple[np.ndarray, np.ndarray]:
    """Return low and high end of the band of two standard errors around shares of histories, within 0..1.

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


def curve(found: Threshold) -> tuple[np.ndarray, np.ndarray]:
    """Return the values at which the probability of yes is known, in order, and the probabilities there.

    These are the grid, the base and the crossing.
    """
    values, likely = [*found.values, found.base], [*found.probabilities, found.probability_at_base]
    if found.crossing is not None:
        values, likely = [*values, found.crossing], [*likely, found.probability_at_crossing]
    values, first = np.unique(np.array(values, dtype=float), return_index=True)
    return values, np.array(likely, dtype=float)[first]


def surely(found: Threshold, level: float) -> tuple[float, float | None] | None:
    """Return between which values the answer turns, for all that luck may do to so many histories.

    Returns
    -------
    (float, float or None) or None
        The last value before the crossing, on the way from the base, at which the band lies wholly
        on the base's side of the level (the base itself, where even its band does not), and the
        first from the crossing on at which it lies wholly on the other (None: nowhere in range).
        None without a crossing.
    """
    if found.crossing is None:
        return None
    values, likely = curve(found)
    low, high = band(likely, found.histories)
    above, below = low > level, high < level
    before, after = (above, below) if found.probability_at_base > level else (below, above)
    far = (values - found.base) * np.sign(found.crossing - found.base)
    reach = abs(found.crossing - found.base)
    as_it_was = np.flatnonzero(before & (far >= 0) & (far < reach))
    turned = np.flatnonzero(after & (far >= reach))
    start = found.base if not len(as_it_was) else values[as_it_was[far[as_it_was].argmax()]]
    return float(start), float(values[turned[far[turned].argmin()]]) if len(turned) else None


def meaning(scenario: Scenario, path: str) -> str:
    """Return what the amount of a shock does, in words.

    Nothing for other numbers, whose paths say it.
    """
    for shock in scenario.shocks:
        for effect in shock.effects:
            if effect.name == path:
                return f"{_VERBS[effect.operation]} {effect.path}"
    return ""


def against(axes: Axes, found: Threshold, level: float, note: str = "") -> Axes:
    """Draw the probability of yes against one number, with base, level and crossing.

    Parameters
    ----------
    axes : Axes
    found : Threshold
    level : float
        The probability to cross.
    note : str
        A second line of the panel's title, in small type.
    """
    values, likely = curve(found)
    low, high = band(likely, found.histories)
    axes.fill_between(values, low, high, color=style.SCENARIO_A, alpha=0.2, linewidth=0)
    axes.plot(values, likely, color=style.SCENARIO_A, linewidth=1.6)
    if not found.low <= found.base <= found.high:
        axes.axvspan(
            found.base,
            found.low if found.base < found.low else found.high,
            color="#f0f0f0",
            zorder=0,
        )
    axes.axhline(level, color=style.FAINT, linewidth=0.9, linestyle=(0, (4, 3)))
    axes.plot(
        [found.base], [found.probability_at_base], "o", color=style.INK, markersize=5.5, zorder=4
    )
    span = values[-1] - values[0]
    axes.set(ylim=(-0.03, 1.03), xlim=(values[0] - 0.04 * span, values[-1] + 0.04 * span))
    axes.set_yticks((0, 0.5, 1), ("0 %", "50 %", "100 %"))
    axes.tick_params(labelsize=7.5)
    size = min(8.5, 8.5 * _PATH / len(found.path))
    axes.set_title(found.path if not note else f"{found.path}\n", fontsize=size, loc="left")
    if note:
        axes.text(
            0, 1.035, note, fontsize=7.2, color="#555555", va="bottom", transform=axes.transAxes
        )
    _mark_crossing(axes, found, level)
    return axes


def _mark_crossing(axes: Axes, found: Threshold, level: float) -> None:
    """Mark where the answer turns and between which values it surely does, or say that it does not."""
    place = {"fontsize": 7.8, "ha": "center", "transform": axes.transAxes}
    height, side = (0.04, "bottom") if found.probabilities.mean() > 0.5 else (0.96, "top")
    if found.crossing is None:
        axes.text(0.5, height, "no value in range turns it", color="#666666", va=side, **place)
        return
    start, end = surely(found, level)
    edge = axes.get_xlim()[1 if found.crossing > found.base else 0]
    far = edge if end is None else end
    axes.plot(
        [start, far],
        [level, level],
        color=style.SCENARIO_B,
        linewidth=4,
        alpha=0.35,
        solid_capstyle="butt",
    )
    axes.plot([found.crossing], [level], "D", color=style.SCENARIO_B, markersize=6, zorder=5)
    told = f"turns at {found.crossing:.3g} ({100 * found.change_in_ranges:.0f} % of range)"
    axes.text(0.5, height, told, color=style.SCENARIO_B, va=side, **place)


def figure(
    scenario: Scenario, text: str, thresholds: Sequence[Threshold], level: float, small: str
) -> Figure:
    """Return the figure: a panel for each of the first nine numbers.

    Parameters
    ----------
    scenario : Scenario
    text : str
        The question.
    thresholds : sequence of Threshold
        From ``thresholds``, one at least.
    level : float
        The probability to cross.
    small : str
        How the numbers came about, for the small type.
    """
    shown = thresholds[:MOST_PANELS]
    rows, columns = -(-len(shown) // _ACROSS), min(_ACROSS, len(shown))
    width = max(columns * _PANEL + _LEFT, _NARROWEST)
    height = _ABOVE + _BELOW + rows * _ROW + (rows - 1) * _BETWEEN
    lines = textwrap.wrap(small + _legend(shown, len(thresholds), level), int(width * _SMALL))

    def draw(canvas: Figure) -> None:
        grid = canvas.add_gridspec(
            rows, columns, left=_LEFT / width, right=0.985, top=1 - _ABOVE / height, bottom=_BELOW / height,
            wspace=0.22, hspace=_BETWEEN / _ROW,
        )  # fmt: skip
        for k, found in enumerate(shown):
            note = meaning(scenario, found.path)
            against(canvas.add_subplot(grid[k // columns, k % columns]), found, level, note)
        style.head(
            canvas,
            style.folded(title(text, thresholds, level), int(width * _TITLE)),
            "\n".join(lines),
        )

    return style.drawn(width, height, draw)


def _legend(shown: Sequence[Threshold], count: int, level: float) -> str:
    """Say what is drawn."""
    told = "" if len(shown) == count else f" The first {len(shown)} of {count} numbers."
    told += f" Dot: the scenario; light band: two standard errors; dashed: {100 * level:g}\u00a0%."
    if any(found.crossing is not None for found in shown):
        told += " Diamond: where the answer turns; bar: from where it surely has not to where it surely has."
    outside = any(not found.low <= found.base <= found.high for found in shown)
    return f"{told} Grey: outside the number's range." if outside else told


def title(text: str, thresholds: Sequence[Threshold], level: float) -> str:
    """Say what the smallest change is that turns the answer."""
    first = thresholds[0]
    turned = (
        "turned"
        if level == 0.5
        else f"taken {'below' if first.probability_at_base > level else 'above'} "
    )
    turned += "" if level == 0.5 else f"{100 * level:g} %"
    told = textwrap.shorten(text.rstrip(".?! "), _QUESTION, placeholder=" …")
    told += f": {100 * first.probability_at_base:.0f} % of histories, "
    if first.crossing is None:
        return f"{told}{turned} by no single change within the ranges"
    return (
        f"{told}most easily {turned} by {first.path} from {first.base:.3g} to {first.crossing:.3g}"
    )
