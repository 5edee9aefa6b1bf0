"""Session: what every command does that asks a question, once: check, compute, write, print."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from sim.ensemble.how import How
from sim.report.answer import Answer, Asked
from sim.report.progress import FAILED, Stopped, progress
from sim.report.publish import Output, keep, pictures_of, pictures_side_by_side, show
from sim.system.copied import Copy
from sim.system.memory import give_back, give_back_at_once

from .again import command_line
from .catching import catches
from .compiling import compile_once
from .computing import computing, executing
from .lasting import say_how_long

# histories beyond which memory counts for more than the time that figures take: one copy of this
# process draws them then, and not two
_DRAWN_BY_TWO = 100_000


@dataclass(frozen=True)
class Session:
    """A command's options that change nothing in its answer.

    Attributes
    ----------
    context : click.Context
        Of the command.
    output : Output
        Where the answer goes.
    quiet : bool
        Show no progress.
    cluster : str, optional
        Address of a Dask scheduler that computes.
    resume : bool, optional
        Continue from what an interruption has left; None where the command keeps nothing.
    again : str, optional
        The command that gives the same answer; by default the one that was typed.
    """

    context: click.Context
    output: Output
    quiet: bool = False
    cluster: str | None = None
    resume: bool | None = None
    again: str | None = None

    @classmethod
    def of(cls, context: click.Context, options: dict[str, Any]) -> Session:
        """Take a command's options of this kind out of all that it was given."""
        folder: Path | None = options.pop("output")
        output = Output(folder, options.pop("overwrite"), options.pop("as_json"))
        quiet, cluster = options.pop("quiet"), options.pop("cluster")
        return cls(context, output, quiet, cluster, options.pop("resume", None))

    def as_before(self, again: str | None) -> Session:
        """Return the session of an answer that another command gives."""
        return replace(self, again=again)

    def answer(
        self,
        asked: Asked,
        total: int,
        question: Callable[[How], Answer],
        settled: bool = True,
    ) -> None:
        """Compute an answer, write its folder, print it.

        Parameters
        ----------
        asked : Asked
            What is asked.
        total : int
            How many histories that takes.
        question : callable
            Computes the answer, given how.
        settled : bool
            Whether all that is asked is known beforehand, so that a folder that is in the way is
            refused before anything is computed.

        Raises
        ------
        OutputExists, CannotWrite, Stopped, ClusterFailed
            When the folder is in the way, cannot be written, or the command is interrupted.
        """
        if (caught := catches()) is not None:
            self._say_how_long(asked, total)
            with self._computing(asked) as executor:
                return caught.append(question(How(executor)))
        again = command_line(self.context, asked) if self.again is None else self.again
        output = replace(self.output, again=again)
        if settled:
            output.check(asked)
        give_back_at_once()
        if asked.scenarios and self.cluster is None:
            compile_once(asked.scenarios[0], self.quiet)
        self._say_how_long(asked, total)
        with self._computing(asked) as executor:
            with progress("histories", total, self.quiet) as tell:
                folder = output.place(asked).parent  # of temporary files, made with the first part
                result = question(How(executor, tell, None, folder if folder.is_dir() else None))
            give_back()
            self._write(result, output)
        if missing := result.incomplete(output.place(result.asked)):
            raise Stopped(missing, FAILED)
        show(result, output)

    def _say_how_long(self, asked: Asked, total: int) -> None:
        """Say how long it takes, if that is long and histories are simulated here."""
        if self.quiet or self.cluster is not None or not asked.scenarios:
            return
        way = "Ctrl-C stops the run"
        way += "." if self.resume is None else "; --resume continues it."
        say_how_long(asked.scenarios[0], asked.seed, total, way)

    def _write(self, result: Answer, output: Output) -> None:
        """Write an answer's folder; meanwhile its figures are drawn, where a core can be spared."""
        # what talks to a cluster does so in threads, of which a copy would have the locks alone
        few, can = result.histories <= _DRAWN_BY_TWO, self.cluster is None
        draw = pictures_side_by_side if few else pictures_of
        with Copy(lambda: list(draw(result)), can) as drawing:
            if aside := result.aside():
                with progress("what-ifs in the report", aside, self.quiet) as tell:
                    result.compute_aside(tell)
                give_back()
            with progress("tables and figures", None, self.quiet) as tell:
                keep(result, output, lambda name: tell(1), drawing.result)

    @contextmanager
    def _computing(self, asked: Asked) -> Iterator[Executor | None]:
        """Give the executor; finished parts are kept where the command can be resumed."""
        if self.resume is None:
            with executing(self.cluster) as executor:
                yield executor
        else:
            target = self.output.place(asked)
            scenario, holds = asked.scenarios[0], asked.holds()
            with computing(scenario, target, holds, self.cluster, self.resume) as executor:
                yield executor
