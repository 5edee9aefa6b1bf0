"""Listing: the results folders that there are, and the one that a word means."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sim.errors import InvalidInput
from sim.report.manifest import Manifest, read_manifest
from sim.report.naming import ROOM
from sim.report.placing import restore
from sim.report.terminal import WIDTH
from sim.scenario import nearest
from sim.shell.loading import check_no_archive, folder_meant
from sim.system.text import in_a_line, seeds_in_words

if TYPE_CHECKING:
    import pandas as pd

_INDENT = "    "  # of what is said of a folder
COLUMNS = (
    "folder",
    "command",
    "scenario",
    "histories",
    "seed",
    "seeds",
    "date",
    "finding",
    "fault",
)
_COMMANDS = {  # the command that makes each kind of results, where their names differ
    "comparison": "compare",
    "explanation": "explain",
    "calibration": "calibrate",
}


@dataclass(frozen=True)
class Entry:
    """One results folder, as a list shows it.

    Attributes
    ----------
    folder : str
        Its path.
    command : str
        The command that makes such results: "run", "compare", ...
    scenario : str
        Name of the scenario, with what was changed; of several, where they were compared.
    histories, seed : int or None
    seeds : tuple of int
        All of them, where there are several; otherwise the one.
    date : str
        When it was written (UTC), as 2026-11-27T01:08:43+00:00.
    finding : str
        The answer in a sentence, where the folder says it.
    fault : str
        Why the folder cannot be used, "" where it can.
    """

    folder: str
    command: str = ""
    scenario: str = ""
    histories: int | None = None
    seed: int | None = None
    seeds: tuple[int, ...] = ()
    date: str = ""
    finding: str = ""
    fault: str = ""

    def in_words(self) -> str:
        """Return the entry as lines of a terminal."""
        if self.fault:
            told = f"cannot be used: {self.fault}"
        else:
            of = f" of {self.scenario}" if self.scenario else ""
            word = "history" if self.histories == 1 else "histories"
            each = " of each setting" if self.command == "experiment" else ""
            count = f", {self.histories:,} {word}{each}" if self.histories else ""
            day = f", {self.date[:16].replace('T', ' ')}" if self.date else ""
            told = f"{self.command}{of}{count}, {seeds_in_words(self.seeds)}{day}"
        lines = [told, self.finding] if self.finding else [told]
        folded = (textwrap.fill(in_a_line(line), WIDTH - len(_INDENT)) for line in lines)
        indented = (textwrap.indent(text, _INDENT) for text in folded)
        return "\n".join([in_a_line(self.folder), *indented])


def entries(place: str | Path = ROOM) -> list[Entry]:
    """Return the results folders in a folder, the newest last.

    Parameters
    ----------
    place : str or Path
        The folder that holds them, or a results folder itself.

    Raises
    ------
    InvalidInput
        When there is no such folder.
    """
    place = Path(place)
    if not place.is_dir():
        if place == ROOM:
            return []
        raise InvalidInput(f"{place}: there is no such folder")
    return sorted(_entries(place), key=lambda entry: (entry.date, entry.folder))


def list_results(place: str | Path = ROOM) -> pd.DataFrame:
    """Return a row for each results folder in a folder, the newest last.

    Parameters
    ----------
    place : str or Path
        The folder that holds them, by default ``results``.

    Returns
    -------
    DataFrame
        Columns folder, command, scenario, histories, seed (the first), seeds (all of them), date
        (UTC), finding, and fault: why a folder cannot be used.

    Raises
    ------
    InvalidInput
        When there is no such folder.
    """
    import pandas as pd

    table = pd.DataFrame([asdict(entry) for entry in entries(place)], columns=list(COLUMNS))
    return table.astype({"histories": "Int64", "seed": "Int64"})


def _entries(place: Path) -> Iterator[Entry]:
    """Yield the results folders in a folder, or the folder itself where it is one."""
    folders = [place, *sorted(path for path in place.iterdir() if path.is_dir())]
    for folder in folders:
        if folder != place and folder.name.startswith("."):
            continue
        try:
            manifest = read_manifest(folder)
        except InvalidInput as error:
            yield Entry(str(folder), fault=str(error).removeprefix(f"{folder}: "))
        else:
            if manifest is not None:
                yield _entry(folder, manifest)


def _entry(folder: Path, manifest: Manifest) -> Entry:
    """Return what a manifest says in a list."""
    holds = manifest.holds
    named = [manifest.scenario.name] if manifest.scenario else []
    return Entry(
        str(folder),
        _COMMANDS.get(holds.kind, holds.kind),
        ", ".join(manifest.about or named),
        holds.histories,
        holds.seed,
        holds.every_seed,
        manifest.time,
        manifest.finding,
    )


def found(name: str) -> Path:
    """Return the results folder that a word means: a path, or a folder's name in ``results``.

    Parameters
    ----------
    name : str
        As written on the command line; the beginning of a name will do where one alone has it.

    Raises
    ------
    InvalidInput
        With the nearest name, or all that begin so, when it is none or more than one.
    """
    restore(Path(name))
    if os.path.isdir(name):
        return Path(name)
    if os.path.isdir(ROOM / name):
        return ROOM / name
    if folder := folder_meant(name):
        return folder
    check_no_archive(name)
    there = [Path(entry.folder).name for entry in entries()]
    raise InvalidInput(
        f"there are no results called '{name}'{nearest(name, there)}; `sim results list` lists "
        "what there is"
    )
