"""The place of results: nobody's own files are lost, whatever is killed when, and whoever writes at
the same time.
"""

from __future__ import annotations

import errno
import hashlib
import itertools
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import InvalidInput, SimError
from sim.report import folder, manifest, placing
from sim.report.folder import OutputExists, beside, check_free, own_place, restore, written_whole
from sim.system import files

HOLDS = {"kind": "run", "scenario": "0123abcd", "seed": 1, "histories": 5}
forks = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="this system cannot split a process in two"
)
OTHER = HOLDS | {"seed": 2}


def write(place: Path, text: str = "first", holds: dict = HOLDS, overwrite: bool = False) -> None:
    """Write a small results folder."""
    check_free(place, holds, overwrite)
    with written_whole(place, overwrite) as partial:
        for k in range(5):
            (partial / f"{k}.txt").write_text(text)
        folder.write_manifest(partial, holds)


def held(place: Path) -> str:
    """Return the one text that all files of a whole folder hold."""
    there = manifest.read_manifest(place)
    assert manifest.changed(place, there) == []
    texts = {(place / f"{k}.txt").read_text() for k in range(5)}
    assert len(texts) == 1
    return texts.pop()


def names(place: Path) -> list[str]:
    """Return what is in a folder."""
    return sorted(path.name for path in place.iterdir())


def started(act: Callable) -> int:
    """Let another process do something; return its number."""
    process = os.fork()
    if process:
        return process
    try:
        act()
    except SimError as refusal:
        os._exit(refusal.exit_code)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def ended(process: int) -> int:
    """Wait for a process; return its exit code, or the negative signal that it died of."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def added(place: Path) -> str:
    """Put a file of one's own into results."""
    (place / "notes.txt").write_text("years of work")
    return "files besides its results (notes.txt)"


def added_link(place: Path) -> str:
    """Put a link into the figures."""
    (place / "figures").mkdir(exist_ok=True)
    (place / "figures" / "mine").symlink_to("/etc")
    return "files besides its results (figures/mine)"


def edited(place: Path) -> str:
    """Edit results."""
    (place / "2.txt").write_text("corrected")
    return "results that were changed since they were written (2.txt)"


def deleted(place: Path) -> str:
    """Delete one of the results."""
    (place / "3.txt").unlink()
    return "results that were changed since they were written (3.txt)"


@pytest.mark.parametrize("touch", [added, added_link, edited, deleted])
def test_results_that_somebody_touched_are_not_replaced_even_by_the_same(tmp_path, touch):
    place = tmp_path / "out"
    write(place)
    write(place, "again")
    words = touch(place)
    with pytest.raises(OutputExists) as refused:
        write(place, "third")
    assert words in str(refused.value) and "--overwrite" in str(refused.value)
    assert (place / "1.txt").read_text() == "again"
    write(place, "fourth", overwrite=True)
    assert held(place) == "fourth"
    assert names(tmp_path) == ["out"]


def test_overwriting_keeps_what_is_somebodys_own(tmp_path):
    place = tmp_path / "out"
    write(place)
    added(place)
    added_link(place)
    (place / "deep" / "er").mkdir(parents=True)
    (place / "deep" / "er" / "mine").write_text("mine")
    write(place, "second", OTHER, overwrite=True)
    assert held(place) == "second"
    assert (place / "notes.txt").read_text() == "years of work"
    assert (place / "figures" / "mine").is_symlink()
    assert (place / "deep" / "er" / "mine").read_text() == "mine"


def test_a_file_of_ones_own_under_a_name_that_results_now_take_is_kept_beside(tmp_path):
    place = tmp_path / "out"
    write(place)
    with written_whole(place, overwrite=True) as partial:
        (place / "moves.csv").write_text("mine")
        (partial / "moves.csv").write_text("theirs")
        folder.write_manifest(partial, OTHER)
    assert (place / "moves.csv").read_text() == "theirs"
    assert (place / "moves.csv.kept").read_text() == "mine"


def test_what_was_added_while_results_were_computed_is_seen(tmp_path):
    place = tmp_path / "out"
    write(place)
    with pytest.raises(OutputExists, match="besides its results"), written_whole(place) as partial:
        added(place)
        folder.write_manifest(partial, HOLDS)
    assert held(place) == "first" and (place / "notes.txt").exists()
    assert names(tmp_path) == ["out"]


