"""Naming: whatever a data set calls a state, it is found, and nobody else is."""

from __future__ import annotations

import pytest

from sim.data import members
from sim.data.countries import country, identity, state_called, states_named
from sim.data.country_letters import check_letters, letters_of
from sim.scenario import State, load

SIX = load("article").states


@pytest.mark.parametrize(
    "word",
    [
        "DPRK",
        "PRK",
        "731",
        "731.0",
        "North Korea",
        "north korea",
        "Korea, North",
        "Democratic People's Republic of Korea",
    ],
)
def test_a_state_is_found_by_code_number_and_name(word):
    assert SIX[states_named(SIX)(word)].code == "DPRK"


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Russian Federation", "RUS"),
        ("365", "RUS"),
        ("ROK", "ROK"),
        ("KOR", "ROK"),
        ("South Korea", "ROK"),
        ("United States", "USA"),
        ("2", "USA"),
        ("China", "CHN"),
        ("JPN", "JPN"),
    ],
)
def test_the_six_are_told_apart(word, code):
    assert SIX[states_named(SIX)(word)].code == code


@pytest.mark.parametrize(
    "word", ["", "Taiwan", "713", "Hong Kong", "Atlantis", "EUR", "Belarus", "---", "9999", "١"]
)
def test_others_are_not_among_them(word):
    assert states_named(SIX)(word) == -1


def test_the_codes_are_those_of_the_correlates_of_war_where_gleditsch_and_ward_differ():
    known = {
        "255": "DEU",
        "345": "SRB",
        "679": "YEM",
        "816": "VNM",
        "970": "NRU",
        "946": "KIR",
        "955": "TON",
        "947": "TUV",
        "565": "NAM",
    }
    assert {number: country(number) for number in known} == known
    assert [country(number) for number in ("340", "817", "971")] == [None] * 3


@pytest.mark.parametrize(
    "word", ["tniUed States", "Afgbanistan", "Gbon", "Cydprus", "Xiran", "Sniger"]
)
def test_a_damaged_name_is_not_that_of_a_state_found_within_a_word(word):
    assert country(word) is None


def test_former_codes_of_the_cameo_list_are_known():
    assert (country("ROM"), country("TMP")) == ("ROU", "TLS")


def test_regions_of_the_cameo_list_are_no_states():
    regions = (
        "AFR ASA BLK CRB CAU CFR CAS CEU EIN EAF EEU EUR LAM MEA MDT NAF NMR PGS SCN SAM SAS SEA"
        " SAF WAF WST"
    )
    assert {region: identity(region) for region in regions.split()} == dict.fromkeys(
        regions.split()
    )
    assert identity("SAF", letters="cow") == state_called("SAF").ccode == 560


def test_states_that_exist_nowhere_match_by_their_own_code_alone():
    position = states_named(
        [State("EAST", "East", 1000), State("EST", "Eastland", 1001), State("PRK", "PRK", 1002)]
    )
    assert [position(word) for word in ("EAST", "east", "Eastland", "North Korea")] == [0, 0, 1, 2]
    assert position("Estonia") == -1


def test_a_scenarios_own_code_comes_before_that_of_the_world():
    position = states_named([State("CHI", "Chile", 155), State("AUS", "Austria", 305)])
    assert [position(word) for word in ("AUS", "305", "AUT", "Australia")] == [1, 1, 1, -1]


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("PRK", State("PRK", "North Korea", 731)),
        ("DPRK", State("DPRK", "North Korea", 731)),
        ("Germany", State("DEU", "Germany", 255)),
        ("740", State("JPN", "Japan", 740)),
        ("HANOI", State("VNM", "Vietnam", 816)),
        ("Port of Spain", State("TTO", "Trinidad and Tobago", 52)),
        ("Bonn", State("DEU", "Germany", 255)),
    ],
)
def test_a_state_of_the_world_keeps_the_code_it_was_called_by(word, state):
    assert state_called(word) == state


