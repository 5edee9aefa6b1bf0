"""Families: shocks that a page switches off together, and what it calls them."""

from __future__ import annotations

from sim.scenario import events_in_words, families, short_name, with_changes


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


def test_events_are_named_in_a_sentence_a_large_family_as_one_and_of_many_the_first(article):
    exercises = [one for one in article.known_shocks if one.startswith("us-rok-exercises")]
    for ids, words in (
        (["crimea"], "Crimea"),
        (["crimea", "crimea-vote"], "Crimea and Crimea vote"),
        (exercises, "US ROK exercises (6 events)"),
        ([*exercises, "jang-purge"], "US ROK exercises (6 events) and Jang purge"),
        (exercises[:2], "US ROK exercises 2013 spring and US ROK exercises 2013 summer"),
        (article.known_shocks[:9], "Nuclear test, Nuclear test sanctions and 7 other events"),
    ):
        calmer = with_changes(article, without=list(ids))
        assert events_in_words(calmer, article, ids) == words
