"""What the wall and the phones show of a room."""

from __future__ import annotations

import pytest

from sim import schema
from sim.app.classroom import views
from sim.app.classroom.path import Band
from sim.app.classroom.played import What
from sim.app.classroom.room import Room

AMERICA = """
[states.USA]
name = "United States"
[states.B]
name = "Bland"
"""


@pytest.fixture
def room(world_of) -> Room:
    """A room in which a state's name takes an article."""
    return Room(What(world_of(AMERICA, months=4), range(1, 3)), "7K2M", lambda text: None)


def test_a_name_within_a_sentence_has_its_article(room):
    room.join("B", "Two")
    room.begin()
    america = views.wall(room, Band(room.what))["states"][0]
    assert (america["name"], america["in_text"]) == ("United States", "the United States")
    partner = views.phone(room, "B")["partners"][0]
    assert (partner["name"], partner["in_text"]) == ("United States", "the United States")


def test_the_phone_is_told_which_moves_need_consent_in_the_order_of_the_schema(room):
    room.join("B", "Two")
    room.begin()
    options = views.phone(room, "B")["partners"][0]["options"]
    deals = sorted((one["deal"], one["move"]) for one in options if one["deal"] >= 0)
    assert [move for _, move in deals] == list(schema.DEALS)
