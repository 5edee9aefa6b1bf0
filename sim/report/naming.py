"""Names of results folders that a person can read: ``results/article-without-crimea-1000-s1``.

A name says the scenario, what was changed on the way, the question, how many histories and which
seed. It does not have to be unique: where other results have it already, ``folder.own_place`` puts
a mark behind it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from sim.scenario import Change, Scenario, left_out

ROOM = Path("results")
_MOST = 120  # characters of a name; disks take 255 bytes, and hidden files beside it take some
_NAMED = 2  # shocks, and numbers, that a name gives; the others are counted
_UNFIT = re.compile(r"[\\/*?\"<>|\s\x00-\x1f\x7f]+")  # what some system refuses in a name


def default_folder(words: str, histories: int, seed: int) -> Path:
    """Return where results go when nobody says otherwise.

    Parameters
    ----------
    words : str
        What they are, as ``article-sweep``.
    histories, seed : int
        Of the ensemble; no histories are left out of the name.
    """
    plain = _UNFIT.sub("-", words.replace(":", "-to-").replace("@", "-in-")).strip("-. ")
    count = f"-{histories}" if histories else ""
    return ROOM / f"{plain[:_MOST] or 'unnamed'}{count}-s{seed}"


def label(scenario: Scenario) -> str:
    """Return a scenario's name and what was changed on the way, as ``article-without-crimea``."""
    given = scenario.changed[len(scenario.changed) - scenario.overrides :]
    return "-".join([scenario.name, *_in_a_name(given)])


def joined(scenarios: Sequence[Scenario]) -> str:
    """Return the labels of several scenarios as one; a twin's label says its base's as well."""
    first, *others = dict.fromkeys(map(label, scenarios))
    if len(others) == 1 and others[0].startswith(f"{first}-"):
        return others[0]
    if len(others) > _NAMED:
        return f"{first}-and-{len(others)}-others"
    return "-and-".join([first, *others])


def _in_a_name(changes: Sequence[Change]) -> list[str]:
    """Return changes as parts of a name."""
    gone = left_out(changes)
    others = [_short(change) for change in changes if change.kind != "without"]
    parts = [f"without-{_listed(gone)}"] if gone else []
    return [*parts, _listed(others)] if others else parts


def _listed(names: Sequence[str]) -> str:
    """Join the first few names, and count the others."""
    more = len(names) - _NAMED
    return "-".join([*names[:_NAMED], *([f"and-{more}-more"] if more > 0 else [])])


def _short(change: Change) -> str:
    """Return a change of a number as ``DPRK-autonomy-0.8``, another one by its name."""
    if change.kind != "number":
        return change.name
    value = f"{change.new:g}" if isinstance(change.new, float | int) else f"{change.new}"
    return f"{change.name.replace('.', '-')}-{value}"
