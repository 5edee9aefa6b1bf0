"""In words: what a number of a scenario is, from its path, as figures and sentences say it."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from sim import schema
from sim.countries.named import Named

from .change import in_short
from .content import Scenario
from .families import events_in_words, short_name
from .path import NumberPath

# {0} and {1}: the states, or the move, that a number belongs to; {need}: its need.
_WORDS = {
    "states.power": "{0:own} power",
    "states.need": "{0:own} need for {need}",
    "states.capacity": "{0:own} capacity to give {need}",
    "states.autonomy": "{0:own} wish for autonomy",
    "states.influence": "{0:own} wish for influence",
    "states.sentiment": "weight of sentiment in {0}",
    "states.alignment": "weight of alignment in {0}",
    "states.seclusion": "seclusion of {0:own} leader",
    "states.precision": "precision of {0:own} choices",
    "ties.stance": "{0:own} stance toward {1}",
    "ties.affinity": "{0:own} affinity for {1}",
    "ties.trust": "{0:own} trust in {1}",
    "ties.obstacle": "{0:own} quarrel with {1}",
    "ties.support": "{0:own} support to {1}: {need}",
    "ties.reach": "{0:own} reach to {1}: {need}",
    "moves.brings": "what a deal brings ({0}): {need}",
    "moves.cut": "what an act withdraws ({0}): {need}",
    "moves.exposure": "support put at risk ({0})",
    "moves.leverage": "need of leverage ({0})",
    "moves.warmth": "warmth ({0})",
    "moves.signal": "signal to third parties ({0})",
    "moves.cost": "cost ({0})",
    "moves.hindered": "hindrance by a quarrel ({0})",
    "dynamics.retention": "retention of support: {need}",
    "dynamics.routine": "routine support: {need}",
    "dynamics.stance_drift": "drift of stances",
    "dynamics.trust_drift": "drift of trust",
    "dynamics.learning": "learning from answers",
    "dynamics.chill": "chill of a rebuff",
    "dynamics.reaction": "reaction of third parties",
    "dynamics.jealousy": "jealousy of patrons",
    "dynamics.bid": "outbidding among patrons",
    "dynamics.noise": "monthly accidents of stances",
    "dynamics.consent_cost": "cost of consent",
    "observation.routine": "routine news",
    "observation.rebuff": "news of a rebuff",
}
_NEEDS = {"economy": "economic support", "security": "security", "recognition": "recognition"}
VERBS = {"add": "added to", "multiply": "times", "set": "new value of"}


def path_in_words(scenario: Scenario, path: str, every: Collection[int] = ()) -> str:
    """Return what a number is, as "North Korea's wish for autonomy"; unknown paths as they are.

    Parameters
    ----------
    scenario : Scenario
        Whose states are named.
    path : str
        Of a number, as ``states.DPRK.autonomy``, or of the amount of a shock's effect.
    every : collection of int
        Which of the states that the path names stand for every state: 0, the first; 1, the second.
    """
    shock, changed = effect_of(scenario, path)
    if shock:
        verb, number = changed.split(" ", 1)
        number = path_in_words(scenario, number)
        return f"{short_name(scenario, shock)}: {VERBS[verb]} {number}"
    parts = NumberPath.of(path)
    words = _WORDS.get(f"{parts.table}.{parts.name}")
    if words is None:
        return path
    names = {state.code: Named.within(state.name) for state in scenario.states}
    owners = [
        Named("every state") if k in every else names.get(one) or schema.MOVE_TITLES.get(one, one)
        for k, one in enumerate(parts.owner)
    ]
    return words.format(*owners, need=_NEEDS.get(parts.need, ""))


def changes_in_words(scenario: Scenario, beside: Scenario | None = None) -> list[str]:
    """Return in what a scenario was changed, in a few words each.

    Parameters
    ----------
    scenario : Scenario
    beside : Scenario, optional
        One to set it apart from: what was changed in that too is left out.
    """
    shared = beside.changed if beside else ()
    changes = [one for one in scenario.changed if one not in shared]
    events = partial(events_in_words, scenario, beside)
    return in_short(changes, partial(path_in_words, scenario), events, not scenario.shocks)


def effect_of(scenario: Scenario, path: str) -> tuple[str, str]:
    """Return the id of the shock whose amount a path names, and what it does: "add PATH".

    Parameters
    ----------
    scenario : Scenario
    path : str

    Returns
    -------
    (str, str)
        Both "" for any other path.
    """
    for shock in scenario.shocks:
        for effect in shock.effects:
            if effect.name == path:
                return shock.id, f"{effect.operation} {effect.path}"
    return "", ""
