"""Games: whoever decides as the rules would lives their history.

And a score that can be worked out by hand.
"""

from __future__ import annotations

import numpy as np
import pytest

import sim
from sim import schema
from sim.analysis.explain.explanation import explanation_of
from sim.ensemble.run import one_history
from sim.game import debrief
from sim.game.game import Game, played
from sim.game.player import OTHERS, Follower, Moment, Offer
from sim.model.history import blank_record
from sim.scenario import shipped

CALM = """
[dynamics]
noise = 0.0
[states.A]
need = { economy = 0.0, security = 0.0, recognition = 0.0 }
autonomy = 0.0
influence = 0.0
sentiment = 0.0
alignment = 0.0
precision = 100.0
"""
TWO_CALM = CALM + "[states.B]" + CALM.partition("[states.A]")[2]
GIFT = """
[[shocks]]
id = "gift"
title = "B gives"
date = 2000-05-10
effects = [{ path = "ties.B.A.support.economy", set = 0.9 }]
"""
TRIANGLE = (
    "[states.A]\nautonomy = 0.5\nneed = { economy = 1.0, security = 0.0, recognition = 0.0"
    " }\n[states.B]\n[states.C]\n"
)
BITS = ("stances", "trusts", "supports", "choices", "answers_to_deals")


class Watcher(Follower):
    """A follower that remembers what it was shown."""

    def __init__(self):
        super().__init__()
        self.moments: list[Moment] = []
        self.offers: list[Offer] = []

    def moves(self, moment):
        """Remember, and follow."""
        self.moments.append(moment)
        return super().moves(moment)

    def answer(self, offer):
        """Remember, and follow."""
        self.offers.append(offer)
        return super().answer(offer)


class Envoys:
    """A decider that sends envoys to everybody from a month on, and declines everything.

    Before, the rules.
    """

    def __init__(self, since: int):
        self.since, self.month = since, -1

    def moves(self, moment):
        """Count the months."""
        self.month += 1
        return {OTHERS: "envoy" if self.month >= self.since else "rules"}

    def answer(self, offer):
        """Decline, once it is time."""
        return offer.rules and self.month < self.since


@pytest.mark.parametrize(
    ("state", "history"), [("DPRK", 0), ("DPRK", 41), ("CHN", 3), ("ROK", 7), ("USA", 12)]
)
def test_whoever_decides_as_the_rules_would_lives_their_history_to_the_bit(article, state, history):
    own, theirs = played(article, state, Follower(), 5, history), one_history(article, history, 5)
    for name in BITS:
        assert np.array_equal(getattr(own, name), getattr(theirs, name)), name


@pytest.mark.parametrize("name", sorted(name for name in shipped() if name != "article"))
def test_so_it_is_in_every_shipped_scenario(name):
    scenario = sim.load(name)
    own, theirs = played(scenario, scenario.codes[-1], Follower()), one_history(scenario, 0)
    assert all(np.array_equal(getattr(own, bits), getattr(theirs, bits)) for bits in BITS)


def test_a_decision_changes_nothing_before_it(article):
    theirs = one_history(article, 2)
    for since in (0, 1, 17):
        own = played(article, "DPRK", Envoys(since), history=2)
        assert np.array_equal(own.supports[:, :since], theirs.supports[:, :since])
        assert not np.array_equal(own.choices[:, since], theirs.choices[:, since])


def test_what_the_player_is_shown_is_what_the_rules_choose_from(article, thousand):
    watcher = Watcher()
    played(article, "DPRK", watcher, seed=1, history=4)
    for month in (0, 14, 22):
        for code, options in watcher.moments[month].menus.items():
            found = explanation_of(thousand, 4, month, "DPRK", code)
            for option in options:
                k = found.options.index(option.move)
                assert np.array_equal(option.terms, found.terms[k])
                assert (option.value, option.probability) == (
                    found.values[k],
                    found.probabilities[k],
                )
            assert [o.probability for o in options] == sorted(
                (o.probability for o in options), reverse=True
            )
            assert sum(option.probability for option in options) == pytest.approx(1)
    assert (
        watcher.moments[22].prescribed == {"RUS": "envoy"}
        and "RUS" not in watcher.moments[22].menus
    )


