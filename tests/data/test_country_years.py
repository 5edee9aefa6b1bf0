"""Figures: downloads are read by the columns that they come with, and silence is
told from damage.
"""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.data import members
from sim.data.countries import state_called
from sim.data.country_years import read_figures

THREE = tuple(map(state_called, ("PRK", "RUS", "CHN")))
PRK, RUS, CHN = range(3)

NMC = "stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version\n"


def read(tmp_path, kind: str, text: str, first: int = 2013, last: int = 2013):
    path = tmp_path / "download.csv"
    path.write_text(text, encoding="utf-8")
    return read_figures(kind, path, THREE, first, last)


def test_capabilities_are_found_by_code_and_year_and_minus_nine_is_missing(tmp_path):
    rows = (
        "PRK,731,2013,1,1,1,1,1,1,.0129,2021\n"
        "CHN,710,2013,1,1,1,1,1,1,-9,2021\n"
        "USA,2,2013,1,1,1,1,1,1,.13,2021\n"
    )
    found = read(tmp_path, "power", NMC + rows + "PRK,731,2012,1,1,1,1,1,1,.0131,2021\n")
    assert found.values == {
        PRK: [(2013, 2013, {"cinc": 0.0129, "milex": 1, "pec": 1})],
        CHN: [(2013, 2013, {"cinc": None, "milex": 1, "pec": 1})],
    }
    assert (
        found.counts()
        == "download.csv: 4 rows read, 2 passed over (other states or years), none damaged"
    )
    assert found.covered == (2012, 2013)


@pytest.mark.parametrize(
    "header", ["atopid,stateA,stateB,year", "dyad,mem1,mem2,year", "x,state1,state2,year"]
)
def test_alliances_by_dyad_and_year_are_found_directed_or_not(tmp_path, header):
    text = f"{header},atopally,defense,offense,neutral,nonagg,consul\n1,731,710,2013,1,1,0,0,1,0\n"
    found = read(tmp_path, "alliances", text + "2,365,731,2013,1,0,0,0,1,1\n")
    assert found.values[PRK, CHN] == [(2013, 2013, {"defense": 1.0, "consul": 0.0})]
    assert found.values[PRK, RUS] == [(2013, 2013, {"defense": 0.0, "consul": 1.0})]


def test_spells_hold_in_all_their_years_and_without_an_end_until_today(tmp_path):
    text = (
        "state1,state2,obligation,start_year,end_year\n"
        "CHN,PRK,defense,1961,2018\nPRK,RUS,defense,1961,1996\n"
    )
    found = read(tmp_path, "alliances", text + "PRK,RUS,consul,2000,\n")
    assert found.values == {
        (PRK, CHN): [(1961, 2018, {"defense": 1.0})],
        (PRK, RUS): [(2000, 9999, {"consul": 1.0})],
    }
    assert (found.outside, found.covered) == (1, (1961, 9999))


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ('"",ccode1,ccode2,agree,session.x,year', "1,710,731,0.83,68,2013"),
        ("year,state1,state2,n_votes,agree_exact,agree_3cat", "2013,CHN,PRK,56,0.8,0.83"),
    ],
)
def test_agreement_is_found_under_the_names_it_goes_by(tmp_path, header, row):
    assert read(tmp_path, "votes", f"{header}\n{row}\n").values == {
        (PRK, CHN): [(2013, 2013, {"agreement": 0.83})]
    }


def test_ideal_points_are_found_by_session_where_there_is_no_year(tmp_path):
    text = (
        "ccode;iso3c;Countryname;session;IdealPointAll\n731;PRK;North"
        " Korea;68;-2.1\nNA;;Nowhere;68;0.1\n"
    )
    found = read(tmp_path, "votes", text)
    assert found.values == {PRK: [(2013, 2013, {"ideal": -2.1})]}
    assert found.outside == 1


