"""Checkpoints: whatever happens to a run, going on gives the bytes of a run to which nothing
happened.
"""

from __future__ import annotations

import errno
import io
import itertools
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.analysis.run import write as store
from sim.ensemble import checkpoint as module
from sim.ensemble import run as ensemble
from sim.ensemble import version
from sim.ensemble.checkpoint import Checkpoint, Refusal, identity
from sim.ensemble.resuming import Keeping
from sim.outcomes.table import OutcomeTable
from sim.scenario import with_numbers
from sim.system.files import CannotWrite

HISTORIES = 600
PROGRAM = """
import os, random, signal, sys, time
import sim
from pathlib import Path
from concurrent.futures import ThreadPoolExecutor
from sim.ensemble import checkpoint, resuming, run as ensemble
from sim.analysis.run import write as store
ensemble.CHUNK = checkpoint.CHUNK = 20
scenario, folder, dice = sim.load("article"), Path(sys.argv[1]), random.Random(0)

def attempt(ready):
    with checkpoint.Checkpoint(folder, checkpoint.identity(scenario, 1, 600), resume=True) as kept:
        print(len(kept.done), flush=True)
        os.write(ready, b".")
        with ThreadPoolExecutor() as place:
            keeping = resuming.Keeping(place, kept)
            counted = ensemble.run_outcomes(scenario, 600, 1, keeping)
        store.write_runs(counted, folder.parent / "runs.csv")

ensemble.run_outcomes(scenario, 1)  # the machine code is loaded before the attempts begin
reading, ready = os.pipe()
for longer in range(12):  # on a busy machine the first attempts are over before anything is kept
    process = os.fork()
    if not process:
        attempt(ready)
        os._exit(0)
    os.read(reading, 1)
    time.sleep(dice.uniform(0.005, 0.05 * 1.3**longer))
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
attempt(ready)
"""


@pytest.fixture
def small_chunks(monkeypatch):
    """Chunks of twenty histories."""
    monkeypatch.setattr(ensemble, "CHUNK", 20)
    monkeypatch.setattr(module, "CHUNK", 20)


@pytest.fixture(scope="module")
def undisturbed(tiny, tmp_path_factory) -> bytes:
    """The table of a run to which nothing happens."""
    return written(tiny, tmp_path_factory.mktemp("calm"))


def written(scenario: sim.Scenario, folder: Path) -> bytes:
    """Run a scenario's histories at once, and return their table."""
    store.write_runs(ensemble.run_outcomes(scenario, HISTORIES), folder / "calm.csv")
    return (folder / "calm.csv").read_bytes()


def tallied(scenario, checkpoint: Checkpoint, progress=None) -> OutcomeTable:
    """Run histories whose chunks are kept."""
    with ThreadPoolExecutor() as place:
        return ensemble.run_outcomes(scenario, HISTORIES, 1, Keeping(place, checkpoint), progress)


def resumed(tiny, folder: Path, tmp_path: Path) -> tuple[int, bytes]:
    """Go on with a run; return how many chunks were there already, and the table it ends with."""
    with Checkpoint(folder, identity(tiny, 1, HISTORIES), resume=True) as kept:
        there = len(kept.done)
        store.write_runs(tallied(tiny, kept), tmp_path / "runs.csv")
    return there, (tmp_path / "runs.csv").read_bytes()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot split a process in two")
def test_a_run_killed_again_and_again_ends_with_the_same_bytes(article, tmp_path):
    command = [sys.executable, "-c", PROGRAM, str(tmp_path / "chunks")]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    seen = [int(line) for line in done.stdout.splitlines()]
    assert len(seen) == 13 and seen == sorted(seen)
    assert seen[0] == 0 < seen[-1]
    assert (tmp_path / "runs.csv").read_bytes() == written(article, tmp_path)


def damaged(folder: Path, how: str) -> None:
    """Damage a chunk."""
    path = sorted(folder.glob("chunk-*"))[7]
    content = bytearray(path.read_bytes())
    if how == "truncated":
        content = content[: len(content) // 2]
    elif how == "a flipped bit":
        content[len(content) // 2] ^= 1
    elif how == "empty":
        content = bytearray()
    path.unlink() if how == "missing" else path.write_bytes(content)


@pytest.mark.parametrize("how", ["truncated", "a flipped bit", "empty", "missing"])
def test_a_damaged_chunk_is_computed_again(tiny, undisturbed, small_chunks, tmp_path, how):
    resumed(tiny, tmp_path / "chunks", tmp_path)
    damaged(tmp_path / "chunks", how)
    there, table = resumed(tiny, tmp_path / "chunks", tmp_path)
    assert there == HISTORIES // 20 - 1
    assert table == undisturbed


def test_a_full_disk_is_an_error_that_loses_nothing(
    tiny, undisturbed, small_chunks, tmp_path, monkeypatch
):
    real, written = os.fsync, itertools.count()

    def full(descriptor: int) -> None:
        if next(written) >= 8:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        resumed(tiny, tmp_path / "chunks", tmp_path)
    monkeypatch.setattr(os, "fsync", real)
    assert not list((tmp_path / "chunks").glob("*.partial"))
    there, table = resumed(tiny, tmp_path / "chunks", tmp_path)
    assert there == 7  # one of the eight files written before was the run's identity
    assert table == undisturbed


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may mount")
@pytest.mark.parametrize(
    ("options", "words"),
    [("size=200k", "No space left on device"), ("size=9m,ro", "Read-only file system")],
)
def test_a_disk_that_is_full_or_read_only_is_one_line(command, tmp_path, options, words):
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(disk)], capture_output=True
    ).returncode:
        pytest.skip("nothing can be mounted here")
    try:
        done = command("run", "article", "-n", "4000", "-q", "-o", str(disk / "out"))
        assert done.returncode == 4
        assert words in done.stderr and done.stderr.count("\n") == 1
        assert not (disk / "out").exists()
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_two_processes_on_one_folder_the_second_is_refused(tiny, tmp_path):
    with (
        Checkpoint(tmp_path / "chunks", identity(tiny, 1, 10)),
        pytest.raises(Refusal, match="in use by another run"),
    ):
        Checkpoint(tmp_path / "chunks", identity(tiny, 1, 10)).__enter__()


