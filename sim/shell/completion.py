"""Completion: what a shell is told when somebody presses the tab key, as click has it."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

VARIABLE = "_SIM_COMPLETE"  # in which a shell says what it wants


def complete(command: click.Command, asked: str) -> int:
    """Print a shell's completion script, or the words that may come next; return the exit code.

    Parameters
    ----------
    command : click.Command
        All commands.
    asked : str
        Shell and instruction, as in "bash_source" and "bash_complete".
    """
    shell, _, instruction = asked.partition("_")
    kind = get_completion_class(shell)
    if kind is None or instruction not in ("source", "complete"):
        click.echo(f"sim: {VARIABLE}={asked}: use bash_source, zsh_source or fish_source", err=True)
        return 2
    made = kind(command, {}, "sim", VARIABLE)
    try:
        told = made.source() if instruction == "source" else made.complete()
    except (LookupError, ValueError):
        click.echo(
            f"sim: {VARIABLE}={asked}: COMP_WORDS has to be the line so far, and COMP_CWORD which "
            "of its words is completed; shells set both",
            err=True,
        )
        return 2
    click.echo(told)
    return 0
