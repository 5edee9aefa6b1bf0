"""The verb `sim.play`: a game month by month from Python, by text, by mapping or by a function."""

from __future__ import annotations

import numpy as np
import pytest

import sim
from sim.ensemble.run import one_history
from sim.game.game import Game
from sim.game.player import Follower, Offer
from sim.schema import ACTS, DEALS


@pytest.fixture
def game(article) -> Game:
    """A game of North Korea."""
    return sim.play(article, "DPRK", seed=3)


def test_a_game_begins_before_the_first_month_and_says_so(game):
    assert game.month == "2013-01" and game.running
    assert "North Korea" in repr(game) and "0 of 36 months played" in repr(game)
    assert "seed 3, history 0" in repr(game)


def test_a_scenario_may_be_named_and_so_may_the_state(article):
    game = sim.play("article", "north korea")
    assert game.player.code == "DPRK"
    assert game.scenario.hash == article.hash


def test_moves_by_text_and_by_mapping_are_the_same_moves(article):
    first, second = (sim.play(article, "DPRK", history=7) for _ in range(2))
    assert first.step("RUS envoy, China trade") == second.step({"Russia": "envoy", "CHN": "trade"})
    assert first.mark() == second.mark()


def test_a_month_with_moves_holds_toward_all_others(game):
    lines = game.step("RUS envoy", answers="no")
    assert lines[0] == "2013-01 RUS envoy"
    assert not any(move in line for line in lines[1:] for move in ("envoy yes", *ACTS))
    assert game.month == "2013-02"


def test_answers_are_words_mappings_or_functions_and_the_rest_is_answered_as_advised(article):
    offers: list[Offer] = []

    def refuse(offer: Offer) -> bool:
        offers.append(offer)
        return False

    game = sim.play(article, "DPRK")
    while game.running:
        game.step("hold", answers=refuse)
    assert offers
    asked = offers[0]
    for answers, yes in (({asked.asker: True}, True), ("yes", True), ("no", False), ({}, None)):
        again = sim.play(article, "DPRK")
        while again.month != asked.month:
            again.step("hold", answers="no")
        lines = again.step("hold", answers=answers)
        wanted = asked.advice if yes is None else yes
        line = f"{asked.month} answer {asked.asker} {asked.move} {'yes' if wanted else 'no'}"
        assert line in lines


def test_without_moves_the_decider_of_the_game_decides(article):
    history = sim.play(article, "DPRK", Follower(), history=4).run()
    rules = one_history(article, 4)
    assert np.array_equal(history.stances, rules.stances)
    assert np.array_equal(history.choices, rules.choices)


def test_by_default_a_game_is_played_as_the_rules_advise(article):
    game = sim.play(article, "DPRK")
    wanted = {code: options[0].move for code, options in game.look().menus.items()}
    game.step()
    chosen = dict(line.split()[1:] for line in game.decided if " answer " not in line)
    assert chosen == wanted


def test_looking_changes_nothing_and_shows_the_options(game):
    before = game.mark()
    moment, table = game.look(), game.to_frame()
    assert moment.month == "2013-01" and game.mark() == before and game.month == "2013-01"
    assert set(table["partner"]) == {"RUS", "CHN", "JPN", "ROK", "USA"}
    assert set(table["move"]) == {"hold", *DEALS, *ACTS}
    assert table.groupby("partner")["probability"].sum().to_numpy() == pytest.approx(1.0)
    untouched = sim.play(game.scenario, "DPRK", seed=3)
    game.step("RUS envoy")
    untouched.step("RUS envoy")
    assert game.mark() == untouched.mark()


def test_a_finished_game_has_results_and_plays_no_further(article):
    game = sim.play(article, "DPRK")
    results = game.run()
    assert results.histories == 1 and len(results.months) == 36
    assert game.month is None and "over" in repr(game)
    for further in (game.step, game.look, lambda: game.step("RUS envoy")):
        with pytest.raises(sim.InvalidInput, match="over after 36 months"):
            further()


@pytest.mark.parametrize(
    ("moves", "answers", "told"),
    [
        ("RUS embrace", None, "there is no move 'embrace'"),
        ({"Rusia": "envoy"}, None, "Russia"),
        (None, {"CHN": "perhaps"}, "there is no answer 'perhaps'"),
        (None, {"DPRK": True}, "there is no state 'DPRK'"),
        (None, "maybe", "there is no answer 'maybe'"),
    ],
)
def test_words_that_mean_nothing_are_refused_and_the_month_is_still_to_be_played(
    game, moves, answers, told
):
    with pytest.raises(sim.InvalidInput, match=told):
        game.step(moves, answers)
    assert game.month == "2013-01"


def test_a_state_that_is_not_there_is_refused_with_the_nearest():
    with pytest.raises(sim.InvalidInput, match="RUS"):
        sim.play("article", "RUSS")
