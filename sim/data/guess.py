"""Guess: what a state has, needs and can bring to others, by the formulas of the import.

The inputs are the rough figures; everything computed from them is a judgement with a range.
"""

from __future__ import annotations

from collections.abc import Sequence

from sim.countries.codes import ISO3
from sim.scenario import State

from .capability import Capabilities, recognition
from .distances import RIVAL, TREATY, TYPICAL, kilometres, over_distance, unguarded
from .figure import Figure
from .rough_figures import LARGEST, ROUGH, UNKNOWN, Rough, allies, rivals
from .weights import STANDARD

# An affinity is this much between states of one camp, less by the distance of camps, and with a
# treaty or a quarrel; judgement, on the scale of the affinities that an import computes.
_SAME, _CAMPS, _TREATED, _QUARREL = 0.35, 0.40, 0.10, -0.25
_TO_KILOMETRES = -2  # a distance counts to the next hundred, as places are rough
_AROUND = 0.2  # range of an affinity to either side; judgement
# Two that are no countries stand for patrons, one for a client, by position in the list; judgement.
_INVENTED = (
    Rough(0.3, 3.0, 0.0, None),
    Rough(20.0, 400.0, -0.8, None),
    Rough(20.0, 500.0, 0.8, None),
)


class Guess(Capabilities):
    """Guesses capacities, needs, affinities and reach of states.

    Parameters
    ----------
    states : sequence of State
    year : int
        In which permanent seats of the Security Council count.
    """

    def __init__(self, states: Sequence[State], year: int) -> None:
        super().__init__(states, year, {}, STANDARD)
        self.iso3 = [ISO3.get(state.ccode, state.code) for state in states]
        self.rough = [self._row(k) for k in range(len(states))]
        self.unknown = [s.name for s, row in zip(states, self.rough, strict=True) if row is UNKNOWN]

    def _row(self, k: int) -> Rough:
        """Return what is roughly known of a state."""
        if self.states[k].ccode not in ISO3:
            return _INVENTED[min(k, len(_INVENTED) - 1)]
        return ROUGH.get(self.iso3[k], UNKNOWN)

    def power(self, k: int) -> Figure:
        """Return a state's weight in the world: half economy, half arms.

        Parameters
        ----------
        k : int
            Its position.
        """
        row = self.rough[k]
        value = 0.1 * (row.gdp / LARGEST.gdp + row.arms / LARGEST.arms)
        return _judged(value, "economy and arms in equal parts, rough", (0.7 * value, 1.4 * value))

    def capacity(self, k: int) -> dict[str, Figure]:
        """Return what a state can give by need.

        Parameters
        ----------
        k : int
            Its position.
        """
        row = self.rough[k]
        economy = (row.gdp / LARGEST.gdp) ** self.weights.economy
        security = (row.arms / LARGEST.arms) ** self.weights.security
        seated = self._permanent(k) or row in _INVENTED[1:]
        gdp = f"(GDP of about {row.gdp:g} of {LARGEST.gdp:g} trillion dollars)"
        arms = f"(arms of about {row.arms:g} of {LARGEST.arms:g} billion dollars)"
        given = {
            "economy": (economy, f"{gdp} to the {self.weights.economy:g}"),
            "security": (security, f"{arms} to the {self.weights.security:g}"),
            "recognition": recognition(economy, seated),
        }
        return {
            need: _judged(value, note, (0.7 * value, 1.3 * value))
            for need, (value, note) in given.items()
        }

    def _rivals(self, k: int) -> list[str] | None:
        """Return the codes of a state's rivals among the others."""
        return [self.states[j].code for j in range(len(self.states)) if self.quarrel(k, j)]

    def quarrel(self, i: int, j: int) -> bool:
        """Say whether two states, by position, quarrel."""
        invented = {i, j} == {1, 2} and self.rough[i] in _INVENTED
        return invented or rivals(self.iso3[i], self.iso3[j])

    def affinity(self, i: int, j: int) -> Figure:
        """Return how warmly a state regards another in the long run.

        Parameters
        ----------
        i, j : int
            Their positions.
        """
        apart = abs(self.rough[i].camp - self.rough[j].camp)
        treaty, quarrel = allies(self.iso3[i], self.iso3[j]), self.quarrel(i, j)
        value = _SAME - _CAMPS * apart + _TREATED * treaty + _QUARREL * quarrel
        note = f"{_SAME:g} - {_CAMPS:g} x {apart:z.2f}, how far apart their camps are"
        note += ", defence treaty" * treaty + ", a quarrel" * quarrel
        value = min(max(value, -0.8), 0.8)
        return _judged(value, note, (value - _AROUND, value + _AROUND))

    def reach(self, i: int, j: int) -> dict[str, Figure]:
        """Return how much of what a state can give gets to another, by need.

        Parameters
        ----------
        i, j : int
            Their positions.
        """
        here, there = self.rough[i].place, self.rough[j].place
        economy = _judged(TYPICAL, "distance unknown", (0.3, 0.8))
        if here and there:
            away = round(kilometres(here, there), _TO_KILOMETRES)
            economy = over_distance(away, self.weights.distance, "judgement")
        return {"economy": economy, "security": self._guard(i, j, economy.value or TYPICAL)}

    def _guard(self, i: int, j: int, economy: float) -> Figure:
        """Return the reach of security: by treaty, else a part of the economy's."""
        if allies(self.iso3[i], self.iso3[j]):
            return _judged(TREATY[0], "defence treaty", TREATY[1])
        if self.quarrel(i, j):
            return _judged(RIVAL[0], "a quarrel", RIVAL[1])
        return unguarded(economy)


def _judged(value: float, note: str, within: tuple[float, float]) -> Figure:
    """Return a judgement with its argument and range."""
    return Figure(value, note, (), "judgement", within)
