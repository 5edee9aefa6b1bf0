"""Pairs: the ensembles of A and of B on the same random draws, each computed once."""

from __future__ import annotations

import time
from dataclasses import dataclass

from sim.analysis.compare.comparison import Compared, alike, check_comparable, of_tables
from sim.ensemble.how import HERE, How
from sim.ensemble.monthly import Monthly, run_monthly
from sim.outcomes.failures import RunFailed
from sim.outcomes.focus import Focus, focus_of
from sim.outcomes.table import Wanted
from sim.scenario import Scenario

from .asked import Pair
from .memory import Memory

_MOST_KEPT = 10_000  # histories of ensembles that are kept; of more a job computes both sides


@dataclass(frozen=True)
class Both:
    """A, and B where there is one.

    Attributes
    ----------
    pair : Pair
    about : Focus
        Of A, whom both are about.
    a : Monthly
    b : Monthly or None
    took : dict of str to float
        Milliseconds for each that was computed now.
    """

    pair: Pair
    about: Focus
    a: Monthly
    b: Monthly | None
    took: dict[str, float]

    @property
    def histories(self) -> int:
        """How many histories both rest on."""
        return min(one.months.histories for one in (self.a, self.b) if one)


def both(pair: Pair, memory: Memory, how: How = HERE) -> Both:
    """Return the ensembles of a pair; what is at hand is not computed again.

    Parameters
    ----------
    pair : Pair
    memory : Memory
    how : How
        As in ``sim.run``; where it says stop, both rest on the histories finished on both sides.

    Raises
    ------
    InvalidInput
        For scenarios that cannot be paired.
    RunFailed
        When histories failed.
    """
    scenarios = [pair.a] if pair.b is None else [pair.a, pair.b]
    if pair.b is not None:
        check_comparable(scenarios)
        if pair.b.questions != pair.a.questions:
            scenarios = alike(scenarios)
    about = focus_of(scenarios[0])
    began = time.perf_counter()
    keys = [_key(one, about, pair) for one in scenarios]
    simulated = [memory.simulated(key) for key in keys]
    missing = [k for k, one in enumerate(simulated) if one is None]
    if missing:
        wanted = Wanted(about=about)
        sides = [scenarios[k] for k in missing]
        made = _run(sides, pair, wanted, _told_of_pairs(how, len(sides)), memory)
        for k, one in zip(missing, made, strict=True):
            simulated[k] = one
            if one.whole and pair.histories <= _MOST_KEPT:
                memory.keep(keys[k], one)
    took = round(1000 * (time.perf_counter() - began), 1)
    a, b = (*_paired(simulated, scenarios, pair, memory), None)[:2]
    assert a is not None
    return Both(pair, about, a, b, {side: took for k, side in enumerate("ab") if k in missing})


def _key(scenario: Scenario, about: Focus, pair: Pair) -> tuple:
    """Return by what an ensemble is known again."""
    return scenario.hash, scenario.name, about, pair.seed, pair.histories


def _told_of_pairs(how: How, sides: int) -> How:
    """Return how to run several sides at once, so that progress is told in histories of each."""
    left = 0

    def advance(histories: int) -> None:
        """Tell how many histories more are finished on every side."""
        nonlocal left
        left += histories
        if how.progress is not None and left >= sides:
            how.progress(left // sides)
            left %= sides

    return How(how.executor, advance, how.stop)


def _run(
    scenarios: list[Scenario], pair: Pair, wanted: Wanted, how: How, memory: Memory
) -> list[Monthly]:
    """Run scenarios side by side; RunFailed where histories failed, as ``sim compare`` has it."""
    made = run_monthly(scenarios, pair.histories, pair.seed, wanted, how, memory)
    for one in made:
        if one.failures:
            raise RunFailed(one.failures, one.outcomes)
    return made


def _paired(
    simulated: list[Monthly | None], scenarios: list[Scenario], pair: Pair, memory: Memory
) -> list[Monthly]:
    """Return ensembles of the same histories: where one was stopped, others are cut to its number.

    They are put together of as many parts, as sums cannot be cut; parts that are not kept are run
    again.
    """
    wanted = Wanted(about=focus_of(scenarios[0]))
    there = [one for one in simulated if one is not None]
    count = min(one.months.histories for one in there)
    return [
        one
        if one.months.histories == count
        else _run([scenario], pair._replace(histories=count), wanted, HERE, memory)[0]
        for one, scenario in zip(there, scenarios, strict=True)
    ]


def compared(found: Both) -> Compared:
    """Return the comparison of both, as ``sim compare`` makes it, without any whole history.

    Parameters
    ----------
    found : Both
        With a side B.
    """
    assert found.pair.b is not None and found.b is not None
    return of_tables((found.pair.a, found.pair.b), (found.a.outcomes, found.b.outcomes))