def test_rivalries_are_spells(tmp_path):
    text = "tssr_id,rivalry,ccode1,ccode2,start,end\n1,China-USSR,365.0,710.0,1958.0,1989.0\n"
    assert read(tmp_path, "rivalries", text, 1980, 1980).values == {
        (RUS, CHN): [(1958, 1989, {"rivalry": 1.0})]
    }
    assert read(tmp_path, "rivalries", text).values == {}


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("PRK,731,2013,1,1,1,1,1,1,x,2021", "cinc is 'x': 0 to 1 is needed"),
        ("PRK,731,2013,1,1,1,1,1,1,7,2021", "cinc is '7'"),
        ("PRK,731,13,1,1,1,1,1,1,.01,2021", "year is '13': a year is needed"),
        ("PRK,,2013,1,1,1,1,1,1,.01,2021", "ccode is empty"),
        ("PRK,731,2013,1", "4 columns instead of 11"),
    ],
)
def test_a_damaged_row_is_named_by_file_and_line_and_the_rest_is_read(tmp_path, row, word):
    found = read(tmp_path, "power", f"{NMC}{row}\nCHN,710,2013,1,1,1,1,1,1,.2,2021\n")
    assert found.faults.told()[0].startswith(f"download.csv:2: {word}")
    assert found.values == {CHN: [(2013, 2013, {"cinc": 0.2, "milex": 1, "pec": 1})]}
    assert (found.rows, found.faults.count) == (2, 1)


def test_damage_to_what_is_asked_for_is_no_silence(tmp_path):
    text = "stateA,stateB,year,defense,consul\n731,710,2013,oops,0\n"
    assert read(tmp_path, "alliances", text).spoiled == {(PRK, CHN)}


CELLS = st.sampled_from(["PRK", "731", "2013", "", "-9", ".1", "x"])


@given(
    st.lists(
        st.text(max_size=40) | st.lists(CELLS, min_size=11, max_size=11).map(",".join), max_size=6
    )
)
def test_whatever_a_file_holds_every_row_is_kept_passed_over_or_named(tmp_path_factory, rows):
    rows = [" ".join(row.split()) for row in rows]
    text = NMC + "".join(f"{row}\n" for row in rows)
    found = read(tmp_path_factory.mktemp("fuzz"), "power", text)
    assert found.rows == sum(bool(row) for row in rows)
    sizes = {"cinc", "milex", "pec"}
    assert all(set(numbers) == sizes for kept in found.values.values() for *_, numbers in kept)


def test_what_is_not_of_the_kind_is_refused_with_what_was_found(tmp_path):
    with pytest.raises(
        ValueError, match=r"download.csv: expected ATOP .*; found the columns stateabb, ccode, year"
    ):
        read(tmp_path, "alliances", NMC)
    with pytest.raises(ValueError, match="found the columns apples"):
        read(tmp_path, "power", "apples\n1\n")

    with pytest.raises(ValueError, match="found a column for each year: turn them into rows"):
        read(
            tmp_path,
            "gdp",
            "Country Name,Country Code,2012 [YR2012],2013 [YR2013]\nChina,CHN,8,9\n",
        )


@pytest.mark.parametrize(
    "cell",
    ["16,000", "16,000,000", "16.000.000", "16.000,5", "16,000.5", "16 000", "16'000", "1_600_000"],
)
def test_a_number_that_may_have_marks_between_thousands_is_damaged_and_said_to_be(tmp_path, cell):
    found = read(tmp_path, "gdp", f'ccode,year,gdp\n710,2013,"{cell}"\n365,2013,"2,5"\n')
    assert found.values == {RUS: [(2013, 2013, {"gdp": 2.5})]}
    (told,) = found.faults.told()
    assert told.startswith(f"download.csv:2: gdp is '{cell}': write it without marks between thou")


def test_three_decimals_are_decimals_where_no_thousand_can_be(tmp_path):
    found = read(tmp_path, "votes", "ccode1;ccode2;year;agree\n731;710;2013;0,850\n")
    assert found.values == {(PRK, CHN): [(2013, 2013, {"agreement": 0.85})]}
    found = read(tmp_path, "gdp", "ccode,year,gdp\n710,2013,16.125\n365,2013,1234.125\n")
    assert [one[0][2]["gdp"] for one in found.values.values()] == [16.125, 1234.125]


ATOP = "stateA,stateB,year,defense,consul,name\n"


