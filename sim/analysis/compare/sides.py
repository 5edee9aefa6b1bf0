"""Sides: what is compared: a scenario, a scenario with own behaviour, or a run at hand.

Own behaviour runs under Mesa, a scenario alone in machine code; both draw the same random numbers,
so histories can still be paired. A history that failed on one side is left out on all.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from sim.ensemble.by_agents import Kind
from sim.ensemble.how import How
from sim.ensemble.run import run
from sim.ensemble.workers import Workers
from sim.errors import InvalidInput
from sim.outcomes.failures import RunFailed
from sim.outcomes.results import Results
from sim.outcomes.table import OutcomeTable, Wanted
from sim.scenario import Scenario, scenario_meant
from sim.shell.behaviour import own_states

FIRST = "A"  # the letter of the first side


@dataclass(frozen=True)
class Side:
    """One side of a comparison.

    Attributes
    ----------
    scenario : Scenario
    behaviour : tuple of str
        Own classes of states, as STATE=FILE.py:CLASS.
    results : Results, optional
        Its histories, where they were run already.
    """

    scenario: Scenario
    behaviour: tuple[str, ...] = ()
    results: Results | None = None

    @property
    def own(self) -> str:
        """Which states behave by own classes, as "DPRK as Recluse"; "" where none does."""
        pairs: Mapping[str, str] = self.results.own if self.results is not None else {}
        given = (text.partition("=") for text in self.behaviour)
        pairs = dict(pairs) or {code: where.rpartition(":")[2] for code, _, where in given}
        return " and ".join(f"{code} as {name}" for code, name in pairs.items())

    def run(self, histories: int, seed: int, how: How) -> Results:
        """Return its histories; of those that failed with own behaviour the others.

        Parameters
        ----------
        histories, seed, how
            As in ``sim.run``.
        """
        if self.results is not None:
            return self.results
        if not self.behaviour:
            return run(self.scenario, histories, seed, how=how)
        with Workers(min(os.cpu_count() or 1, histories)) as executor:
            states: Mapping[str, Kind] = own_states(self.behaviour, self.scenario, executor)
            given = (self.scenario, histories, seed, "mesa", states)
            try:
                return run(*given, how=How(executor, how.progress))
            except RunFailed as error:
                if not isinstance(error.results, Results):
                    raise
                return error.results


def letter(which: int) -> str:
    """Return the letter of a side: A to Z, then AA."""
    first, last = divmod(which, 26)
    return (chr(ord(FIRST) + first - 1) if first else "") + chr(ord(FIRST) + last)


def with_behaviour(scenarios: Sequence[Scenario], wanted: Sequence[str], twin: bool) -> list[Side]:
    """Return the sides of a comparison.

    Parameters
    ----------
    scenarios : sequence of Scenario
        One or more.
    wanted : sequence of str
        As written on the command line: [SIDE:]STATE=FILE.py:CLASS. With a letter, on that side;
        without one, on the changed twin where one scenario was named, else on all sides.
    twin : bool
        Whether one scenario was named. Where nothing else sets its twin apart, it is added.
    """
    given = list(scenarios)
    if twin and len(given) == 1 and wanted:
        given *= 2
    letters = [letter(k) for k in range(len(given))]
    own: dict[str, list[str]] = {one: [] for one in letters}
    for text in wanted:
        before, _, _ = text.partition("=")
        side, colon, _ = before.rpartition(":")
        if colon and side not in own:
            raise InvalidInput(
                f"--behaviour {text}: there is no side '{side}': the sides are A to {letters[-1]}, "
                "in the order in which the scenarios are named"
            )
        sides = [side] if colon else letters[1:] if twin else letters
        for one in sides:
            own[one].append(text[len(side) + 1 :] if colon else text)
    return [Side(scenario, tuple(own[one])) for scenario, one in zip(given, letters, strict=True)]


def sides_of(given: Sequence[Scenario | str | Path | Results]) -> list[Side]:
    """Return the sides of what was handed over from Python: scenarios, their names, or results."""
    return [
        Side(one.scenario, results=one) if isinstance(one, Results) else Side(scenario_meant(one))
        for one in given
    ]


def of_results(given: Sequence[Side], histories: int | None, seed: int | None) -> tuple[int, int]:
    """Return how many histories are compared, and their seed; of runs at hand, theirs.

    Parameters
    ----------
    given : sequence of Side
    histories, seed : int, optional
        As given; by default those of the runs, of several the fewest, else 1,000 and 1.

    Raises
    ------
    InvalidInput
        For runs with different seeds or periods of months, or too few histories.
    """
    runs = [side.results for side in given if side.results is not None]
    seeds = {one.seed for one in runs} | ({seed} if seed is not None else set())
    if len(seeds) > 1:
        told = ", ".join(str(one) for one in sorted(seeds))
        raise InvalidInput(f"results with different seeds cannot be paired: {told}")
    for one in runs:
        if len(one.months) != one.scenario.months:
            raise InvalidInput("results of some months cannot be compared: give all their months")
    most = min((int(one.runs.max()) + 1 for one in runs), default=histories or 1000)
    if runs and histories is not None and histories > most:
        raise InvalidInput(f"histories is {histories}: the results hold {most:,}")
    return histories or most, next(iter(seeds), 1)


@dataclass(frozen=True)
class Paired:
    """The histories that all sides have, paired.

    Attributes
    ----------
    whole : tuple of Results
    outcomes : tuple of OutcomeTable
    """

    whole: tuple[Results, ...] = ()
    outcomes: tuple[OutcomeTable, ...] = field(default=())


def run_paired(
    given: Sequence[Side], histories: int, seed: int, wanted: Wanted, how: How
) -> Paired:
    """Run the sides, and keep the histories that failed on none of them.

    Parameters
    ----------
    given : sequence of Side
        Whose scenarios ask the questions of all.
    histories, seed, how
        As in ``sim.run``.
    wanted : Wanted
        Which outcomes are kept; about somebody.
    """
    runs = [side.run(histories, seed, how) for side in given]
    shared = np.arange(histories)
    for one in runs:
        shared = np.intersect1d(shared, one.runs)
    if not len(shared):
        raise InvalidInput("the results have no history in common: run as many histories of each")
    whole = tuple(
        one.only(np.flatnonzero(np.isin(one.runs, shared)), side.scenario)
        for one, side in zip(runs, given, strict=True)
    )
    assert wanted.about is not None
    tables = tuple(
        OutcomeTable(one.scenario, one.seed, wanted.about, one.runs, wanted(one), wanted.also)
        for one in whole
    )
    return Paired(whole, tables)


def asking_all(given: Sequence[Side], scenarios: Sequence[Scenario]) -> list[Side]:
    """Return the sides with scenarios that ask the questions of all."""
    return [replace(side, scenario=one) for side, one in zip(given, scenarios, strict=True)]
