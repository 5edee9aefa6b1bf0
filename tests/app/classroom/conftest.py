"""A small room: three states, eight months, of which the class plays four."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("starlette")

from sim.app.classroom.keeping import keeper
from sim.app.classroom.played import What
from sim.app.classroom.room import Room

SMALL = """
[states.A]
name = "Aland"
[states.B]
name = "Bland"
[states.C]
name = "Cland"
[[shocks]]
id = "storm"
title = "A storm"
date = 2000-04-02
effects = [{ path = "states.A.autonomy", set = 0.5 }]
[[questions]]
id = "lean"
text = "A leans on B"
level = { measure = "dependence", state = "A", partner = "B", above = 0.5 }
"""


@pytest.fixture
def small(world_of):
    """The scenario."""
    return world_of(SMALL, months=8)


@pytest.fixture
def file(tmp_path) -> Path:
    """Where the game is kept."""
    return tmp_path / "class.txt"


@pytest.fixture
def room(small, file) -> Room:
    """The room, before anybody joins."""
    return Room(What(small, range(2, 6)), "7K2M", keeper(file))


def month(room: Room, moves: dict[str, dict[str, str]], yes: bool = True) -> None:
    """Play a month of a room: moves of some, who then all say the same; the others are absent."""
    label = room.label
    for state, own in moves.items():
        room.decide(state, label, own, f"{state} hopes")
    if room.label == label and room.phase == "moves":
        room.go_on(label, "moves")
    for state in room.deciding() if room.label == label and room.phase == "answers" else []:
        room.answer(state, label, {one.asker: yes for one in room.opened.offers[state]})


@pytest.fixture
def play_month() -> Callable:
    """Play a month of a room."""
    return month
