"""Whatever a file, a command or a request holds, it is accepted or refused in words, and in time.

A share of `make fuzz`: some hundred mutants of every kind, always the same, and documents that
hypothesis makes up. What failed once is kept in `cases` and tried again.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytest.importorskip("starlette")

from sim.errors import InvalidInput

from . import kinds
from .harness import CASES, FAULTS, Broken, Fuzzing, Hangs, limited, outcome

NAMES = (
    "scenarios", "event records", "country-years", "experiment files", "files of facts", "matrices",
    "game scripts", "kept games", "behaviour files", "command lines", "requests", "unfinished runs",
    "results folders", "archives", "shipped scenarios", "kept classes", "requests to a class",
    "archives of strangers", "commands of strangers", "files of other programs", "surroundings",
)  # fmt: skip
TRIED = 50
OTHERWISE = {
    "kept games": 200, "results folders": 10, "archives": 5, "shipped scenarios": 10,
    "requests to a class": 20, "commands of strangers": 15, "surroundings": 3,
}  # fmt: skip
KEPT = sorted(path for path in CASES.rglob("*") if path.is_file())
SMALL = settings(
    derandomize=True, database=None, suppress_health_check=list(HealthCheck),
)  # fmt: skip


@pytest.fixture(scope="module")
def by_name(tmp_path_factory, compiled_rules):
    """Every kind by its name."""
    made = {kind.name: kind for kind in kinds(tmp_path_factory.mktemp("fuzz"))}
    yield made
    for kind in made.values():
        kind.close()


def test_every_kind_is_tried(by_name):
    assert set(by_name) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_mutant_is_accepted_or_refused_in_words(by_name, name):
    fuzzing = Fuzzing([by_name[name]], seed=0, cases=None)
    fuzzing.run(OTHERWISE.get(name, TRIED))
    assert not fuzzing.faults, "\n".join(one["story"] for one in fuzzing.faults.values())
    if name not in ("archives", "surroundings"):  # a checksum guards every byte; too few
        assert len(fuzzing.counts[name]) > 1  # some are refused, and some are not


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_failed_once_is_accepted_or_refused_in_words(by_name, path: Path):
    word, story = outcome(by_name[path.parent.name], path.read_bytes())
    assert word not in FAULTS, story


def holds(kind, data: bytes) -> None:
    """Check that something made up is accepted or refused in words."""
    word, story = outcome(kind, data)
    assert word not in FAULTS, story


KEYS = st.sampled_from([
    "title", "start", "months", "spin_up", "states", "ties", "DPRK", "RUS", "*", "shocks", "moves",
    "effects", "path", "set", "add", "stance", "support", "economy", "value", "range", "source",
    "questions", "level", "measure", "state", "id", "date", "dynamics", "sources", "extends",
])  # fmt: skip
LEAVES = st.one_of(
    st.booleans(), st.integers(-(2**70), 2**70), st.floats(), st.text(max_size=20), st.dates(),
    st.sampled_from(["DPRK", "states.DPRK.autonomy", "base", "judgement", "tilt"]),
)  # fmt: skip
TREES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4)
)


def toml(value) -> str:
    """Write a value as TOML, tables inline."""
    if isinstance(value, dict):
        return "{" + ", ".join(f'"{key}" = {toml(one)}' for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, bool | str):
        return json.dumps(value).replace("\x7f", "\\u007F")
    return str(value)  # numbers, nan and inf, dates


@SMALL
@given(tables=st.dictionaries(KEYS, TREES, max_size=6), world=st.booleans())
def test_a_scenario_that_is_made_up_is_refused_in_words(by_name, tables, world):
    lines = [f'"{key}" = {toml(value)}' for key, value in tables.items()]
    head = 'title = "x"\nstart = 2013-01-01\nmonths = 3\n' if world else ""
    tail = "\n[states.A]\n[states.B]\n" if world else ""
    text = head + "\n".join(lines) + tail
    holds(by_name["scenarios"], text.encode("utf-8", "surrogatepass"))


CELLS = st.one_of(st.text(max_size=6), st.integers(-9, 3000).map(str), st.sampled_from([
    "PRK", "RUS", "CHN", "2013", "2013-05", "2013-05-01", "042", "19", "-10.0", "verbal_coop",
]))  # fmt: skip
HEADS = st.sampled_from([
    "year,source,target,cooperation,conflict", "month,source,target,verbal_coop,verbal_conflict",
    "date,source,target,cameo", "date,source,target,quad", "a,b",
])  # fmt: skip


@SMALL
@given(head=HEADS, rows=st.lists(st.lists(CELLS, max_size=6), max_size=6))
def test_event_data_that_are_made_up_are_refused_in_words(by_name, head, rows):
    text = "\n".join([head, *(",".join(row) for row in rows)])
    holds(by_name["event records"], text.encode("utf-8", "surrogatepass"))


@SMALL
@given(body=TREES.filter(lambda tree: "date" not in repr(tree)), data=st.data())
def test_a_request_that_is_made_up_is_answered_in_words(by_name, body, data):
    path = data.draw(st.sampled_from(["view", "check", "why", "ties", "save", "download", "jobs"]))
    head = json.dumps(["POST", f"/api/{path}", {"content-type": "application/json"}])
    holds(by_name["requests"], head.encode() + b"\n" + json.dumps(body).encode())


class Made:
    """A kind whose mutants do what they are told."""

    name, named, share = "made", "file.txt", 1.0

    def mutant(self, chance: Random) -> bytes:
        """Return what is done."""
        return chance.choice([b"raise", b"mute", b"break", b"refuse", b"accept"])

    def attempt(self, data: bytes) -> str | None:
        """Do it."""
        if data == b"raise":
            raise ZeroDivisionError
        if data == b"mute":
            raise InvalidInput("no, this cannot be used")  # which file?
        if data == b"break":
            raise Broken("a stance of 7")
        if data == b"refuse":
            raise InvalidInput("file.txt:1: this cannot be used")
        return None


def test_the_harness_sees_tracebacks_bounds_and_refusals_that_name_nothing(tmp_path):
    told = {
        data: outcome(Made(), data)[0] for data in (b"raise", b"mute", b"break", b"refuse", b"")
    }
    assert list(told.values()) == ["traceback", "broken", "broken", "refused 2", "accepted"]
    fuzzing = Fuzzing([Made()], seed=3, cases=tmp_path)
    fuzzing.run(60)
    assert sum(fuzzing.counts["made"].values()) == 60
    kept = {path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert kept == {b"raise", b"mute", b"break"}


def test_what_takes_too_long_is_ended():
    with pytest.raises(Hangs), limited(0.05):
        while True:
            pass


POOL = """
import os, sys, time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from fuzz.running import begin
with ProcessPoolExecutor(1, get_context("spawn"), begin, (Path(sys.argv[1]),)) as pool:
    print(pool.submit(os.getpid).result(), flush=True)
    time.sleep(600)
"""


def test_where_the_pool_is_killed_no_process_and_no_file_is_left(tmp_path):
    room = tmp_path / "room"
    room.mkdir()
    path = {"PYTHONPATH": os.pathsep.join((str(CASES.parents[1]), str(CASES.parents[2])))}
    pool = subprocess.Popen(
        [sys.executable, "-c", POOL, str(room)], env=os.environ | path, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    worker = int(pool.stdout.readline())
    assert [*room.iterdir()]
    pool.kill()
    try:
        pool.communicate(timeout=60)  # whoever is left holds the pipe open
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)
    assert not room.exists()


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_gives_the_same_mutants(by_name, name):
    one, other = Fuzzing([by_name[name]], 5), Fuzzing([by_name[name]], 5)
    assert [one.mutant(by_name[name], k) for k in range(3)] == [
        other.mutant(by_name[name], k) for k in range(3)
    ]
