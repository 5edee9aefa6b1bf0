"""The tally: what the outcomes of any number of histories come to, in memory that does not grow.

A tally of some histories is a dictionary of arrays: whole numbers that are added up, in fixed bins
and in fixed units. Adding whole numbers is exact in every order, so that the tally of all histories
is the same to the bit however they are cut into parts and wherever these are reduced.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.scenario import Scenario

from .focus import Focus, half_years
from .outcome import Outcome
from .quantiles import LEVELS, NAMES, between
from .table import half_year_column, outcomes_of

Part = dict[str, np.ndarray]

BINS = 4096  # to each 1 of an outcome
WITHIN = 0.5 / BINS  # how far a quantile may be from the exact one
HISTORIES = "histories:"  # the part's entry that says how many histories it is of
_UNIT = 40  # a sum is of whole numbers, and of fractions rounded to a multiple of 2**-40
_MOVED = "moved:"


def tally_of(columns: Mapping[str, np.ndarray], halves: tuple[str, str]) -> Part:
    """Return the tally of some histories.

    Parameters
    ----------
    columns : mapping of str to ndarray (history,)
        From ``Wanted``: whole numbers (answers, counts, postures, first months) are counted value
        by value, others in bins.
    halves : (str, str)
        The columns of the tilt in the first and the last half-year.
    """
    count = len(next(iter(columns.values())))
    part: Part = {HISTORIES: np.array([count])}
    for name, values in columns.items():
        if values.dtype.kind in "iub":
            part[f"counts:{name}"] = np.bincount(values)
            continue
        bins, counts = np.unique(np.rint(values * BINS).astype(np.int64), return_counts=True)
        part |= {f"bins:{name}": bins, f"in bins:{name}": counts}
        part[f"sum:{name}"] = _sum(values)
        ends = (values.min(), values.max()) if count else (np.inf, -np.inf)
        part[f"ends:{name}"] = np.array(ends)
    first, last = (columns[name] for name in halves)
    part[_MOVED] = np.array([np.count_nonzero(last > first), np.count_nonzero(last < first)])
    return part


def _sum(values: np.ndarray) -> np.ndarray:
    """Return the sum of some numbers, each rounded to 2**-40: whole ones, and such fractions."""
    whole = np.floor(values)
    fractions = np.rint(np.ldexp(values - whole, _UNIT)).astype(np.int64)
    return _carried(np.array([int(whole.sum()), int(fractions.sum())]))


def _carried(both: np.ndarray) -> np.ndarray:
    """Return a sum with less than 1 in fractions."""
    return np.array([both[0] + (both[1] >> _UNIT), both[1] & ((1 << _UNIT) - 1)])


def added(parts: Iterable[Part]) -> Part:
    """Return the tally of the histories of some parts together, which no order changes."""
    total: Part = {}
    for part in parts:
        total = _added(total, part) if total else part
    return total


def _added(one: Part, other: Part) -> Part:
    """Return the tally of two parts."""
    both: Part = {}
    for key in one:
        kind, _, name = key.partition(":")
        a, b = one[key], other[key]
        if kind == "bins":
            bins, where = np.unique(np.concatenate([a, b]), return_inverse=True)
            inside = np.concatenate([one[f"in bins:{name}"], other[f"in bins:{name}"]])
            counts = np.zeros(len(bins), dtype=np.int64)
            np.add.at(counts, where, inside)
            both |= {key: bins, f"in bins:{name}": counts}
        elif kind == "counts":
            longer, shorter = (a, b) if len(a) >= len(b) else (b, a)
            both[key] = longer.copy()
            both[key][: len(shorter)] += shorter
        elif kind == "ends":
            both[key] = np.array([min(a[0], b[0]), max(a[1], b[1])])
        elif kind == "sum":
            both[key] = _carried(a + b)
        elif kind != "in bins":
            both[key] = a + b
    return both


def ends_of(scenario: Scenario) -> tuple[str, str]:
    """Return the columns of the tilt in the first and the last half-year."""
    labels = [label for label, _ in half_years(scenario)]
    return half_year_column("tilt", labels[0]), half_year_column("tilt", labels[-1])


@dataclass(frozen=True)
class Tally:
    """What the outcomes of all histories come to; see ``Summed``.

    Attributes
    ----------
    scenario : Scenario
    seed : int
    about : Focus
        Whom tilt, approaches and summits are about.
    part : dict of str to ndarray
        Of all histories that did not fail, from ``added``.
    """

    scenario: Scenario
    seed: int
    about: Focus
    part: Part

    @property
    def histories(self) -> int:
        """How many there are."""
        return int(self.part[HISTORIES][0])

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The outcomes that are tallied."""
        return outcomes_of(self.scenario, self.about)

    def mean(self, column: str) -> float:
        """Return the mean of a column: exact but for the rounding of each number to 2**-40."""
        if f"counts:{column}" in self.part:
            return self.total(column) / self.histories
        whole, fractions = map(int, self.part[f"sum:{column}"])
        return ((whole << _UNIT) + fractions) / (self.histories << _UNIT)

    def bands(self, column: str) -> dict[str, float]:
        """Return mean, median, middle half and middle 90 %; quantiles are within ``WITHIN``."""
        low, first, middle, third, high = self.quantiles(column)
        mean = self.mean(column)
        return {"mean": mean, "median": middle, "q25": first, "q75": third, "q05": low, "q95": high}

    def total(self, column: str) -> int:
        """Return the sum of a column of whole numbers, exactly."""
        counts = self.counts(column)
        return int(counts @ np.arange(len(counts)))

    def counts(self, column: str) -> np.ndarray:
        """Return in how many histories a column of whole numbers is 0, 1, ..."""
        return self.part[f"counts:{column}"]

    def moved(self, first: str, last: str) -> tuple[float, float]:
        """Return the shares of histories whose tilt rose and fell, from first to last half-year."""
        assert (first, last) == ends_of(self.scenario)
        up, down = map(int, self.part[_MOVED])
        return up / self.histories, down / self.histories

    def distribution(self, column: str) -> tuple[np.ndarray, np.ndarray]:
        """Return the values of a column, rounded to a bin, and in how many histories each is."""
        if f"bins:{column}" in self.part:
            return self.part[f"bins:{column}"] / BINS, self.part[f"in bins:{column}"]
        counts = self.counts(column)
        found = counts.nonzero()[0]
        return found.astype(float), counts[found]

    def quantiles(self, column: str) -> list[float]:
        """Return the usual quantiles; those of whole numbers are exact."""
        values, counts = self.distribution(column)
        reached = np.cumsum(counts)
        ends = self.part.get(f"ends:{column}", values[[0, -1]])

        def of_rank(rank: np.ndarray) -> np.ndarray:
            """Return the numbers that have some places in the order of all, the least having 0."""
            return np.clip(values[np.searchsorted(reached, rank, side="right")], *ends)

        return [float(value) for value in between(of_rank, self.histories, LEVELS)]

    def table(self) -> pd.DataFrame:
        """Return a row for each outcome whose mean says something: mean, quantiles and ends."""
        rows = []
        for outcome in self.outcomes:
            if outcome.output.is_quantity:
                values, _ = self.distribution(outcome.column)
                ends = self.part.get(f"ends:{outcome.column}", values[[0, -1]])
                mean, bands = self.mean(outcome.column), self.quantiles(outcome.column)
                rows.append((outcome.column, self.histories, mean, *bands, *map(float, ends)))
        return pd.DataFrame(rows, columns=["outcome", "histories", "mean", *NAMES, "least", "most"])

    def distributions(self) -> pd.DataFrame:
        """Return a row for each value that an outcome has: in how many histories."""
        parts = []
        for outcome in self.outcomes:
            values, counts = self.distribution(outcome.column)
            parts.append(
                pd.DataFrame({"outcome": outcome.column, "value": values, "histories": counts})
            )
        return pd.concat(parts, ignore_index=True)
