"""Export: the long panel of a run as a file for Stata, R, pandas or Excel, with a codebook."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.errors import InvalidInput
from sim.outcomes.results import Results
from sim.report.folder import table_bytes
from sim.scenario import nearest
from sim.shell.reopening import reopen
from sim.system.files import check_new, real, write_whole, written_file
from sim.system.memory import free_memory
from sim.system.named import file_beside, file_named
from sim.system.text import many

from .panel import Panel, codebook, panel
from .writers import FORMATS, SHEET


@dataclass(frozen=True)
class Exported:
    """What an export wrote.

    Attributes
    ----------
    file, codebook : Path
    rows : int
    panel : Panel
    """

    file: Path
    codebook: Path
    rows: int
    panel: Panel

    def __str__(self) -> str:
        """Say what was written, and from what."""
        made = self.panel
        count = f"{many(made.histories, 'history')}, {many(made.scenario.months, 'month')}"
        return (
            f"{self.file}: {many(self.rows, 'row')} ({count}, {len(made.series)} series)\n"
            f"Codebook: {self.codebook}"
        )


def export(
    what: Results | str | Path,
    file: str | Path | None = None,
    format: str = "",
    measures: Sequence[str] = (),
    states: Sequence[str] = (),
    overwrite: bool = False,
) -> Exported:
    """Write the long panel of a run: run, month, measure, state, partner, value; and a codebook.

    Parameters
    ----------
    what : Results, str or Path
        Results, or the folder of a run. A folder keeps summaries of its months only, so its
        histories are simulated again, to the same bits.
    file : str or Path, optional
        Where; by default beside the folder, ``results/NAME-panel.csv``.
    format : {"csv", "parquet", "dta", "xlsx"}, optional
        By default what the file's name ends in, else "csv".
    measures, states : sequence of str
        Only these measures (``tilt``, ``support_economy``, ...), and of these states.
    overwrite : bool
        Replace a file.

    Returns
    -------
    Exported
        The files, and how many rows there are.

    Raises
    ------
    InvalidInput
        For a folder that holds no run, an unknown format, measure or state, a panel that the format
        or this machine cannot hold, or a package that is not installed.
    InUse, CannotWrite
        When the file is there already, or cannot be written.
    """
    if isinstance(what, Results):
        given = (what.scenario, what.seed, what.histories)
        made, folder = panel(*given, measures, states, what), Path(what.scenario.name)
    else:
        kept, folder = reopen(what), Path(what)
        made = panel(kept.scenario, kept.seed, kept.histories, measures, states)
    return write_panel(made, place_of(folder, file, format), overwrite)


def place_of(folder: Path, file: str | Path | None, format: str) -> Path:
    """Return the file of an export.

    Parameters
    ----------
    folder : Path
        Beside which it is by default.
    file : str or Path, optional
        As given.
    format : str
        As given, "" where it was not.
    """
    if file is None:
        return file_beside(folder, f"{folder.resolve().name}-panel.{format or 'csv'}")
    path = file_named(file)
    if format and path.suffix != f".{format}":
        return path.with_name(f"{path.name}.{format}")
    return path if path.suffix else path.with_name(f"{path.name}.csv")


def write_panel(made: Panel, path: Path, overwrite: bool = False) -> Exported:
    """Write a panel and its codebook, each whole or not at all.

    Parameters
    ----------
    made : Panel
    path : Path
        The file, whose ending says the format.
    overwrite : bool
        Replace files.

    Raises
    ------
    InvalidInput, InUse, CannotWrite
        As ``export``.
    """
    format = path.suffix.removeprefix(".")
    if format not in FORMATS:
        raise InvalidInput(f"there is no format '{format}'{nearest(format, FORMATS)}")
    write, on_disk, in_memory = FORMATS[format]
    book, meanings = path.with_name(f"{path.stem}-codebook.csv"), table_bytes(codebook(made))
    check_new(path, overwrite)
    known = real(book).is_file() and book.read_bytes() == meanings  # its name is the longer one
    if not known:
        check_new(book, overwrite)
    _check_size(made, path, format, on_disk, in_memory)
    with written_file(path, overwrite) as partial:
        write(made, partial)
    if not known:
        write_whole(book, meanings)
    return Exported(path, book, made.rows, made)


def _check_size(made: Panel, path: Path, format: str, on_disk: int, in_memory: int) -> None:
    """Refuse a panel that the format, the disk or the memory cannot hold."""
    fewer = "ask for less with -n, --measure or --state"
    if format == "xlsx" and made.rows > SHEET:
        raise InvalidInput(
            f"the panel has {made.rows:,} rows, and a sheet of Excel takes {SHEET:,}: choose "
            f"another --format, or {fewer}"
        )
    near = next(parent for parent in path.absolute().parents if parent.exists())
    free = shutil.disk_usage(near).free
    if on_disk * made.rows > free:
        size = f"takes about {on_disk * made.rows / 1e9:z,.1f} GB"
        raise InvalidInput(
            f"the panel has {made.rows:,} rows and {size} as {format}; {free / 1e9:z,.1f} GB are "
            f"free at {near}: {fewer}"
        )
    if in_memory and in_memory * made.rows > (memory := 0.9 * free_memory()):
        size = f"takes about {in_memory * made.rows / 1e9:z,.1f} GB of memory"
        raise InvalidInput(
            f"the panel has {made.rows:,} rows and {size} while it is written as {format}; "
            f"{memory / 1e9:z,.1f} GB are free here: choose csv or parquet, or {fewer}"
        )
