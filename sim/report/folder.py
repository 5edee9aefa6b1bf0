"""A results folder: complete or not there, and never in the place of somebody else's work.

Everything is written beside the final place and moved there at the end. Whatever a killed process
leaves there is restored or removed by the next one that writes to the same folder.
"""

from __future__ import annotations

import errno
import gzip
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd

from sim.errors import EXISTS, InvalidInput, SimError
from sim.system.files import CannotWrite, read_bytes, real, reason
from sim.system.locks import locked
from sim.system.nested import from_json
from sim.system.text import harmless, many

from .manifest import (
    MANIFEST,
    Manifest,
    changed,
    quoted,
    read_manifest,
    strangers,
    write_manifest,
)
from .placing import beside, clean, put_in_place, restore

__all__ = [
    "MANIFEST", "OutputExists", "beside", "check_free", "own_place", "read_manifest",
    "restore", "write_manifest", "write_table", "written_whole",
]  # fmt: skip

_NAMED = 3  # files named in a message; the others are counted
_MARK = 6  # hexadecimal digits behind a name that other results have
_ASKED = 16  # those by which unfinished parts know what they are of, see ``shell.computing``


class OutputExists(SimError):
    """The output folder holds something that must not be overwritten."""

    exit_code = EXISTS


def own_place(folder: Path, holds: dict) -> Path:
    """Return a folder, or, where other results have its name, one with a mark behind the name.

    Names that people can read say neither every option nor what a scenario's file holds.

    Parameters
    ----------
    folder : Path
        As ``naming.default_folder`` names it.
    holds : dict
        From ``Asked.holds``: what is to be written.
    """
    written = json.dumps(holds, sort_keys=True)
    asked = hashlib.sha256(written.encode()).hexdigest()
    marked = folder.with_name(f"{folder.name}-{asked[:_MARK]}")
    restore(folder)
    try:
        manifest = read_manifest(real(folder))
    except (InvalidInput, OSError):
        return folder
    if manifest is not None:
        return folder if manifest.holds.as_written() == json.loads(written) else marked
    return marked if os.path.lexists(marked) or _waits(folder, asked) else folder


def _waits(folder: Path, asked: str) -> bool:
    """Say whether an unfinished run of something else has this name, and can be gone on with."""
    try:
        owner = from_json(read_bytes(beside(folder, "unfinished") / "run.json"))
        return owner["asked"] != asked[:_ASKED]
    except (InvalidInput, OSError, ValueError, KeyError, TypeError):
        return False


def check_free(folder: Path, holds: dict, overwrite: bool = False) -> None:
    """Make sure that results may be written to a folder.

    An empty or missing folder may be written to, and so may one that holds the very same results,
    untouched, which would be the same again. Other or changed results are replaced only with
    `overwrite`; the files beside them that are somebody's own are kept then. What is not a results
    folder is never replaced.

    Parameters
    ----------
    folder : Path
        Where results are to go.
    holds : dict
        From ``Asked.holds``: what is to be written.
    overwrite : bool
        Replace other results.

    Raises
    ------
    OutputExists
        Saying what the folder holds and what to do.
    CannotWrite
        When nothing can be written there.
    """
    place = real(folder)
    try:
        restore(folder)
        if os.path.lexists(place):
            _check_folder(folder, place, holds, overwrite)
        _check_parent(folder, place)
    except FileNotFoundError:  # it was moved away while it was looked at
        raise OutputExists(f"{folder} is being written by another process: wait for it") from None
    except OSError as error:
        raise _cannot(folder, error) from None


def _check_folder(folder: Path, place: Path, holds: dict, overwrite: bool) -> None:
    """Refuse to replace what is there, unless it is empty, or the same, or may be replaced."""
    if not place.is_dir():
        raise OutputExists(f"{folder} is no folder: choose another one with -o")
    if os.path.ismount(place) or _within(place):
        told = "is the top of a disk"
        if _within(place):
            told = f"{'is' if place.samefile('.') else 'holds'} the folder that you are in"
        raise OutputExists(
            f"{folder} {told}, which cannot be replaced: name a folder inside it with -o"
        )
    if not any(place.iterdir()):
        return
    manifest = _manifest(folder, place)
    if overwrite:
        return
    held, wanted = manifest.holds.as_written(), json.loads(json.dumps(holds))
    text = f"{folder} holds "
    if held != wanted:
        text += _in_words(held, wanted)
    elif own := strangers(place, manifest):
        text += f"files besides its results ({_listed(own)})"
    elif touched := changed(place, manifest):
        text += f"results that were changed since they were written ({_listed(touched)})"
    else:
        return
    raise OutputExists(f"{text}: choose another folder with -o, or replace it with --overwrite")


