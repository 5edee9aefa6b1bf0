"""The measurement model: what was put into a made-up record is found again."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.hindcast.measurement import distance, fitted, shares
from sim.outcomes.observation import Done, Observation

DRAWS = np.random.default_rng(3)
DONE = Done(DRAWS.gamma(2.0, 2.0, 120), DRAWS.gamma(0.7, 1.0, 120), DRAWS.gamma(1.5, 1.0, 120))
PAIRS = np.repeat(np.arange(60), 2)
TRUE = Observation(0.4, 0.3)


def test_the_numbers_that_made_a_record_are_found_within_their_intervals():
    found = fitted(DONE, 12, shares(TRUE, DONE, 12), PAIRS)
    assert found.distance < 1e-3
    assert found.best.routine == pytest.approx(TRUE.routine, abs=0.02)
    assert found.best.rebuff == pytest.approx(TRUE.rebuff, abs=0.02)
    for low, true, high in zip(found.low, TRUE, found.high, strict=True):
        assert low - 0.02 <= true <= high + 0.02


def test_which_dyad_has_which_share_is_nothing_to_the_fit():
    recorded = shares(TRUE, DONE, 12)
    shuffled = np.random.default_rng(1).permutation(recorded)
    assert distance(TRUE, DONE, 12, shuffled) == distance(TRUE, DONE, 12, recorded) == 0
    assert fitted(DONE, 12, shuffled, PAIRS).best == fitted(DONE, 12, recorded, PAIRS).best


def test_both_numbers_stay_above_zero_where_the_record_has_hardly_any_conflict():
    found = fitted(DONE, 12, np.full(120, 0.999), PAIRS)
    assert found.best.routine > 0 and found.best.rebuff >= 0
