"""Work in a copy of this process: done once, on another core, and whatever happens it is done."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
import warnings

import pytest

from sim.system import copied
from sim.system.copied import Copy

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="copies are made on Linux only")


@pytest.fixture
def copies(monkeypatch):
    """Let this process make copies, however many cores there are."""
    monkeypatch.setattr(copied, "can_copy", lambda: True)


@pytest.mark.usefixtures("copies")
def test_a_copy_does_the_work_with_what_it_was_given_and_this_process_has_the_result():
    here, given = os.getpid(), [1, 2]
    with warnings.catch_warnings(), Copy(lambda: (os.getpid(), sum(given))) as copy:
        warnings.simplefilter("error")
        given.append(4)  # too late for the copy
        there, found = copy.result()
    assert there != here and found == 3


def test_without_a_copy_the_work_is_done_here_when_it_is_asked_for():
    done = []
    assert not copied.can_copy()  # tests share their process
    with Copy(lambda: done.append(os.getpid())) as copy:
        assert done == []
        copy.result()
    assert done == [os.getpid()]


@pytest.mark.usefixtures("copies")
@pytest.mark.parametrize("end", ["error", "killed", "silent", "unpicklable"])
def test_what_a_copy_fails_to_do_is_done_here(monkeypatch, end):
    here = os.getpid()
    monkeypatch.setattr(copied, "_PATIENCE", 0.2 if end == "silent" else 20)

    def work() -> object:
        if os.getpid() == here:
            return "done here"
        if end == "error":
            raise ValueError("nobody sees this")
        if end == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        if end == "silent":
            time.sleep(60)
        return lambda: None

    with Copy(work) as copy:
        assert copy.result() == "done here"
    assert not multiprocessing.active_children()


@pytest.mark.usefixtures("copies")
def test_a_copy_ends_with_the_context_however_that_is_left_and_hears_no_interrupt():
    with pytest.raises(KeyboardInterrupt), Copy(lambda: time.sleep(60)):
        (child,) = multiprocessing.active_children()
        time.sleep(0.1)
        os.kill(child.pid, signal.SIGINT)
        child.join(0.2)
        assert child.is_alive()
        raise KeyboardInterrupt
    assert not multiprocessing.active_children()


@pytest.mark.usefixtures("copies")
def test_a_copy_may_make_a_copy_in_its_turn():
    def work() -> tuple[int, int]:
        with Copy(os.getpid) as other:
            return os.getpid(), other.result()

    with Copy(work) as copy:
        assert len({os.getpid(), *copy.result()}) == 3


@pytest.mark.usefixtures("copies")
def test_a_copy_of_a_copy_ends_with_it(tmp_path):
    place = tmp_path / "number"

    def work() -> None:
        with Copy(lambda: time.sleep(60)) as other:
            place.write_text(str(other._process.pid))
            time.sleep(60)

    with Copy(work):
        while not place.exists() or not place.read_text():
            time.sleep(0.01)
        time.sleep(0.2)  # until it has asked to end with the one that made it
    until = time.monotonic() + 20
    while os.path.exists(f"/proc/{place.read_text()}") and time.monotonic() < until:
        time.sleep(0.01)
    assert not os.path.exists(f"/proc/{place.read_text()}")


def test_a_copy_does_not_outlive_a_command_that_is_killed():
    code = (
        "import os, time; from sim.system import copied; copied.can_copy = lambda: True\n"
        "copy = copied.Copy(lambda: time.sleep(60))\n"
        "print(copy._process.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as made:
        copy = int(made.stdout.readline())
        time.sleep(0.2)
        made.kill()
    until = time.monotonic() + 20
    while _is_there(copy) and time.monotonic() < until:
        time.sleep(0.02)
    assert not _is_there(copy)


def _is_there(number: int) -> bool:
    """Say whether a process runs, and not only waits for somebody to hear that it ended."""
    try:
        with open(f"/proc/{number}/stat", encoding="utf-8") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
