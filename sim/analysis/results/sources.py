"""Sources: the scenario files that results were made from, laid out so as to find each other."""

from __future__ import annotations

import itertools
import os
import posixpath
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import click

from sim.analysis.experiment.reading import read_experiment
from sim.analysis.experiment.shipped import experiment_file
from sim.errors import InvalidInput
from sim.report.manifest import MANIFEST, Manifest, with_command
from sim.scenario import Refused, Scenario, find
from sim.scenario.files import written_as_path
from sim.scenario.layers import layers
from sim.shell.loading import load_scenario
from sim.shell.opening import is_results
from sim.shell.reopening import REMADE, held

from .remade import asked_line, line_of

_PARAMETERS = ("name", "names", "scenario")  # of commands, that name scenarios


@dataclass
class Sources:
    """Scenario files for an archive.

    Attributes
    ----------
    files : dict of str to Path or bytes
        Where each is, or what it holds, by the place that it gets.
    words : dict of str to str
        The place of the file that a word of the command means.
    missing : list of str
        Words whose file is not here any more, or is not what it was, and why.
    reads : list of str
        Files that the command reads beside scenarios.
    """

    files: dict[str, Path | bytes] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    reads: list[str] = field(default_factory=list)


def sources_of(manifest: Manifest) -> Sources:
    """Return the files of the scenarios that a folder's command names, with all that they extend.

    Parameters
    ----------
    manifest : Manifest
        Of the folder.
    """
    result = Sources()
    try:
        line = line_of(manifest)
        context = line.context(gone=True) if line else None
    except InvalidInput:
        context = None
    if context is None:
        result.missing.append("the folder does not name the command that made it")
        return result
    result.reads += _read_besides(manifest, context)
    if context.info_name == "experiment":
        _add_experiment(result, context.params["file"], manifest)
        return result
    changes = (context.params.get("changes") or (), context.params.get("without") or ())
    for word in _words(context):
        if is_results(word):
            _add_run(result, word, manifest)
            continue
        try:
            path = find(word)
            scenarios = [load_scenario(word), load_scenario(word, *changes)]
        except (Refused, InvalidInput):
            result.missing.append(f"{Path(word).name}: it is not here any more, or has faults")
            continue
        if not any(_is_of(one, manifest) for one in scenarios):
            result.missing.append(f"{path.name}: it was changed since the results were made")
            continue
        _add(result, word, path)
    return result


def _read_besides(manifest: Manifest, context: click.Context) -> Iterator[str]:
    """Yield the names of the files that a command reads besides scenarios and experiments."""
    named = {*_words(context), str(context.params.get("file"))}
    for word in manifest.words:
        if os.path.isabs(word) and word not in named:
            yield os.path.basename(word)


def _words(context: click.Context) -> Iterator[str]:
    """Yield the scenarios that a command names."""
    for name in _PARAMETERS:
        value = context.params.get(name)
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            yield from value


def _is_of(scenario: Scenario, manifest: Manifest) -> bool:
    """Say whether results were made from a scenario."""
    holds = manifest.holds.as_written()
    more = holds.get("scenarios") or ()
    return scenario.hash in (holds["scenario"], *(more if isinstance(more, list) else ()))


def _add_experiment(result: Sources, word: str | Path, manifest: Manifest) -> None:
    """Add an experiment file and the scenarios that it names, where it finds them."""
    try:
        plan = read_experiment(experiment_file(word))
    except (Refused, InvalidInput):
        result.missing.append(f"{Path(word).name}: it is not here any more, or has faults")
        return
    held = manifest.holds.as_written()
    here = [plan.digest, [scenario.hash for scenario in plan.scenarios]]
    if here != [held.get("experiment"), held.get("scenarios")]:
        result.missing.append(f"{plan.path.name}: it, or a scenario, was changed since")
        return
    files = [(PurePosixPath(plan.path.name), plan.path)]
    for name in plan.named:
        path = find(name, plan.path.parent)
        files += _places(PurePosixPath(posixpath.normpath(_place_of(name))), path)
    _lay(result, str(word), files)


def _add_run(result: Sources, word: str, manifest: Manifest) -> None:
    """Add what a run's folder is reopened from, where the results were made from it."""
    folder = Path(word)
    try:
        kept = held(folder)
        asked_line(folder, kept.manifest, gone=True)
    except (Refused, InvalidInput):
        kept = None
    if kept is None or not _is_of(kept.scenario, manifest):
        result.missing.append(f"{folder.name}: this run is not here any more, or is another one")
        return
    name = folder.name
    while name in result.words.values():
        name = f"{name}-again"
    result.files |= {f"{name}/{one}": folder / one for one in REMADE}
    result.files[f"{name}/{MANIFEST}"] = with_command(folder, portable(kept.manifest.command, {}))
    result.words[word] = name


def _add(result: Sources, word: str, path: Path) -> None:
    """Add a scenario's file and those that it extends, where each finds the next."""
    _lay(result, word, _places(PurePosixPath(path.name), path))


def _places(place: PurePosixPath, path: Path) -> list[tuple[PurePosixPath, Path]]:
    """Return a scenario's file and those that it extends, each with its place from the first."""
    stack = list(reversed(layers(path)[0]))
    places = [(place, path)]
    for layer, next_one in itertools.pairwise(stack):
        name = _place_of(str(layer.table.extends))
        place = PurePosixPath(posixpath.normpath(place.parent / name))
        places.append((place, next_one.document.path))
    return places


def _place_of(word: str) -> str:
    """Return where a file lies from the one that names it, by its name or its path."""
    return word.replace("\\", "/") if written_as_path(word) else f"{word}.toml"


def _lay(result: Sources, word: str, files: list[tuple[PurePosixPath, Path]]) -> None:
    """Lay files out below one folder; the first is what a word of the command means."""
    first = files[0][1]
    if any(place.is_absolute() for place, _ in files):
        result.missing.append(
            f"{first.name}: it names a file by its whole path, which is elsewhere"
        )
        return
    above = max(sum(part == ".." for part in place.parts) for place, _ in files)
    deep = PurePosixPath(*(f"below{k}" for k in range(above)))  # so that .. stays inside
    for place, path in files:
        result.files[posixpath.normpath(deep / place)] = path
    result.words[word] = posixpath.normpath(deep / files[0][0])


def portable(command: str, words: Mapping[str, str]) -> str:
    """Return a command that names files as an archive has them, and no folder of this machine.

    Parameters
    ----------
    command : str
        As a manifest has it.
    words : mapping of str to str
        Where in the archive the files are that its words mean; others go without their folder.
    """
    try:
        return shlex.join(portable_word(word, words) for word in shlex.split(command))
    except ValueError:
        return command


def portable_word(word: str, words: Mapping[str, str]) -> str:
    """Return a word of a command as ``portable`` has it; also STATE=FILE.py:CLASS."""
    if os.path.isabs(word):
        return words.get(word, os.path.basename(word))
    before, equals, path = word.partition("=")
    return f"{before}={os.path.basename(path)}" if equals and os.path.isabs(path) else word
