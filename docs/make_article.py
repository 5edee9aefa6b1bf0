"""Measure the numbers of docs/article.md: run it after changing the scenario or the rules.

    python docs/make_article.py

writes the table of the hedging motives, and prints every other number that stands in the page's
sentences, in the order of the page. It takes about a minute on two cores.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np

import sim
from sim.outcomes.questions import first_deal
from sim.schema import MOVES
from sim.system.text import minus, signed

HISTORIES = 1000
SEED = 1
PAGE = Path(__file__).parent / "article.md"
BEGIN, END = "<!-- table: docs/make_article.py -->", "<!-- end of table -->"
EARLY, LATE = ("2013-01", "2013-06"), ("2015-07", "2015-12")
DIPLOMACY = ("security", "recognition")
FEWEST = 0.005  # shares of the turn below this are "1 % or less" on the page
EVENTS = {
    "without the Crimean crisis": ["crimea*"],
    "without the purge of Jang": ["jang-purge"],
    "without flight MH17": ["crimea-mh17"],
    "without the visits between the others": ["others-*"],
    "without any": ["*"],
}
ALONE = {
    "the Crimean crisis alone": ["crimea"],
    "the purge alone": ["jang-purge"],
    "the two alone": ["crimea", "jang-purge"],
    "the nuclear test and its sanctions alone": ["nuclear-test"],
}
AUTONOMY = {"0": 0.0, "0.35, as in the scenario": 0.35, "0.8": 0.8, "2, the top of the range": 2.0}


def histories(
    changes: Mapping[str, float] | None = None, without: Sequence[str] = ()
) -> sim.Results:
    """Return the article's histories with some numbers changed or events left out."""
    scenario = sim.load("article", set=dict(changes or {}), without=list(without))
    return sim.run(scenario, HISTORIES, seed=SEED)


@cache
def as_written() -> sim.Results:
    """Return the article's histories as it stands."""
    return histories()


def tilt(results: sim.Results, months: tuple[str, str]) -> float:
    """Return the mean of North Korea's tilt in diplomacy over some months."""
    first, last = (results.scenario.month_labels.index(m) for m in months)
    return float(results.tilt("DPRK", "CHN", "RUS", DIPLOMACY)[:, first : last + 1].mean())


def turn(results: sim.Results) -> float:
    """Return by how much the tilt is higher at the end than at the beginning."""
    return tilt(results, LATE) - tilt(results, EARLY)


def motives() -> str:
    """Return the table of what the two motives of hedging do."""
    rows = {f"`states.DPRK.autonomy` {a}": {"states.DPRK.autonomy": v} for a, v in AUTONOMY.items()}
    codes = sim.load("article").codes
    rows["`influence` 0 for all six"] = {f"states.{c}.influence": 0.0 for c in codes}
    lines = [
        "| North Korea's mean tilt | no shocks, 2013 H1 | no shocks, 2015 H2 | all shocks, 2013 H1 "
        "| all shocks, 2015 H2 | turn under the shocks |",
        "|---|---|---|---|---|---|",
    ]
    for label, changes in rows.items():
        quiet, loud = histories(changes, ["*"]), histories(changes)
        values = [tilt(quiet, EARLY), tilt(quiet, LATE), tilt(loud, EARLY), tilt(loud, LATE)]
        shown = " | ".join(minus(f"{value:z.2f}") for value in (*values, turn(loud)))
        lines.append(f"| {label} | {shown} |")
    return "\n".join(lines)


def effects() -> Iterator[str]:
    """Give the share of the turn that goes with each effect of a shock, largest first."""
    shares = {}
    for shock in sim.load("article").shocks:
        for effect in shock.effects:
            nothing = 1.0 if effect.operation == "multiply" else 0.0
            shares[f"{shock.id}, {effect.path}"] = lost({effect.name: nothing})
    for name, share in sorted(shares.items(), key=lambda item: -item[1]):
        if share >= FEWEST:
            yield f"  {share:.1%}  {name}"


def lost(changes: Mapping[str, float] | None = None, without: Sequence[str] = ()) -> float:
    """Return the share of the turn that a change takes away."""
    return 1.0 - turn(histories(changes, without)) / turn(as_written())


def alone(kept: Sequence[str]) -> sim.Results:
    """Return histories in which only the shocks whose ids begin so happen."""
    ids = [shock.id for shock in sim.load("article").shocks]
    return histories(without=[i for i in ids if not i.startswith(tuple(kept))])


