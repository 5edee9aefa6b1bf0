"""Progress: a bar that shows how far a command is, and the refusal that ends one early."""

from __future__ import annotations

import sys
from collections.abc import Callable

from sim.errors import BUG, EXISTS, FAILED, INTERRUPTED, REFUSED, USAGE, SimError
from sim.system.streams import unfiltered

__all__ = ["BUG", "EXISTS", "FAILED", "INTERRUPTED", "REFUSED", "USAGE", "Stopped", "progress"]


class Stopped(SimError):
    """A command that ends early: the message and the exit code."""

    def __init__(self, text: str, code: int):
        super().__init__(text)
        self.exit_code = code


class progress:
    """A progress bar on stderr, with rate and time left.

    Nothing when quiet or when nobody watches.

    Parameters
    ----------
    what : str
        What is counted.
    total : int or None
        How many there will be, where that is known.
    quiet : bool
        Show nothing.
    """

    def __init__(self, what: str, total: int | None, quiet: bool):
        self.what, self.total, self.bar = what, total, None
        self.shown = not quiet and sys.stderr.isatty()

    def __enter__(self) -> Callable[[int], None]:
        if not self.shown:
            return lambda done: None
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
        )

        class Rate(TextColumn):
            """How many are done in a second."""

            def render(self, task) -> str:
                """Write the rate, once it is known."""
                return f"{task.speed:,.0f}/s" if task.speed and (task.total or 0) > 100 else ""

        columns = (
            TextColumn(f"{self.what:20}"),
            BarColumn(),
            MofNCompleteColumn(),
            Rate(""),
            TimeRemainingColumn(),
        )
        self.bar = Progress(*columns, console=Console(file=unfiltered(sys.stderr)), transient=True)
        self.bar.start()
        task = self.bar.add_task(self.what, total=self.total)
        return lambda done: self.bar.advance(task, done)

    def __exit__(self, *error: object) -> None:
        if self.bar:
            self.bar.stop()
