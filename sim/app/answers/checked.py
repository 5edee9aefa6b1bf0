"""Checked: a user's file, with the lines that ``sim check`` prints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.errors import InvalidInput, SimError
from sim.scenario import Refused
from sim.scenario.problems import printable

from .asked import which
from .memory import Memory


def checked(ask: Mapping[str, Any], memory: Memory) -> dict[str, Any]:
    """Return whether a file can be used, and all that is wrong with it.

    Parameters
    ----------
    ask : mapping
        {"file": {"name", "text"}}.
    memory : Memory
    """
    if "file" not in ask:
        raise InvalidInput("file is missing: give its name and its text")
    try:
        which({"file": ask["file"]}, memory)
    except Refused as refused:
        return {"ok": False, "lines": lines_of(refused)}
    return {"ok": True}


def lines_of(error: SimError) -> list[str]:
    """Return an error as lines: of a refused scenario a line for each problem."""
    if isinstance(error, Refused):
        return [str(problem) for problem in error.problems]
    return [printable(line) for line in str(error).split("\n")]


def told(error: SimError) -> dict[str, Any]:
    """Return an error as the page shows it: its first line, and all of them."""
    lines = lines_of(error)
    return {"error": lines[0] if lines else type(error).__name__, "lines": lines}
