"""The command line: read a scenario, run it, ask it, say what was found and where the results are."""

from __future__ import annotations

import os
import sys

import click

from .. import __version__
from ..commands.progress import FAILED, INTERRUPTED
from .asks import blocs, compare, explain, flip, play, sensitivity
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
def cli() -> None:
    """A laboratory for diplomatic hedging: run scenarios, compare outcomes, adjust the states.

    \b
    Begin with:  sim run article
    Exit codes:  0 done, 2 wrong usage, 3 scenario refused, 4 run failed, 5 output exists, 130 interrupted.
    """


for _command in (
    list_scenarios, show, check, new, run, sweep, compare, explain, sensitivity, flip, blocs, play,
    backcast, calibrate, import_,
):  # fmt: skip
    cli.add_command(_command)


def main() -> None:
    """Run the command line and exit with its code; no error ends in a traceback."""
    try:
        code = cli.main(standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Abort:
        code = _say("interrupted", INTERRUPTED)
    except click.ClickException as error:
        code = _say(f"{error.format_message().rstrip('.')} (see {_asked(error)} --help)", error.exit_code)
    except BrokenPipeError:
        # Somebody stopped reading, as `head` does: no fault, and nothing more to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except OSError as error:
        code = _say(f"{error.filename or 'output'}: {error.strerror or error}", FAILED)
    except MemoryError:
        code = _say("not enough memory: ask for fewer histories with -n", FAILED)
    sys.exit(code if isinstance(code, int) else 0)


def _asked(error: click.ClickException) -> str:
    """Return the command that was given."""
    context = getattr(error, "ctx", None)
    return f"sim {context.info_name}" if context and context.parent else "sim"


def _say(text: str, code: int) -> int:
    """Write an error and return its exit code."""
    click.echo(f"sim: {text}", err=True)
    return code
