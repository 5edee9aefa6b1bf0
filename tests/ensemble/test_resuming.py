"""Resuming: what a command has computed before an interruption is not computed again, and the bytes
are equal.
"""

from __future__ import annotations

import gc
import weakref
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event, get_ident

import numpy as np
import pytest

from sim import cli
from sim.ensemble.checkpoint import Checkpoint, identity
from sim.ensemble.design import Design, run_design
from sim.ensemble.how import How
from sim.ensemble.resuming import Keeping, then
from sim.shell import computing

pytestmark = pytest.mark.usefixtures("small_tasks")
PATH = "ties.RUS.DPRK.obstacle"
COMMANDS = {
    "run": "run article -n 190 --seed 3 -q",
    "sweep": f"sweep article --over {PATH}=0:2:5 -n 28 -q",
    "compare": "compare article --set states.DPRK.autonomy=0.8 -n 94 -q",
    "sensitivity": f"sensitivity article --over {PATH} --trajectories 2 --base 8 -n 10 -q",
    "threshold": f"threshold article --question moscow-first --over {PATH} --jointly -n 12 -q",
    "calibrate": (
        f"calibrate article --record events.csv --train-until 2013-12 --over {PATH} --points 16 -n"
        " 4 -q"
    ),
}


class Counted(Executor):
    """A thread that counts its tasks, and is interrupted after so many."""

    def __init__(self, most: float):
        self.inner, self.most, self.tasks = ThreadPoolExecutor(1), most, []

    def submit(self, task, /, *job):
        if len(self.tasks) >= self.most:
            raise KeyboardInterrupt
        self.tasks.append(self.inner.submit(task, *job))
        self.tasks[-1].exception()  # done before the next begins
        return self.tasks[-1]

    def shutdown(self, wait=True, *, cancel_futures=False):
        self.inner.shutdown(wait, cancel_futures=cancel_futures)


def computed(
    monkeypatch, words: str, folder: str, most: float = np.inf, *more: str
) -> tuple[int, int]:
    """Give a command; return its exit code, and how many tasks it computed."""
    place = Counted(most)

    @contextmanager
    def where(address):
        yield place

    monkeypatch.setattr(computing, "_place", where)
    code = cli.main([*words.split(), "-o", folder, *more])
    return code, len(place.tasks)


def tables(folder: Path) -> dict[str, bytes]:
    """Return the contents of a folder's tables."""
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.csv*"))}


def events() -> str:
    """Return a year of events, cooperative to another degree in each dyad."""
    six, rows = ("PRK", "RUS", "CHN", "JPN", "KOR", "USA"), ["date,source,target,quad"]
    dyads = [(i, j) for i in six for j in six if i != j]
    for k, (i, j) in enumerate(dyads):
        for month in range(1, 13):
            kinds = ["coop" if day <= k else "conflict" for day in range(1, 29)]
            rows += [
                f"2013-{month:02d}-{day:02d},{i},{j},verbal_{kind}"
                for day, kind in enumerate(kinds, start=1)
            ]
    return "\n".join(rows) + "\n"


@pytest.mark.usefixtures("blank_figures", "small_defaults")
@pytest.mark.parametrize("name", COMMANDS)
def test_an_interrupted_command_goes_on_and_ends_with_the_same_bytes(
    name, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    Path("events.csv").write_text(events())
    words = COMMANDS[name]
    code, all_tasks = computed(monkeypatch, words, "calm")
    assert code == 0 and all_tasks >= 3
    code, first_tasks = computed(monkeypatch, words, "broken", all_tasks // 2)
    assert code == 130 and first_tasks == all_tasks // 2
    assert "the same command with --resume continues" in capsys.readouterr().err
    code, others = computed(monkeypatch, words, "broken", np.inf, "--resume")
    assert code == 0
    assert others <= all_tasks - first_tasks + (
        2 if name in ("compare", "run") else 0
    )  # the first 2,000 histories, of which everything is wanted, are not kept
    assert tables(tmp_path / "broken") == tables(tmp_path / "calm")
    assert {path.name for path in tmp_path.iterdir()} >= {"calm", "broken"}
    assert not list(tmp_path.glob(".*"))


def test_parts_of_another_question_are_refused_with_what_differs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert computed(monkeypatch, COMMANDS["sweep"], "x", 2)[0] == 130
    capsys.readouterr()
    code, _ = computed(
        monkeypatch, f"sweep article --over {PATH}=0:1:5 -n 28 -q", "x", np.inf, "--resume"
    )
    assert code == 5
    told = capsys.readouterr().err
    assert "asked for something else" in told and "leave --resume out to begin again" in told


def test_a_task_is_known_by_what_it_asks(article, tmp_path):
    """Other numbers under the same number of a task are computed, never taken from
    what is there.
    """
    first, second = np.array([[0.5]]), np.array([[1.5]])
    plain = [
        run_design(article, Design([PATH], points, 50)).columns["tilt_last"]
        for points in (first, second)
    ]
    for points, right in ((first, plain[0]), (second, plain[1]), (second, plain[1])):
        with Checkpoint(tmp_path / "kept", identity(article, 1, 50), resume=True) as kept:
            keeping = Keeping(ThreadPoolExecutor(1), kept)
            found = run_design(article, Design([PATH], points, 50), How(keeping))
        assert np.array_equal(found.columns["tilt_last"], right)


def test_an_error_of_the_task_is_handed_on():
    def fail():
        raise ValueError("why")

    with ThreadPoolExecutor(1) as place, pytest.raises(ValueError, match="why"):
        then(place.submit(fail), str).result()


@pytest.mark.parametrize("fails", [False, True])
def test_a_result_is_changed_where_one_says_and_an_error_there_is_handed_on(fails):
    def change(_):
        if fails:
            raise OSError("the disk is full")
        return get_ident()

    with ThreadPoolExecutor(1) as writer, ThreadPoolExecutor(1) as place:
        after = then(place.submit(get_ident), change, where=writer)
        if fails:
            with pytest.raises(OSError, match="the disk is full"):
                after.result()
        else:
            assert after.result() == writer.submit(get_ident).result()


def test_a_result_that_was_handed_on_is_let_go_without_waiting_for_the_collector():
    """A run of many parts would keep some hundreds of them, until Python looks for cycles."""
    gc.collect()
    gc.disable()
    try:
        with ThreadPoolExecutor(1) as place:
            begin = Event()
            after = then(place.submit(begin.wait), lambda _: {"column": np.zeros(9)})
            begin.set()
            left = weakref.ref(after.result()["column"])
            del after
        assert left() is None
    finally:
        gc.enable()
