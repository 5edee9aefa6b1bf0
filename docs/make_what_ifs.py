"""Write the table and the figure of docs/what-ifs.md: run it after changing a what-if or the rules.

Predictions stand in words in the description of each what-if, where they were written before it was
run. Here they stand once more as numbers, so that a run can be held against them; a test sees to it
that both say the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import sim
from sim.report import style
from sim.system.text import signed

HISTORIES = 2000
SEED = 1
PAGE = Path(__file__).parent / "what-ifs.md"
FIGURE = Path(__file__).parent / "images" / "what-ifs"
BEGIN, END = "<!-- table: docs/make_what_ifs.py -->", "<!-- end of table -->"


@dataclass(frozen=True)
class Prediction:
    """A part of a prediction.

    Attributes
    ----------
    measure : str
        What is compared, by the name that ``sim compare`` gives it.
    low, high : float
        Between which the mean of the paired differences, what-if less article, was predicted.
    """

    measure: str
    low: float
    high: float


def tilt(half: str, low: float, high: float) -> Prediction:
    """Predict DPRK's tilt toward Moscow in a half-year."""
    return Prediction(f"tilt of DPRK, {half}", low, high)


MOSCOW_FIRST = "DPRK's first leaders' summit is with Moscow, not Beijing"
DRILLS = (
    "Russia and DPRK hold a joint exercise at Pyongyang's request "
    "after the announcement of January 2015"
)

PREDICTIONS: dict[str, tuple[Prediction, ...]] = {
    "what-if-no-nuclear-test": (tilt("2013 H2", -0.30, -0.05), tilt("2015 H2", -0.12, -0.01)),
    "what-if-no-purge": (tilt("2014 H1", -0.40, -0.10), tilt("2015 H2", -0.15, -0.01)),
    "what-if-tokyo-bears-fruit": (
        Prediction("dependence of DPRK on JPN, last month", 0.03, 0.20),
        Prediction("hedging of DPRK, last month", 0.02, 0.15),
        tilt("2015 H2", -0.20, -0.02),
    ),
    "what-if-no-crimea": (tilt("2015 H2", -0.55, -0.25), Prediction(MOSCOW_FIRST, -0.35, -0.10)),
    "what-if-beijing-invites-first": (
        Prediction(MOSCOW_FIRST, -0.45, -0.15),
        tilt("2014 H2", -0.35, -0.10),
        tilt("2015 H2", -0.15, -0.01),
    ),
    "what-if-russia-joins-referral": (
        tilt("2015 H2", -0.50, -0.15),
        Prediction(DRILLS, -0.70, -0.20),
    ),
    "what-if-oil-is-cut": (
        tilt("2014 H1", 0.03, 0.20),
        tilt("2015 H2", 0.01, 0.15),
        Prediction("dependence of DPRK's economy on CHN, 2015 H2", -0.05, 0.00),
    ),
    "what-if-no-exercises": (
        tilt("2015 H2", -0.10, -0.01),
        Prediction(DRILLS, -0.25, -0.03),
        Prediction("approaches of DPRK to ROK", 0.1, 1.5),
    ),
    "what-if-seoul-breaks-with-washington": (
        Prediction("hedging of ROK, last month", 0.03, 0.25),
        Prediction("support that ROK receives, last month", -1.2, -0.2),
        tilt("2015 H2", -0.10, -0.01),
    ),
    "what-if-china-and-russia-fall-out": (
        Prediction("support that DPRK receives, last month", 0.02, 0.30),
        tilt("2015 H2", -0.10, 0.10),
    ),
}
SHORT = {
    MOSCOW_FIRST: "first summit in Moscow, not Beijing",
    DRILLS: "a joint exercise with Russia in 2015",
}


def verdict(prediction: Prediction, difference: float, low: float, high: float) -> str:
    """Say whether a prediction held: by the mean.

    At the edge, where chance alone could decide either way.
    """
    held = "held" if prediction.low <= difference <= prediction.high else "failed"
    edge = any(low <= end <= high for end in (prediction.low, prediction.high))
    return f"{held}, at the edge" if edge else held


def measured(name: str, histories: int = HISTORIES, seed: int = SEED) -> pd.DataFrame:
    """Return a row per part of a what-if's prediction: predicted, simulated, and the verdict."""
    found = sim.compare(sim.load("article"), sim.load(name), histories=histories, seed=seed).table()
    found = found.set_index("measure")
    rows = []
    for part in PREDICTIONS[name]:
        row = found.loc[part.measure]
        told = verdict(part, row["difference"], row["low"], row["high"])
        rows.append(
            {
                "what_if": name,
                "part": part,
                **row[["first", "second", "difference", "low", "high"]],
                "lower": row["lower"],
                "higher": row["higher"],
                "verdict": told,
            }
        )
    return pd.DataFrame(rows)


def title(name: str) -> str:
    """Return what a what-if supposes, without the words that all share."""
    words = re.sub(r"^What if (there had been )?|\?$", "", sim.load(name).title)
    return words[0].upper() + words[1:]


