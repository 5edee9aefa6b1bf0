"""The store: the results folder of a run, with its tables, chronicle, figures and report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from sim.outcomes.failures import Failure
from sim.outcomes.results import Results
from sim.outcomes.table import OutcomeTable, outcome_table
from sim.report import tables
from sim.report.chronicle import chronicle
from sim.report.codebook import codebook
from sim.report.figures.raster import telling_history
from sim.report.folder import (
    OutputExists,
    check_free,
    default_folder,
    holding,
    write_manifest,
    write_table,
    written_whole,
)
from sim.scenario import Scenario, resolved_toml
from sim.system.text import visible

from . import page as report
from .figures import draw_all

__all__ = ["OutputExists", "holds_run", "write", "write_failures", "write_runs"]

_SLAB = 20_000  # histories written at a time


def write(
    results: Results,
    folder: str | Path | None = None,
    moves: bool = False,
    overwrite: bool = False,
    progress: Callable[[str], None] | None = None,
    of_all: OutcomeTable | None = None,
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
    of_all : OutcomeTable, optional
        The outcome table of more histories than `results` keeps whole (its first ones); by default that of
        `results`.
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
    counted = of_all or outcome_table(results)
    holds = holds_run(results.scenario, results.seed, counted.histories + len(failures), behaviour)
    check_free(target, holds, overwrite)
    tell = progress or (lambda what: None)
    with written_whole(target, overwrite) as partial:
        _write_tables(results, counted, partial, moves, tell)
        draw_all(results, partial / "figures", tell)
        report.write(results, counted, partial)
        if failures:
            _write_failures(failures, partial)
        write_manifest(partial, holds, **_described(results))
    return target


def write_failures(
    scenario: Scenario,
    seed: int,
    folder: Path,
    failures: Sequence[Failure],
    behaviour: Sequence[str] = (),
) -> None:
    """Write the folder of a run of which every history failed: scenario, failures and manifest."""
    with written_whole(folder) as partial:
        (partial / "resolved.toml").write_text(resolved_toml(scenario), encoding="utf-8")
        _write_failures(failures, partial)
        write_manifest(
            partial, holds_run(scenario, seed, len(failures), behaviour), failed=len(failures)
        )


def _write_failures(failures: Sequence[Failure], folder: Path) -> None:
    """Write the histories that could not be lived."""
    rows = [(failure.run, failure.error, failure.traceback) for failure in failures]
    write_table(pd.DataFrame(rows, columns=["run", "error", "traceback"]), folder / "failures.csv")


def holds_run(scenario: Scenario, seed: int, histories: int, behaviour: Sequence[str] = ()) -> dict:
    """Return what the folder of a run holds."""
    own = {"behaviour": list(behaviour)} if behaviour else {}
    return holding("run", scenario, seed, histories, **own)


def _write_tables(
    results: Results, counted: OutcomeTable, folder: Path, moves: bool, tell: Callable[[str], None]
) -> None:
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


def write_runs(counted: OutcomeTable, path: Path) -> None:
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
        "changed": [change.as_data() for change in scenario.changed],
        "start": scenario.start.isoformat(),
        "months": scenario.months,
        "states": [
            {"code": state.code, "name": state.name, "ccode": state.ccode}
            for state in scenario.states
        ],
        "seed": int(results.seed),
        "histories_kept_whole": int(results.histories),
        "engine": results.engine,
    }
