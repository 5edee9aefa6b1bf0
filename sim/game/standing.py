"""Standing: how well a state did, by what its own terms weigh."""

from __future__ import annotations

import numpy as np

from sim import schema
from sim.model.prepared import prepared
from sim.outcomes.focus import asked_focus
from sim.outcomes.results import Results


def standing(results: Results, state: str) -> dict[str, np.ndarray]:
    """Return how well a state did: means over the months of what its own terms weigh.

    Parameters
    ----------
    results : Results
        Histories, of any months.
    state : str
        A code.

    Returns
    -------
    dict of ndarray (history,)
        "standing" is "needs met" less "price of dependence" less "spent". Needs met: sum over needs
        of weight x sat(support received), sat(x) = x / (1 + x). Price of dependence: autonomy x
        Herfindahl index of its suppliers, each weighted by 1 - its stance toward them. Spent: cost
        of its moves, and its share of that of the deals it accepts. So it is the potential whose
        changes these terms weigh; that it says how well a state did, though influence, sentiment
        and alignment move it too, is a judgement.
    """
    setting, i = prepared(results.scenario).setting, results.scenario.index(state)
    p = setting.period[: len(results.months)]
    received = results.supports[:, :, :, i, :].sum(axis=2)
    met = (setting.states.need[p, i] * received / (1.0 + received)).sum(axis=-1)
    leaning = setting.states.autonomy[p, i] * _concentration(results, i)
    parts = {"needs met": met, "price of dependence": leaning, "spent": _spent(results, i, p)}
    means = {name: values.mean(axis=1) for name, values in parts.items()}
    return {"standing": means["needs met"] - means["price of dependence"] - means["spent"], **means}


def _concentration(results: Results, i: int) -> np.ndarray:
    """Return how far i depends on few suppliers, the more so the less it likes them.

    The rules' ``concentration``, (history, month), but 0 rather than 1 where it gets nothing: who
    depends on nobody pays no price.
    """
    given = results.supports[:, :, :, i, :].sum(axis=-1)
    squares = (given**2 * (1.0 - results.stances[:, :, i, :])).sum(axis=-1)
    total = given.sum(axis=-1)
    return np.divide(squares, total**2, out=np.zeros_like(total), where=total > 0)


def _spent(results: Results, i: int, p: np.ndarray) -> np.ndarray:
    """Return what state i spends on its moves and on deals that it accepts: (history, month)."""
    setting = prepared(results.scenario).setting
    price = setting.moves.cost[p][:, None, :].repeat(len(results.codes), axis=1)
    deals, summit = slice(len(schema.DEALS)), schema.MOVES.index("summit")
    obstacle = setting.ties.obstacle[p, i][:, :, None]
    dearer = setting.moves.hindered[p][:, None, deals] * obstacle
    dearer[:, :, summit] += setting.states.seclusion[p, i][:, None]
    price[:, :, deals] *= 1.0 + dearer
    # To hold costs nothing; its code, -1, is the last position.
    price = np.append(price, np.zeros((*price.shape[:2], 1)), axis=2)
    month, partner = np.ogrid[: price.shape[0], : price.shape[1]]
    own = price[month, partner, results.choices[:, :, i, :]]
    met = price[month, partner, results.choices[:, :, :, i]] * (
        results.answers_to_deals[:, :, :, i] == 1
    )
    return own.sum(axis=-1) + setting.dynamics.consent_cost[p] * met.sum(axis=-1)


def measures(results: Results, state: str) -> dict[str, np.ndarray]:
    """Return what a score measures, by name.

    Parameters
    ----------
    results : Results
        Histories, of any months.
    state : str
        A code.

    Returns
    -------
    dict of ndarray (history,)
        Standing and its parts, and means over the months of support received, hedging and, where
        the scenario asks about the state's, tilt and what it divides.
    """
    about = asked_focus(results.scenario)
    months = {"support received": results.received(state), "hedging": results.hedging(state)}
    if about and about.state == state:
        months[f"tilt, {about.a} -1 to {about.b} +1"] = results.tilt(
            state, about.a, about.b, about.needs
        )
        for code in (about.a, about.b):
            months[f"tilt divides, from {code}"] = results.support(code, state, about.needs)
    return standing(results, state) | {name: values.mean(axis=1) for name, values in months.items()}
