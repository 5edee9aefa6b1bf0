"""Caches: a folder of this user's own, or a private one for the time being, and one line that says
so.
"""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from sim.system import caches

posix = pytest.mark.skipif(
    not hasattr(os, "geteuid"), reason="Windows keeps folders apart in other ways"
)


@pytest.fixture
def private(tmp_path, monkeypatch):
    """Private folders are made anew, below this test's folder."""
    caches.private_folder.cache_clear()
    monkeypatch.delenv(caches._SHARED, raising=False)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(caches.atexit, "register", lambda *_: None)
    yield tmp_path
    caches.private_folder.cache_clear()


@posix
def test_a_folder_is_made_for_this_user_alone(tmp_path):
    folder = caches.own_folder(tmp_path / "base", "code")
    assert folder.is_relative_to(tmp_path / "base")
    assert (
        stat.S_IMODE(folder.stat().st_mode) == stat.S_IMODE(folder.parent.stat().st_mode) == 0o700
    )
    assert caches.own_folder(tmp_path / "base", "code") == folder


def writable_by_all(folder: Path) -> None:
    """Let anybody write to a folder."""
    folder.chmod(0o777)


def linked(folder: Path) -> None:
    """Put a link to another folder in a folder's place."""
    folder.rename(folder.with_name("other"))
    folder.symlink_to("other")


def of_somebody_else(folder: Path) -> None:
    """Give a folder to another user."""
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    os.chown(folder, 12345, 12345)


@posix
@pytest.mark.parametrize("depth", [0, 1])
@pytest.mark.parametrize("prepared", [writable_by_all, linked, of_somebody_else])
def test_a_folder_that_somebody_else_could_have_prepared_is_not_used(tmp_path, prepared, depth):
    folder = caches.own_folder(tmp_path, "code")
    prepared([folder, folder.parent][depth])
    assert caches.own_folder(tmp_path, "code") is None


@posix
def test_a_house_that_an_earlier_version_left_open_to_the_group_is_closed(tmp_path):
    (tmp_path / "diplomatic-hedging").mkdir()
    (tmp_path / "diplomatic-hedging").chmod(0o775)
    folder = caches.own_folder(tmp_path, "code")
    assert folder and stat.S_IMODE(folder.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("base", ["file", "file/below", "x" * 300, "a\0b"])
def test_a_base_that_is_no_folder_is_not_used(tmp_path, base):
    (tmp_path / "file").write_text("in the way")
    assert caches.own_folder(tmp_path / base, "code") is None


def test_a_user_without_a_name_and_home_has_no_cache_at_home(monkeypatch):
    for name in ("HOME", "USERPROFILE", "NUMBA_CACHE_DIR", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(
        os.path, "expanduser", lambda path: path
    )  # as for a number without an entry
    assert caches.home_cache() is None
    assert caches.own_folder(None, "code") is None


def test_the_private_folder_is_told_once_and_shared_with_processes_that_are_started(
    private, capsys
):
    folder = caches.private_folder()
    assert folder.parent == private and caches.private_folder() == folder
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700 or os.name == "nt"
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and "NUMBA_CACHE_DIR" in told
    program = "from sim.system import caches; print(caches.private_folder())"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert (done.stdout.strip(), done.stderr) == (str(folder), "")
    assert folder.is_dir()


@posix
def test_a_private_folder_of_somebody_else_is_not_believed(private, monkeypatch):
    (private / "trap").mkdir()
    (private / "trap").chmod(0o777)
    monkeypatch.setenv(caches._SHARED, str(private / "trap"))
    assert caches.private_folder() != private / "trap"


def test_the_private_folder_is_gone_at_the_end(tmp_path):
    program = "from sim.system import caches; print(caches.private_folder())"
    environment = {**os.environ, "TMPDIR": str(tmp_path), caches._SHARED: ""}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=True
    )
    assert Path(done.stdout.strip()).parent == tmp_path
    assert list(tmp_path.iterdir()) == []


def test_without_any_folder_there_is_one_line_and_no_error(private, monkeypatch, capsys):
    def nowhere(**_):
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr(tempfile, "mkdtemp", nowhere)
    assert caches.private_folder() is None
    assert capsys.readouterr().err.count("\n") == 1
    caches.private_folder.cache_clear()
    monkeypatch.setattr(sys, "stderr", None)
    assert caches.private_folder() is None


def test_matplotlib_gets_a_folder_where_its_own_cannot_be_written(private, monkeypatch, capsys):
    (private / "file").write_text("in the way")
    monkeypatch.setenv("MPLCONFIGDIR", str(private / "file"))
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(private / "cache"))
    caches.settle_matplotlib()
    assert Path(os.environ["MPLCONFIGDIR"]).is_relative_to(private / "cache")
    monkeypatch.setenv("MPLCONFIGDIR", str(private / "mine"))
    caches.settle_matplotlib()
    assert os.environ["MPLCONFIGDIR"] == str(private / "mine")
    assert capsys.readouterr().err == ""
