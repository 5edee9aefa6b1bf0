"""Draw the figure of docs/elsewhere.md: run it after changing egypt-1970-79.toml or the rules."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import sim
from sim.report import style
from sim.report.figures.fan import fan

HISTORIES = 1000
FIGURE = Path(__file__).parent / "images" / "egypt"
DIPLOMACY = ("security", "recognition")
EVENTS = {
    "friendship-treaty": "treaty with\nMoscow",
    "expulsion": "advisers\nsent home",
    "october-war": "October\nwar",
    "american-aid": "American\naid",
    "treaty-ended": "treaty\nended",
    "jerusalem": "Jerusalem",
    "peace": "peace",
}
OPENING = ("kissinger", "relations-restored", "sinai-one")
WITHOUT = {
    ("arms-withheld",): ("without Moscow's\nwithholding", style.SCENARIO_B, "--"),
    OPENING: ("without Washington's\nopening", "#CC79A7", "-."),
}


def tilt(results: sim.Results) -> np.ndarray:
    """Return Egypt's tilt between Moscow and Washington: (history, month)."""
    return results.tilt("EGY", "USSR", "USA", DIPLOMACY)


def turn(axes: Axes, egypt: sim.Results) -> Axes:
    """Draw the tilt, and its median where one patron does not do its part."""
    fan(axes, tilt(egypt), style.SCENARIO_A)
    end = len(egypt.months)
    axes.text(
        end + 1,
        np.median(tilt(egypt)[:, -1]),
        "all shocks",
        color=style.SCENARIO_A,
        fontsize=8.5,
        va="center",
    )
    for gone, (label, colour, dash) in WITHOUT.items():
        middle = np.median(
            tilt(sim.run(sim.load("egypt-1970-79", without=gone), HISTORIES)), axis=0
        )
        axes.plot(middle, color=colour, linewidth=1.8, linestyle=dash)
        axes.text(end + 1, middle[-1], label, color=colour, fontsize=8.5, va="center")
    for shock in egypt.scenario.shocks:
        if shock.id in EVENTS:
            axes.axvline(shock.month, color=style.FAINT, linewidth=0.8, linestyle=":", zorder=0)
            axes.text(
                shock.month,
                1.04,
                EVENTS[shock.id],
                fontsize=7.5,
                color="#444444",
                ha="center",
                va="bottom",
            )
    axes.axhline(0, color=style.FAINT, linewidth=0.8)
    axes.set(ylim=(-1.03, 1))
    axes.set_yticks((-1, 0, 1), ("all from\nMoscow", "even", "all from\nWashington"))
    axes.get_yticklabels()[0].set_verticalalignment("bottom")  # above the first year
    style.time_axis(axes, egypt)
    return axes


def suppliers(axes: Axes, egypt: sim.Results) -> Axes:
    """Draw what Egypt receives from each, all needs together: means, one on the other."""
    codes = ("USSR", "SAU", "USA")
    given = np.array([egypt.support(code, "EGY").mean(axis=0) for code in codes])
    colours = [style.colour(egypt.codes, code) for code in codes]
    axes.stackplot(np.arange(given.shape[1]), given, colors=colours, alpha=0.75, linewidth=0)
    names = ("Soviet Union", "Saudi Arabia,\nfor the Arab donors", "United States")
    middles = given[:, -1].cumsum() - given[:, -1] / 2
    for name, height, colour in zip(names, middles, colours, strict=True):
        axes.text(
            given.shape[1] + 1,
            height,
            name,
            color=colour,
            fontsize=8.5,
            va="center",
            fontweight="bold",
        )
    axes.set(ylim=(0, 1.05 * given.sum(axis=0).max()))
    axes.set_title("What Egypt receives (patrons)", fontsize=9, loc="left")
    style.time_axis(axes, egypt)
    return axes


def figure() -> Figure:
    """Return the figure."""
    egypt = sim.run(sim.load("egypt-1970-79"), HISTORIES)
    even = egypt.months[int((np.median(tilt(egypt), axis=0) > 0).argmax())].item()
    head = "Egypt leaves Moscow after the war, not with the expulsion, and is even by "
    head += f"{even:%B %Y}"
    small = (
        style.provenance(egypt)
        + " Above: tilt in security and recognition; line: median; dark band: middle half\n"
    )
    small += (
        "of histories; light band: 90 %. Broken lines: medians on the same random draws. "
        "Below: means."
    )

    def draw(canvas: Figure) -> None:
        turn(canvas.add_axes((0.09, 0.42, 0.74, 0.43)), egypt)
        suppliers(canvas.add_axes((0.09, 0.12, 0.74, 0.2)), egypt)
        style.head(canvas, head, small)

    return style.drawn(10, 6.6, draw)


if __name__ == "__main__":
    for path in style.save(figure(), FIGURE):
        if path.suffix == ".svg":  # pages show the PNG
            path.unlink()
