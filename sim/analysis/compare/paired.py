"""Figure 2 for two scenarios: what the second changes, history by history."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from sim.countries.named import possessive
from sim.outcomes import base_rates
from sim.outcomes.focus import name_in_text, needs_in_words
from sim.report import style
from sim.report.figures.fan import fan
from sim.system.text import capitalised, in_percent

from .comparison import Compared
from .words import headline, provenance

_GROUPS = ("asked", "hedging", "dependence", "questions")
_MOST_ROWS, _MOST_OF_NARROW = 26, 12  # more cannot be read
_INK = "#333333"
_ROW = 0.34  # inches; a question and its base rates take two or three lines
_ROW_OF_NARROW, _NARROW = 0.66, 6.0  # inches, in a figure narrower than this
_LETTERS = 7.0
_LABEL = 0.14  # of a panel's height: the label above all that is drawn


def paired_rows(result: Compared, most: int = _MOST_ROWS) -> pd.DataFrame:
    """Return the rows to draw: of many measures those that change most.

    Parameters
    ----------
    result : Compared
    most : int
        Rows at the most.
    """
    table = result.rows(1)
    scaled = [one.column for one in result.measures if one.outcome.output.high <= 1]
    drawn = table["group"].isin(_GROUPS) & table["column"].isin(scaled)
    size = table["difference"][drawn].abs().sort_values(ascending=False, kind="stable")
    return table.loc[sorted(size.index[:most])]


def forest(axes: Axes, result: Compared, rows: pd.DataFrame, narrow: bool) -> Axes:
    """Draw a row per measure: mean difference with its interval, and paired differences.

    At the right: in what share of histories the second scenario is higher, and lower.

    Parameters
    ----------
    axes : Axes
    result : Compared
    rows : DataFrame
        From ``paired_rows``.
    narrow : bool
        Whether words stand above the bars, as beside them there is no room.
    """
    asked = {row["text"]: row for row in result.questions()}
    for y, (_, row) in enumerate(rows.iterrows()):
        _bar(axes, row, y)
        up, down = (in_percent(row[which], brief=True) for which in ("higher", "lower"))
        label = capitalised(_beside(row["measure"], asked.get(row["measure"])))
        _words(
            axes,
            y,
            label,
            f"{up} up · {down} down",
            72 * style.inches_across(axes) if narrow else 0.0,
        )
    axes.set_yticks(range(len(rows)), [""] * len(rows))
    axes.set_ylim(len(rows) - 0.4, -0.8 if narrow else -0.6)
    axes.axvline(0, color=style.FAINT, linewidth=0.8, zorder=0)
    head = f"difference from {result.labels[0]}: less ←  → more (shares and probabilities, 0..1)"
    axes.set_xlabel(style.filled(axes, head, 9) if narrow else head)
    return axes


def _words(axes: Axes, y: int, label: str, shares: str, points: float) -> None:
    """Write a row's label and shares beside it, or in a narrow figure above it, so many points."""
    how: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "fontsize": _LETTERS}
    if points:
        told = style.wrapped(f"{label}: {shares}", points, FontProperties(size=_LETTERS))
        box = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.6}
        axes.text(0.0, y - 0.12, told, va="bottom", linespacing=1.05, bbox=box, **how)
        return
    axes.text(-0.01, y, style.folded(label, 72), va="center", ha="right", **how)
    axes.text(1.01, y, shares, va="center", **how)


def _beside(name: str, question: dict[str, Any] | None) -> str:
    """Return a measure's name; behind a question's the shares without shocks, what happened."""
    if question is None:
        return name
    bases = [base for base in question["shares_without_shocks"] if base is not None]
    told = list(dict.fromkeys(map(base_rates.percent, bases)))  # once where they are alike
    words = [f"without any shock {', '.join(told)}"] if bases else []
    known = {True: ["it happened"], False: ["it did not happen"], None: []}
    words += known[question["happened"]]
    return f"{name} [{'; '.join(words)}]" if words else name


def _bar(axes: Axes, row: pd.Series, y: float) -> None:
    """Draw one row."""
    if row["group"] != "questions":  # of a yes-or-no question single differences say nothing
        axes.plot([row["q05"], row["q95"]], [y, y], color=_INK, linewidth=1, alpha=0.8)
        axes.plot(
            [row["q25"], row["q75"]],
            [y, y],
            color=_INK,
            linewidth=4,
            alpha=0.55,
            solid_capstyle="butt",
        )
    axes.plot([row["low"], row["high"]], [y, y], color=_INK, linewidth=1.6)
    axes.plot([row["difference"]], [y], marker="o", color=_INK, markersize=5)


def difference_over_time(axes: Axes, result: Compared) -> Axes:
    """Draw the fan of the paired differences of the tilt, month by month."""
    about = result.about
    first, second = result.tilts()
    fan(axes, second - first, style.SCENARIO_B)
    letters = FontProperties(size=8, weight="bold")
    told, room = f"{result.labels[1]} less {result.labels[0]}", 69 * style.inches_across(axes)
    told = style.wrapped(told, room, letters)
    axes.text(
        0.01, 0.97, told, color=style.SCENARIO_B, font=letters, va="top", transform=axes.transAxes
    )
    axes.axhline(0, color=style.FAINT, linewidth=0.8)
    low, high = axes.get_ylim()
    label = min(_LABEL * (1 + told.count("\n")), 0.6)
    axes.set_ylim(low, low + (high - low) / (1.0 - label))
    names = (about.state, about.a, about.b)
    state, a, b = (name_in_text(result.scenarios[0], code) for code in names)
    tilt = f"{possessive(state)} tilt ({needs_in_words(about.needs)})"
    head = f"Difference in {tilt}: up toward {b}, down toward {a}"
    axes.set_title(style.filled(axes, head, 9.5), fontsize=9.5, loc="left")
    style.time_axis(axes, result.results[0])
    return axes


def figure(result: Compared) -> Figure:
    """Return the figure for a comparison."""
    wide = style.across(11)
    narrow = wide < _NARROW
    rows = paired_rows(result, _MOST_OF_NARROW if narrow else _MOST_ROWS)
    count = len(rows)
    row = _ROW_OF_NARROW if narrow else _ROW
    height = 4.2 + row * count
    ends = (0.12, 0.97) if narrow else (4.0 / wide, 1 - 1.55 / wide)
    small = provenance(result) + " Above: median, middle half and 90 % of paired differences. "
    small += "Below: dot, mean and its 95 % interval; thick, middle half; thin, 90 %."

    if narrow:
        small += f" The {count} measures that change most."

    def draw(canvas: Figure) -> None:
        """Draw the panels, the title above them and the small type below."""
        grid = canvas.add_gridspec(
            2, 1, height_ratios=[2.1, row * count], left=ends[0], right=ends[1],
            hspace=1.6 / (2.1 + row * count), top=1 - 0.85 / height, bottom=0.85 / height,
        )  # fmt: skip
        above = canvas.add_subplot(grid[0])
        place = above.get_position()
        above.set_position((0.77 / wide, place.y0, 1 - 1.1 / wide, place.height))
        difference_over_time(above, result)
        forest(canvas.add_subplot(grid[1]), result, rows, narrow)
        style.head(canvas, headline(result), small)

    return style.drawn(wide, height, draw, fits=True)