def test_an_offer_is_what_the_rules_answer_from(article, thousand):
    watcher = Watcher()
    played(article, "DPRK", watcher, seed=1, history=4)
    assert len(watcher.offers) > 5
    for offer in watcher.offers:
        month = article.month_labels.index(offer.month)
        found = explanation_of(thousand, 4, month, offer.asker, "DPRK")
        k = found.options.index(offer.move)
        assert (found.chosen, found.answer) == (offer.move, offer.rules)
        assert offer.accept.probability == found.consent[k]
        assert np.array_equal(offer.accept.terms, found.partner_terms[k])
        assert offer.advice == (offer.accept.value >= 0)


def test_what_an_accepted_deal_was_said_to_bring_is_brought(article):
    watcher = Watcher()
    game = Game(article, "DPRK", watcher, history=4)
    while not (watcher.offers and watcher.offers[-1].rules):
        before = game.player.support()
        game.step()
    offer, j = watcher.offers[-1], article.index(watcher.offers[-1].asker)
    setting, i = game.model.setting, game.player.position
    p = setting.period[article.month_labels.index(offer.month)]
    kept, most = setting.dynamics.retention[p], setting.states.capacity[p, j]
    routine = (
        setting.dynamics.routine[p] * most * setting.ties.reach[p, j, i]
    )  # it wears off to this
    assert game.model.last_choices[i, j] == schema.HOLD, "nothing else moved this tie"
    given = before[j] + offer.brings
    np.testing.assert_allclose(game.player.support()[j], routine + (given - routine) * kept)


def test_a_quiet_state_moves_only_where_the_scenario_prescribes(article):
    results = played(article, "DPRK", Follower("hold"))
    own = article.index("DPRK")
    month, target = np.nonzero(results.choices[0, :, own] != schema.HOLD)
    assert [
        (article.month_labels[k], article.codes[j]) for k, j in zip(month, target, strict=True)
    ] == [("2014-11", "RUS")]


def test_a_world_has_one_mark_and_another_decision_gives_another(article):
    games = [Game(article, "DPRK", decider) for decider in (Follower(), Follower(), Envoys(0))]
    for game in games:
        game.step()
    same, again, other = (game.mark() for game in games)
    assert same == again != other


def test_a_game_in_hand_has_the_months_played_so_far(article):
    game = Game(article, "DPRK", Follower(), history=9)
    for _ in range(5):
        lines = game.step()
    assert lines[0].startswith("2013-05 ")
    found = game.results()
    assert found.choices.shape[:2] == (1, 5) and str(found.months[-1]) == "2013-05"
    assert np.array_equal(found.stances[0], one_history(article, 9).stances[0, :5])


def test_an_unknown_state_cannot_be_played(article):
    with pytest.raises(ValueError, match="did you mean 'DPRK'"):
        Game(article, "DPK", Follower())


def known(scenario, months: int = 2) -> sim.Results:
    """Return a history in which A gets half a patron of trade each from B and C, sends B envoys,
    and accepts C's.
    """
    record = blank_record(1, months, 3)
    for numbers in record:
        numbers[:] = 0
    record.supports[:, 1:, 0, 0] = 0.5
    record.choices[:], record.answers[:] = schema.HOLD, -1
    record.choices[:, 0, 1], record.answers[:, 0, 1] = schema.MOVES.index("envoy"), 0
    record.choices[0, 2, 0], record.answers[0, 2, 0] = schema.MOVES.index("trade"), 1
    return sim.Results(scenario, 1, np.arange(1), record, one_history(scenario, 0).start)


def test_standing_is_needs_met_less_the_price_of_leaning_less_what_was_spent(world_of):
    text = f"{TRIANGLE}[ties.A.B]\nobstacle = 1.0\n[ties.A.C]\nobstacle = 0.5\n"
    text += "[moves.envoy]\ncost = 0.1\nhindered = 1.0\n[moves.trade]\ncost = 0.2\nhindered = 1.0\n"
    scenario = world_of(f"{text}[dynamics]\nconsent_cost = 0.4\n", 2)
    found = {name: values[0] for name, values in debrief.standing(known(scenario), "A").items()}
    assert found["needs met"] == pytest.approx(1.0 * 1.0 / (1.0 + 1.0))
    assert found["price of dependence"] == pytest.approx(0.5 * 0.5)
    assert found["spent"] == pytest.approx(0.1 * 2.0 + 0.4 * 0.2 * 1.5 / 2)
    assert found["standing"] == pytest.approx(0.5 - 0.25 - 0.26)