def line(row: pd.Series, first: bool) -> str:
    """Write a row of the table."""
    part = row["part"]
    supposed = f"[{title(row['what_if'])}](../scenarios/{row['what_if']}.toml)" if first else ""
    cells = (
        supposed,
        SHORT.get(part.measure, part.measure),
        f"{signed(part.low)} to {signed(part.high)}",
        f"{row['first']:.2f} → {row['second']:.2f}",
        f"{signed(row['difference'], 3)} ({signed(row['low'], 3)} to {signed(row['high'], 3)})",
        f"**{row['verdict']}**" if row["verdict"].startswith("failed") else row["verdict"],
    )
    return f"| {' | '.join(cells)} |"


def table(found: dict[str, pd.DataFrame]) -> str:
    """Return the table, with a sentence above it that counts."""
    told = pd.concat(found.values())["verdict"]
    held, edge = told.str.startswith("held"), told.str.endswith("edge")
    lines = [
        f"Of {len(told)} parts of predictions {held.sum()} held and {(~held).sum()} failed; "
        f"{edge.sum()} of them "
        f"({(held & edge).sum()} held, {(~held & edge).sum()} failed) are so near the edge that "
        "chance may have decided.",
        "",
        "| what if | measure | predicted difference | article → what-if | difference (95 % "
        "interval) | |",
        "|---|---|---|---|---|---|",
    ]
    for rows in found.values():
        lines += [line(row, k == 0) for k, (_, row) in enumerate(rows.iterrows())]
    return "\n".join(lines)


def with_table(page: str, lines: str) -> str:
    """Return a page with its table replaced."""
    before, rest = page.split(BEGIN)
    return f"{before}{BEGIN}\n\n{lines}\n\n{END}{rest.split(END)[1]}"


def at_the_end(found: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return of each what-if the row about the tilt at the end of the period, which all predict.

    Largest fall first.
    """
    rows = pd.concat(found.values())
    rows = rows[[part.measure == "tilt of DPRK, 2015 H2" for part in rows["part"]]]
    return rows.sort_values("difference", ignore_index=True)


def glance(axes: Axes, rows: pd.DataFrame) -> Axes:
    """Draw a row per what-if: a bar for the predicted interval, a dot for the measured mean."""
    for y, row in rows.iterrows():
        part = row["part"]
        held = row["verdict"].startswith("held")
        colour = style.SCENARIO_A if held else style.SCENARIO_B
        axes.barh(
            y,
            part.high - part.low,
            left=part.low,
            height=0.55,
            color="#e4e4e4",
            edgecolor="#9a9a9a",
            linewidth=0.7,
        )
        axes.plot([row["low"], row["high"]], [y, y], color=colour, linewidth=2.2)
        axes.plot(
            [row["difference"]],
            [y],
            marker="o" if held else "X",
            color=colour,
            markersize=7.5,
            markeredgecolor="white",
        )
        told = f"{signed(row['difference'])}   {row['verdict']}"
        axes.text(
            1.02,
            y,
            told,
            transform=axes.get_yaxis_transform(),
            fontsize=8.5,
            va="center",
            color=colour,
        )
    axes.set_yticks(range(len(rows)), [title(name) for name in rows["what_if"]], fontsize=9)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(
        1.05 * min(part.low for part in rows["part"]),
        1.25 * max(part.high for part in rows["part"]),
    )
    axes.axvline(0, color=style.FAINT, linewidth=0.9, zorder=0.5)
    axes.annotate(
        "as in the article",
        (0, -0.6),
        (0, 3),
        textcoords="offset points",
        fontsize=8,
        ha="center",
        color="#555555",
    )
    axes.set_xlabel(
        "← nearer to Beijing      difference in North Korea's tilt, 2015 H2      nearer to Moscow →"
    )
    return axes


def figure(found: dict[str, pd.DataFrame]) -> Figure:
    """Return the figure that shows all what-ifs at a glance."""
    rows = at_the_end(found)
    held = rows["verdict"].str.startswith("held").sum()
    head = (
        f"How near to Moscow would North Korea have ended? {held} of {len(rows)} predictions held"
    )
    small = (
        f"{HISTORIES:,} histories of each on the same random numbers as the article, seed {SEED}. "
    )
    small += "Tilt of security and recognition. "
    small += "Grey bar: predicted before the run.\n"
    small += "Dot: mean of the paired differences, held; cross: failed. "
    small += "Line: 95 % bootstrap interval."

    def draw(canvas: Figure) -> None:
        glance(canvas.add_axes((0.26, 0.2, 0.56, 0.68)), rows)
        style.head(canvas, head, small)

    return style.drawn(10, 5, draw)


def main() -> None:
    """Run all what-ifs and write the page's table and its figure."""
    found = {name: measured(name) for name in PREDICTIONS}
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8"), table(found)), encoding="utf-8")
    for path in style.save(figure(found), FIGURE):
        if path.suffix == ".svg":  # pages show the PNG
            path.unlink()


if __name__ == "__main__":
    main()