@pytest.mark.parametrize("overwrite", [True, False])
@pytest.mark.parametrize(
    "text", ["", "[1]", '{"made_by": 3}', "\xff", "[" * 10**5, '{"files": {"../x": "0"}}']
)
def test_a_folder_whose_manifest_cannot_be_used_is_never_replaced(tmp_path, text, overwrite):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "manifest.json").write_text(text, encoding="latin-1")
    with pytest.raises(OutputExists, match="cannot be used") as refused:
        write(tmp_path / "out", overwrite=overwrite)
    assert "\n" not in str(refused.value)
    assert names(tmp_path / "out") == ["manifest.json"]


def test_a_pipe_for_a_manifest_is_refused_at_once(tmp_path):
    (tmp_path / "out").mkdir()
    os.mkfifo(tmp_path / "out" / "manifest.json")
    with pytest.raises(OutputExists, match="this is a pipe"):
        write(tmp_path / "out")


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.just(10**400)
    | st.floats()
    | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2)
    ),
    max_leaves=4,
)


@pytest.fixture(scope="module")
def good(tmp_path_factory) -> Path:
    """A results folder, and its manifest's text."""
    place = tmp_path_factory.mktemp("good") / "out"
    write(place)
    return place


def paths(value: object, at: tuple = ()) -> list[tuple]:
    """Return where every value of a JSON text is."""
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [at, *(path for key, part in inner for path in paths(part, (*at, key)))]


@given(data=st.data())
def test_any_manifest_is_read_or_refused_in_one_line(good, data):
    content = json.loads((good / "manifest.json").read_text())
    where = data.draw(st.sampled_from(paths(content)))
    new = data.draw(JSON | st.just(...))
    target = content
    for key in where[:-1]:
        target = target[key]
    if not where:
        content = None if new is ... else new
    elif new is ...:
        del target[where[-1]]
    else:
        target[where[-1]] = new
    copy = good.parent / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    (copy / "manifest.json").write_text(json.dumps(content))
    for ask in (lambda: manifest.read_manifest(copy), lambda: check_free(copy, HOLDS)):
        try:
            ask()
        except SimError as error:
            assert "\n" not in str(error) and len(str(error)) < 600


@given(at=st.integers(0, 10**6), bit=st.integers(0, 7))
def test_any_flipped_bit_of_a_manifest_is_read_or_refused(good, at, bit):
    data = bytearray((good / "manifest.json").read_bytes())
    data[at % len(data)] ^= 1 << bit
    copy = good.parent / "flipped"
    copy.mkdir(exist_ok=True)
    (copy / "manifest.json").write_bytes(data)
    try:
        manifest.read_manifest(copy)
    except InvalidInput as error:
        assert "\n" not in str(error)


@pytest.mark.parametrize("there", ["a folder", "nothing"])
def test_results_go_where_a_link_leads_and_the_link_stays(tmp_path, there):
    (tmp_path / "disk").mkdir()
    if there == "a folder":
        (tmp_path / "disk" / "target").mkdir()
    (tmp_path / "out").symlink_to("disk/target")
    for text in ("first", "second"):
        write(tmp_path / "out", text)
        assert (tmp_path / "out").is_symlink()
        assert held(tmp_path / "disk" / "target") == text
    assert names(tmp_path / "disk") == ["target"]


def test_a_circle_of_links_a_file_and_the_folder_one_is_in_are_refused(tmp_path, monkeypatch):
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(InvalidInput, match="symbolic links"):
        write(tmp_path / "loop")
    (tmp_path / "file").write_text("mine")
    with pytest.raises(OutputExists, match="is no folder"):
        write(tmp_path / "file")
    with pytest.raises(files.CannotWrite, match="file is no folder"):
        write(tmp_path / "file" / "out")
    (tmp_path / "in").mkdir()
    monkeypatch.chdir(tmp_path / "in")
    for name in (".", "./", tmp_path / "in", "../in", ".."):
        here = "holds" if name == ".." else "is"
        with pytest.raises(OutputExists, match=f"{here} the folder that you are in"):
            write(Path(name))
    with pytest.raises(OutputExists, match="the top of a disk"):
        write(Path("/proc"))


