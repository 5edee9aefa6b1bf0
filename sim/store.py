"""The store: a results folder that is complete or not there, and says what made it.

Everything is written beside the final place and moved there at the end; a kill leaves nothing half-written.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import platform
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

import pandas as pd

from . import __version__, plots, report, tables
from .chronicle import chronicle
from .codebook import codebook
from .outcomes import Results
from .plots.raster import telling_history
from .scenario import Scenario, resolved_toml
from .tally import Tally, tally

MAKER = "diplomatic-hedging"
_SLAB = 20_000  # histories


class OutputExists(Exception):
    """The output folder holds something that must not be overwritten."""


def default_folder(scenario: Scenario) -> Path:
    """Return where a scenario's results go when nobody says otherwise."""
    return Path("results") / f"{scenario.name}-{scenario.hash}"


def check_free(folder: Path, scenario: Scenario, seed: int, histories: int, overwrite: bool = False) -> None:
    """Make sure that results may be written to a folder.

    An empty or missing folder may be written to, and so may one with the very same run, which would be the same
    again; anything else only with `overwrite`, and what is not a results folder not even then.

    Raises
    ------
    OutputExists
        Saying what the folder holds and what to do.
    """
    if folder.is_file():
        raise OutputExists(f"{folder} is a file: choose another folder with -o")
    if not folder.exists() or not any(folder.iterdir()):
        return
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        held = (manifest["scenario"]["hash"], manifest["seed"], manifest["histories"])
        ours = manifest["made_by"]["name"] == MAKER
    except (OSError, ValueError, KeyError, TypeError):
        ours = False
    if not ours:
        raise OutputExists(f"{folder} holds files that are not results: choose another folder with -o")
    if held != (scenario.hash, seed, histories) and not overwrite:
        text = f"{held[2]:,} histories of scenario {held[0]} with seed {held[1]}"
        raise OutputExists(f"{folder} holds {text}: choose another folder with -o, or replace it with --overwrite")


def write(
    results: Results,
    folder: str | Path | None = None,
    moves: bool = False,
    overwrite: bool = False,
    progress: Callable[[str], None] | None = None,
    of_all: Tally | None = None,
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

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    OutputExists
        See ``check_free``.
    OSError
        When the disk is full or the place cannot be written; nothing is left behind.
    """
    target = Path(folder) if folder else default_folder(results.scenario)
    counted = of_all or tally(results)
    check_free(target, results.scenario, results.seed, counted.histories, overwrite)
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.parent / f".{target.name}.partial-{os.getpid()}"
    tell = progress or (lambda what: None)
    try:
        (partial / "figures").mkdir(parents=True)
        _write_tables(results, counted, partial, moves, tell)
        plots.draw_all(results, partial / "figures", tell)
        report.write(results, counted, partial)
        _write_json(partial / "manifest.json", _manifest(results, counted, partial))
        _put_in_place(partial, target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return target


def _put_in_place(partial: Path, target: Path) -> None:
    """Move a finished folder to its place; an older one there goes only once the new one is ready."""
    old = target.parent / f".{target.name}.old-{os.getpid()}"
    if target.exists():
        target.rename(old)
    partial.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _write_tables(results: Results, counted: Tally, folder: Path, moves: bool, tell: Callable[[str], None]) -> None:
    """Write the scenario, the tables and the chronicle."""
    (folder / "resolved.toml").write_text(resolved_toml(results.scenario), encoding="utf-8")
    write_runs(counted, folder / "runs.csv")
    _write_zipped(tables.months_table(results), folder / "months.csv.gz")
    if moves:
        _write_zipped(tables.moves_table(results), folder / "moves.csv.gz")
    codebook(results, moves).to_csv(folder / "codebook.csv", index=False, lineterminator="\n")
    (folder / "chronicle.txt").write_text(chronicle(results, telling_history(results)), encoding="utf-8")
    tell("tables")


def write_runs(counted: Tally, path: Path) -> None:
    """Write the table of histories, a slab at a time, so that a million need no more memory than a few."""
    with path.open("w", encoding="utf-8", newline="") as file:
        for first in range(0, counted.histories, _SLAB):
            table = tables.runs_table(counted, slice(first, first + _SLAB))
            table.to_csv(file, index=False, header=first == 0, lineterminator="\n")


def _write_zipped(table: pd.DataFrame, path: Path) -> None:
    """Write a table as gzipped CSV; the same table gives the same bytes."""
    buffer = BytesIO()
    with gzip.GzipFile(filename="", fileobj=buffer, mode="wb", mtime=0, compresslevel=6) as file:
        file.write(table.to_csv(index=False, lineterminator="\n", float_format="%.10g").encode())
    path.write_bytes(buffer.getvalue())


def _write_json(path: Path, content: dict) -> None:
    """Write readable JSON."""
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _manifest(results: Results, counted: Tally, folder: Path) -> dict:
    """Return what made these results, with a checksum of every file."""
    scenario = results.scenario
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        "made_by": {"name": MAKER, "version": __version__, "commit": _commit()},
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "scenario": {"name": scenario.name, "title": scenario.title, "hash": scenario.hash},
        "changed": list(scenario.changed),
        "start": scenario.start.isoformat(),
        "months": scenario.months,
        "states": [{"code": state.code, "name": state.name, "ccode": state.ccode} for state in scenario.states],
        "seed": int(results.seed),
        "histories": int(counted.histories),
        "histories_kept_whole": int(results.histories),
        "engine": results.engine,
        "versions": {
            "python": platform.python_version(),
            **{name: version(name) for name in ("numpy", "numba", "mesa", "pandas", "matplotlib")},
        },
        "files": {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files},
    }


def _commit() -> str | None:
    """Return the commit of the source tree that runs, if it is one."""
    here = Path(__file__).parent.parent
    if not (here / ".git").exists():
        return None
    try:
        command = ["git", "-C", str(here), "rev-parse", "HEAD"]
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=5).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return None
