"""Columns: a form is known by its columns whatever their spelling, and cells hold what they can
hold.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.data.country_year_columns import layout, span
from sim.data.country_year_forms import number
from sim.errors import InvalidInput

HERE = Path("x.csv")


@pytest.mark.parametrize(
    ("kind", "header", "needs"),
    [
        ("power", "StateAbb,ccode,Year,CINC", ("cinc",)),
        ("power", "state.abb,year,cinc", ("cinc",)),
        ("power", "ccode1,ccode2,year,cinc1,cinc2", ("cinc1", "cinc2")),
        ("alliances", "State_A,State_B,Year,Defense,Consul", ("defense", "consul")),
        (
            "alliances",
            "gwcode1,gwcode2,year,atop_defense,atop.consul",
            ("atopdefense", "atopconsul"),
        ),
        (
            "votes",
            "ccode1,ccode2,iso3c1,iso3c2,year,IdealPointFP1,IdealPointFP2,AbsIdealDiff",
            ("absidealdiff",),
        ),
        (
            "votes",
            "iso3c1,iso3c2,year,IdealPointFP1,IdealPointFP2",
            ("idealpointfp1", "idealpointfp2"),
        ),
        ("votes", "ccode.x,ccode.y,year,agree2unA", ("agree2una",)),
        ("votes", "ccode,session,Ideal Point All", ("idealpointall",)),
        ("rivalries", "rivalryno,ccode1,ccode2,styear,endyear", ()),
        ("rivalries", "ccode1,ccode2,year,ongoing_rivalry", ("ongoingrivalry",)),
    ],
)
def test_forms_are_known_without_case_and_marks(kind, header, needs):
    assert layout(kind, HERE, header.split(",")).shape.needs == needs


@pytest.mark.parametrize(
    ("kind", "header", "told"),
    [
        ("rivalries", "ccode1,ccode2,year,agree", "with a column rivalry of 0 and 1"),
        (
            "alliances",
            "atopid,begyr,endyr,defense,consul,mem1,mem2,mem3",
            "a row for each alliance",
        ),
        (
            "alliances",
            "atopid,member,yrent,yrexit,defense,consul",
            "a row for each member of an alliance: take the one by",
        ),
        (
            "alliances",
            "ccode1,ccode2,year,defense,neutrality,nonaggression,entente",
            "the alliances of the Correlates",
        ),
        (
            "votes",
            "rcid,ccode,session,vote",
            "single votes of the General Assembly: take agreement scores or ideal points",
        ),
        ("votes", "ccode1|ccode2|year|agree", "commas, semicolons or tabs may be missing"),
        ("power", "ccode,Year,CINC,cinc", "two columns are called 'cinc'"),
        ("votes", "ccode1,c code1,ccode2,year,agree", "two columns are called 'ccode1'"),
    ],
)
def test_what_would_be_misread_is_refused(kind, header, told):
    with pytest.raises(InvalidInput, match=told):
        layout(kind, HERE, header.split(","))


@pytest.mark.parametrize(
    "text",
    ["1e308", "-1e308", "inf", "-inf", "1e-400000", "1_0", "١", "0x1", "1,000.5", "9" * 400, "--1"],
)
def test_no_number_beyond_its_bounds_is_taken(text):
    with pytest.raises(InvalidInput, match=r"x is '.*': 0 to 1 is needed"):
        number({"x": text}, "x", 0, 1)


@given(st.floats(0, 1), st.booleans())
def test_a_number_is_read_as_it_was_written_with_a_point_or_a_comma(value, comma):
    text = repr(value).replace(".", ",") if comma else repr(value)
    assert number({"x": text}, "x", 0, 1) == value


@pytest.mark.parametrize(
    ("row", "years"),
    [(["1990", "2000"], (1990, 2000)), (["1990.0", ""], (1990, 9999)), (["", "NA"], None)],
)
def test_a_spell_has_a_first_year_and_may_go_on(row, years):
    where = layout("rivalries", HERE, ["start", "end", "ccode1", "ccode2"])
    assert span([*row, "2", "20"], where) == years
    for wrong in (["2000", "1990"], ["", "1990"], ["20x0", "2010"]):
        with pytest.raises(InvalidInput):
            span([*wrong, "2", "20"], where)
