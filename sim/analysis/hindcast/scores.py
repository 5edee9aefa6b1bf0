"""Scores: how well the model's shares and directions agree with a record, beside rivals that know less.

Rank correlation of shares of cooperation and of changes in log cooperation; Brier and log score of
the direction of change; calls that were sure and wrong. Rivals: nothing changes, the scenario's
affinities alone, and last time again. The two directions of a pair of states go together in the
news, so intervals are drawn pair by pair.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.outcomes.bootstrap import picks

from .hindcast import Counts, Span, log_change, rising, scatter, share

# judgement: from this probability on (or as far below one half) somebody is said to be sure of a
# direction
SURE = 0.8
FEWEST = 6  # dyads below which nothing is scored; judgement: those of three states
_LEAST = 0.01  # probability that a log score is cut at: a handful of histories cannot say less
AFFINITY, LAST, STILL = "affinity alone", "last time again", "no change"

Measure = Callable[
    [np.ndarray, np.ndarray], np.ndarray
]  # (what was said, what was recorded), (..., dyad) -> (...)


@dataclass(frozen=True)
class Said:
    """What the model and its rivals say of one span, and what was recorded; arrays are (dyad,).

    Attributes
    ----------
    span, measure : str
        "2013" and "share", or "2012 to 2013" and "change", "direction" or "net direction".
    trained : bool
        Whether it was open to fitting.
    recorded, model : ndarray
        NaN where the record is silent.
    rivals : dict of str to ndarray
    pairs : ndarray of int
        Which pair of states each dyad belongs to.
    """

    span: str
    measure: str
    trained: bool
    recorded: np.ndarray
    model: np.ndarray
    rivals: dict[str, np.ndarray]
    pairs: np.ndarray

    @property
    def known(self) -> np.ndarray:
        """Whether the record tells of a dyad."""
        return ~np.isnan(self.recorded)

    @property
    def sample(self) -> str:
        """Trained, or new."""
        return "trained" if self.trained else "new"


def said(
    found: Sequence[Span], recorded: Counts, lived: Counts, affinity: np.ndarray, still: np.ndarray
) -> list[Said]:
    """Return what is to be scored: of spans within the scenario, where the record knows at least `FEWEST` dyads.

    Parameters
    ----------
    found : sequence of Span
        What record and scenario share.
    recorded : Counts
        Of all years or quarters of the record.
    lived : Counts
        Of the spans.
    affinity : ndarray (source, target)
        As the scenario begins.
    still : ndarray (source, target)
        Shares of cooperation in the world without shocks.
    """
    told = []
    for k, span in enumerate(found):
        if span.months.start < 0:
            continue
        told.append(_said_of_shares(span, recorded, share(lived)[k], affinity, still))
        if k and found[k - 1].place == span.place - 1:
            told += _said_of_changes(
                f"{found[k - 1].label} to {span.label}", span, recorded, lived, k, affinity
            )
    return [one for one in told if one.known.sum() >= FEWEST]


def _said_of_shares(
    span: Span, recorded: Counts, lived: np.ndarray, affinity: np.ndarray, still: np.ndarray
) -> Said:
    """Return what is said of the shares of cooperation in a span.

    A dyad without events in it has none to be told.
    """
    known = np.where(recorded.cooperation + recorded.conflict > 0, share(recorded), np.nan)
    rivals = {STILL: still, AFFINITY: affinity} | (
        {LAST: known[span.place - 1]} if span.place else {}
    )
    return _said(span.label, "share", span, known[span.place], lived, rivals)


def _said_of_changes(
    label: str, span: Span, recorded: Counts, lived: Counts, k: int, affinity: np.ndarray
) -> list[Said]:
    """Return what is said of the changes in log cooperation that end in a span, and of their direction.

    In some years the news have more of everything, of which the model knows nothing: what it says
    is how cooperation shifts among the dyads, its changes less their mean. Directions are scored as
    recorded, and net of the record's mean. A dyad without cooperation before or after tells
    nothing.
    """
    either = recorded.cooperation[1:] + recorded.cooperation[:-1] > 0
    changes = np.where(either, log_change(recorded), np.nan)[: span.place]
    known, expected = changes[-1], log_change(lived)[k - 1]
    expected = expected - _mean(np.where(np.isnan(known), np.nan, expected))
    rivals = {STILL: np.zeros_like(affinity), AFFINITY: affinity} | (
        {LAST: changes[-2]} if len(changes) > 1 else {}
    )
    told = [_said(label, "change", span, known, expected, rivals)]
    for measure, less in (
        ("direction", np.zeros(len(changes))),
        ("net direction", np.array([*map(_mean, changes)])),
    ):
        net = changes - less[:, None, None]
        up = np.where(np.isnan(net[-1]) | (net[-1] == 0), np.nan, net[-1] > 0)
        likely = rising(expected, scatter(_off(net[:-1])))
        told.append(_said(label, measure, span, up, likely, _directions(net[:-1], affinity)))
    return told


def _said(
    label: str,
    measure: str,
    span: Span,
    recorded: np.ndarray,
    model: np.ndarray,
    rivals: dict[str, np.ndarray],
) -> Said:
    """Return all that is said of a measure, dyad by dyad, without who knows nothing.

    Where the record knows a dyad and a rival does not, the rival says what is the middle of the
    others.
    """
    theirs = {name: _off(values) for name, values in rivals.items()}
    theirs = {
        name: _filled(values) for name, values in theirs.items() if not np.isnan(values).all()
    }
    n = len(recorded)
    i, j = np.meshgrid(np.arange(n), np.arange(n), indexing="ij")
    pairs = _off(np.minimum(i, j) * n + np.maximum(i, j))
    return Said(label, measure, span.trained, _off(recorded), _off(model), theirs, pairs)


def _off(values: np.ndarray) -> np.ndarray:
    """Return what stands off the diagonal of the last two axes: (..., dyad)."""
    return values[..., ~np.eye(values.shape[-1], dtype=bool)]


def _filled(values: np.ndarray) -> np.ndarray:
    """Return values with what is unknown put to the median."""
    return np.where(np.isnan(values), np.nanmedian(values), values)


def _mean(values: np.ndarray) -> float:
    """Return the mean of what is known."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else 0.0


