"""Files: only regular ones, up to a bound, written whole or not at all."""

from __future__ import annotations

import errno
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sim.errors import InvalidInput
from sim.system import files, locks
from sim.system.locks import InUse


def pipe(place: Path) -> Path:
    """Make a named pipe that nobody writes to."""
    os.mkfifo(place / "pipe")
    return place / "pipe"


def listening(place: Path) -> Path:
    """Make a socket."""
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(place / "s"))
    return place / "s"


@pytest.mark.parametrize(
    ("what", "words"),
    [
        (pipe, "this is a pipe, not a file"),
        (listening, "this is a socket, not a file"),
        (lambda place: Path("/dev/zero"), "this is a device, not a file"),
        (lambda place: place, "this is a folder, not a file"),
        (lambda place: place / "none", "No such file"),
        (lambda place: place / ("x" * 300), "File name too long"),
        (lambda place: f"{place}/a\0b", "null"),
    ],
)
def test_only_regular_files_are_read_and_nothing_is_waited_for(tmp_path, what, words):
    path = what(tmp_path)
    for reader in (files.opened, files.read_bytes, files.read_text, files.digest):
        with pytest.raises(InvalidInput, match=words) as refused:
            reader(path)
        assert "\n" not in str(refused.value)


def test_links_in_a_circle_are_refused(tmp_path):
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(InvalidInput, match="symbolic links"):
        files.read_bytes(tmp_path / "a")
    with pytest.raises(InvalidInput, match="symbolic links"):
        files.write_whole(tmp_path / "a", "x")


@pytest.mark.skipif(not Path("/proc/self/smaps").exists(), reason="no such files here")
def test_a_file_is_measured_by_reading_it_not_by_what_it_claims():
    assert Path("/proc/self/smaps").stat().st_size == 0
    with pytest.raises(InvalidInput, match="has more than 100 bytes"):
        files.read_bytes("/proc/self/smaps", most=100)


def test_the_bound_is_the_last_size_that_is_read(tmp_path):
    (tmp_path / "f").write_bytes(b"12345")
    assert files.read_bytes(tmp_path / "f", most=5) == b"12345"
    with pytest.raises(InvalidInput, match="5 bytes; at most 4"):
        files.read_bytes(tmp_path / "f", most=4)


def test_text_is_utf8_with_or_without_a_mark_and_otherwise_refused_with_its_line(tmp_path):
    (tmp_path / "f").write_bytes(b"\xef\xbb\xbfa\n")
    assert files.read_text(tmp_path / "f") == "a\n"
    (tmp_path / "f").write_bytes(b"a\nb\nM\xfcller\n")
    with pytest.raises(InvalidInput, match=r"f is no text in UTF-8 \(line 3\)"):
        files.read_text(tmp_path / "f")


def test_a_written_file_follows_the_umask_and_keeps_what_it_replaces(tmp_path):
    before = os.umask(0o027)
    try:
        files.write_whole(tmp_path / "sub" / "f", "ü\n")
        assert stat.S_IMODE((tmp_path / "sub" / "f").stat().st_mode) == 0o640
        (tmp_path / "sub" / "f").chmod(0o600)
        files.write_whole(tmp_path / "sub" / "f", b"b")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "sub" / "f").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "sub").iterdir()] == ["f"]


@pytest.mark.parametrize("there", [True, False])
def test_writing_through_a_link_writes_where_it_leads_and_leaves_the_link(tmp_path, there):
    if there:
        (tmp_path / "target").write_text("old")
    (tmp_path / "link").symlink_to("target")
    files.write_whole(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_text() == "new"


def test_a_new_file_never_replaces_one(tmp_path, monkeypatch):
    (tmp_path / "f").write_text("mine")
    with pytest.raises(files.InUse, match="exists already"):
        files.write_whole(tmp_path / "f", "other", new=True)
    monkeypatch.setattr(Path, "exists", lambda path: False)  # it came there after the first look
    with pytest.raises(files.InUse, match="exists already"):
        files.write_whole(tmp_path / "f", "other", new=True)
    assert (tmp_path / "f").read_text() == "mine"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_full_disk_is_one_line_and_leaves_the_old_file(tmp_path, monkeypatch):
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "f").write_text("old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(files.CannotWrite, match="f cannot be written: No space left"):
        files.write_whole(tmp_path / "f", "new")
    assert (tmp_path / "f").read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 1


KILLED = """
import os, signal, sys
from sim.system import files, locks
os.{call} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
files.write_whole(sys.argv[1], "new" * 1000)
"""


@pytest.mark.parametrize("call", ["fsync", "ftruncate", "replace", "fchmod"])
def test_a_killed_writer_leaves_the_old_file_and_the_next_one_cleans_up(tmp_path, call):
    (tmp_path / "f").write_text("old")
    done = subprocess.run([sys.executable, "-c", KILLED.format(call=call), str(tmp_path / "f")])
    assert done.returncode == -signal.SIGKILL
    assert (tmp_path / "f").read_text() == "old"
    files.write_whole(tmp_path / "f", "next")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("f", "next")]


