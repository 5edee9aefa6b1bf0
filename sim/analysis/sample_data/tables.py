"""Tables: a scenario's states and ties written as the field's country-year files.

The formulas of ``sim import`` (docs/import.md) the other way round: power is CINC, what a state can
give is its GDP and its military expenditure, affinity is votes. So an import of these files gives
back the scenario's power and, in parts of the largest, its capacity. Who is allied or a rival is a
rule of thumb here, as scenarios do not say, and capitals lie anywhere.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from sim.data import members
from sim.data.power_and_affinity import NEUTRAL, POINTS
from sim.data.weights import STANDARD
from sim.scenario import Scenario, State

from .event_files import code_of, lines, name_of

_GDP, _EXPENDITURE, _ENERGY = 17e6, 6e8, 2.2e6  # of a capacity of 1: M$, k$, tonnes; round
_NEAR, _DEGREE = 4000.0, 111.2  # km: of the farthest capital from the middle, and in a degree
_STRONGEST = 1.8  # ideal point of the strongest state; judgement, a pole of the real scale
# Rules of thumb, judgement: affinity of allies, of partners and of rivals; and what allies at least
# can give each other of security, one way or the other.
_DEFENCE, _CONSULTATION, _RIVALRY, _GUARANTEE = 0.4, 0.3, -0.2, 0.9

_PENN = (
    "countrycode", "country", "currency_unit", "year", "rgdpe", "rgdpo", "pop", "emp", "avh", "hc",
    "ccon", "cda", "cgdpe", "cgdpo", "cn", "ck", "ctfp", "cwtfp", "rgdpna", "rconna", "rdana",
    "rnna", "rkna", "rtfpna", "rwtfpna", "labsh", "irr", "delta", "xr", "pl_con", "pl_da",
    "pl_gdpo", "i_cig", "i_xm", "i_xr", "i_outlier", "i_irr", "cor_exp", "csh_c", "csh_i", "csh_g",
    "csh_x", "csh_m", "csh_r", "pl_c", "pl_i", "pl_g", "pl_x", "pl_m", "pl_n", "pl_k",
)  # fmt: skip


class Tables:
    """The country-year tables of a scenario, as it starts.

    Attributes
    ----------
    scenario : Scenario
    years : range
        The years that are written; the numbers are the same in all of them.
    """

    def __init__(self, scenario: Scenario, years: range) -> None:
        self.scenario, self.years, self.states = scenario, years, scenario.states
        codes = scenario.codes
        self.pairs = sorted(
            combinations(range(len(codes)), 2),
            key=lambda pair: sorted(self.states[k].ccode for k in pair),
        )
        self.powers = np.array([self._number(f"states.{s.code}.power") for s in self.states])
        self.affinity = self._mutual("affinity")
        guarded = self._reach("security") >= _GUARANTEE
        self.allied = guarded & (self.affinity >= _DEFENCE)
        agreement = NEUTRAL + (self.affinity - STANDARD.defence * self.allied) / STANDARD.votes
        self.agreement = np.clip(agreement, 0, 1)

    def nmc(self) -> str:
        """Return National Material Capabilities, in the columns of version 6.0, abridged."""
        cinc = self.powers / self.powers.sum() if self.powers.max() > 1 else self.powers
        give = [self._capacity(need) for need in ("security", "economy")]
        head = ("stateabb", "ccode", "year", "milex", "milper", "irst", "pec", "tpop", "upop",
                "cinc", "version")  # fmt: skip
        rows = []
        for k, state in self._by_number():
            spent = _EXPENDITURE * give[0][k] ** (1 / STANDARD.security)
            energy = _ENERGY * give[1][k] ** (1 / STANDARD.economy)
            letters = _letters(state)
            rows += [
                (letters, state.ccode, year, f"{spent:z.0f}", -9, -9, f"{energy:z.0f}", -9, -9,
                 f"{cinc[k]:z.7g}", 0)
                for year in self.years
            ]  # fmt: skip
        return lines(",", [head, *rows])

    def gdp(self) -> str:
        """Return GDP, in the columns of the Penn World Table 11.0, of which most are empty."""
        give = self._capacity("economy")
        rows = []
        for k, state in self._by_number():
            size = f"{_GDP * give[k] ** (1 / STANDARD.economy):z.1f}"
            named = code_of(state), name_of(state), "made up"
            rest = [""] * (len(_PENN) - 6)
            rows += [(*named, year, size, size, *rest) for year in self.years]
        return lines(",", [_PENN, *rows])

    def alliances(self) -> str:
        """Return obligations by dyad and year, in columns of ATOP 5.1; without one, no row."""
        head = ("dyad", "year", "mem1", "mem2", "atopally", "defense", "offense", "neutral",
                "nonagg", "consul")  # fmt: skip
        rows = []
        for i, j in self.pairs:
            one, other = sorted(self.states[k].ccode for k in (i, j))
            if self.affinity[i, j] < _CONSULTATION:
                continue
            pact = int(self.allied[i, j]), 0, 0, 0, int(not self.allied[i, j])
            rows += [(one * 1000 + other, year, one, other, 1, *pact) for year in self.years]
        if not rows:  # an empty table would say nothing of any year
            (one, other), years = sorted(s.ccode for s in self.states)[:2], self.years
            rows = [(one * 1000 + other, year, one, other, 0, 0, 0, 0, 0, 0) for year in years]
        return lines(",", [head, *rows])

    def votes(self) -> str:
        """Return agreement in the General Assembly by dyad and year, both ways round."""
        rows = []
        for year in self.years:
            for i, j in self.pairs:
                agree = f"{self.agreement[i, j]:z.4f}"
                both = self.states[i].ccode, self.states[j].ccode
                rows += [(year - 1945, *pair, agree, year) for pair in (both, both[::-1])]
        head = ("session.x", "ccode1", "ccode2", "agree", "year")
        return lines(",", [head, *rows])

    def ideal_points(self) -> str:
        """Return ideal points by state and session: how far each votes from the strongest state."""
        strongest = int(np.argmax(self.powers))
        apart = np.maximum((POINTS[0] - self.agreement[strongest]) / POINTS[1], 0)
        apart[strongest] = 0
        points = _STRONGEST - apart
        rows = [
            (state.ccode, year - 1945, f"{points[k]:z.2f}", code_of(state), name_of(state))
            for year in self.years
            for k, state in self._by_number()
        ]
        head = ("ccode", "session", "IdealPointAll", "iso3c", "Countryname")
        return lines(",", [head, *rows])

    def rivalries(self) -> str:
        """Return strategic rivalries with their first and last years."""
        head = ("tssr_id", "rivalry", "ccode1", "ccode2", "start", "end")
        rows: list[tuple] = []
        for i, j in self.pairs:
            if self.affinity[i, j] <= _RIVALRY:
                one, other = sorted((self.states[i], self.states[j]), key=lambda s: s.ccode)
                name = f"{name_of(one)}-{name_of(other)} (made up)"
                span = self.years[0] - 1, self.years[-1]
                rows.append((len(rows) + 1, name, one.ccode, other.ccode, *span))
        return lines(",", [head, *rows])

    def capitals(self) -> str:
        """Return places in a spiral around a point in the Atlantic: not the real capitals."""
        n = len(self.states)
        away = _NEAR * np.sqrt((np.arange(n) + 0.5) / n) / _DEGREE
        turn = np.arange(n) * np.pi * (3 - np.sqrt(5))
        north, east = away * np.sin(turn), away * np.cos(turn)
        dates = f"{self.years[0]}-01-01", f"{self.years[-1]}-12-31"
        rows = [
            (state.ccode, name_of(state), "made up", *dates, f"{north[k]:z.2f}", f"{east[k]:z.2f}")
            for k, state in self._by_number()
        ]
        head = ("ccode", "statenme", "capital", "stdate", "enddate", "lat", "lng")
        return lines(",", [head, *rows])

    def _by_number(self) -> list[tuple[int, State]]:
        """Return the states with their positions, in the order of their numbers."""
        return sorted(enumerate(self.states), key=lambda one: one[1].ccode)

    def _number(self, path: str) -> float:
        """Return a number of the scenario; 0 where it has none."""
        return float(self.scenario.value(path).value or 0.0)

    def _capacity(self, need: str) -> list[float]:
        """Return what each state can give of a need."""
        return [self._number(f"states.{state.code}.capacity.{need}") for state in self.states]

    def _mutual(self, name: str) -> np.ndarray:
        """Return the mean of both directions of a number of ties, (n, n)."""
        one = self._ties(name)
        return (one + one.T) / 2

    def _reach(self, need: str) -> np.ndarray:
        """Return the greater of both directions of a reach, (n, n)."""
        one = self._ties(f"reach.{need}")
        return np.maximum(one, one.T)

    def _ties(self, name: str) -> np.ndarray:
        """Return a number of all ties, (source, target)."""
        codes = self.scenario.codes
        return np.array(
            [
                [0.0 if i == j else self._number(f"ties.{i}.{j}.{name}") for j in codes]
                for i in codes
            ]
        )


def _letters(state: State) -> str:
    """Return the letters of the Correlates of War, or a state's own code."""
    known = members.members().get(state.ccode)
    return known.letters if known else state.code
