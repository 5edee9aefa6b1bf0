"""Opening: what a word on the command line means: a scenario, its file, or a run's folder."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sim.errors import InvalidInput
from sim.report.folder import MANIFEST, restore
from sim.scenario import Scenario, shipped
from sim.system.text import many

from .loading import load_scenario

if TYPE_CHECKING:
    from .reopening import Kept

__all__ = ["Opened", "is_results", "load_scenario", "opened", "opened_one"]


@dataclass(frozen=True)
class Opened:
    """Scenarios, how many of their histories to run, and with which seed."""

    scenarios: tuple[Scenario, ...]
    seed: int
    histories: int


def is_results(name: str) -> bool:
    """Say whether a word means a folder of results.

    A folder without results does not hide a scenario of the same name that comes with the program.
    """
    restore(Path(name))
    return os.path.isdir(name) and (
        os.path.lexists(os.path.join(name, MANIFEST)) or name not in shipped()
    )


def opened(
    names: Sequence[str],
    changes: Sequence[str] = (),
    without: Sequence[str] = (),
    seed: int | None = None,
    histories: int | None = None,
    usual: int = 1000,
) -> Opened:
    """Open scenarios by name, file or results folder.

    Parameters
    ----------
    names : sequence of str
        What was written on the command line.
    changes, without : sequence of str
        Overrides. If one scenario is named, it is compared with a changed copy of itself, which
        comes second; if several are named, all are changed.
    seed, histories : int, optional
        As given; by default those of the folders, else 1 and `usual`. Of several folders the
        smallest number of histories, as the others have no partner.

    Raises
    ------
    ValueError
        When folders were made with different seeds, or hold no run.
    """
    kept = {name: _kept(name) for name in names if is_results(name)}
    if kept and (changes or without):
        raise InvalidInput(
            "--set and --without change scenarios, not results: name a scenario instead of a folder"
        )
    seeds = {name: result.seed for name, result in kept.items()} | (
        {"--seed": seed} if seed is not None else {}
    )
    if len(set(seeds.values())) > 1:
        told = ", ".join(f"{name} {number}" for name, number in seeds.items())
        raise InvalidInput(f"results with different seeds cannot be paired: {told}")
    scenarios = [
        kept[name].scenario if name in kept else load_scenario(name, changes, without)
        for name in names
    ]
    if len(names) == 1 and (changes or without):
        scenarios.insert(0, load_scenario(names[0]))
    most = min((result.histories for result in kept.values()), default=histories or usual)
    if histories is not None and histories > most:
        raise InvalidInput(f"-n {histories}: the results hold {many(most, 'history')}")
    return Opened(tuple(scenarios), next(iter(seeds.values()), 1), histories or most)


def opened_one(
    name: str,
    changes: Sequence[str] = (),
    without: Sequence[str] = (),
    seed: int | None = None,
    histories: int | None = None,
    usual: int = 1000,
) -> Opened:
    """Open one scenario, as changed; parameters and errors as in ``opened``."""
    if not is_results(name):
        scenario = load_scenario(name, changes, without)
        return Opened((scenario,), 1 if seed is None else seed, histories or usual)
    return opened([name], changes, without, seed, histories, usual)


def _kept(name: str) -> Kept:
    """Return what a results folder was made from."""
    from .reopening import reopen  # loads everything that draws: only when there is a folder

    return reopen(name)
