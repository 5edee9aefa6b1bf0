"""Offered: every number that can be moved has words, a reason and a slider that holds it."""

from __future__ import annotations

import math

import pytest

import sim
from sim.scenario import effects_in_words, offered, ranged_paths, with_changes


@pytest.mark.parametrize("name", ["article", "egypt-1970-79"])
def test_every_number_has_words_and_a_slider_on_which_its_value_lies(name):
    scenario = sim.load(name)
    numbers = offered(scenario)
    ranged = set(ranged_paths(scenario))
    assert {one.path for one in numbers} >= ranged
    assert len({one.path for one in numbers}) == len(numbers)
    for one in numbers:
        assert one.who and one.what and one.in_words and one.meaning, one.path
        assert one.minimum <= one.low <= one.value <= one.high <= one.maximum, one.path
        assert one.step > 0 and one.low < one.high, one.path
        for end in (one.value, one.high):
            steps = (end - one.low) / one.step
            assert math.isclose(steps, round(steps), abs_tol=1e-4), one.path
        assert one.has_range == (one.path in ranged), one.path


def test_both_ends_of_each_slider_may_be_set(article):
    for end in ("low", "high"):
        ends = {one.path: getattr(one, end) for one in offered(article)}
        assert with_changes(article, set=ends).overrides


def test_a_number_says_whose_it_is_and_why_it_is_so(article):
    one = next(one for one in offered(article) if one.path == "states.DPRK.autonomy")
    assert (one.group, one.who, one.what) == ("DPRK", "North Korea", "autonomy")
    assert (one.low, one.high, one.has_range) == (0.0, 2.0, True)
    assert "juche" in one.why and one.origin.startswith("article.toml:")


def test_a_number_of_a_tie_is_about_two_states_by_their_names(article):
    told = {one.path: one for one in offered(article)}
    quarrel = told["ties.DPRK.USA.obstacle"]
    assert quarrel.what == "obstacle with the United States"
    assert quarrel.meaning == (
        "Standing quarrel that makes deals with the United States costlier for North Korea."
    )
    assert quarrel.why == "a judgement; no argument is recorded"


def test_an_amount_says_what_its_event_does_and_what_is_argued_of_it(article):
    told = {one.path: one for one in offered(article)}
    names = [
        effect.name for effect in next(s for s in article.shocks if s.id == "jang-purge").effects
    ]
    meaning = told[names[1]].meaning
    assert meaning.startswith("Jang Song-thaek, ") and "(12 December 2013)" in meaning
    assert meaning.endswith("this is added to China's affinity for North Korea, for 9 months.")
    vote = next(s for s in article.shocks if s.id == "crimea-vote").effects[-1].name
    assert told[vote].why.startswith("a judgement; of the event: A vote given")
    assert not any(one.why.endswith("judgement") or not one.why for one in told.values())


def test_effects_are_told_with_names_and_patterns_as_every_state(world):
    scenario = sim.load(world)
    assert effects_in_words(scenario, scenario.shocks[0]) == [
        "every state's affinity for Bland: -0.2",
        "Aland's wish for autonomy: set to 0.5, for 2 months",
        "Aland's quarrel with Bland: +2",
    ]


def test_names_are_written_as_they_are_with_backslashes_and_within_one_another(world):
    text = world.read_text()
    named = text.replace("Aland", r"Great \\1land").replace("Bland", r"\\1land")
    world.write_text(named)
    scenario = sim.load(world)
    told = {one.path: one.meaning for one in offered(scenario)}
    assert told["ties.A.B.stance"] == (
        r"How warmly Great \1land regards \1land when the period starts."
    )
    world.write_text(named.replace("ties.*.B", "ties.*.A"))
    scenario = sim.load(world)
    assert effects_in_words(scenario, scenario.shocks[0])[0] == (
        r"every state's affinity for Great \1land: -0.2"
    )
