"""Draw the figure of the README: run it after changing the article's scenario or the rules."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import sim
from sim.report import style
from sim.report.figures.fan import fan

HISTORIES = 1000
FIGURE = Path(__file__).parent / "images" / "tilt"
DIPLOMACY = ("security", "recognition")
EVENTS = {  # what stands above the panel, and which end of it at the line
    "nuclear-test": ("third nuclear test", "center"),
    "jang-purge": ("purge of Jang", "right"),
    "crimea": ("annexation of Crimea", "left"),
    "kremlin-invitation": ("the Kremlin's invitation", "left"),
}


def tilt(results: sim.Results) -> np.ndarray:
    """Return North Korea's tilt between Beijing and Moscow: (history, month)."""
    return results.tilt("DPRK", "CHN", "RUS", DIPLOMACY)


def panel(axes: Axes, article: sim.Results, quiet: sim.Results) -> None:
    """Draw the tilt as the article has it and where nothing happens, with what happened above."""
    end = len(article.months)
    for results, words, colour, dashes in (
        (article, "with the events\nof 2013-15", style.SCENARIO_A, "-"),
        (quiet, "without\nany event", style.SCENARIO_B, "--"),
    ):
        fan(axes, tilt(results), colour, dashes)
        last = np.median(tilt(results)[:, -1])
        axes.text(end, last, words, color=colour, fontsize=9, va="center")
    bands = "line: median\ndark: middle half\nlight: 90 %"
    axes.text(end, -1.03, bands, color="#444444", fontsize=7.5, va="bottom")
    for shock in article.scenario.shocks:
        if shock.id in EVENTS:
            axes.axvline(shock.month, color=style.FAINT, linewidth=0.8, linestyle=":", zorder=0)
            words, end_at = EVENTS[shock.id]
            axes.text(shock.month, 1.05, words, fontsize=8.5, ha=end_at, va="bottom")
    axes.axhline(0, color=style.FAINT, linewidth=0.8)
    axes.set(ylim=(-1.03, 1.03), xlim=(-0.5, end - 0.5))
    axes.set_yticks([-1, 0, 1], ["all from China", "even", "all from Russia"])
    style.time_axis(axes, article)


def figure(article: sim.Results, quiet: sim.Results) -> Figure:
    """Return the figure, low enough to stand on the first screen of the README."""

    def draw(canvas: Figure) -> None:
        """Draw the one panel."""
        panel(canvas.add_axes((0.115, 0.12, 0.765, 0.76)), article, quiet)

    return style.drawn(10, 2.5, draw)


def main() -> None:
    """Run the article with its events and without any, and draw both."""
    scenario = sim.load("article")
    events = [shock.id for shock in scenario.shocks]
    runs = [sim.run(one, HISTORIES) for one in (scenario, sim.load("article", without=events))]
    for path in style.save(figure(*runs), FIGURE):
        if path.suffix == ".svg":  # pages show the PNG
            path.unlink()


if __name__ == "__main__":
    main()
