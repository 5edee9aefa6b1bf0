"""Progress: a bar that shows how far a command is, and the refusal that ends one early."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

from sim.errors import BUG, EXISTS, FAILED, INTERRUPTED, REFUSED, USAGE, SimError
from sim.system.streams import unfiltered

__all__ = ["BUG", "EXISTS", "FAILED", "INTERRUPTED", "REFUSED", "USAGE", "Stopped", "progress"]


class Stopped(SimError):
    """A command that ends early: the message and the exit code."""

    def __init__(self, text: str, code: int) -> None:
        super().__init__(text)
        self.exit_code = code


class progress:
    """A progress bar on stderr, with rate and time left.

    It shows nothing when quiet, or when stderr is no terminal.

    Parameters
    ----------
    what : str
        What is counted.
    total : int or None
        How many there will be, where that is known.
    quiet : bool
        Show nothing.
    """

    def __init__(self, what: str, total: int | None, quiet: bool) -> None:
        self.what, self.total = what, total
        self.bar: Progress | None = None
        self.shown = not quiet and sys.stderr.isatty()

    def __enter__(self) -> Callable[[int], None]:
        if not self.shown:
            return lambda done: None
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            Task,
            TextColumn,
            TimeRemainingColumn,
        )
        from rich.text import Text

        class Rate(TextColumn):
            """How many are done in a second."""

            def render(self, task: Task) -> Text:
                """Write the rate, once it is known."""
                known = task.speed and (task.total or 0) > 100
                return Text(f"{task.speed:z,.0f}/s" if known else "")

        columns = (
            TextColumn(f"{self.what:20}"),
            BarColumn(),
            MofNCompleteColumn(),
            Rate(""),
            TimeRemainingColumn(),
        )
        bar = Progress(*columns, console=Console(file=unfiltered(sys.stderr)), transient=True)
        self.bar = bar
        bar.start()
        task = bar.add_task(self.what, total=self.total)
        return lambda done: bar.advance(task, done)

    def __exit__(self, *error: object) -> None:
        if self.bar:
            self.bar.stop()
