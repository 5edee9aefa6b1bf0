"""Families: shocks whose ids begin alike, and short names made of ids."""

from __future__ import annotations

import re
from functools import lru_cache

from .content import Scenario

_WHEN = re.compile(r"(\d+|spring|summer|autumn|winter)$")  # ends of ids that say when
_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = {"us": "US", "un": "UN", "eu": "EU", "uk": "UK", "ussr": "USSR", "ii": "II"}


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
    names = [
        word
        for shock in scenario.shocks
        for word in _WORD.findall(shock.title)[1:]
        if word[0].isupper()
    ]
    names += [word for state in scenario.states for word in _WORD.findall(state.name)]
    capitals = {word.lower(): word for word in names}
    capitals |= _LETTERS | {code.lower(): code for code in scenario.codes}
    words = [capitals.get(part, part) for part in identity.split("-")]
    text = " ".join(words)
    return text[:1].upper() + text[1:]
