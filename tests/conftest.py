"""What most tests need: the article, and small worlds written as scenario text."""

from __future__ import annotations

import contextlib
import gc
import os
import re
import runpy
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, settings
from matplotlib.figure import Figure

import sim
from sim.cli import main
from sim.report.legible import collisions
from sim.report.paper import Paper, on_paper
from sim.system.streams import Shown
from sim.system.text import capitalised

# A law holds or not, whatever else the machine does: how long things take is for benchmarks/.
# `make test` tries a law on a few inputs each time, `make fuzz` on many.
for name, examples in {"few": 20, "many": 200}.items():
    settings.register_profile(
        name, max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
settings.load_profile("few")

SMALLER = Path(__file__).with_name("smaller.py")
MAKE = runpy.run_path(str(SMALLER))

# Files that take long begin first, so that at the end no worker waits for another.
LONG = (
    "test_install", "test_docs", "test_class", "test_cluster", "test_legible", "test_page",
    "test_calibration", "test_write", "test_figures", "test_cli", "test_threshold", "test_looks",
    "test_hindcast", "test_folder", "test_resuming",
)  # fmt: skip


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over what is there before the first test, for good.

    What tests leave is collected seldom: a twentieth of the time of all went into looking for it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Callable) -> object:
    """Hand out tests by file, but those of the page all to one process: they share its server."""
    from xdist.scheduler import LoadFileScheduling

    class ByFile(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = super()._split_scope(nodeid)
            return "the page" if file.startswith("tests/app/page/") else file

    return ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of files that take long first."""
    items.sort(key=lambda item: (*LONG, item.path.stem).index(item.path.stem))


@pytest.fixture(scope="session", autouse=True)
def nobody_waits_for_the_disk() -> Iterator[None]:
    """Let nothing wait until a file is on the disk: no test cuts the power.

    What is no open file is an error still.
    """
    real = os.fsync
    os.fsync = lambda file: os.fstat(file) and None
    yield
    os.fsync = real


@pytest.fixture(scope="session")
def article():
    """The baseline scenario."""
    return sim.load("article")


@pytest.fixture(scope="session")
def compiled_rules(article):
    """The rules compiled for this machine, so that no command says that it compiles them."""
    sim.run(article, histories=1)


@pytest.fixture(scope="session")
def thousand(article):
    """A thousand histories of it."""
    return sim.run(article, histories=1000, seed=1)


@pytest.fixture(scope="session")
def readable() -> Callable[[Callable[[], Figure]], None]:
    """Make sure that a figure can be read at its own size, and in one column or two of a journal.

    There nothing is smaller than six points. Labels of axes begin with a capital.
    """

    def check(draw: Callable[[], Figure]) -> None:
        own = draw()
        assert collisions(own) == []
        labels = [label for axes in own.axes for label in (axes.get_xlabel(), axes.get_ylabel())]
        assert labels == [capitalised(label) for label in labels]  # whatever is named in them
        for size in ("8.5cm", "17.5cm"):
            column = on_paper(Paper(size=size), draw)
            assert collisions(column, letters=6) == [], size

    return check


SIGNED_ZERO = re.compile(r"(?<![\w.,:+−-])[-−+]0(?:\.0+)?(?![\w.,:]*[\w])")
MINUS = re.compile(r"−\d")
_UNSEEN = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)


def seen(page: Path) -> str:
    """Return what a reader sees of a page of ours, texts of its figures among it."""
    return _UNSEEN.sub(" ", page.read_text(encoding="utf-8"))


class Done(NamedTuple):
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def command(tmp_path: Path, monkeypatch) -> Callable[..., Done]:
    """Run `sim` in the test's folder, within this process: a process of its own takes two seconds.

    Further environment variables are given by name. What a process alone can show (signals, closed
    streams, what is imported) is tested in processes.
    """

    def call(*words: str, **environment: str) -> Done:
        already = {*tmp_path.rglob("report.html")}
        with monkeypatch.context() as here, caught_streams() as caught:
            here.chdir(tmp_path)
            for name, value in environment.items():
                here.setenv(name, value)
            code = main(list(words))
        out, err = (text.decode(errors="replace") for text in caught)
        assert "Traceback" not in err, err
        assert not SIGNED_ZERO.findall(out), out
        assert not MINUS.findall(out), out  # terminals and programs get hyphens
        for page in {*tmp_path.rglob("report.html")} - already:
            assert not SIGNED_ZERO.findall(seen(page)), page
        return Done(code, out, err)

    return call


@contextlib.contextmanager
def caught_streams() -> Iterator[list[bytes]]:
    """Collect what this process and those that it starts write: [stdout, stderr] at the end."""
    caught: list[bytes] = []
    with contextlib.ExitStack() as later:
        files = [later.enter_context(tempfile.TemporaryFile()) for _ in range(2)]
        for number, name, file in zip((1, 2), ("stdout", "stderr"), files, strict=True):
            getattr(sys, name).flush()
            before = os.dup(number)
            later.callback(os.close, before)
            os.dup2(file.fileno(), number)
            later.callback(os.dup2, before, number)
            stream = open(number, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
            later.callback(setattr, sys, name, getattr(sys, name))
            setattr(sys, name, Shown(stream, spare=name == "stderr"))
        try:
            yield caught
        finally:
            for stream, file in zip((sys.stdout, sys.stderr), files, strict=True):
                stream.flush()
                file.seek(0)
                caught.append(file.read())


@pytest.fixture
def small_defaults(monkeypatch) -> None:
    """Make small what commands have no option for: histories scored on, points, samples."""
    from sim.analysis.calibrate import before_after
    from sim.analysis.hindcast import scores
    from sim.analysis.threshold import answer, joint
    from sim.analysis.threshold.boxes import Spread

    monkeypatch.setattr(before_after, "_SCORED", 50)
    monkeypatch.setattr(answer, "Spread", lambda: Spread(64, 9))
    monkeypatch.setattr(joint, "_TRIES", 8)
    every = scores.samples_of
    monkeypatch.setattr(
        scores, "samples_of", lambda pairs, seed: [one[:20] for one in every(pairs, seed)]
    )


@pytest.fixture
def small_tasks(monkeypatch) -> None:
    """Make tasks small."""
    MAKE["make_tasks_small"](monkeypatch.setattr)


@pytest.fixture
def blank_figures(monkeypatch) -> None:
    """Leave figures blank: they take most of the time of a command tested for something else."""
    MAKE["make_figures_blank"](monkeypatch.setattr)


@pytest.fixture(scope="session")
def blanked() -> Callable[[], contextlib.AbstractContextManager]:
    """Return contexts in which figures are left blank, for what several tests share."""

    @contextlib.contextmanager
    def blank() -> Iterator[None]:
        with pytest.MonkeyPatch.context() as here:
            MAKE["make_figures_blank"](here.setattr)
            yield

    return blank


@pytest.fixture
def coarse_figures(monkeypatch) -> None:
    """Let PNG files have few pixels: for tests of what is drawn, not of how fine it is."""
    from sim.report import style

    monkeypatch.setattr(style, "DPI", 40)


@pytest.fixture(scope="session")
def sim_of_small_tasks() -> list[str]:
    """The words that start `sim` as a process whose tasks are small."""
    return [sys.executable, str(SMALLER), "make_tasks_small"]


@pytest.fixture(scope="session")
def sim_of_blank_figures() -> list[str]:
    """The words that start `sim` as a process that leaves figures blank."""
    return [sys.executable, str(SMALLER), "make_figures_blank"]


SMALL = """
title = "A small world"
start = 2000-01-01
months = 8
spin_up = 0
[states.A]
name = "Aland"
ccode = 700
autonomy = { value = 0.4, range = [0.2, 0.6], source = "judgement", note = "as  # others" }
[states.B]
name = "Bland"
[states.C]
[ties.A.B]
stance = 0.5
[ties.C.B]
support.economy = 0.4
[[shocks]]
id = "storm"
date = 2000-04-02
title = "A storm"
effects = [
  { path = "ties.*.B.affinity", add = -0.2 },
  { path = "states.A.autonomy", set = 0.5, months = 2 },
  { path = "ties.A.B.obstacle", add = 2.0 },
]
"""


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """The file of a small scenario: three states, eight months, one shock."""
    path = tmp_path / "small.toml"
    path.write_text(SMALL)
    return path


@pytest.fixture(scope="session")
def tiny(tmp_path_factory) -> sim.Scenario:
    """The small scenario, for what is the same in all: its histories take no time."""
    path = tmp_path_factory.mktemp("tiny") / "small.toml"
    path.write_text(SMALL)
    return sim.load(path)


@pytest.fixture
def world_of(tmp_path: Path) -> Callable:
    """Write a scenario's text to a file and load it; a title, start and length are added."""

    def make(text: str, months: int = 24, spin_up: int = 0):
        path = tmp_path / "world.toml"
        head = (
            f'title = "A small world"\nstart = 2000-01-01\nmonths = {months}\nspin_up = {spin_up}\n'
        )
        path.write_text(head + text)
        return sim.load(path)

    return make


def world_text(states: int, months: int, extra: str = "") -> str:
    """Return the text of a scenario with so many states."""
    lines = [
        'title = "A world & its <states>"',
        "start = 2001-11-01",
        f"months = {months}",
        "spin_up = 0",
        extra,
    ]
    return "\n".join([*lines, *(f"[states.S{k}]" for k in range(states))])


@pytest.fixture(scope="session")
def shapes(tmp_path_factory) -> dict[str, sim.Results]:
    """Two states, one history, one month, many states, no moves."""
    folder = tmp_path_factory.mktemp("shapes")
    texts = {
        "two states": (world_text(2, 30), 20),
        "one history": (world_text(3, 30), 1),
        "one month": (world_text(3, 1), 20),
        "one month, one history": (world_text(2, 1), 1),
        "many states": (world_text(24, 14), 6),
        "no moves": (world_text(3, 12).replace("]", "]\nprecision = 100.0") + _dear(), 5),
    }
    results = {}
    for k, (name, (text, histories)) in enumerate(texts.items()):
        path = folder / f"world{k}.toml"
        path.write_text(text)
        results[name] = sim.run(sim.load(path), histories)
    return results


def _dear() -> str:
    """Return moves so dear that nobody makes any."""
    from sim.schema import MOVES

    return "".join(f"\n[moves.{move}]\ncost = 10.0" for move in MOVES)
