"""Checkpoints: the finished chunks of an unfinished run, each complete and checked, or not there.

A chunk is written under another name, synced, and renamed; its file begins with the checksum of the rest. Whatever
happens, at most the chunks under way are lost. The folder belongs to one run (scenario, seed, number of histories,
version) and to one process at a time.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from concurrent.futures import Executor
from io import BytesIO
from pathlib import Path
from types import TracebackType

import numpy as np

from .ensemble import CHUNK, chunks, joined
from .errors import EXISTS, SimError
from .scenario import Scenario
from .tally import Tally
from .version import version

try:
    import fcntl
except ImportError:  # Windows has no such locks; there two processes are not kept apart
    fcntl = None

ASKED = "asked"  # the checksum of all that a command was asked for, which says nothing to a reader
_DIGEST = 64  # characters of a checksum


class Refusal(SimError):
    """The folder belongs to another run, or to another process; the message says which, and what to do."""

    exit_code = EXISTS


def identity(scenario: Scenario, seed: int, histories: int) -> dict[str, str | int]:
    """Return what must be the same for chunks to belong together."""
    return {"scenario": scenario.hash, "seed": seed, "histories": histories, "chunk": CHUNK, "version": version()}


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

    def __init__(self, folder: Path, owner: dict[str, str | int], resume: bool = False):
        self.folder, self.owner, self.resume = folder, owner, resume
        self.done: set[int] = set()

    def __enter__(self) -> Checkpoint:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT)
        try:
            self._take_lock()
            self._take_over()
        except BaseException:
            os.close(self._lock)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self.done:
            self.remove()  # there is nothing to go on from
        os.close(self._lock)

    def _take_lock(self) -> None:
        """Take the folder for this process, until it ends in whatever way."""
        if fcntl is None:
            return
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            text = f"{self.folder} is in use by another run: wait for it, or choose another folder with -o"
            raise Refusal(text) from None

    def _take_over(self) -> None:
        """Find the chunks that can be gone on from, and throw away all else."""
        path = self.folder / "run.json"
        held = json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
        if self.resume and held is not None and held != self.owner:
            differing = [key for key in self.owner if held.get(key) != self.owner[key]]
            told = [f"{key} {held.get(key)} there, {self.owner[key]} here" for key in differing if key != ASKED]
            told = told or ["it was asked for something else, with other options"]
            why = f"belongs to another run ({'; '.join(told)})"
            raise Refusal(f"{self.folder} {why}: leave --resume out to begin again")
        for file in self.folder.iterdir():
            number = file.name.removeprefix("chunk-")
            if self.resume and held is not None and number.isdigit() and self._read(int(number)) is not None:
                self.done.add(int(number))
            elif file.name not in ("lock", "run.json"):
                file.unlink()
        _write_whole(path, json.dumps(self.owner).encode())

    def _path(self, number: int) -> Path:
        """Return the file of a chunk."""
        return self.folder / f"chunk-{number:08d}"

    def put(self, number: int, columns: dict[str, np.ndarray]) -> None:
        """Write a chunk."""
        buffer = BytesIO()
        np.savez(buffer, **columns)
        content = buffer.getvalue()
        _write_whole(self._path(number), hashlib.sha256(content).hexdigest().encode() + content)
        self.done.add(number)

    def read_one(self, number: int) -> dict[str, np.ndarray] | None:
        """Return a chunk that was there when the folder was taken over, or None."""
        return self._read(number) if number in self.done else None

    def _read(self, number: int) -> dict[str, np.ndarray] | None:
        """Return a chunk, or None when it is missing or damaged."""
        try:
            data = self._path(number).read_bytes()
        except OSError:
            return None
        if hashlib.sha256(data[_DIGEST:]).hexdigest().encode() != data[:_DIGEST]:
            return None
        with np.load(BytesIO(data[_DIGEST:])) as arrays:
            return {name: arrays[name] for name in arrays.files}

    def read(self) -> list[dict[str, np.ndarray]]:
        """Return all chunks in their order."""
        return [self._read(number) for number in sorted(self.done)]

    def remove(self) -> None:
        """Throw the folder away: its run is finished, or never got anywhere."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all, even after a power cut."""
    partial = path.with_name(f"{path.name}.partial")
    try:
        with partial.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError:
        partial.unlink(missing_ok=True)
        raise


def tally_resumably(
    scenario: Scenario,
    histories: int,
    seed: int,
    checkpoint: Checkpoint,
    executor: Executor | None = None,
    progress: Callable[[int], None] | None = None,
) -> Tally:
    """Run histories 0, 1, ... and keep their tally, chunk by chunk on disk.

    Parameters
    ----------
    scenario, histories, seed, executor, progress
        As in ``ensemble.tally_histories``.
    checkpoint : Checkpoint
        Entered; what it has already is not computed again.
    """
    tell = progress or (lambda done: None)
    tell(sum(min(CHUNK, histories - number * CHUNK) for number in checkpoint.done))
    for number, columns in chunks(scenario, histories, seed, executor, skip=set(checkpoint.done)):
        checkpoint.put(number, columns)
        tell(len(columns["tilt_first"]))
    return joined(scenario, seed, checkpoint.read())
