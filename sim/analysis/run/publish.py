"""Run: what ``sim run`` does, with progress on stderr and the result on stdout."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from sim.ensemble import run as ensemble
from sim.ensemble.workers import Workers
from sim.model import compiled
from sim.model.history import bytes_per_history
from sim.outcomes.summary import as_text, summary
from sim.outcomes.table import outcome_table
from sim.report import folder
from sim.report.progress import FAILED, INTERRUPTED, USAGE, Stopped, progress
from sim.scenario import Scenario
from sim.shell.computing import computing

from . import write as store
from .figures import FIGURES

# histories whose every month is kept, for figures and monthly tables; of the others the outcome table
KEPT_WHOLE = 2000
# histories of agents from which on starting other processes, which load Mesa anew, is worth while
_APART = 256
_OUTCOME_BYTES, _ROW_BYTES = (
    280,
    720,
)  # measured on the article: a history in the outcome table, and its row of runs.csv


@dataclass(frozen=True)
class Wanted:
    """What the command line asked for."""

    scenario: Scenario
    histories: int
    seed: int
    output: Path | None = None
    engine: str = "compiled"
    behaviour: tuple[str, ...] = ()
    cluster: str | None = None
    moves: bool = False
    resume: bool = False
    overwrite: bool = False
    dry_run: bool = False
    as_json: bool = False
    quiet: bool = False

    @property
    def folder(self) -> Path:
        """Where the results go."""
        return self.output or folder.default_folder(self.scenario)


def run(wanted: Wanted) -> None:
    """Run, write the results folder, print the summary and where the report is.

    Raises
    ------
    Stopped
        With one line to print, and the exit code.
    """
    kept = wanted.resume or wanted.cluster is not None
    if wanted.behaviour and (wanted.moves or kept):
        raise Stopped("--behaviour goes without --moves, --cluster and --resume", USAGE)
    if wanted.engine == "mesa" and kept:
        raise Stopped("--engine mesa goes without --cluster and --resume", USAGE)
    _check_memory(wanted)
    if wanted.dry_run:
        return _tell_estimates(wanted)
    holds = store.holds_run(wanted.scenario, wanted.seed, wanted.histories, wanted.behaviour)
    folder.check_free(wanted.folder, holds, wanted.overwrite)
    if compiled.is_cold() and not wanted.quiet:
        click.echo("compiling the rules for this machine, once (about a minute)", err=True)
    try:
        found = (
            _mesa(wanted)
            if wanted.engine == "mesa" or wanted.behaviour
            else _compiled(wanted, holds)
        )
    except ensemble.RunFailed as error:  # all of them did
        store.write_failures(
            wanted.scenario, wanted.seed, wanted.folder, error.failures, wanted.behaviour
        )
        raise Stopped(_failed(wanted, error.failures), FAILED) from None
    click.echo(json.dumps(found, indent=2) if wanted.as_json else as_text(found))
    click.echo(f"\nReport: {wanted.folder / 'report.html'}", err=wanted.as_json)


def _compiled(wanted: Wanted, holds: dict) -> dict:
    """Run in machine code, chunk by chunk on disk, and write; return the summary."""
    scenario, seed, histories = wanted.scenario, wanted.seed, wanted.histories
    with computing(scenario, wanted.folder, holds, wanted.cluster, wanted.resume) as executor:
        with progress("histories", histories, wanted.quiet) as tell:
            counted, failures = _well(
                ensemble.run_outcomes, scenario, histories, seed, executor, tell
            )
        results, _ = _well(ensemble.run, scenario, min(histories, KEPT_WHOLE), seed)
        with progress("figures and tables", len(FIGURES) + 1, wanted.quiet) as tell:
            more = {"of_all": counted, "failures": failures}
            store.write(
                results, wanted.folder, wanted.moves, wanted.overwrite, lambda what: tell(1), **more
            )
    if failures:
        raise Stopped(_failed(wanted, failures), FAILED)
    return summary(counted)


def _well(lived: Callable, *given: Any, **more: Any) -> tuple[Any, list[ensemble.Failure]]:
    """Return what came of histories, and those that failed among them, if there are others."""
    try:
        return lived(*given, **more), []
    except ensemble.RunFailed as failed:
        if failed.results is None:
            raise
        return failed.results, failed.failures


def _mesa(wanted: Wanted) -> dict:
    """Run the Mesa model and write; return the summary.

    Histories in which own behaviour raises an error are written down as failures, and the command
    fails at the end.
    """
    from .behaviour import own_states  # loads Mesa, which a compiled run does without

    try:
        with (
            progress("histories", wanted.histories, wanted.quiet) as tell,
            _processes(wanted) as executor,
        ):
            states = own_states(wanted.behaviour, wanted.scenario, executor)
            how = {"engine": "mesa", "states": states, "progress": tell, "executor": executor}
            results, failures = _well(
                ensemble.run, wanted.scenario, wanted.histories, wanted.seed, **how
            )
        with progress("figures and tables", len(FIGURES) + 1, wanted.quiet) as tell:
            more = {"behaviour": wanted.behaviour, "failures": failures}
            store.write(
                results, wanted.folder, wanted.moves, wanted.overwrite, lambda what: tell(1), **more
            )
    except KeyboardInterrupt:
        raise Stopped("interrupted: nothing was written", INTERRUPTED) from None
    if failures:
        raise Stopped(_failed(wanted, failures), FAILED)
    return summary(outcome_table(results))


def _failed(wanted: Wanted, failures: Sequence[ensemble.Failure]) -> str:
    """Say how many histories failed, how the first did, and where all are told of."""
    file, first = (
        wanted.folder / "failures.csv",
        f"first history {failures[0].run}: {failures[0].error}",
    )
    if len(failures) == wanted.histories:
        return f"all {wanted.histories} histories failed, {first}; all are in {file}"
    return f"{len(failures)} of {wanted.histories} histories failed, {first}; all are in {file}, the others are written"


def _processes(wanted: Wanted) -> AbstractContextManager[Executor | None]:
    """Return where agents live: other processes, or this one for few histories of the rules themselves.

    Own behaviour is never lived here: whatever it does to its process, the others and this one go
    on.
    """
    if wanted.behaviour:
        return Workers(min(os.cpu_count() or 1, wanted.histories))
    return nullcontext(None) if wanted.histories < _APART else Workers()


def _memory_needed(wanted: Wanted) -> int:
    """Return the bytes of memory that a run takes at its peak, beyond the program itself."""
    whole = (
        wanted.histories
        if wanted.engine == "mesa" or wanted.behaviour
        else min(wanted.histories, KEPT_WHOLE)
    )
    each = bytes_per_history(wanted.scenario.months, len(wanted.scenario.states))
    at_once = min(wanted.histories, ensemble.CHUNK * (os.cpu_count() or 1))
    return each * (whole + at_once) + 3 * _OUTCOME_BYTES * wanted.histories


def _check_memory(wanted: Wanted) -> None:
    """Refuse what does not fit into memory."""
    try:
        free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return  # this system does not say
    need = _memory_needed(wanted)
    if need > 0.9 * free:
        size = f"{wanted.histories:,} histories take {need / 1e9:,.1f} GB"
        raise Stopped(f"-n: {size} of memory, and {free / 1e9:,.1f} GB are free here", USAGE)


def _tell_estimates(wanted: Wanted) -> None:
    """Print what a run would take, from a few chunks lived for the purpose."""
    cores = os.cpu_count() or 1
    ensemble.chunk_columns(wanted.scenario, wanted.seed, 0, 1)
    begin = time.perf_counter()
    ensemble.run_outcomes(wanted.scenario, 4 * ensemble.CHUNK * cores, wanted.seed)
    rate = 4 * ensemble.CHUNK * cores / (time.perf_counter() - begin)
    place = wanted.folder.parent if wanted.folder.parent.exists() else Path()
    estimates = {
        "histories": wanted.histories,
        "histories_per_second": round(rate),
        "seconds": round(wanted.histories / rate, 1),
        "memory_bytes": _memory_needed(wanted),
        "disk_bytes": (_OUTCOME_BYTES + _ROW_BYTES) * wanted.histories + 3_000_000,
        "disk_free_bytes": shutil.disk_usage(place).free,
        "folder": str(wanted.folder),
    }
    if wanted.as_json:
        return click.echo(json.dumps(estimates, indent=2))
    click.echo(
        f"{wanted.histories:,} histories at about {rate:,.0f} a second: "
        f"{estimates['seconds']:,.0f} s, "
        f"{estimates['memory_bytes'] / 1e9:.2f} GB of memory, {estimates['disk_bytes'] / 1e9:.2f} "
        "GB of disk "
        f"({estimates['disk_free_bytes'] / 1e9:.0f} GB free), into {wanted.folder}"
    )
