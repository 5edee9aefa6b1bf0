"""Several states played at once: what each knows, what is opened, and whose history it is."""

from __future__ import annotations

import numpy as np
import pytest

import sim
from sim import schema
from sim.ensemble.run import one_history
from sim.game.absent import Away
from sim.game.game import played
from sim.game.player import Follower

BITS = ("stances", "trusts", "supports", "choices", "answers_to_deals")
MOVES = {"DPRK": "RUS envoy, CHN trade", "RUS": "DPRK cover", "CHN": "hold"}


class Noted(Follower):
    """A follower that remembers its offers."""

    def __init__(self):
        super().__init__()
        self.offers = []

    def answer(self, offer):
        """Remember, and follow."""
        self.offers.append(offer)
        return super().answer(offer)


def same(one, other) -> bool:
    """Say whether two histories are the same to the bit."""
    return all(np.array_equal(getattr(one, bits), getattr(other, bits)) for bits in BITS)


@pytest.mark.parametrize("decider", [Away(), Follower()])
def test_with_everybody_absent_or_as_the_rules_it_is_the_history_of_the_rules(article, decider):
    assert same(played(article, article.codes, decider, 3, 8), one_history(article, 8, 3))


def test_a_state_among_absent_ones_lives_the_game_that_it_would_play_alone(article):
    alone, among = (sim.play(article, who, history=5) for who in ("DPRK", ["DPRK", "CHN", "USA"]))
    for month in range(4):
        said = ["RUS envoy, CHN trade", "hold", "USA summit", "CHN cover"][month]
        lines = alone.step(said, answers="no")
        others = among.step({"DPRK": said, "CHN": "rules", "USA": "rules"},
                            {"DPRK": "no", "CHN": "rules", "USA": "rules"})  # fmt: skip
        assert alone.mark() == among.mark()
        own = [line for line in others if " DPRK:" in line]
        assert [line.replace(" DPRK:", "", 1) for line in own] == lines


def test_what_all_know_is_what_each_would_be_shown_alone(article):
    among = sim.play(article, ["DPRK", "RUS"], history=2)
    among.step({"DPRK": "hold", "RUS": "DPRK envoy"}, "no")
    before, found = among.mark(), among.looks()
    assert list(found) == ["DPRK", "RUS"] and among.mark() == before
    for code, moment in found.items():
        single = among.look(code)
        for partner, options in moment.menus.items():
            for one, other in zip(options, single.menus[partner], strict=True):
                assert (one.move, one.value, one.probability) == other[:3]
        assert moment.month == "2013-02" and moment.player.code == code


def test_moves_are_opened_together_and_then_each_is_offered_what_the_month_offers(article):
    game = sim.play(article, ["DPRK", "RUS", "CHN"], Noted(), history=1)
    before = game.mark()
    opened = game.open(MOVES)
    assert game.mark() == before and game.month == "2013-01"
    again = game.open(MOVES)
    assert [list(map(str, offers)) for offers in opened.offers.values()] == [
        list(map(str, offers)) for offers in again.offers.values()
    ]
    noted = {code: [] for code in MOVES}
    game.step(MOVES, {code: (lambda o, code=code: noted[code].append(o) or True) for code in MOVES})
    results = game.results()
    assert np.array_equal(results.choices[0, 0], opened.choices)
    assert {code: [(o.asker, o.move) for o in offers] for code, offers in noted.items()} == {
        code: [(o.asker, o.move) for o in offers] for code, offers in opened.offers.items()
    }
    envoy = opened.choices[article.index("DPRK"), article.index("RUS")]
    assert schema.MOVES[envoy] == "envoy"


def test_what_one_answers_changes_nothing_in_what_others_are_offered(article):
    offers = []
    for yes in (True, False):
        game = sim.play(article, ["DPRK", "RUS"], history=1)
        heard = []
        game.step(
            {"DPRK": "RUS cover", "RUS": "DPRK envoy"},
            {"DPRK": lambda offer, yes=yes: yes, "RUS": lambda offer, h=heard: h.append(offer)},
        )
        offers.append([(one.asker, one.move, one.accept.probability) for one in heard])
    assert offers[0] == offers[1] != []


def test_whoever_is_away_decides_nothing_and_the_line_says_so(article):
    game = sim.play(article, ["DPRK", "RUS"], Away())
    assert game.open().offers == {"DPRK": [], "RUS": []}
    assert game.step() == ["2013-01 away"] and game.decided == []
    lines = game.step({"RUS": "DPRK envoy"})
    assert lines[0] == "2013-02 RUS: DPRK envoy" and not any("DPRK:" in line for line in lines)
    assert game.cases["DPRK"] == [] and len(game.cases["RUS"]) >= 5


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (lambda game: game.look(), "which state\\? This game is played by DPRK, RUS"),
        (lambda game: game.look("CHN"), "there is no state that is played 'CHN'"),
        (lambda game: game.step({"CHN": "hold"}), "there is no state that is played 'CHN'"),
        (lambda game: game.player, "which state"),
    ],
)
def test_in_a_game_of_several_it_must_be_said_who(article, wrong, told):
    with pytest.raises(sim.InvalidInput, match=told):
        wrong(sim.play(article, ["DPRK", "Russia"]))


def test_deciders_may_be_given_by_name_and_for_some_only(article):
    game = sim.play("article", ["DPRK", "RUS"], {"Russia": Away()})
    game.step()
    assert game.cases["RUS"] == [] and game.cases["DPRK"]