def test_chunks_of_another_run_are_never_mixed_in(tiny, small_chunks, tmp_path, monkeypatch):
    resumed(tiny, tmp_path / "chunks", tmp_path)
    calm = with_numbers(tiny, {"states.A.autonomy": 0.5})
    for other, words in (
        (identity(tiny, 2, HISTORIES), "seed 1 there, 2 here"),
        (identity(calm, 1, HISTORIES), f"scenario {tiny.hash} there, {calm.hash} here"),
        (identity(tiny, 1, 700), "histories 600 there, 700 here"),
        (identity(tiny, 1, HISTORIES) | {"version": "9"}, "version .* there, 9 here"),
    ):
        with pytest.raises(Refusal, match=words):
            Checkpoint(tmp_path / "chunks", other, resume=True).__enter__()
    with Checkpoint(tmp_path / "chunks", identity(tiny, 2, HISTORIES)) as anew:
        assert anew.done == set()


OWNER = {"scenario": "0123abcd", "seed": 1, "histories": 60, "chunk": 20, "version": "1"}


def kept(folder: Path, owner: dict = OWNER) -> Path:
    """Write three small chunks of a run; return the folder."""
    with Checkpoint(folder, owner) as made:
        for number in range(3):
            made.put(number, {"tilt": np.full(20, float(number))})
    return folder


def there(folder: Path, owner: dict = OWNER) -> set[int]:
    """Return the chunks that a run can go on from."""
    with Checkpoint(folder, owner, resume=True) as again:
        assert [columns["tilt"][0] for columns in again.read()] == sorted(again.done)
        return set(again.done)


def test_a_chunk_is_taken_for_no_other(tmp_path):
    folder = kept(tmp_path / "a")
    os.rename(folder / "chunk-00000001", folder / "chunk-00000007")
    assert there(folder) == {0, 2}
    other = kept(tmp_path / "b", OWNER | {"seed": 2})
    shutil.copy(other / "chunk-00000001", folder)
    assert there(folder) == {0, 2}
    shutil.copy(kept(tmp_path / "c") / "chunk-00000001", folder)
    assert there(folder) == {0, 1, 2}


def test_what_is_no_chunk_is_thrown_away_whatever_it_is(tmp_path):
    folder = kept(tmp_path / "a")
    os.mkfifo(folder / "chunk-00000003")
    (folder / "chunk-00000004").mkdir()
    (folder / "chunk-00000005").symlink_to("/dev/zero")
    (folder / "chunk-5").write_text("x")
    (folder / "chunk-²").write_text("x")
    (folder / ".chunk-00000009.partial").write_text("x")
    assert there(folder) == {0, 1, 2}
    assert sorted(path.name for path in folder.iterdir() if "chunk" in path.name) == [
        f"chunk-0000000{k}" for k in range(3)
    ]


def forged(folder: Path, number: int, content: bytes) -> None:
    """Write a chunk whose checksum is right."""
    checksum = Checkpoint(folder, OWNER)._checksum(number, content)
    (folder / f"chunk-{number:08d}").write_bytes(checksum + content)


def archive(**arrays: np.ndarray) -> bytes:
    """Return arrays as they stand in a file."""
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK",
        archive(tilt=np.zeros(20))[:-30],
        archive(tilt=np.array([print], dtype=object)),
        b"\x93NUMPY",
    ],
    ids=["empty", "no archive", "cut", "objects", "cut array"],
)
def test_a_chunk_that_cannot_be_read_is_computed_again_whatever_its_checksum_says(
    tmp_path, content
):
    folder = kept(tmp_path / "a")
    forged(folder, 1, content)
    assert there(folder) == {0, 2}


