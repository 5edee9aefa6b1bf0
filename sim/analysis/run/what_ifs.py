"""What ifs: single changes of a run's scenario, each computed beforehand for its report.

Each event is left out, alone or with its family, and each of the numbers that matter most goes
through its range in seven steps. What comes of it is compared with the scenario as written by the
very sentences and numbers of ``sim compare``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from sim.analysis.charted.live import base_yes, can_be_charted, yes
from sim.analysis.charted.side import bands, label
from sim.analysis.compare.comparison import of_tables
from sim.analysis.compare.words import finding_data
from sim.analysis.sensitivity.matters import shipped_matters
from sim.ensemble.base import without_shocks
from sim.ensemble.chunks import LOST, chunk_whole
from sim.ensemble.how import HERE, How
from sim.ensemble.monthly import MANY
from sim.ensemble.parallel import ordered
from sim.model.prepared import prepared
from sim.outcomes.by_month import banded
from sim.outcomes.focus import Focus
from sim.outcomes.results import Results
from sim.outcomes.table import OutcomeTable, Wanted
from sim.scenario import Offered, Scenario, families_of, offered, ranged_paths, with_changes

HISTORIES = 256  # of each change, the first ones of the run; judgement: the band is then smooth
LEAST = 64  # histories of a run below which single changes would say nothing; judgement
STOPS = 7  # of a number, from one end of its range to the other
_NONE = "No what-ifs are worked out in this report"
_APP = "For what-ifs: sim app SCENARIO."
_MOST = 60  # changes; with many events fewer of the numbers go through their ranges; judgement
_EVENTS, _NUMBERS = 45, 2  # events at most, the first ones, and numbers that there always are
_WORK = 256 * 36 * 30  # histories times months times pairs of states, at most, for each change


class Change(NamedTuple):
    """A single change.

    Attributes
    ----------
    set : dict of path to number
    without : tuple of str
        Ids of events.
    scenario : Scenario
        With the change.
    """

    set: dict[str, float]
    without: tuple[str, ...]
    scenario: Scenario


@dataclass(frozen=True, eq=False)
class WhatIfs:
    """The single changes of a run.

    Attributes
    ----------
    results : Results
        The run's histories that were kept whole.
    outcomes : OutcomeTable
        Of all of its histories.
    numbers : tuple of Offered
        The numbers that matter most.
    how_known : str
        How that is known.
    found : list of dict
        What came of the changes, once they are computed.
    """

    results: Results
    outcomes: OutcomeTable
    numbers: tuple[Offered, ...] = ()
    how_known: str = ""
    found: list[dict[str, Any]] = field(default_factory=list)

    @property
    def scenario(self) -> Scenario:
        """The scenario as written."""
        return self.results.scenario

    @cached_property
    def histories(self) -> int:
        """How many are computed of each change: fewer in a large world."""
        size = len(self.scenario.codes)
        work = self.scenario.months * size * max(size - 1, 1)
        return min(self.results.histories, HISTORIES, max(_WORK // work, LEAST))

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The changes, events first."""
        left = [
            Change({}, ids, with_changes(self.scenario, without=ids))
            for ids in together(self.scenario)
        ]
        moved = [
            Change({one.path: stop}, (), with_changes(self.scenario, set={one.path: stop}))
            for one in self.numbers
            for stop in stops(one)
            if stop != one.value
        ]
        return (*left, *moved)

    @property
    def takes(self) -> int:
        """How many histories are run for all changes."""
        return self.histories * len(self.changes)

    def compute(self, how: How = HERE) -> None:
        """Run every change, unless that is done.

        Parameters
        ----------
        how : How
            Where they are run, and who hears how far this is.
        """
        if self.found:
            return
        written = self.outcomes.rows(slice(self.histories))
        jobs = [(one.scenario, written, self.histories) for one in self.changes]
        found: dict[int, dict[str, Any]] = {}
        with how.places() as places:
            for position, made in ordered(places, simulated, jobs):
                found[position] = self._one(self.changes[position], written, made)
                how.advance(self.histories)
        self.found.extend(found[k] for k in sorted(found) if found[k])

    def _one(
        self, change: Change, written: OutcomeTable, made: tuple[OutcomeTable, np.ndarray] | None
    ) -> dict[str, Any]:
        """Say what a change comes to beside the scenario as written; nothing where runs failed."""
        if made is None:
            return {}
        outcomes, tilt = made
        pair = of_tables((self.scenario, change.scenario), (written, outcomes))
        found = finding_data(pair)
        return {
            "set": change.set,
            "without": list(change.without),
            "label": label(change.scenario, self.scenario),
            "finding": {key: found[key] for key in ("headline", "detail")},
            "tilt": bands(banded(tilt)),
            "paired": bands(banded(tilt - self._written)),
            "yes": yes(outcomes),
        }

    @cached_property
    def _written(self) -> np.ndarray:
        """The tilt of the scenario as written: (month, history)."""
        return tilt_of(self.results, self.outcomes.about)[:, : self.histories]

    def data(self) -> dict[str, Any]:
        """Return what the report holds."""
        self.compute()
        written = self.outcomes.rows(slice(self.histories))
        base = without_shocks(self.scenario, self.histories, written.seed)
        return {
            "histories": self.histories,
            "how_known": self.how_known,
            "numbers": [_number(one) for one in self.numbers],
            "a": {"tilt": bands(banded(self._written)), "yes": yes(written)},
            "base": base_yes(base, self.histories),
            "base_of": base.histories,
            "changes": self.found,
        }


