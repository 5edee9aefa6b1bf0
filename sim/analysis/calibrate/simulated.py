"""Simulated patterns: what the model gives, at points of its numbers, for what a record asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np

from sim.analysis.hindcast.hindcast import (
    BEFORE,
    Counts,
    months_before,
)
from sim.ensemble.design import Design, run_design
from sim.ensemble.how import HERE, How
from sim.outcomes.focus import Focus
from sim.outcomes.observation import Done, Observation, done, observation_of
from sim.outcomes.questions import answer
from sim.outcomes.results import Results
from sim.scenario import NumberPath, Question, Scenario

from .targets import Target, pattern_of, shapes_of

_AT_ONCE = 2**15  # histories whose events are held in memory


def counted(
    results: Results, about: Focus, months: tuple[slice, ...], questions: tuple[Question, ...] = ()
) -> dict[str, np.ndarray]:
    """Return what was done in each span, and answers, as columns of a design, a history a row.

    Parameters
    ----------
    results : Results
        Of one or more points.
    about : Focus
        Without effect: every function that a design measures by is given it.
    months : tuple of slice
        The spans.
    questions : tuple of Question
        Whose answers are kept.
    """
    answers = [answer(results, question) for question in questions]
    result = {"yes": np.array(answers, dtype=np.int8).T} if answers else {}
    for kind, counts in done(results)._asdict().items():
        for k, where in enumerate(months):
            result[f"{kind} {k}"] = (
                counts[:, where].sum(axis=1, dtype=np.int16).reshape(len(counts), -1)
            )
    return result


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
    """Return the events expected in each stretch of months, and the shares of yes.

    Both begin with the point; months before the scenario's start are those of the year before.
    """
    shift = BEFORE if months and months[0][0] < 0 else 0
    where = tuple(slice(first + shift, last + shift) for first, last in months)
    measured = partial(counted, months=where, questions=questions)
    size, n = max(1, _AT_ONCE // runs.histories), len(scenario.codes)
    names = [f"{kind} {k}" for k in range(len(months)) for kind in Done._fields]
    parts, likely = [], []
    for first in range(0, len(points.values), size):
        block = points.values[first : first + size]
        design = Design(points.paths, block, runs.histories, runs.seed, measured=measured)
        columns = run_design(scenario, design, runs.how).columns
        shape = (len(block), runs.histories)
        parts.append([columns[name].reshape(*shape, n, n).mean(axis=1) for name in names])
        yes = columns["yes"] if questions else np.empty((len(block) * runs.histories, 0))
        likely.append(yes.reshape(*shape, -1).mean(axis=1))
    means = [np.concatenate(blocks) for blocks in zip(*parts, strict=True)]
    how, kinds = _observations(scenario, points), len(Done._fields)
    counts = {}
    for k, (first, last) in enumerate(months):
        what = Done(*means[kinds * k : kinds * (k + 1)])
        counts[first, last] = Counts(how.cooperation(what, last - first), how.conflict(what))
    return counts, np.concatenate(likely)


def _observations(scenario: Scenario, points: Points) -> Observation:
    """Return how the news count at each point; arrays (point, 1, 1)."""
    values = []
    for name, usual in observation_of(scenario)._asdict().items():
        path = f"observation.{name}"
        own = path in points.paths
        column = points.values[:, list(points.paths).index(path)] if own else usual
        values.append(np.broadcast_to(column, len(points.values))[:, None, None])
    return Observation(*values)


def _of_point(one: Target, counts: dict[tuple[int, int], Counts], point: int) -> np.ndarray:
    """Return the pattern that a target asks for at one point."""
    theirs = [counts[span.months.start, span.months.stop] for span in one.spans]
    kinds = (
        np.array([getattr(each, kind)[point] for each in theirs])
        for kind in ("cooperation", "conflict")
    )
    return pattern_of(shapes_of(Counts(*kinds), one.spans)[one.kept], one.known, one.units)
