"""Families: shocks whose ids begin alike, and short names made of ids."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from .content import Scenario

_WHEN = re.compile(r"(\d+|spring|summer|autumn|winter)$")  # ends of ids that say when
_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = {
    "us": "US",
    "un": "UN",
    "eu": "EU",
    "uk": "UK",
    "ussr": "USSR",
    "ii": "II",
    "adiz": "ADIZ",
}
_LISTED = 2  # shocks of a family that are named one by one
_NAMED = 3  # shocks, or families of them, that a sentence names


def families(ids: tuple[str, ...]) -> dict[str, str]:
    """Return the family of each shock that has one: the beginning that its ids share.

    ``crimea-vote`` belongs to ``crimea`` as ``--without "crimea*"`` has it;
    ``us-rok-exercises-2013-spring`` to ``us-rok-exercises``, as ends that say when are cut off.

    Parameters
    ----------
    ids : tuple of str
        Of the shocks.

    Returns
    -------
    dict of id to str
        Without those that are alone.
    """
    heads = {one: _head(one, ids) for one in ids}
    return {one: head for one, head in heads.items() if list(heads.values()).count(head) > 1}


@lru_cache(maxsize=1000)
def _head(one: str, ids: tuple[str, ...]) -> str:
    """Return the beginning of an id that stands for its family."""
    shorter = [other for other in ids if one == other or one.startswith(f"{other}-")]
    parts = min(shorter, key=len).split("-")
    while len(parts) > 1 and _WHEN.match(parts[-1]):
        parts.pop()
    return "-".join(parts)


def short_name(scenario: Scenario, identity: str) -> str:
    """Return a few words for a shock, made of its id: "US ROK exercises 2013 spring".

    Names of states, and words that a title writes with a capital in mid-sentence, have theirs.

    Parameters
    ----------
    scenario : Scenario
        Whose codes are written in capitals.
    identity : str
        Of the shock.
    """
    return _worded(identity, _capitals(scenario))


def events_in_words(scenario: Scenario, beside: Scenario | None, ids: Sequence[str]) -> str:
    """Return shocks as a part of a sentence: "Crimea and Crimea vote", "Jang purge".

    A family of more than two is one ("US ROK exercises (6 events)"); of many shocks the first are
    named, and the others counted.

    Parameters
    ----------
    scenario : Scenario
    beside : Scenario or None
        The one that it was made from, which has the shocks that were left out.
    ids : sequence of str
    """
    known = [one for one in (scenario, beside) if one is not None]
    capitals = {lower: word for one in known for lower, word in _capitals(one).items()}
    kin = families(scenario.known_shocks)
    named: dict[str, int] = {}
    for one in ids:
        family = kin.get(one, one)
        alike = [other for other in kin if kin[other] == family]
        whole = len(alike) > _LISTED and set(alike) <= set(ids)
        name = _worded(family if whole else one, capitals)
        named[name] = named.get(name, 0) + 1
    words = [name if many == 1 else f"{name} ({many} events)" for name, many in named.items()]
    if len(words) > _NAMED:
        named_first = list(named)[: _NAMED - 1]
        rest = len(ids) - sum(named[name] for name in named_first)
        words = [*words[: _NAMED - 1], f"{rest} other events"]
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _worded(identity: str, capitals: dict[str, str]) -> str:
    """Return an id as words: the first with a capital, as names have it."""
    text = " ".join(capitals.get(part, part) for part in identity.split("-"))
    return text[:1].upper() + text[1:]


def _capitals(scenario: Scenario) -> dict[str, str]:
    """Return how words of ids are written that take capitals in mid-sentence."""
    names = [
        word
        for shock in scenario.shocks
        for word in _WORD.findall(shock.title)[1:]
        if word[0].isupper()
    ]
    names += [word for state in scenario.states for word in _WORD.findall(state.name)]
    capitals = {word.lower(): word for word in names}
    return capitals | _LETTERS | {code.lower(): code for code in scenario.codes}
