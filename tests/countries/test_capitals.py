"""Capitals: every state of today has one or is left out on purpose, and names take articles."""

from __future__ import annotations

import pytest

from sim.countries.capitals import capital, governed_from, in_a_sentence, seats
from sim.countries.codes import ISO3
from sim.scenario import load, shipped


def test_every_state_of_today_has_a_capital_but_the_one_that_is_disputed():
    without = {iso3 for ccode, iso3 in ISO3.items() if capital(ccode, 2013) is None}
    assert without == {"ISR"}


@pytest.mark.parametrize(
    ("ccode", "year", "city"),
    [
        (710, 2013, "Beijing"),
        (365, 1950, "Moscow"),
        (260, 1970, "Bonn"),
        (255, 2013, "Berlin"),
        (775, 2000, "Rangoon"),
        (775, 2013, "Naypyidaw"),
        (1001, 2013, None),
    ],
)
def test_a_capital_is_that_of_the_year(ccode, year, city):
    assert capital(ccode, year) == city


def test_a_city_stands_for_the_states_that_it_governs_or_governed():
    for ccode in ISO3:
        assert all(ccode in governed_from(city) for city in seats(ccode))
    assert governed_from("bonn") == {255, 260} and governed_from("Berlin") == {255}
    assert governed_from("Brasilia") == governed_from("brasília") == {140}
    assert governed_from("Gotham") == frozenset()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("United States", "the United States"),
        ("United Arab Emirates", "the United Arab Emirates"),
        ("Soviet Union", "the Soviet Union"),
        ("Dominican Republic", "the Dominican Republic"),
        ("Philippines", "the Philippines"),
        ("China", "China"),
        ("South Korea", "South Korea"),
        ("The Gambia", "The Gambia"),
    ],
)
def test_names_take_the_article_that_they_have(name, told):
    assert in_a_sentence(name) == told


@pytest.mark.parametrize("name", sorted(shipped()))
def test_the_governments_of_shipped_scenarios_have_seats(name):
    scenario = load(name)
    unseated = {s.name for s in scenario.states if not capital(s.ccode, scenario.start.year)}
    assert unseated <= {"Israel"}
