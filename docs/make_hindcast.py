"""Write the tables of docs/hindcast.md: run it after changing the rules or a scenario.

    python docs/make_hindcast.py FOLDER        # FOLDER holds the record, which is not shipped

The page's own words are left as they are: read them again beside the new numbers.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

import sim
from sim.analysis.hindcast.anchored import back_to_usual, band, usual_of
from sim.analysis.hindcast.answer import Hindcast
from sim.analysis.hindcast.forecasts import ANCHORED, UNANCHORED, recorded_tone
from sim.analysis.hindcast.hindcast import recorded_counts
from sim.analysis.hindcast.past import AFFINITY, BACK, LAST, STILL, USUAL
from sim.data.events import read_record
from sim.report import style
from sim.system.text import signed

SCENARIOS = ("article", "article-from-2012")
YEARS, MONTHS = "icews_dyad_year_2002_2013.csv", "icews_dyad_month_2014h1.csv"
CHRONOLOGY = "chronology_2012_2015feb.csv"
WORLD, WORLD_YEARS = "world-2013", "icews_dyad_year_world24_2002_2013.csv"
UNTIL, SEED = "2015-12", 1
PAGE = Path(__file__).parent / "hindcast.md"
FIGURE = Path(__file__).parent / "images" / "hindcast"
RIVALS = (STILL, AFFINITY, LAST, USUAL, BACK)
CALLED = {
    ("share", "rank correlation"): "rank of shares",
    ("plain share", "median error"): "median error of a share",
    ("tone change", "rank correlation"): "rank of changes in tone",
    ("change", "rank correlation"): "rank of changes in volume",
    ("direction", "Brier score"): "Brier of directions",
    ("net direction", "Brier score"): "Brier, net of the mean",
}
LESS_IS_BETTER = ("median error", "Brier score")
FIRST_SCORED = 5  # years of a record before the first that simple rules foretell
CHOSEN = range(2007, 2011)  # years on which the weights of the simple rule were chosen
LEAST = 20  # events that a dyad has in the year and in the one before


def replaced(page: str, name: str, lines: Sequence[str]) -> str:
    """Return a page with other lines between the marks of a table.

    Parameters
    ----------
    page : str
        The page's text.
    name : str
        What makes the table and its name, as in ``<!-- table: docs/make_hindcast.py scores -->``.
    lines : sequence of str
        What is to stand there.
    """
    begin, end = f"<!-- table: docs/{name} -->", "<!-- end of table -->"
    head, rest = page.split(begin)
    return f"{head}{begin}\n" + "\n".join(lines) + f"\n{end}{rest.split(end, 1)[1]}"


def score_table(answers: dict[str, Hindcast]) -> list[str]:
    """Return a row per scenario, span and score, with the paired interval against one rival."""
    lines = [
        "| scenario, span | score | model alone | anchored | "
        + " | ".join(RIVALS)
        + " | against | "
        "model alone better by | anchored better by |",
        "|---|---|---|---|" + "---|" * (len(RIVALS) + 3),
    ]
    for name, answer in answers.items():
        table, named = answer.table("scores"), f"`{name}`, "
        keys = ["span", "measure", "score"]
        for (span, measure, score), rows in table.groupby(keys, sort=False):
            if (measure, score) in CALLED:
                lines.append(_row(f"{named}{span}", CALLED[measure, score], score, rows))
                named = ""
    return lines


def _row(span: str, called: str, score: str, rows: pd.DataFrame) -> str:
    """Return one row of the table of scores; the best of it is bold."""
    own = rows.groupby("statement")["model"].first()
    theirs = rows.groupby("rival")["rival_score"].first()
    values = [*(own.get(one) for one in (UNANCHORED, ANCHORED)), *(theirs.get(r) for r in RIVALS)]
    known = [round(value, 2) for value in values if value is not None]
    best = min(known) if score in LESS_IS_BETTER else max(known)
    cells = []
    for value in values:
        text = "" if value is None else f"{value:.2f}".replace("-", "\u2212")
        cells.append(f"**{text}**" if value is not None and round(value, 2) == best else text)
    hardest = BACK if BACK in theirs else LAST if LAST in theirs else STILL
    better = []
    for statement in (UNANCHORED, ANCHORED):
        one = rows[(rows["statement"] == statement) & (rows["rival"] == hardest)]
        better.append("".join(_difference(row) for row in one.itertuples()))
    return "| " + " | ".join([span, called, *cells, hardest, *better]) + " |"


def _difference(row: tuple) -> str:
    """Return a paired difference with its interval; bold where it is sure."""
    told = f"{signed(row.better)} ({signed(row.better_low)} to {signed(row.better_high)})"
    told = told.replace("-", "\u2212")
    return f"**{told}**" if row.wins.endswith("(95 %)") else told


def band_table(answers: dict[str, Hindcast]) -> list[str]:
    """Return how much of the record lies within the bands of the anchored forecast."""
    lines = [
        "| scenario, span | pairs | inside (95 %) | width of a band, shares |",
        "|---|---|---|---|",
    ]
    for name, answer in answers.items():
        lines += [
            f"| `{name}`, {row.span} | {row.dyads} | {row.inside:.0%} ({row.low:.0%} to "
            f"{row.high:.0%}) | {row.width:.2f} |".replace("%", " %")
            for row in answer.table("bands").itertuples()
        ]
    return lines


def time_table(answers: dict[str, Hindcast]) -> list[str]:
    """Return the order of first contacts and the turn, of each scenario and monthly record."""
    lines = [
        "| scenario, record | order of first contacts, Kendall's tau | turn between the patrons |",
        "|---|---|---|",
    ]
    for name, answer in answers.items():
        scores, times = answer.table("scores"), answer.table("timing")
        turns = times[times["measure"] == "turn"].set_index("record")
        for row in scores[scores["measure"] == "first contact"].itertuples():
            tau = f"{row.model:.2f}, {row.rival} {row.rival_score:.2f}".replace("-", "\u2212")
            turn = turns.loc[row.record]
            told = (
                f"recorded from {turn['recorded']} toward {turn['recorded_way']}; model "
                f"{turn['model']}, {turn['low']} to {turn['high']}; {100 * turn['same_way']:.0f} % "
                "turn that way"
            )
            lines.append(f"| `{name}`, {row.record} | {tau} | {told} |")
    return lines


def rule_table(folder: Path) -> list[str]:
    """Return how well simple rules know the tone of each year, and how wide a band must be."""
    lines = [
        "| record | year | | dyads | as last time | usual | back to usual | departure from it | "
        "within the band |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for states, name, file in (("six", SCENARIOS[0], YEARS), ("24", WORLD, WORLD_YEARS)):
        record = read_record(folder / file, sim.load(name).states)
        counts = recorded_counts(record)
        tones, total = recorded_tone(counts), counts.cooperation + counts.conflict
        for k in range(FIRST_SCORED, len(record.periods)):
            there = (total[k] >= LEAST) & (total[k - 1] >= LEAST)
            usual, last, now = usual_of(tones[:k])[there], tones[k - 1][there], tones[k][there]
            back = back_to_usual(usual, last)
            low, high = band(back)
            ranks = [pd.Series(one).corr(pd.Series(now), "spearman") for one in (last, usual, back)]
            which = "chosen on" if int(record.periods[k]) in CHOSEN else "checked on"
            told = " | ".join(f"{rank:.2f}" for rank in ranks)
            spread = np.sqrt(np.mean((now - back) ** 2))
            inside = np.mean((low <= now) & (now <= high))
            lines.append(
                f"| {states} states | {record.periods[k]} | {which} | {len(now)} | {told} | "
                f"{spread:.2f} | {100 * inside:.0f} % |"
            )
    return lines


def main(folder: Path) -> None:
    """Score all scenarios, and write the page's tables and its figure."""
    files = [folder / YEARS, folder / MONTHS]
    answers = {name: sim.hindcast(sim.load(name), files, UNTIL, seed=SEED) for name in SCENARIOS}
    for path in style.save(answers[SCENARIOS[1]].figures()["hindcast"], FIGURE):
        if path.suffix == ".svg":  # pages show the PNG
            path.unlink()
    answers[WORLD] = sim.hindcast(sim.load(WORLD), folder / WORLD_YEARS, UNTIL, seed=SEED)
    files = [folder / CHRONOLOGY, folder / MONTHS]
    times = {name: sim.hindcast(sim.load(name), files, UNTIL, seed=SEED) for name in SCENARIOS}
    page = PAGE.read_text(encoding="utf-8")
    page = replaced(page, "make_hindcast.py scores", score_table(answers))
    page = replaced(page, "make_hindcast.py bands", band_table(answers))
    page = replaced(page, "make_hindcast.py rules", rule_table(folder))
    page = replaced(page, "make_hindcast.py times", time_table(times))
    PAGE.write_text(page, encoding="utf-8")
    for name, answer in answers.items():
        print(f"{name}: {answer.finding}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
