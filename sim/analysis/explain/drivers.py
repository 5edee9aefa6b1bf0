"""Drivers: what draws a state to a partner over all histories, term by term and month by month.

In every month of every history each available deal is split into its six terms, as the state sees
it; deals are averaged with the same weights throughout (how often the state asks for each), so that
changes show what deals are worth and not which deals are asked for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim import schema
from sim.errors import InvalidInput
from sim.model import month as phases
from sim.model.arrays import Setting, World
from sim.model.compiled import compiled
from sim.model.month.appraise import asked_terms
from sim.model.month.workspace import Sight
from sim.model.prepared import prepared
from sim.outcomes.focus import asked_focus, half_years, name_in_text
from sim.outcomes.months import half_year_in_words
from sim.outcomes.results import Results
from sim.system.text import signed

_NOTHING = 0.0005  # a change of a worth that is written as 0.000


@dataclass(frozen=True)
class Drivers:
    """Mean terms of a state's deals with a partner, and with the rival patron.

    Attributes
    ----------
    state, partner, rival : str
        Who turns, to whom, from whom.
    weights : ndarray (deal,)
        Shares of each deal among those the state asks either of the two for.
    toward_partner, toward_rival : ndarray (month, term)
        What a deal is worth to the state: means over histories and deals; benefits weighted by
        trust, cost negative.
    from_partner, from_rival : ndarray (month, term)
        What the same deal is worth to the one who is asked; the cost is the share that consent
        costs it.
    """

    state: str
    partner: str
    rival: str
    weights: np.ndarray
    toward_partner: np.ndarray
    toward_rival: np.ndarray
    from_partner: np.ndarray
    from_rival: np.ndarray

    def sides(self) -> list[tuple[str, str, np.ndarray]]:
        """Return (with whom, to whom, terms) for each patron, or the only one, and both sides."""
        sides = [
            (self.partner, self.state, self.toward_partner),
            (self.partner, self.partner, self.from_partner),
            (self.rival, self.state, self.toward_rival),
            (self.rival, self.rival, self.from_rival),
        ]
        return sides if self.rival != self.partner else sides[:2]


def drivers(results: Results, state: str, partner: str | None = None) -> Drivers:
    """Return what draws a state to a partner.

    Parameters
    ----------
    results : Results
        From ``sim.run``, everything kept.
    state : str
        Whose turn it is.
    partner : str, optional
        To whom; by default the one on whom it depends more and more.

    Raises
    ------
    ValueError
        For an unknown state, or a state and itself.
    """
    scenario = results.scenario
    state = scenario.code(state)
    others = [code for code in results.codes if code != state]
    partner = (
        scenario.code(partner)
        if partner
        else max(others, key=lambda code: float(np.median(_growth(results, state, code))))
    )
    if partner == state:
        raise InvalidInput(f"{state} makes no deals with itself: choose another partner")
    rival = _rival(results, state, partner)
    i, j, k = (scenario.index(code) for code in (state, partner, rival))
    asked = [((results.choices[:, :, i, [j, k]]) == m).sum() for m in range(len(schema.DEALS))]
    weights = (
        np.array(asked, dtype=float) / sum(asked)
        if sum(asked)
        else np.full(len(asked), 1 / len(asked))
    )
    terms = _mean_terms(results, i, (j, k), weights)
    return Drivers(state, partner, rival, weights, *np.moveaxis(terms, 1, 0))


def _growth(results: Results, state: str, code: str) -> np.ndarray:
    """Return by how much a state's dependence on another grows, in each history."""
    share = results.dependence(state, code)
    return share[:, -1] - share[:, 0]


def _rival(results: Results, state: str, partner: str) -> str:
    """Return the other patron of the scenario's focus, else the largest other supplier."""
    asked = asked_focus(results.scenario)
    if asked and asked.state == state and partner in (asked.a, asked.b):
        return asked.a if partner == asked.b else asked.b
    i = results.scenario.index(state)
    given = {
        code: float(results.start.support[results.scenario.index(code), i].sum())
        for code in results.codes
    }
    others = [code for code in results.codes if code not in (state, partner)]
    return max(others, key=lambda code: given[code], default=partner)


