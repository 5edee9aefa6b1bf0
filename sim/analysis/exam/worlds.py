"""Worlds: the scenarios that facts are asked of, and the same with something changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sim.errors import InvalidInput
from sim.scenario import Refused, Scenario, check_numbers, load, with_numbers
from sim.scenario.leaving_out import leave_out


@dataclass(frozen=True)
class World:
    """A scenario by its name, and what is changed in it.

    Attributes
    ----------
    name : str
        Of the scenario.
    without : tuple of str
        Shocks that are left out: ids, or their first parts with a star; "*" for all.
    numbers : tuple of (str, float)
        Paths and values of numbers that are set.
    """

    name: str
    without: tuple[str, ...] = ()
    numbers: tuple[tuple[str, float], ...] = ()

    def changed(self, scenario: Scenario) -> Scenario:
        """Return a scenario with this world's changes; refuse what it has not."""
        if self.without:
            scenario = spared(scenario, self.without)
        if self.numbers:
            check_numbers(scenario, dict(self.numbers), "set")
            scenario = with_numbers(scenario, dict(self.numbers))
        return scenario


def spared(scenario: Scenario, names: tuple[str, ...]) -> Scenario:
    """Return a scenario without some shocks.

    Parameters
    ----------
    scenario : Scenario
        Left as it is.
    names : tuple of str
        Ids, or first parts of ids with a star behind them.

    Raises
    ------
    InvalidInput
        For a name that means no shock of the scenario.
    """
    left: dict[str, Any] = {shock.id: shock for shock in scenario.shocks}
    for name in names:
        wrong = None if name == "*" and not left else leave_out(name, left)
        if wrong:
            raise InvalidInput(f"{scenario.name}: {wrong}")
    return replace(scenario, shocks=tuple(s for s in scenario.shocks if left[s.id]))


@dataclass
class Shelf:
    """Scenarios by name, each loaded once; one may stand in for others.

    Attributes
    ----------
    own : Scenario, optional
        The user's.
    loaded : dict of str to Scenario
        As they are on file.
    """

    own: Scenario | None = None
    loaded: dict[str, Scenario] = field(default_factory=dict)

    def named(self, name: str) -> Scenario:
        """Return a scenario by its name; Refused when there is none."""
        if name not in self.loaded:
            self.loaded[name] = load(name)
        return self.loaded[name]

    def stands_in(self, name: str) -> bool:
        """Say whether the user's scenario can be asked what is asked of a named one.

        It has all its states, and all its months; of a name that means nothing it has neither.
        """
        if self.own is None:
            return False
        try:
            of = self.named(name)
        except Refused:
            return False
        first = self.own.month(of.start)
        within = first >= 0 and first + of.months <= self.own.months
        return within and set(of.codes) <= set(self.own.codes)

    def simulated(self, name: str) -> Scenario:
        """Return what is simulated for a name: the user's scenario where it is a substitute."""
        return self.own if self.own is not None and self.stands_in(name) else self.named(name)

    def asked(self, name: str) -> Scenario:
        """Return what a fact is asked of: of a longer scenario the months of the named one."""
        whole, of = self.simulated(name), self.named(name)
        return whole if whole is of else replace(whole, start=of.start, months=of.months)

    def months(self, name: str) -> tuple[int, int]:
        """Return the named scenario's first month in what is run, and the first after its last."""
        of = self.named(name)
        first = self.simulated(name).month(of.start)
        return first, first + of.months


def numbers_of(given: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    """Return numbers to set as a world holds them."""
    return tuple(sorted((path, float(value)) for path, value in given.items()))
