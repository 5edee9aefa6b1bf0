"""Grades: every fact on its scenarios, seed by seed; facts share the runs."""

from __future__ import annotations

import math
import operator
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from sim.ensemble.how import HERE, How
from sim.ensemble.run import run_outcomes
from sim.outcomes.results import Results
from sim.outcomes.table import Wanted
from sim.scenario import Scenario

from .fact import Case, Fact, Term
from .facts import Facts
from .measures import Measure
from .worlds import World

Theory = Callable[[Scenario], Scenario]


@dataclass(frozen=True)
class Gathered(Wanted):
    """What of each history is kept for the facts that are asked of its world.

    Attributes
    ----------
    measures : tuple of Measure
        Each keeps its columns.
    months : (int, int)
        The first month that is asked, and the first after them.
    """

    measures: tuple[Measure, ...] = ()
    months: tuple[int, int] = (0, 0)

    def __call__(self, results: Results, about: object = None) -> dict[str, np.ndarray]:
        """Return the columns of some histories, those of each measure under its position.

        Parameters
        ----------
        results : Results
            The histories.
        about : object
            Not looked at.
        """
        whole = self.months == (0, len(results.months))
        part = results if whole else results.at(slice(*self.months))
        return {str(k): measure.columns(part) for k, measure in enumerate(self.measures)}


@dataclass(frozen=True)
class Grade:
    """How a fact fares.

    Attributes
    ----------
    fact : Fact
    values : ndarray (scenario, seed)
        What was measured.
    pooled : ndarray (scenario,), optional
        What all histories of all seeds give together; by default the mean of the values, which
        differs from it where the measure is no mean itself: a largest drift, a rank, a count of
        predictions that hold.
    """

    fact: Fact
    values: np.ndarray
    pooled: np.ndarray | None = None

    @property
    def means(self) -> np.ndarray:
        """The value in each scenario, of all seeds together: (scenario,)."""
        return self.values.mean(axis=1) if self.pooled is None else self.pooled

    @property
    def worst(self) -> int:
        """Position of the scenario that fares worst."""
        margins = [self.fact.margin(value) for value in self.means]
        return int(np.argmin([-math.inf if math.isnan(m) else m for m in margins]))

    @property
    def value(self) -> float:
        """The value of all seeds together; of several scenarios that which fares worst."""
        return float(self.means[self.worst])

    @property
    def margin(self) -> float:
        """How far the value is within the bound; below zero it fails."""
        return self.fact.margin(self.value)

    @property
    def worst_margin(self) -> float:
        """The smallest margin over scenarios and seeds; NaN where one has no value."""
        return float(np.min([self.fact.margin(value) for value in self.values.ravel()]))

    @property
    def passed(self) -> bool:
        """Whether the fact passes, by all seeds together, in all its scenarios."""
        return all(self.fact.passes(value) for value in self.means)

    @property
    def by_seed(self) -> list[bool]:
        """Whether the fact passes in all its scenarios, seed by seed."""
        return [all(self.fact.passes(value) for value in seed) for seed in self.values.T]

    @property
    def agree(self) -> bool:
        """Whether each seed alone says the same as all together."""
        return set(self.by_seed) == {self.passed}


def terms_by_world(facts: Sequence[Fact]) -> dict[World, list[Term]]:
    """Return what is measured in each world, each term once, in their order."""
    worlds: dict[World, list[Term]] = {}
    for fact in facts:
        for case in fact.cases:
            for term in case.terms:
                known = worlds.setdefault(term.world, [])
                if not any(term is other for other in known):
                    known.append(term)
    return worlds


def graded(
    facts: Facts,
    seeds: Sequence[int],
    histories: int = 1000,
    theory: Theory | None = None,
    how: How = HERE,
) -> list[Grade]:
    """Return the grades of all facts.

    Parameters
    ----------
    facts : Facts
        From ``facts.read_facts``.
    seeds : sequence of int
        Of the ensembles, one after the other.
    histories : int
        Of each world and seed.
    theory : callable, optional
        What every scenario is turned into before it is run.
    how : How
        Where histories are run.
    """
    found: dict[int, list[np.ndarray]] = {}
    for world, terms in terms_by_world(facts.facts).items():
        simulated = world.changed(facts.shelf.simulated(world.name))
        wanted = Gathered(
            alone=True,
            measures=tuple(term.measure for term in terms),
            months=facts.shelf.months(world.name),
        )
        scenario = simulated if theory is None else theory(simulated)
        for means in _by_seed(scenario, seeds, histories, wanted, how):
            for term, mean in zip(terms, means, strict=True):
                found.setdefault(id(term), []).append(mean)
    return [_grade(fact, found, len(seeds)) for fact in facts.facts]


def _by_seed(
    scenario: Scenario, seeds: Sequence[int], histories: int, wanted: Gathered, how: How
) -> Iterator[list[np.ndarray]]:
    """Yield the means of what is kept, seed by seed; several seeds are run at a time."""

    def means(seed: int) -> list[np.ndarray]:
        """Return the means of one seed."""
        kept = run_outcomes(scenario, histories, seed, how.executor, None, wanted)
        return [kept.columns[str(k)].mean(axis=0) for k in range(len(wanted.measures))]

    pool = ThreadPoolExecutor(1 if how.executor else os.cpu_count())
    try:
        for found in pool.map(means, seeds):
            how.advance(histories)
            yield found
    finally:
        pool.shutdown(cancel_futures=True)


def _grade(fact: Fact, found: dict[int, list[np.ndarray]], seeds: int) -> Grade:
    """Return a fact's grade from the means of its terms, by seed.

    The value of all seeds is that of all their histories, as if they were of one seed: the largest
    of many noisy numbers is larger the fewer histories they come from, so the mean of the seeds'
    own values would say more of the noise.
    """

    def value(case: Case, of: Callable[[list[np.ndarray]], np.ndarray]) -> float:
        """Return the value of a case from what is taken of each term's means."""
        return case.value([term.measure.value(of(found[id(term)])) for term in case.terms])

    rows = [
        [value(case, operator.itemgetter(seed)) for seed in range(seeds)] for case in fact.cases
    ]
    pooled = [value(case, lambda means: np.mean(means, axis=0)) for case in fact.cases]
    return Grade(fact, np.array(rows, dtype=float), np.array(pooled, dtype=float))


def histories_of(facts: Facts, seeds: int, histories: int) -> int:
    """Return how many histories grading takes.

    Parameters
    ----------
    facts : Facts
        From ``facts.read_facts``.
    seeds : int
        How many.
    histories : int
        Of each world and seed.
    """
    return len(terms_by_world(facts.facts)) * seeds * histories
