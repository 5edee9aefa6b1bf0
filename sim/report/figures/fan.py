"""Figure 1: fans. How the state in focus tilts, on whom its economy depends, who hedges."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.outcomes.focus import focus, name_of, needs_in_words
from sim.outcomes.quantiles import quantiles
from sim.outcomes.results import Results
from sim.outcomes.summary import headline
from sim.outcomes.table import outcome_table
from sim.report import style

from .behind import half_year_means, support_panel

_MOST, _HALF = 0.18, 0.38  # how opaque the bands of 90 % and of half of histories are


def fan_data(values: np.ndarray) -> dict[str, np.ndarray]:
    """Return median and bands of a measure (history, month) over histories, month by month."""
    low, first, middle, third, high = quantiles(values)
    return {"q05": low, "q25": first, "median": middle, "q75": third, "q95": high}


def fan(axes: Axes, values: np.ndarray, colour: str) -> Axes:
    """Draw the fan of a measure: median line, middle half dark, 90 % of histories light."""
    data = fan_data(values)
    x = np.arange(values.shape[1])
    axes.fill_between(x, data["q05"], data["q95"], color=colour, alpha=_MOST, linewidth=0)
    axes.fill_between(x, data["q25"], data["q75"], color=colour, alpha=_HALF, linewidth=0)
    axes.plot(x, data["median"], color=colour, linewidth=2, marker="o" if len(x) == 1 else None)
    return axes


def shock_marks(results: Results) -> tuple[list[tuple[float, str]], list[float]]:
    """Return the shocks to label (month, title), and those to mark only, as they recur often."""
    family: dict[str, int] = {}
    for shock in results.scenario.shocks:
        family[_family(shock.id)] = family.get(_family(shock.id), 0) + 1
    labelled, recurring = [], []
    for shock in results.scenario.shocks:
        x = shock.month + (shock.date.day - 1) / 31 - 0.5
        if family[_family(shock.id)] >= 3:
            recurring.append(x)
        else:
            labelled.append((x, shock.title))
    return labelled, recurring


def _family(identity: str) -> str:
    """Return the part of a shock's id before any year."""
    parts = identity.split("-")
    return "-".join(part for part in parts[:3] if not part.isdigit())


def label_shocks(axes: Axes, results: Results) -> None:
    """Write the shocks above an axis, one below the other's line, without overlap."""
    labelled, recurring = shock_marks(results)
    low, high = axes.get_ylim()
    width = len(results.months)
    places = style.spread([x for x, _ in labelled], width / 36, 0.0, 0.86 * width)
    for (x, title), place in zip(labelled, places, strict=True):
        axes.plot([x, x], [low, high], color=style.FAINT, linewidth=0.8, linestyle=":", zorder=0)
        axes.annotate(
            title if len(title) < 40 else f"{title[:38]}…",
            xy=(x, high),
            xytext=(place, high + 0.05 * (high - low)),
            rotation=38,
            rotation_mode="anchor",
            fontsize=6.6,
            color="#444444",
            ha="left",
            va="bottom",
            annotation_clip=False,
            arrowprops={
                "arrowstyle": "-",
                "color": style.FAINT,
                "linewidth": 0.6,
                "shrinkA": 0,
                "shrinkB": 0,
            },
        )
    for x in recurring:
        axes.plot([x], [low], marker="^", color=style.FAINT, markersize=5, clip_on=False, zorder=3)
    axes.set_ylim(low, high)


def figure(results: Results) -> Figure:
    """Return the figure for a run."""
    states = most_changed(results)
    columns = min(len(states), 6)
    lines = -(-len(states) // columns)
    small = (
        style.provenance(results)
        + " Line: median. Dark band: middle half of histories. Light band: 90 %. Diamonds: means "
        "of half-years, as in the title."
    )
    if shock_marks(results)[1]:
        small += " Triangles: shocks that recur."
    if len(states) < len(results.codes):
        small += (
            f" Below: the {len(states)} states whose hedging changes most, of {len(results.codes)}."
        )

    def draw(canvas: Figure) -> None:
        """Draw the panels, the title above them and the small type below."""
        grid = canvas.add_gridspec(
            3 + lines, columns, height_ratios=[3.2, 1.2, 1.2, *[1.1] * lines], hspace=0.6,
            wspace=0.28, left=0.1, right=0.93, top=0.765, bottom=0.065,
        )  # fmt: skip
        _tilt_panel(canvas.add_subplot(grid[0, :]), results)
        support_panel(canvas.add_subplot(grid[1, :]), results, focus(results))
        _economy_panel(canvas.add_subplot(grid[2, :]), results)
        for k, code in enumerate(states):
            axes = canvas.add_subplot(grid[3 + k // columns, k % columns])
            fan(axes, results.hedging(code), style.colour(results.codes, code))
            axes.set(ylim=(0, 1), yticks=(0, 0.5, 1))
            axes.set_title(f"{code} hedging", fontsize=8.5, loc="left", pad=3)
            style.time_axis(axes, results)
            if k % columns:
                axes.set_yticklabels([])
            axes.tick_params(labelsize=7)
        style.head(canvas, headline(outcome_table(results)), small)

    return style.drawn(10, 9.4 + 1.3 * (lines - 1), draw)


def _tilt_panel(axes: Axes, results: Results) -> None:
    """Draw the tilt of the state in focus."""
    about = focus(results)
    fan(axes, results.tilt(about.state, about.a, about.b, about.needs), style.SCENARIO_A)
    half_year_means(axes, results, about, style.SCENARIO_A)
    dress_tilt(axes, results)


def dress_tilt(axes: Axes, results: Results) -> None:
    """Give an axis of tilts its ends, its needs, its months and the shocks."""
    about = focus(results)
    axes.axhline(0, color=style.FAINT, linewidth=0.8)
    ends = [
        f"all from\n{name_of(results.scenario, about.a)}",
        "even",
        f"all from\n{name_of(results.scenario, about.b)}",
    ]
    axes.set_ylim(-1, 1)
    axes.set_yticks((-1, 0, 1), ends)
    low, middle, high = axes.get_yticklabels()
    low.set_verticalalignment("bottom")  # so that it does not run into the first year
    middle.set_verticalalignment("center")
    high.set_verticalalignment("top")
    axes.text(
        0.012,
        0.90,
        needs_in_words(about.needs).capitalize(),
        transform=axes.transAxes,
        fontsize=9,
        va="top",
    )
    style.time_axis(axes, results)
    label_shocks(axes, results)


def _economy_panel(axes: Axes, results: Results) -> None:
    """Draw how much of the focus state's economy hangs on its first patron."""
    about = focus(results)
    fan(
        axes,
        results.dependence(about.state, about.a, "economy"),
        style.colour(results.codes, about.a),
    )
    axes.set(ylim=(0, 1.02))
    axes.set_yticks((0, 0.5, 1), ("0 %", "50 %", "100 %"))
    axes.set_title(
        f"Economy: {name_of(results.scenario, about.a)}'s share", fontsize=9, loc="left", pad=3
    )
    style.time_axis(axes, results)


def most_changed(results: Results) -> list[str]:
    """Return the states to draw: all, or of too many those whose hedging changes most."""
    if len(results.codes) <= style.MOST_PANELS:
        return list(results.codes)
    change = {}
    for code in results.codes:
        hedging = np.median(results.hedging(code), axis=0)
        change[code] = float(hedging.max() - hedging.min())
    chosen = sorted(results.codes, key=lambda code: -change[code])[: style.MOST_PANELS]
    return [code for code in results.codes if code in chosen]
