"""Deeds: the commands that are tortured, what each leaves when nobody disturbs it, and the law."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import NamedTuple

from fuzz import seeds
from fuzz.words import call

from sim.report.placing import drop

from .children import Ended, run

_TIME = ("time", "commit")  # of a manifest: when it was made


class Deed(NamedTuple):
    """A command.

    Attributes
    ----------
    name : str
    words : list of str
        What is typed.
    resumes : bool
        Whether what an interruption leaves can be gone on from.
    after : str
        A file that is written after the result, which a kill between the two leaves out.
    """

    name: str
    words: list[str]
    resumes: bool = False
    after: str = ""


OVER = "ties.RUS.DPRK.obstacle"
DEEDS = [
    Deed("run", ["run", "base", "-n", "3000", "-o", "out", "-q"], True),
    Deed("run, few", ["run", "base", "-n", "3", "-o", "out", "-q", "--moves"], True),
    Deed("run, replaced", ["run", "base", "-n", "4", "-o", "there", "-q", "--overwrite"], True),
    Deed("compare", ["compare", "base", "--without", "storm", "-n", "1500", "-o", "out", "-q"]),
    Deed("sweep", f"sweep base --over {OVER}=0:2:3 -n 1100 -o out -q".split(), True),
    Deed(
        "sensitivity",
        f"sensitivity base --over {OVER} --trajectories 2 --base 8 -n 20 -o out -q".split(),
        True,
    ),
    Deed(
        "calibrate",
        f"calibrate base --record events.csv --train-until 2013-06 --over {OVER} --points 16 "
        "--rounds 1 -n 20 -o out -q".split(),
        True,
    ),
    Deed("experiment", ["experiment", "plan.toml", "-o", "out", "-q"], True),
    Deed("export", ["results", "export", "kept", "-o", "panel.csv"], after="panel-codebook.csv"),
    Deed("archive", ["results", "archive", "kept", "-o", "kept.zip"]),
    Deed("play", ["play", "base", "--as", "DPRK", "--script", "script.txt", "--save", "game.txt"]),
    Deed("new", ["new", "mine", "--states", "Vietnam,China", "-o", "mine.toml"]),
]
EVENTS = "".join(
    f"2013-{month:02d}-{day:02d},{i},{j},verbal_{'coop' if day <= 3 * k else 'conflict'}\n"
    for k, (i, j) in enumerate(
        (i, j) for i in ("PRK", "RUS", "CHN") for j in ("PRK", "RUS", "CHN") if i != j
    )
    for month in range(1, 11)
    for day in range(1, 20)
)


class Bench:
    """Rooms with all that commands need, and what each command leaves undisturbed."""

    def __init__(self, place: Path) -> None:
        self.place, self.model = place, place / "model"
        (self.model / "scenarios").mkdir(parents=True)
        for name, text in (
            ("scenarios/base.toml", seeds.WORLD), ("plan.toml", seeds.EXPERIMENT),
            ("script.txt", seeds.SCRIPT), ("events.csv", f"date,source,target,quad\n{EVENTS}"),
        ):  # fmt: skip
            (self.model / name).write_text(text)
        for words in ("run base -n 3 -o kept -q", "run base -n 5 -o there -q"):
            with contextlib.chdir(self.model):
                call(words.split())  # here, so that children find everything loaded
        for deed in DEEDS:
            with contextlib.chdir(room := self.room()):
                code, told = call(deed.words)
            if code:
                raise SystemExit(f"sim {' '.join(deed.words)}: {told}")
            self.clear(room)
        self.whole: dict[str, dict[str, str]] = {}
        self.seconds: dict[str, float] = {}
        for deed in DEEDS:
            room = self.room()
            ended = run(deed.words, room)
            if ended.code:
                raise SystemExit(f"sim {' '.join(deed.words)}: {ended}")
            self.whole[deed.name], self.seconds[deed.name] = contents(room), ended.seconds
            self.clear(room)

    def room(self) -> Path:
        """Return a room, always at the same place: results name the files that they are from."""
        room = self.place / "room"
        shutil.copytree(self.model, room, dirs_exist_ok=True)
        return room

    def clear(self, room: Path) -> None:
        """Remove a room and what was written beside it."""
        if room.is_mount():
            for path in room.iterdir():
                drop(path)
        shutil.rmtree(room, ignore_errors=True)
        shutil.rmtree(room.parent / f"{room.name}.outside", ignore_errors=True)

    def wrong(self, deed: Deed, room: Path) -> str:
        """Finish a deed that was disturbed; return what then is not as if it never had been."""
        again = [*deed.words, "--resume"] if deed.resumes else list(deed.words)
        ended = run(again, room)
        if ended.code == 5:  # it was done already, or says what is in the way
            ended = self._in_the_way(deed, room, ended)
        if ended.code:
            return f"the command again ends with {ended.code}: {ended.err[-500:]}"
        found, whole = contents(room), self.whole[deed.name]
        left = sorted(found.keys() - whole.keys())
        if left:
            return f"left behind: {left[:5]}"
        other = sorted(name for name in whole if found.get(name) != whole[name])
        return f"other bits: {other[:5]}" if other else ""

    def _in_the_way(self, deed: Deed, room: Path, ended: Ended) -> Ended:
        """Do what a refusal says, which has to stand before a whole result."""
        found, whole = contents(room), self.whole[deed.name]
        missing = [name for name in whole if found.get(name) != whole[name]]
        if missing and not (missing == [deed.after] and deed.after not in found):
            return ended._replace(err=f"in the way is {missing[:5]}, half done: {ended.err}")
        if "with --overwrite" in ended.err:  # what it says is done
            return run([*deed.words, "--overwrite"], room)
        return ended._replace(code=0)


def contents(room: Path) -> dict[str, str]:
    """Return every file of a room with its checksum; of manifests all but the time."""
    found = {}
    for folder, folders, files in os.walk(room):
        for name in files:
            path = Path(folder) / name
            data = path.read_bytes()
            if name == "manifest.json":
                told = json.loads(data)
                data = json.dumps(_timeless(told)).encode()
            found[path.relative_to(room).as_posix()] = hashlib.sha256(data).hexdigest()
        for name in folders:
            found.setdefault(f"{(Path(folder) / name).relative_to(room).as_posix()}/", "")
    return found


def _timeless(told: dict) -> dict:
    """Return a manifest without what differs from run to run."""
    return {
        key: _timeless(value) if isinstance(value, dict) else value
        for key, value in told.items()
        if key not in _TIME
    }


def untidy(ended: Ended, codes: tuple[int, ...], lines: int = 1) -> str:
    """Return what is wrong with how a command ended, or nothing."""
    if ended.code not in codes:
        return f"it ends with {ended.code}: {ended.err[-800:]}"
    if "Traceback" in ended.err or "bug of ours" in ended.err:
        return f"it ends in a traceback: {ended.err[-800:]}"
    told = [line for line in ended.err.splitlines() if line.strip()]
    if len(told) > lines:
        return f"it ends with {len(told)} lines: {ended.err[-800:]}"
    return ""
