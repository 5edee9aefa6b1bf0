"""Figure 1 for several scenarios: their fans on the same axes, the same histories in each."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from sim.countries.named import possessive
from sim.outcomes.focus import name_in_text
from sim.report import style
from sim.report.figures.fan import Sheet, dress_economy, dress_tilt, fan, most_changed

from .comparison import Compared
from .words import headline, provenance

_RIGHT, _RIGHT_OF_NARROW = 1.45, 0.95  # inches beside the panels, for the names of the scenarios


def overlaid(axes: Axes, values: list[np.ndarray]) -> Axes:
    """Draw the fan of a measure, (history, month), for each of two scenarios."""
    for k, array in enumerate(values):
        fan(axes, array, style.SCENARIOS[k], style.DASHES[k])
    return axes


def figure(result: Compared) -> Figure:
    """Return the figure for a comparison."""
    states = most_changed(result.results[0])
    small = provenance(result) + " Line: median."
    small += " Dark band: middle half of histories. Light band: 90 %."

    wide = style.across(11)
    right = _RIGHT if wide > 6 else _RIGHT_OF_NARROW
    sheet = Sheet.of(result.results[0], states, wide, right)

    def draw(canvas: Figure) -> None:
        """Draw the panels, the title above them and the small type below."""
        above, middle, below = sheet.lay_out(canvas, result.results[0], hedging)
        _tilts(above, result)
        _supports(middle, result)
        _economies(below, result)
        style.head(canvas, headline(result), small)

    def hedging(axes: Axes, code: str) -> None:
        """Draw how evenly a state spreads its support in either scenario."""
        overlaid(axes, [results.hedging(code) for results in result.results])

    return style.drawn(sheet.wide, sheet.height, draw, fits=True)


def _tilts(axes: Axes, result: Compared) -> None:
    """Draw the tilts, named at their ends."""
    values = result.tilts()
    overlaid(axes, values)
    dress_tilt(axes, result.results[0])
    name_ends(
        axes, [float(np.median(array[:, -1])) for array in values], result.labels, (-1.0, 1.0)
    )


def _supports(axes: Axes, result: Compared) -> None:
    """Draw the support that each scenario's tilt divides: from the first patron dashed."""
    about = result.about
    for k, results in enumerate(result.results):
        for code, dashes in ((about.a, "--"), (about.b, "-")):
            values = results.support(code, about.state, about.needs).mean(axis=0)
            x, colour = np.arange(len(values)), style.scenario_colour(k)
            axes.plot(x, values, color=colour, linestyle=dashes, linewidth=1.6)
    axes.set_ylim(0, max(0.1, axes.get_ylim()[1]))
    names = (name_in_text(result.scenarios[0], code) for code in (about.a, about.b))
    a, b = map(possessive, names)
    title = f"Support that the tilt divides, in patrons (means): dashed {a}, solid {b}"
    if style.inches_across(axes) < 3:
        title = f"Patrons' support: dashed {a}, solid {b}"
    axes.set_title(style.filled(axes, title, 9), fontsize=9, loc="left", pad=3)
    style.time_axis(axes, result.results[0])


def _economies(axes: Axes, result: Compared) -> None:
    """Draw the first patron's share of the economy."""
    about = result.about
    values = [results.dependence(about.state, about.a, "economy") for results in result.results]
    overlaid(axes, values)
    dress_economy(axes, result.results[0], values)


def name_ends(
    axes: Axes, heights: list[float], labels: tuple[str, ...], limits: tuple[float, float]
) -> None:
    """Write each line's label beside its end, apart from one another."""
    words = [style.folded(label, 22) for label in labels]
    if style.inches_across(axes) < 4:
        font = FontProperties(size=8, weight="bold")
        words = [style.wrapped(label, 72 * _RIGHT_OF_NARROW - 6, font) for label in labels]
    gap = 0.055 * (1 + max(word.count("\n") for word in words)) + 0.03
    spread = style.spread(heights, gap * (limits[1] - limits[0]), *limits)
    for k, (height, label) in enumerate(zip(spread, words, strict=True)):
        axes.text(
            1.008, height, label, color=style.SCENARIOS[k], fontsize=8,
            fontweight="bold", va="center", transform=axes.get_yaxis_transform(),
        )  # fmt: skip
