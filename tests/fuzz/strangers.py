"""What somebody else made on purpose: archives of another structure, manifests with other commands.

A mutant is a list of things to do to a good archive or folder, as JSON. Besides the law of all
kinds, nothing may be written beside what was given, no file of Python may be run, and no cluster
asked.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shlex
import shutil
import struct
import zipfile
from pathlib import Path
from random import Random
from typing import Any
from unittest import mock

from sim.analysis.results.unpacking import unpacked
from sim.analysis.results.verifying import verify
from sim.errors import SimError
from sim.report.manifest import read_manifest
from sim.shell.session import Session

from . import mutators, seeds
from .files import File
from .harness import Broken
from .words import blank_figures, call

_NAMES = (
    "../evil.txt", "/tmp/evil.txt", "kept/../../evil", "kept/results/../../../evil", "..\\evil",
    "C:\\x",
    "C:/x", "kept//results//manifest.json", "./kept/results/runs.csv", "kept/results", "kept",
    "kept/results/", "", ".", "..", "/", "\0", "a\0b", "kept/\x1b[31m", "kept/" + "n" * 300, "ü/ß",
    "kept/" + "d/" * 200 + "x", "KEPT/RESULTS/MANIFEST.JSON", "two/results/manifest.json", "con",
    "\udcff",
    "kept/results/manifest.json/x", "kept/archive.json", "kept/checksums.sha256",
)  # fmt: skip
_KEYS = ("scenario_files", "base", "/etc/passwd", "scenario/../../../etc/passwd", "kept", "x")
_WORDS = (
    "--behaviour", "--behaviour=B:DPRK=evil.py:Evil", "DPRK=evil.py:Evil", "--cluster", "--help",
    "--cluster=tcp://127.0.0.1:9", "-o", "--output=out", "out", "--overwrite", "--json",
    "--dry-run",
    "--resume", "--debug", "-q", "--quiet", "sim", "run", "compare", "sweep", "experiment",
    "play", "app",
    "results", "new", "kept", "evil.py", "../base", "/dev/zero", "/", "", "--", "-n", "2",
    "--seed", "1",
    "--set", "states.DPRK.autonomy=0.1", "--without", "storm", "--record", "evil.py",
    "-n1000000000",
    "base.toml", "--over", "states.DPRK.autonomy=0:1:3", "--of", "tilt", "hindcast", "blocs",
    "exam",
)  # fmt: skip
_COMMANDS = (
    "sim compare base --without storm -n 2 --seed 1",
    "sim sweep base --over states.DPRK.autonomy=0:1:2 -n 2",
    "sim run base -n 2 --seed 1", "sim explain base --state DPRK -n 2", "sim blocs base",
    "sim threshold base --question lean -n 2", "sim experiment plan.toml", "sim exam base",
    "sim sensitivity base --only states.DPRK.autonomy -n 2",
)  # fmt: skip
_MORE = (
    "--set states.DPRK.autonomy=0.1", "--seed 1", "--without storm", "-n 3", "--moves",
    "--engine mesa", "--behaviour DPRK=evil.py:Evil", "--cluster tcp://127.0.0.1:9", "-o out",
    "--overwrite", "--resume", "--json", "--rows", "--debug",
)  # fmt: skip
EVIL = "open('evil-was-run', 'w').close()\nimport sim\nclass Evil(sim.State):\n    pass\n"
_MOST = 40  # histories of a command that is computed again


class StrangerArchives(File):
    """Archives with other names, kinds, sizes and contents than any that this program writes."""

    name, named, share = "archives of strangers", "mutant.zip", 0.3

    def prepare(self) -> None:
        folder = self.room / "results" / "kept"
        if not folder.exists():
            with contextlib.chdir(self.room), blank_figures():
                for words in (["run", "base", "-n", "3", "-o", "results/kept", "-q"],
                              ["results", "archive", "results/kept", "-o",
                              "whole.zip"]):  # fmt: skip
                    code, told = call(words)
                    assert code == 0, told
        with zipfile.ZipFile(self.room / "whole.zip") as whole:
            names = [name for name in whole.namelist() if not name.startswith("kept/program/")]
            self.files = {name: whole.read(name) for name in names}

    def mutant(self, chance: Random) -> bytes:
        """Return what to do, in order."""
        return json.dumps([self._deed(chance) for _ in range(mutators.some(chance))]).encode()

    def _deed(self, chance: Random) -> list[Any]:
        """Return one thing to do: its name, the name of a file, and what it needs."""
        name, other = chance.choice(list(self.files)), chance.choice(_NAMES)
        packed = chance.choice((0, 8, 9, 12, 14, 93, 99))
        deeds: list[list[Any]] = [
            ["rename", name, other], ["add", other, chance.choice((0, 5, 300))],
            ["add", name, 5], ["drop", name],
            ["link", other, chance.choice(("/etc/passwd", "..", "results/runs.csv", ""))],
            ["say", chance.choice((0, 1, 2**31, 2**32 - 1))],  # a size, as of a bomb
            ["flag", chance.choice((1, 0x2000, 0)), packed],  # encrypted, or packed otherwise
            self._text(chance), self._text(chance),
        ]  # fmt: skip
        return chance.choice(deeds)

    def _text(self, chance: Random) -> list[Any]:
        """Return that a file which says what the archive holds says something else."""
        inside = chance.choice(("kept/archive.json", "kept/results/manifest.json"))
        if chance.random() < 0.3:
            inside = "kept/checksums.sha256"
            changed = mutators.text(chance, self.files[inside], _NAMES)
        elif chance.random() < 0.05:
            changed = b"[" * 100_000
        else:
            tree = mutators.tree(chance, json.loads(self.files[inside]), _KEYS)
            changed = mutators.dumped(chance, tree)
        return ["text", inside, changed.decode("utf-8", "replace")]

    def attempt(self, data: bytes) -> None:
        """Unpack it, and look for what it wrote elsewhere."""
        path = self.written(self._made(json.loads(data)))
        before = sorted(os.listdir(self.room))
        with unpacked(path) as inside:
            if read_manifest(inside.results) is None:
                raise Broken("no manifest")
        _nothing_new(self.room, before)

    def _made(self, deeds: list[list[Any]]) -> bytes:
        """Return the archive after all that is done to it."""
        entries: list[tuple[str, bytes, int]] = [(n, c, 0o644) for n, c in self.files.items()]
        size, flags, packed = None, None, None
        for what, *given in deeds:
            match what:
                case "rename":
                    entries = [(given[1] if n == given[0] else n, c, m) for n, c, m in entries]
                case "add":
                    entries.append((given[0], b"x" * given[1], 0o644))
                case "link":
                    entries.append((given[0], given[1].encode(), 0o120777))
                case "drop":
                    entries = [one for one in entries if one[0] != given[0]]
                case "text":
                    content = given[1].encode("utf-8", "surrogatepass")
                    entries = [(n, content if n == given[0] else c, m) for n, c, m in entries]
                case "say":
                    size = given[0]
                case "flag":
                    flags, packed = given
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as made, mock.patch("warnings.warn"):
            for name, content, mode in entries:
                entry = zipfile.ZipInfo("x")
                entry.filename = name.encode("utf-8", "replace").decode()
                entry.external_attr, entry.create_system = mode << 16, 3
                made.writestr(entry, content)
        return _relabelled(buffer.getvalue(), size, flags, packed)


def _relabelled(data: bytes, size: int | None, flags: int | None, packed: int | None) -> bytes:
    """Return a zip whose list of contents says something else of its last file."""
    changed, at = bytearray(data), data.rfind(b"PK\x01\x02")
    if at >= 0 and size is not None:
        struct.pack_into("<L", changed, at + 24, size)
    if at >= 0 and flags is not None:
        struct.pack_into("<HH", changed, at + 8, flags, packed)
    return bytes(changed)


def _nothing_new(room: Path, before: list[str]) -> None:
    """Refuse what was written beside what was given."""
    for name in ("evil.txt", "evil", "x"):
        if (room.parent / name).exists():
            raise Broken(f"{name} was written outside")
    if new := sorted(set(os.listdir(room)) - set(before)):
        for name in new:
            path = room / name
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        raise Broken(f"{new} were written")


class Enough(SimError):
    """What comes next would only take long."""

    exit_code = 4


class StrangerCommands(StrangerArchives):
    """Folders of results whose manifest names another command: verifying only computes."""

    name, named, share = "commands of strangers", "", 0.15

    def prepare(self) -> None:
        super().prepare()
        for name, text in (
            ("evil.py", EVIL),
            ("plan.toml", seeds.EXPERIMENT),
            ("base.toml", seeds.WORLD),
        ):
            (self.room / name).write_text(text)
        self.folder = self.room / "results" / "kept"
        self.manifest = json.loads((self.folder / "manifest.json").read_bytes())

    def mutant(self, chance: Random) -> bytes:
        """Return the kind of results and the command that a manifest names."""
        command = chance.choice(_COMMANDS).split()
        words = mutators.words_of(chance, command, _WORDS)
        if chance.random() < 0.5:  # a good command with one option more
            words = [*command, *chance.choice(_MORE).split()]
        right = {"compare": "comparison"}.get(command[1], command[1])
        kind = chance.choice((right, right, right, "run", "x"))  # another is refused at once
        return json.dumps([kind, shlex.join(words)]).encode()

    def attempt(self, data: bytes) -> None:
        """Verify the folder, up to what would take long."""
        kind, command = json.loads(data)
        told = self.manifest | {
            "command": command,
            "holds": self.manifest["holds"] | {"kind": kind},
        }
        (self.folder / "manifest.json").write_text(json.dumps(told))
        before, real = sorted(os.listdir(self.room)), Session.answer

        def answer(session: Any, asked: Any, total: int, *more: Any, **options: Any) -> None:
            if session.cluster is not None:
                raise Broken("a cluster was asked")
            if total > _MOST:
                raise Enough("this would take long")
            real(session, asked, total, *more, **options)

        with (
            contextlib.chdir(self.room),
            blank_figures(),
            mock.patch.object(Session, "answer", answer),
        ):
            try:
                str(verify(self.folder))
            finally:
                _nothing_new(self.room, before)


STRANGERS = (StrangerArchives, StrangerCommands)
