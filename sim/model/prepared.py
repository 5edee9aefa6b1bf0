"""A scenario laid out in arrays and spun up: what its histories share before any random draw."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sim.scenario import Scenario

from .arrays import Setting, World, aligned
from .layout import settings
from .spin_up import starting_world

_KEPT = 8  # scenarios: a run and what it is compared with; those of a sweep are not kept


@dataclass(frozen=True, eq=False)
class Prepared:
    """What all histories of a scenario begin from.

    Attributes
    ----------
    scenario : Scenario
    setting : Setting
        The scenario's numbers per period, its shifts and its scripted moves. Not to be written to.
    start : World
        Stance, trust and support before the first month, in one lane; read-only.
    """

    scenario: Scenario
    setting: Setting
    start: World

    def world(self, lanes: int = 1) -> World:
        """Return a world of so many lanes that may change, each lane at the start."""
        world = World(*(aligned((*numbers.shape[:-1], lanes)) for numbers in self.start))
        for lane, numbers in zip(world, self.start, strict=True):
            lane[...] = numbers
        return world


def prepare(scenario: Scenario, start: World | None = None) -> Prepared:
    """Lay a scenario out and spin it up.

    Parameters
    ----------
    scenario : Scenario
        A checked scenario.
    start : World, optional
        Where it starts, if that is known; by default what the quiet months lead to.
    """
    setting = settings(scenario)
    begin = starting_world(scenario, setting) if start is None else start
    for numbers in begin:
        numbers.setflags(write=False)
    return Prepared(scenario, setting, begin)


@lru_cache(maxsize=_KEPT)
def prepared(scenario: Scenario) -> Prepared:
    """Return what ``prepare`` does, once per process for the last few scenarios."""
    return prepare(scenario)
