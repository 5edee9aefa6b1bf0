"""Worlds: shocks that are left out, and scenarios that stand in for others."""

from __future__ import annotations

import pytest

import sim
from sim.analysis.exam.worlds import Shelf, World, spared
from sim.errors import InvalidInput


def test_leaving_shocks_out_is_what_loading_without_them_is(article):
    for names in (("crimea*",), ("jang-purge", "nuclear-test"), ("us-rok-exercises*",)):
        assert spared(article, names).hash == sim.load("article", without=names).hash
    assert spared(article, ("*",)).shocks == ()
    with pytest.raises(InvalidInput, match=r"article: 'crime' names no shock"):
        spared(article, ("crime",))


def test_a_world_sets_numbers_and_refuses_what_is_none(article):
    world = World("article", (), (("states.DPRK.autonomy", 0.9),))
    assert world.changed(article).hash == sim.load("article", set=dict(world.numbers)).hash
    with pytest.raises(sim.Refused, match="names nothing"):
        World("article", (), (("states.DPRK.autonmy", 0.9),)).changed(article)


def test_who_has_all_states_and_months_stands_in():
    shelf = Shelf(sim.load("article-from-2012"))
    assert shelf.stands_in("article") and not shelf.stands_in("cold-war")
    assert shelf.simulated("article").name == "article-from-2012"
    assert shelf.asked("article").months == 36 and shelf.months("article") == (12, 48)
    assert shelf.simulated("cold-war").name == "cold-war"
    assert not Shelf().stands_in("article")
