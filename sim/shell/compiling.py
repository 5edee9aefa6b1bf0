"""Compiling: the first command on a machine turns the rules into machine code, and says so.

What quiet months need is compiled here, and what histories need beside it, in a process of its own:
the compiler uses one core.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress

import click
import numpy as np

from sim.ensemble.run import one_history
from sim.model import compiled
from sim.model.arrays import NEEDS, World
from sim.model.history import blank_record, simulate
from sim.model.prepared import prepare, prepared
from sim.outcomes.failures import RunFailed
from sim.scenario import Scenario, load
from sim.system.processes import begun, ends_with_its_parent
from sim.system.streams import unfiltered

WHAT = "Compiling the rules for this machine: once, in a minute or two"
_BESIDE = "from sim.shell.compiling import compile_histories; compile_histories()"


def compile_once(scenario: Scenario, quiet: bool = False) -> None:
    """Compile the rules where that has not been done yet, and show how long it takes.

    Parameters
    ----------
    scenario : Scenario
        Any: its first history is run.
    quiet : bool
        Show nothing.
    """
    if compiled.is_cold():
        # a history that fails is reported when all of them are run
        shown = nullcontext() if quiet else _shown()
        with shown, suppress(RunFailed), _histories_beside() as compiled_there:
            prepared(scenario)
            compiled_there()
            one_history(scenario, 0)


@contextmanager
def _histories_beside() -> Iterator[Callable[[], object]]:
    """Let another process compile what histories need; give what waits for it.

    Where there is no second core or no second process, this one compiles everything.
    """
    process: subprocess.Popen[bytes] | None = None
    if (os.cpu_count() or 1) > 1:
        with suppress(OSError):
            process = begun(_BESIDE, stderr=subprocess.DEVNULL)
    if process is None:
        yield lambda: None
        return
    with process:
        try:
            yield process.wait
        finally:
            process.kill()


def compile_histories() -> None:
    """Compile the months of a history, whose quiet months are left out, while the parent lives."""
    ends_with_its_parent()
    scenario = load("article")  # any: the machine code is the same for all
    n = len(scenario.codes)
    pair = np.zeros((n, n, 1))
    start = World(pair, pair.copy(), np.zeros((n, n, NEEDS, 1)))
    record = blank_record(1, scenario.months, n)
    simulate(prepare(scenario, start), 1, np.zeros(1, dtype=np.int64), record)


@contextmanager
def _shown() -> Iterator[None]:
    """Show seconds as they pass in a terminal, else how many have passed at the end."""
    began = time.monotonic()
    if sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        columns = (SpinnerColumn(), TextColumn(WHAT), TimeElapsedColumn())
        console = Console(file=unfiltered(sys.stderr))
        with Progress(*columns, console=console, transient=True) as bar:
            bar.add_task(WHAT, total=None)
            yield
    else:
        click.echo(f"{WHAT} ...", err=True)
        yield
    click.echo(f"The rules are compiled ({time.monotonic() - began:z.0f} s).", err=True)
