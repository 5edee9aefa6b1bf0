"""Runs: the histories of every setting on every seed, on any executor, all alike in their order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from sim.ensemble.base import without_shocks
from sim.ensemble.chunks import LOST, chunk_columns
from sim.ensemble.how import HERE, How
from sim.ensemble.parallel import ordered
from sim.ensemble.run import CHUNK
from sim.outcomes.base_rates import UNKNOWN, Base
from sim.outcomes.failures import Failure, RunFailed
from sim.outcomes.table import Wanted

from .plan import Plan


@dataclass(frozen=True, eq=False)
class Runs:
    """What was measured.

    Attributes
    ----------
    plan : Plan
    values : ndarray (setting, seed, history, outcome)
    """

    plan: Plan
    values: np.ndarray

    @cached_property
    def bases(self) -> tuple[tuple[Base, ...], ...]:
        """Shares of yes without any shock, by scenario and by seed; unknown if none is asked."""
        plan = self.plan
        if not any(one.question for one in plan.settings[0].outcomes):
            return ((UNKNOWN,) * len(plan.seeds),) * len(plan.scenarios)
        return tuple(
            tuple(self._base(number, k) for k in range(len(plan.seeds)))
            for number in range(len(plan.scenarios))
        )

    def _base(self, number: int, k: int) -> Base:
        """Return a scenario's shares on a seed; those of a setting without shocks are at hand."""
        plan, calm = self.plan, replace(self.plan.scenarios[number], shocks=())
        for s, one in enumerate(plan.settings):
            if one.number == number and not one.scenario.shocks and one.scenario.hash == calm.hash:
                answers = zip(one.outcomes, self.values[s, k].mean(axis=0), strict=True)
                shares = {
                    asked.question: float(share) for asked, share in answers if asked.question
                }
                return Base(shares, plan.histories)
        return without_shocks(plan.scenarios[number], plan.histories, plan.seeds[k])

    def pooled(self, setting: int) -> np.ndarray:
        """Return a setting's histories of all seeds: (history, outcome)."""
        values = self.values[setting]
        return values.reshape(-1, values.shape[-1])


def run_plan(plan: Plan, how: How = HERE) -> Runs:
    """Run every setting on every seed.

    Tasks are begun in the order of the file, a thousand histories at a time, so that an executor
    that keeps them can go on where an interruption ended.

    Parameters
    ----------
    plan : Plan
    how : How
        As in ``sim.run``.

    Raises
    ------
    RunFailed
        When numbers came up in some histories that are not finite.
    """
    jobs, places = [], []
    for s, setting in enumerate(plan.settings):
        wanted = Wanted(setting.outcomes, alone=True)
        for k, seed in enumerate(plan.seeds):
            for first in range(0, plan.histories, CHUNK):
                count = min(CHUNK, plan.histories - first)
                jobs.append((setting.scenario, seed, first, count, wanted))
                places.append((s, k, slice(first, first + count)))
    shape = len(plan.settings), len(plan.seeds), plan.histories, len(plan.columns)
    values = np.empty(shape)
    with how.places() as executor:
        for position, columns in ordered(executor, chunk_columns, jobs):
            s, k, rows = places[position]
            if len(lost := columns.get(LOST, ())):
                raise RunFailed([_failure(plan, s, k, int(run)) for run in lost], None)
            for c, outcome in enumerate(plan.settings[s].outcomes):
                values[s, k, rows, c] = columns[outcome.column]
            how.advance(rows.stop - rows.start)
    return Runs(plan, values)


def _failure(plan: Plan, setting: int, seed: int, run: int) -> Failure:
    """Return the record of a history that failed, and where."""
    where = f", in '{plan.label(plan.settings[setting])}' on seed {plan.seeds[seed]}"
    return Failure.not_finite(run, where)
