"""The turn: how the mean tilt of the state in focus moves from the first half-year to the last."""

from __future__ import annotations

from typing import NamedTuple

from .focus import half_years
from .summed import Summed
from .table import half_year_column

_HARDLY = 0.1  # judgement: a tilt that moves less than this hardly moves
_BACK = 0.5  # judgement: of the way out; a tilt that keeps more than this has not come back


class Turn(NamedTuple):
    """The course of the mean tilt: both ends, its furthest point from the start, and precision.

    Attributes
    ----------
    first, last : str
        Half-years.
    before, after : float
        Mean tilts in these.
    furthest : str
        The half-year whose mean is furthest from the first.
    there : float
        Mean tilt in it.
    sure : float
        Share of histories that move as the means of the first and the last half-year do.
    """

    first: str
    before: float
    last: str
    after: float
    furthest: str
    there: float
    sure: float

    @property
    def moves(self) -> bool:
        """Whether the end differs from the start by more than hardly anything."""
        return abs(self.after - self.before) >= _HARDLY

    @property
    def comes_back(self) -> bool:
        """Whether the mean was away on the way, and has come back by half of that or more."""
        away = self.there - self.before
        kept = (self.after - self.before) / away if away else 0.0
        return not self.moves and abs(away) >= _HARDLY and kept <= _BACK

    @property
    def goes_some_way(self) -> bool:
        """Whether the end is near the start, but keeps most of the way that the mean had gone."""
        return not self.moves and not self.comes_back and abs(self.there - self.before) >= _HARDLY


def columns_by_half_year(outcomes: Summed, measure: str) -> list[tuple[str, str]]:
    """Return each half-year, and the column of a measure's mean in it.

    Parameters
    ----------
    outcomes : Summed
    measure : str
        As "tilt".
    """
    labels = [label for label, _ in half_years(outcomes.scenario)]
    return [(label, half_year_column(measure, label)) for label in labels]


def turn_of(outcomes: Summed) -> Turn:
    """Return the mean tilts, and the share of histories that move as these do."""
    tilts = columns_by_half_year(outcomes, "tilt")
    (first, earlier), (last, later) = tilts[0], tilts[-1]
    means = [(label, outcomes.mean(column)) for label, column in tilts]
    before, after = means[0][1], means[-1][1]
    furthest, there = max(means, key=lambda one: abs(one[1] - before))
    up, down = outcomes.moved(earlier, later)
    sure = up if after > before else down if after < before else 0.0
    return Turn(first, before, last, after, furthest, there, sure)
