"""Estimate the weights of tone and institutions, and how far each stand-in is off.

Run it with the folder that holds the record: events, treaties, votes, rivalries, capabilities and
GDP of two dozen states, by year. It prints what docs/import.md and sim/data/weights.py say.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from scipy.stats import spearmanr

from sim.data.affinities import affinities
from sim.data.countries import state_called
from sim.data.country_years import read_figures
from sim.data.events import Record, read_record
from sim.data.tone import PADDING, tone_before
from sim.data.weights import STANDARD

WORDS = (
    "USA,BRA,GBR,FRA,DEU,POL,RUS,UKR,ZAF,IRN,IRQ,EGY,ISR,SAU,CHN,PRK,KOR,JPN,IND,PAK,THA,VNM,IDN,"
    "AUS"
)
CODES = WORDS.split(",")
SIX = {"USA", "RUS", "CHN", "PRK", "KOR", "JPN"}
STATES = tuple(map(state_called, CODES))
FITTED, UNSEEN = range(2006, 2011), range(2011, 2014)
LEAST = 20  # events in the year and in the year before
FILES = {
    "alliances": "atop_dyad_year_world25_2005_2013.csv",
    "votes": "unga_agreement_world25_2005_2013.csv",
    "rivalries": "tss_rivalries_world25.csv",
    "power": "cow_nmc_world25_2005_2013.csv",
    "gdp": "gdp_pop_world25_2005_2013.csv",
}
EVENTS = "icews_dyad_year_world24_2002_2013.csv"


def logits(record: Record, years: range) -> np.ndarray:
    """Return the mean padded logit share of cooperation over years: (source, target)."""
    at = [record.periods.index(str(year)) for year in years]
    warm, cold = record.cooperation[at], record.conflict[at]
    usual = np.nansum(warm) / np.nansum(warm + cold)
    return np.log((warm + PADDING * usual) / (cold + PADDING * (1 - usual))).mean(axis=0)


def standard(values: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Return values put to mean 0 and standard deviation 1 over the known pairs."""
    return (values - values[known].mean()) / values[known].std()


def of_year(folder: Path, record: Record, year: int, ahead: int = 1) -> dict[str, np.ndarray]:
    """Return what is known before a year, and the tone that follows, by directed pair."""
    read = {
        kind: read_figures(kind, folder / FILES[kind], STATES, year - 3, year - 1)
        for kind in ("alliances", "votes", "rivalries")
    }
    held = affinities(STATES, year - 1, read, None, STANDARD)
    institutions = np.full((len(STATES), len(STATES)), np.nan)
    for (i, j), figure in held.institutions.items():
        institutions[i, j] = institutions[j, i] = figure.value
    tone = tone_before([record], year, len(STATES))
    at = record.periods.index(str(year))
    events = record.cooperation + record.conflict
    apart = ~np.eye(len(STATES), dtype=bool)
    used = apart & (events[at] >= LEAST) & (events[at - 1] >= LEAST)
    after = logits(record, range(year, year + ahead))
    i, j = np.nonzero(used)
    return {
        "after": after[used] - after[used].mean(),
        "in spreads": standard(after, apart)[used],
        "institutions": standard(institutions, apart)[used],
        "tone": tone.standard[used],
        "pair": np.minimum(i, j) * 100 + np.maximum(i, j),
        "events": tone.events[used] / len(tone.years),
        "six": np.array([{CODES[a], CODES[b]} <= SIX for a, b in zip(i, j, strict=True)]),
        "last": logits(record, range(year - 1, year))[used],
    }


