"""Families: shocks that a page switches off together, and what it calls them."""

from __future__ import annotations

from sim.scenario import families, short_name


def test_ids_that_begin_alike_are_a_family_and_others_are_alone(article):
    found = families(tuple(shock.id for shock in article.shocks))
    assert found["crimea"] == found["crimea-vote"] == "crimea"
    assert found["us-rok-exercises-2013-spring"] == "us-rok-exercises"
    assert found["tokyo-contacts-2014"] == "tokyo-contacts"
    assert "jang-purge" not in found and "joint-drills" not in found


def test_a_family_of_one_is_none():
    assert families(("storm-2013",)) == {}


def test_short_names_write_states_in_capitals(article):
    assert short_name(article, "crimea") == "Crimea"
    assert short_name(article, "us-rok-exercises-2013-spring") == "US ROK exercises 2013 spring"
    assert short_name(article, "coal-through-rajin") == "Coal through Rajin"  # as its title has it
