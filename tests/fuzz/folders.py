"""Folders of results, archives and unfinished runs of which one file is another than it was."""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
from random import Random

from sim.analysis.results.listing import entries
from sim.analysis.results.unpacking import unpacked
from sim.analysis.results.verifying import verify
from sim.ensemble.checkpoint import Checkpoint
from sim.report.manifest import read_manifest
from sim.shell.reopening import held, reopen

from . import mutators, seeds
from .files import KEYS, File
from .words import blank_figures, call

_NAMES = ("kind", "seed", "histories", "files", "holds", "made_by", "version", "name", "changed")


class Folders(File):
    """A folder of results with one mutated file; half of the time the manifest says so."""

    name, named, share = "results folders", "", 0.3

    def prepare(self) -> None:
        self.folder = self.room / "results" / "kept"
        if not self.folder.exists():
            with contextlib.chdir(self.room), blank_figures():
                code, told = call(["run", "base", "-n", "3", "-o", "results/kept", "-q"])
            assert code == 0, told
        self.files = {
            name: (self.folder / name).read_bytes() for name in seeds.in_folder(self.folder)
        }
        self.texts = [name for name in self.files if not name.startswith("figures/")]

    def mutant(self, chance: Random) -> bytes:
        """Return the name of a file and whether the manifest knows, and the mutant below."""
        name = chance.choice(
            (chance.choice(self.texts), "manifest.json", "resolved.toml", "runs.csv")
        )
        data = self.files[name]
        if name == "manifest.json" and chance.random() < 0.7:
            changed = mutators.dumped(chance, mutators.tree(chance, json.loads(data), _NAMES))
        elif len(data) > 50_000 or name.endswith(".gz"):
            changed = mutators.damaged(chance, data)
        elif name.endswith(".csv"):
            changed = mutators.table(chance, data, KEYS)
        else:
            changed = mutators.text(chance, data, KEYS)
        return json.dumps([name, chance.random() < 0.6]).encode() + b"\n" + changed

    def attempt(self, data: bytes) -> None:
        """List, verify and reopen it."""
        first, _, content = data.partition(b"\n")
        name, known = json.loads(first)
        path, manifest = self.folder / name, self.folder / "manifest.json"
        try:
            if known and name != "manifest.json":
                told = json.loads(self.files["manifest.json"])
                if name in told["files"]:
                    told["files"][name] = hashlib.sha256(content).hexdigest()
                manifest.write_text(json.dumps(told))
            path.write_bytes(content)
            self._used(again=len(content) % 23 == 0)
        finally:
            path.write_bytes(self.files[name])
            manifest.write_bytes(self.files["manifest.json"])

    def _used(self, again: bool) -> None:
        """Do with the folder what commands do."""
        for one in entries(self.folder.parent):
            one.in_words()
        read_manifest(self.folder)
        held(self.folder)
        reopen(self.folder)
        if again:  # everything is made anew
            with blank_figures():
                str(verify(self.folder))


class Archives(Folders):
    """An archive of results with a few other bytes."""

    name, named, share = "archives", "mutant.zip", 0.1

    def prepare(self) -> None:
        super().prepare()
        path = self.room / "whole.zip"
        if not path.exists():
            with contextlib.chdir(self.room), blank_figures():
                code, told = call(["results", "archive", "results/kept", "-o", "whole.zip"])
            assert code == 0, told
        self.whole = path.read_bytes()

    def mutant(self, chance: Random) -> bytes:
        """Return a mutant."""
        return mutators.damaged(chance, self.whole)

    def attempt(self, data: bytes) -> None:
        """Unpack it; a few are verified, for which everything is made anew."""
        path = self.written(data)
        with unpacked(path) as inside:
            read_manifest(inside.results)
        if len(data) % 41 == 0:
            with blank_figures():
                str(verify(path))


class Unfinished(File):
    """What an interrupted run left, with other bytes: it is taken over, or refused in a line."""

    name, named, share = "unfinished runs", "", 0.5

    def prepare(self) -> None:
        import numpy as np

        self.owner: dict[str, str | int] = {"scenario": "abc", "seed": 1, "histories": 4}
        self.place = self.room / "place"
        shutil.rmtree(self.place, ignore_errors=True)
        with Checkpoint(self.place, self.owner) as kept:
            for number in range(2):
                kept.put(number, {"run": np.arange(3), "tilt": np.linspace(0, 1, 3)})
        self.files = {path.name: path.read_bytes() for path in self.place.iterdir()}

    def mutant(self, chance: Random) -> bytes:
        """Return the name of a file, and its mutant."""
        name = chance.choice(["run.json", "chunk-00000000", "chunk-00000001", "chunk-1", "lock"])
        data = self.files.get(name, b"x")
        if name.startswith("chunk-0") and chance.random() < 0.5:  # with the right checksum
            content = mutators.damaged(chance, data[64:])
            whose = json.dumps([self.owner, int(name[-1])], sort_keys=True).encode()
            inner = hashlib.sha256(hashlib.sha256(whose).digest() + content).hexdigest()
            return name.encode() + b"\n" + inner.encode() + content
        return name.encode() + b"\n" + mutators.text(chance, data, ("seed", "version", "chunk"))

    def attempt(self, data: bytes) -> None:
        """Go on with it."""
        name, _, content = data.partition(b"\n")
        shutil.rmtree(self.place, ignore_errors=True)
        self.place.mkdir()
        for other, whole in self.files.items():
            (self.place / other).write_bytes(whole)
        (self.place / name.decode()).write_bytes(content)
        with Checkpoint(self.place, self.owner, resume=True) as kept:
            kept.read()
