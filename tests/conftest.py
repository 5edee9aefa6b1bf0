"""What most tests need: the article, and small worlds written as scenario text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import sim


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