def test_a_place_that_cannot_be_written_is_told_before_anything_is_computed(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(files.CannotWrite, match="Permission denied"):
        check_free(tmp_path / "out", HOLDS)


def test_a_long_name_has_its_hidden_places_too(tmp_path):
    write(tmp_path / ("x" * 255))
    assert names(tmp_path) == ["x" * 255]


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EFBIG])
def test_a_disk_that_takes_no_more_is_one_line_and_leaves_nothing(tmp_path, error):
    write(tmp_path / "out")
    with (
        pytest.raises(files.CannotWrite) as refused,
        written_whole(tmp_path / "out", overwrite=True),
    ):
        raise OSError(error, os.strerror(error), "deep/inside")
    assert refused.value.exit_code == 4 and os.strerror(error) in str(refused.value)
    assert names(tmp_path) == ["out"] and held(tmp_path / "out") == "first"


def killed_at(step: int, place: Path) -> None:
    """Replace a folder, and die at one of the steps."""
    steps = itertools.count(1)

    def deadly(real: Callable) -> Callable:
        def call(*words: object, **more: object) -> object:
            if next(steps) == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*words, **more)

        return call

    for name in ("rename", "replace", "unlink", "rmdir", "mkdir", "fsync"):
        setattr(os, name, deadly(getattr(os, name)))
    write(place, "second", OTHER, overwrite=True)


@forks
def test_a_kill_at_any_step_of_replacing_a_folder_loses_nothing(tmp_path):
    seen = set()
    for step in range(1, 100):
        place = tmp_path / f"{step}" / "out"
        write(place)
        added(place)
        code = ended(started(lambda step=step, place=place: killed_at(step, place)))
        if code == 0:
            assert held(place) == "second" and names(place.parent) == ["out"]
            break
        assert code == -signal.SIGKILL
        seen.add(tuple(names(place.parent)))
        restore(place)
        assert held(place) in ("first", "second")
        assert (place / "notes.txt").read_text() == "years of work"
        write(place, "third", OTHER, overwrite=True)
        assert held(place) == "third" and (place / "notes.txt").exists()
        assert names(place.parent) == ["out"]
    assert step > 15
    assert any("out" not in left for left in seen)  # some kills did fall between the two renames


def test_what_earlier_versions_left_is_put_right_too(tmp_path):
    write(tmp_path / "out")
    dead = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True
    )
    number = int(dead.stdout)
    (tmp_path / "out").rename(tmp_path / f".out.old-{number}")
    (tmp_path / f".out.partial-{number}").mkdir()
    (tmp_path / f".out.partial-{os.getpid()}").mkdir()
    restore(tmp_path / "out")
    assert held(tmp_path / "out") == "first"
    assert names(tmp_path) == [f".out.partial-{os.getpid()}", "out"]


@forks
def test_a_living_process_is_left_to_finish(tmp_path):
    def slowly() -> None:
        with written_whole(tmp_path / "out") as partial:
            (partial / "figures" / "one").write_text("slow")
            while not (tmp_path / "go on").exists():
                time.sleep(0.01)
            folder.write_manifest(partial, HOLDS)

    other = started(slowly)
    while not (tmp_path / ".out.partial" / "figures" / "one").exists():
        time.sleep(0.01)
    with pytest.raises(files.InUse, match="is being written by another process"):
        write(tmp_path / "out", "fast")
    restore(tmp_path / "out")
    assert names(tmp_path) == [".out.lock", ".out.partial"]
    (tmp_path / "go on").touch()
    assert ended(other) == 0
    assert (tmp_path / "out" / "figures" / "one").read_text() == "slow"


def test_whoever_comes_second_with_other_results_does_not_replace_the_first(tmp_path):
    place = tmp_path / "out"
    check_free(place, OTHER)
    write(place, "first")
    with pytest.raises(OutputExists, match="seed 1"), written_whole(place) as partial:
        folder.write_manifest(partial, OTHER)
    assert held(place) == "first"


@forks
def test_many_at_once_one_wins_and_nothing_is_mixed(tmp_path):
    for _ in range(20):
        running = [
            started(lambda k=k: write(tmp_path / "out", str(k), overwrite=True)) for k in range(4)
        ]
        codes = [ended(process) for process in running]
        assert 0 in codes and set(codes) <= {0, 5}
        assert held(tmp_path / "out") in "0123"
        assert names(tmp_path) == ["out"]