def sanctioned(results: sim.Results, sender: str) -> int:
    """Return in how many histories a state puts sanctions on Russia, March to December 2014."""
    first, last = (results.scenario.month_labels.index(m) for m in ("2014-03", "2014-12"))
    i, j = results.scenario.index(sender), results.scenario.index("RUS")
    chosen = results.choices[:, first : last + 1, i, j] == MOVES.index("sanction")
    return int(chosen.any(axis=1).sum())


def summits() -> Iterator[str]:
    """Say whom North Korea's leader meets first."""
    results = as_written()
    first = {c: first_deal(results, "DPRK", "summit", c) for c in results.scenario.codes[1:]}
    never = len(results.months)
    moscow, beijing = first["RUS"], first["CHN"]
    may = results.scenario.month_labels.index("2015-05")
    yield f"  meets nobody: {int((np.minimum.reduce(list(first.values())) == never).sum())}"
    yield f"  Putin before Xi: {int((moscow < beijing).sum())}; Xi before Putin: " + (
        f"{int((beijing < moscow).sum())}"
    )
    yield f"  has met Putin by May 2015: {int((moscow <= may).sum())}; by the end: " + (
        f"{int((moscow < never).sum())}"
    )


def drills() -> int:
    """Return in how many histories Russia and North Korea hold an exercise in 2015."""
    results = as_written()
    first = results.scenario.month_labels.index("2015-01")
    i, j = (results.scenario.index(c) for c in ("DPRK", "RUS"))
    held = [
        (results.choices[:, first:, a, b] == MOVES.index("drill"))
        & (results.answers_to_deals[:, first:, a, b] == 1)
        for a, b in ((i, j), (j, i))
    ]
    return int((held[0] | held[1]).any(axis=1).sum())


def by_half_years(values: np.ndarray) -> str:
    """Return the means of a measure over the six half-years."""
    means = values.mean(axis=0).reshape(6, 6).mean(axis=1)
    return ", ".join(signed(float(v)) for v in means)


def histories_say() -> Iterator[str]:
    """Give the numbers of the first two tables."""
    results = as_written()
    yield from (f"  {name}: {int(yes.sum())}" for name, yes in results.questions().items())
    yield from summits()
    yield f"  a joint exercise in 2015: {drills()}"
    frame = results.to_frame()
    north, month = frame["state"] == "DPRK", frame["month"].astype(str).str[:7]
    for when in ("2013-01", "2015-12"):
        counts = frame[north & (month == when)]["posture"].value_counts()
        yield f"  postures in {when}: {dict(counts)}"
    yield "  USA puts sanctions on Russia without others-snowden in " + (
        f"{sanctioned(histories(without=['others-snowden']), 'USA')}"
    )
    less = histories(without=["crimea-mh17"])
    for sender in ("USA", "JPN"):
        yield f"  {sender} puts sanctions on Russia in {sanctioned(results, sender)}, " + (
            f"without crimea-mh17 in {sanctioned(less, sender)}"
        )
    yield "  stance of China by half-years: " + by_half_years(results.stance("CHN", "DPRK"))
    yield "  tilt: " + by_half_years(results.tilt("DPRK", "CHN", "RUS", DIPLOMACY))
    for giver in ("CHN", "RUS"):
        given = sum(results.support(giver, "DPRK", need=need) for need in DIPLOMACY)
        yield f"  diplomatic support from {giver}: " + by_half_years(np.asarray(given))
    yield "  China's share of the economy: " + by_half_years(
        results.dependence("DPRK", "CHN", ("economy",))
    )


def with_table(page: str, table: str) -> str:
    """Return the page with the table between its marks."""
    start, end = page.index(BEGIN) + len(BEGIN), page.index(END)
    return f"{page[:start]}\n\n{table}\n\n{page[end:]}"


def main() -> None:
    """Write the table, and print the other numbers."""
    print("what histories do, of 1,000")
    print(*histories_say(), sep="\n")
    whole = as_written()
    print(f"the turn: {turn(whole):.3f}, from {tilt(whole, EARLY):.3f} to {tilt(whole, LATE):.3f}")
    print(f"without any shock: {turn(histories(without=['*'])):.3f}")
    print("shares of the turn that single effects take away", *effects(), sep="\n")
    for words, without in EVENTS.items():
        print(f"the turn is {lost(without=without):.1%} smaller {words}")
    for words, kept in ALONE.items():
        print(f"{words}: {turn(alone(kept)):.3f}")
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8"), motives()), encoding="utf-8")


if __name__ == "__main__":
    main()
