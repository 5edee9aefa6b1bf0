"""Distances: of capitals, and what they and treaties leave of a state's reach."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.data.countries import state_called
from sim.data.country_years import read_figures
from sim.data.distances import Reaches, kilometres
from sim.data.weights import STANDARD

STATES = tuple(map(state_called, ("USA", "RUS", "JPN")))
CAPITALS = (
    "state,capital,lat,lng\nUSA,Washington,38.9,-77.0\nRUS,Moscow,55.6,37.6\nJPN,Tokyo,35.7,139.8\n"
)
TREATY = "ccode1,ccode2,year,atop_defense,atop_consul\n2,740,2012,1,1\n"
RIVALS = "ccode1,ccode2,start,end\n2,365,2007,2020\n"
PLACES = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def reach(tmp_path, i: int, j: int, **changed: str | None):
    """Return the reach of one state to another by need."""
    texts = {"capitals": CAPITALS, "alliances": TREATY, "rivalries": RIVALS} | changed
    read = {}
    for kind, text in texts.items():
        if text is not None:
            (tmp_path / kind).write_text(text)
            read[kind] = read_figures(kind, tmp_path / kind, STATES, 2012, 2012)
    return Reaches(STATES, 2012, read, STANDARD).reach(i, j)


@given(PLACES, PLACES)
def test_a_distance_is_the_same_both_ways_and_at_most_half_the_way_around(here, there):
    assert 0 <= kilometres(here, there) <= 20_016
    assert kilometres(here, there) == pytest.approx(kilometres(there, here), abs=1e-6)


def test_known_distances():
    assert kilometres((0, 0), (0, 0)) == 0
    assert kilometres((0, 0), (0, 180)) == pytest.approx(20_015, abs=1)
    # London and Paris are some 344 km apart
    assert kilometres((51.507, -0.128), (48.859, 2.32)) == pytest.approx(342, abs=4)


def test_economic_reach_falls_to_one_half_at_the_distance_of_the_weights(tmp_path):
    near = CAPITALS.replace("55.6,37.6", "38.9,-77.0")
    assert reach(tmp_path, 0, 1, capitals=near)["economy"].value == 1
    away = kilometres((38.9, -77.0), (55.6, 37.6))
    value = reach(tmp_path, 0, 1)["economy"].value
    assert value == pytest.approx(1 / (1 + away / STANDARD.distance))


def test_security_reaches_allies_whole_and_rivals_not_at_all(tmp_path):
    assert reach(tmp_path, 0, 2)["security"].value == 1
    assert reach(tmp_path, 0, 1)["security"].value == 0
    other = reach(tmp_path, 1, 2)
    assert other["security"].value == pytest.approx(0.3 * other["economy"].value)
    pact = TREATY.replace("1,1", "0,1")
    assert reach(tmp_path, 0, 2, alliances=pact)["security"].value == 0.5


def test_a_capital_that_is_not_there_is_a_comment(tmp_path):
    found = reach(tmp_path, 0, 1, capitals=CAPITALS.replace("RUS", "FRA"))
    assert found["economy"].value is None
    assert found["economy"].missing[0].startswith("# reach.economy: no capital of USA or RUS")


def test_without_capitals_nothing_is_said_of_reach(tmp_path):
    assert reach(tmp_path, 0, 1, capitals=None) == {}


def test_a_capital_on_no_earth_is_a_damaged_row(tmp_path):
    (tmp_path / "capitals").write_text(CAPITALS.replace("55.6", "155.6"))
    found = read_figures("capitals", tmp_path / "capitals", STATES, 2012, 2012)
    assert found.faults.told() == ["capitals:3: lat is '155.6': -90 to 90 is needed"]
