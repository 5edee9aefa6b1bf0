"""Tone: what is known before a start, among pairs, and of no year after it."""

from __future__ import annotations

import numpy as np
import pytest

from sim.data.events import Record
from sim.data.tone import tone_before

CODES = ("A", "B", "C", "D")
YEARS = ("2009", "2010", "2011", "2012", "2013")


def record(periods=YEARS, seed: int = 1, **changed) -> Record:
    """Return counts among four states, random but for what is given."""
    rng = np.random.default_rng(seed)
    shape = (len(periods), 4, 4)
    warm, cold = (rng.integers(5, high, shape).astype(float) for high in (200, 60))
    for k in range(4):
        warm[:, k, k] = cold[:, k, k] = np.nan
    counts = {"cooperation": warm, "conflict": cold} | changed
    return Record("x.csv", CODES, tuple(periods), rows=1, outside=0, faults=(), **counts)


def test_tone_is_put_to_mean_nought_and_spread_one():
    tone = tone_before([record()], 2013, 4)
    known = tone.standard[np.isfinite(tone.standard)]
    assert len(known) == 12 and tone.years == (2010, 2011, 2012)
    assert (known.mean(), known.std()) == pytest.approx((0, 1))


def test_the_year_of_the_start_and_later_ones_are_not_looked_at():
    changed = record()
    changed.cooperation[4] *= 7
    changed.conflict[0] *= 5
    one, two = (tone_before([it], 2013, 4).standard for it in (record(), changed))
    assert np.array_equal(one, two, equal_nan=True)


def test_more_cooperation_is_a_warmer_tone_and_of_that_direction_alone():
    warmer = record()
    warmer.cooperation[1:4, 0, 1] *= 3
    before, after = (tone_before([it], 2013, 4).standard for it in (record(), warmer))
    risen = after - before
    np.fill_diagonal(risen, 0)
    assert np.unravel_index(risen.argmax(), risen.shape) == (0, 1)
    assert risen[0, 1] > 0 > risen[1, 0]


def test_a_pair_of_few_events_is_not_extreme():
    thin = record()
    thin.cooperation[1:4, 2, 3], thin.conflict[1:4, 2, 3] = 1, 0
    thick = record()
    thick.cooperation[1:4, 2, 3], thick.conflict[1:4, 2, 3] = 200, 0
    assert (
        tone_before([thin], 2013, 4).standard[2, 3] < tone_before([thick], 2013, 4).standard[2, 3]
    )


def test_months_of_several_files_add_up_to_years_and_a_year_of_eleven_months_is_none():
    months = [f"{year}-{month:02}" for year in (2010, 2011, 2012) for month in range(1, 13)]
    first, second = record(months[:30], 1), record(months[30:], 2)
    tone = tone_before([first, second], 2013, 4)
    assert tone.years == (2010, 2011, 2012)
    expected = np.nansum(first.cooperation + first.conflict, axis=0)
    expected += np.nansum(second.cooperation + second.conflict, axis=0)
    assert np.array_equal(tone.events, expected)
    short = record(months[:35])
    assert tone_before([short], 2013, 4).years == (2010, 2011)


def test_a_pair_on_which_the_file_is_silent_has_no_tone():
    silent = record()
    silent.cooperation[:, 0, :] = silent.conflict[:, 0, :] = np.nan
    five = tone_before([silent], 2013, 4)
    assert "9 directed pairs, where 12 are needed" in five.why_not
    assert np.isnan(five.standard).all()


def test_without_a_year_before_the_start_it_is_said():
    tone = tone_before([record(("2013",))], 2013, 4)
    assert tone.why_not == "no file of events covers a year of 2010 to 2012" and not tone.years
