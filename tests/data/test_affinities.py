"""Affinities: institutions and tone, each as far as it is known."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from sim.data.affinities import affinities
from sim.data.countries import state_called
from sim.data.country_years import read_figures
from sim.data.tone import Tone
from sim.data.weights import STANDARD

STATES = tuple(map(state_called, ("USA", "RUS", "CHN", "JPN")))
AGREEMENT = dict(zip(combinations(range(4), 2), (0.3, 0.4, 0.7, 0.8, 0.6, 0.5), strict=True))
EVENTS = np.where(np.eye(4, dtype=bool), 0.0, 3000.0)


@pytest.fixture
def read(tmp_path):
    """The votes of four states."""
    rows = [
        f"{STATES[i].ccode},{STATES[j].ccode},2012,{agree}" for (i, j), agree in AGREEMENT.items()
    ]
    (tmp_path / "votes.csv").write_text("\n".join(["ccode1,ccode2,year,agree", *rows, ""]))
    return {"votes": read_figures("votes", tmp_path / "votes.csv", STATES, 2010, 2012)}


def tone() -> Tone:
    """Return a tone that falls from pair to pair, its events and its years."""
    standard = np.full((4, 4), np.nan)
    standard[~np.eye(4, dtype=bool)] = np.linspace(1.5, -1.5, 12)
    return Tone(standard / np.nanstd(standard), np.full((4, 4), 0.8), EVENTS, (2010, 2011, 2012))


def directed() -> list[tuple[int, int]]:
    """Return the positions of all directed pairs."""
    return [(i, j) for i in range(4) for j in range(4) if i != j]


def test_without_events_an_affinity_is_its_institutions_both_ways(read):
    known = affinities(STATES, 2012, read, None, STANDARD)
    for (i, j), agree in AGREEMENT.items():
        assert known.of(i, j).value == pytest.approx(0.8 * (agree - 0.6), abs=0.005)
        assert known.of(i, j) == known.of(j, i)


def test_tone_is_put_to_the_mean_and_spread_of_the_institutions(read):
    known = affinities(STATES, 2012, read, tone(), replace(STANDARD, tone=1.0))
    values = [known.of(i, j).value for i, j in directed()]
    held = [0.8 * (agree - 0.6) for agree in AGREEMENT.values()]
    assert np.mean(values) == pytest.approx(np.mean(held), abs=0.005)
    assert np.std(values) == pytest.approx(np.std(held), abs=0.005)
    assert values == sorted(values, reverse=True)


def test_the_weight_of_tone_goes_from_institutions_to_tone(read):
    at = {
        weight: affinities(STATES, 2012, read, tone(), replace(STANDARD, tone=weight)).of(0, 1)
        for weight in (0.0, 0.5, 1.0)
    }
    assert at[0.0].value == pytest.approx(0.8 * (0.3 - 0.6), abs=0.005)
    assert at[0.5].value == pytest.approx((at[0.0].value + at[1.0].value) / 2, abs=0.011)
    assert "institutions -0.24 (agreement 0.30" in at[0.5].note
    assert "(0.80 of 3,000 events cooperative, 2010-2012)" in at[0.5].note


def test_no_affinity_leaves_its_bounds_however_far_tone_is_from_the_mean(read):
    told = tone()
    told.standard[0, 1], told.standard[1, 0] = 40.0, -40.0
    known = affinities(STATES, 2012, read, told, STANDARD)
    assert (known.of(0, 1).value, known.of(1, 0).value) == (1, -1)
    assert known.of(0, 1).within[1] == 1 and known.of(1, 0).within[0] == -1


def test_the_fewer_events_the_wider_the_range(read):
    def width(events: float) -> float:
        """Return the width of the range of a pair with so many events in all."""
        told = replace(tone(), events=np.full((4, 4), events))
        low, high = affinities(STATES, 2012, read, told, STANDARD).of(0, 1).within
        return high - low

    assert width(3000) < width(600) < width(60)


def test_a_pair_without_tone_has_what_its_institutions_lead_one_to_expect_and_a_word_says_so(read):
    silent = tone()
    silent.standard[0, 1] = np.nan
    known = affinities(STATES, 2012, read, silent, STANDARD)
    assert -0.24 < known.of(0, 1).value < known.mean
    assert "tone unknown, " in known.of(0, 1).note
    assert "tone unknown" not in known.of(1, 0).note


def test_where_no_pair_has_a_tone_institutions_stand_alone(read):
    silent = replace(tone(), standard=np.full((4, 4), np.nan), years=(), why_not="no events")
    found = affinities(STATES, 2012, read, silent, STANDARD).of(0, 1)
    assert found.value == pytest.approx(-0.24) and found.note.endswith("; tone unknown")


def test_without_votes_tone_stands_alone_at_the_mean_and_spread_of_the_world():
    known = affinities(STATES, 2012, {}, tone(), STANDARD)
    values = [known.of(i, j).value for i, j in directed()]
    assert (np.mean(values), np.std(values)) == pytest.approx((0.13, 0.2), abs=0.005)
    assert "institutions unknown" in known.of(0, 1).note
    assert known.of(0, 1).missing[0].endswith("by tone alone")
