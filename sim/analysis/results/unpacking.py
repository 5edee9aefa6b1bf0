"""Unpacking: an archive of results, from whomever, unpacked where it can do no harm."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from sim.errors import InvalidInput
from sim.report.manifest import MANIFEST, is_as_written, quoted
from sim.scenario import Refused
from sim.system.files import read_text, reason
from sim.system.nested import from_json
from sim.system.zips import DAMAGED

RESULTS, SCENARIO, ABOUT, SUMS = "results", "scenario", "archive.json", "checksums.sha256"
_MOST_FILES, _MOST_BYTES = 10_000, 20_000_000_000  # of an archive, unpacked


@dataclass(frozen=True)
class Unpacked:
    """An archive, unpacked.

    Attributes
    ----------
    results : Path
        Its results folder.
    places : dict of str to Path
        Its scenario files, by the words of the command that mean them.
    damaged : tuple of str
        Files beside the results that are not as they were archived.
    others : int
        How many files there are beside the results.
    """

    results: Path
    places: dict[str, Path]
    damaged: tuple[str, ...]
    others: int


def is_archive(path: Path) -> bool:
    """Say whether a path is a zip."""
    return path.is_file() and zipfile.is_zipfile(path)


@contextmanager
def unpacked(path: Path) -> Iterator[Unpacked]:
    """Unpack an archive for a while.

    Parameters
    ----------
    path : Path
        The archive.

    Raises
    ------
    InvalidInput
        When it is damaged, holds no results, or something that would land outside its folder; and
        when what it holds is refused while it is used, with its place in the archive.
    """
    with tempfile.TemporaryDirectory(prefix="sim-archive-") as place:
        try:
            with zipfile.ZipFile(path) as archive:
                _check(path, archive.infolist(), shutil.disk_usage(place).free)
                archive.extractall(place)
        except DAMAGED as error:
            raise InvalidInput(f"{path} cannot be unpacked: {reason(error)}") from None
        found = sorted(Path(place).glob(f"*/{RESULTS}/{MANIFEST}"))
        if len(found) != 1:
            raise InvalidInput(
                f"{path} is not an archive of results: `sim results archive` writes one"
            )
        try:
            yield _read(path, found[0].parent)
        except (InvalidInput, Refused) as error:  # nobody knows the folder that it was unpacked in
            told = str(error).replace(place, str(path))
            raise InvalidInput(told if str(path) in told else f"{path}: {told}") from error


def around(folder: Path) -> Unpacked | None:
    """Return the archive in which a results folder lies that somebody unpacked, if it is one."""
    results = folder.resolve()
    return _read(folder, results) if (results.parent / ABOUT).is_file() else None


def _check(path: Path, entries: list[zipfile.ZipInfo], free: int) -> None:
    """Refuse an archive that is too large for us or the disk, or has files outside its folder."""
    size = sum(entry.file_size for entry in entries)
    if len(entries) > _MOST_FILES or size > _MOST_BYTES:
        raise InvalidInput(f"{path} holds {len(entries):,} files of {size:,} bytes: too much here")
    if size > free:
        raise InvalidInput(
            f"{path} takes {size:,} bytes unpacked, and there are {free:,} in "
            f"{tempfile.gettempdir()}: set TMPDIR to a folder on a larger disk"
        )
    for entry in entries:
        if not entry.filename:
            raise InvalidInput(f"{path} cannot be unpacked: it holds a file without a name")
        name = PurePosixPath(entry.filename)
        if name.is_absolute() or ".." in name.parts or "\\" in entry.filename:
            raise InvalidInput(f"{path} holds {quoted(entry.filename)}, outside its own folder")


def _read(path: Path, results: Path) -> Unpacked:
    """Return what an unpacked archive holds, by its results folder."""
    root = results.parent
    try:
        about = from_json(read_text(root / ABOUT))["scenario_files"]
        places = {str(word): root / str(PurePosixPath(name)) for word, name in about.items()}
        lines = read_text(root / SUMS).splitlines()
        sums = {name: told for told, name in (line.split("  ", 1) for line in lines)}
    except (InvalidInput, ValueError, KeyError, TypeError, AttributeError):
        raise InvalidInput(
            f"{path}: its {ABOUT} or {SUMS} is missing or damaged: archive the results again"
        ) from None
    inside = {word: file for word, file in places.items() if _is_inside(file, root)}
    mine = (f"{RESULTS}/{MANIFEST}", ABOUT)
    own = {
        name: told
        for name, told in sums.items()
        if name in mine or not name.startswith(f"{RESULTS}/")
    }
    damaged = tuple(name for name, told in own.items() if not is_as_written(root / name, told))
    return Unpacked(results, inside, damaged, len(own))


def _is_inside(file: Path, root: Path) -> bool:
    """Say whether a file is below a folder; what can be the name of no file is not."""
    try:
        return file.resolve().is_relative_to(root.resolve())
    except (OSError, ValueError):
        return False
