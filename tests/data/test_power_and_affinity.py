"""Evidence: what contradicts itself is no number, and a word says so."""

from __future__ import annotations

import pytest

from sim.data.countries import state_called
from sim.data.country_years import read_figures
from sim.data.power_and_affinity import affinity, institutions, power
from sim.data.weights import STANDARD

TWO = (state_called("USA"), state_called("JPN"))
VOTES = "ccode1,ccode2,year,agree\n2,740,2012,0.6\n2,740,2013,0.62\n"
TREATY = "ccode1,ccode2,year,atop_defense,atop_consul\n2,740,2013,1,1\n"


def said(tmp_path, **texts: str):
    """Return the institutional affinity that files say."""
    read = {}
    for kind, text in texts.items():
        (tmp_path / kind).write_text(text, encoding="utf-8")
        read[kind] = read_figures(
            kind, tmp_path / kind, TWO, 2011 if kind == "votes" else 2013, 2013
        )
    return institutions((0, 1), TWO, 2013, read, STANDARD)


def test_two_different_agreements_are_left_out_and_told(tmp_path):
    one = said(tmp_path, votes=VOTES + "740,2,2013,0.1\n")
    assert one.value == pytest.approx(0)
    assert "agreement 0.60 in UN votes of 2012 (of 2013 two different figures)" in one.note
    none = said(tmp_path, votes="ccode1,ccode2,year,agree\n2,740,2013,0.62\n740,2,2013,0.1\n")
    assert none.value is None
    assert "two different figures for the votes of USA and JPN" in none.missing[0]


def test_two_different_treaties_are_unknown_and_told(tmp_path):
    found = said(tmp_path, votes=VOTES, alliances=TREATY + "2,740,2013,0,0\n")
    assert "treaties unknown" in found.note
    assert found.missing == (
        "# affinity: two different treaties of USA and JPN in alliances for 2013: without that "
        "term",
    )
    both_ways = said(tmp_path, votes=VOTES, alliances=TREATY + "740,2,2013,0,1\n")
    assert "defence treaty" in both_ways.note


def test_distances_of_ideal_points_and_votes_without_abstentions_are_called_so(tmp_path):
    distances = "iso3c1,iso3c2,year,AbsIdealDiff\nUSA,JPN,2013,1.3\n"
    assert "agreement, from ideal points, 0.73" in said(tmp_path, votes=distances).note
    assert (
        "without abstentions, 0.61"
        in said(tmp_path, votes=VOTES.replace("agree", "agree2unA")).note
    )


def test_power_said_twice_differently_is_none(tmp_path):
    (tmp_path / "nmc").write_text("gwcode,year,cinc\n2,2013,.1\n2,2013,.2\n")
    found = power(
        0, "USA", 2013, {"power": read_figures("power", tmp_path / "nmc", TWO, 2013, 2013)}
    )
    assert found.value is None and "two different CINC of USA" in found.missing[0]
    assert affinity(0.6, defence=True) == pytest.approx(0.4)


def test_a_row_whose_pair_cannot_be_told_leaves_sound_rows_as_they_are(tmp_path):
    lost = "x\n"
    assert "defence treaty" in said(tmp_path, votes=VOTES, alliances=TREATY + lost).note
    assert (
        "treaties unknown"
        in said(tmp_path, votes=VOTES, alliances=TREATY.replace("740", "20") + lost).note
    )
    spells = "ccode1,ccode2,obligation,start_year,end_year\n2,740,consul,1990,2020\n"
    assert "consultation pact" in said(tmp_path, votes=VOTES, alliances=spells).note
    assert "treaties unknown" in said(tmp_path, votes=VOTES, alliances=spells + lost).note
    assert (
        "defence treaty"
        in said(tmp_path, votes=VOTES, alliances=spells.replace("consul", "defense") + lost).note
    )
    rivals = "ccode1,ccode2,start,end\n2,740,1990,2020\n"
    assert "rivalry since 1990" in said(tmp_path, votes=VOTES, rivalries=rivals + lost).note
    assert (
        "rivalry unknown"
        in said(tmp_path, votes=VOTES, rivalries=rivals.replace("740", "20") + lost).note
    )
