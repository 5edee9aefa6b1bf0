"""Reopening: what a folder of results was made from, if this version gives the same histories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sim import __version__
from sim.ensemble.run import run
from sim.errors import InvalidInput
from sim.outcomes.table import outcome_table
from sim.report import tables
from sim.report.manifest import MANIFEST, Manifest, changed, is_newer, quoted, read_manifest
from sim.report.placing import restore
from sim.scenario import Change, Scenario, with_origins
from sim.system.files import opened, read_text
from sim.system.text import many

from .loading import load_scenario

RESOLVED = "resolved.toml"
REMADE = frozenset({RESOLVED, "runs.csv"})  # what the histories are simulated again from
_TALLIED = "outcomes.csv"  # which the results of so many histories have that most have no row
_COMPARED = 50  # histories simulated again to see whether a folder is still what this version gives


@dataclass(frozen=True)
class Kept:
    """What a results folder was made from: enough to simulate its histories again, to the bit.

    Attributes
    ----------
    scenario : Scenario
    seed, histories : int
    manifest : Manifest
    """

    scenario: Scenario
    seed: int
    histories: int
    manifest: Manifest

    @property
    def moves(self) -> bool:
        """Whether every move was written."""
        return "moves.csv.gz" in self.manifest.files

    @property
    def csv(self) -> bool:
        """Whether the table of months is CSV, however many rows it has."""
        return "months.csv.gz" in self.manifest.files

    @property
    def rows(self) -> bool:
        """Whether a row of every history was asked for, however many there are."""
        return bool((self.manifest.holds.model_extra or {}).get("rows", False))


def held(folder: str | Path, changes: Sequence[str] = (), without: Sequence[str] = ()) -> Kept:
    """Read what a run was made from; whether its histories come out alike here is not looked at.

    Parameters
    ----------
    folder : str or Path
        Written by ``write``.
    changes, without : sequence of str
        As in ``opening.load_scenario``: changes beyond those that the folder has.

    Raises
    ------
    InvalidInput
        For a folder without a run, or whose scenario is not the one of its manifest.
    Refused
        When its scenario is none that this version reads.
    """
    folder = Path(folder)
    restore(folder)
    manifest, name = _manifest_of_run(folder)
    made = tuple(
        Change.from_data(one if isinstance(one, str) else one.model_dump())
        for one in manifest.changed
    )
    path = folder / RESOLVED
    before = with_origins(load_scenario(str(path)), read_text(path))
    scenario = replace(before, name=name, changed=made, overrides=manifest.overrides)
    if scenario.hash != manifest.holds.scenario:
        raise InvalidInput(
            f"{folder}: {RESOLVED} is scenario {scenario.hash}, and {MANIFEST} says "
            f"{manifest.holds.scenario}: "
            "run it again with `sim run`"
        )
    if changes or without:
        scenario = _changed_more(scenario, load_scenario(str(path), changes, without))
    return Kept(scenario, manifest.holds.seed, manifest.holds.histories, manifest)


def _changed_more(before: Scenario, after: Scenario) -> Scenario:
    """Return a scenario changed further, with the changes of both."""
    made, overrides = (*before.changed, *after.changed), before.overrides + len(after.changed)
    return replace(after, name=before.name, changed=made, overrides=overrides)


def reopen(folder: str | Path) -> Kept:
    """Read what a run was made from, and make sure that this version still gives its histories.

    Parameters
    ----------
    folder : str or Path
        Written by ``write``.

    Raises
    ------
    InvalidInput
        For a folder without a run, one that is damaged, or one whose histories come out otherwise
        here.
    Refused
        When its scenario is none that this version reads.
    """
    folder = Path(folder)
    restore(folder)
    _check_whole(folder, _manifest_of_run(folder)[0])
    kept = held(folder)
    again = outcome_table(run(kept.scenario, min(kept.histories, _COMPARED), kept.seed))
    here = tables.runs_table(again).to_csv(index=False, lineterminator="\n").encode()
    with opened(folder / "runs.csv") as file:
        there = file.read(len(here))
    if here != there:
        raise InvalidInput(
            f"{folder}: this version of the program gives other histories (the folder is from "
            f"version {kept.manifest.made_by.version}): "
            f"run {kept.scenario.name} again with `sim run`"
        )
    return kept


def _manifest_of_run(folder: Path) -> tuple[Manifest, str]:
    """Return the manifest of a run, and the name of its scenario.

    It raises InvalidInput when the folder holds no run, or one of a later version.
    """
    try:
        manifest = read_manifest(folder)
    except InvalidInput as error:
        raise InvalidInput(f"{error}: make the results again with `sim run`") from None
    if manifest is None or manifest.holds.kind != "run" or manifest.scenario is None:
        raise InvalidInput(
            f"{folder} holds no run: give a folder that `sim run` wrote, or the name of a scenario"
        )
    if is_newer(manifest.made_by):
        made = manifest.made_by.version
        raise InvalidInput(
            f"{folder} was written by version {made}, and this is {__version__}: install that "
            "version"
        )
    return manifest, manifest.scenario.name


def _check_whole(folder: Path, manifest: Manifest) -> None:
    """Refuse a run whose histories cannot be simulated again from what the folder holds."""
    if own := ", ".join(map(quoted, manifest.holds.behaviour)):
        raise InvalidInput(
            f"{folder} was run with own behaviour ({own}), which cannot be simulated again from "
            "a folder"
        )
    if (
        touched := [name for name in changed(folder, manifest) if name in REMADE]
        or REMADE - manifest.files.keys()
    ):
        names = " and ".join(sorted(touched))
        raise InvalidInput(
            f"{folder}: {names} changed since the run was written, or is missing: run it again"
        )
    rows, failed = _rows(folder / "runs.csv"), "failures.csv" in manifest.files
    count: object = manifest.holds.histories
    if _TALLIED in manifest.files:  # only the first histories have rows
        count, failed = (manifest.model_extra or {}).get("histories_kept_whole"), False
    if rows != count and not (failed and rows < manifest.holds.histories):
        said = f"{count:,}" if isinstance(count, int) else quoted(count)
        told = f"runs.csv has {many(rows, 'history')}, and {MANIFEST} says {said}"
        raise InvalidInput(f"{folder}: {told}: run it again with `sim run`")


def _rows(path: Path) -> int:
    """Return how many histories a table of histories has."""
    with opened(path) as file:
        return sum(piece.count(b"\n") for piece in iter(lambda: file.read(2**20), b"")) - 1