@pytest.mark.parametrize(
    ("city", "year", "ccode"),
    [("Bonn", 1970, 260), ("Saigon", 1960, 817), ("Prague", 1950, 315), ("Moscow", 1962, 365)],
)
def test_a_capital_stands_for_the_state_of_its_year(city, year, ccode):
    assert state_called(city, year).ccode == ccode


def test_an_unknown_state_is_refused_with_the_nearest():
    with pytest.raises(ValueError, match=r"unknown state 'Frence' \(did you mean 'France'\?\)"):
        state_called("Frence")
    with pytest.raises(ValueError, match="no Correlates of War code"):
        state_called("HKG")


@pytest.mark.parametrize("year", range(1946, 2017))
def test_every_member_of_the_state_system_is_found_by_number_letters_and_name_in_each_of_its_years(
    year,
):
    ones = [one for one in members.members().values() if one.within(year)]
    position = states_named([state_called(str(one.ccode), year) for one in ones])
    for k, one in enumerate(ones):
        assert state_called(str(one.ccode), year).ccode == one.ccode
        assert state_called(one.name, year).ccode == one.ccode
        if country(one.letters) is None or country(one.letters) == country(str(one.ccode)):
            assert state_called(one.letters, year).ccode == one.ccode
        assert position(str(one.ccode), year) == k
        assert position(one.letters, year, "cow") == k


@pytest.mark.parametrize(
    ("word", "year", "state"),
    [
        ("USSR", 1980, State("USSR", "Soviet Union", 365)),
        ("SUN", 1980, State("SUN", "Soviet Union", 365)),
        ("260", 1980, State("GFR", "West Germany", 260)),
        ("DEU", 1985, State("DEU", "West Germany", 260)),
        ("GDR", 1980, State("GDR", "East Germany", 265)),
        ("East Germany", 1980, State("DDR", "East Germany", 265)),
        ("YUG", 1980, State("YUG", "Yugoslavia", 345)),
        ("CSK", 1980, State("CSK", "Czechoslovakia", 315)),
        ("CZE", 1980, State("CZE", "Czechoslovakia", 315)),
        ("CZE", 2013, State("CZE", "Czechia", 316)),
        ("South Vietnam", 1970, State("RVN", "South Vietnam", 817)),
        ("300", 1900, State("AUH", "Austria-Hungary", 300)),
        ("Korea", 1900, State("KOR", "Korea", 730)),
        ("Korea", 1980, State("KOR", "South Korea", 732)),
        ("South Yemen", 1980, State("YMD", "South Yemen", 680)),
        ("UKG", 2013, State("UKG", "United Kingdom", 200)),
        ("JPN", 1948, State("JPN", "Japan", 740)),
    ],
)
def test_a_state_is_the_one_of_its_year(word, year, state):
    assert state_called(word, year) == state


@pytest.mark.parametrize(
    ("word", "year", "told"),
    [
        (
            "USSR",
            2013,
            (
                r"'USSR' is Soviet Union \(365\), which was .* from 1922 to 1991, not in 2013; .*"
                r" Russia \(365\)"
            ),
        ),
        (
            "260",
            2013,
            (
                r"a member of the state system from 1955 to 1990, not in 2013; did you mean Germany"
                r" \(255\)"
            ),
        ),
        (
            "255",
            1985,
            r"1816 to 1945 and from 1990 on, not in 1985; did you mean West Germany \(260\)",
        ),
        (
            "Czechoslovakia",
            2013,
            r"\(315\) was a member of the state system from 1918 to 1939 and from 1945 to 1992",
        ),
        ("300", 1980, "1816 to 1918"),
        ("HRV", 1980, r"Croatia \(344\), which was .* from 1992 on"),
        ("DDR", 2013, "1954 to 1990"),
        ("South Vietnam", 2013, "1954 to 1975"),
        ("Ottoman Empire", 1950, r"1816 to 1922, not in 1950; .* Türkiye \(640\)"),
        ("North Vietnam", 1980, r"1954 to 1975, not in 1980; .* Vietnam \(816\)"),
        ("a" * 70_000, 2013, "at most 200 characters"),
    ],
)
def test_a_state_of_another_time_is_refused_with_its_years(word, year, told):
    with pytest.raises(ValueError, match=told):
        state_called(word, year)


