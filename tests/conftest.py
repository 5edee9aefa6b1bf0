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
        head = f'title = "A small world"\nstart = 2000-01-01\nmonths = {months}\nspin_up = {spin_up}\n'
        path.write_text(head + text)
        return sim.load(path)

    return make
