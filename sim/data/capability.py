"""Capability: what a state can give and what it needs, from GDP, military expenditure and treaties.

The largest of the states and the United States is the measure: one full great-power patron. Rules
and exponents are judgements (docs/import.md argues each); the ingredients are not.
"""

from __future__ import annotations

from collections.abc import Sequence

from sim import schema
from sim.scenario import State

from .country_years import Figures
from .figure import Figure
from .power_and_affinity import ties_of
from .weights import RANGES, Weights

UNITED_STATES = 2  # the Correlates of War number of the measure
# Primary energy consumption in place of GDP is off by a factor of 1.65, CINC in place of military
# expenditure by 3 (root mean square of logs over 25 states, 2008 and 2012; expenditure goes with
# the power 1.5 of CINC): docs/estimate_affinity.py.
_ENERGY_ERROR, _CINC_ERROR, _CINC_POWER = 1.65, 3.0, 1.5
# Permanent members of the Security Council, by number: the years in which each sat.
_PERMANENT = {2: (1946, 9999), 200: (1946, 9999), 220: (1946, 9999), 365: (1946, 9999),
              713: (1946, 1971), 710: (1972, 9999)}  # fmt: skip
_AROUND = 0.2  # range of a need to either side, and of a recognition; judgement


class Capabilities:
    """Finds capacities and needs of states from the files that were read.

    Parameters
    ----------
    states : sequence of State
        Of the scenario; figures may hold one more, the measure, behind them.
    year : int
        Of the figures.
    read : dict of kind to Figures
        ``gdp`` and ``power`` are looked at, and ``rivalries`` for the need of security.
    weights : Weights
    """

    def __init__(
        self, states: Sequence[State], year: int, read: dict[str, Figures], weights: Weights
    ) -> None:
        self.states, self.year, self.read, self.weights = states, year, read, weights

    def capacity(self, k: int) -> dict[str, Figure]:
        """Return what a state can give by need, as far as the files show.

        Parameters
        ----------
        k : int
            Its position.
        """
        economy, security = self._economy(k), self._security(k)
        result = {"economy": economy, "security": security}
        if economy and economy.value is not None:
            permanent = self._permanent(k)
            value, note = recognition(economy.value, permanent)
            note += ", permanent member of the Security Council" * permanent
            within = (max(value - _AROUND, 0.0), value + _AROUND)
            result["recognition"] = Figure(value, note, (), "judgement", within)
        return {need: figure for need, figure in result.items() if figure}

    def need(self, k: int, capacity: dict[str, Figure]) -> dict[str, Figure]:
        """Return what a state needs from abroad, from what it has itself.

        Parameters
        ----------
        k : int
            Its position.
        capacity : dict of need to Figure
            From ``capacity``.
        """
        result: dict[str, Figure] = {}
        economy, security = (capacity.get(need) for need in ("economy", "security"))
        if economy and economy.value is not None:
            own = min(economy.value, 1.0)
            result["economy"] = _judged(1 - 0.5 * own, "1 - half of its own economy")
        if security and security.value is not None:
            result["security"] = self._need_of_security(k, min(security.value, 1.0))
        if result:
            result["recognition"] = _judged(0.5, "alike for all")
        return result

    def motives(self, k: int, capacity: dict[str, Figure]) -> dict[str, Figure]:
        """Return autonomy and influence: who has more to give minds its clients more, itself less.

        Parameters
        ----------
        k : int
            Its position.
        capacity : dict of need to Figure
            From ``capacity``.
        """
        given = [one.value for one in capacity.values() if one.value is not None]
        if len(given) < len(schema.NEEDS):
            return {}
        mean = min(sum(given) / len(given), 1.0)
        words = f"x {mean:z.2f}, the mean of its capacities"
        autonomy, influence = 0.3 - 0.25 * mean, 0.25 * mean
        return {
            "autonomy": Figure(
                autonomy, f"0.3 - 0.25 {words}", (), "judgement", (0.3 * autonomy, 2.5 * autonomy)
            ),
            "influence": Figure(
                influence, f"0.25 {words}", (), "judgement", (0.4 * influence, 2.4 * influence)
            ),
        }

    def _economy(self, k: int) -> Figure | None:
        """Return what a state can give of its economy, None where no file is about it."""
        exponents = self.weights.economy, RANGES["economy"]
        if "gdp" in self.read:
            share = self._share("gdp", "gdp", k)
            if share:
                note = f"({share[0]:z.3g} of the GDP of {share[1]}, {self.year})"
                note += f" to the {exponents[0]:g}"
                return _damped(share[0], exponents, note, "gdp")
        if self._has("pec"):
            share = self._share("power", "pec", k)
            if share:
                note = f"({share[0]:z.3g} of the primary energy of {share[1]}, {self.year})"
                note += f" to the {exponents[0]:g}, in place of GDP"
                return _damped(share[0], exponents, note, "cinc", _ENERGY_ERROR)
        if "gdp" in self.read or self._has("pec"):
            return self._unknown(k, "capacity.economy", "GDP")
        return None

    def _security(self, k: int) -> Figure | None:
        """Return what a state can give of security, None where no file is about it."""
        if not self._has("milex"):
            return None
        exponents = self.weights.security, RANGES["security"]
        share = self._share("power", "milex", k)
        if share:
            note = f"({share[0]:z.3g} of the military expenditure of {share[1]}, {self.year})"
            return _damped(share[0], exponents, f"{note} to the {exponents[0]:g}", "cinc")
        share = self._share("power", "cinc", k, "milex")
        if share:
            spent = min(share[0], 1.0) ** _CINC_POWER
            note = f"({share[0]:z.3g} of the CINC of {share[1]}, {self.year}, to the {_CINC_POWER})"
            note += f" to the {exponents[0]:g}, as NMC has no military expenditure of it"
            return _damped(spent, exponents, note, "cinc", _CINC_ERROR)
        return self._unknown(k, "capacity.security", "military expenditure")

    def _need_of_security(self, k: int, own: float) -> Figure:
        """Return the need of security: less without rivals, least with a nuclear seat."""
        if self._permanent(k):
            return _judged(0.4, "permanent member of the Security Council")
        rivals = self._rivals(k)
        if rivals is None:
            return _judged(1 - 0.6 * own, "1 - 0.6 of its own; rivals unknown")
        if rivals:
            return _judged(1 - 0.6 * own, f"1 - 0.6 of its own; rival of {', '.join(rivals)}")
        return _judged(0.6 * (1 - 0.6 * own), "0.6 x (1 - 0.6 of its own), as it has no rival here")

    def _rivals(self, k: int) -> list[str] | None:
        """Return the codes of a state's rivals among the others, None where it is unknown."""
        if "rivalries" not in self.read:
            return None
        result = []
        for j, state in enumerate(self.states):
            if j != k and ties_of((min(j, k), max(j, k)), self.year, self.read["rivalries"]):
                result.append(state.code)
        return result

    def _permanent(self, k: int) -> bool:
        """Say whether a state sits in the Security Council for good in the year."""
        first, last = _PERMANENT.get(self.states[k].ccode, (9999, 0))
        return first <= self.year <= last

    def _has(self, name: str) -> bool:
        """Say whether the file of power has a column."""
        figures = self.read.get("power")
        return figures is not None and any(
            name in numbers for rows in figures.values.values() for *_, numbers in rows
        )

    def _share(
        self, kind: str, name: str, k: int, largest_by: str = ""
    ) -> tuple[float, str] | None:
        """Return a state's share in the largest's figure, and who the largest is."""
        figures = self.read[kind]
        own = self._known(figures, name, k)
        known = {j: self._known(figures, name, j) for j in figures.values if isinstance(j, int)}
        sizes = {j: value for j, value in known.items() if value}
        ranked = {j: self._known(figures, largest_by or name, j) or 0.0 for j in sizes}
        if not own or not sizes:
            return None
        largest = max(ranked, key=lambda j: ranked[j])
        beyond = largest >= len(self.states)
        return own / sizes[largest], "the United States" if beyond else self.states[largest].code

    def _known(self, figures: Figures, name: str, k: int) -> float | None:
        """Return a number of a state in the year, None where there is none or two."""
        if (k, self.year) in figures.twice or k in figures.spoiled:
            return None
        rows = figures.values.get(k, ())
        values = [numbers.get(name) for first, last, numbers in rows if first <= self.year <= last]
        return next((value for value in values if value is not None), None)

    def _unknown(self, k: int, path: str, what: str) -> Figure:
        """Say that the files have no figure of a state."""
        line = f"# {path}: no {what} of {self.states[k].code} for {self.year}; 0.5 by default"
        return Figure(None, "", (line,))


def recognition(economy: float, seated: bool) -> tuple[float, str]:
    """Return what a state can give of recognition, and the formula; judgement.

    Parameters
    ----------
    economy : float
        What it can give of its economy.
    seated : bool
        Whether it has a permanent seat in the Security Council.
    """
    if seated:
        return 0.6 + 0.4 * economy, "0.6 + 0.4 x economy"
    return 0.2 + 0.5 * economy, "0.2 + 0.5 x economy"


def _damped(
    share: float,
    exponents: tuple[float, tuple[float, float]],
    note: str,
    source: str,
    error: float = 1.0,
) -> Figure:
    """Return a share to a power: the range is that of the power, and of an error of the share."""
    exponent, (least, most) = exponents
    low, high = (share / error) ** most, (share * error) ** least
    value = min(share**exponent, 5.0)
    return Figure(value, note, (), source, (min(low, 0.8 * value), max(high, 1.2 * value)))


def _judged(value: float, note: str) -> Figure:
    """Return a need: a judgement, and how it was come by."""
    return Figure(value, note, (), "judgement", (max(value - _AROUND, 0.0), value + _AROUND))
