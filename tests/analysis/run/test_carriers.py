"""What carries a result: known worlds, in which one thing does."""

from __future__ import annotations

import numpy as np
import pytest

import sim
from sim.agents.state import State
from sim.analysis.run import carriers, carriers_words
from sim.analysis.run.answer import Run
from sim.outcomes.focus import focus
from sim.schema import HOLD

WORLD = """
[states.CLIENT]
autonomy = 0.0
[states.EAST]
[states.WEST]
[ties.WEST.CLIENT]
obstacle = 3.0
[[shocks]]
id = "thaw"
date = 2001-01-01
title = "The West makes up"
source = "judgement"
effects = [
    { path = "ties.WEST.CLIENT.obstacle", set = 0.0 },
    { path = "ties.WEST.CLIENT.reach.economy", set = 1.0 },
    { path = "ties.EAST.WEST.obstacle", add = 0.1 },
]
[[shocks]]
id = "storm"
date = 2000-06-01
title = "A storm that changes nothing of note"
source = "judgement"
effects = [{ path = "dynamics.noise", multiply = 1.0 }]
[[questions]]
id = "west"
text = "CLIENT tilts to the West"
change = { measure = "tilt", state = "CLIENT", between = ["EAST", "WEST"], \
earlier = [2000-01-01, 2000-06-01], later = [2001-07-01, 2001-12-01], above = 0.0 }
"""


@pytest.fixture(scope="module")
def turned(tmp_path_factory):
    """Histories of a client whom one shock turns to the West."""
    path = tmp_path_factory.mktemp("world") / "world.toml"
    head = 'title = "A thaw"\nstart = 2000-01-01\nmonths = 24\nspin_up = 24\n'
    path.write_text(head + WORLD)
    return sim.run(sim.load(path), 120)


@pytest.fixture(scope="module")
def table(turned):
    """What carries their result."""
    return carriers.carried(turned, focus(turned))


def test_the_whole_result_is_the_turn_of_the_tilt(turned, table):
    tilt = turned.tilt("CLIENT", "EAST", "WEST")
    turn = tilt[:, 18:].mean(axis=1) - tilt[:, :6].mean(axis=1)
    assert table["goes"].iloc[0] == pytest.approx(turn.mean())
    assert table["low"].iloc[0] < turn.mean() < table["high"].iloc[0]


def test_what_makes_the_turn_carries_it_and_what_does_nothing_carries_nothing(table):
    by_name = table.set_index("what")
    assert by_name.loc["The West makes up", "share"] > 0.8
    storm = by_name.loc["A storm that changes nothing of note"]
    assert storm["goes"] == storm["low"] == storm["high"] == 0
    whole = by_name.loc["all shocks", "goes"]
    assert whole == pytest.approx(by_name.loc["The West makes up", "goes"])


def test_of_a_shock_its_effects_are_taken_away_one_by_one(table):
    effects = table[table["kind"] == "effect"]
    assert len(effects) == 3
    assert "WEST" in effects["what"].iloc[0] and "CLIENT" in effects["what"].iloc[0]


def test_a_motive_that_is_nothing_is_not_listed_and_influence_is(table):
    assert list(table[table["kind"] == "motive"]["what"]) == [
        "the wish of all states for influence"
    ]


def test_the_sentences_name_shock_judgement_and_motive(turned, table):
    said = carriers_words.sentences(turned.scenario, focus(turned), table)
    assert "“The West makes up”" in said and "single judgement" in said and "influence" in said


def test_the_sentences_say_when_they_are_about_the_first_histories_only(turned, table, monkeypatch):
    about = focus(turned)
    assert carriers_words.sentences(turned.scenario, about, table).startswith("CLIENT's tilt moves")
    monkeypatch.setattr(carriers, "MOST", 60)
    fewer = carriers.carried(turned, about)
    said = carriers_words.sentences(turned.scenario, about, fewer)
    assert said.startswith("Over the first 60 histories CLIENT's tilt moves by")


def test_the_path_leads_to_what_is_taken_away(turned, table):
    scenario = turned.scenario
    paths = table.set_index("what")["path"]
    assert paths["The West makes up"] == "shocks.thaw"
    effects = table[table["kind"].isin(["effect", "motive"])]
    for path in " ".join(effects["path"]).split():
        assert scenario.value(path) is not None  # it names a number
    assert set(effects[effects["kind"] == "effect"]["path"]) == {
        "ties.WEST.CLIENT.obstacle", "ties.WEST.CLIENT.reach.economy", "ties.EAST.WEST.obstacle",
    }  # fmt: skip
    book = Run.of(turned).tables()
    described = book["codebook.csv"].query("file == 'carriers.csv'")["column"]
    assert list(described) == list(book["carriers.csv"].columns)


def test_a_history_that_fails_without_something_counts_nowhere(turned, table, monkeypatch):
    simulated = carriers.simulate

    def failing(ready, seed, runs, record):
        failed = simulated(ready, seed, runs, record)
        failed[:] |= (runs == 7) & (len(ready.scenario.shocks) == 1)
        return failed

    monkeypatch.setattr(carriers, "simulate", failing)
    found = carriers.carried(turned, focus(turned))
    tilt = turned.tilt("CLIENT", "EAST", "WEST")
    turn = np.delete(tilt[:, 18:].mean(axis=1) - tilt[:, :6].mean(axis=1), 7)
    assert found["goes"].iloc[0] == pytest.approx(turn.mean())
    assert not found.isna().any().any()


def test_a_single_history_is_not_taken_apart(turned):
    assert carriers.carried(turned.only(np.array([0])), focus(turned)) is None


def test_without_shocks_there_is_nothing_that_moves(turned, article):
    quiet = sim.run(sim.load("article", without=["*"]), 40)
    found = carriers.carried(quiet, focus(quiet))
    assert not found["kind"].isin(["shock", "shocks", "effect"]).any()
    said = carriers_words.sentences(quiet.scenario, focus(quiet), found)
    assert said == "North Korea's tilt does not move at 95 %, so there is nothing to take apart."


class Idle(State):
    """A state that does nothing."""

    def choose(self, values):
        """Hold."""
        return np.full(len(values), HOLD)


def test_states_with_rules_of_their_own_are_left_alone(article):
    own = sim.run(article, 3, states={"DPRK": Idle})
    assert carriers.carried(own, focus(own)) is None
    assert "What carries" not in Run.of(own).text()
    shares = Run.of(own).data()["questions"]  # nor is it known what they do without the shocks
    assert all(row["share_without_shocks"] is None for row in shares)
    assert "not computed for states with own behaviour" in Run.of(own).text()


def test_the_agents_of_the_rules_are_not_rules_of_their_own(article):
    by_agents = sim.run(article, 3, engine="mesa")
    here = carriers.carried(by_agents, focus(by_agents))
    there = carriers.carried(sim.run(article, 3), focus(by_agents))
    assert here is not None and there is not None
    assert np.array_equal(here["goes"], there["goes"])
