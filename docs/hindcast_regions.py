"""Hindcast the world and three regions that nobody argued, without shocks: docs/world.md.

Run it with the folder that holds the record. For each of 2011 to 2013 a scenario is made by the
code of ``sim import`` from what was known before that year: events of the three years before,
treaties, votes, capabilities and GDP of the year before. Then it asks what regressions on the
record alone could add to the way back to the usual, as a ceiling for any rule of that kind.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
from estimate_affinity import EVENTS, LEAST, WORDS
from make_world import FILES
from scipy.stats import spearmanr

import sim
from sim.analysis.hindcast.anchored import YEARS, back_to_usual
from sim.analysis.hindcast.rolling import rolling
from sim.data.events import Record, read_record
from sim.data.skeleton import Choices, import_skeleton, states_called
from sim.data.tone import PADDING
from sim.system.text import signed

REGIONS = {
    "world": WORDS,
    "middle-east": "IRN,SAU,ISR,EGY,IRQ,USA,RUS",
    "south-asia": "IND,PAK,THA,VNM,IDN,CHN,USA",
    "europe": "GBR,FRA,DEU,POL,UKR,RUS,USA",
}
SCORED, FITTED = (2011, 2012, 2013), range(2007, 2011)
HISTORIES = {"world": 500}


def made(folder: Path, name: str, codes: str, year: int) -> sim.Scenario:
    """Return the scenario of a region for a year, from what was known before it."""
    files = {kind: folder / file for kind, file in FILES.items()}
    states = states_called(codes, year - 1)
    text = import_skeleton(
        name, states, year - 1, files, [folder / EVENTS], Choices(year)
    ).text.replace("months = 36", "months = 12")
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / f"{name}-{year}.toml"
        path.write_text(text, encoding="utf-8")
        return sim.load(path)


def scored(folder: Path, name: str) -> None:
    """Print the ranks of a region's tone, year by year, beside those of its rivals."""
    scenarios = {year: made(folder, name, REGIONS[name], year) for year in SCORED}
    record = read_record(folder / EVENTS, scenarios[SCORED[0]].states)
    table = rolling(scenarios, record, HISTORIES.get(name, 2000), least=LEAST)
    ranks = table[(table.measure == "share") & (table.score == "rank correlation")]
    for (year, statement), rows in ranks.groupby(["year", "statement"], sort=False):
        rows = rows.sort_values("dyads").drop_duplicates("rival")
        own = rows.iloc[0]
        rivals = "; ".join(
            f"{row.rival} {row.rival_score:.2f} ({signed(row.better)}, {signed(row.better_low)} to "
            f"{signed(row.better_high)})"
            for row in rows.itertuples()
        )
        print(f"{name} {year} {statement}, {own.dyads} dyads: {own.model:.2f}; {rivals}")


def year_of(record: Record, year: int) -> tuple[dict[str, np.ndarray], np.ndarray, np.ndarray]:
    """Return what is known before a year by name, the tone of the year, and the way back."""
    counts = np.array([record.cooperation, record.conflict])
    usual_share = np.nansum(counts[0]) / np.nansum(counts)
    tone = np.log((counts[0] + PADDING * usual_share) / (counts[1] + PADDING * (1 - usual_share)))
    at = record.periods.index(str(year))
    usual, last = tone[at - YEARS : at].mean(axis=0), tone[at - 1]
    spread = np.nan_to_num((usual - np.nanmean(usual)) / np.nanstd(usual))
    few = counts.sum(axis=0)[[at - 1, at]] < LEAST
    used = np.isfinite(usual) & ~few.any(axis=0)
    known = {
        "usual": usual,
        "last": last,
        "the other's usual": usual.T,
        "the other's last": last.T,
        "friends of friends": spread @ spread / len(spread),
    }
    net = {name: values[used] - values[used].mean() for name, values in known.items()}
    return net, tone[at][used] - tone[at][used].mean(), back_to_usual(net["usual"], net["last"])


def ceiling(record: Record) -> None:
    """Print what regressions on the years before 2011 add to the way back to the usual."""
    fitted = [year_of(record, year) for year in FITTED]
    names = list(fitted[0][0])
    for used in (names[:2], names[:4], [*names[:2], names[4]], names):
        x = np.concatenate([np.column_stack([known[n] for n in used]) for known, _, _ in fitted])
        y = np.concatenate([after for _, after, _ in fitted])
        slopes = np.linalg.lstsq(x, y, rcond=None)[0]
        told = []
        for year in SCORED:
            known, after, back = year_of(record, year)
            own = spearmanr(np.column_stack([known[n] for n in used]) @ slopes, after)[0]
            told.append(f"{year} {own:.3f} ({signed(own - spearmanr(back, after)[0], 3)})")
        print(f"regression on {', '.join(used)}: {'; '.join(told)}")


def main(folder: Path) -> None:
    """Print everything."""
    for name in REGIONS:
        scored(folder, name)
    ceiling(read_record(folder / EVENTS, states_called(REGIONS["world"], 2013)))


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/record"))
