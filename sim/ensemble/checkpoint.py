"""Checkpoints: the finished chunks of an unfinished run, each complete and checked, or not there.

A chunk is written under another name, synced, and renamed; its file begins with a checksum of the
run that it belongs to, its number and the rest, so that it cannot be mistaken for another. Whatever
happens, at most the chunks under way are lost. The folder belongs to one run (scenario, seed,
number of histories, version) and to one process at a time.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Annotated

import numpy as np
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from sim.errors import EXISTS, InvalidInput, SimError
from sim.report.manifest import fault, quoted
from sim.report.placing import drop
from sim.scenario import Scenario
from sim.system.files import CannotWrite, read_bytes, reason, write_whole
from sim.system.locks import InUse, hold

from .packing import packed, unpacked
from .run import CHUNK
from .version import version

ASKED = "asked"  # the checksum of all that a command was asked for, which says nothing to a reader
_DIGEST = 64  # characters of a checksum
_MOST_OF_CHUNK = 2**30  # bytes; a chunk of 200 states has some millions
# Names of the files that are written here, also of those that a killed process leaves.
_OURS = re.compile(r"\.?(chunk-.*|run\.json(\.partial)?)", re.DOTALL)
_OWNER = TypeAdapter(
    dict[str, Annotated[str, Field(max_length=1000)] | int], config=ConfigDict(strict=True)
)


class Refusal(SimError):
    """The folder belongs to another run, or to another process.

    The message says which, and what to do.
    """

    exit_code = EXISTS


def identity(scenario: Scenario, seed: int, histories: int) -> dict[str, str | int]:
    """Return what must be the same for chunks to belong together.

    Parameters
    ----------
    scenario : Scenario
        What is run.
    seed, histories : int
        Of the ensemble.
    """
    return {
        "scenario": scenario.hash,
        "seed": seed,
        "histories": histories,
        "chunk": CHUNK,
        "version": version(),
    }


class Checkpoint:
    """A folder of chunks, held open by one process; use it in a ``with`` statement.

    Parameters
    ----------
    folder : Path
        Made if missing.
    owner : dict
        From ``identity``.
    resume : bool
        Go on from the chunks that are there; otherwise they are thrown away.

    Raises
    ------
    Refusal
        When another process holds the folder, or, on resuming, when it belongs to another run.
    """

    def __init__(self, folder: Path, owner: dict[str, str | int], resume: bool = False) -> None:
        self.folder, self.owner, self.resume = folder, owner, resume
        self.done: set[int] = set()

    def __enter__(self) -> Checkpoint:
        try:
            self._lock = self._held()
            try:
                self._take_over()
            except BaseException:
                os.close(self._lock)
                raise
        except OSError as error:
            if isinstance(error, SimError):
                raise
            raise CannotWrite(f"{self.folder} cannot be written: {reason(error)}") from None
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not self.done:
            self.remove()  # there is nothing to go on from
        os.close(self._lock)

    def _held(self) -> int:
        """Take the folder for this process, until it ends in whatever way."""
        text = (
            f"{self.folder} is in use by another run: wait for it, or choose another folder with -o"
        )
        if self.folder.is_symlink():  # what it leads to may be anything
            raise Refusal(f"{self.folder} is a link: remove it, or choose another folder with -o")
        while True:
            self.folder.mkdir(parents=True, exist_ok=True)
            try:
                return hold(self.folder / "lock", text)
            except InUse as error:
                raise Refusal(str(error)) from None
            except FileNotFoundError:
                continue  # another run that was finished has just removed it

    def _take_over(self) -> None:
        """Find the chunks from which the run can continue, and discard all else."""
        path = self.folder / "run.json"
        goes_on = self.resume and os.path.lexists(path)
        if goes_on:
            self._check_same(path)
        for file in self.folder.iterdir():
            number = file.name.removeprefix("chunk-")
            known = number.isdecimal() and self._path(int(number)) == file
            if goes_on and known and self._read(int(number)) is not None:
                self.done.add(int(number))
            elif file.name != "run.json" and _OURS.fullmatch(file.name):
                drop(file)
        if not goes_on and os.path.lexists(path):
            drop(path)  # whatever it is
        write_whole(path, json.dumps(self.owner))

    def _check_same(self, path: Path) -> None:
        """Refuse to resume another run, or one that cannot be identified."""
        again = "leave --resume out to begin again"
        try:
            held = _OWNER.validate_json(read_bytes(path))
        except ValidationError as error:
            raise Refusal(f"{path} cannot be used ({fault(error)}): {again}") from None
        except InvalidInput as error:
            raise Refusal(f"{error}: {again}") from None
        differing = [key for key in {**self.owner, **held} if held.get(key) != self.owner.get(key)]
        if differing:
            reasons = [
                f"{quoted(key)} {quoted(held.get(key))} there, {self.owner.get(key)} here"
                for key in differing
                if key != ASKED
            ]
            reasons = reasons or ["it was asked for something else, with other options"]
            raise Refusal(
                f"{self.folder} belongs to another run ({'; '.join(reasons[:5])}): {again}"
            )

    def _path(self, number: int) -> Path:
        """Return the file of a chunk."""
        return self.folder / f"chunk-{number:08d}"

    def _checksum(self, number: int, content: bytes) -> bytes:
        """Return the checksum of a chunk of this run under its number."""
        whose = json.dumps([self.owner, number], sort_keys=True).encode()
        return hashlib.sha256(hashlib.sha256(whose).digest() + content).hexdigest().encode()

    def put(self, number: int, columns: dict[str, np.ndarray]) -> None:
        """Write a chunk.

        Parameters
        ----------
        number : int
            Of the chunk.
        columns : dict of str to ndarray
            Its results.
        """
        content = packed(columns)
        write_whole(self._path(number), self._checksum(number, content) + content)
        self.done.add(number)

    def read_one(self, number: int) -> dict[str, np.ndarray] | None:
        """Return a chunk that was there when the folder was taken over, or None."""
        return self._read(number) if number in self.done else None

    def _read(self, number: int) -> dict[str, np.ndarray] | None:
        """Return a chunk, or None when it is missing or damaged, or belongs elsewhere."""
        try:
            data = read_bytes(self._path(number), _MOST_OF_CHUNK)
            if self._checksum(number, data[_DIGEST:]) != data[:_DIGEST]:
                return None
            return unpacked(data[_DIGEST:])
        except InvalidInput:
            return None

    def read(self) -> list[dict[str, np.ndarray]]:
        """Return all chunks in their order.

        Raises
        ------
        CannotWrite
            When one was damaged since it was written.
        """
        chunks, lost = [], []
        for number in sorted(self.done):
            columns = self._read(number)
            if columns is None:
                lost.append(self._path(number).name)
            else:
                chunks.append(columns)
        if lost:
            raise CannotWrite(
                f"{self.folder}: {', '.join(lost[:3])} was damaged meanwhile: go on with --resume"
            )
        return chunks

    def remove(self) -> None:
        """Throw the folder away, but for files of somebody's own.

        Its run is finished, or never got anywhere. The lock goes last: whoever comes meanwhile is
        refused, and whoever comes after it finds nothing.
        """
        with suppress(OSError):  # it is gone already, or is somebody else's since
            for path in self.folder.iterdir():
                if _OURS.fullmatch(path.name):
                    drop(path)
            (self.folder / "lock").unlink(missing_ok=True)
            self.folder.rmdir()
