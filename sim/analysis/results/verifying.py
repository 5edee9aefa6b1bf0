"""Verifying: results computed again on this machine, and compared bit by bit."""

from __future__ import annotations

import platform
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from sim import __version__
from sim.report.manifest import Manifest, changed, read_manifest
from sim.report.publish import Output, keep
from sim.report.terminal import table_text
from sim.system.files import CannotWrite
from sim.system.text import many, seeds_in_words

from .remade import manifest_of, remade
from .unpacking import Unpacked, around, is_archive, unpacked

_DRAWN = (".png", ".svg", "report.html")  # what the version of the drawing package decides as well


@dataclass(frozen=True)
class Verified:
    """Whether results come out alike here.

    Attributes
    ----------
    name : str
        Of the folder or archive.
    files : int
        How many files are compared.
    otherwise : tuple of str
        Files that come out otherwise here, are missing here, or are new here.
    touched : tuple of str
        Files that are not as they were written, or are missing.
    versions : dict of str to tuple of str
        What was another version then: then, and now.
    made : str
        What was computed, in words.
    others : int
        Files of an archive beside the results, whose checksums are compared.
    """

    name: str
    files: int
    otherwise: tuple[str, ...]
    touched: tuple[str, ...]
    versions: dict[str, tuple[str, str]] = field(default_factory=dict)
    made: str = ""
    others: int = 0

    @property
    def same(self) -> bool:
        """Whether every file is as it was written, and comes out alike."""
        return not self.otherwise and not self.touched

    def data(self) -> dict[str, Any]:
        """Return the result as plain dictionaries and lists."""
        versions = {name: {"then": a, "now": b} for name, (a, b) in self.versions.items()}
        return {"same": self.same, "files": self.files, "differ": list(self.otherwise),
                "changed_since_written": list(self.touched), "versions": versions}  # fmt: skip

    def __str__(self) -> str:
        """Say whether they are the same, and if not, what differs."""
        if self.same:
            told = f"{self.made} computed again, and all {self.files} files come out alike"
            more = f"; the other {self.others} are as archived" if self.others else ""
            lines = [f"{self.name}: the same ({told}, bit by bit{more})."]
        else:
            lines = [f"{self.name}: NOT the same ({self.made} computed again)."]
            rows = [(name, "differs when it is computed here") for name in self.otherwise]
            rows += [(name, "was changed since it was written") for name in self.touched]
            lines.append(table_text(("file", ""), rows, firm=True))
            if all(name.endswith(_DRAWN) for name in [*self.otherwise, *self.touched]):
                lines.append("Only figures and the page differ: every number is the same.")
        for name, (then, now) in self.versions.items():
            lines.append(f"{name} was {then}, and is {now} here")
        return "\n".join(lines)


def verify(what: str | Path) -> Verified:
    """Compute again what a results folder or an archive holds, and compare every file.

    Parameters
    ----------
    what : str or Path
        A results folder, or an archive that ``sim.archive`` wrote, also unpacked.

    Returns
    -------
    Verified
        ``same`` says whether everything is identical; printed, it names what differs.

    Raises
    ------
    InvalidInput
        When there are no results, or they cannot be computed again here.
    """
    path = Path(what)
    if is_archive(path):
        with unpacked(path) as archive:
            return _of_archive(archive, str(path))
    found = around(path)
    return compared(path) if found is None else _of_archive(found, str(path))


def _of_archive(archive: Unpacked, name: str) -> Verified:
    """Compute again what an archive holds, and compare all of its files."""
    found = compared(archive.results, archive.places, name)
    touched = (*found.touched, *archive.damaged)
    return replace(found, touched=touched, others=archive.others)


def compared(folder: Path, places: Mapping[str, Path] | None = None, name: str = "") -> Verified:
    """Compute again what a results folder holds, and compare every file.

    Parameters
    ----------
    folder : Path
        Of results.
    places : mapping of str to Path, optional
        As in ``remade.remade``.
    name : str
        What to call it; by default the folder.
    """
    manifest = manifest_of(folder)
    answer = remade(folder, places)
    with _beside(folder) as place:
        try:
            keep(answer, Output(place, again=manifest.command))
        except CannotWrite as error:  # nobody knows the folder that it is computed into
            told = str(error).replace(str(place), f"{name or folder}, computed again,")
            raise CannotWrite(told) from error
        again = read_manifest(place)
    assert again is not None
    names = sorted({*manifest.files, *again.files})
    otherwise = [one for one in names if manifest.files.get(one) != again.files.get(one)]
    count, seeds = manifest.holds.histories, seeds_in_words(manifest.holds.every_seed)
    made = f"{many(count, 'history')}, {seeds}," if count else f"{seeds},"
    return Verified(
        name or str(folder), len(names), tuple(otherwise), tuple(changed(folder, manifest)),
        _versions(manifest), made,
    )  # fmt: skip


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """Give an empty folder beside another one, so that what names places relative to it agrees.

    Where nothing can be written there it is the system's place for such things.
    """
    hidden = f".{folder.resolve().name[:40]}.verify-"
    try:
        place = tempfile.TemporaryDirectory(prefix=hidden, dir=folder.resolve().parent)
    except OSError:
        place = tempfile.TemporaryDirectory(prefix=hidden)
    with place as path:
        yield Path(path)


def _versions(manifest: Manifest) -> dict[str, tuple[str, str]]:
    """Return what had another version when a folder was written: then, and now."""
    pairs = {"diplomatic-hedging": (manifest.made_by.version, __version__)}
    for name, then in manifest.versions.items():
        try:
            pairs[name] = then, platform.python_version() if name == "python" else version(name)
        except PackageNotFoundError:
            pairs[name] = then, "missing"
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
