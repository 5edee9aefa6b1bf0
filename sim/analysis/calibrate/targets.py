"""Targets: what a record of events asks of a model, and what a model gives, in comparable numbers.

Over all dyads: the shares of cooperation in a span, in logits, and the changes in log cooperation
from span to span, each less its mean. News and model count by different yardsticks, so the shares
of each are scaled to standard deviation 1. A change is a ratio, in which yardsticks cancel: changes
of both are given in units of the standard deviation of the record's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np

from sim.analysis.hindcast.hindcast import (
    BEFORE,
    Counts,
    Span,
    log_change,
    month_of,
    months_before,
    recorded_counts,
    share,
    spans,
)
from sim.data.events import Record
from sim.ensemble.design import Design, run_design
from sim.ensemble.how import HERE, How
from sim.errors import InvalidInput
from sim.outcomes.focus import Focus
from sim.outcomes.observation import events
from sim.outcomes.questions import answer
from sim.outcomes.results import Results
from sim.scenario import NumberPath, Question, Scenario

_FLAT = 1e-9  # a row that spreads less over the dyads has no pattern
_MISFITS = np.geomspace(
    0.02, 2.0, 25
)  # variances of the misfit that are tried, in units of the spread over dyads
_AT_ONCE = 2**15  # histories whose events are held in memory


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
    found = [span for span in spans(record, scenario, train_until) if span.months.stop - 1 <= until]
    labels, counts = _labels(found), recorded_counts(record)
    if not labels:
        raise InvalidInput(
            f"{record.name} counts no whole {'quarter' if record.monthly else 'year'} of "
            f"{scenario.name} "
            f"until {train_until}: nothing to fit"
        )
    places = [span.place for span in found]
    counts = Counts(counts.cooperation[places], counts.conflict[places])
    shapes = _shapes(counts, found)
    known = _told(counts, found) & ~np.isnan(shapes) & ~np.eye(shapes.shape[1], dtype=bool)
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
        tuple(found), rows, _pattern(shapes[kept], known, units), groups, known, kept, units
    )


def _spread(row: np.ndarray) -> float:
    """Return the standard deviation of a row; 0 where it is the same everywhere."""
    spread = float(row.std()) if len(row) else 0.0
    return spread if spread > _FLAT else 0.0


def _labels(found: Sequence[Span]) -> list[str]:
    """Return what spans tell: shares of those in the scenario, and changes that end in it."""
    shares = [f"share {span.label}" for span in found if span.months.start >= 0]
    return shares + [f"change {found[k - 1].label} to {found[k].label}" for k in _changes(found)]


def _changes(found: Sequence[Span]) -> list[int]:
    """Return the positions of the spans that end a change."""
    return [
        k
        for k in range(1, len(found))
        if found[k].months.start >= 0 and found[k].place == found[k - 1].place + 1
    ]


def _shapes(counts: Counts, found: Sequence[Span]) -> np.ndarray:
    """Return shares in logits, and changes: (shape, source, target)."""
    shares, changes = share(counts), log_change(counts)
    logits = np.log(shares / (1 - shares))
    inside = [k for k, span in enumerate(found) if span.months.start >= 0]
    return np.array([*logits[inside], *(changes[k - 1] for k in _changes(found))])


def _told(counts: Counts, found: Sequence[Span]) -> np.ndarray:
    """Return where shapes are known: shares of some events, changes of some cooperation."""
    warm, some = counts.cooperation > 0, counts.cooperation + counts.conflict > 0
    inside = [k for k, span in enumerate(found) if span.months.start >= 0]
    return np.array([*some[inside], *(warm[k - 1] | warm[k] for k in _changes(found))])


def _pattern(shapes: np.ndarray, known: np.ndarray, units: np.ndarray) -> np.ndarray:
    """Return the known parts of the rows, one after the other, less their means, in their units."""
    found = []
    for shape, there, unit in zip(shapes, known, units, strict=True):
        row = shape[there]
        found.append((row - row.mean()) / (unit if unit > 0 else _spread(row) or 1.0))
    return np.concatenate(found)


def agreement(pattern: np.ndarray, recorded: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Return the correlation of two patterns, row by row.

    0 where one of both is the same everywhere.
    """
    found = []
    for g in np.unique(groups):
        a, b = pattern[groups == g], recorded[groups == g]
        spread = _spread(a) * _spread(b)
        found.append(float(((a - a.mean()) * (b - b.mean())).mean() / spread) if spread else 0.0)
    return np.array(found)


