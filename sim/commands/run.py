"""Run: what ``sim run`` does, with progress on stderr and the result on stdout."""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import click

from .. import compiled, ensemble, folder, store
from ..checkpoint import Checkpoint, Refusal, identity, tally_resumably
from ..history import bytes_per_history
from ..scenario import Scenario
from ..summary import as_text, summary
from ..tally import tally
from .behaviour import own_states
from .progress import EXISTS, FAILED, INTERRUPTED, USAGE, Stopped, progress

KEPT_WHOLE = 2000  # histories whose every month is kept, for figures and monthly tables; of the others the tally
_APART = 256  # histories of agents from which on starting other processes, which load Mesa anew, is worth while
_TALLY_BYTES, _ROW_BYTES = 280, 720  # measured on the article: a history in the tally, and its row of runs.csv


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

    @property
    def unfinished(self) -> Path:
        """Where its chunks are kept until then."""
        return self.folder.parent / f".{self.folder.name}.unfinished"


def run(wanted: Wanted) -> None:
    """Run, write the results folder, print the summary and where the report is.

    Raises
    ------
    Stopped
        With one line to print, and the exit code.
    """
    if wanted.behaviour and (wanted.moves or wanted.cluster or wanted.resume):
        raise Stopped("--behaviour goes without --moves, --cluster and --resume", USAGE)
    try:
        _check_memory(wanted)
        if wanted.dry_run:
            return _tell_estimates(wanted)
        scenario, seed = wanted.scenario, wanted.seed
        holds = store.holds_run(scenario, seed, wanted.histories, wanted.behaviour)
        folder.check_free(wanted.folder, holds, wanted.overwrite)
        if compiled.is_cold() and not wanted.quiet:
            click.echo("compiling the rules for this machine, once (about a minute)", err=True)
        found = _mesa(wanted) if wanted.engine == "mesa" or wanted.behaviour else _compiled(wanted)
    except (folder.OutputExists, Refusal) as error:
        raise Stopped(str(error), EXISTS) from None
    except ensemble.RunFailed as error:
        raise Stopped(str(error), FAILED) from None
    click.echo(json.dumps(found, indent=2) if wanted.as_json else as_text(found))
    click.echo(f"\nReport: {wanted.folder / 'report.html'}", err=wanted.as_json)


def _compiled(wanted: Wanted) -> dict:
    """Run in machine code, chunk by chunk on disk, and write; return the summary."""
    scenario, seed, histories = wanted.scenario, wanted.seed, wanted.histories
    wanted.folder.parent.mkdir(parents=True, exist_ok=True)
    owner = identity(scenario, seed, histories)
    with Checkpoint(wanted.unfinished, owner, wanted.resume) as checkpoint:
        try:
            with _executor(wanted.cluster) as executor, progress("histories", histories, wanted.quiet) as tell:
                counted = tally_resumably(scenario, histories, seed, checkpoint, executor, tell)
            results = ensemble.run(scenario, min(histories, KEPT_WHOLE), seed)
            with progress("figures and tables", len(store.plots.FIGURES) + 1, wanted.quiet) as tell:
                store.write(
                    results, wanted.folder, wanted.moves, wanted.overwrite, lambda what: tell(1), of_all=counted
                )
        except KeyboardInterrupt:
            raise Stopped(_interrupted(checkpoint, histories), INTERRUPTED) from None
        checkpoint.remove()
    return summary(counted)


def _interrupted(checkpoint: Checkpoint, histories: int) -> str:
    """Say what an interruption leaves, and how to go on."""
    kept = min(len(checkpoint.done) * ensemble.CHUNK, histories)
    if not kept:
        return "interrupted: nothing was written"
    return f"interrupted: {kept:,} of {histories:,} histories are kept; the same command with --resume goes on"


