"""Sources: the scenario files that results were made from, laid out so as to find each other."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import click

from sim.errors import InvalidInput
from sim.report.manifest import Manifest
from sim.scenario import Refused, Scenario, find
from sim.scenario.layers import layers
from sim.shell.loading import load_scenario
from sim.shell.opening import is_results

from .remade import line_of

_PARAMETERS = ("name", "names", "scenario")  # of commands, that name scenarios


@dataclass
class Sources:
    """Scenario files for an archive.

    Attributes
    ----------
    files : dict of str to Path
        Where each is, by the place that it gets.
    words : dict of str to str
        The place of the file that a word of the command means.
    missing : list of str
        Words whose file is not here any more, or is not what it was, and why.
    """

    files: dict[str, Path] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)


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
        context = line.context() if line else None
    except (InvalidInput, click.exceptions.Exit):
        context = None
    if context is None:
        result.missing.append("the folder does not name the command that made it")
        return result
    changes = (context.params.get("changes") or (), context.params.get("without") or ())
    for word in _words(context):
        if is_results(word):
            continue  # the scenario of such a folder is among the results, resolved
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


def _add(result: Sources, word: str, path: Path) -> None:
    """Add a scenario's file and those that it extends, where each finds the next."""
    stack = list(reversed(layers(path)[0]))
    place = PurePosixPath(path.name)
    places = [place]
    for layer in stack[:-1]:
        extends = str(layer.table.extends)
        written_as_path = extends.endswith(".toml") or "/" in extends or "\\" in extends
        name = extends.replace("\\", "/") if written_as_path else f"{extends}.toml"
        place = PurePosixPath(posixpath.normpath(place.parent / name))
        places.append(place)
    if any(place.is_absolute() for place in places):
        result.missing.append(
            f"{path.name}: it extends a file by its whole path, which is elsewhere"
        )
        return
    above = max(sum(part == ".." for part in place.parts) for place in places)
    deep = PurePosixPath(*(f"below{k}" for k in range(above)))  # so that .. stays inside
    laid = [posixpath.normpath(deep / place) for place in places]
    for place_of, layer in zip(laid, stack, strict=True):
        result.files[place_of] = layer.document.path
    result.words[word] = laid[0]
