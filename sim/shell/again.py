"""Again: the command line that gives the same answer once more, made from what was given to click.

Nothing that was given is left out, words are quoted for the shell, and files are named by their
whole paths, so that the line can be run in any folder.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Iterator
from typing import Any

import click
from click.core import ParameterSource

from sim.report.answer import Asked
from sim.scenario import Refused, find, shipped
from sim.scenario.files import written_as_path

from .opening import is_results

# These say where an answer goes and how it is computed, and change nothing in it.
OUTSIDE = frozenset(
    {"output", "overwrite", "as_json", "quiet", "cluster", "resume", "dry_run", "debug"}
)
_HOW_MANY = ("histories", "seed")  # written out even where they are the default, which may change


def command_line(context: click.Context, asked: Asked) -> str:
    """Return the line that asks the same again.

    Parameters
    ----------
    context : click.Context
        Of the command.
    asked : Asked
        What it came to: how many histories, on which seed.
    """
    words = ["sim", context.info_name or ""]
    given = [parameter for parameter in context.command.params if parameter.name not in OUTSIDE]
    for parameter in sorted(given, key=lambda one: isinstance(one, click.Option)):
        words += _words(parameter, _value(context, parameter, asked))
    return shlex.join(words)


def _value(context: click.Context, parameter: click.Parameter, asked: Asked) -> Any:
    """Return what a parameter was given, None where nothing need be written."""
    name = parameter.name or ""
    value = context.params.get(name)
    default = context.get_parameter_source(name) in (ParameterSource.DEFAULT, None)
    if name not in _HOW_MANY:
        return None if default else value
    if not asked.histories or (default and asked.histories == 1 and name == "histories"):
        return None  # a matrix has no histories; a single one is asked for by its number
    return getattr(asked, name)


def _words(parameter: click.Parameter, value: Any) -> Iterator[str]:
    """Yield a parameter as words of a command line."""
    if value is None or value is False:
        return
    lasting = _LASTING.get(parameter.name or "", _plain)
    values = value if isinstance(value, tuple | list) else [value]
    for one in values:
        if not isinstance(parameter, click.Option):
            yield lasting(one)
        elif value is True:
            yield parameter.opts[0]
        elif lasting(one).startswith("-"):
            yield f"{parameter.opts[-1]}={lasting(one)}"
        else:
            yield from (parameter.opts[0], lasting(one))


def _plain(value: Any) -> str:
    """Return a value as it is written; of a file its whole path."""
    return os.path.abspath(value) if isinstance(value, os.PathLike) else str(value)


def _scenario(name: str) -> str:
    """Return a scenario's name where it comes with the program, else the path of what it means.

    Of one that has gone since it is the path that a folder's command has.
    """
    if is_results(name):
        return os.path.abspath(name)
    try:
        path = find(name)
    except Refused:
        return os.path.abspath(name) if written_as_path(name) else name
    return name if shipped().get(name) == path else os.path.abspath(path)


def _behaviour(text: str) -> str:
    """Return STATE=FILE.py:CLASS with the whole path of the file."""
    code, _, where = text.partition("=")
    return f"{code}={os.path.abspath(where)}"


_LASTING: dict[str, Callable[[Any], str]] = {
    "name": _scenario,
    "names": _scenario,
    "behaviour": _behaviour,
}
