"""Whoever is away in some months is played by the rules in these, and decides in the others."""

from __future__ import annotations

import numpy as np

from sim import schema
from sim.ensemble.run import one_history
from sim.game.absent import Within
from sim.game.game import Game
from sim.game.player import Follower


def test_a_decider_within_some_months_leaves_the_history_before_them_as_it_was(article):
    game = Game(article, "DPRK", Within(Follower("hold"), article.month_labels[5:7]))
    own, rules, i = game.run(), one_history(article, 0), article.index("DPRK")
    assert np.array_equal(own.supports[:, :5], rules.supports[:, :5])
    assert (own.choices[0, 5:7, i] == schema.HOLD).all()
    assert {line[:7] for line, _ in game.cases["DPRK"]} == {"2013-06", "2013-07"}
    assert (own.choices[0, 7:, i] != schema.HOLD).any()