def test_a_folder_that_goes_while_it_is_looked_at_is_in_use(tmp_path, monkeypatch):
    write(tmp_path / "out", "first")
    monkeypatch.setattr(folder, "_manifest", lambda *where: (tmp_path / "gone").stat())
    with pytest.raises(OutputExists, match="is being written by another process"):
        check_free(tmp_path / "out", HOLDS)


@forks
def test_killed_at_random_the_folder_is_whole_and_the_next_one_cleans_up(tmp_path):
    dice = random.Random(0)
    write(tmp_path / "out", "old")

    def again_and_again() -> None:
        while True:
            write(tmp_path / "out", "new", overwrite=True)

    for _ in range(30):
        running = started(again_and_again)
        time.sleep(dice.uniform(0.01, 0.1))
        os.kill(running, signal.SIGKILL)
        assert ended(running) == -signal.SIGKILL
        restore(tmp_path / "out")
        assert held(tmp_path / "out") in ("old", "new")
    write(tmp_path / "out", "last")
    assert names(tmp_path) == ["out"]


def test_chunks_of_a_run_that_was_killed_go_when_the_folder_is_written(tmp_path):
    unfinished = beside(tmp_path / "out", "unfinished")
    unfinished.mkdir()
    (unfinished / "lock").touch()
    with files.locked(unfinished / "lock", ""):
        write(tmp_path / "out")
        assert unfinished.exists()  # its run lives
    (unfinished / "lock").touch()
    write(tmp_path / "out")
    assert names(tmp_path) == ["out"]
    assert placing.beside(tmp_path / "out", "lock") == tmp_path / ".out.lock"


def test_a_link_in_a_hidden_place_is_removed_or_left_and_what_it_leads_to_stays(tmp_path):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "notes.txt").write_text("mine")
    target = tmp_path / "x"
    beside(target, "partial").symlink_to(mine)
    beside(target, "old").symlink_to(mine)
    with written_whole(target) as partial:
        (partial / "table.csv").write_text("new")
    assert os.listdir(mine) == ["notes.txt"]
    assert not target.is_symlink() and sorted(os.listdir(target)) == ["figures", "table.csv"]


def test_a_file_in_the_hidden_place_of_a_folder_that_is_written_does_not_stop_it(tmp_path):
    beside(tmp_path / "x", "partial").write_text("cut short")
    with written_whole(tmp_path / "x") as partial:
        (partial / "table.csv").write_text("new")
    assert sorted(os.listdir(tmp_path)) == ["x"]


def test_a_folder_that_is_replaced_while_its_manifest_is_read_is_in_use(tmp_path, monkeypatch):
    write(tmp_path / "out", "first")
    write(tmp_path / "other", "second")

    def replaced(place):
        (tmp_path / "out").rename(tmp_path / "old")
        (tmp_path / "other").rename(tmp_path / "out")
        raise InvalidInput(f"{place}: No such file or directory")

    monkeypatch.setattr(folder, "read_manifest", replaced)
    with pytest.raises(OutputExists, match="is being written by another process"):
        check_free(tmp_path / "out", HOLDS)


def test_a_name_that_other_results_have_gets_a_mark_and_keeps_it(tmp_path):
    place = tmp_path / "article-5-s1"
    assert own_place(place, HOLDS) == place
    write(place)
    assert own_place(place, HOLDS) == place
    marked = own_place(place, OTHER)
    assert marked.parent == tmp_path and re.fullmatch(r"article-5-s1-[0-9a-f]{6}", marked.name)
    write(marked, holds=OTHER)
    shutil.rmtree(place)
    assert own_place(place, OTHER) == marked and own_place(place, HOLDS) == place


def test_a_name_under_which_something_else_waits_to_be_gone_on_with_gets_a_mark(tmp_path):
    place = tmp_path / "article-5-s1"
    asked = hashlib.sha256(json.dumps(HOLDS, sort_keys=True).encode()).hexdigest()[:16]
    beside(place, "unfinished").mkdir()
    (beside(place, "unfinished") / "run.json").write_text(json.dumps({"asked": asked}))
    assert own_place(place, HOLDS) == place
    assert own_place(place, OTHER) != place


@pytest.mark.parametrize("name", ["a" * 300, "b/" * 3000 + "c", "gone"])
def test_a_file_that_cannot_be_is_not_as_it_was_written(tmp_path, name):
    assert not manifest.is_as_written(tmp_path / name, "0" * 64)
