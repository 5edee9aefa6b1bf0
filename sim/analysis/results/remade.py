"""Remade: the answer that a results folder holds, computed again on this machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import click
from click.core import ParameterSource

from sim.analysis.run.again import again_from
from sim.analysis.run.asking import computed
from sim.ensemble.how import HERE, How
from sim.errors import InvalidInput
from sim.report.answer import Answer
from sim.report.manifest import Manifest, quoted, read_manifest
from sim.report.placing import restore
from sim.shell.again import OUTSIDE
from sim.shell.catching import catching

# the commands whose answers folders hold; each is a package with a command of its own name
_COMMANDS = frozenset(
    {
        "blocs", "calibrate", "compare", "exam", "experiment", "explain", "hindcast", "sensitivity",
        "sweep", "threshold",
    }
)  # fmt: skip


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

    def context(self) -> click.Context:
        """Return the command's options as click reads them; nothing is run."""
        try:
            if "--help" in self.words:
                raise click.UsageError("it only asks for help")
            return self.command.make_context(self.name, list(self.words))
        except click.ClickException as error:
            raise InvalidInput(
                f"its command cannot be run here: {error.format_message().rstrip('.')}"
            ) from None


def manifest_of(folder: Path) -> Manifest:
    """Return the manifest of a results folder; InvalidInput where it has none."""
    restore(folder)
    manifest = read_manifest(folder)
    if manifest is None:
        raise InvalidInput(f"{folder} holds no results: `sim results list` lists what there is")
    return manifest


def line_of(manifest: Manifest, places: Mapping[str, Path] | None = None) -> Line | None:
    """Return the command that a folder names, None where it names none.

    Parameters
    ----------
    manifest : Manifest
        Of the folder.
    places : mapping of str to Path, optional
        Files that stand for some of its words here.

    Raises
    ------
    InvalidInput
        For what is no command of this program.
    """
    words = manifest.words
    if not words:
        return None
    if words[0] != "sim" or len(words) < 2 or words[1] not in {*_COMMANDS, "run"}:
        raise InvalidInput(
            f"its command is not one that this program knows: {quoted(manifest.command)}"
        )
    command = getattr(import_module(f"sim.analysis.{words[1]}.command"), words[1])
    there = {word: str(path) for word, path in (places or {}).items()}
    return Line(command, words[1], [there.get(word, word) for word in words[2:]])


def remade(folder: Path, places: Mapping[str, Path] | None = None, how: How = HERE) -> Answer:
    """Compute what a results folder holds once more.

    A run is simulated from the folder's own scenario; any other answer is computed by the command
    that the folder names.

    Parameters
    ----------
    folder : Path
        Of results.
    places : mapping of str to Path, optional
        Files that stand for some words of the command here.
    how : How
        Where the histories of a run are computed.

    Raises
    ------
    InvalidInput
        For a folder that holds no results, or whose answer cannot be computed here.
        Folders come from anybody: one whose command would do more than compute is refused too.
    """
    manifest = manifest_of(folder)
    if own := ", ".join(map(quoted, manifest.holds.behaviour)):
        raise InvalidInput(
            f"{folder} was made with own behaviour ({own}), which is a program that is not run "
            f"unasked: `sim run {folder}` with --behaviour runs it"
        )
    if manifest.holds.kind == "run":
        again = again_from(folder, None, None)
        return computed(again.asked, again.options, how)
    line = line_of(manifest, places)
    if line is None:
        _refuse(folder, "was asked from Python")
    if more := more_than_computing(line):
        _refuse(folder, more)
    with catching() as caught:
        try:
            line.command.main([*line.words, "--quiet"], line.name, standalone_mode=False)
        except click.ClickException as error:
            message = error.format_message().rstrip(".").removeprefix("sim: ")
            raise InvalidInput(f"{folder} cannot be computed again here: {message}") from None
    if not caught:
        _refuse(folder, "has a command that answers no question")
    return caught[-1]


def more_than_computing(line: Line) -> str:
    """Return what a command would do besides computing, nothing where it only computes.

    No command that this program writes into a folder does: own behaviour apart, all such options
    are left out. One of somebody else's could write anywhere, or run what a cluster sends.

    Parameters
    ----------
    line : Line
        From a manifest.

    Raises
    ------
    InvalidInput
        For options that the command has not.
    """
    context = line.context()
    unasked = (ParameterSource.DEFAULT, ParameterSource.DEFAULT_MAP, None)
    given = {name for name in context.params if context.get_parameter_source(name) not in unasked}
    if "behaviour" in given:
        return "was made with own behaviour"
    if line.name == "run":
        return "holds no run, though its command makes one"
    if outside := sorted(given & OUTSIDE):
        return f"has a command with --{outside[0].replace('_', '-')}"
    return ""


def _refuse(folder: Path, why: str) -> NoReturn:
    """Refuse a folder whose answer is not computed again."""
    raise InvalidInput(f"{folder} {why}, and cannot be computed again from its folder")
