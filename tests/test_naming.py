"""Naming: whatever a data set calls a state, it is found, and nobody else is."""

from __future__ import annotations

import pytest

from sim.naming import country, state_called, states_named
from sim.scenario import State, load

SIX = load("article").states


@pytest.mark.parametrize("word", ["DPRK", "PRK", "731", "731.0", "North Korea", "north korea", "Korea, North",
                                  "Democratic People's Republic of Korea"])  # fmt: skip
def test_a_state_is_found_by_code_number_and_name(word):
    assert SIX[states_named(SIX)(word)].code == "DPRK"


@pytest.mark.parametrize(("word", "code"), [("Russian Federation", "RUS"), ("365", "RUS"), ("ROK", "ROK"),
                                            ("KOR", "ROK"), ("South Korea", "ROK"), ("United States", "USA"),
                                            ("2", "USA"), ("China", "CHN"), ("JPN", "JPN")])  # fmt: skip
def test_the_six_are_told_apart(word, code):
    assert SIX[states_named(SIX)(word)].code == code


@pytest.mark.parametrize("word", ["", "Taiwan", "713", "Hong Kong", "Atlantis", "EUR", "Belarus", "---", "9999", "١"])
def test_others_are_not_among_them(word):
    assert states_named(SIX)(word) == -1


def test_the_codes_are_those_of_the_correlates_of_war_where_gleditsch_and_ward_differ():
    known = {"255": "DEU", "345": "SRB", "679": "YEM", "816": "VNM", "970": "NRU", "946": "KIR", "955": "TON",
             "947": "TUV", "565": "NAM"}  # fmt: skip
    assert {number: country(number) for number in known} == known
    assert [country(number) for number in ("340", "817", "971")] == [None] * 3


def test_former_codes_of_the_cameo_list_are_known():
    assert (country("ROM"), country("TMP")) == ("ROU", "TLS")


def test_states_that_exist_nowhere_match_by_their_own_code_alone():
    position = states_named([State("EAST", "East", 1000), State("EST", "Eastland", 1001), State("PRK", "PRK", 1002)])
    assert [position(word) for word in ("EAST", "east", "Eastland", "North Korea")] == [0, 0, 1, 2]
    assert position("Estonia") == -1


def test_a_scenarios_own_code_comes_before_that_of_the_world():
    position = states_named([State("CHI", "Chile", 155), State("AUS", "Austria", 305)])
    assert [position(word) for word in ("AUS", "305", "AUT", "Australia")] == [1, 1, 1, -1]


@pytest.mark.parametrize(("word", "state"), [
    ("PRK", State("PRK", "North Korea", 731)), ("DPRK", State("DPRK", "North Korea", 731)),
    ("Germany", State("DEU", "Germany", 255)), ("740", State("JPN", "Japan", 740)),
])  # fmt: skip
def test_a_state_of_the_world_keeps_the_code_it_was_called_by(word, state):
    assert state_called(word) == state


def test_an_unknown_state_is_refused_with_the_nearest():
    with pytest.raises(ValueError, match=r"unknown state 'Frence' \(did you mean 'France'\?\)"):
        state_called("Frence")
    with pytest.raises(ValueError, match="no Correlates of War code"):
        state_called("HKG")
