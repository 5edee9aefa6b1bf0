"""Members: every member of the state system in every year, under its number, its letters and its
name.
"""

from __future__ import annotations

import pytest

from sim.data import members
from sim.data.countries import country, identity
from sim.data.members import NOW, in_year, root

ALL = members.members()


def test_the_list_is_that_of_the_correlates_of_war():
    assert (len(ALL), sum(len(one.spells) for one in ALL.values())) == (217, 243)
    assert len(members.by_letters()) == len(members.by_name()) == 217
    known = {
        220: ((1816, 1942), (1944, NOW)),
        255: ((1816, 1945), (1990, NOW)),
        260: ((1955, 1990),),
        265: ((1954, 1990),),
        300: ((1816, 1918),),
        315: ((1918, 1939), (1945, 1992)),
        730: ((1887, 1905),),
        740: ((1860, 1945), (1952, NOW)),
        817: ((1954, 1975),),
    }
    assert {ccode: ALL[ccode].spells for ccode in known} == known


@pytest.mark.parametrize(
    "one", [one for one in ALL.values() if one.within(NOW) and one.ccode != 345], ids=str
)
def test_states_of_today_have_the_numbers_and_names_that_country_converter_gives_them(one):
    assert country(str(one.ccode)) == country(one.name) is not None


@pytest.mark.parametrize(
    ("number", "year", "then"),
    [
        (255, 1944, 255),
        (255, 1950, 260),
        (255, 1985, 260),
        (260, 2013, 255),
        (255, 1990, 255),
        (678, 2000, 679),
        (679, 1980, 678),
        (740, 1948, 740),
        (340, 2010, 345),
        (364, 1980, 365),
        (529, 2000, 530),
        (769, 1960, 770),
        (818, 1990, 816),
        (525, 2012, 626),
    ],
)
def test_one_state_goes_on_under_the_numbers_of_its_eras(number, year, then):
    assert in_year(number, year).ccode == then


@pytest.mark.parametrize(
    ("number", "year"), [(344, 1980), (315, 1993), (817, 1976), (731, 1947), (1000, 2000)]
)
def test_a_state_is_no_member_before_its_first_year_or_after_its_last(number, year):
    assert in_year(number, year) is None


def test_numbers_of_gleditsch_and_ward_are_read_by_their_list():
    theirs = {970: 946, 971: 970, 972: 955, 973: 947, 260: 255, 678: 679, 340: 345, 316: 316}
    assert {number: root(number, gleditsch_ward=True) for number in theirs} == theirs
    assert root(970) == 970


@pytest.mark.parametrize("past", members.PAST, ids=lambda past: past.name)
def test_every_word_for_a_past_state_leads_to_it(past):
    for word in (past.code, past.name, *past.words):
        assert identity(word, past.first + 1) == root(past.ccode), word


def test_states_that_divided_do_not_contradict_each_other_and_others_do():
    assert members.kin(255, 265) and members.kin(260, 255) and members.kin(345, 341)
    assert not members.kin(2, 20)
