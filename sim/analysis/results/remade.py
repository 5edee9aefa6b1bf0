"""Remade: the answer that a results folder holds, computed again on this machine."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import click

from sim.analysis.run.again import again_from
from sim.analysis.run.asking import computed, held_in_memory
from sim.ensemble.how import HERE, How
from sim.errors import InvalidInput
from sim.outcomes.failures import RunFailed
from sim.report.answer import Answer
from sim.report.manifest import Manifest, quoted, read_manifest
from sim.report.placing import restore
from sim.report.progress import Stopped
from sim.shell.catching import catching
from sim.shell.lasting import say_how_long
from sim.shell.recorded import Line, more_than_computing

# the commands whose answers folders hold; each is a package with a command of its own name
_COMMANDS = frozenset(
    {
        "blocs", "calibrate", "compare", "exam", "experiment", "explain", "hindcast", "sensitivity",
        "sweep", "threshold",
    }
)  # fmt: skip


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


def asked_line(
    folder: Path,
    manifest: Manifest,
    places: Mapping[str, Path] | None = None,
    gone: bool = False,
) -> Line | None:
    """Return the command that a folder names, None where it was asked from Python.

    Parameters
    ----------
    folder : Path
        Of results.
    manifest : Manifest
        Of the folder.
    places : mapping of str to Path, optional
        As in ``line_of``.
    gone : bool
        Whether files that it reads need not be here.

    Raises
    ------
    InvalidInput
        For a command that would do more than compute, which no command in a folder does, or that
        gives other results than the folder holds: it is not repeated, and is told to nobody.
    """
    try:
        line = line_of(manifest, places)
        if line is None:
            return None
        more = more_than_computing(line, bool(manifest.holds.behaviour), gone)
    except InvalidInput as error:
        raise InvalidInput(f"{folder}: {error}") from None
    if more:
        _refuse(folder, more)
    if (line.name == "run") != (manifest.holds.kind == "run"):
        made = "holds no run, though its command makes one"
        _refuse(folder, made if line.name == "run" else "holds a run, and its command makes none")
    return line


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
    line = asked_line(folder, manifest, places)
    aloud = click.get_current_context(silent=True) is not None  # and not from Python
    if manifest.holds.kind == "run":
        return _run(folder, how, aloud)
    if line is None:
        _refuse(folder, "was asked from Python")
    with catching() as caught:
        try:
            words = [*line.words, *([] if aloud else ["--quiet"])]
            line.command.main(words, line.name, standalone_mode=False)
        except click.ClickException as error:
            message = error.format_message().rstrip(".").removeprefix("sim: ")
            raise InvalidInput(f"{folder} cannot be computed again here: {message}") from None
    if not caught:
        _refuse(folder, "has a command that answers no question")
    return caught[-1]


def _run(folder: Path, how: How, aloud: bool) -> Answer:
    """Simulate a folder's run once more, and say before how long that takes, if aloud."""
    again = again_from(folder, None, None)
    asked = again.asked
    try:
        held_in_memory(asked, again.options)
        if aloud:
            say_how_long(asked.scenarios[0], asked.seed, asked.histories)
        return computed(asked, again.options, how)
    except (RunFailed, Stopped) as error:
        told = str(error).removeprefix("-n: ")
        raise InvalidInput(f"{folder} cannot be computed again here: {told}") from None


def _refuse(folder: Path, why: str) -> NoReturn:
    """Refuse a folder whose answer is not computed again."""
    raise InvalidInput(f"{folder} {why}, and cannot be computed again from its folder")
