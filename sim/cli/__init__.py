"""The command line: read a scenario, run it, ask about it, print results and where they are."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from sim import __version__
from sim.shell.endings import ended
from sim.shell.options import debugging

# Every command: where it is declared, and what the list of commands says of it. A command is loaded
# when it is asked for, so that `sim --help` answers at once.
TABLE = {
    "list": (
        "sim.cli.scenarios:list_scenarios",
        "List the scenarios that come with the program, and your own.",
    ),
    "show": ("sim.cli.scenarios:show", "Show the parameters of a scenario with their sources."),
    "check": ("sim.cli.scenarios:check", "Check scenario files and say what is wrong with them."),
    "new": ("sim.cli.scenarios:new", "Write a commented scenario to start from."),
    "run": (
        "sim.analysis.run.command:run",
        "Run a scenario many times: tables, figures, a report.",
    ),
    "sweep": ("sim.analysis.sweep.command:sweep", "Vary parameters over a grid of values."),
    "app": ("sim.app.command:app", "Explore a scenario in the browser, alone or as a class."),
    "compare": (
        "sim.analysis.compare.command:compare",
        "Compare scenarios on the same random numbers.",
    ),
    "experiment": (
        "sim.analysis.experiment.command:experiment",
        "Run scenarios, variations and seeds from one file.",
    ),
    "explain": ("sim.analysis.explain.command:explain", "Explain why a state did what it did."),
    "sensitivity": (
        "sim.analysis.sensitivity.command:sensitivity",
        "Find out which parameters matter, and how much.",
    ),
    "threshold": (
        "sim.analysis.threshold.command:threshold",
        "Find the smallest parameter change that flips a result.",
    ),
    "blocs": ("sim.analysis.blocs.command:blocs", "Find out who would side with whom."),
    "play": ("sim.game.command:play", "Play one state yourself, month by month."),
    "hindcast": (
        "sim.analysis.hindcast.command:hindcast",
        "Score a scenario against recorded events.",
    ),
    "exam": ("sim.analysis.exam.command:exam", "Test the model against stylised facts."),
    "calibrate": ("sim.analysis.calibrate.command:calibrate", "Fit parameters to recorded events."),
    "results": (
        "sim.analysis.results.command:results",
        "List, open, export, draw, archive and verify results.",
    ),
    "import": ("sim.cli.import_:import_", "Start a scenario from data files of your own."),
    "sample-data": (
        "sim.analysis.sample_data.command:sample_data",
        "Write made-up data files, to try the commands that read data.",
    ),
}
FORMER = {"backcast": "hindcast", "flip": "threshold"}  # names that earlier versions had


class Commands(click.Group):
    """A group that loads a command when it is used, and names the nearest for an unknown one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, in the order of the table."""
        return list(TABLE)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Load a command; None if there is none of that name."""
        if name not in TABLE:
            return None
        module, _, attribute = TABLE[name][0].partition(":")
        return getattr(import_module(module), attribute)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without loading any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in TABLE.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command, or fail with the nearest."""
        name = args[0] if args else ""
        if name and not name.startswith("-") and name not in TABLE:
            from sim.scenario.problems import nearest

            meant = (
                f": it is called '{FORMER[name]}'" if name in FORMER else nearest(name, list(TABLE))
            )
            ctx.fail(f"there is no command '{name}'{meant}")
        return super().resolve_command(ctx, args)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    invoke_without_command=True,
)
@click.version_option(__version__, prog_name="sim", help="Show the version and exit.")
@debugging
@click.pass_context
def cli(context: click.Context) -> None:
    """Explore diplomatic hedging: run scenarios, vary them, and ask why they end as they do.

    \b
    Begin with:  sim run article
    Exit codes:  0 done, 1 a bug in the program, 2 wrong usage, 3 scenario refused,
                 4 run failed, 5 output exists, 130 interrupted.
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code; no error ends in a traceback.

    Parameters
    ----------
    arguments : list of str, optional
        What is typed after ``sim``; by default what was.
    """
    given = sys.argv[1:] if arguments is None else arguments
    try:
        if asked := os.environ.get("_SIM_COMPLETE"):  # by a shell that completes what is typed
            from sim.shell.completion import complete

            return complete(cli, asked)
        # color=True, or click would take out control characters, which streams.Shown makes visible
        with cli.make_context("sim", list(given), color=True) as context:
            cli.invoke(context)
        sys.stdout.flush()
    except BaseException as error:
        return ended(error, given)
    return 0
