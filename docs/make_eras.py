"""Draw docs/images/eras.png, DPRK's tilt and hedging 1961-2015: run it when an era changed."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import sim
from sim.report import style
from sim.report.figures.fan import fan_data

DIPLOMACY = ("security", "recognition")
ERAS = {
    "cold-war": "Cold War",
    "yeltsin-years": "Yeltsin",
    "putins-return": "Putin",
    "article": "Article",
}
# Shocks to name, by scenario and id; the dates come from the files.
NAMED = {
    ("cold-war", "cuba"): "Cuba",
    ("cold-war", "kosygin-in-pyongyang"): "Kosygin in Pyongyang",
    ("cold-war", "red-guards"): "Red Guards insult Kim",
    ("cold-war", "choe-in-beijing"): "Thaw with Beijing",
    ("cold-war", "moscow-arms-less"): "Fewer Soviet arms",
    ("cold-war", "beijing-washington"): "Beijing and Washington",
    ("cold-war", "kim-train"): "Kim's train to Moscow",
    ("yeltsin-years", "yeltsin-in-seoul"): "Yeltsin in Seoul",
    ("yeltsin-years", "treaty-lapses"): "The treaty lapses",
    ("putins-return", "putin-in-pyongyang"): "Putin in Pyongyang",
    ("putins-return", "first-test"): "First nuclear test",
    ("putins-return", "ulan-ude"): "Kim at Ulan-Ude",
    ("article", "crimea"): "Crimea",
}


def years(results: sim.Results) -> np.ndarray:
    """Return the end of each month as a year with a fraction."""
    return 1970 + (results.months.astype(int) + 1) / 12


def fan(axes: Axes, results: sim.Results, values: np.ndarray, colour: str) -> None:
    """Draw the fan of a measure over calendar years."""
    data, x = fan_data(values), years(results)
    axes.fill_between(x, data["q05"], data["q95"], color=colour, alpha=0.18, linewidth=0)
    axes.fill_between(x, data["q25"], data["q75"], color=colour, alpha=0.38, linewidth=0)
    axes.plot(x, data["median"], color=colour, linewidth=1.6)


def figure(histories: int = 500) -> Figure:
    """Return the figure, from so many histories of each era."""
    eras = {name: sim.run(sim.load(name), histories) for name in ERAS}
    title = "North Korea between two patrons: a pendulum, one patron, and part of the way back"
    small = (
        f"{histories:,} histories of each scenario, seed 1. Line: median. Dark band: middle half "
        "of histories. "
        "Light band: 90 %. Dashed: security and recognition alone. Grey: no scenario."
    )

    def draw(canvas: Figure) -> None:
        grid = canvas.add_gridspec(
            2, 1, height_ratios=[2.2, 1], hspace=0.2, left=0.085, right=0.925, top=0.75, bottom=0.09
        )
        tilt, hedging = (canvas.add_subplot(cell) for cell in grid)
        for results in eras.values():
            fan(tilt, results, results.tilt("DPRK", "CHN", "RUS", DIPLOMACY), style.SCENARIO_A)
            fan(hedging, results, results.hedging("DPRK"), style.colour(results.codes, "DPRK"))
            alone = np.median(results.hedging("DPRK", DIPLOMACY), axis=0)
            hedging.plot(years(results), alone, color=style.INK, linewidth=1, linestyle=(0, (4, 2)))
        _dress(tilt, hedging, eras)
        style.head(canvas, title, small)

    return style.drawn(11, 7, draw)


def _dress(tilt: Axes, hedging: Axes, eras: dict[str, sim.Results]) -> None:
    """Give both axes their ends, the gaps between eras and the names of eras and shocks."""
    tilt.axhline(0, color=style.FAINT, linewidth=0.8)
    tilt.set(ylim=(-1.05, 1.05))
    tilt.set_yticks((-1, 0, 1), ("all from\nBeijing", "even", "all from\nMoscow"))
    hedging.set(ylim=(0, 0.8), yticks=(0, 0.5))
    tilt.text(
        1961.4,
        -0.97,
        "Tilt of its security and recognition",
        fontsize=9,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
    )
    hedging.text(1961.4, 0.68, "Hedging, all needs (0.5: two equal patrons)", fontsize=9)
    spans = [(years(results)[0] - 1 / 12, years(results)[-1]) for results in eras.values()]
    for axes in (tilt, hedging):
        axes.set_xlim(1961, 2016)
        axes.set_xticks(range(1965, 2016, 5))
        for (_, end), (start, _) in pairwise(spans):
            axes.axvspan(end, start, color="#eeeeee", linewidth=0)
            axes.axvline(start, color=style.FAINT, linewidth=0.6)
    for (start, end), label in zip(spans, ERAS.values(), strict=True):
        tilt.text(
            (start + end) / 2,
            0.9,
            label,
            fontsize=8.5,
            ha="center",
            color="#555555",
            fontweight="bold",
        )
    _name_shocks(tilt, eras)


def _name_shocks(axes: Axes, eras: dict[str, sim.Results]) -> None:
    """Write the named shocks above the tilt."""
    for (name, shock_id), label in NAMED.items():
        shock = next(s for s in eras[name].scenario.shocks if s.id == shock_id)
        x = shock.date.year + (shock.date.month - 1 + shock.date.day / 31) / 12
        axes.plot([x, x], [-1.05, 1.05], color=style.FAINT, linewidth=0.8, linestyle=":", zorder=0)
        axes.annotate(
            f"{label}, {shock.date.year}",
            xy=(x, 1.08),
            rotation=38,
            rotation_mode="anchor",
            fontsize=7.5,
            color="#444444",
            annotation_clip=False,
        )


if __name__ == "__main__":
    path = Path(__file__).parent / "images" / "eras.png"
    figure().savefig(path, dpi=130, metadata={"Software": None})