@pytest.mark.parametrize(
    ("words", "ccode"),
    [
        (
            (
                "Germany (GDR)|Germany, Dem. Rep.|E. Germany|East German|Germany, Democratic"
                " Republic of"
            ),
            265,
        ),
        (
            (
                "W. Germany|Germany, Federal Republic of|Germany (incl. the former German"
                " Democratic Republic)"
            ),
            255,
        ),
        (
            (
                "Yemen PDR|S. Yemen|Yemen, Democratic|Southern Yemen|Yemen (People's Democratic"
                " Republic)"
            ),
            680,
        ),
        ("Yemen AR|N. Yemen|Republic of Yemen|Yemen, Rep.", 679),
        ("Vietnam, Rep.|S. Vietnam|Viet-Nam, South|Republic of South Vietnam", 817),
        ("Vietnam, Socialist Republic of|N. Vietnam|Viet Nam, Dem. Rep.", 816),
        ("Korea, PDR|Korea, North|Korea, Dem. People's Rep.", 731),
        ("Korea, Rep.|Korea (Republic of)|S. Korea", 732),
        ("China, Republic of|Nationalist China|Republic of China|China (Taiwan)", 713),
        ("China, People's Republic of|People's Republic of China|China, PR|Communist China", 710),
        ("Czech and Slovak Federal Republic|Former Czechoslovakia|Czecho-Slovakia", 315),
        ("Czech Rep.|Czechia", 316),
        ("Former Yugoslavia|Yugoslavia, Fed. Rep.|State Union of Serbia and Montenegro", 345),
        ("Former Yugoslav Republic of Macedonia|Macedonia (FYROM)", 343),
        ("Kosovo", 347),
        ("Bosnia (Yugoslavia)", 346),
        (
            (
                "Soviet Union (USSR)|Former Soviet Union|Union of Soviet Socialist Republics"
                " (former)|Soviet Russia"
            ),
            365,
        ),
        ("Ukrainian SSR|Ukraine (USSR)", 369),
        ("Austro-Hungary", 300),
        ("Tanganyika", 510),
        ("Federation of Malaya", 820),
    ],
)
def test_a_divided_or_ended_state_is_found_however_its_name_is_put(words, ccode):
    assert {word: identity(word, 1985) for word in words.split("|")} == dict.fromkeys(
        words.split("|"), ccode
    )


def test_letters_that_are_two_states_are_told_by_the_others_of_their_column():
    assert letters_of({"AUS", "UKG", "USA"}, "iso", (), "x")[0] == "cow"
    assert letters_of({"AUS", "GBR", "USA"}, "cow", (), "x")[0] == "iso"
    assert letters_of({"AUS", "USA", "DPRK"}, "any", (), "x") == ("any", "")
    with pytest.raises(
        ValueError, match=r"UKG\) beside ISO3 codes \(GBR\), and AUS is a different state in each"
    ):
        letters_of({"AUS", "UKG", "GBR"}, "any", (), "x")
    with pytest.raises(ValueError, match="'AUS' is Australia as an ISO3 code and Austria"):
        check_letters(["AUS", "UKG"])
    check_letters(["AUS", "ROK", "USA"])


def test_codes_of_a_kind_come_before_those_of_the_scenario():
    position = states_named([state_called("AUS"), state_called("AUT")])
    assert [position("AUS", 2013, letters) for letters in ("any", "iso", "cow")] == [0, 0, 1]


@pytest.mark.parametrize("text", ["a" * 201, "Republic of " * 6000, "1" * 300, "(" * 5000], ids=len)
def test_no_text_that_is_longer_than_a_name_meets_a_pattern(text, monkeypatch):
    for module in ("data.countries", "countries.names"):
        monkeypatch.setattr(f"sim.{module}.world", lambda: pytest.fail("a pattern was met"))
    assert identity(text) is country(text) is None
