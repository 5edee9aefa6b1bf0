"""Anchored statements: laws that hold for any record, and numbers worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.hindcast.anchored import (
    anchor_noise,
    anchored,
    as_share,
    back_to_usual,
    band,
    sampling_noise,
    usual_of,
    volume_change,
)

logits = st.floats(-6, 6)


def test_what_is_usual_is_the_mean_of_the_last_five_years_that_are_known():
    values = np.array([[100.0, np.nan], [1, np.nan], [2, np.nan], [3, 4], [4, np.nan], [5, np.nan]])
    assert usual_of(values).tolist() == [3.0, 4.0]
    assert usual_of(values, 2).tolist()[0] == 4.5 and np.isnan(usual_of(values, 2)[1])


@given(logits, logits, logits)
def test_a_model_that_knows_nothing_leaves_the_way_back_and_its_changes_add_up(usual, last, change):
    u, v = np.array([usual]), np.array([last])
    assert anchored(u, v, np.zeros(1)) == pytest.approx(back_to_usual(u, v))
    assert anchored(u, v, np.array([change])) - back_to_usual(u, v) == pytest.approx(change)
    assert back_to_usual(u, v) == pytest.approx(0.3 * last + 0.7 * usual)
    assert volume_change(u, v, np.array([change])) == pytest.approx(change - 0.8 * (last - usual))
    assert back_to_usual(u, np.array([np.nan])) == pytest.approx(usual)


@given(logits, st.floats(0, 5))
def test_bands_are_symmetric_in_logits_and_noise_widens_them(centre, noise):
    low, high = band(np.array([centre]))
    wide_low, wide_high = band(np.array([centre]), noise)
    assert high - centre == pytest.approx(0.96) and centre - low == pytest.approx(0.96)
    assert wide_low <= low and wide_high >= high
    assert 0 < as_share(low) < as_share(high) < 1


def test_a_band_holds_four_of_five_of_what_scatters_as_it_says():
    tones = 1 + 0.75 * np.random.default_rng(1).standard_normal(20_000)
    low, high = band(np.ones(1))
    assert np.mean((low < tones) & (tones < high)) == pytest.approx(0.8, abs=0.01)


def test_sampling_noise_is_that_of_the_logits_of_counts():
    draws = np.random.default_rng(1)
    warm, cold = draws.poisson(120, 20_000), draws.poisson(30, 20_000)
    tones = np.log((warm + 2) / (cold + 2))
    assert sampling_noise(np.array(120.0), np.array(30.0), 2) == pytest.approx(
        tones.var(), rel=0.06
    )


def test_the_noise_of_the_anchor_is_that_of_the_spans_it_is_made_of():
    one, four = np.full((1, 3), 0.4), np.full((4, 3), 0.4)
    assert anchor_noise(one) == pytest.approx([0.4] * 3)  # a single span is the whole anchor
    assert anchor_noise(four) == pytest.approx([0.4 * (3 * 0.175**2 + 0.475**2)] * 3)
    draws = np.random.default_rng(1).normal(0, np.sqrt(0.4), (4, 20_000))
    assert back_to_usual(usual_of(draws), draws[-1]).var() == pytest.approx(
        anchor_noise(four)[0], rel=0.05
    )
    unknown = np.array([[0.4], [np.nan]])
    assert anchor_noise(unknown) == pytest.approx([0.4 * 0.49])
