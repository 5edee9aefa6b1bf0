"""Calling: whatever somebody calls a state of a scenario, it is found, and nobody else is."""

from __future__ import annotations

import pytest

from sim.errors import InvalidInput
from sim.outcomes.asked import outcome_asked
from sim.scenario import load, path_called
from sim.scenario.calling import State, code_called, nearest_code

ARTICLE = load("article")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (
            ("DPRK", "dprk", "PRK", "prk", "731", "North Korea", "north korea", "Korea, North"),
            "DPRK",
        ),
        (("RUS", "Russia", "russian federation", "365", " rus "), "RUS"),
        (("usa", "US", "America", "the United States", "2"), "USA"),
        (("ROK", "KOR", "south korea", "Republic of Korea"), "ROK"),
        (("Pyongyang", " pyongyang"), "DPRK"),
        (("Moscow", "MOSCOW", "Russian", "Soviet Union", "Soviet"), "RUS"),
        (("Beijing", "Peking"), "CHN"),
        (("Washington", "Washington, D.C.", "American"), "USA"),
        (("Seoul", "South Korean"), "ROK"),
    ],
)
def test_a_state_is_called_by_code_number_name_and_capital_in_any_case(words, code):
    for word in words:
        assert ARTICLE.code(word) == ARTICLE.codes[ARTICLE.index(word)] == code, word


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("Rusia", "unknown state 'Rusia' (did you mean 'RUS', Russia?)"),
        ("DPRC", "(did you mean 'DPRK', North Korea?)"),
        ("Moskau", "unknown state 'Moskau' (did you mean 'RUS', Russia?)"),
        ("Hanoi", "unknown state 'Hanoi' (there are DPRK, RUS, CHN, JPN, ROK, USA)"),
        ("India", "unknown state 'India' (there are DPRK, RUS, CHN, JPN, ROK, USA)"),
        ("", "unknown state ''"),
        (731, "a state is named by a text, as in 'DPRK' or 'North Korea', found 731"),
    ],
)
def test_what_is_none_is_refused_with_the_nearest(word, told):
    with pytest.raises(InvalidInput) as refused:
        ARTICLE.code(word)
    assert told in str(refused.value)


def test_a_suggestion_goes_by_meaning_before_spelling():
    assert nearest_code("Russia", ("USA", "RUS")) == " (did you mean 'RUS'?)"
    assert nearest_code("America", ("RUS", "USA")) == " (did you mean 'USA'?)"
    assert nearest_code("Moscow", ("USA", "RUS")) == " (did you mean 'RUS'?)"
    assert nearest_code("RSU", ("USA", "RUS")).startswith(" (did you mean")


def test_own_codes_and_names_of_a_scenario_come_first():
    states = (State("CHN", "Chinaland", 1001), State("EAST", "China", 1002))
    assert code_called("chn", states) == "CHN"
    assert code_called("China", states) == "EAST"
    with pytest.raises(InvalidInput, match="'twin' may be A or B: write the code"):
        code_called("twin", (State("A", "Twin", 1001), State("B", "Twin", 1002)))


def test_a_name_comes_before_a_capital():
    states = (State("KWT", "Kuwait", 690), State("CITY", "Kuwait City", 1001))
    assert code_called("kuwait city", states) == "CITY"
    germanies = (State("GER", "Germany", 255), State("GFR", "West Germany", 260))
    with pytest.raises(InvalidInput, match="'Bonn' may be GER or GFR: write the code"):
        code_called("Bonn", germanies)


def test_a_state_that_is_no_more_goes_by_its_number_and_its_capital():
    states = (State("GDR", "East Germany", 265), State("X", "Elsewhere", 1001))
    assert code_called("265", states) == code_called("East Berlin", states) == "GDR"
    with pytest.raises(InvalidInput):
        code_called("1001", states)  # no number of the Correlates of War


def test_paths_and_outcomes_take_the_same_words():
    assert path_called("ties.Russia.PRK.obstacle", ARTICLE.states) == "ties.RUS.DPRK.obstacle"
    assert path_called("ties.*.prk.reach", ARTICLE.states) == "ties.*.DPRK.reach"
    assert path_called("moves.envoy.cost", ARTICLE.states) == "moves.envoy.cost"
    assert path_called("states.Moscow.autonomy", ARTICLE.states) == "states.RUS.autonomy"
    changed = load("article", set={"states.north korea.autonomy": 0.9})
    assert changed.hash == load("article", set={"states.DPRK.autonomy": 0.9}).hash
    assert changed.value("states.PRK.autonomy").value == 0.9
    assert outcome_asked(ARTICLE, "support.Russia.prk.economy").column == (
        outcome_asked(ARTICLE, "support.RUS.DPRK.economy").column
    )
    posture = outcome_asked(ARTICLE, "posture.prk.leaning.Russia")
    assert posture == outcome_asked(ARTICLE, "posture.DPRK.leaning.RUS")
