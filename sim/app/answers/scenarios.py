"""Scenarios: those at hand, each with its title.

The page waits for this list before it draws anything, so no scenario is loaded for it where its
file says the title. One that has faults is listed too: whoever picks it is told which.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from sim.scenario import Refused, at_hand, load

_FIRST = "article"


def scenarios(first: str = _FIRST) -> dict[str, Any]:
    """Return the scenarios at hand.

    Parameters
    ----------
    first : str
        Name of the one to begin with.
    """
    paths = dict(sorted(at_hand().items()))
    rows = [
        {"name": name, "title": _written(path) or _inherited(path)} for name, path in paths.items()
    ]
    return {"scenarios": rows, "first": first if first in paths else next(iter(paths), None)}


def _written(path: Path) -> str | None:
    """Return the title that a file gives its scenario; None where it gives none.

    It stands before the first table: nothing after that is read, which is most of a file.
    """
    try:
        title = tomllib.loads(path.read_text("utf-8-sig").partition("\n[")[0]).get("title")
    except (OSError, ValueError, RecursionError):
        return None
    return title if isinstance(title, str) else None


def _inherited(path: Path) -> str:
    """Return the title that a scenario has from what it extends; its name where it has faults."""
    try:
        return load(path).title
    except Refused:
        return path.stem