def simulated(
    scenario: Scenario, beside: OutcomeTable, histories: int
) -> tuple[OutcomeTable, np.ndarray] | None:
    """Return the outcomes of a changed scenario and its tilt by month; None where histories failed.

    Parameters
    ----------
    scenario : Scenario
    beside : OutcomeTable
        Of the scenario as written, whose seed and focus are kept.
    histories : int
    """
    whom, seed = beside.about, beside.seed
    columns, record = chunk_whole(scenario, seed, 0, histories, Wanted(about=whom))
    if LOST in columns:
        return None
    results = Results(scenario, seed, beside.runs, record, prepared(scenario).start)
    return OutcomeTable(scenario, seed, whom, beside.runs, columns), tilt_of(results, whom)


def tilt_of(results: Results, whom: Focus) -> np.ndarray:
    """Return the tilt of the state in focus: (month, history)."""
    tilt = results.tilt(whom.state, whom.a, whom.b, whom.needs)
    return np.ascontiguousarray(tilt.T)


def what_ifs(results: Results, outcomes: OutcomeTable) -> WhatIfs | str:
    """Return the single changes of a run, or why there are none.

    Parameters
    ----------
    results : Results
        Its histories that were kept whole.
    outcomes : OutcomeTable
        Of all of its histories.
    """
    scenario, count = results.scenario, min(results.histories, HISTORIES)
    nothing = not scenario.shocks and not ranged_paths(scenario)
    if nothing or not can_be_charted(outcomes.about):
        return ""  # there is nothing to ask, or to draw, and so nothing to say
    if results.own:
        return f"{_NONE}: states with a behaviour of their own are not run again."
    if count < LEAST:
        return f"{_NONE}, which takes {LEAST} histories or more."
    if len(scenario.codes) > MANY:
        return f"{_NONE}: with more than {MANY} states that takes long. {_APP}"
    if not np.array_equal(results.runs[:count], np.arange(count)):
        return f"{_NONE}, as some histories failed."
    numbers, how_known = numbers_of(scenario)
    few = max(_NUMBERS, (_MOST - len(together(scenario))) // STOPS)
    found = WhatIfs(results, outcomes, numbers[:few], how_known)
    return found if found.changes else f"{_NONE}: it has no event. {_APP}"


def together(scenario: Scenario) -> list[tuple[str, ...]]:
    """Return the ids of events that are left out together, a family as one, by the first of each.

    Parameters
    ----------
    scenario : Scenario
        Whose events they are.
    """
    ids = tuple(shock.id for shock in scenario.shocks)
    kin, groups = families_of(scenario), dict[str, list[str]]()
    for one in ids:
        groups.setdefault(kin.get(one, one), []).append(one)
    return [tuple(group) for group in groups.values()][:_EVENTS]


def numbers_of(scenario: Scenario) -> tuple[tuple[Offered, ...], str]:
    """Return the numbers that matter most, where that is known, and how it is known."""
    matters, stale = shipped_matters(scenario)
    if matters is None:
        return (), ""
    known = {one.path: one for one in offered(scenario) if one.has_range}
    changed = " (of the scenario before it was changed)" if stale else ""
    return tuple(known[path] for path in matters.paths if path in known), matters.how + changed


def stops(number: Offered) -> list[float]:
    """Return the values that a number takes: seven from end to end, and its own among them."""
    way = np.linspace(number.low, number.high, STOPS)
    return sorted({number.value, *(float(f"{value:z.4g}") for value in way)})


def _number(one: Offered) -> dict[str, Any]:
    """Return a number as the report shows it."""
    shown = ("path", "who", "what", "meaning", "unit", "value", "why")
    return {**{key: getattr(one, key) for key in shown}, "stops": stops(one)}
