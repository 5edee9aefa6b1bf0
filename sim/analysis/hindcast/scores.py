"""Scores: how well the model's shares and directions agree with a record, beside its rivals.

Rank correlation of shares of cooperation and of changes in log cooperation; Brier and log score of
the direction of change; calls that were sure and wrong. The two directions of a pair of states go
together in the news, so intervals are drawn pair by pair: a bootstrap of clusters, which scipy's
does not know, with draws keyed by the seed, so that the same record has the same interval
everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    rank_correlation,
)
from .forecasts import Forecast

_OF_DIRECTION = (
    ("Brier score", brier, False),
    ("log score", log_score, False),
    ("hits", hits, True),
)
_HEAD = [
    "span", "sample", "measure", "score", "dyads", "model", "low", "high", "rival", "rival_score",
    "better", "better_low", "better_high",
]  # fmt: skip
# Name, function, whether more is better; by what is scored.
SCORES: dict[str, tuple[tuple[str, Measure, bool], ...]] = {
    "share": (("rank correlation", rank_correlation, True),),
    "change": (("rank correlation", rank_correlation, True),),
    "direction": _OF_DIRECTION,
    "net direction": _OF_DIRECTION,
    "first contact": (("Kendall's tau", concordance, True),),
}


def table(forecasts: Sequence[Forecast], seed: int = 1) -> pd.DataFrame:
    """Return a row per span, score and rival.

    Columns: span, sample ("trained" or "new"), measure, score, dyads, model with its 95 % interval
    (``low``, ``high``), rival, its score, how much better the model is (``better``, whatever the
    score's direction) with ``better_low``, ``better_high``.
    """
    return pd.DataFrame([row for one in forecasts for row in _rows(one, seed)], columns=_HEAD)


def _rows(one: Forecast, seed: int) -> Iterator[dict]:
    """Yield the rows of one span and measure."""
    truth, model, pairs = one.recorded[one.known], one.model[one.known], one.pairs[one.known]
    samples = _samples(pairs, seed)
    for name, score, more in SCORES[one.measure]:
        drawn = np.concatenate([score(model[s], truth[s]) for s in samples])
        known: dict[str, Any] = {
            "span": one.span,
            "sample": one.sample,
            "measure": one.measure,
            "score": name,
            "dyads": len(truth),
        }
        own = float(score(model, truth))
        known |= {"model": own}
        known |= dict(zip(("low", "high"), np.quantile(drawn, (0.025, 0.975)), strict=True))
        for rival, values in one.rivals.items():
            other, sign = values[one.known], 1 if more else -1
            better = sign * (drawn - np.concatenate([score(other[s], truth[s]) for s in samples]))
            ends = np.quantile(better, (0.025, 0.975))
            theirs: dict[str, Any] = {"rival": rival, "rival_score": float(score(other, truth))}
            theirs["better"] = sign * (own - theirs["rival_score"])
            yield known | theirs | dict(zip(("better_low", "better_high"), ends, strict=True))


def _samples(pairs: np.ndarray, seed: int) -> list[np.ndarray]:
    """Return samples of dyads, drawn by pairs of states with replacement.

    Samples of one size stand together: (sample, dyad).
    """
    where = [np.flatnonzero(pairs == pair) for pair in np.unique(pairs)]
    by_size: dict[int, list[np.ndarray]] = {}
    for drawn in picks(len(where), seed):
        sample = np.concatenate([where[k] for k in drawn])
        by_size.setdefault(len(sample), []).append(sample)
    return [np.array(samples) for samples in by_size.values()]


def alarms(forecasts: Sequence[Forecast]) -> pd.DataFrame:
    """Return a row per change and forecaster: dyads, directions called surely, false alarms."""
    rows = []
    for one in forecasts:
        if one.measure.endswith("direction"):
            known = {
                "span": one.span,
                "sample": one.sample,
                "measure": one.measure,
                "dyads": int(one.known.sum()),
            }
            for who, likely in ({"model": one.model} | one.rivals).items():
                called = false_alarms(likely[one.known], one.recorded[one.known])
                rows.append(known | {"by": who} | dict(zip(("sure", "wrong"), called, strict=True)))
    return pd.DataFrame(rows, columns=["span", "sample", "measure", "dyads", "by", "sure", "wrong"])


# What the columns of the table of dyads are called: recorded, and said by the model.
_COLUMNS = {
    "share": ("recorded_share", "lived_share"),
    "change": ("recorded_change", "expected_change"),
    "direction": ("rises", "likely_rises"),
    "net direction": ("net_rises", "likely_net_rises"),
}


def dyads(forecasts: Sequence[Forecast], codes: Sequence[str]) -> pd.DataFrame:
    """Return a row per span and dyad: shares, changes, directions and how likely they were.

    Cells on which the record is silent are empty.
    """
    source, target = (np.array(codes)[k] for k in np.nonzero(~np.eye(len(codes), dtype=bool)))
    parts: dict[str, dict] = {}
    for one in forecasts:
        if one.measure in _COLUMNS:
            last = one.span.split(" to ")[-1]
            part = parts.setdefault(
                last, {"span": last, "sample": one.sample, "source": source, "target": target}
            )
            part |= dict(zip(_COLUMNS[one.measure], (one.recorded, one.model), strict=True))
    head = [
        "span",
        "sample",
        "source",
        "target",
        *(name for pair in _COLUMNS.values() for name in pair),
    ]
    rows = [pd.DataFrame(part).reindex(columns=head) for part in parts.values()]
    return pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=head)
