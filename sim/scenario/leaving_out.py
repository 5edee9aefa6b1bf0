"""Leaving out: which shocks a name means, and what is wrong with one that means none."""

from __future__ import annotations

from typing import Any

from .problems import nearest


def leave_out(name: str, shocks: dict[str, Any]) -> str | None:
    """Take out the shocks that a name means; return what is wrong with it, or None.

    Parameters
    ----------
    name : str
        An id, or the first part of ids with a star behind it. What is gone already may be named
        again, so that neither the order of names nor their number matters.
    shocks : dict of id to an entry or a shock
        None for what is gone; changed.
    """
    beginning = name.removesuffix("*")
    alike = [identity for identity in shocks if identity.startswith(beginning)]
    hit = [name] if name in shocks else alike if beginning != name else []
    for identity in hit:
        shocks[identity] = None
    if hit:
        return None
    if not shocks:
        return f"'{name}' names no shock: there is none to leave out"
    if alike and beginning:
        meant = f"did you mean '{name}*', for all {len(alike)} whose ids begin with it?"
        return f"'{name}' names no shock ({meant})"
    return f"'{name}' names no shock{nearest(beginning, shocks)}"
