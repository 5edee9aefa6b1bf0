"""The headline of a comparison: the largest significant difference and its half-year, then the end.

A sentence about the end alone hides what came before: a scenario may change much in the first year
and nothing in the last. Here and everywhere differences are means of paired differences; they are
significant where their 95 % interval excludes zero.
"""

from __future__ import annotations

from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sim.countries.named import possessive
from sim.outcomes.bootstrap import is_sure
from sim.outcomes.focus import name_in_text
from sim.system.text import in_percent, signed

from .comparison import Compared
from .measures import QUESTIONS, Measure

_SEEN = 0.005  # a smaller difference is nothing at two decimals, however sure it is
_MOST_DIGITS = 4  # of a share in per cent, to tell two apart
_SCALED = ("hedging", "dependence", QUESTIONS)  # groups of measures in 0..1, which compare


class Difference(NamedTuple):
    """One measure, and its row in the table of a comparison."""

    measure: Measure
    row: pd.Series

    @property
    def is_sure(self) -> bool:
        """Whether its 95 % interval does not hold zero, and it can be seen at two decimals."""
        return is_sure(self.row) and bool(abs(self.row["difference"]) >= _SEEN)

    @property
    def is_none(self) -> bool:
        """Whether no history differs."""
        return bool(self.row["higher"] == self.row["lower"] == 0)

    def as_data(self) -> dict[str, Any]:
        """Return it as plain values."""
        numbers = {key: float(self.row[key]) for key in ("difference", "low", "high")}
        return {"measure": self.measure.name, "column": self.measure.column, **numbers}


class Told(NamedTuple):
    """What a headline is about.

    Attributes
    ----------
    largest : Difference or None
        The largest sure difference of the tilt, by half-year, or of what was asked for.
    end : Difference
        That of the last half-year.
    elsewhere : Difference or None
        The largest of the other measures, where the tilt differs nowhere at 95 %.
    """

    largest: Difference | None
    end: Difference
    elsewhere: Difference | None


def told(result: Compared, which: int) -> Told:
    """Return what the headline on a scenario is about.

    Parameters
    ----------
    result : Compared
    which : int
        Of its scenarios.
    """
    positions = [k for k, m in enumerate(result.measures) if m.group == "tilt"]
    if result.outcomes[0].also:
        (first,) = _looked_at(result, which, [0])
        return Told(first if first.is_sure else None, first, None)
    *half_years, _ = _looked_at(result, which, positions)
    sure = [one for one in half_years if one.is_sure]
    largest = max(sure, key=_size, default=None)
    return Told(largest, half_years[-1], None if largest else _elsewhere(result, which))


def _looked_at(result: Compared, which: int, positions: list[int]) -> list[Difference]:
    """Return some of the differences: of few measures the intervals are quickly worked out."""
    rows = result.differing(which, positions)
    return [Difference(result.measures[p], rows.iloc[k]) for k, p in enumerate(positions)]


def _size(one: Difference) -> float:
    """Return how large a difference is."""
    return abs(float(one.row["difference"]))


def _elsewhere(result: Compared, which: int) -> Difference | None:
    """Return the largest other difference, unless many comparisons explain it.

    Of so many measures some differ at 95 % by chance; these have to at 95 % all together.
    """
    chosen = [k for k, one in enumerate(result.measures) if one.group in _SCALED]
    if not chosen or result.asked.histories < 2:
        return None
    differences = result.differences(which)[:, chosen]
    error = differences.std(axis=0, ddof=1) / np.sqrt(len(differences))
    beyond = NormalDist().inv_cdf(1 - 0.025 / len(chosen))
    means = differences.mean(axis=0)
    sure = np.abs(means) > np.maximum(beyond * error, _SEEN)
    if not sure.any():
        return None
    largest = chosen[int(np.argmax(np.where(sure, np.abs(means), -1.0)))]
    return _looked_at(result, which, [largest])[0]


def subject(result: Compared, measure: Measure) -> tuple[str, str, str]:
    """Return a measure in words without its months: its name, the word for more, its period."""
    outcome, scenario = measure.outcome, result.scenarios[0]
    when = outcome.when.phrase
    if outcome.name != "tilt" or outcome in result.outcomes[0].also:
        words = outcome.in_words(scenario)
        return words, words, ""
    state, a, b = (name_in_text(scenario, code) for code in outcome.terms.states)
    tilt = f"{possessive(state)} tilt"
    return f"{tilt} between {a} (-1) and {b} (+1)", f"{tilt} toward {b}", when


def amount(one: Difference) -> str:
    """Return how much higher or lower a sure difference is on average, and how often it is so."""
    return f"{more_or_less(one)} on average, and {_way(one)} in {_how_often(one)} of histories"


def by_history(one: Difference) -> str:
    """Return in how many histories a sure difference is the way it is on average, as a sentence.

    The share alone could be read as how certain the sentence before is, or as that of histories
    below some level; it counts the pairs of one history in both scenarios.
    """
    often = f"it is {_way(one)} in {_how_often(one)} of them"
    return f"Compared history by history on the same random draws, {often}"


def more_or_less(one: Difference) -> str:
    """Return how much higher or lower a sure difference is."""
    return f"{_size(one):z.2f} {_way(one)}"


def _way(one: Difference) -> str:
    """Return which way a difference goes on average."""
    return "lower" if one.row["difference"] < 0 else "higher"


def _how_often(one: Difference) -> str:
    """Return the share of histories that differ the way they do on average."""
    return in_percent(one.row[_way(one)])


def same(one: Difference) -> str:
    """Say within what a measure is the same on average."""
    if max(abs(one.row["low"]), abs(one.row["high"])) < _SEEN:
        return "the same to within 0.01"
    return f"the same on average, within {interval(one)}"


def means(one: Difference) -> tuple[str, str]:
    """Return both means, with another digit where two would not tell which is the higher."""
    output = one.measure.outcome.output
    ends = [float(one.row[key]) for key in ("first", "second")]
    first, second = map(output.shown, ends)
    if first == second and not output.is_share:
        first, second = (signed(v, 3) if output.low < 0 else f"{v:z.4g}" for v in ends)
    return first, second


def shares(one: Difference) -> str:
    """Return the shares of yes, with a decimal where whole percents would hide the difference."""
    ends = [float(one.row[key]) for key in ("second", "first")]
    written = ([in_percent(end, digits=digits) for end in ends] for digits in range(_MOST_DIGITS))
    second, first = next((pair for pair in written if pair[0] != pair[1]), map(in_percent, ends))
    return f"{second} of histories instead of {first}"


def interval(one: Difference) -> str:
    """Return the 95 % interval of a difference."""
    is_share = one.measure.outcome.output.is_share
    low, high = (
        signed(100 * one.row[end], 0) if is_share else signed(one.row[end])
        for end in ("low", "high")
    )
    return f"{low} to {high}{' points' if is_share else ''}"
