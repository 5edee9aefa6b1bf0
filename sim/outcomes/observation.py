"""Observation: how event data, made from the news, would count the moves of a history.

A measurement model with two parameters. The news reports contacts on which no leader decides
(consular talks, visits of officials, trade fairs), and it reports a declined offer mainly as an
offer. So the events of one state toward another that a record is expected to hold are

    cooperation = routine x months + deals offered + deals accepted
    conflict    = acts + rebuff x deals declined

where ``routine`` and ``rebuff`` are parameters of the scenario (``observation.routine``). States do
not know them: they change what is counted, never what happens.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim import schema
from sim.scenario import Scenario

from .results import Results


class Done(NamedTuple):
    """What states did, of the kinds that the news tell apart: arrays (..., source, target).

    Attributes
    ----------
    deals : ndarray
        Deals that the source offered the target, and deals of the target's that it accepted.
    acts : ndarray
        Acts of the source against the target.
    rebuffs : ndarray
        Deals of the target's that the source declined.
    """

    deals: np.ndarray
    acts: np.ndarray
    rebuffs: np.ndarray


class Observation(NamedTuple):
    """How the news count what states do.

    Attributes
    ----------
    routine : float, or ndarray of many ways to count
        Cooperative events a month that are reported of each state toward each other anyway.
    rebuff : float, or ndarray
        Share of a rebuff that is reported as a conflictual event.
    """

    routine: float | np.ndarray
    rebuff: float | np.ndarray

    def cooperation(self, done: Done, months: float) -> np.ndarray:
        """Return the cooperative events to be expected: (..., source, target).

        Parameters
        ----------
        done : Done
            What was done in some months, of one history or as a mean over histories.
        months : float
            How many months these are.
        """
        return self.routine * months + done.deals

    def conflict(self, done: Done) -> np.ndarray:
        """Return the conflictual events to be expected: (..., source, target)."""
        return done.acts + self.rebuff * done.rebuffs


def observation_of(scenario: Scenario) -> Observation:
    """Return how the news count what states do in a scenario."""
    values = (scenario.value(f"observation.{name}").value for name in Observation._fields)
    return Observation(*(float(value or 0.0) for value in values))


def done(results: Results) -> Done:
    """Return what states did in each month of each history, as numbers of int8.

    A deal offered, a deal accepted or declined, and an act count one each; holding is nothing.
    """
    answers, acts = results.answers_to_deals, results.choices >= len(schema.DEALS)
    accepted, declined = ((answers == answer).astype(np.int8).swapaxes(2, 3) for answer in (1, 0))
    return Done((answers >= 0).astype(np.int8) + accepted, acts.astype(np.int8), declined)


def events(results: Results) -> tuple[np.ndarray, np.ndarray]:
    """Return what event data would count in each month of each history.

    Returns
    -------
    cooperation, conflict : ndarray (history, month, source, target)
        Numbers of events to be expected.
    """
    how, what = observation_of(results.scenario), done(results)
    return how.cooperation(what, 1.0), how.conflict(what)


def cooperation(results: Results) -> np.ndarray:
    """Return the share of cooperation in the news of i toward j, over all histories and months.

    Returns
    -------
    ndarray (source, target)
        0..1; NaN where no event is ever expected, and on the diagonal.
    """
    how = observation_of(results.scenario)
    added = Done(*(kind.sum(axis=(0, 1), dtype=np.int64) for kind in done(results)))
    warm = how.cooperation(added, results.histories * len(results.months))
    total = warm + how.conflict(added)
    share = np.divide(warm, total, out=np.full(total.shape, np.nan), where=total > 0)
    np.fill_diagonal(share, np.nan)
    return share
