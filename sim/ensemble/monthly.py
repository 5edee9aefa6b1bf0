"""Monthly: one pass over all histories that gives outcomes and a summary by month, and no record.

What a page needs of an ensemble at each move of a slider: the outcome table, from which comparisons
and findings are made, and the courses, sums and counts that its figures draw.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple, Protocol

import numpy as np

from sim.model.history import FEWEST, LANES
from sim.model.prepared import prepared
from sim.outcomes.by_month import ByMonth, Merging, by_month
from sim.outcomes.failures import Failure, RunFailed
from sim.outcomes.focus import Focus, focus_of
from sim.outcomes.table import USUAL, OutcomeTable, Wanted
from sim.scenario import Scenario

from .chunks import LOST, joined, simulated
from .how import HERE, NOT_ANY, How, NothingDone
from .parallel import ordered
from .run import check_run

_ROOM = 335_000  # pairs of states times months times histories of a part: a fraction of a second
MANY = 12  # states; of more only the foremost have courses; judgement
DRAWN = 1000  # histories whose courses of all states are kept: more would show the same bands
_FOREMOST = 8  # states that have courses where there are many; judgement


class Monthly(NamedTuple):
    """What one pass over some histories gives.

    Attributes
    ----------
    outcomes : OutcomeTable
        A row of numbers for each history that did not fail.
    months : ByMonth
        The same histories by month; what all states receive and how they hedge of the first 1,000.
    shown : tuple of str
        Codes of the states that have courses there.
    failures : list of Failure
        The histories that failed.
    whole : bool
        Whether all histories were run that were asked for.
    """

    outcomes: OutcomeTable
    months: ByMonth
    shown: tuple[str, ...]
    failures: list[Failure]
    whole: bool


def shown_of(scenario: Scenario, about: Focus) -> tuple[str, ...]:
    """Return the states whose courses are kept: all, or of many those in focus and the powerful."""
    codes = scenario.codes
    if len(codes) <= MANY:
        return codes
    power = {code: scenario.value(f"states.{code}.power").value or 0.0 for code in codes}
    ranked = sorted(codes, key=lambda code: -power[code])
    chosen = list(dict.fromkeys((about.state, about.a, about.b, *ranked)))[:_FOREMOST]
    return tuple(code for code in codes if code in chosen)


def run_monthly(
    scenarios: Sequence[Scenario],
    histories: int,
    seed: int = 1,
    wanted: Wanted = USUAL,
    how: How = HERE,
    known: Known | None = None,
) -> list[Monthly]:
    """Run histories 0, 1, ... of each scenario, and keep their outcomes and what they are by month.

    Parts are the same however many histories are asked for, but for the last one. Where `how` says
    stop, each result holds the first histories, as many as were finished of all.

    Parameters
    ----------
    scenarios : sequence of Scenario
        Run side by side, part by part.
    histories, seed, wanted, how
        As in ``run.run_once``.
    known : Known, optional
        Parts that were computed before, which are not computed again, and where new ones are kept.

    Raises
    ------
    InvalidInput
        As in ``run``.
    RunFailed
        When all histories failed.
    NothingDone
        When none was finished.
    """
    check_run(histories, seed)
    about = wanted.about or focus_of(scenarios[0])
    shown = shown_of(scenarios[0], about)
    asked = [Asked(one, int(seed), about, shown, wanted) for one in scenarios]
    for one in scenarios:
        prepared(one)  # once, not in each thread
    size = part_size(scenarios[0])
    firsts = range(0, histories, size)
    jobs = [(one, k, min(size, histories - k)) for k in firsts for one in asked]
    gathered, count = _gathered(jobs, [Gathered(one) for one in asked], how, known)
    return [one.together(whole=count == len(firsts)) for one in gathered]


class Asked(NamedTuple):
    """What each part is asked."""

    scenario: Scenario
    seed: int
    about: Focus
    shown: tuple[str, ...]
    wanted: Wanted


Part = tuple[dict[str, np.ndarray], ByMonth]
Job = tuple[Asked, int, int]  # with the number of the first history, and how many


class Known(Protocol):
    """Parts that were computed before."""

    def part(self, job: Job) -> Part | None:
        """Return the part that a job gives, where it is known."""

    def keep_part(self, job: Job, part: Part) -> None:
        """Keep what a job gave."""


def part_size(scenario: Scenario) -> int:
    """Return how many histories a thread computes at a time, at most those it has side by side."""
    return int(min(LANES, max(FEWEST, _ROOM // (len(scenario.codes) ** 2 * scenario.months))))


def _gathered(
    jobs: list[Job], gathered: list[Gathered], how: How, known: Known | None
) -> tuple[list[Gathered], int]:
    """Gather the parts of all sides in order, up to the first that some side lacks; how many."""
    waiting: dict[int, Part] = {}
    for position, job in enumerate(jobs):
        part = known.part(job) if known else None
        if part is not None:
            waiting[position] = part
            how.advance(job[2])
    todo = [position for position in range(len(jobs)) if position not in waiting]
    new = [jobs[position] for position in todo]
    done = _taken(waiting, gathered, 0)
    with how.places() as places:
        for k, part in ordered(places, part_of, new, stop=how.stop):
            waiting[todo[k]] = part
            how.advance(new[k][2])
            if known:
                known.keep_part(new[k], part)
            done = _taken(waiting, gathered, done)
    if not done:
        raise NothingDone(NOT_ANY)
    return gathered, done


def _taken(waiting: dict[int, Part], gathered: list[Gathered], done: int) -> int:
    """Take from what waits the parts that come next, of all sides; return how many each has."""
    sides = len(gathered)
    while all(done * sides + k in waiting for k in range(sides)):
        for k, side in enumerate(gathered):
            side.add(waiting.pop(done * sides + k))
        done += 1
    return done


def part_of(asked: Asked, first: int, count: int) -> Part:
    """Return the outcomes and the months of some histories; pure, so that it can run anywhere.

    Parameters
    ----------
    asked : Asked
    first, count : int
        Number of the first history, and how many.
    """
    trusts = asked.wanted.needs_trust
    results, _, lost = simulated(asked.scenario, asked.seed, first, count, trusts)
    found = asked.wanted(results, asked.about)
    columns = {name: one.copy() for name, one in found.items()}  # else they keep what they are of
    return columns | lost, by_month(results, asked.about, asked.shown)


class Gathered:
    """The parts of one scenario put together, one after the other."""

    def __init__(self, asked: Asked) -> None:
        self._asked, self._months, self._drawn = asked, Merging(), 0
        self._columns: list[dict[str, np.ndarray]] = []

    def add(self, part: Part) -> None:
        """Add the part that comes next; of what is drawn of all states only so many histories."""
        columns, months = part
        room = DRAWN - self._drawn
        if months.drawn > room:
            received, hedging = (
                one[..., :room].copy() for one in (months.received, months.hedging)
            )
            months = replace(months, received=received, hedging=hedging)
        self._drawn += months.drawn
        self._columns.append(columns)
        self._months.add(months)

    def together(self, whole: bool) -> Monthly:
        """Return what they are together; RunFailed where all histories failed."""
        columns = joined(self._columns)
        lost = columns.pop(LOST, np.arange(0))
        failures = [Failure.not_finite(int(run)) for run in lost]
        months, asked = self._months.merged(), self._asked
        if not months.histories:
            raise RunFailed(failures, None)
        table = OutcomeTable(
            asked.scenario, asked.seed, asked.about, months.runs, columns, asked.wanted.also
        )
        return Monthly(table, months, asked.shown, failures, whole)
