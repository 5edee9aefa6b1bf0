"""Publish: an answer to any question is written to a folder and printed, always in the same way."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim import __version__
from sim.system.copied import Copy
from sim.system.files import digest
from sim.system.memory import give_back
from sim.system.text import visible

from .answer import REPORT, Answer, Asked
from .folder import check_free, own_place, write_manifest, write_table, written_whole
from .manifest import present
from .naming import label
from .page import Heading, Part, Text, page
from .placing import sync

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Pictures = tuple[str, Mapping[str, bytes]]  # name of a figure, and its files by their endings


@dataclass(frozen=True)
class Output:
    """Where an answer goes, and how it is printed.

    Attributes
    ----------
    folder : Path, optional
        By default the one that the question names.
    overwrite : bool
        Replace other results there.
    as_json : bool
        Print JSON instead of text.
    again : str
        The command that gives the same answer again; "" when it was asked from Python.
    """

    folder: Path | None = None
    overwrite: bool = False
    as_json: bool = False
    again: str = ""

    def place(self, asked: Asked) -> Path:
        """Return the folder of an answer, named by the question where nobody names one."""
        return self.folder or own_place(asked.folder, asked.holds())

    def check(self, asked: Asked) -> None:
        """Make sure, before anything is computed, that the answer may be written."""
        check_free(self.place(asked), asked.holds(), self.overwrite)


def publish(answer: Answer, output: Output, progress: Callable[[str], None] | None = None) -> None:
    """Write an answer to its folder, print it, and say where the report is.

    Parameters
    ----------
    answer : Answer
        To any question.
    output : Output
        Where to, and how.
    progress : callable, optional
        Called with the name of each file of figures, and "tables", when it is written.

    Raises
    ------
    OutputExists, CannotWrite
        See ``folder.check_free`` and ``folder.written_whole``.
    """
    keep(answer, output, progress)
    show(answer, output)


def pictures_of(answer: Answer) -> Iterator[Pictures]:
    """Yield the figures of an answer, each with its name and its files."""
    for name, figure in answer.figures().items():
        yield name, _files(name, figure)


def pictures_side_by_side(answer: Answer) -> list[Pictures]:
    """Return what ``pictures_of`` yields; a copy of this process writes every other figure."""
    drawn = list(answer.figures().items())

    def files(part: Sequence[tuple[str, Figure]]) -> list[Pictures]:
        """Return the files of some figures."""
        return [(name, _files(name, figure)) for name, figure in part]

    with Copy(lambda: files(drawn[1::2]), len(drawn) > 1) as beside:
        made = dict(files(drawn[::2])) | dict(beside.result())
    return [(name, made[name]) for name, _ in drawn]


def _files(name: str, figure: Figure) -> dict[str, bytes]:
    """Return the files of a figure by their endings."""
    from . import style  # loads matplotlib

    return {kind: style.as_file(figure, name, kind) for kind in ("svg", "png")}


def keep(
    answer: Answer,
    output: Output,
    progress: Callable[[str], None] | None = None,
    drawn: Callable[[], Iterable[Pictures]] | None = None,
) -> Path:
    """Write an answer to its folder, complete or not at all; return the folder; as ``publish``.

    Parameters
    ----------
    answer, output, progress
        As of ``publish``.
    drawn : callable, optional
        Returns what ``pictures_of`` does, where that is drawn elsewhere meanwhile.
    """
    target = output.place(answer.asked)
    output.check(answer.asked)
    tell = progress or (lambda name: None)
    with written_whole(target, output.overwrite) as partial:
        for name, table in answer.tables().items():
            write_table(table, partial / name)
        for name, text in answer.texts(target).items():
            (partial / name).write_text(visible(text), encoding="utf-8")
        known = answer.write_large(partial)
        give_back()
        tell("tables")
        for name, files in drawn() if drawn else pictures_of(answer):
            for kind, picture in files.items():
                (partial / "figures" / f"{name}.{kind}").write_bytes(picture)
            tell(name)
        with ThreadPoolExecutor(1) as aside:  # a gigabyte takes the disk as long as the page
            names = [name for name in present(partial) if name not in known]
            checksums = aside.map(lambda name: digest(partial / name), names)
            on_disk = aside.submit(sync, partial)
            html = report(answer, partial / "figures", output.again)
            known |= dict(zip(names, checksums, strict=True))
            on_disk.result()
        (partial / REPORT).write_text(html, encoding="utf-8")
        about = [label(scenario) for scenario in answer.scenarios]
        asked = {"about": about, "finding": answer.finding}
        asked |= {"command": output.again} if output.again else {}
        write_manifest(partial, answer.asked.holds(), known, **answer.described(), **asked)
    return target


def show(answer: Answer, output: Output) -> None:
    """Print an answer on stdout, and where its report is: with JSON on stderr."""
    click.echo(json.dumps(answer.data(), indent=2) if output.as_json else answer.text())
    lines = answer.pointers(output.place(answer.asked))
    click.echo("\n" + "\n".join(lines), err=output.as_json)


def report(answer: Answer, pictures: Path | Mapping[str, bytes], again: str = "") -> str:
    """Return the page of an answer as HTML with everything inside.

    Parameters
    ----------
    answer : Answer
        To any question.
    pictures : Path or mapping
        Folder with the PNG files of its figures; or these files themselves, by name.
    again : str
        The command that gives the same answer.
    """
    head = [Text(answer.small, "small"), Text(answer.finding, "finding")]
    return page(answer.title, [*head, *answer.page(), *_reproduce(answer, again)], pictures)


def _reproduce(answer: Answer, again: str) -> Sequence[Part]:
    """Return how to get the answer again."""
    how = (
        Text(again, "code")
        if again
        else Text("Asked from Python. manifest.json beside this page holds what was asked.")
    )
    hashes = ", ".join(scenario.hash for scenario in answer.scenarios)
    of = f", scenario hash {hashes}" if hashes else ""
    versions = (
        f"diplomatic-hedging {__version__}{of}. The same seed gives the same bits on every machine."
    )
    return [Heading("Reproduce"), how, Text(versions, "small")]
