"""Drivers: the worth of deals over many histories, made of the same terms as
every single choice.
"""

from __future__ import annotations

import numpy as np
import pytest

import sim
from sim.analysis.explain.drivers import drivers, turn_in_words
from sim.analysis.explain.explanation import explanation_of
from sim.schema import DEALS


@pytest.fixture(scope="module")
def few(article):
    """A few histories of the article."""
    return sim.run(article, 6)


def test_mean_terms_are_those_of_the_explanations(few):
    found = drivers(few, "DPRK", "RUS")
    assert (found.partner, found.rival) == ("RUS", "CHN") and found.weights.sum() == pytest.approx(
        1
    )
    for month in (0, 1, 14, 35):
        explained = [explanation_of(few, run, month, "DPRK", "RUS") for run in range(6)]
        own = np.mean([found.weights @ e.terms[: len(DEALS)] for e in explained], axis=0)
        theirs = np.mean([found.weights @ e.partner_terms[: len(DEALS)] for e in explained], axis=0)
        np.testing.assert_allclose(found.toward_partner[month], own, atol=1e-12)
        np.testing.assert_allclose(found.from_partner[month], theirs, atol=1e-12)


def test_the_article_turns_because_moscow_says_yes(thousand):
    found = drivers(thousand, "DPRK")
    assert found.partner == "RUS"
    early, late = slice(0, 12), slice(24, 36)
    change = {
        side: terms[late].sum(axis=1).mean() - terms[early].sum(axis=1).mean()
        for *side, terms in ((*s[:2], s[2]) for s in found.sides())
        for side in ["".join(side)]
    }
    assert max(change, key=lambda side: change[side]) == "RUSRUS"
    assert "for Russia (mostly cost" in turn_in_words(found, thousand)


def test_a_state_is_not_drawn_to_itself(few):
    with pytest.raises(ValueError, match="no deals with itself"):
        drivers(few, "DPRK", "DPRK")
    with pytest.raises(ValueError, match="did you mean 'RUS'"):
        drivers(few, "DPRK", "RUSS")


def test_two_states_have_no_rival(world_of):
    results = sim.run(world_of("[states.A]\n[states.B]\n", months=4), 5)
    found = drivers(results, "A")
    assert found.partner == found.rival == "B"
    assert np.array_equal(found.toward_partner, found.toward_rival)
