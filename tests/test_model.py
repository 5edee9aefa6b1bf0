"""The Mesa face: the same history to the bit, and behaviour that a user brings."""

from __future__ import annotations

import numpy as np
import pytest

import sim
from sim.scenario import shipped
from sim.schema import DEALS, HOLD, MOVES


class Recluse(sim.State):
    """A state that never makes a move."""

    def choose(self, values):
        """Hold toward everybody."""
        return np.full(len(values), HOLD)


class TitForTat(sim.State):
    """A state that answers last month's deals with envoys and last month's acts with a snub."""

    def choose(self, values):
        """Repay each partner in kind."""
        choices = np.full(len(values), HOLD)
        for other in self.model.states:
            last = other.last_move(self)
            if last is not None:
                choices[other.position] = MOVES.index("envoy" if last in DEALS else "snub")
        return choices


class Hermit(Recluse):
    """A state that makes no moves and accepts none."""

    def respond(self, asker, move):
        """Decline."""
        return False


def same(a: sim.Results, b: sim.Results) -> bool:
    """Say whether two results hold the same bits."""
    names = ("stances", "trusts", "supports", "choices", "answers_to_deals")
    return all(np.array_equal(getattr(a, name), getattr(b, name)) for name in names)


@pytest.mark.parametrize("name", sorted(shipped()))
def test_mesa_and_compiled_give_the_same_history_to_the_bit(name):
    scenario = sim.load(name)
    assert same(sim.run(scenario, 4, seed=7), sim.run(scenario, 4, seed=7, engine="mesa"))


def test_a_step_is_a_month_and_the_model_stops_at_the_end(article):
    model = sim.Diplomacy(article)
    model.run_model()
    assert model.month == article.months
    assert not model.running
    with pytest.raises(ValueError, match="ends after 36 months"):
        model.step()


def test_the_data_collector_follows_every_state_every_month(article, thousand):
    model = sim.Diplomacy(article, seed=1, run=3)
    model.run_model()
    agents = model.datacollector.get_agent_vars_dataframe()
    assert len(agents) == article.months * len(article.codes)
    received = agents[agents["state"] == "DPRK"]["received"].to_numpy()
    np.testing.assert_allclose(received, thousand.received("DPRK")[3])
    moves = model.datacollector.get_table_dataframe("moves")
    expected = thousand.moves().query("run == 3")
    assert list(moves["move"]) == list(expected["move"])


def test_a_state_that_always_holds_makes_no_moves(article):
    results = sim.run(article, 3, states={"DPRK": Recluse})
    scripted = {(shock.month, m.target) for shock in article.shocks for m in shock.moves if m.source == "DPRK"}
    moves = results.moves().query("source == 'DPRK'")
    months = {(np.flatnonzero(results.months == np.datetime64(t, "M"))[0], target) for t, target in
              zip(moves["month"], moves["target"], strict=True)}  # fmt: skip
    assert months == scripted
    assert (results.moves()["target"] == "DPRK").any()


def test_a_hermit_declines_every_approach_that_is_not_scripted(article):
    results = sim.run(sim.load("article", without=["security-council-stand"]), 3, states={"DPRK": Hermit})
    assert not results.moves().query("target == 'DPRK'")["accepted"].fillna(False).any()


def test_tit_for_tat_repays_deals_and_acts_a_month_later(world_of):
    pair = """
[states.A]
[states.B]
[ties.A.B]
affinity = -0.8
[ties.B.A]
affinity = -0.8
"""
    results = sim.run(world_of(pair), 5, states={"B": TitForTat})
    a, b = 0, 1
    did, repaid = results.choices[:, :-1, a, b], results.choices[:, 1:, b, a]
    acts, deals = did >= len(DEALS), (did >= 0) & (did < len(DEALS))
    assert acts.any()
    assert (repaid[acts] == MOVES.index("snub")).all()
    assert (repaid[deals] == MOVES.index("envoy")).all()
    assert (repaid[did == HOLD] == HOLD).all()


def test_an_unknown_state_cannot_be_given_a_behaviour(article):
    with pytest.raises(ValueError, match="DPRC"):
        sim.Diplomacy(article, states={"DPRC": Recluse})
