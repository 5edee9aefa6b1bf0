"""Plan: what an experiment file asks for, checked: which ensembles, which outcomes, what base."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from sim.outcomes.column_names import column_names
from sim.outcomes.divided import divided
from sim.outcomes.outcome import Outcome
from sim.scenario import Scenario

AS_IT_IS = "as it is"  # the variation of a file that names none


NOTHING = "nothing"  # what a variation changes that leaves a scenario as it is


@dataclass(frozen=True)
class Variation:
    """What is changed in every scenario.

    Attributes
    ----------
    name : str
        As tables and figures call it.
    numbers : mapping of str to float
        Paths of parameters, and their values.
    without : tuple of str
        Shocks that are left out, as the file names them.
    """

    name: str
    numbers: Mapping[str, float] = field(default_factory=dict)
    without: tuple[str, ...] = ()

    @property
    def changes(self) -> str:
        """What is changed, in words."""
        gone = [f"without {' and '.join(self.without)}"] if self.without else []
        return "; ".join([*gone, *(f"{p} = {v:g}" for p, v in self.numbers.items())]) or NOTHING


@dataclass(frozen=True)
class Setting:
    """A scenario with a variation: what is run on every seed.

    Attributes
    ----------
    number : int
        Of the scenario, in the order of the file.
    variation : Variation
    scenario : Scenario
        With the changes of the variation.
    outcomes : tuple of Outcome
        What is measured in it, in the order of the plan's columns.
    """

    number: int
    variation: Variation
    scenario: Scenario
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, eq=False)
class Plan:
    """An experiment, checked and ready to be run.

    Attributes
    ----------
    path : Path
        The file.
    digest, text : str
        Checksum of the file, and the file itself.
    title, description : str
    named : tuple of str
        The scenarios as the file names them.
    scenarios : tuple of Scenario
        As they are on file.
    settings : tuple of Setting
        Every scenario with every variation.
    names : tuple of str
        The outcomes as the file writes them.
    seeds : tuple of int
    histories : int
        Of each setting and seed.
    base : str
        The variation or scenario from which the others are told apart; "" for none.
    figure : str
        "matrix" or "dots".
    """

    path: Path
    digest: str
    text: str
    title: str
    description: str
    named: tuple[str, ...]
    scenarios: tuple[Scenario, ...]
    settings: tuple[Setting, ...]
    names: tuple[str, ...]
    seeds: tuple[int, ...]
    histories: int
    base: str = ""
    figure: str = "dots"

    @property
    def total(self) -> int:
        """How many histories are run in all."""
        return len(self.settings) * len(self.seeds) * self.histories

    @property
    def asked(self) -> int:
        """How many outcomes the file names; those after them are what a tilt divides."""
        return len(self.names)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Names of the outcomes' columns: those of the first scenario."""
        return tuple(column_names([one.column for one in self.settings[0].outcomes]))

    def label(self, setting: Setting) -> str:
        """Return what sets a setting apart from the others, in a few words."""
        scenario, variation = self.scenarios[setting.number].name, setting.variation.name
        if len(self.scenarios) == 1:
            return variation
        if len(self.settings) == len(self.scenarios) and setting.variation.changes == NOTHING:
            return scenario
        return f"{scenario}, {variation}"

    @cached_property
    def bases(self) -> tuple[int | None, ...]:
        """The position of the setting from which each is told apart.

        None for a base itself, and where no base is named.
        """
        of_scenario = self.base in {one.name for one in self.scenarios}
        alike: list[str | int] = []  # settings that are compared have the same here
        bases: dict[str | int, int] = {}
        for k, one in enumerate(self.settings):
            scenario, variation = self.scenarios[one.number].name, one.variation.name
            alike.append(variation if of_scenario else one.number)
            if self.base == (scenario if of_scenario else variation):
                bases[alike[k]] = k
        found = (bases.get(key) for key in alike)
        return tuple(None if base == k else base for k, base in enumerate(found))


def with_divided(outcomes: tuple[Outcome, ...]) -> tuple[Outcome, ...]:
    """Return outcomes, and after them the support that the tilts among them divide."""
    sides = (side for one in outcomes for side in divided(one))
    return tuple(dict.fromkeys([*outcomes, *sides]))