@pytest.mark.parametrize(
    "row",
    [
        b"731,710,2013,oops,1,x",
        b"731,710,2013,1,1,Trait\xe9",
        b"731,710,2013,1\x00,1,x",
        b'731,710,2013,1,1,"x',
        b"731,710,20x3,1,1,x",
        b"731,710,,1,1,x",
        b"731,710,2013,0.5,1,x",
        b"731,710,2013,1e308,1,x",
        b"731,710,2013,nan,inf,x",
    ],
)
def test_whatever_the_damage_the_pair_of_a_row_is_unknown_and_no_other(tmp_path, row):
    (tmp_path / "atop.csv").write_bytes(ATOP.encode() + row + b"\n731,365,2013,1,1,x\n")
    found = read_figures("alliances", tmp_path / "atop.csv", THREE, 2013, 2013)
    assert not found.silent((PRK, CHN), 2013)
    assert found.silent((PRK, RUS), 2013) and found.silent((RUS, CHN), 2013)


DYADS = [(PRK, RUS), (PRK, CHN), (RUS, CHN)]


@pytest.mark.parametrize(
    ("row", "known"),
    [
        ("731,7x0,2013,1,1,x", [(RUS, CHN)]),
        ("731,,2013,1,1,x", [(RUS, CHN)]),
        ("731,NA,2013,1,1,x", [(RUS, CHN)]),
        ("731,999,2013,1,1,x", [(RUS, CHN)]),
        ("731,710,2013,1,1", []),
        ("731,710,2013,1,1,x,y", []),
        ("7\ufffd,7x0,2013,1,1,x", []),
        ("731", []),
        ("2013,1,1,x", []),
        ("710,2013,1,1,x", [(PRK, RUS)]),
        ("2,7x0,2013,1,1,x", DYADS),
        ("2,20,2013,1", DYADS),
    ],
)
def test_where_the_pair_cannot_be_told_no_silence_is_evidence(tmp_path, row, known):
    found = read(tmp_path, "alliances", f"{ATOP}2,20,2013,0,0,x\n{row}\n")
    assert [pair for pair in DYADS if found.silent(pair, 2013)] == known
    assert found.faults.count == (row != "2,7x0,2013,1,1,x")


def test_a_file_that_ends_within_a_row_says_nothing_of_what_came_after(tmp_path):
    text = f"{ATOP}2,20,2013,0,0,x\n2,200,2013,1"
    assert not read(tmp_path, "alliances", text).silent((PRK, RUS), 2013)
    assert read(tmp_path, "alliances", f"{text}\n").silent((PRK, RUS), 2013)
    short = text.replace(",name", "").replace(",x", "").replace("2013,1", "2013,1,")
    assert not read(tmp_path, "alliances", short).silent((PRK, RUS), 2013)
    assert read(tmp_path, "alliances", f"{short}1").silent((PRK, RUS), 2013)


def test_sound_rows_are_not_damaged_by_those_of_other_years_or_states_or_by_cells_over_two_lines(
    tmp_path,
):
    text = (
        f'{ATOP}731,Prussia,1860,1,1,x\n2,20,2013,1,1,"a\nlong,'
        ' ""name"""\n731,710,2013,1,1,x\n,,,,,\n'
    )
    found = read(tmp_path, "alliances", text)
    assert (found.faults.count, found.outside, found.kept) == (0, 3, 1)
    assert found.silent((PRK, RUS), 2013)


def test_a_year_without_rows_is_no_evidence_within_a_file_by_year(tmp_path):
    found = read(tmp_path, "alliances", f"{ATOP}2,20,2010,1,1,x\n2,20,2016,1,1,x\n")
    assert found.covered == (2010, 2016)
    assert not found.silent((PRK, CHN), 2013)