def likely_misfits(patterns: np.ndarray, recorded: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Return the likeliest variance of what no point can agree on, for each row of the patterns.

    Parameters
    ----------
    patterns : ndarray (point, value)
        Lived at points spread over all that is held possible.
    recorded : ndarray (value,)
    groups : ndarray of int (value,)
        Which row each value belongs to.

    Returns
    -------
    ndarray (value,)
    """
    found = np.empty(len(recorded))
    for g in np.unique(groups):
        row = groups == g
        off = recorded[row] - patterns[:, row].mean(axis=0)
        values, vectors = np.linalg.eigh(np.cov(patterns[:, row], rowvar=False))
        along = (vectors.T @ off) ** 2
        spreads = np.maximum(values, 0.0)[:, None] + _MISFITS
        found[row] = _MISFITS[(np.log(spreads) + along[:, None] / spreads).sum(axis=0).argmin()]
    return found


def counted(
    results: Results, about: Focus, months: tuple[slice, ...], questions: tuple[Question, ...] = ()
) -> dict[str, np.ndarray]:
    """Return the events of each span, and answers, as columns of a design, a history a row.

    Parameters
    ----------
    results : Results
        Of one or more points.
    about : Focus
        Not needed here.
    months : tuple of slice
        The spans.
    questions : tuple of Question
        Whose answers are kept.
    """
    answers = [answer(results, question) for question in questions]
    found = {"yes": np.array(answers, dtype=np.int8).T} if answers else {}
    for kind, counts in zip(("cooperation", "conflict"), events(results), strict=True):
        for k, where in enumerate(months):
            found[f"{kind} {k}"] = (
                counts[:, where].sum(axis=1, dtype=np.int16).reshape(len(counts), -1)
            )
    return found


class Points(NamedTuple):
    """Points at which a scenario is simulated: paths of numbers, and values (point, path)."""

    paths: Sequence[str]
    values: np.ndarray


@dataclass(frozen=True)
class Aims:
    """What a fit aims at: the targets of records, and questions that are to be answered yes."""

    targets: tuple[Target, ...]
    questions: tuple[Question, ...] = ()

    @property
    def recorded(self) -> np.ndarray:
        """The patterns of all targets, in a row: (value,)."""
        return np.concatenate([one.pattern for one in self.targets])

    @property
    def groups(self) -> np.ndarray:
        """Which row of all targets each value belongs to: (value,) of int."""
        firsts = np.cumsum([0, *(len(one.rows) for one in self.targets)])[:-1]
        numbered = [one.groups + first for one, first in zip(self.targets, firsts, strict=True)]
        return np.concatenate(numbered)

    @property
    def rows(self) -> list[str]:
        """What the rows of the targets are, then the questions."""
        rows = [row for one in self.targets for row in one.rows]
        return [*rows, *(f"yes to {question.id}" for question in self.questions)]


@dataclass(frozen=True)
class _Runs:
    """How many histories of each point, on which random draws, and where they are computed."""

    histories: int
    seed: int
    how: How


def simulated_patterns(
    scenario: Scenario, points: Points, aims: Aims, histories: int, seed: int, how: How = HERE
) -> tuple[np.ndarray, np.ndarray]:
    """Simulate points of some numbers of a scenario.

    Parameters
    ----------
    scenario : Scenario
        What varies.
    points : Points
        Where it is simulated.
    aims : Aims
        Which patterns and answers are counted.
    histories, seed, how
        As in ``sim.run``, at each point.

    Returns
    -------
    patterns : ndarray (point, value)
        All targets in a row.
    likely : ndarray (point, question)
        Share of histories that answer yes.
    """
    spans = [(s.months.start, s.months.stop) for one in aims.targets for s in one.spans]
    months = list(dict.fromkeys(spans))
    before = [pair for pair in months if pair[0] < 0]
    within = [pair for pair in months if pair[0] >= 0]
    runs = _Runs(histories, seed, how)
    counts, likely = _simulated(scenario, points, within, aims.questions, runs)
    if before:  # the year before knows no shocks, nor their amounts; its random draws are its own
        plain = [k for k, path in enumerate(points.paths) if not NumberPath.of(path).is_amount]
        theirs = Points([points.paths[k] for k in plain], points.values[:, plain])
        runs = _Runs(histories, (seed + 1) % 2**63, how)
        counts |= _simulated(months_before(scenario), theirs, before, (), runs)[0]
    patterns = [
        np.concatenate([_of_point(one, counts, k) for one in aims.targets])
        for k in range(len(points.values))
    ]
    return np.array(patterns), likely


def _simulated(
    scenario: Scenario,
    points: Points,
    months: Sequence[tuple[int, int]],
    questions: tuple[Question, ...],
    runs: _Runs,
) -> tuple[dict[tuple[int, int], Counts], np.ndarray]:
    """Return the events of each stretch of months, over all histories, and the shares of yes.

    Both begin with the point; months before the scenario's start are those of the year before.
    """
    shift = BEFORE if months and months[0][0] < 0 else 0
    where = tuple(slice(first + shift, last + shift) for first, last in months)
    measured = partial(counted, months=where, questions=questions)
    size, n = max(1, _AT_ONCE // runs.histories), len(scenario.codes)
    names = [f"{kind} {k}" for k in range(len(months)) for kind in ("cooperation", "conflict")]
    parts, likely = [], []
    for first in range(0, len(points.values), size):
        block = points.values[first : first + size]
        design = Design(points.paths, block, runs.histories, runs.seed, measured=measured)
        columns = run_design(scenario, design, runs.how).columns
        shape = (len(block), runs.histories)
        parts.append([columns[name].reshape(*shape, n, n).sum(axis=1) for name in names])
        yes = columns["yes"] if questions else np.empty((len(block) * runs.histories, 0))
        likely.append(yes.reshape(*shape, -1).mean(axis=1))
    sums = [np.concatenate(blocks) for blocks in zip(*parts, strict=True)]
    counts = {pair: Counts(sums[2 * k], sums[2 * k + 1]) for k, pair in enumerate(months)}
    return counts, np.concatenate(likely)


def _of_point(one: Target, counts: dict[tuple[int, int], Counts], point: int) -> np.ndarray:
    """Return the pattern that a target asks for at one point."""
    theirs = [counts[span.months.start, span.months.stop] for span in one.spans]
    kinds = (
        np.array([getattr(each, kind)[point] for each in theirs])
        for kind in ("cooperation", "conflict")
    )
    return _pattern(_shapes(Counts(*kinds), one.spans)[one.kept], one.known, one.units)
