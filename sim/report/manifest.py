"""The manifest of a results folder: what it holds, what made it, checksums of its files."""

from __future__ import annotations

import json
import os
import platform
import re
import shlex
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from sim import __version__
from sim.errors import InvalidInput
from sim.scenario import ChangeKind
from sim.system.files import digest, read_bytes, write_whole
from sim.system.text import cut, visible

MAKER = "diplomatic-hedging"
MANIFEST = "manifest.json"
# Files that file managers put into any folder.
_LEFT_BY_SYSTEMS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
_SHOWN = 80  # characters of something that is quoted from a damaged file

_Word = Annotated[str, Field(max_length=300, pattern=r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$")]
_Seed = Annotated[int, Field(ge=0, le=2**63 - 1)]


class _Strict(BaseModel):
    """What is not as it was written is a fault, rather than turned into something near it.

    Other fields may be there.
    """

    model_config = ConfigDict(strict=True, extra="allow", frozen=True)


class Maker(_Strict):
    """The program that wrote a folder."""

    name: Literal["diplomatic-hedging"]
    version: Annotated[str, Field(pattern=r"^\d{1,6}(\.\d{1,6}){1,3}[a-z0-9.+]{0,40}$")]


class Holds(_Strict):
    """What a folder holds, by which it is known again; kinds of results have more than this."""

    kind: Annotated[str, Field(pattern=r"^[a-z -]{1,40}$")]
    scenario: _Word  # its hash, or where there is no scenario the name of a file
    seed: _Seed
    histories: Annotated[int, Field(ge=0, le=10**12)]
    seeds: list[_Seed] = []  # where there are several
    behaviour: list[str] = []

    @property
    def every_seed(self) -> tuple[int, ...]:
        """All seeds, in the order in which they were given."""
        return tuple(self.seeds) or (self.seed,)

    def as_written(self) -> dict:
        """Return it as it was written."""
        return self.model_dump(exclude_unset=True)


class Named(_Strict):
    """The scenario of a run."""

    name: _Word
    hash: str


class Changed(_Strict):
    """A change of the scenario, as ``Change.as_data`` gives it."""

    kind: ChangeKind
    path: str
    old: float | str | None = None
    new: float | str | None = None


class Manifest(_Strict):
    """A manifest as it was read."""

    made_by: Maker
    holds: Holds
    files: dict[str, Annotated[str, Field(pattern="^[0-9a-f]{64}$")]]
    scenario: Named | None = None
    changed: list[Changed | str] = []
    seed: _Seed | None = None
    overrides: Annotated[int, Field(ge=0, le=10**6)] = 0
    engine: _Word = "compiled"
    command: Annotated[str, Field(max_length=100_000)] = ""
    about: list[_Word] = []
    finding: Annotated[str, Field(max_length=100_000)] = ""
    time: _Word = ""
    versions: dict[str, _Word] = {}

    @property
    def words(self) -> list[str]:
        """The words of the command; a question mark where somebody wrote what is none."""
        try:
            return shlex.split(self.command)
        except ValueError:
            return ["?"]

    @field_validator("files")
    @classmethod
    def _stay_inside(cls, files: dict[str, str]) -> dict[str, str]:
        """Refuse files that would be outside the folder."""
        for name in files:
            path = PurePosixPath(name)
            if path.is_absolute() or ".." in path.parts or not path.parts or "\0" in name:
                raise ValueError(f"{quoted(name)} is no file of this folder")
        return files

    @model_validator(mode="after")
    def _agree(self) -> Manifest:
        """Refuse a manifest that says two things of one."""
        if self.seed not in (None, self.holds.seed):
            raise ValueError("two different seeds")
        if self.scenario is not None and self.scenario.hash != self.holds.scenario:
            raise ValueError("the hashes of two different scenarios")
        return self


def quoted(value: object) -> str:
    """Return something from a damaged file so that it is one short line."""
    text = str(value)
    text = text if text.isprintable() else ascii(text)
    return cut(text, _SHOWN)


def fault(error: ValidationError) -> str:
    """Return the first fault that a schema found, in one line: where, and what is wrong."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    where = quoted(".".join(str(part) for part in first["loc"]))
    message = quoted(first["msg"].removeprefix("Value error, "))
    return f"{where}: {message}" if where else message


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest of a folder; None where there is none.

    Raises
    ------
    InvalidInput
        When it cannot be used; the message says why, not what to do.
    """
    path = folder / MANIFEST
    if not os.path.lexists(path):
        return None
    try:
        return Manifest.model_validate_json(read_bytes(path))
    except ValidationError as error:
        raise InvalidInput(f"{folder}: its {MANIFEST} cannot be used ({fault(error)})") from None


def is_newer(made: Maker) -> bool:
    """Say whether a folder was written by a later version than this one."""
    there, here = (
        tuple(map(int, re.findall(r"\d+", text)[:3])) for text in (made.version, __version__)
    )
    return there > here


def present(folder: Path) -> list[str]:
    """Return everything in a folder that is no folder, links included, except the manifest."""
    results = []
    for place, folders, names in os.walk(folder):
        linked = [name for name in folders if os.path.islink(os.path.join(place, name))]
        results += [Path(place, name).relative_to(folder).as_posix() for name in [*names, *linked]]
    return sorted(
        name for name in results if name != MANIFEST and name.split("/")[-1] not in _LEFT_BY_SYSTEMS
    )


def strangers(folder: Path, manifest: Manifest) -> list[str]:
    """Return the files of a folder that its manifest does not name: somebody's own."""
    return [name for name in present(folder) if name not in manifest.files]


def changed(folder: Path, manifest: Manifest) -> list[str]:
    """Return the files of a folder that are missing or not as they were written."""
    return [
        name
        for name, written in sorted(manifest.files.items())
        if not is_as_written(folder / name, written)
    ]


def is_as_written(path: Path, written: str) -> bool:
    """Say whether a file is there with this checksum."""
    try:
        return not os.path.islink(path) and digest(path) == written
    except InvalidInput:
        return False


def write_manifest(
    folder: Path, holds: dict, known: Mapping[str, str] | None = None, **more: object
) -> None:
    """Write what the folder holds, what made it and when, and a checksum of every file.

    It is written last.

    Parameters
    ----------
    folder : Path
    holds : dict
        As ``Manifest.holds`` has it.
    known : mapping of str to str, optional
        Checksums of some files, worked out since these were written.
    **more : object
        Further entries.
    """
    known = known or {}
    content = {
        "made_by": {"name": MAKER, "version": __version__, "commit": _commit()},
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "holds": holds,
        **more,
        "versions": {
            "python": platform.python_version(),
            **{name: version(name) for name in ("numpy", "numba", "mesa", "pandas", "matplotlib")},
        },
        "files": {name: known.get(name) or digest(folder / name) for name in present(folder)},
    }
    write_whole(folder / MANIFEST, _as_bytes(content))


def with_command(folder: Path, command: str, **files: str) -> bytes:
    """Return the manifest of a folder with another command, and other checksums of some files.

    Parameters
    ----------
    folder : Path
        Of results.
    command : str
    **files : str
        The checksums, by name.
    """
    content = json.loads(read_bytes(folder / MANIFEST))
    content |= {"command": command} if command else {}
    content["files"] |= files
    return _as_bytes(content)


def _as_bytes(content: dict) -> bytes:
    """Return the content of a manifest as its file holds it."""
    text = visible(json.dumps(content, indent=2, ensure_ascii=False)) + "\n"
    return text.encode("utf-8", "replace")  # names of files may hold what is no text


@cache
def _commit() -> str | None:
    """Return the commit of the source tree that runs, if it is one.

    It is asked for once: a process that is killed while it starts another leaves that one with its
    locks for a moment.
    """
    here = Path(__file__).parents[2]
    if not (here / ".git").exists():
        return None
    try:
        command = ["git", "-C", str(here), "rev-parse", "HEAD"]
        return subprocess.run(
            command, capture_output=True, text=True, check=True, timeout=5
        ).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return None
