"""The figures of blocs: the stable splits into two sides, and how balanced ties are by month."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.errors import InvalidInput
from sim.report import style
from sim.report.rows import NARROW
from sim.system.text import capitalised, in_percent, listed

from .landscapes import Balance, Landscape

_MOST_MINIMA, _MOST_OF_NARROW = 4, 2
_MOST_ROWS, _MOST_ROWS_OF_NARROW = 24, 12  # names on a side beyond this are counted
_LONGEST = 16  # letters of a name that fit into a column
_MOST_NAMED = 4  # in a title
_APART_FROM_FRIENDS, _APART_FROM_RIVALS = style.HOSTILE, style.FRIENDLY

# Inches.
_NARROWEST, _SINGLE, _PANEL, _GAP, _MARGIN = 7.2, 5.0, 3.2, 0.4, 0.3
_ROW, _ABOVE, _BELOW, _BETWEEN = 0.29, 0.3, 0.5, 0.75


def side_data(landscape: Landscape, minimum: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the actors (positions) of each side of a minimum, the most frustrated first.

    Parameters
    ----------
    landscape : Landscape
    minimum : int
        0 is the deepest.
    """
    frustration = landscape.frustration[minimum]
    order = np.argsort(-frustration, kind="stable")
    first, second = (order[landscape.sides[minimum][order] == side] for side in (0, 1))
    return first, second


def split(axes: Axes, landscape: Landscape, names: Sequence[str], minimum: int, rows: int) -> Axes:
    """Draw one minimum: a column of names for each side, below each name a bar of its frustration.

    Parameters
    ----------
    axes : Axes
        Empty.
    landscape : Landscape
    names : sequence of str
        Of its actors.
    minimum : int
        0 is the deepest.
    rows : int
        Names that there is room for.
    """
    largest = np.abs(landscape.frustration[:_MOST_MINIMA]).max() or 1.0
    for column, side in enumerate(side_data(landscape, minimum)):
        left = 1.1 * column
        shown = side if len(side) <= rows else side[: rows - 1]
        for row, actor in enumerate(shown):
            value = landscape.frustration[minimum, actor]
            axes.text(left, row + 0.32, _short(names[actor]), fontsize=8.5, va="center")
            axes.text(
                left + 1,
                row + 0.32,
                _amount(value, largest),
                fontsize=7,
                va="center",
                ha="right",
                color="#666666",
            )
            _bar(axes, left, row + 0.67, value / largest)
        if len(shown) < len(side):
            text = f"and {len(side) - len(shown)} less frustrated"
            axes.text(left, rows - 0.68, text, fontsize=7.5, va="center", color=style.FAINT)
        if not len(side):
            axes.text(left, 0.32, "(nobody)", fontsize=8.5, va="center", color=style.FAINT)
    axes.set(xlim=(0, 2.1), ylim=(rows, 0))
    axes.axis("off")
    return axes


def _bar(axes: Axes, left: float, height: float, share: float) -> None:
    """Draw one frustration, -1..1 of the largest, from the middle of a column of width one."""
    colour = _APART_FROM_FRIENDS if share > 0 else _APART_FROM_RIVALS
    axes.plot([left, left + 1], [height, height], color="#e4e4e4", linewidth=0.8, zorder=1)
    axes.barh(height, 0.5 * share, left=left + 0.5, height=0.18, color=colour, zorder=2)
    axes.plot(
        [left + 0.5] * 2, [height - 0.11, height + 0.11], color="#777777", linewidth=0.8, zorder=3
    )


def _amount(value: float, largest: float, digits: int = 3) -> str:
    """Return a number as text, nought where it is nothing but rounding beside the largest."""
    return f"{0.0 if abs(value) < 1e-9 * largest else value:z,.{digits}g}".replace("-", "−")


