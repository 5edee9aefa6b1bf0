"""The grid of a sweep: which numbers take which values."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.errors import InvalidInput
from sim.scenario import Scenario, path_called

MOST_POINTS = 100_000


@dataclass(frozen=True, eq=False)
class Grid:
    """Numbers that take every combination of some values.

    Attributes
    ----------
    over : mapping of path to sequence of float
        Values of each number.
    independent : bool
        Run each combination on random draws of its own; by default all share them.
    """

    over: Mapping[str, Sequence[float]]
    independent: bool = False

    @property
    def paths(self) -> tuple[str, ...]:
        """Paths of the numbers."""
        return tuple(self.over)

    @property
    def points(self) -> int:
        """How many combinations there are."""
        return math.prod(len(values) for values in self.over.values())

    @property
    def draws(self) -> str:
        """How random draws are shared, as the manifest says it."""
        return "independent at each point" if self.independent else "shared by all points (paired)"

    def values(self) -> dict[str, list[float]]:
        """Return the values of each number (JSON-able)."""
        return {path: [float(value) for value in values] for path, values in self.over.items()}


def called(grid: Grid, scenario: Scenario) -> Grid:
    """Return a grid with the codes of states in its paths, where it has other words for them."""
    over = {path_called(path, scenario.states): values for path, values in grid.over.items()}
    return Grid(over, grid.independent)


def parse_over(texts: Sequence[str]) -> dict[str, list[float]]:
    """Read what varies: ``path=low:high:count`` or ``path=value,value,...``.

    Raises
    ------
    InvalidInput
        Saying how it is written.
    """
    over: dict[str, list[float]] = {}
    for text in texts:
        path, _, values = text.partition("=")
        try:
            over[path] = values_in(values)
        except InvalidInput:
            raise
        except ValueError:
            hint = "states.DPRK.autonomy=0:1:11 or states.DPRK.autonomy=0.2,0.4"
            raise InvalidInput(
                f"--over {text}: write it as path=low:high:count or path=value,value, as in {hint}"
            ) from None
    if math.prod(len(values) for values in over.values()) > MOST_POINTS:
        raise InvalidInput(f"--over: more than {MOST_POINTS:,} points")
    return over


def values_in(values: str) -> list[float]:
    """Read ``low:high:count`` or ``value,value,...``.

    It raises ValueError for what is neither, or not finite.
    """
    ends, colon, count = values.rpartition(":")
    numbers = [float(value) for value in (ends.split(":") if colon else values.split(","))]
    if not all(map(math.isfinite, numbers)) or (colon and (len(numbers) != 2 or int(count) < 1)):
        raise ValueError
    if colon and int(count) > MOST_POINTS:
        raise InvalidInput(f"--over: more than {MOST_POINTS:,} points")
    if not colon:
        return numbers
    low, high = numbers
    if not math.isfinite(high - low):
        raise ValueError
    return np.linspace(low, high, int(count)).tolist()