def test_where_there_are_no_locks_no_file_is_open_when_it_is_renamed_or_removed(
    tmp_path, monkeypatch
):
    """As on Windows, which refuses both: asked of Linux, which lists what a process has open."""
    if not Path("/proc/self/fd").exists():
        pytest.skip("this system does not say which files are open")

    def closed(path: Path) -> None:
        open_ones = {os.path.realpath(one) for one in Path("/proc/self/fd").iterdir()}
        assert not any(one.startswith(os.path.realpath(path)) for one in open_ones), path

    for name in ("replace", "rename", "unlink"):
        kept = getattr(Path, name)
        monkeypatch.setattr(
            Path,
            name,
            lambda path, *more, kept=kept, **how: (closed(path), kept(path, *more, **how)),
        )
    monkeypatch.setattr(locks, "fcntl", None)
    files.write_whole(tmp_path / "f", "first")
    files.write_whole(tmp_path / "f", "second")
    with files.written_file(tmp_path / "g") as partial:
        partial.write_text("large")
    os.close(locks.hold(tmp_path / "lock", ""))
    (tmp_path / "lock").unlink()
    assert sorted((p.name, p.read_text()) for p in tmp_path.iterdir()) == [
        ("f", "second"), ("g", "large"),
    ]  # fmt: skip


def test_a_file_that_a_living_process_holds_is_not_taken(tmp_path):
    program = "import sys, time\nfrom pathlib import Path\nfrom sim.system import files\n"
    program += (
        "with files.locked(Path(sys.argv[1]), ''):\n    print(flush=True)\n    time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path / "l")], stdout=subprocess.PIPE
    ) as other:
        other.stdout.readline()
        with pytest.raises(files.InUse, match="busy"), files.locked(tmp_path / "l", "busy"):
            pass
        other.kill()
    begin = time.monotonic()
    with files.locked(tmp_path / "l", "busy"):
        assert (tmp_path / "l").exists()
    assert time.monotonic() - begin < 5
    assert not (tmp_path / "l").exists()


def test_a_large_file_gets_its_name_once_it_is_whole(tmp_path):
    place = tmp_path / "sub" / "large.csv"
    with pytest.raises(RuntimeError), files.written_file(place) as partial:
        partial.write_text("half")
        raise RuntimeError
    assert list(place.parent.iterdir()) == []
    with files.written_file(place) as partial:
        partial.write_text("whole")
        assert not place.exists()
    assert place.read_text() == "whole" and list(place.parent.iterdir()) == [place]


def test_a_large_file_replaces_another_only_when_it_is_asked_to(tmp_path):
    place = tmp_path / "large.csv"
    place.write_text("mine")
    with pytest.raises(InUse, match="exists already"), files.written_file(place):
        raise AssertionError("it must not begin")
    with files.written_file(place, overwrite=True) as partial:
        partial.write_text("new")
    assert place.read_text() == "new"
    with pytest.raises(InUse, match="choose another file"):
        files.check_new(tmp_path, overwrite=True)


def test_what_came_there_while_a_large_file_was_written_is_kept(tmp_path):
    place = tmp_path / "large.csv"
    with pytest.raises(InUse), files.written_file(place) as partial:
        partial.write_text("new")
        place.write_text("mine")
    assert place.read_text() == "mine"


def test_a_file_is_written_whatever_letters_a_name_of_255_bytes_has(tmp_path):
    for name in ("a" * 255, "é" * 127, "漢" * 85, "\udcff" * 255):
        files.write_whole(tmp_path / name, name.encode(errors="surrogateescape"))
        with files.written_file(tmp_path / name, overwrite=True) as partial:
            partial.write_text("new")
        assert [(at.name, at.read_text()) for at in tmp_path.iterdir()] == [(name, "new")]
        (tmp_path / name).unlink()


def test_a_file_in_a_folder_that_is_a_file_is_refused_in_these_words(tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(files.CannotWrite, match="file is no folder"):
        files.write_whole(tmp_path / "file" / "new.csv", "")
    with (
        pytest.raises(files.CannotWrite, match="file is no folder"),
        files.written_file(tmp_path / "file" / "new.csv"),
    ):
        raise AssertionError("it must not begin")
