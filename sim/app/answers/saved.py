"""Saved: what is on the page as a scenario file, which gives the same histories in the shell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sim.analysis.charted.side import changes
from sim.app import fields
from sim.errors import InvalidInput
from sim.scenario import Scenario, at_hand, extending_toml, resolved_toml, shipped

from .asked import changed, which
from .memory import Memory
from .own_file import file_name, scenario_of_text

_SUFFIX = ".toml"


def saved(ask: Mapping[str, Any], memory: Memory) -> dict[str, Any]:
    """Return a scenario with its changes as a file.

    It extends a scenario that comes with the program; of a user's own file, and of a scenario in
    the working directory, it is a whole one, as what these extend may not be at hand elsewhere.

    Parameters
    ----------
    ask : mapping
        A WHICH with a CHANGE and a name.
    memory : Memory

    Raises
    ------
    InvalidInput
        For a name that is no file's.
    """
    before = which(ask, memory)
    after = changed(before, ask)
    name = fields.text("name", ask.get("name", "mine")).removesuffix(_SUFFIX)
    file = file_name(f"{name}{_SUFFIX}")
    given = str(ask.get("scenario", ""))
    extends = given if "file" not in ask and _is_shipped(given) else ""
    written = written_of(before, titled(after, before), extends)
    again = scenario_of_text(file, written)
    if again.hash != after.hash:
        raise InvalidInput(f"{file} would not hold what is on the page: please report it")
    return {"text": written, "name": file, "hash": again.hash}


def _is_shipped(name: str) -> bool:
    """Say whether a name means a scenario that comes with the program, and no other one here."""
    ours = shipped().get(name)
    return ours is not None and at_hand()[name].resolve() == ours.resolve()


def titled(after: Scenario, before: Scenario) -> Scenario:
    """Return a changed scenario with a title that says what was changed."""
    told = changes(after, before)
    return replace(after, title=f"{after.title}: {'; '.join(told)}"[:_LONGEST]) if told else after


_LONGEST = 500  # characters of a title


def written_of(before: Scenario, after: Scenario, extends: str) -> str:
    """Return the text of a file.

    Parameters
    ----------
    before, after : Scenario
    extends : str
        Name of `before` where that is at hand everywhere; "" for a whole file.
    """
    return extending_toml(before, after, extends) if extends else resolved_toml(after)
