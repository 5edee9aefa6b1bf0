"""Families: shocks whose ids begin alike, and what shocks are called in sentences and labels."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from sim.system.text import listed

from .content import Scenario

_WHEN = re.compile(r"(\d+|spring|summer|autumn|winter)$")  # ends of ids that say when
_ARTICLES = ("the", "a", "an")
_LISTED = 2  # shocks of a family without a name that are named one by one
_COUNTED = 3  # shocks of a named family beyond which a sentence says how many they are
_NAMED = 3  # shocks, or families of them, that a sentence names


def families(ids: Sequence[str], named: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the family of each shock that has one: the beginning that its ids share.

    ``crimea-vote`` belongs to ``crimea`` as ``--without "crimea*"`` has it;
    ``us-rok-exercises-2013-spring`` to ``us-rok-exercises``, as ends that say when are cut off.

    Parameters
    ----------
    ids : sequence of str
        Of the shocks.
    named : dict of str to str, optional
        Families that a scenario names, which come first.

    Returns
    -------
    dict of id to str
        Without those that are alone.
    """
    known = tuple(sorted(named or (), key=len, reverse=True))
    heads = {one: _head(one, tuple(ids), known) for one in ids}
    return {one: head for one, head in heads.items() if list(heads.values()).count(head) > 1}


@lru_cache(maxsize=1000)
def _head(one: str, ids: tuple[str, ...], known: tuple[str, ...]) -> str:
    """Return the beginning of an id that stands for its family."""
    for family in known:
        if one == family or one.startswith(f"{family}-"):
            return family
    shorter = [other for other in ids if one == other or one.startswith(f"{other}-")]
    parts = min(shorter, key=len).split("-")
    while len(parts) > 1 and _WHEN.match(parts[-1]):
        parts.pop()
    return "-".join(parts)


def families_of(scenario: Scenario) -> dict[str, str]:
    """Return the family of each shock of a scenario that has one, as ``families`` does."""
    return families([shock.id for shock in scenario.shocks], scenario.families)


def event_in_text(scenario: Scenario, identity: str, beside: Scenario | None = None) -> str:
    """Return what a shock is called within a sentence: "the purge of Jang".

    Parameters
    ----------
    scenario : Scenario
    identity : str
        Of the shock.
    beside : Scenario, optional
        One that knows shocks which the scenario does not.
    """
    for one in (scenario, beside):
        if one is not None and identity in one.known_shocks:
            return one.known_shocks[identity]
    return identity.replace("-", " ")  # left out of a scenario that was written down without it


def short_name(scenario: Scenario, identity: str) -> str:
    """Return what a shock is called on a label: "Purge of Jang".

    Parameters
    ----------
    scenario : Scenario
    identity : str
        Of the shock.
    """
    return as_label(event_in_text(scenario, identity))


def family_name(scenario: Scenario, family: str) -> str | None:
    """Return what a family of shocks is called on a label; None where it has no name.

    Parameters
    ----------
    scenario : Scenario
    family : str
        The beginning of its ids.
    """
    return as_label(scenario.families[family]) if family in scenario.families else None


def as_label(name: str) -> str:
    """Return a name as a label has it: without its article, or quotation marks, with a capital."""
    first, space, rest = name.removeprefix("“").removesuffix("”").partition(" ")
    text = rest if space and first in _ARTICLES else f"{first}{space}{rest}"
    return text[:1].upper() + text[1:]


def events_in_words(scenario: Scenario, beside: Scenario | None, ids: Sequence[str]) -> str:
    """Return shocks as a part of a sentence: "the Crimean crisis", "the purge of Jang".

    A family that is there as a whole has one name ("the US–South Korean exercises (6 events)"); of
    many shocks the first are named, and the others counted.

    Parameters
    ----------
    scenario : Scenario
    beside : Scenario or None
        The one that it was made from, which has the shocks that were left out.
    ids : sequence of str
    """
    names = (beside.families if beside else {}) | scenario.families
    kin = families(list(scenario.known_shocks), names)
    told: dict[str, int] = {}
    for one in ids:
        alike = [other for other in kin if kin[other] == kin.get(one)]
        whole = len(alike) > 1 and set(alike) <= set(ids)
        first = event_in_text(scenario, alike[0] if whole else one, beside)
        if whole and kin[one] in names:
            first = names[kin[one]]
            first += f" ({len(alike)} events)" if len(alike) > _COUNTED else ""
        elif whole and len(alike) > _LISTED:
            first += f" and {len(alike) - 1} events like it"
        else:
            first = event_in_text(scenario, one, beside)
        told[first] = told.get(first, 0) + 1
    words = list(told)
    if len(words) > _NAMED:
        rest = len(ids) - sum(told[name] for name in words[: _NAMED - 1])
        words = [*words[: _NAMED - 1], f"{rest} other events"]
    return listed(words)
