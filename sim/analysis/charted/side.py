"""Side: one of the two scenarios as the page draws it: fans, support, postures."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.ensemble.monthly import Monthly
from sim.outcomes.focus import name_in_text
from sim.outcomes.postures import postures_among
from sim.outcomes.quantiles import NAMES
from sim.scenario import Scenario, events_in_words, left_out, path_in_words, short_name
from sim.system.rounding import rounded

_SOME = 0.005  # postures that never have this share of histories are left out; judgement
_NAMED = 2  # changes that a label names
AS_WRITTEN = "as written"


def side(scenario: Scenario, simulated: Monthly, beside: Scenario) -> dict[str, Any]:
    """Return one side of the page.

    Parameters
    ----------
    scenario : Scenario
    simulated : Monthly
        Its histories.
    beside : Scenario
        The scenario that is A.
    """
    about, months = simulated.outcomes.about, simulated.months
    patrons = dict(zip((about.a, about.b), months.patrons / months.histories, strict=True))
    return {
        "hash": scenario.hash,
        "label": label(scenario, beside),
        "changes": changes(scenario, beside),
        "tilt": bands(months.bands.tilt),
        "support": {code: rounded(values) for code, values in patrons.items()},
        "received": _by_state(simulated, months.bands.received),
        "hedging": _by_state(simulated, months.bands.hedging),
        "postures": {
            code: _postures(scenario, months.postures[k], months.histories)
            for k, code in enumerate(simulated.shown)
        },
        "shown": list(simulated.shown),
        "drawn": months.drawn,
    }


def bands(values: np.ndarray) -> dict[str, list[float]]:
    """Return quantiles and mean by month as the page has them, of (band, month)."""
    return dict(zip((*NAMES, "mean"), rounded(values), strict=True))


def _by_state(simulated: Monthly, values: np.ndarray) -> dict[str, Any]:
    """Return the bands of each state, of (band, state, month)."""
    return {code: bands(values[:, k]) for k, code in enumerate(simulated.shown)}


def _postures(scenario: Scenario, counts: np.ndarray, histories: int) -> list[dict[str, Any]]:
    """Return the postures of a state that occur, and their shares by month."""
    rows = []
    for k, posture in enumerate(postures_among(scenario.codes)):
        shares = counts[:, k] / histories
        if shares.max(initial=0.0) >= _SOME:
            words = posture.label
            if posture.patron:
                patron = name_in_text(scenario, posture.patron)
                words = posture.label.removesuffix(posture.patron) + patron
            row = {"label": posture.label, "words": words, "kind": posture.kind}
            row |= {"patron": posture.patron}
            rows.append({**row, "shares": rounded(shares)})
    return rows


def label(scenario: Scenario, beside: Scenario) -> str:
    """Return what sets a side apart, in a few words: "as written", "without the purge of Jang"."""
    if scenario is beside:
        return AS_WRITTEN
    told = changes(scenario, beside, together=True)
    same = scenario.name == beside.name and (told or scenario.hash == beside.hash)
    apart = [] if same else [scenario.title]  # a user's file may be called as what it replaces
    told = [*apart, *told]
    if len(told) <= _NAMED:
        return "; ".join(told) or AS_WRITTEN
    return f"{told[0]} and {len(told) - 1} more changes"


def changes(scenario: Scenario, beside: Scenario, together: bool = False) -> list[str]:
    """Return the changes that were asked for, each in words.

    Parameters
    ----------
    scenario, beside : Scenario
    together : bool
        Whether all events that are left out are one of them.
    """
    if scenario is beside:
        return []
    given = scenario.changed[len(scenario.changed) - scenario.overrides :]
    ids = left_out(given)
    parts = [ids] if together and ids else [[one] for one in ids]
    gone = [f"without {events_in_words(scenario, beside, part)}" for part in parts]
    names = {path: path_in_words(scenario, path) for one in given for path in [one.path]}
    others = [one.told(names[one.path]) for one in given if one.kind == "number"]
    shifted = {one.name for one in given if one.kind == "changed shock"}
    return [*gone, *others, *_amounts(scenario, beside, shifted)]


def _amounts(scenario: Scenario, beside: Scenario, ids: set[str]) -> list[str]:
    """Return the changed amounts of events in words."""
    before = {effect.name: effect.amount for shock in beside.shocks for effect in shock.effects}
    told: dict[str, str] = {}
    for shock in scenario.shocks:
        for effect in shock.effects if shock.id in ids else ():
            old = before.get(effect.name)
            if old is not None and old.value != effect.amount.value:
                name = path_in_words(scenario, effect.path)
                short = short_name(scenario, shock.id)
                told.setdefault(
                    effect.name, f"{short}: {name}: {old.value:g} -> {effect.amount.value:g}"
                )
    return list(told.values())
