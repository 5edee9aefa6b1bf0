"""Recorded: the command that a results folder names, which may come from anybody."""

from __future__ import annotations

from dataclasses import dataclass

import click
from click.core import ParameterSource

from sim.errors import InvalidInput

from .again import OUTSIDE
from .options import NotThere


@dataclass(frozen=True)
class Line:
    """The command that a folder names, taken apart.

    Attributes
    ----------
    command : click.Command
    name : str
    words : list of str
        What follows the name.
    """

    command: click.Command
    name: str
    words: list[str]

    def context(self, gone: bool = False) -> click.Context:
        """Return the command's options as click reads them; nothing is run.

        Where files that it reads may have `gone`, their options are there without a value.
        """
        try:
            if "--help" in self.words:
                raise click.UsageError("it only asks for help")
            return self.command.make_context(self.name, list(self.words))
        except NotThere as error:
            if gone:
                return self.command.make_context(
                    self.name, list(self.words), resilient_parsing=True
                )
            raise InvalidInput(
                f"its command reads a file that is not here ({error.format_message()}): results "
                "and archives hold no data files, so put it where the command looks for it"
            ) from None
        except click.ClickException as error:
            raise InvalidInput(
                f"its command cannot be run here: {error.format_message().rstrip('.')}"
            ) from None


def more_than_computing(line: Line, behaviour: bool = False, gone: bool = False) -> str:
    """Return what a command would do besides computing, nothing where it only computes.

    No command that this program writes into a folder does: own behaviour apart, all such options
    are left out. One of somebody else's could write anywhere, or run what a cluster sends.

    Parameters
    ----------
    line : Line
        From a manifest.
    behaviour : bool
        Whether the folder says that it was made with own behaviour, which its command then names.
    gone : bool
        Whether files that it reads need not be here.

    Raises
    ------
    InvalidInput
        For options that the command has not.
    """
    context = line.context(gone)
    unasked = (ParameterSource.DEFAULT, ParameterSource.DEFAULT_MAP, None)
    given = {name for name in context.params if context.get_parameter_source(name) not in unasked}
    if "behaviour" in given and not behaviour:
        return "was made with own behaviour"
    if outside := sorted(given & OUTSIDE):
        return f"has a command with --{outside[0].replace('_', '-')}"
    return ""
