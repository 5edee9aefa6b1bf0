"""Distances: how far capitals are apart, and how much of what a state can give gets there."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sim.scenario import State

from .country_years import Figures
from .figure import Figure
from .power_and_affinity import ties_of
from .weights import RANGES, Weights

_EARTH = 6371.0  # kilometres
# Reach of security: with a defence treaty, a consultation pact, neither (of the economy's), and to
# a rival, with the ranges that are argued; judgements.
TREATY, PACT, NEITHER = (1.0, (0.5, 1.0)), (0.5, (0.2, 0.8)), (0.3, (0.1, 0.5))
RIVAL = (0.0, (0.0, 0.1))
TYPICAL = 0.5  # judgement: reach of the economy, for that of arms, where no distance is known


def kilometres(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Return the distance of two places along the surface of the Earth.

    Parameters
    ----------
    here, there : (float, float)
        Latitude and longitude, in degrees.
    """
    (lat1, lng1), (lat2, lng2) = (tuple(map(math.radians, place)) for place in (here, there))
    inner = math.sin((lat2 - lat1) / 2) ** 2
    inner += math.cos(lat1) * math.cos(lat2) * math.sin((lng2 - lng1) / 2) ** 2
    return 2 * _EARTH * math.asin(min(math.sqrt(inner), 1.0))


def over_distance(away: float, half: float, source: str) -> Figure:
    """Return the reach of the economy over a distance: 1 / (1 + away / half), close to gravity.

    Parameters
    ----------
    away, half : float
        Kilometres, and how many of them halve the reach.
    source : str
        Where the distance is from.
    """
    near, far = (1 / (1 + away / scale) for scale in RANGES["distance"])
    note = f"1 / (1 + {away:z,.0f} / {half:z,.0f} km)"
    return Figure(1 / (1 + away / half), note, (), source, (near, far))


def unguarded(economy: float, why: str = "") -> Figure:
    """Return the reach of security where no treaty promises it: a part of the economy's.

    Parameters
    ----------
    economy : float
        The reach of the economy.
    why : str
        What the note says beside the formula.
    """
    low, high = (part * economy for part in NEITHER[1])
    note = f"{NEITHER[0]} of the economy's{why}"
    return Figure(NEITHER[0] * economy, note, (), "judgement", (low, high))


class Reaches:
    """Finds the reach of one state to another from capitals, treaties and rivalries.

    Parameters
    ----------
    states : sequence of State
    year : int
        Of the figures.
    read : dict of kind to Figures
        ``capitals``, ``alliances`` and ``rivalries`` are looked at.
    weights : Weights
    """

    def __init__(
        self, states: Sequence[State], year: int, read: dict[str, Figures], weights: Weights
    ) -> None:
        self.states, self.year, self.read, self.weights = states, year, read, weights

    def reach(self, i: int, j: int) -> dict[str, Figure]:
        """Return the reach of a state to another by need, as far as the files show.

        Parameters
        ----------
        i, j : int
            Their positions.
        """
        if "capitals" not in self.read:
            return {}
        away = self._away(i, j)
        economy = self._economy(away, i, j)
        return {"economy": economy, "security": self._security(i, j, economy.value or TYPICAL)}

    def _economy(self, away: float | None, i: int, j: int) -> Figure:
        """Return the reach of the economy over a distance."""
        if away is None:
            pair = f"{self.states[i].code} or {self.states[j].code}"
            line = f"# reach.economy: no capital of {pair} in {self.read['capitals'].name}"
            return Figure(None, "", (f"{line}; 1 by default",))
        return over_distance(away, self.weights.distance, "capitals")

    def _security(self, i: int, j: int, economy: float) -> Figure:
        """Return the reach of security: by treaty, else a part of the economy's."""
        pair = (min(i, j), max(i, j))
        treaties = ties_of(pair, self.year, self.read.get("alliances"))
        rivals = ties_of(pair, self.year, self.read.get("rivalries"))
        held = treaties or {}
        if "defense" in held:
            return Figure(TREATY[0], held["defense"], (), "atop", TREATY[1])
        if rivals:
            return Figure(RIVAL[0], "rivals", (), "rivalry", RIVAL[1])
        if "consul" in held:
            return Figure(PACT[0], held["consul"], (), "atop", PACT[1])
        return unguarded(economy, ", without a treaty" * (treaties is not None))

    def _away(self, i: int, j: int) -> float | None:
        """Return the distance of two capitals in kilometres, None where one is unknown."""
        places = [self._place(k) for k in (i, j)]
        if places[0] is None or places[1] is None:
            return None
        return kilometres(places[0], places[1])

    def _place(self, k: int) -> tuple[float, float] | None:
        """Return where a state's capital is."""
        figures = self.read["capitals"]
        if k in figures.spoiled or any(where == k for where, _ in figures.twice):
            return None
        for first, last, numbers in figures.values.get(k, ()):
            lat, lng = numbers.get("lat"), numbers.get("lng")
            if first <= self.year <= last and lat is not None and lng is not None:
                return lat, lng
        return None