@pytest.mark.parametrize("year", range(1946, 2017, 2))
@pytest.mark.parametrize("column", ["ccode", "stateabb", "statenme", "state"])
def test_every_member_finds_its_own_row_in_a_table_by_number_letters_or_name(
    tmp_path, year, column
):
    ones = [one for one in members.members().values() if one.within(year)]
    cells = {"ccode": [one.ccode for one in ones], "stateabb": [one.letters for one in ones]}
    cells |= {"statenme": [one.name for one in ones], "state": cells["stateabb"]}
    rows = "".join(f"{cell},{year},{k / 1000}\n" for k, cell in enumerate(cells[column]))
    (tmp_path / "nmc.csv").write_text(f"{column},year,cinc\n{rows}", encoding="utf-8")
    states = [state_called(str(one.ccode), year) for one in ones]
    found = read_figures("power", tmp_path / "nmc.csv", states, year, year)
    assert not found.faults.told()
    assert {k: rows[0][2]["cinc"] for k, rows in found.values.items()} == {
        k: k / 1000 for k in range(len(ones))
    }


def test_columns_of_letters_are_what_they_hold(tmp_path):
    states = [state_called(word) for word in ("AUS", "AUT", "GBR")]

    def cinc(text: str) -> tuple[dict, tuple]:
        (tmp_path / "nmc.csv").write_text(text, encoding="utf-8")
        found = read_figures("power", tmp_path / "nmc.csv", states, 2013, 2013)
        return {
            states[k].code: rows[0][2]["cinc"] for k, rows in found.values.items()
        }, found.remarks

    rows = "AUS,2013,.1\nAUL,2013,.2\nUKG,2013,.3\n"
    assert cinc(f"state_abb,year,cinc\n{rows}") == ({"AUT": 0.1, "AUS": 0.2, "GBR": 0.3}, ())
    read, (remark,) = cinc(f"iso3c,year,cinc\n{rows}")
    assert read == {"AUT": 0.1, "AUS": 0.2, "GBR": 0.3}
    assert (
        remark
        == "the column 'iso3c' holds letters of the Correlates of War (AUL, UKG) and is read so"
    )
    with pytest.raises(
        ValueError, match="the column 'iso3c' holds letters of the Correlates of War"
    ):
        cinc(f"iso3c,year,cinc\n{rows}GBR,2013,.3\n")


def test_a_number_and_letters_that_are_two_states_are_damaged_and_those_of_one_that_divided_are_not(
    tmp_path,
):
    text = "ccode,iso3c,year,cinc\n731,RUS,2013,.1\n365,SUN,2013,.2\n710,CHN,2013,.3\n"
    found = read(tmp_path, "power", text)
    assert found.faults.told() == [
        "download.csv:2: ccode is '731' and iso3c is 'RUS': two different states"
    ]
    assert found.values.keys() == {RUS, CHN}


def test_numbers_of_gleditsch_and_ward_are_read_under_their_name(tmp_path):
    states = [state_called(word) for word in ("KIR", "NRU", "DEU")]
    for column, found in (("gwcode", {0: 0.1, 1: 0.2, 2: 0.3}), ("ccode", {1: 0.1, 2: 0.3})):
        (tmp_path / "x.csv").write_text(
            f"{column},year,cinc\n970,2013,.1\n971,2013,.2\n260,2013,.3\n"
        )
        if column == "gwcode":
            values = read_figures("power", tmp_path / "x.csv", states, 2013, 2013).values
            assert {k: rows[0][2]["cinc"] for k, rows in values.items()} == found


def test_figures_of_each_side_are_read_from_a_table_of_dyads(tmp_path):
    found = read(
        tmp_path, "power", "ccode1,ccode2,year,cinc1,cinc2\n731,2,2013,.1,.9\n731,710,2013,.1,.3\n"
    )
    assert found.values == {PRK: [(2013, 2013, {"cinc": 0.1})], CHN: [(2013, 2013, {"cinc": 0.3})]}
    points = read(
        tmp_path, "votes", "iso3c1,iso3c2,year,IdealPointFP1,IdealPointFP2\nPRK,CHN,2013,-2,-1\n"
    )
    assert points.values == {
        PRK: [(2013, 2013, {"ideal": -2.0})],
        CHN: [(2013, 2013, {"ideal": -1.0})],
    }


