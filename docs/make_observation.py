"""Write the tables of docs/observation.md: run it after changing the rules or a scenario.

    python docs/make_observation.py FOLDER     # FOLDER holds the record, which is not shipped

Routine contact and the weight of a rebuff are fitted to 2002 to 2010 and scored on 2011 to 2013,
against what states do in the scenario's world without shocks.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from make_hindcast import replaced

import sim
from sim.analysis.hindcast.agreement import median_error, rank_correlation
from sim.analysis.hindcast.counting import with_year_before
from sim.analysis.hindcast.hindcast import BEFORE, PADDING, recorded_counts
from sim.analysis.hindcast.measurement import distance, fitted, shares
from sim.data.events import read_record
from sim.model.prepared import prepared
from sim.outcomes.observation import Done, Observation, observation_of

RECORDS = {
    "world-2013": "icews_dyad_year_world24_2002_2013.csv",
    "article": "icews_dyad_year_2002_2013.csv",
}
CAPITALS = "capitals_world25.csv"
CHOSEN, SCORED = ("2002", "2010"), ("2011", "2012", "2013")
LEAST = 20  # events that a dyad has in the years it is scored on
PAGE = Path(__file__).parent / "observation.md"
BARE = Observation(0.0, 1.0)  # deals and acts alone, a rebuff counts as an act
ROUTINES, REBUFFS = (0.1, 0.2, 0.3, 0.5, 0.8, 1.5), (0.0, 0.1, 0.2, 0.4, 0.7)
OWN_CODES = {"KOR": "ROK", "PRK": "DPRK"}
EARTH = 6371.0  # kilometres


@dataclass(frozen=True)
class Case:
    """A scenario and its record, by dyad.

    Attributes
    ----------
    name : str
    done : Done
        In a year of the scenario's world without shocks, (dyad,).
    warm, cold : ndarray (year, dyad)
    years : tuple of str
    pairs : ndarray of int (dyad,)
    usual : Observation
        How the scenario says that the news count.
    """

    name: str
    done: Done
    warm: np.ndarray
    cold: np.ndarray
    years: tuple[str, ...]
    pairs: np.ndarray
    usual: Observation

    def recorded(self, years: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Return the shares of cooperation in some years together, and where they are known."""
        where = [self.years.index(year) for year in years]
        warm, cold = (np.nansum(kind[where], axis=0) for kind in (self.warm, self.cold))
        known = warm + cold >= LEAST
        return warm[known] / (warm + cold)[known], known

    def of(self, known: np.ndarray) -> Done:
        """Return what was done in some dyads."""
        return Done(*(kind[known] for kind in self.done))


def case(name: str, folder: Path) -> Case:
    """Return a scenario and its record."""
    scenario = sim.load(name)
    record = read_record(folder / RECORDS[name], scenario.states)
    counts, off = recorded_counts(record), ~np.eye(len(scenario.codes), dtype=bool)
    i, j = np.nonzero(off)
    pairs = np.minimum(i, j) * len(off) + np.maximum(i, j)
    done = Done(*(kind.sum(axis=0)[off] for kind in with_year_before(scenario).before))
    warm, cold = counts.cooperation[:, off], counts.conflict[:, off]
    return Case(name, done, warm, cold, record.periods, pairs, observation_of(scenario))


def fit_table(cases: Sequence[Case]) -> tuple[list[str], list[Observation]]:
    """Return what is fitted to the chosen years, with intervals; and the fits themselves."""
    lines = [
        "| record | years | dyads | routine a month (95 %) | rebuff (95 %) | distance of shares |",
        "|---|---|---|---|---|---|",
    ]
    fits = []
    for one in cases:
        for first, last in (CHOSEN, (SCORED[0], SCORED[-1])):
            years = [year for year in one.years if first <= year <= last]
            recorded, known = one.recorded(years)
            found = fitted(one.of(known), BEFORE, recorded, one.pairs[known])
            told = " | ".join(
                f"{best:.2f} ({low:.2f} to {high:.2f})"
                for best, low, high in zip(found.best, found.low, found.high, strict=True)
            )
            lines.append(
                f"| `{one.name}` | {first} to {last} | {len(recorded)} | {told} | "
                f"{found.distance:.3f} |"
            )
            fits.append(found.best)
    return lines, fits[::2]


def error_table(cases: Sequence[Case], fits: Sequence[Observation]) -> list[str]:
    """Return how far shares are off in the years that nothing was fitted to."""
    lines = [
        "| record | how decisions count | median error | rank of shares | distance of shares |",
        "|---|---|---|---|---|",
    ]
    for one, fit in zip(cases, fits, strict=True):
        ways = {
            "deals and acts alone, a rebuff is an act": BARE,
            f"shipped: routine {one.usual.routine:g}, rebuff {one.usual.rebuff:g}": one.usual,
            f"fitted: routine {fit.routine:.2f}, rebuff {fit.rebuff:.2f}": fit,
        }
        for words, how in ways.items():
            told = " | ".join(_scores(one, how))
            lines.append(f"| `{one.name}` | {words} | {told} |")
    return lines