def figure(landscape: Landscape, names: Sequence[str], title_of: str, small: str) -> Figure:
    """Return the figure of a landscape: its deepest minima, up to four, side by side.

    Parameters
    ----------
    landscape : Landscape
    names : sequence of str
        Of its actors, in order.
    title_of : str
        What the landscape is of, as "Europe in 1936".
    small : str
        Where the numbers come from.

    Raises
    ------
    ValueError
        For names that are not as many as the actors.
    """
    if len(names) != landscape.sides.shape[1]:
        raise InvalidInput(
            f"{landscape.sides.shape[1]} actors need as many names, not {len(names)}"
        )
    panels = min(len(landscape.minima), _MOST_MINIMA)
    wide = style.across(max(_NARROWEST, 2 * _MARGIN + panels * _PANEL + (panels - 1) * _GAP))
    across = style.columns_for(panels, wide - 2 * _MARGIN + _GAP, 2.9 + _GAP, _MOST_MINIMA)
    panels = panels if wide >= _SINGLE else min(panels, _MOST_OF_NARROW)
    down = -(-panels // across)
    longest = max(len(side) for k in range(panels) for side in side_data(landscape, k))
    rows = min(max(longest, 3), _MOST_ROWS if wide >= _SINGLE else _MOST_ROWS_OF_NARROW)
    panel = (wide - 2 * _MARGIN - (across - 1) * _GAP) / across
    title, small = _title(landscape, names, title_of), f"{small}\n{_legend(landscape, panels)}"
    above, below = _ABOVE + style.room_above(title, wide), _BELOW + style.room_below(small, wide)
    height = above + down * rows * _ROW + (down - 1) * _BETWEEN + below

    def draw(canvas: Figure) -> None:
        """Draw the panels, the title above them and the small type below."""
        for k in range(panels):
            left = _MARGIN + k % across * (panel + _GAP)
            low = height - above - rows * _ROW - k // across * (rows * _ROW + _BETWEEN)
            place = (left / wide, low / height, panel / wide, rows * _ROW / height)
            axes = split(canvas.add_axes(place), landscape, names, k, rows)
            axes.set_title(_rank(landscape, k), fontsize=9.5, loc="left", fontweight="bold")
            numbers = _numbers(landscape, k)
            canvas.text(left / wide, (low - 0.1) / height, numbers, fontsize=8.5, va="top")
        style.head(canvas, title, small.strip())

    return style.drawn(wide, height, draw, fits=True)


def _rank(landscape: Landscape, minimum: int) -> str:
    """Return what a minimum is called."""
    if len(landscape.minima) == 1:
        return "The only one" if landscape.exhaustive else "The only one found"
    return ("Deepest", "Second", "Third", "Fourth")[minimum]


def _numbers(landscape: Landscape, minimum: int) -> str:
    """Return a minimum's energy, and its basin as a share of all beginnings."""
    energies = landscape.minimum_energies
    energy = _amount(energies[minimum], np.abs(energies).max(), digits=4)
    share = in_percent(landscape.basin(minimum), True, digits=1).replace(".0 ", " ")
    return f"energy {energy}\nbasin {share} of {'splits' if landscape.exhaustive else 'starts'}"


def _legend(landscape: Landscape, drawn: int) -> str:
    """Say how bars are read, and how many minima are not drawn."""
    text = (
        "Bars and small numbers: frustration; to the right (brown) from being apart from those it "
        "wants to be with, to the left (purple) from being apart from those it does not. Basin: "
        "share of starting points that end in the split."
    )
    more = len(landscape.minima) - drawn
    if more > 0:
        text += f" {more:,} more {'is' if more == 1 else 'are'} not drawn."
    return text


def _short(name: str) -> str:
    """Return a name that fits into a column."""
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1].rstrip()}…"


def _listing(names: list[str]) -> str:
    """Return a few names, and how many more there are."""
    if len(names) <= _MOST_NAMED:
        return listed(names)
    return f"{', '.join(names[: _MOST_NAMED - 1])} and {len(names) - _MOST_NAMED + 1} more"


def _title(landscape: Landscape, names: Sequence[str], title_of: str) -> str:
    """Say how many stable splits there are, and who is against whom in the deepest."""
    sides = [
        _listing([_short(names[actor]) for actor in sorted(side)])
        for side in side_data(landscape, 0)
        if len(side)
    ]
    who = " against ".join(sides) if len(sides) > 1 else "all together"
    lead, count = "" if landscape.exhaustive else "at least ", len(landscape.minima)
    words_of = (
        f"one stable split, {who}"
        if count == 1
        else f"{count:,} stable splits, in the deepest {who}"
    )
    return f"{title_of}: {lead}{words_of}"


