"""Explanations: the very numbers that the choice was made from."""

from __future__ import annotations

import numpy as np
import pytest

from sim.explain import explain, telling_moment


def test_the_explained_move_is_the_one_in_the_log(thousand):
    for run, month in ((0, 0), (7, 20), (999, 35)):
        moves = thousand.moves().query(f"run == {run}")
        for partner in ("RUS", "CHN", "USA"):
            found = explain(thousand, run, month, "DPRK", partner)
            when = moves["month"] == np.datetime64(found.month, "s")
            logged = moves[when & (moves["source"] == "DPRK") & (moves["target"] == partner)]["move"]
            assert [found.chosen] == (list(logged) or ["hold"])


def test_terms_add_up_to_the_value_and_probabilities_to_one(thousand):
    found = explain(thousand, 3, 15, "RUS", "DPRK")
    added = found.terms[:, 0].copy()
    for t in range(1, 6):
        added += found.terms[:, t]
    assert np.array_equal(added, found.values)
    assert found.probabilities.sum() == pytest.approx(1)
    assert found.options[-1] == "hold" and found.values[-1] == 0
    best = found.values.max()
    weights = np.exp(20 * (found.values - best))
    np.testing.assert_allclose(found.probabilities, weights / weights.sum(), rtol=1e-9)


def test_the_telling_moment_is_an_accepted_approach_to_the_rising_patron(thousand):
    run, month, state, partner = telling_moment(thousand)
    assert (state, partner) == ("DPRK", "RUS")
    i, j = thousand.scenario.index(state), thousand.scenario.index(partner)
    assert thousand.answers_to_deals[run, month, i, j] == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((0, 99, "DPRK", "RUS"), "month 99 is outside the period"),
        ((5000, 0, "DPRK", "RUS"), "history 5000 was not run"),
        ((0, 0, "DPRK", "DPRK"), "no moves toward itself"),
        ((0, 0, "DPRK", "RUSS"), "did you mean 'RUS'"),
    ],
)
def test_a_moment_that_is_not_there_is_named(thousand, arguments, words):
    with pytest.raises(ValueError, match=words):
        explain(thousand, *arguments)
