"""Names of events: what shocks are called within a sentence, as files say it, and what is wrong."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

from .events import Entry
from .format import ShockTable
from .layers import Layer
from .problems import Problem, nearest

_LONGEST = 60  # characters of a title that stands for a name


def in_a_sentence(shock: ShockTable) -> str:
    """Return what a shock is called within a sentence: its short name, else its title in quotes."""
    title = textwrap.shorten(shock.title, _LONGEST, placeholder="…")
    return shock.short or f"“{title}”"


def begins(identity: str, family: str) -> bool:
    """Say whether an id begins with a family's, as ``crimea-vote`` does with ``crimea``.

    Parameters
    ----------
    identity, family : str
    """
    return identity == family or identity.startswith(f"{family}-")


def wrong_names(layer: Layer, shocks: Mapping[str, Entry | None]) -> list[Problem]:
    """Return what is wrong with the names that a file gives to shocks and families.

    Two shocks of one name could not be told apart, and a family's name belongs to shocks whose ids
    begin alike.

    Parameters
    ----------
    layer : Layer
        The file.
    shocks : dict of id to Entry or None
        Those of this file and of the files below it.
    """
    problems = []
    for family in layer.table.families:
        count = sum(begins(identity, family) for identity in shocks)
        if count < 2:
            few = f"only one shock's id begins with '{family}'" if count else _none(family, shocks)
            text = f"{few}; a family has two or more"
            problems.append(layer.problem(("families", family), text))
    taken: dict[str, str] = {}
    for identity, entry in shocks.items():
        short = entry.table.short if entry else None
        if not entry or not short:
            continue
        other = taken.setdefault(short.lower(), identity)
        if other != identity and entry.layer is layer:
            text = f"'{short}' is what the shock '{other}' is called too: name them differently"
            problems.append(layer.problem(entry.place("short"), text))
    return problems


def _none(family: str, shocks: Mapping[str, Entry | None]) -> str:
    """Say that no id begins with a family's, and which beginning is near."""
    parts = [identity.split("-") for identity in shocks]
    heads = ["-".join(part[:k]) for part in parts for k in range(1, len(part) + 1)]
    alike = [head for head in dict.fromkeys(heads) if heads.count(head) > 1]
    return f"no shock's id begins with '{family}'{nearest(family, alike)}"
