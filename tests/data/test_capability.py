"""Capability: the largest is the measure, and every number says what it was made from."""

from __future__ import annotations

import pytest

from sim.data.capability import Capabilities
from sim.data.countries import state_called
from sim.data.country_years import read_figures
from sim.data.weights import STANDARD

STATES = tuple(map(state_called, ("RUS", "JPN", "PRK")))
MEASURE = (*STATES, state_called("USA"))
NMC = (
    "ccode,year,milex,pec,cinc\n2,2012,600,1000,0.14\n365,2012,60,500,0.04\n"
    "740,2012,60,200,0.036\n731,2012,-9,10,0.013\n"
)
GDP = "state,year,pwtrgdp\nUSA,2012,20000\nRUS,2012,4000\nJPN,2012,5000\nPRK,2012,50\n"


def able(tmp_path, **changed: str | None) -> Capabilities:
    """Return capabilities from the files, some changed or left out."""
    read = {}
    for kind, text in ({"power": NMC, "gdp": GDP} | changed).items():
        if text is not None:
            (tmp_path / kind).write_text(text)
            read[kind] = read_figures(kind, tmp_path / kind, MEASURE, 2012, 2012)
    return Capabilities(STATES, 2012, read, STANDARD)


def test_the_largest_is_the_measure_also_where_it_is_not_in_the_scenario(tmp_path):
    capacity = able(tmp_path).capacity(0)
    assert capacity["economy"].value == pytest.approx(0.2**0.4)
    assert capacity["security"].value == pytest.approx(0.1**0.4)
    assert "0.2 of the GDP of the United States, 2012" in capacity["economy"].note
    alone = able(tmp_path, gdp=GDP.replace("USA,2012,20000\n", ""))
    assert alone.capacity(1)["economy"].value == 1


def test_more_of_it_gives_more_and_needs_less(tmp_path):
    some = able(tmp_path)
    more = able(tmp_path, gdp=GDP.replace("JPN,2012,5000", "JPN,2012,9000"))
    before, after = some.capacity(1), more.capacity(1)
    assert after["economy"].value > before["economy"].value
    assert after["recognition"].value > before["recognition"].value
    assert more.need(1, after)["economy"].value < some.need(1, before)["economy"].value
    assert more.motives(1, after)["influence"].value > some.motives(1, before)["influence"].value
    assert more.motives(1, after)["autonomy"].value < some.motives(1, before)["autonomy"].value


def test_energy_stands_in_for_gdp_with_a_wider_range_and_a_word(tmp_path):
    given, stand_in = able(tmp_path).capacity(0), able(tmp_path, gdp=None).capacity(0)
    assert stand_in["economy"].value == pytest.approx(0.5**0.4)
    assert "in place of GDP" in stand_in["economy"].note
    assert width(stand_in["economy"]) > width(given["economy"])


def width(figure) -> float:
    """Return the ratio of the ends of a range."""
    low, high = figure.within
    return high / low


def test_without_military_expenditure_cinc_stands_in_and_the_note_says_so(tmp_path):
    found = able(tmp_path).capacity(2)["security"]
    assert found.value == pytest.approx((0.013 / 0.14) ** (1.5 * 0.4))
    assert "NMC has no military expenditure of it" in found.note


def test_a_state_that_no_file_has_is_a_comment(tmp_path):
    found = able(tmp_path, gdp=GDP.replace("PRK,2012,50\n", "")).capacity(2)
    # energy is in the other file
    assert "in place of GDP" in found["economy"].note
    nothing = able(tmp_path, power=None, gdp=GDP.replace("PRK,2012,50\n", "")).capacity(2)
    assert nothing["economy"].value is None
    assert nothing["economy"].missing == (
        "# capacity.economy: no GDP of PRK for 2012; 0.5 by default",
    )


def test_permanent_members_have_recognition_to_give_and_need_least_security(tmp_path):
    some = able(tmp_path)
    russia, japan = some.capacity(0), some.capacity(1)
    assert russia["recognition"].value > japan["recognition"].value + 0.2
    assert some.need(0, russia)["security"].value < some.need(1, japan)["security"].value


def test_rivals_raise_the_need_of_security(tmp_path):
    apart = able(tmp_path, rivalries="ccode1,ccode2,start,end\n2,710,1996,2020\n")
    rivals = able(tmp_path, rivalries="ccode1,ccode2,start,end\n731,740,1996,2020\n")
    calm, wary = (it.need(1, it.capacity(1))["security"] for it in (apart, rivals))
    assert calm.value == pytest.approx(0.6 * wary.value)
    assert "rival of PRK" in wary.note


def test_a_file_of_cinc_alone_says_nothing_of_what_a_state_can_give(tmp_path):
    cinc = "ccode,year,cinc\n365,2012,0.04\n740,2012,0.036\n"
    alone = able(tmp_path, power=cinc, gdp=None)
    assert alone.capacity(0) == {} and alone.need(0, {}) == {} and alone.motives(0, {}) == {}
