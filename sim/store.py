"""The store: the results folder of a run, with its tables, chronicle, figures and report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from . import __version__, plots, report, tables
from .agents import Failure
from .chronicle import chronicle
from .codebook import codebook
from .ensemble import run
from .errors import InvalidInput
from .files import opened
from .folder import OutputExists, check_free, default_folder, holding, write_manifest, write_table, written_whole
from .manifest import MANIFEST, Manifest, changed, is_newer, quoted, read_manifest
from .outcomes import Results
from .placing import restore
from .plots.raster import telling_history
from .scenario import Scenario, load, resolved_toml
from .tally import Tally, tally
from .text import visible

__all__ = ["Kept", "OutputExists", "holds_run", "reopen", "write", "write_failures", "write_runs"]

_SLAB = 20_000  # histories written at a time
_RELIVED = frozenset({"resolved.toml", "runs.csv"})  # what living the histories again is made from
_COMPARED = 50  # histories lived again to see whether a folder is still what this version gives


def write(
    results: Results,
    folder: str | Path | None = None,
    moves: bool = False,
    overwrite: bool = False,
    progress: Callable[[str], None] | None = None,
    of_all: Tally | None = None,
    behaviour: Sequence[str] = (),
    failures: Sequence[Failure] = (),
) -> Path:
    """Write the results folder: manifest, scenario, tables, chronicle, figures and report.

    Parameters
    ----------
    results : Results
        A run.
    folder : str or Path, optional
        Where; by default ``results/<scenario>-<hash>``.
    moves : bool
        Also write every move with its six terms.
    overwrite : bool
        Replace the results of another run.
    progress : callable, optional
        Told what was just written.
    of_all : Tally, optional
        The tally of more histories than `results` keeps whole (its first ones); by default that of `results`.
    behaviour : sequence of str
        Own classes of states that the histories were lived by, as the command line names them.
    failures : sequence of Failure
        Histories that could not be lived: ``failures.csv``.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    OutputExists
        See ``folder.check_free``.
    CannotWrite
        When the disk is full or the place cannot be written; nothing is left behind.
    """
    target = Path(folder) if folder else default_folder(results.scenario)
    counted = of_all or tally(results)
    holds = holds_run(results.scenario, results.seed, counted.histories + len(failures), behaviour)
    check_free(target, holds, overwrite)
    tell = progress or (lambda what: None)
    with written_whole(target, overwrite) as partial:
        _write_tables(results, counted, partial, moves, tell)
        plots.draw_all(results, partial / "figures", tell)
        report.write(results, counted, partial)
        if failures:
            _write_failures(failures, partial)
        write_manifest(partial, holds, **_described(results))
    return target


def write_failures(
    scenario: Scenario, seed: int, folder: Path, failures: Sequence[Failure], behaviour: Sequence[str] = ()
) -> None:
    """Write the folder of a run of which every history failed: scenario, failures and manifest."""
    with written_whole(folder) as partial:
        (partial / "resolved.toml").write_text(resolved_toml(scenario), encoding="utf-8")
        _write_failures(failures, partial)
        write_manifest(partial, holds_run(scenario, seed, len(failures), behaviour), failed=len(failures))


def _write_failures(failures: Sequence[Failure], folder: Path) -> None:
    """Write the histories that could not be lived."""
    rows = [(failure.run, failure.error, failure.traceback) for failure in failures]
    write_table(pd.DataFrame(rows, columns=["run", "error", "traceback"]), folder / "failures.csv")


def holds_run(scenario: Scenario, seed: int, histories: int, behaviour: Sequence[str] = ()) -> dict:
    """Return what the folder of a run holds."""
    own = {"behaviour": list(behaviour)} if behaviour else {}
    return holding("run", scenario, seed, histories, **own)


def _write_tables(results: Results, counted: Tally, folder: Path, moves: bool, tell: Callable[[str], None]) -> None:
    """Write the scenario, the tables and the chronicle."""
    (folder / "resolved.toml").write_text(resolved_toml(results.scenario), encoding="utf-8")
    write_runs(counted, folder / "runs.csv")
    write_table(tables.months_table(results), folder / "months.csv.gz")
    if moves:
        write_table(tables.moves_table(results), folder / "moves.csv.gz")
    write_table(codebook(results, moves), folder / "codebook.csv")
    story = visible(chronicle(results, telling_history(results)))
    (folder / "chronicle.txt").write_text(story, encoding="utf-8")
    tell("tables")


def write_runs(counted: Tally, path: Path) -> None:
    """Write the table of histories, a slab at a time, so that a million need no more memory than a few."""
    with path.open("w", encoding="utf-8", newline="") as file:
        for first in range(0, counted.histories, _SLAB):
            table = tables.runs_table(counted, slice(first, first + _SLAB))
            table.to_csv(file, index=False, header=first == 0, lineterminator="\n")


def _described(results: Results) -> dict:
    """Return what the manifest says of a run."""
    scenario = results.scenario
    return {
        "scenario": {"name": scenario.name, "title": scenario.title, "hash": scenario.hash},
        "changed": list(scenario.changed),
        "start": scenario.start.isoformat(),
        "months": scenario.months,
        "states": [{"code": state.code, "name": state.name, "ccode": state.ccode} for state in scenario.states],
        "seed": int(results.seed),
        "histories_kept_whole": int(results.histories),
        "engine": results.engine,
    }


@dataclass(frozen=True)
class Kept:
    """What a results folder was made from: enough to live its histories again, to the bit."""

    scenario: Scenario
    seed: int
    histories: int


def reopen(folder: str | Path) -> Kept:
    """Read what a run was made from, and make sure that this version still gives its histories.

    Parameters
    ----------
    folder : str or Path
        Written by ``write``.

    Raises
    ------
    InvalidInput
        For a folder without a run, one that is damaged, or one whose histories come out otherwise here.
    Refused
        When its scenario is none that this version reads.
    """
    folder = Path(folder)
    restore(folder)
    manifest = _manifest_of_run(folder)
    scenario = load(folder / "resolved.toml")
    scenario = replace(scenario, name=manifest.scenario.name, changed=tuple(manifest.changed))
    if scenario.hash != manifest.holds.scenario:
        raise InvalidInput(
            f"{folder}: resolved.toml is scenario {scenario.hash}, and {MANIFEST} says {manifest.holds.scenario}: "
            "run it again with `sim run`"
        )
    kept = Kept(scenario, manifest.holds.seed, manifest.holds.histories)
    again = tally(run(kept.scenario, min(kept.histories, _COMPARED), kept.seed))
    here = tables.runs_table(again).to_csv(index=False, lineterminator="\n").encode()
    with opened(folder / "runs.csv") as file:
        there = file.read(len(here))
    if here != there:
        raise InvalidInput(
            f"{folder}: these histories come out otherwise here (written by version {manifest.made_by.version}): "
            f"run {manifest.scenario.name} again with `sim run`"
        )
    return kept


def _manifest_of_run(folder: Path) -> Manifest:
    """Return the manifest of a run; InvalidInput when the folder holds none that can be lived again."""
    try:
        manifest = read_manifest(folder)
    except InvalidInput as error:
        raise InvalidInput(f"{error}: make the results again with `sim run`") from None
    if manifest is None or manifest.holds.kind != "run" or manifest.scenario is None:
        raise InvalidInput(f"{folder} holds no run: give a folder that `sim run` wrote, or the name of a scenario")
    if is_newer(manifest.made_by):
        made = manifest.made_by.version
        raise InvalidInput(f"{folder} was written by version {made}, and this is {__version__}: install that version")
    if own := ", ".join(map(quoted, manifest.holds.behaviour)):
        raise InvalidInput(f"{folder} was run with own behaviour ({own}), which cannot be lived again from a folder")
    if touched := [name for name in changed(folder, manifest) if name in _RELIVED] or _RELIVED - manifest.files.keys():
        names = " and ".join(sorted(touched))
        raise InvalidInput(f"{folder}: {names} changed since the run was written, or is missing: run it again")
    rows, failed = _rows(folder / "runs.csv"), "failures.csv" in manifest.files
    if rows != manifest.holds.histories and not (failed and rows < manifest.holds.histories):
        told = f"runs.csv has {rows:,} histories, and {MANIFEST} says {manifest.holds.histories:,}"
        raise InvalidInput(f"{folder}: {told}: run it again with `sim run`")
    return manifest


def _rows(path: Path) -> int:
    """Return how many histories a table of histories has."""
    with opened(path) as file:
        return sum(piece.count(b"\n") for piece in iter(lambda: file.read(2**20), b"")) - 1