def test_a_chunk_that_does_not_say_what_it_was_asked_for_is_computed_again(
    tiny, undisturbed, small_chunks, tmp_path
):
    resumed(tiny, tmp_path / "chunks", tmp_path)
    with Checkpoint(tmp_path / "chunks", identity(tiny, 1, HISTORIES), resume=True) as open_:
        first, second = open_.read()[2:4]
        open_.put(3, first | {"tilt_last": second["tilt_last"]})  # what another chunk was asked for
        open_.put(4, {name: column for name, column in second.items() if name != "asked"})
    assert resumed(tiny, tmp_path / "chunks", tmp_path)[1] == undisturbed


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{",
        '{"seed": [1]}',
        '{"seed": NaN}',
        '{"seed": 1e400}',
        "[" * 10**5,
        "\xff",
        '{"a": "\\ud800"}',
    ],
)
def test_a_run_that_cannot_be_told_is_one_line_and_begins_again_without_resume(tmp_path, text):
    folder = kept(tmp_path / "a")
    (folder / "run.json").write_text(text, encoding="latin-1")
    with pytest.raises(Refusal, match="leave --resume out") as refused:
        there(folder)
    assert "\n" not in str(refused.value) and refused.value.exit_code == 5
    with Checkpoint(folder, OWNER) as anew:
        assert anew.done == set()
        anew.put(0, {"tilt": np.zeros(20)})
    assert there(folder) == {0}


@pytest.mark.parametrize(
    "text", ['{"seed": 1%s}' % ("0" * 3000), '{"x": 1}', '{"version": "\\n\\n"}']
)
def test_another_run_is_told_in_one_short_line(tmp_path, text):
    folder = kept(tmp_path / "a")
    (folder / "run.json").write_text(text)
    with pytest.raises(Refusal, match="belongs to another run") as refused:
        there(folder)
    assert "there, " in str(refused.value) and " here" in str(refused.value)
    assert "\n" not in str(refused.value) and len(str(refused.value)) < 700


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: os.symlink("/dev/zero", path)])
def test_only_a_regular_file_says_whose_chunks_are(tmp_path, make):
    folder = kept(tmp_path / "a")
    (folder / "run.json").unlink()
    make(folder / "run.json")
    with pytest.raises(Refusal, match="this is a"):
        there(folder)
    with Checkpoint(folder, OWNER) as anew:
        assert anew.done == set()
        assert not anew.folder.joinpath("run.json").is_symlink()
        anew.put(0, {"tilt": np.zeros(20)})
    assert there(folder) == {0}


@pytest.mark.parametrize("resume", [True, False])
def test_a_link_in_the_place_of_the_chunks_is_refused_and_what_it_leads_to_stays(tmp_path, resume):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "chunk-notes.txt").write_text("mine")
    (tmp_path / "a").symlink_to(tmp_path / "mine")
    with (
        pytest.raises(Refusal, match="is a link: remove it"),
        Checkpoint(tmp_path / "a", OWNER, resume=resume),
    ):
        pass
    assert os.listdir(tmp_path / "mine") == ["chunk-notes.txt"]


def test_a_file_of_ones_own_among_the_chunks_stays_when_they_go(tmp_path):
    folder = kept(tmp_path / "a")
    (folder / "notes.txt").write_text("mine")
    assert there(folder) == {0, 1, 2}
    with Checkpoint(folder, OWNER) as anew:
        anew.remove()
    assert os.listdir(folder) == ["notes.txt"]


@pytest.mark.parametrize(
    "name",
    [
        "outcomes/table",
        "analysis/threshold/threshold",
        "data/events",
        "scenario/numbers",
        "model/month/look",
    ],
)
def test_every_module_that_may_measure_a_history_counts_in_the_version(tmp_path, monkeypatch, name):
    there, before = Path(version.__file__).parents[1], version.version()
    shutil.copytree(there, tmp_path / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(version, "__file__", str(tmp_path / "sim" / "ensemble" / "version.py"))
    assert version.version.__wrapped__() == before
    for shown, same in (("cli/scenarios", True), (name, False)):
        with (tmp_path / "sim" / f"{shown}.py").open("a") as file:
            file.write("CHANGED = True\n")
        assert (version.version.__wrapped__() == before) is same


def test_a_chunk_that_is_damaged_while_the_run_goes_on_is_told(tmp_path):
    with Checkpoint(tmp_path / "a", OWNER) as made:
        made.put(0, {"tilt": np.zeros(20)})
        (tmp_path / "a" / "chunk-00000000").write_bytes(b"")
        with pytest.raises(CannotWrite, match="chunk-00000000 was damaged"):
            made.read()


@pytest.mark.usefixtures("blank_figures", "small_tasks")
def test_an_interrupted_run_says_how_to_go_on_and_does(command, sim_of_small_tasks, tmp_path):
    words = ["run", "article", "-n", "100000", "-q", "-o", "out"]
    running = subprocess.Popen(
        [*sim_of_small_tasks, *words],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    while len(list(tmp_path.glob(".out.unfinished/chunk-????????"))) < 2:
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=60)
    assert running.returncode == 130
    assert re.search(
        r"[1-9][\d,]* histories are kept; the same command with --resume continues", err
    )
    assert not (tmp_path / "out").exists()
    few = ["run", "article", "-n", "64", "-q", "-o", "out"]
    done = command(*few, "--resume")
    assert done.returncode == 5 and "histories 100000 there, 64 here" in done.stderr
    assert command(*few).returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
