"""Scores: how well the model's shares and directions agree with a record, beside its rivals.

Of tone: rank correlation and median error of shares of cooperation, rank correlation of changes in
tone, and how much of the record lies within the band of the anchored forecast. Of volume: rank
correlation of changes in log cooperation, Brier and log score of their direction, and confident
predictions that were wrong. The two directions of a pair of states go together in the news, so
intervals are drawn pair by pair: a cluster bootstrap, which scipy does not offer, with draws keyed
by the seed, so that the same record has the same interval everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from sim.outcomes.bootstrap import picks

from .agreement import (
    Measure,
    brier,
    concordance,
    false_alarms,
    hits,
    log_score,
    median_error,
    rank_correlation,
)
from .forecasts import UNANCHORED, Forecast

_OF_DIRECTION = (
    ("Brier score", brier, False),
    ("log score", log_score, False),
    ("hits", hits, True),
)
_HEAD = [
    "span", "sample", "about", "measure", "statement", "score", "dyads", "model", "low", "high",
    "rival", "rival_score", "better", "better_low", "better_high", "wins",
]  # fmt: skip
# Name, function, whether more is better; by what is scored.
SCORES: dict[str, tuple[tuple[str, Measure, bool], ...]] = {
    "share": (("rank correlation", rank_correlation, True),),
    "plain share": (("median error", median_error, False),),
    "tone change": (("rank correlation", rank_correlation, True),),
    "change": (("rank correlation", rank_correlation, True),),
    "direction": _OF_DIRECTION,
    "net direction": _OF_DIRECTION,
    "first contact": (("Kendall's tau", concordance, True),),
}


def table(forecasts: Sequence[Forecast], seed: int = 1) -> pd.DataFrame:
    """Return a row per span, statement, score and rival.

    Parameters
    ----------
    forecasts : sequence of Forecast
    seed : int
        Of the intervals.

    Returns
    -------
    DataFrame
        Columns: span, sample ("trained" or "new"), about ("tone", "volume" or "time"), measure,
        statement ("unanchored" or "anchored"), score, dyads, model with its 95 % interval (``low``,
        ``high``), rival, its score, how much better the model is (``better``, whatever the score's
        direction) with ``better_low``, ``better_high``, and who wins: "model" or "rival", with
        " (95 %)" where that interval leaves out zero, or "neither".
    """
    return pd.DataFrame([row for one in forecasts for row in _rows(one, seed)], columns=_HEAD)


def _rows(one: Forecast, seed: int) -> Iterator[dict]:
    """Yield the rows of one span and measure."""
    truth, model, pairs = one.recorded[one.known], one.model[one.known], one.pairs[one.known]
    samples = samples_of(pairs, seed)
    everyone = np.array([model, *(values[one.known] for values in one.rivals.values())])
    for name, score, more in SCORES[one.measure]:
        drawn, *theirs = _drawn(score, everyone, truth, samples)
        known: dict[str, Any] = {
            "span": one.span,
            "sample": one.sample,
            "about": one.about,
            "measure": one.measure,
            "statement": one.statement,
            "score": name,
            "dyads": len(truth),
        }
        known |= {"model": float(score(model, truth))} | ends_of(drawn, "low", "high")
        for rival, other, of_rival in zip(one.rivals, everyone[1:], theirs, strict=True):
            sign = 1 if more else -1
            better = sign * (drawn - of_rival)
            yield known | against(known["model"], rival, float(score(other, truth)), better, sign)


def _drawn(
    score: Measure, everyone: np.ndarray, truth: np.ndarray, samples: list[np.ndarray]
) -> np.ndarray:
    """Return the scores of all forecasters in samples of dyads: (forecaster, sample).

    All are scored in one step, so that the record is ranked once.
    """
    parts = [score(np.take(everyone, s, axis=1), truth[s]) for s in samples]
    return np.concatenate(parts, axis=1)


def ends_of(drawn: np.ndarray, low: str, high: str) -> dict[str, float]:
    """Return the ends of the middle 95 % of what was drawn, by the names of their columns."""
    ends = np.quantile(drawn, (0.025, 0.975))
    return {low: float(ends[0]), high: float(ends[1])}


def against(own: float, rival: str, theirs: float, better: np.ndarray, sign: int) -> dict[str, Any]:
    """Return the columns that compare the model with a rival.

    Parameters
    ----------
    own : float
        The model's score.
    rival : str
    theirs : float
        The rival's score.
    better : ndarray (sample,)
        How much better the model is in samples of dyads.
    sign : int
        1 where more is better, -1 where less is.
    """
    row: dict[str, Any] = {"rival": rival, "rival_score": theirs, "better": sign * (own - theirs)}
    row |= ends_of(better, "better_low", "better_high")
    who = "neither" if row["better"] == 0 else "model" if row["better"] > 0 else "rival"
    sure = row["better_low"] > 0 or row["better_high"] < 0
    return row | {"wins": f"{who} (95 %)" if sure and who != "neither" else who}


def samples_of(pairs: np.ndarray, seed: int) -> list[np.ndarray]:
    """Return samples of dyads, drawn by pairs of states with replacement.

    Samples of one size stand together: (sample, dyad). Measures of the same dyads share them.
    """
    return _samples_of(tuple(pairs.tolist()), int(seed))


@lru_cache(maxsize=4)
def _samples_of(pairs: tuple[int, ...], seed: int) -> list[np.ndarray]:
    """Return what ``samples_of`` does."""
    where = [np.flatnonzero(np.array(pairs) == pair) for pair in np.unique(pairs)]
    by_size: dict[int, list[np.ndarray]] = {}
    for drawn in picks(len(where), seed):
        sample = np.concatenate([where[k] for k in drawn])
        by_size.setdefault(len(sample), []).append(sample)
    return [np.array(samples) for samples in by_size.values()]


def bands(forecasts: Sequence[Forecast], seed: int = 1) -> pd.DataFrame:
    """Return how much of the record lies within the bands of anchored forecasts: a row per span.

    Columns: span, sample, dyads, inside (0..1) with its 95 % interval (``low``, ``high``), and how
    wide the bands are in shares, as the median (``width``).

    Parameters
    ----------
    forecasts : sequence of Forecast
    seed : int
        Of the intervals.
    """
    rows = []
    for one in forecasts:
        if one.band is not None:
            low, high = (end[one.known] for end in one.band)
            inside = (low <= one.recorded[one.known]) & (one.recorded[one.known] <= high)
            drawn = np.concatenate(
                [inside[s].mean(axis=-1) for s in samples_of(one.pairs[one.known], seed)]
            )
            row = {"span": one.span, "sample": one.sample, "dyads": len(inside)}
            row |= {"inside": float(inside.mean())} | ends_of(drawn, "low", "high")
            rows.append(row | {"width": float(np.median(high - low))})
    head = ["span", "sample", "dyads", "inside", "low", "high", "width"]
    return pd.DataFrame(rows, columns=head)


def alarms(forecasts: Sequence[Forecast]) -> pd.DataFrame:
    """Return a row per change and forecaster: dyads, confident predictions, false alarms."""
    rows = []
    for one in forecasts:
        if one.measure.endswith("direction"):
            known = {
                "span": one.span,
                "sample": one.sample,
                "measure": one.measure,
                "dyads": int(one.known.sum()),
            }
            plain = one.statement == UNANCHORED
            who = {"model": one.model} | one.rivals if plain else {"model, anchored": one.model}
            for name, likely in who.items():
                called = false_alarms(likely[one.known], one.recorded[one.known])
                told = {"by": name} | dict(zip(("sure", "wrong"), called, strict=True))
                rows.append(known | told)
    return pd.DataFrame(rows, columns=["span", "sample", "measure", "dyads", "by", "sure", "wrong"])


# What the columns of the table of dyads are called: recorded, and said by the model.
_COLUMNS = {
    "plain share": ("recorded_share", "expected_share"),
    "share": ("recorded_padded_share", "expected_padded_share"),
    "tone change": ("recorded_tone_change", "expected_tone_change"),
    "change": ("recorded_change", "expected_change"),
    "direction": ("rises", "likely_rises"),
    "net direction": ("net_rises", "likely_net_rises"),
}
# The same of the anchored forecast.
_ANCHORED = {
    "share": "anchored_share",
    "tone change": "anchored_tone_change",
    "change": "anchored_change",
    "direction": "anchored_likely_rises",
}
_BAND = ("anchored_low", "anchored_high")


def dyads(forecasts: Sequence[Forecast], codes: Sequence[str]) -> pd.DataFrame:
    """Return a row per span and dyad: shares, changes, directions and how likely they were.

    Cells on which the record is silent are empty.

    Parameters
    ----------
    forecasts : sequence of Forecast
    codes : sequence of str
        All states.
    """
    source, target = (np.array(codes)[k] for k in np.nonzero(~np.eye(len(codes), dtype=bool)))
    parts: dict[str, dict] = {}
    for one in forecasts:
        if one.measure in _COLUMNS:
            last = one.span.split(" to ")[-1]
            part = parts.setdefault(
                last, {"span": last, "sample": one.sample, "source": source, "target": target}
            )
            part |= _cells(one)
    names = [name for pair in _COLUMNS.values() for name in pair]
    head = ["span", "sample", "source", "target", *names, *_ANCHORED.values(), *_BAND]
    rows = [pd.DataFrame(part).reindex(columns=head) for part in parts.values()]
    return pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=head)


def _cells(one: Forecast) -> dict[str, np.ndarray]:
    """Return the columns of the table of dyads that one forecast fills."""
    if one.statement == UNANCHORED:
        return dict(zip(_COLUMNS[one.measure], (one.recorded, one.model), strict=True))
    cells = {_ANCHORED[one.measure]: one.model} if one.measure in _ANCHORED else {}
    return cells | (dict(zip(_BAND, one.band, strict=True)) if one.band else {})
