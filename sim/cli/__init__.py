"""The command line: read a scenario, run it, ask it, say what was found and where the results are."""

from __future__ import annotations

import sys

import click

from .. import __version__
from .asks import blocs, compare, explain, flip, play, sensitivity
from .endings import ended
from .options import debugging
from .records import backcast, calibrate, import_
from .runs import run, sweep
from .scenarios import check, list_scenarios, new, show


class Commands(click.Group):
    """A group that names the nearest command for one it does not know."""

    def resolve_command(self, ctx: click.Context, args: list[str]):
        """Find a command, or fail with the nearest."""
        name = args[0] if args else ""
        if name and not name.startswith("-") and self.get_command(ctx, name) is None:
            from ..scenario.problems import nearest

            ctx.fail(f"there is no command '{name}'{nearest(name, self.list_commands(ctx))}")
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sim")
@debugging
def cli() -> None:
    """A laboratory for diplomatic hedging: run scenarios, compare outcomes, adjust the states.

    \b
    Begin with:  sim run article
    Exit codes:  0 done, 1 a bug of ours, 2 wrong usage, 3 scenario refused, 4 run failed, 5 output exists,
                 130 interrupted.
    """


for _command in (
    list_scenarios, show, check, new, run, sweep, compare, explain, sensitivity, flip, blocs, play,
    backcast, calibrate, import_,
):  # fmt: skip
    cli.add_command(_command)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code; no error ends in a traceback.

    Parameters
    ----------
    arguments : list of str, optional
        What is typed after ``sim``; by default what was.
    """
    given = sys.argv[1:] if arguments is None else arguments
    try:
        with cli.make_context("sim", list(given), color=True) as context:  # streams.Shown takes control characters
            cli.invoke(context)
        sys.stdout.flush()
    except BaseException as error:
        return ended(error, given)
    return 0