def _mesa(wanted: Wanted) -> dict:
    """Run the Mesa model and write; return the summary.

    Histories in which own behaviour raises an error are written down as failures, and the command fails at the end.
    """
    failures = []
    try:
        with progress("histories", wanted.histories, wanted.quiet) as tell, _processes(wanted.histories) as executor:
            states = own_states(wanted.behaviour, wanted.scenario)
            how = {"engine": "mesa", "states": states, "progress": tell, "executor": executor}
            try:
                results = ensemble.run(wanted.scenario, wanted.histories, wanted.seed, **how)
            except ensemble.RunFailed as failed:
                if failed.results is None:
                    raise
                results, failures = failed.results, failed.failures
        with progress("figures and tables", len(store.plots.FIGURES) + 1, wanted.quiet) as tell:
            more = {"behaviour": wanted.behaviour, "failures": failures}
            store.write(results, wanted.folder, wanted.moves, wanted.overwrite, lambda what: tell(1), **more)
    except KeyboardInterrupt:
        raise Stopped("interrupted: nothing was written", INTERRUPTED) from None
    if failures:
        first = f"first history {failures[0].run}: {failures[0].error}"
        told = f"{len(failures)} of {wanted.histories} histories failed, {first}"
        raise Stopped(f"{told}; all are in {wanted.folder / 'failures.csv'}, the others are written", FAILED)
    return summary(tally(results))


def _processes(histories: int) -> AbstractContextManager[Executor | None]:
    """Return where agents live: other processes, which leave Ctrl-C to this one, or this one for few histories."""
    if histories < _APART:
        return nullcontext(None)
    ignore = (signal.SIGINT, signal.SIG_IGN)
    return ProcessPoolExecutor(os.cpu_count(), get_context("spawn"), initializer=signal.signal, initargs=ignore)


def _executor(address: str | None) -> AbstractContextManager[Executor | None]:
    """Return where chunks are computed: this machine's threads (None), or a Dask cluster."""
    if address is None:
        return nullcontext(None)
    try:
        from dask.distributed import Client
    except ImportError:
        raise Stopped("--cluster needs Dask: pip install 'diplomatic-hedging[cluster]'", USAGE) from None
    try:
        client = Client(address, timeout="10s")
    except (OSError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise Stopped(f"--cluster {address}: no cluster answers there ({reason})", FAILED) from None
    return client.get_executor(pure=False)


def _memory_needed(wanted: Wanted) -> int:
    """Return the bytes of memory that a run takes at its peak, beyond the program itself."""
    whole = wanted.histories if wanted.engine == "mesa" or wanted.behaviour else min(wanted.histories, KEPT_WHOLE)
    each = bytes_per_history(wanted.scenario.months, len(wanted.scenario.states))
    at_once = min(wanted.histories, ensemble.CHUNK * (os.cpu_count() or 1))
    return each * (whole + at_once) + 3 * _TALLY_BYTES * wanted.histories


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
    ensemble.tally_histories(wanted.scenario, 4 * ensemble.CHUNK * cores, wanted.seed)
    rate = 4 * ensemble.CHUNK * cores / (time.perf_counter() - begin)
    place = wanted.folder.parent if wanted.folder.parent.exists() else Path()
    estimates = {
        "histories": wanted.histories,
        "histories_per_second": round(rate),
        "seconds": round(wanted.histories / rate, 1),
        "memory_bytes": _memory_needed(wanted),
        "disk_bytes": (_TALLY_BYTES + _ROW_BYTES) * wanted.histories + 3_000_000,
        "disk_free_bytes": shutil.disk_usage(place).free,
        "folder": str(wanted.folder),
    }
    if wanted.as_json:
        return click.echo(json.dumps(estimates, indent=2))
    click.echo(
        f"{wanted.histories:,} histories at about {rate:,.0f} a second: {estimates['seconds']:,.0f} s, "
        f"{estimates['memory_bytes'] / 1e9:.2f} GB of memory, {estimates['disk_bytes'] / 1e9:.2f} GB of disk "
        f"({estimates['disk_free_bytes'] / 1e9:.0f} GB free), into {wanted.folder}"
    )