def joined(parts: list[dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """Return several years as one, each net of its own mean."""
    net = ("after", "institutions", "tone")
    return {
        name: np.concatenate([p[name] - p[name].mean() if name in net else p[name] for p in parts])
        for name in parts[0]
    }


def fitted(data: dict[str, np.ndarray], names: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Return coefficients and their covariance, clustered by pair of states."""
    x = np.column_stack([data[name] for name in names])
    slopes, *_ = np.linalg.lstsq(x, data["after"], rcond=None)
    left = data["after"] - x @ slopes
    pairs = np.unique(data["pair"])
    scores = np.array([x[data["pair"] == p].T @ left[data["pair"] == p] for p in pairs])
    bread = np.linalg.inv(x.T @ x)
    return slopes, bread @ scores.T @ scores @ bread * len(pairs) / (len(pairs) - 1)


def weight(data: dict[str, np.ndarray], what: str) -> float:
    """Print the coefficients and the weight of tone with its standard error; return it."""
    (one, two), around = fitted(data, ("institutions", "tone"))
    share = two / (one + two)
    slope = np.array([-two, one]) / (one + two) ** 2
    error = float(np.sqrt(slope @ around @ slope))
    errors = np.sqrt(np.diag(around))
    print(
        f"{what}: {len(data['after'])} dyad-years, {len(np.unique(data['pair']))} pairs; "
        f"institutions {one:.2f} ({errors[0]:.2f}), tone {two:.2f} ({errors[1]:.2f}); "
        f"weight of tone {share:.3f} ({error:.3f})"
    )
    return float(share)


def expected(data: dict[str, np.ndarray]) -> None:
    """Print how far tone follows institutions where nothing else is known, in spreads of each."""
    spread = float(np.std(data["after"]) / np.std(data["in spreads"]))
    (slope,), around = fitted(data, ("institutions",))
    error = float(np.sqrt(around[0, 0])) / spread
    print(f"tone by institutions alone: {slope / spread:.2f} ({error:.2f})")


def predictions(folder: Path, record: Record) -> None:
    """Print how far the next three years' tone is from what was predicted, by events a year."""
    data = joined([of_year(folder, record, year, 3) for year in FITTED if year + 3 <= 2011])
    for low, high in ((20, 100), (100, 500), (500, np.inf)):
        used = (data["events"] >= low) & (data["events"] < high)
        x = np.column_stack([np.ones(used.sum()), data["institutions"][used], data["tone"][used]])
        y = data["in spreads"][used]
        left = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
        alone = y - x[:, :2] @ np.linalg.lstsq(x[:, :2], y, rcond=None)[0]
        print(f"{low} to {high} events: error {left.std():.2f}, institutions {alone.std():.2f}")


def ranks(folder: Path, record: Record) -> None:
    """Print rank correlations with the tone of years that were not fitted."""
    for year in UNSEEN:
        data = of_year(folder, record, year)
        told = [f"last year {spearmanr(data['last'], data['after'])[0]:.2f}"]
        for w in (0.0, 0.2, 0.4, 0.6, STANDARD.tone, 1.0):
            mixed = (1 - w) * data["institutions"] + w * data["tone"]
            told.append(f"{w:g}: {spearmanr(mixed, data['after'])[0]:.2f}")
        print(f"{year}, {len(data['after'])} dyads, rank by weight of tone: {', '.join(told)}")


def stand_ins(folder: Path) -> None:
    """Print how far energy is from GDP, and CINC from military expenditure, in logs."""
    for year, one, two in ((2008, ("gdp", "gdp"), "pec"), (2012, ("power", "milex"), "cinc")):
        kinds = {one[0], "power"}
        read = {k: read_figures(k, folder / FILES[k], STATES, year, year) for k in kinds}
        measured = {
            k: np.array(
                [float(read[kind].values[n][0][2][name] or np.nan) for n in range(len(STATES))]
            )
            for k, (kind, name) in {"a": one, "b": ("power", two)}.items()
        }
        a, b = (np.log(measured[k] / measured[k][0])[1:] for k in "ab")
        known = np.isfinite(a) & np.isfinite(b)
        slope = float(a[known] @ b[known] / (b[known] @ b[known]))
        left = a[known] - slope * b[known]
        print(f"{one[1]} goes with the power {slope:.2f} of {two}; off by {np.exp(left.std()):.2f}")


def main(folder: Path) -> None:
    """Print everything."""
    record = read_record(folder / EVENTS, STATES)
    years = {year: of_year(folder, record, year) for year in (*FITTED, *UNSEEN)}
    first = joined([years[year] for year in FITTED])
    weight(first, "fitted, 2006-10")
    weight(joined([years[year] for year in range(2006, 2013)]), "2006-12")
    for among, what in ((first["six"], "the article's six"), (~first["six"], "without them")):
        weight({name: values[among] for name, values in first.items()}, what)
    expected(first)
    ranks(folder, record)
    predictions(folder, record)
    stand_ins(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/record"))