def test_what_is_spent_is_what_the_rules_charge(world_of):
    text = f"{TRIANGLE}[ties.A.B]\nobstacle = 2.0\n[moves.envoy]\ncost = 0.1\nhindered = 0.25\n"
    text += "[moves.summit]\ncost = 0.2\nhindered = 1.0\n"
    results = known(world_of(text.replace("[states.A]", "[states.A]\nseclusion = 7.0"), 2))
    results.choices[:], results.answers_to_deals[:] = schema.HOLD, -1
    for move, price in (("envoy", 0.1 * (1 + 0.25 * 2)), ("summit", 0.2 * (1 + 2 + 7))):
        results.choices[0, 0, 0, 1] = schema.MOVES.index(move)
        assert debrief.standing(results, "A")["spent"] == pytest.approx(price / 2)


def test_leaning_on_a_friend_is_cheaper_than_on_an_enemy(world_of):
    results = known(world_of(TRIANGLE, 2))
    price = {}
    for stance in (-1.0, 0.0, 1.0):
        results.stances[:, :, 0, :] = stance
        price[stance] = debrief.standing(results, "A")["price of dependence"][0]
    assert price == pytest.approx({-1.0: 2 * price[0.0], 0.0: 0.5 * 0.5, 1.0: 0.0})


def test_holding_costs_nothing_and_acts_are_no_dearer_for_a_quarrel(world_of):
    text = f"{TRIANGLE}[ties.A.B]\nobstacle = 3.0\n[moves.snub]\ncost = 0.15\n"
    results = known(world_of(text, 2))
    results.choices[:], results.answers_to_deals[:] = schema.HOLD, -1
    assert debrief.standing(results, "A")["spent"] == 0
    results.choices[0, 0, 0, 1] = schema.MOVES.index("snub")
    assert debrief.standing(results, "A")["spent"] == pytest.approx(0.15 / 2)


def test_among_equals_everybody_is_higher_than_half(world_of):
    scenario = world_of(TWO_CALM, months=6)
    found = debrief.score(played(scenario, "A", Follower()), "A", 40)
    assert {one.percentile for one in found.placed} == {50.0}
    assert all(
        one.value == one.rules == one.advice == one.holding == pytest.approx(one.median)
        for one in found.placed
    )


def test_the_percentile_counts_the_histories_that_are_lower(article, thousand):
    results = played(article, "DPRK", Follower(), seed=1, history=6)
    found = debrief.score(results, "DPRK", 1000)
    theirs = debrief.measures(thousand, "DPRK")
    for one in found.placed:
        others = theirs[one.measure]
        lower, as_high = (others < others[6]).sum(), (others == others[6]).sum()
        assert one.value == one.rules == pytest.approx(others[6], abs=1e-12)
        assert one.percentile == pytest.approx(100 * (lower + as_high / 2) / 1000)
    for one in found.answered:
        assert one.yes == one.rules == thousand.questions()[one.question.id][6]
        assert one.share == thousand.questions()[one.question.id].mean()


def test_the_rivals_of_a_game_are_games_on_its_luck(article):
    found = debrief.score(played(article, "DPRK", Envoys(0), seed=3, history=2), "DPRK", 20)
    for word, field in (("rules", "rules"), ("advice", "advice"), ("hold", "holding")):
        theirs = debrief.measures(played(article, "DPRK", Follower(word), 3, 2), "DPRK")
        assert {one.measure: getattr(one, field) for one in found.placed} == {
            k: v[0] for k, v in theirs.items()
        }


def test_tilt_is_scored_only_for_the_state_that_the_scenario_asks_about(article):
    results = one_history(article, 0)
    assert any(name.startswith("tilt") for name in debrief.measures(results, "DPRK"))
    assert not any(name.startswith("tilt") for name in debrief.measures(results, "CHN"))


def test_the_turning_months_are_those_in_which_most_changes(world_of):
    scenario = world_of(TWO_CALM + GIFT, months=12)
    found = debrief.turning_months(played(scenario, "A", Follower()), "A")
    assert len(found) == debrief.TURNS and [month for month, *_ in found] == sorted(
        month for month, *_ in found
    )
    biggest = max(found, key=lambda row: abs(row[3] - row[2]))
    assert biggest[0] == 4 and biggest[1] == "support received" and biggest[3] > 0.8


def test_nothing_is_otherwise_where_the_rules_are_followed(article):
    games = [Game(article, "DPRK", decider) for decider in (Follower(), Envoys(30))]
    for game in games:
        while game.model.running:
            game.step()
    assert debrief.differences(games[0], "DPRK") == []
    found = debrief.differences(games[1], "DPRK")
    assert found and all(
        own >= "2015-07" and own.split()[:2] == ruled.split()[:2] for own, ruled in found
    )