def test_one_thing_said_twice_is_kept_once_and_two_things_are_noted(tmp_path):
    votes = "ccode1,ccode2,year,agree\n731,710,2013,.8\n"
    assert not read(tmp_path, "votes", votes + "710,731,2013,.8\n").twice
    assert read(tmp_path, "votes", votes + "710,731,2013,.1\n").twice == {((PRK, CHN), 2013)}
    treaties = "atop_id,mem1,mem2,year,defense,consul\n1,731,710,2013,1,0\n2,731,710,2013,0,1\n"
    assert not read(tmp_path, "alliances", treaties).twice
    assert read(tmp_path, "alliances", treaties.replace("atop_id", "line")).twice == {
        ((PRK, CHN), 2013)
    }


def test_decimal_commas_and_stata_files_are_read(tmp_path):
    found = read(tmp_path, "votes", "ccode1;ccode2;year;agree\n731;710;2013;0,85\n")
    assert found.values == {(PRK, CHN): [(2013, 2013, {"agreement": 0.85})]}
    table = pd.DataFrame(
        {"ccode": [731.0], "iso3c": ["PRK"], "session": [68], "IdealPointAll": [-2.1]}
    )
    table.to_stata(tmp_path / "points.dta", write_index=False)
    found = read_figures("votes", tmp_path / "points.dta", THREE, 2013, 2013)
    assert found.values == {PRK: [(2013, 2013, {"ideal": -2.1})]}


@pytest.mark.parametrize(("row", "silent"), [("315,2", False), ("315,20", True), ("230,2", True)])
def test_a_code_of_another_time_for_a_state_that_is_asked_for_is_told_and_is_not_without_treaty(
    tmp_path, row, silent
):
    (tmp_path / "atop.csv").write_text(f"stateA,stateB,year,defense,consul\n{row},2013,1,1\n")
    found = read_figures(
        "alliances", tmp_path / "atop.csv", [state_called("CZE"), state_called("USA")], 2013, 2013
    )
    assert found.silent((0, 1), 2013) == silent
    spells = "a member of the state system from 1918 to 1939 and from 1945 to 1992, not in 2013"
    told = [f"atop.csv:2: stateA is '315': Czechoslovakia was {spells}"]
    assert found.faults.told() == ([] if silent else told)


@pytest.mark.parametrize(
    ("number", "state", "year"),
    [
        (316, "CSK", 1985),
        (317, "CSK", 1992),
        (771, "PAK", 1965),
        (771, "PAK", 1970),
        (531, "ETH", 1990),
        (626, "SDN", 2010),
        (341, "YUG", 2005),
        (511, "TZA", 1962),
        (680, "YAR", 1966),
    ],
)
def test_the_number_of_a_part_before_it_left_is_told_in_every_year_and_is_not_without_treaty(
    tmp_path, number, state, year
):
    (tmp_path / "atop.csv").write_text(
        f"stateA,stateB,year,defense,consul\n{number},2,{year},1,1\n"
    )
    states = [state_called(state, year), state_called("USA", year)]
    found = read_figures("alliances", tmp_path / "atop.csv", states, year, year)
    assert (found.silent((0, 1), year), found.faults.count) == (False, 1)


def test_states_that_stood_before_they_were_members_are_no_damage(tmp_path):
    (tmp_path / "atop.csv").write_text(
        "stateA,stateB,year,defense,consul\n265,365,1950,1,1\n732,2,1950,1,1\n"
    )
    states = [state_called("DEU", 1950), state_called("USSR", 1950)]
    found = read_figures("alliances", tmp_path / "atop.csv", states, 1950, 1950)
    assert (found.silent((0, 1), 1950), found.faults.count) == (True, 0)


@pytest.mark.parametrize(
    ("number", "state", "damaged"), [(315, "CZE", 1), (771, "PAK", 0), (260, "DEU", 0)]
)
def test_a_spell_is_about_who_its_number_was_in_the_year_that_is_asked_for(
    tmp_path, number, state, damaged
):
    (tmp_path / "atop.csv").write_text(
        f"mem1,mem2,obligation,start_year,end_year\n{number},2,defense,1960,2000\n"
    )
    found = read_figures(
        "alliances", tmp_path / "atop.csv", [state_called(state), state_called("USA")], 1996, 1996
    )
    assert (found.silent((0, 1), 1996), found.faults.count) == (not damaged, damaged)


