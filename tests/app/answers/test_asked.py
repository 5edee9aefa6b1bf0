"""What a request means, and what it may not ask."""

from __future__ import annotations

import pytest

import sim
from sim.app.answers.asked import pair_of
from sim.app.answers.memory import Memory


@pytest.fixture(scope="module")
def memory():
    """What the tests of this module share."""
    return Memory()


def test_b_is_a_with_the_change(memory):
    pair = pair_of({"scenario": "article", "without": ["crimea"]}, memory)
    assert pair.b is not None and (pair.a.hash, pair.b.hash) == (
        sim.load("article").hash,
        sim.load("article", without=["crimea"]).hash,
    )
    assert (pair.seed, pair.histories) == (1, 1000)


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        ({}, "a request names one scenario"),
        ({"scenario": "artikle"}, "did you mean 'article'"),
        ({"scenario": "../article.toml"}, "there is no scenario"),
        ({"scenario": "article", "histories": 0}, "a whole number from 1 to 100,000 is needed"),
        ({"scenario": "article", "histories": 10**9}, "a whole number from 1 to 100,000"),
        ({"scenario": "article", "histories": "many"}, "whole number"),
        ({"scenario": "article", "seed": True}, "whole number"),
        ({"scenario": "article", "set": [1]}, "set is a list: it must be an object"),
        ({"scenario": "article", "without": "crimea"}, "a list of texts is needed"),
        ({"scenario": "article", "other": "article"}, "other is 'article': it must be an object"),
        ({"scenario": "article", "set": {"states.DPRK.autonomi": 1}}, "did you mean"),
        ({"file": {"name": "mine.toml"}}, "must be an object of name and text"),
        ({"file": {"name": "../mine.toml", "text": ""}}, "cannot be a scenario file"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(memory, ask, words):
    with pytest.raises(sim.SimError, match=words):
        pair_of(ask, memory)