def _manifest(folder: Path, place: Path) -> Manifest:
    """Return the manifest of a folder that is in the way.

    It raises OutputExists when it has none that can be used, and FileNotFoundError when another
    process replaced the folder meanwhile.
    """
    before = place.stat().st_ino
    manifest, fault = None, f"{folder} holds files that are not results"
    try:
        manifest = read_manifest(place)
    except InvalidInput as error:
        fault = str(error)
    if manifest is not None:
        return manifest
    if place.stat().st_ino != before:
        raise FileNotFoundError(place)
    raise OutputExists(f"{fault}: choose another folder with -o")


def _listed(names: list[str]) -> str:
    """Name the first few files, and count the others."""
    more = len(names) - _NAMED
    return ", ".join(map(quoted, names[:_NAMED])) + (f" and {more} more" if more > 0 else "")


def _in_words(held: dict, wanted: dict) -> str:
    """Say what a folder holds, and in what else it differs from what is wanted."""
    of = f"{many(held['histories'], 'history')} of scenario {held['scenario']}"
    text = f"a {held['kind']} of {of} with seed {held['seed']}"
    named = ("kind", "histories", "scenario", "seed")
    others = [key for key in wanted if key not in named and held.get(key) != wanted[key]]
    return f"{text}, with other {', '.join(others)}" if others else text


def _within(place: Path) -> bool:
    """Say whether this process is in a folder, which would then be gone under its feet."""
    try:
        return Path(os.path.realpath(os.getcwd())).is_relative_to(place)
    except OSError:
        return False


def _check_parent(folder: Path, place: Path) -> None:
    """Refuse a folder that cannot be made, before anything is computed for it."""
    above = next(parent for parent in place.parents if os.path.lexists(parent))
    if not above.is_dir():
        raise CannotWrite(f"{folder} cannot be written: {above} is no folder")
    if not os.access(above, os.W_OK | os.X_OK):
        fixed = hasattr(os, "statvfs") and os.statvfs(above).f_flag & os.ST_RDONLY
        why = os.strerror(errno.EROFS if fixed else errno.EACCES)
        raise CannotWrite(
            f"{folder} cannot be written, as nothing can be made in {above} ({why}): choose "
            "another with -o"
        )


def _cannot(folder: Path, error: OSError) -> SimError:
    """Return the refusal that reports what the system would not do."""
    return (
        error
        if isinstance(error, SimError)
        else CannotWrite(f"{folder} cannot be written: {reason(error)}")
    )


@contextmanager
def written_whole(folder: Path, overwrite: bool = False) -> Iterator[Path]:
    """Give a place to write to, which becomes the folder if all goes well, and vanishes if not.

    Parameters
    ----------
    folder : Path
        Where results are to go; of a link the folder that it leads to.
    overwrite : bool
        As in ``check_free``, which is asked again at the end: another process may have written
        there meanwhile.

    Raises
    ------
    InUse, OutputExists
        When another process writes the same folder now, or has written other results to it.
    CannotWrite
        When the disk is full or read-only; nothing is left behind.
    """
    place, partial = real(folder), beside(folder, "partial")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with locked(
            beside(folder, "lock"), f"{folder} is being written by another process: wait for it"
        ):
            clean(place)
            try:
                (partial / "figures").mkdir(parents=True)
                yield partial
                _checked_again(partial, folder, overwrite)
                put_in_place(partial, place)
            finally:
                shutil.rmtree(partial, ignore_errors=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _cannot(folder, error) from None


def _checked_again(partial: Path, folder: Path, overwrite: bool) -> None:
    """Refuse to replace what came to a folder since it was checked."""
    place = real(folder)
    if os.path.lexists(place):
        written = read_manifest(partial)
        _check_folder(folder, place, written.holds.as_written() if written else {}, overwrite)


def table_bytes(table: pd.DataFrame) -> bytes:
    """Return a table as CSV, in which no cell of text is a formula."""
    shown = harmless(table)
    for k, kind in enumerate(shown.dtypes):
        if isinstance(kind, np.dtype) and kind.kind == "f":
            shown.isetitem(k, _digits(shown.iloc[:, k]))
    return str(shown.to_csv(index=False, lineterminator="\n")).encode()


def _digits(numbers: pd.Series) -> pd.Series:
    """Return numbers as they are written, to ten digits; nothing for what is not there.

    Pandas itself takes most of a report's time for it.
    """
    written = ["" if number != number else format(number, ".10g") for number in numbers.tolist()]
    return pd.Series(written, index=numbers.index, dtype=object)


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV, gzipped where the name says so, or as Parquet.

    The same table gives the same bytes. No cell of text is a formula: see ``text.harmless``.
    """
    if path.suffix == ".parquet":
        return table.to_parquet(path, index=False, compression="zstd")
    text = table_bytes(table)
    if path.suffix != ".gz":
        path.write_bytes(text)
        return
    buffer = BytesIO()
    with gzip.GzipFile(filename="", fileobj=buffer, mode="wb", mtime=0, compresslevel=6) as file:
        file.write(text)
    path.write_bytes(buffer.getvalue())
