"""Compiling: the first command on a machine turns the rules into machine code, and says so."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress

import click

from sim.ensemble.run import one_history
from sim.model import compiled
from sim.outcomes.failures import RunFailed
from sim.scenario import Scenario
from sim.system.streams import unfiltered

WHAT = "Compiling the rules for this machine: once, in a minute or two"


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
        with nullcontext() if quiet else _shown(), suppress(RunFailed):
            one_history(scenario, 0)


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