def _scores(one: Case, how: Observation) -> list[str]:
    """Return median error, rank and distance, each by scored year."""
    rows = []
    for year in SCORED:
        recorded, known = one.recorded([year])
        done = one.of(known)
        ranked = (how.cooperation(done, BEFORE) + PADDING) / (how.conflict(done) + PADDING)
        error = median_error(np.nan_to_num(shares(how, done, BEFORE), nan=0.5), recorded)
        rows.append(
            (error, rank_correlation(ranked, recorded), distance(how, done, BEFORE, recorded))
        )
    return [", ".join(f"{value:.2f}" for value in column) for column in zip(*rows, strict=True)]


def sensitivity_table(one: Case) -> list[str]:
    """Return the median error of shares in the scored years, over a grid of both numbers."""
    lines = [
        "| routine \\ rebuff | " + " | ".join(f"{rebuff:g}" for rebuff in REBUFFS) + " |",
        "|---|" + "---|" * len(REBUFFS),
    ]
    for routine in ROUTINES:
        cells = []
        for rebuff in REBUFFS:
            how, errors, ranks = Observation(routine, rebuff), [], []
            for year in SCORED:
                recorded, known = one.recorded([year])
                done = one.of(known)
                errors.append(median_error(shares(how, done, BEFORE), recorded))
                odds = (how.cooperation(done, BEFORE) + PADDING) / (how.conflict(done) + PADDING)
                ranks.append(rank_correlation(odds, recorded))
            cells.append(f"{np.mean(errors):.3f}, {np.mean(ranks):.2f}")
        lines.append(f"| {routine:g} | " + " | ".join(cells) + " |")
    return lines


def volume_table(one: Case, folder: Path) -> list[str]:
    """Return how well sizes, distance and support know who cooperates how much.

    A line through the mean log cooperation of the chosen years, scored on the others.
    """
    columns = _columns(one, folder)
    volumes = np.log(one.warm + PADDING)
    chosen = [k for k, year in enumerate(one.years) if CHOSEN[0] <= year <= CHOSEN[1]]
    with np.errstate(invalid="ignore"):
        fitted_to = np.mean(volumes[chosen], axis=0)
    lines = [
        "| what is known of a dyad | rank of volumes, " + ", ".join(SCORED) + " |",
        "|---|---|",
    ]
    sets = {
        "the model's cooperation": ["model"],
        "size": ["size"],
        "size and distance": ["size", "distance"],
        "size, distance and support": ["size", "distance", "support"],
        "size, distance and the model's cooperation": ["size", "distance", "model"],
    }
    for words, names in sets.items():
        table = np.column_stack([np.ones(len(fitted_to)), *(columns[name] for name in names)])
        there = np.isfinite(fitted_to)
        line = np.linalg.lstsq(table[there], fitted_to[there], rcond=None)[0]
        lines.append(f"| {words} | {_ranks(one, volumes, [table @ line] * len(SCORED))} |")
    before = [np.mean(volumes[k - 5 : k], axis=0) for k in map(one.years.index, SCORED)]
    return [*lines, f"| the five years before | {_ranks(one, volumes, before)} |"]


def _columns(one: Case, folder: Path) -> dict[str, np.ndarray]:
    """Return size, distance, support and the model's cooperation of each dyad, in logarithms."""
    scenario = sim.load(one.name)
    with (folder / CAPITALS).open(encoding="utf-8") as lines:
        rows = {OWN_CODES.get(row["state"], row["state"]): row for row in csv.DictReader(lines)}
    at = np.radians([[float(rows[c][k]) for k in ("lat", "lng")] for c in scenario.codes])
    ready = prepared(scenario)
    power, support = ready.setting.states.power[0], ready.start.support[..., 0].sum(axis=-1)
    i, j = np.nonzero(~np.eye(len(power), dtype=bool))
    north, east = (at[i] - at[j]).T / 2
    arc = np.sin(north) ** 2 + np.cos(at[i, 0]) * np.cos(at[j, 0]) * np.sin(east) ** 2
    return {
        "size": np.log(power[i] * power[j]),
        "distance": np.log(2 * EARTH * np.arcsin(np.sqrt(arc)) + 100.0),
        "support": np.log(support[i, j] + support[j, i] + 0.05),
        "model": np.log(one.usual.cooperation(one.done, BEFORE)),
    }


def _ranks(one: Case, volumes: np.ndarray, told: Sequence[np.ndarray]) -> str:
    """Return the rank correlation with each scored year's volumes."""
    ranks = []
    for year, values in zip(SCORED, told, strict=True):
        now = volumes[one.years.index(year)]
        there = np.isfinite(now) & np.isfinite(values)
        ranks.append(f"{rank_correlation(values[there], now[there]):.2f}")
    return ", ".join(ranks)


def main(folder: Path) -> None:
    """Fit, score and write the page's tables."""
    cases = [case(name, folder) for name in RECORDS]
    fits, best = fit_table(cases)
    page = PAGE.read_text(encoding="utf-8")
    page = replaced(page, "make_observation.py fit", fits)
    page = replaced(page, "make_observation.py errors", error_table(cases, best))
    page = replaced(page, "make_observation.py sensitivity", sensitivity_table(cases[0]))
    page = replaced(page, "make_observation.py volume", volume_table(cases[0], folder))
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