def _directions(earlier: np.ndarray, affinity: np.ndarray) -> dict[str, np.ndarray]:
    """Return how likely cooperation rises for those who know less.

    Whose friends draw closer and whose enemies drift apart goes by affinity: (1 + affinity) / 2.
    Who goes by the last change repeats it as often as changes were repeated before (one half,
    before any were seen).

    Parameters
    ----------
    earlier : ndarray (change, source, target)
        Recorded changes before this one, in order of time.
    affinity : ndarray (source, target)
    """
    rivals = {STILL: np.full(affinity.shape, 0.5), AFFINITY: 0.5 * (1.0 + affinity)}
    if len(earlier):
        ways = np.sign(earlier)
        both = ~np.isnan(ways[1:]) & ~np.isnan(ways[:-1])
        rate = ((ways[1:] == ways[:-1])[both].sum() + 1) / (both.sum() + 2)
        rivals[LAST] = np.where(ways[-1] > 0, rate, np.where(ways[-1] < 0, 1 - rate, 0.5))
    return rivals


def rank_correlation(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return Spearman's rank correlation over the last axis.

    0 where one of both is the same everywhere.
    """
    from scipy.stats import rankdata

    x, y = (rankdata(values, axis=-1) - (values.shape[-1] + 1) / 2 for values in (a, b))
    spread = np.sqrt((x * x).sum(axis=-1) * (y * y).sum(axis=-1))
    return np.divide((x * y).sum(axis=-1), spread, out=np.zeros_like(spread), where=spread > 0)


def concordance(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return Kendall's tau-b over the last axis; 0 where one of both is the same everywhere."""
    from scipy.stats import kendalltau

    each = np.vectorize(lambda x, y: kendalltau(x, y).statistic, signature="(n),(n)->()")
    return np.nan_to_num(each(a, b))


def brier(likely: np.ndarray, up: np.ndarray) -> np.ndarray:
    """Return the Brier score, 0 for a prophet, 0.25 for who always says one half."""
    return np.mean((likely - up) ** 2, axis=-1)


def log_score(likely: np.ndarray, up: np.ndarray) -> np.ndarray:
    """Return the log score (minus the mean log likelihood), 0 for a prophet, 0.69 for who always says one half."""
    told = np.clip(likely, _LEAST, 1 - _LEAST)
    return -np.mean(np.log(np.where(up > 0.5, told, 1 - told)), axis=-1)


def hits(likely: np.ndarray, up: np.ndarray) -> np.ndarray:
    """Return the share of directions that are called right; who says one half is half right."""
    return np.mean(np.where(likely == 0.5, 0.5, (likely > 0.5) == (up > 0.5)), axis=-1)


def false_alarms(likely: np.ndarray, up: np.ndarray) -> tuple[int, int]:
    """Return how many directions were called surely, and how many of these wrongly."""
    sure = (likely >= SURE) | (likely <= 1 - SURE)
    return int(sure.sum()), int((sure & ((likely > 0.5) != (up > 0.5))).sum())


_OF_DIRECTION = (
    ("Brier score", brier, False),
    ("log score", log_score, False),
    ("hits", hits, True),
)
_HEAD = ["span", "sample", "measure", "score", "dyads", "model", "low", "high", "rival", "rival_score", "better",
         "better_low", "better_high"]  # fmt: skip
# Name, function, whether more is better; by what is scored.
SCORES: dict[str, tuple[tuple[str, Measure, bool], ...]] = {
    "share": (("rank correlation", rank_correlation, True),),
    "change": (("rank correlation", rank_correlation, True),),
    "direction": _OF_DIRECTION,
    "net direction": _OF_DIRECTION,
    "first contact": (("Kendall's tau", concordance, True),),
}


def table(told: Sequence[Said], seed: int = 1) -> pd.DataFrame:
    """Return a row per span, score and rival.

    Columns: span, sample ("trained" or "new"), measure, score, dyads, model with its 95 % interval
    (``low``, ``high``), rival, its score, how much better the model is (``better``, whatever the
    score's direction) with ``better_low``, ``better_high``.
    """
    return pd.DataFrame([row for one in told for row in _rows(one, seed)], columns=_HEAD)


def _rows(one: Said, seed: int) -> Iterator[dict]:
    """Yield the rows of one span and measure."""
    truth, model, pairs = one.recorded[one.known], one.model[one.known], one.pairs[one.known]
    samples = _samples(pairs, seed)
    for name, score, more in SCORES[one.measure]:
        drawn = np.concatenate([score(model[s], truth[s]) for s in samples])
        known = {
            "span": one.span,
            "sample": one.sample,
            "measure": one.measure,
            "score": name,
            "dyads": len(truth),
        }
        known |= {"model": float(score(model, truth))}
        known |= dict(zip(("low", "high"), np.quantile(drawn, (0.025, 0.975)), strict=True))
        for rival, values in one.rivals.items():
            other, sign = values[one.known], 1 if more else -1
            better = sign * (drawn - np.concatenate([score(other[s], truth[s]) for s in samples]))
            ends = np.quantile(better, (0.025, 0.975))
            told = {"rival": rival, "rival_score": float(score(other, truth))}
            told["better"] = sign * (known["model"] - told["rival_score"])
            yield known | told | dict(zip(("better_low", "better_high"), ends, strict=True))


def _samples(pairs: np.ndarray, seed: int) -> list[np.ndarray]:
    """Return samples of dyads, drawn by pairs of states with replacement.

    Those of a size together, (sample, dyad).
    """
    where, by_size = [np.flatnonzero(pairs == pair) for pair in np.unique(pairs)], {}
    for drawn in picks(len(where), seed):
        sample = np.concatenate([where[k] for k in drawn])
        by_size.setdefault(len(sample), []).append(sample)
    return [np.array(samples) for samples in by_size.values()]


def alarms(told: Sequence[Said]) -> pd.DataFrame:
    """Return a row per change and who calls it: dyads, directions called surely, and wrongly so (false alarms)."""
    rows = []
    for one in told:
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


def dyads(told: Sequence[Said], codes: Sequence[str]) -> pd.DataFrame:
    """Return a row per span and dyad: shares, changes from the span before, directions and how likely they were.

    What a record is silent on is empty.
    """
    source, target = (np.array(codes)[k] for k in np.nonzero(~np.eye(len(codes), dtype=bool)))
    parts: dict[str, dict] = {}
    for one in told:
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