def _mean_terms(
    results: Results, i: int, partners: tuple[int, int], weights: np.ndarray
) -> np.ndarray:
    """Return mean terms of i's deals with two partners, to i and then to them: (month, 4, term)."""
    setting, lanes = prepared(results.scenario).setting, results.histories
    workspace = phases.blank_workspace(len(results.codes), lanes)
    before = World(*(np.repeat(array, lanes, axis=-1) for array in results.start))
    result = np.zeros((results.scenario.months, 2 * len(partners), len(schema.TERMS)))
    for month in range(results.scenario.months):
        seen = World(*(np.ascontiguousarray(array).copy() for array in before))
        p = int(setting.period[month])
        phases.shocks(seen, setting, month)
        phases.look(seen, setting, p, workspace.sight, workspace.rows.thirds)
        for which, j in enumerate(partners):
            given = (seen, setting, p, workspace.sight, i, j, weights / lanes)
            _add_terms(*given, result[month, which])
            _add_answers(*given, result[month, which + len(partners)])
        ends = (results.stances, results.trusts, results.supports)
        before = World(*(np.moveaxis(array[:, month], 0, -1) for array in ends))
    return result


@compiled
def _add_terms(  # noqa: PLR0913, compiled
    world: World,
    setting: Setting,
    p: int,
    sight: Sight,
    i: int,
    j: int,
    weights: np.ndarray,
    sums: np.ndarray,
) -> None:
    """Add the weighted terms of i's deals with j, as i sees them, to `sums` (term,)."""
    for m in range(weights.size):
        for h in range(world.stance.shape[2]):
            terms = phases.weighed_terms(world, setting, p, sight, i, j, m, h)
            for t in range(6):
                sums[t] += weights[m] * terms[t]


@compiled
def _add_answers(  # noqa: PLR0913, compiled
    world: World,
    setting: Setting,
    p: int,
    sight: Sight,
    i: int,
    j: int,
    weights: np.ndarray,
    sums: np.ndarray,
) -> None:
    """Add the weighted terms of the same deals, as j sees them when asked, to `sums` (term,)."""
    for m in range(weights.size):
        for h in range(world.stance.shape[2]):
            terms = asked_terms(world, setting, p, sight, j, i, m, h)
            for t in range(6):
                sums[t] += weights[m] * terms[t]


def turn_in_words(result: Drivers, results: Results) -> str:
    """Say what a deal with each patron gains or loses in worth to either side, and by what.

    Of a single half-year it says what the deals are worth.

    Parameters
    ----------
    result : Drivers
        Of a state and two patrons.
    results : Results
        The histories.
    """
    halves = half_years(results.scenario)
    (first, early), (last, late) = halves[0], halves[-1]
    only, said = first == last, []
    start, end = half_year_in_words(first), half_year_in_words(last)
    when = f"In {start}" if only else f"From {start} to {end}"
    for patron in dict.fromkeys((result.partner, result.rival)):
        parts = []
        for with_whom, to_whom, terms in result.sides():
            if with_whom == patron:
                change = terms[late].mean(axis=0) - (0.0 if only else terms[early].mean(axis=0))
                most = int(np.argmax(np.abs(change)))
                name = name_in_text(results.scenario, to_whom)
                amount = f"{signed(change.sum(), 3)} {'to' if only else 'for'} {name}"
                why = f"(mostly {schema.TERMS[most]}, {signed(change[most], 3)})"
                if abs(change.sum()) < _NOTHING:  # then no term brought it about
                    why = "(the terms cancel out)"
                parts.append(f"{'' if only else 'by '}{amount} {why}")
        deal, sums = f"a deal with {name_in_text(results.scenario, patron)}", " and ".join(parts)
        said.append(f"{deal} is worth {sums}" if only else f"the worth of {deal} changes {sums}")
    return f"{when}, {'; '.join(said)}."
