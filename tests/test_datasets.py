"""Figures: downloads are read by the columns that they come with, and silence is told from damage."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.datasets import read_figures
from sim.naming import state_called

THREE = tuple(map(state_called, ("PRK", "RUS", "CHN")))
PRK, RUS, CHN = range(3)

NMC = "stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version\n"


def read(tmp_path, kind: str, text: str, first: int = 2013, last: int = 2013):
    path = tmp_path / "download.csv"
    path.write_text(text, encoding="utf-8")
    return read_figures(kind, path, THREE, first, last)


def test_capabilities_are_found_by_code_and_year_and_minus_nine_is_missing(tmp_path):
    rows = "PRK,731,2013,1,1,1,1,1,1,.0129,2021\nCHN,710,2013,1,1,1,1,1,1,-9,2021\nUSA,2,2013,1,1,1,1,1,1,.13,2021\n"
    found = read(tmp_path, "power", NMC + rows + "PRK,731,2012,1,1,1,1,1,1,.0131,2021\n")
    assert found.values == {PRK: [(2013, 2013, {"cinc": 0.0129})], CHN: [(2013, 2013, {"cinc": None})]}
    assert found.counts() == "download.csv: 4 rows read, 2 passed over (other states or years), none damaged"
    assert found.covered == (2012, 2013)


@pytest.mark.parametrize("header", ["atopid,stateA,stateB,year", "dyad,mem1,mem2,year", "x,state1,state2,year"])
def test_alliances_by_dyad_and_year_are_found_directed_or_not(tmp_path, header):
    text = f"{header},atopally,defense,offense,neutral,nonagg,consul\n1,731,710,2013,1,1,0,0,1,0\n"
    found = read(tmp_path, "alliances", text + "2,365,731,2013,1,0,0,0,1,1\n")
    assert found.values[PRK, CHN] == [(2013, 2013, {"defense": 1.0, "consul": 0.0})]
    assert found.values[PRK, RUS] == [(2013, 2013, {"defense": 0.0, "consul": 1.0})]


def test_spells_hold_in_all_their_years_and_without_an_end_until_today(tmp_path):
    text = "state1,state2,obligation,start_year,end_year\nCHN,PRK,defense,1961,2018\nPRK,RUS,defense,1961,1996\n"
    found = read(tmp_path, "alliances", text + "PRK,RUS,consul,2000,\n")
    assert found.values == {(PRK, CHN): [(1961, 2018, {"defense": 1.0})], (PRK, RUS): [(2000, 9999, {"consul": 1.0})]}
    assert (found.outside, found.covered) == (1, (1961, 9999))


@pytest.mark.parametrize(("header", "row"), [
    ('"",ccode1,ccode2,agree,session.x,year', "1,710,731,0.83,68,2013"),
    ("year,state1,state2,n_votes,agree_exact,agree_3cat", "2013,CHN,PRK,56,0.8,0.83"),
])  # fmt: skip
def test_agreement_is_found_under_the_names_it_goes_by(tmp_path, header, row):
    assert read(tmp_path, "votes", f"{header}\n{row}\n").values == {(PRK, CHN): [(2013, 2013, {"agreement": 0.83})]}


def test_ideal_points_are_found_by_session_where_there_is_no_year(tmp_path):
    text = "ccode;iso3c;Countryname;session;IdealPointAll\n731;PRK;North Korea;68;-2.1\nNA;;Nowhere;68;0.1\n"
    found = read(tmp_path, "votes", text)
    assert found.values == {PRK: [(2013, 2013, {"ideal": -2.1})]}
    assert found.outside == 1


def test_rivalries_are_spells(tmp_path):
    text = "tssr_id,rivalry,ccode1,ccode2,start,end\n1,China-USSR,365.0,710.0,1958.0,1989.0\n"
    assert read(tmp_path, "rivalries", text, 1980, 1980).values == {(RUS, CHN): [(1958, 1989, {"rivalry": 1.0})]}
    assert read(tmp_path, "rivalries", text).values == {}


@pytest.mark.parametrize(("row", "word"), [
    ("PRK,731,2013,1,1,1,1,1,1,x,2021", "cinc is 'x': 0 to 1 is needed"),
    ("PRK,731,2013,1,1,1,1,1,1,7,2021", "cinc is '7'"),
    ("PRK,731,13,1,1,1,1,1,1,.01,2021", "year is '13': a year is needed"),
    ("PRK,,2013,1,1,1,1,1,1,.01,2021", "ccode is empty"),
    ("PRK,731,2013,1", "4 columns instead of 11"),
])  # fmt: skip
def test_a_damaged_row_is_named_by_file_and_line_and_the_rest_is_read(tmp_path, row, word):
    found = read(tmp_path, "power", f"{NMC}{row}\nCHN,710,2013,1,1,1,1,1,1,.2,2021\n")
    assert found.faults.told()[0].startswith(f"download.csv:2: {word}")
    assert found.values == {CHN: [(2013, 2013, {"cinc": 0.2})]}
    assert (found.rows, found.faults.count) == (2, 1)


def test_damage_to_what_is_asked_for_is_no_silence(tmp_path):
    text = "stateA,stateB,year,defense,consul\n731,710,2013,oops,0\n"
    assert read(tmp_path, "alliances", text).spoiled == {(PRK, CHN)}


CELLS = st.sampled_from(["PRK", "731", "2013", "", "-9", ".1", "x"])


@given(st.lists(st.text(max_size=40) | st.lists(CELLS, min_size=11, max_size=11).map(",".join), max_size=6))
def test_whatever_a_file_holds_every_row_is_kept_passed_over_or_named(tmp_path_factory, rows):
    rows = [" ".join(row.split()) for row in rows]
    text = NMC + "".join(f"{row}\n" for row in rows)
    found = read(tmp_path_factory.mktemp("fuzz"), "power", text)
    assert found.rows == sum(bool(row) for row in rows)
    assert all(set(numbers) == {"cinc"} for kept in found.values.values() for *_, numbers in kept)


def test_what_is_not_of_the_kind_is_refused_with_what_was_found(tmp_path):
    with pytest.raises(ValueError, match=r"download.csv: expected ATOP .*; found the columns stateabb, ccode, year"):
        read(tmp_path, "alliances", NMC)
    with pytest.raises(ValueError, match="found the columns apples"):
        read(tmp_path, "power", "apples\n1\n")
