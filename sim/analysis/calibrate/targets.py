"""Targets: the patterns of a record and those of the model, in comparable units.

Over all dyads: the shares of cooperation in a span, in logits, and the changes in log cooperation
from span to span, each less its mean. News and model count on different scales, so the shares of
each are scaled to standard deviation 1. A change is a ratio, in which the scale cancels: changes of
both are given in units of the standard deviation of the record's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.analysis.hindcast.hindcast import (
    Counts,
    Span,
    month_of,
    recorded_counts,
    spans,
    tone,
    volume,
)
from sim.data.events import Record
from sim.errors import InvalidInput
from sim.scenario import Scenario

_FLAT = 1e-9  # a row that spreads less over the dyads has no pattern
# Variances of the misfit that are tried, in units of the spread over dyads.
_MISFITS = np.geomspace(0.02, 2.0, 25)


@dataclass(frozen=True)
class Target:
    """What a record asks of the model.

    Attributes
    ----------
    spans : tuple of Span
        That may be fitted to.
    rows : tuple of str
        "share 2013", "change 2012 to 2013", ...
    pattern : ndarray (value,)
        Row by row, of the dyads that the record knows.
    groups : ndarray of int (value,)
        Which row each value belongs to.
    known : ndarray of bool (row, source, target)
        What the record knows.
    kept : ndarray of int (row,)
        Which of all shapes that the spans could tell the rows are.
    units : ndarray (row,)
        What changes are divided by; NaN for shares, which are divided by their own standard
        deviation.
    """

    spans: tuple[Span, ...]
    rows: tuple[str, ...]
    pattern: np.ndarray
    groups: np.ndarray
    known: np.ndarray
    kept: np.ndarray
    units: np.ndarray


def target(record: Record, scenario: Scenario, train_until: str) -> Target:
    """Return what a record asks of a scenario up to a month.

    Raises
    ------
    ValueError
        When record and scenario share nothing until then.
    """
    until = month_of(scenario, train_until)
    results = [
        span for span in spans(record, scenario, train_until) if span.months.stop - 1 <= until
    ]
    labels, counts = _labels(results), recorded_counts(record)
    if not labels:
        raise InvalidInput(
            f"{record.name} counts no whole {'quarter' if record.monthly else 'year'} of "
            f"{scenario.name} until {train_until}: nothing to fit"
        )
    places = [span.place for span in results]
    counts = Counts(counts.cooperation[places], counts.conflict[places])
    shapes = shapes_of(counts, results)
    known = _known(counts, results) & ~np.isnan(shapes) & ~np.eye(shapes.shape[1], dtype=bool)
    spreads = np.array([_spread(shape[there]) for shape, there in zip(shapes, known, strict=True)])
    kept = np.flatnonzero(spreads > 0)
    if not len(kept):
        raise InvalidInput(
            f"{record.name} says the same of all dyads until {train_until}: nothing to fit"
        )
    rows, known = tuple(labels[k] for k in kept), known[kept]
    units = np.where([row.startswith("share") for row in rows], np.nan, spreads[kept])
    groups = np.repeat(np.arange(len(rows)), known.sum(axis=(1, 2)))
    return Target(
        tuple(results), rows, pattern_of(shapes[kept], known, units), groups, known, kept, units
    )


def _spread(row: np.ndarray) -> float:
    """Return the standard deviation of a row; 0 where it is the same everywhere."""
    spread = float(row.std()) if len(row) else 0.0
    return spread if spread > _FLAT else 0.0


def _labels(results: Sequence[Span]) -> list[str]:
    """Return what spans tell: shares of those in the scenario, and changes that end in it."""
    shares = [f"share {span.label}" for span in results if span.months.start >= 0]
    return shares + [
        f"change {results[k - 1].label} to {results[k].label}" for k in _changes(results)
    ]


def _changes(results: Sequence[Span]) -> list[int]:
    """Return the positions of the spans that end a change."""
    return [
        k
        for k in range(1, len(results))
        if results[k].months.start >= 0 and results[k].place == results[k - 1].place + 1
    ]


def shapes_of(counts: Counts, results: Sequence[Span]) -> np.ndarray:
    """Return shares in logits, and changes in log cooperation: (shape, source, target)."""
    logits, changes = tone(counts), np.diff(volume(counts), axis=0)
    inside = [k for k, span in enumerate(results) if span.months.start >= 0]
    return np.array([*logits[inside], *(changes[k - 1] for k in _changes(results))])


def _known(counts: Counts, results: Sequence[Span]) -> np.ndarray:
    """Return where shapes are known: shares of some events, changes of some cooperation."""
    warm, some = counts.cooperation > 0, counts.cooperation + counts.conflict > 0
    inside = [k for k, span in enumerate(results) if span.months.start >= 0]
    return np.array([*some[inside], *(warm[k - 1] | warm[k] for k in _changes(results))])


def pattern_of(shapes: np.ndarray, known: np.ndarray, units: np.ndarray) -> np.ndarray:
    """Return the known parts of the rows, one after the other, less their means, in their units."""
    results = []
    for shape, there, unit in zip(shapes, known, units, strict=True):
        row = shape[there]
        results.append((row - row.mean()) / (unit if unit > 0 else _spread(row) or 1.0))
    return np.concatenate(results)


def agreement(pattern: np.ndarray, recorded: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Return the correlation of two patterns, row by row.

    It is 0 where either is the same everywhere.
    """
    results = []
    for g in np.unique(groups):
        a, b = pattern[groups == g], recorded[groups == g]
        spread = _spread(a) * _spread(b)
        results.append(float(((a - a.mean()) * (b - b.mean())).mean() / spread) if spread else 0.0)
    return np.array(results)


def likely_misfits(patterns: np.ndarray, recorded: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Return the likeliest variance of what no point can agree on, for each row of the patterns.

    Parameters
    ----------
    patterns : ndarray (point, value)
        Simulated at points spread over all that is held possible.
    recorded : ndarray (value,)
    groups : ndarray of int (value,)
        Which row each value belongs to.

    Returns
    -------
    ndarray (value,)
    """
    result = np.empty(len(recorded))
    for g in np.unique(groups):
        row = groups == g
        off = recorded[row] - patterns[:, row].mean(axis=0)
        values, vectors = np.linalg.eigh(np.cov(patterns[:, row], rowvar=False))
        along = (vectors.T @ off) ** 2
        spreads = np.maximum(values, 0.0)[:, None] + _MISFITS
        result[row] = _MISFITS[(np.log(spreads) + along[:, None] / spreads).sum(axis=0).argmin()]
    return result
