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

from .around import blamed


class Ended(click.ClickException):
    """A refusal other than wrong usage, as click ends with it."""

    def __init__(self, refusal: SimError) -> None:
        own_words = refusal.exit_code == REFUSED  # a scenario's problems begin with its file
        super().__init__(str(refusal) if own_words else f"sim: {refusal}")
        self.exit_code = refusal.exit_code  # type: ignore[misc]  # click's own are of the class

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
    line, code = _ending(error, arguments)
    click.echo(shortened(f"sim: {line}"), err=True)
    return code


def _ending(error: BaseException, arguments: list[str]) -> tuple[str, int]:
    """Return how a command ended, in one line, and its exit code."""
    if isinstance(error, click.ClickException):
        words = error.format_message().rstrip(".")
        return f"{words} (see {_asked(error)} --help)", error.exit_code
    if isinstance(error, KeyboardInterrupt | click.exceptions.Abort):
        return "interrupted", INTERRUPTED
    if isinstance(error, MemoryError):
        return "not enough memory: ask for fewer histories with -n", FAILED
    if isinstance(error, OSError):
        named = isinstance(error.filename, str | bytes)
        where = os.fsdecode(error.filename) if named else "the system"
        return f"{where}: {error.strerror or error}", FAILED
    if wrong := blamed(error):
        return wrong, USAGE
    return _bug(error, arguments), BUG


def wants_debug(arguments: list[str]) -> bool:
    """Say whether --debug was typed, before or after the command.

    It is looked for also where the rest cannot be understood.
    """
    return "--debug" in (arguments[: arguments.index("--")] if "--" in arguments else arguments)


def _asked(error: click.ClickException) -> str:
    """Return the command that was given."""
    context = getattr(error, "ctx", None)
    return context.command_path if context else "sim"


def _bug(error: BaseException, arguments: list[str]) -> str:
    """Keep the traceback of a bug in a file, and say where.

    It goes to stderr if there is no place for a file.
    """
    import platform
    import shlex
    import tempfile
    from traceback import format_exception

    told = " ".join(f"{type(error).__name__}: {error}".split()).removesuffix(":")
    told = told if len(told) <= 160 else f"{told[:160]}..."
    python = f"Python {platform.python_version()}, {platform.platform()}"
    made = f"diplomatic-hedging {__version__}, {python}\n{_versions()}"
    report = f"sim {shlex.join(arguments)}\n{made}\n\n{''.join(format_exception(error))}"
    try:
        handle, place = tempfile.mkstemp(prefix="sim-bug-", suffix=".txt")
        with open(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(report)
    except OSError:
        click.echo(report, err=True)
        return f"this is a bug of ours ({told}); please report it with what stands above"
    where = f"the traceback is in {place}; please report it with that file"
    return f"this is a bug of ours ({told}); {where}"


def _versions() -> str:
    """Return the versions of what the program depends on."""
    from importlib.metadata import PackageNotFoundError, version

    results = []
    for name in ("click", "matplotlib", "mesa", "numba", "numpy", "pandas", "pydantic", "scipy"):
        try:
            results.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            results.append(f"{name} missing")
    return ", ".join(results)
