"""Counting: what event data would record of a scenario, and of the year before it.

Histories are run in parts, and for each part only sums over its histories are kept, with the first
contacts and the tilt of the state in focus. So ten thousand histories of twenty-five states take no
more memory than a thousand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.ensemble.chunks import LOST, pieces
from sim.ensemble.how import HERE, How
from sim.ensemble.parallel import ordered
from sim.ensemble.run import CHUNK, check_run
from sim.outcomes.failures import Failure, RunFailed
from sim.outcomes.focus import Focus, focus_of
from sim.outcomes.observation import Done, done, observation_of
from sim.outcomes.results import Results
from sim.scenario import Scenario

from .hindcast import BEFORE, Counts, Span, months_before


@dataclass(frozen=True)
class Contacts:
    """What the state in focus does with each other, whoever begins; by history and month.

    Attributes
    ----------
    scenario : Scenario
    about : Focus
        The state, and its two patrons.
    met : ndarray of bool (history, month, other)
        Whether a deal was done.
    deals : ndarray of int8 (history, month, other)
        Deals offered and accepted between the two.
    """

    scenario: Scenario
    about: Focus
    met: np.ndarray
    deals: np.ndarray


@dataclass(frozen=True)
class WithYearBefore:
    """What happened in the histories of a scenario, and in the year before it.

    Attributes
    ----------
    scenario : Scenario
    before, during : Done
        Means over the histories, by month: (month, source, target).
    contacts : Contacts
        Of the scenario's months.
    """

    scenario: Scenario
    before: Done
    during: Done
    contacts: Contacts


def with_year_before(
    scenario: Scenario, histories: int = 10_000, seed: int = 1, how: How = HERE
) -> WithYearBefore:
    """Run the year before a scenario, on random draws of its own, and the scenario.

    Parameters
    ----------
    scenario, histories, seed, how
        As in ``sim.run``; of either as many histories.

    Raises
    ------
    InvalidInput
        As in ``sim.run``.
    RunFailed
        When numbers came up in some histories that are not finite.
    """
    check_run(histories, seed)
    before, _ = _run(months_before(scenario), histories, (seed + 1) % 2**63, how)
    during, contacts = _run(scenario, histories, int(seed), how)
    return WithYearBefore(scenario, before, during, contacts)


def counted(what: WithYearBefore, spans: Sequence[Span]) -> Counts:
    """Return the events to be expected in each span: (span, source, target).

    Parameters
    ----------
    what : WithYearBefore
    spans : sequence of Span
        Of the scenario, or of the year before it.
    """
    how = observation_of(what.scenario)
    warm, cold = [], []
    for span in spans:
        part, shift = (what.before, BEFORE) if span.months.start < 0 else (what.during, 0)
        months = slice(span.months.start + shift, span.months.stop + shift)
        added = Done(*(kind[months].sum(axis=0) for kind in part))
        warm.append(how.cooperation(added, months.stop - months.start))
        cold.append(how.conflict(added))
    return Counts(np.array(warm), np.array(cold))


def contacts_of(results: Results, about: Focus | None = None) -> Contacts:
    """Return what the state in focus does with each other in some histories.

    Parameters
    ----------
    results : Results
    about : Focus, optional
        By default whom the scenario asks about.
    """
    about = about or focus_of(results.scenario)
    state = results.scenario.index(about.state)
    made = results.answers_to_deals == 1
    met = made[:, :, state] | made[:, :, :, state]
    deals = done(results).deals
    return Contacts(results.scenario, about, met, deals[:, :, state] + deals[:, :, :, state])


def tallied(scenario: Scenario, seed: int, first: int, count: int) -> dict[str, np.ndarray]:
    """Return sums over some histories, and the contacts of each; pure, so that it can run anywhere.

    Parameters
    ----------
    scenario : Scenario
    seed : int
    first, count : int
        Number of the first history, and how many.

    Returns
    -------
    dict of ndarray
        By the names of ``Done``, sums by month (month, source, target); "met" and "with" as in
        ``Contacts``; ``LOST`` where histories failed.
    """
    sums: dict[str, np.ndarray] = {}
    rows: dict[str, list[np.ndarray]] = {}
    for results, lost in pieces(scenario, seed, first, count):
        for name, kind in done(results)._asdict().items():
            sums[name] = sums.get(name, 0) + kind.sum(axis=0, dtype=np.int64)
        contacts = contacts_of(results)
        for name, row in ({"met": contacts.met, "with": contacts.deals} | lost).items():
            rows.setdefault(name, []).append(row)
    return sums | {name: np.concatenate(parts) for name, parts in rows.items()}


def _run(scenario: Scenario, histories: int, seed: int, how: How) -> tuple[Done, Contacts]:
    """Return what was done in the mean of all histories, and the contacts in each."""
    firsts = range(0, histories, CHUNK)
    jobs = [(scenario, seed, k, min(CHUNK, histories - k)) for k in firsts]
    parts: dict[int, dict[str, np.ndarray]] = {}
    with how.places() as places:
        for position, part in ordered(places, tallied, jobs):
            parts[position] = part
            how.advance(jobs[position][3])
    lost = [int(run) for part in parts.values() for run in part.get(LOST, ())]
    if lost:
        raise RunFailed([Failure.not_finite(run) for run in sorted(lost)], None)
    in_order = [parts[k] for k in range(len(jobs))]
    means = (np.sum([part[name] for part in in_order], axis=0) / histories for name in Done._fields)
    met, deals = (np.concatenate([part[name] for part in in_order]) for name in ("met", "with"))
    return Done(*means), Contacts(scenario, focus_of(scenario), met, deals)
