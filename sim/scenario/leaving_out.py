"""Leaving out: which shocks or questions a name means, and what is wrong with one of none."""

from __future__ import annotations

from typing import Any

from .problems import nearest


def leave_out(name: str, there: dict[str, Any], word: str = "shock") -> str | None:
    """Take out what a name means; return what is wrong with it, or None.

    Parameters
    ----------
    name : str
        An id, or the first part of ids with a star behind it. What is gone already may be named
        again, so that neither the order of names nor their number matters.
    there : dict of id to an entry or a shock
        None for what is gone; changed.
    word : str
        What they are: shock or question.
    """
    beginning = name.removesuffix("*")
    alike = [identity for identity in there if identity.startswith(beginning)]
    hit = [name] if name in there else alike if beginning != name else []
    for identity in hit:
        there[identity] = None
    if hit:
        return None
    if not there:
        return f"'{name}' names no {word}: there is none to leave out"
    if len(alike) > 1 and beginning:
        meant = f"did you mean '{name}*', for all {len(alike)} whose ids begin with it?"
        return f"'{name}' names no {word} ({meant})"
    near = nearest(beginning, alike if beginning and alike else there)
    return f"'{name}' names no {word}{near}"