@pytest.mark.parametrize(
    "row",
    [
        b'731,"20,2013,1,1,x',
        b'"2,710,2013,1,1,x',
        b"731,2,2013,1,1",
        b"710,2013,1,1,x",
        b"73\x001,710,2013,1,1,x",
        b"731,\xff20,2013,1,1,x",
    ],
)
def test_what_is_left_of_a_damaged_cell_names_no_other_state(tmp_path, row):
    (tmp_path / "atop.csv").write_bytes(
        b"mem1,mem2,year,defense,consul,name\n2,20,2013,1,1,x\n" + row + b"\n2,20,2013,1,1,y\n"
    )
    found = read_figures("alliances", tmp_path / "atop.csv", THREE, 2013, 2013)
    assert found.faults.count == 1 and not found.silent((PRK, CHN), 2013)


def test_a_damaged_row_whose_codes_contradict_each_other_may_be_about_either(tmp_path):
    text = (
        b"iso3c1,iso3c2,ccode1,ccode2,year,defense,consul,name\n"
        b"USA,CAN,2,20,2013,1,1,x\nPRK,CHN,731,20,2013,1,1,\xe9\n"
    )
    (tmp_path / "atop.csv").write_bytes(text)
    found = read_figures("alliances", tmp_path / "atop.csv", THREE, 2013, 2013)
    assert found.faults.count == 1 and not found.silent((PRK, CHN), 2013)


def test_letters_in_a_column_of_numbers_are_told_as_such(tmp_path):
    found = read(tmp_path, "alliances", "ccode1,ccode2,year,defense,consul\nPRK,CHN,2013,1,1\n")
    assert found.faults.told()[0].endswith("ccode1 is 'PRK': the number of a state is needed")
    assert not any(found.silent(pair, 2013) for pair in DYADS)


def test_letters_of_korea_are_those_of_its_time(tmp_path):
    (tmp_path / "nmc.csv").write_text("stateabb,year,cinc\nKOR,2013,.1\nCZE,2013,.2\n")
    states = [state_called("KOR"), state_called("CZE")]
    found = read_figures("power", tmp_path / "nmc.csv", states, 2013, 2013)
    assert {k: rows[0][2]["cinc"] for k, rows in found.values.items()} == {0: 0.1, 1: 0.2}


def test_numbers_of_two_lists_for_one_state_do_not_contradict_each_other(tmp_path):
    text = (
        "ccode1,ccode2,gwcode1,gwcode2,year,agree\n"
        "731,710,731,710,2013,.8\n946,970,970,971,2013,.8\n"
    )
    assert not read(tmp_path, "votes", text).faults.count


def test_a_dyad_of_which_one_side_contradicts_itself_may_be_any_of_the_other(tmp_path):
    text = (
        "ccode1,ccode2,iso3c1,iso3c2,year,defense,consul\n"
        "731,20,PRK,CHN,2013,1,1\n2,20,USA,CHN,2013,1,1\n"
    )
    found = read(tmp_path, "alliances", text)
    assert [found.silent(pair, 2013) for pair in DYADS] == [False, False, True]


def test_capitals_that_moved_are_told_apart_by_dates_as_by_years(tmp_path):
    rows = "365,Russia,{},{},59.9,30.3\n365,Russia,{},{},55.8,37.6\n"
    known = []
    for head, when in (
        ("styear,endyear", ("1816", "1917", "1918", "2024")),
        ("stdate,enddate", ("1816-01-01", "1917-12-31", "1918-01-01", "2024-12-31")),
    ):
        text = f"ccode,statenme,{head},lat,lng\n{rows.format(*when)}"
        known.append(read(tmp_path, "capitals", text))
    years, dates = known
    assert years.values == dates.values == {RUS: [(1918, 2024, {"lat": 55.8, "lng": 37.6})]}
    bad = "ccode,statenme,stdate,enddate,lat,lng\n365,Russia,1/1/1816,2024-12-31,59.9,30.3\n"
    assert read(tmp_path, "capitals", bad).faults.count == 1