def balance_lines(axes: Axes, labels: Sequence[str], balances: Sequence[Balance]) -> Axes:
    """Draw the share of balanced triads and the frustration of ties by month."""
    curves = [
        ("balanced triads", [balance.balanced for balance in balances], style.SCENARIO_A, "-"),
        ("frustrated ties", [balance.frustration for balance in balances], style.SCENARIO_B, "--"),
    ]
    x = np.arange(len(balances))
    ends = [_last(values) for _, values, _, _ in curves]
    narrow = style.inches_across(axes) < 0.4 * NARROW
    apart = 0.27 if narrow else 0.09  # lines of names, of a panel's height
    heights = style.spread([0.5 if np.isnan(end) else end for end in ends], apart, 0.0, 1.0)
    for (name, values, colour, dashes), end, height in zip(curves, ends, heights, strict=True):
        marker = "o" if len(balances) <= 12 else None
        axes.plot(
            x,
            values,
            color=colour,
            linestyle=dashes,
            linewidth=2,
            marker=marker,
            markersize=4,
            clip_on=False,
        )
        text = f"{name}: none" if np.isnan(end) else f"{name} {in_percent(end, brief=True)}"
        text = style.in_lines(text, 12) if narrow else text
        where = axes.get_yaxis_transform()
        axes.text(1.02, height, text, color=colour, fontsize=8.5, va="center", transform=where)
    step = max(1, -(-len(labels) // (3 if narrow else 8)))
    axes.set_xticks(x[::step], list(labels)[::step])
    axes.set_yticks((0, 0.25, 0.5, 0.75, 1), ("0 %", "25 %", "50 %", "75 %", "100 %"))
    axes.set(xlim=(-0.5, len(balances) - 0.5), ylim=(0, 1))
    axes.grid(axis="y", color="#e6e6e6", linewidth=0.7)
    return axes


def balance_figure(months_labels: list[str], balances: list[Balance], small: str) -> Figure:
    """Return the figure of balance over time: balanced triads, and the frustration of all ties.

    Parameters
    ----------
    months_labels : list of str
        One for each month.
    balances : list of Balance
        Of the same months.
    small : str
        Where the numbers come from.

    Raises
    ------
    ValueError
        For no months, or labels that are not as many as the balances.
    """
    if not balances or len(months_labels) != len(balances):
        raise InvalidInput(
            f"{len(balances)} balances need as many months, one or more, not {len(months_labels)}"
        )
    how = (
        "Balanced: friends of friends are friends, enemies of enemies too. Frustrated: the least "
        "share of the strength of ties that lies between friends across, or enemies within, any "
        "two camps."
    )

    wide = style.across(9.5)
    place = (0.07, 0.22, 0.72, 0.62)
    if wide < NARROW:
        place = (0.6 / wide, 0.22, 1 - 1.55 / wide, 0.62)

    def draw(canvas: Figure) -> None:
        """Draw the panels, the title above them and the small type below."""
        balance_lines(canvas.add_axes(place), months_labels, balances)
        style.head(canvas, _balance_title(balances), f"{small}\n{how}".strip())

    return style.drawn(wide, 4.0, draw, fits=True)


def _last(values: Sequence[float]) -> float:
    """Return the last value that there is, or NaN."""
    known = [value for value in values if not np.isnan(value)]
    return known[-1] if known else np.nan


def _balance_title(balances: list[Balance]) -> str:
    """Say how frustration and balanced triads change from the first month to the last."""
    words_of, kinds = [], {"balanced triads": "balanced", "frustrated ties": "frustration"}
    for name, kind in kinds.items():
        values = [getattr(balance, kind) for balance in balances]
        words = [in_percent(value, brief=True) for value in values if not np.isnan(value)]
        if not words:
            words_of.append(f"no {name.split()[-1]} to judge")
        elif words[0] == words[-1]:
            words_of.append(f"{name} {'at' if len(set(words)) == 1 else 'return to'} {words[0]}")
        else:
            words_of.append(f"{name} from {words[0]} to {words[-1]}")
    return capitalised(", ".join(words_of))
