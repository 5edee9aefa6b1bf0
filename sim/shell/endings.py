"""Endings: what is printed and the exit code when a command does not end well.

A refusal (``SimError``) is one line and its own exit code; a system that cannot go on (disk full,
out of memory) is one line and 4. Anything else is a bug of ours: 1, one line, and a file with the
traceback.
"""

from __future__ import annotations

import os
import sys

import click

from sim import __version__
from sim.errors import BUG, FAILED, INTERRUPTED, REFUSED, USAGE, SimError
from sim.system.text import shortened


class Ended(click.ClickException):
    """A refusal other than wrong usage, as click ends with it."""

    def __init__(self, refusal: SimError):
        own_words = refusal.exit_code == REFUSED  # a scenario's problems begin with its file
        super().__init__(str(refusal) if own_words else f"sim: {refusal}")
        self.exit_code = refusal.exit_code

    def show(self, file: object = None) -> None:
        """Print it."""
        click.echo(shortened(self.message), err=True)


def refused(refusal: SimError) -> click.ClickException:
    """Return a refusal as click ends with it."""
    return click.UsageError(str(refusal)) if refusal.exit_code == USAGE else Ended(refusal)


def ended(error: BaseException, arguments: list[str]) -> int:
    """Say how a command ended, and return its exit code.

    Parameters
    ----------
    error : BaseException
        What ended it.
    arguments : list of str
        What was typed after ``sim``; with --debug among it the traceback is printed, whatever ended
        the command.
    """
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if wants_debug(arguments):
        from traceback import print_exception

        print_exception(error, file=sys.stderr)
    if isinstance(error, SimError):
        error = refused(error)
    if isinstance(error, click.exceptions.NoArgsIsHelpError | Ended):
        error.show()
        return error.exit_code
    if isinstance(error, click.ClickException):
        return _say(
            f"{error.format_message().rstrip('.')} (see {_asked(error)} --help)", error.exit_code
        )
    if isinstance(error, KeyboardInterrupt | click.exceptions.Abort):
        return _say("interrupted", INTERRUPTED)
    if isinstance(error, MemoryError):
        return _say("not enough memory: ask for fewer histories with -n", FAILED)
    if isinstance(error, OSError):
        where = (
            os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else "the system"
        )
        return _say(f"{where}: {error.strerror or error}", FAILED)
    return _say(_bug(error, arguments), BUG)


def wants_debug(arguments: list[str]) -> bool:
    """Say whether --debug was typed, before or after the command.

    Also where the rest cannot be understood.
    """
    return "--debug" in (arguments[: arguments.index("--")] if "--" in arguments else arguments)


def _asked(error: click.ClickException) -> str:
    """Return the command that was given."""
    context = getattr(error, "ctx", None)
    return f"sim {context.info_name}" if context and context.parent else "sim"


def _say(text: str, code: int) -> int:
    """Write how it ended in one line, and return the exit code."""
    click.echo(shortened(f"sim: {text}"), err=True)
    return code


def _bug(error: BaseException, arguments: list[str]) -> str:
    """Keep the traceback of a bug of ours in a file, and say where.

    On stderr if there is no place for a file.
    """
    import platform
    import shlex
    import tempfile
    from traceback import format_exception

    told = " ".join(f"{type(error).__name__}: {error}".split()).removesuffix(":")
    told = told if len(told) <= 160 else f"{told[:160]}..."
    made = f"diplomatic-hedging {__version__}, Python {platform.python_version()}, {platform.platform()}"
    report = (
        f"sim {shlex.join(arguments)}\n{made}\n{_versions()}\n\n{''.join(format_exception(error))}"
    )
    try:
        handle, place = tempfile.mkstemp(prefix="sim-bug-", suffix=".txt")
        with open(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(report)
    except OSError:
        click.echo(report, err=True)
        return f"this is a bug of ours ({told}); please report it with what stands above"
    return f"this is a bug of ours ({told}); the traceback is in {place}; please report it with that file"


def _versions() -> str:
    """Return the versions of what the program stands on."""
    from importlib.metadata import PackageNotFoundError, version

    found = []
    for name in ("click", "matplotlib", "mesa", "numba", "numpy", "pandas", "pydantic", "scipy"):
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"{name} missing")
    return ", ".join(found)
