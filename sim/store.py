"""The store: the results folder of a run, with its tables, chronicle, figures and report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import pandas as pd

from . import plots, report, tables
from .agents import Failure
from .chronicle import chronicle
from .codebook import codebook
from .ensemble import run
from .errors import InvalidInput
from .folder import (
    OutputExists,
    check_free,
    default_folder,
    holding,
    read_manifest,
    write_manifest,
    write_table,
    written_whole,
)
from .outcomes import Results
from .plots.raster import telling_history
from .scenario import Scenario, load, resolved_toml
from .tally import Tally, tally
from .text import visible

__all__ = ["Kept", "OutputExists", "holds_run", "reopen", "write", "write_runs"]

_SLAB = 20_000  # histories written at a time
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
    OSError
        When the disk is full or the place cannot be written; nothing is left behind.
    """
    target = Path(folder) if folder else default_folder(results.scenario)
    counted = of_all or tally(results)
    holds = holds_run(results.scenario, results.seed, counted.histories + len(failures), behaviour)
    check_free(target, holds, overwrite)
    tell = progress or (lambda what: None)
    with written_whole(target) as partial:
        _write_tables(results, counted, partial, moves, tell)
        plots.draw_all(results, partial / "figures", tell)
        report.write(results, counted, partial)
        if failures:
            rows = [(failure.run, failure.error, failure.traceback) for failure in failures]
            write_table(pd.DataFrame(rows, columns=["run", "error", "traceback"]), partial / "failures.csv")
        write_manifest(partial, holds, **_described(results))
    return target


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
    ValueError
        For a folder without a run, or one whose histories come out otherwise here.
    Refused
        When its scenario was changed by hand so that it is none any more.
    """
    folder = Path(folder)
    manifest = read_manifest(folder)
    if manifest is None or manifest["holds"]["kind"] != "run":
        raise InvalidInput(f"{folder} holds no run: give a folder that `sim run` wrote, or the name of a scenario")
    if manifest["holds"].get("behaviour"):
        own = ", ".join(manifest["holds"]["behaviour"])
        raise InvalidInput(f"{folder} was run with own behaviour ({own}), which cannot be lived again from a folder")
    scenario = replace(load(folder / "resolved.toml"), name=manifest["scenario"]["name"])
    kept = Kept(replace(scenario, changed=tuple(manifest["changed"])), manifest["seed"], manifest["holds"]["histories"])
    again = tally(run(kept.scenario, min(kept.histories, _COMPARED), kept.seed))
    text = tables.runs_table(again).to_csv(index=False, lineterminator="\n")
    with (folder / "runs.csv").open(encoding="utf-8", newline="") as file:
        there = "".join(islice(file, again.histories + 1))
    if text != there:
        made = manifest["made_by"]["version"]
        raise InvalidInput(
            f"{folder}: these histories come out otherwise here (written by version {made}, or changed since): "
            f"run {manifest['scenario']['name']} again with `sim run`"
        )
    return kept
