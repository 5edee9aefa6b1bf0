"""Theories: what each leaves out is gone, for all states and whatever the shocks, and no more."""

from __future__ import annotations

import numpy as np
import pytest

import sim
from sim.analysis.exam.theories import FULL, RIVALS, THEORIES, named, switched_off
from sim.errors import InvalidInput
from sim.model.prepared import prepared
from sim.schema import TERMS

OFF = {  # by the terms that are left
    "patronage": {"needs"},
    "homophily": {"sentiment"},
    "balance": {"alignment"},
    "no-hedging": {"needs", "sentiment", "alignment"},
    "no-reason": set(),
}
NUMBERS = {"needs": "need"}  # the number of a state that a term lives on


def left(scenario) -> set[str]:
    """Return the terms whose number is above zero for some state at some time."""
    states = prepared(scenario).setting.states
    terms = [term for term in TERMS if term != "cost"]
    return {term for term in terms if np.any(getattr(states, NUMBERS.get(term, term)) != 0)}


def test_every_rival_is_known_and_the_full_model_is_no_rival():
    assert set(RIVALS) == set(OFF) == set(THEORIES) - {FULL.name}


@pytest.mark.parametrize("name", RIVALS)
def test_a_theory_leaves_its_own_terms_in_all_states_and_months(name, article):
    assert left(article) == {"needs", "autonomy", "influence", "sentiment", "alignment"}
    assert left(THEORIES[name](article)) == OFF[name]


@pytest.mark.parametrize("name", RIVALS)
def test_a_theory_changes_nothing_else(name, article):
    theirs = THEORIES[name](article)
    off = THEORIES[name].off
    assert (theirs.codes, theirs.start, theirs.months) == (
        article.codes,
        article.start,
        article.months,
    )
    assert theirs.questions == article.questions
    for path, quantity in article.numbers.items():
        if not any(path.split(".")[0] == "states" and path.split(".")[2] == one for one in off):
            assert theirs.numbers[path] == quantity
    assert [shock.moves for shock in theirs.shocks] == [shock.moves for shock in article.shocks]
    mine, others = prepared(article).setting.ties, prepared(theirs).setting.ties
    assert np.array_equal(mine.obstacle[-1], others.obstacle[-1])


def test_the_full_model_is_the_scenario_itself(article):
    assert FULL(article) is article
    assert switched_off(article, ()) is article


def test_theories_meet_the_same_draws(article):
    first, again = (sim.run(THEORIES["balance"](article), 4, seed=3) for _ in range(2))
    assert np.array_equal(first.stances, again.stances)
    assert not np.array_equal(first.stances, sim.run(article, 4, seed=3).stances)


def test_without_any_reason_states_move_less(article):
    moved, idle = (
        (sim.run(one, 20).choices >= 0).mean() for one in (article, THEORIES["no-reason"](article))
    )
    assert 0 < idle < 0.75 * moved  # not never: costs alone leave room for accidents


def test_theories_are_asked_by_name_the_full_model_first():
    assert [theory.name for theory in named(("balance", "patronage"))] == [
        "all",
        "balance",
        "patronage",
    ]
    with pytest.raises(InvalidInput, match=r"no theory 'balanc' \(did you mean 'balance'\?\)"):
        named(("balanc",))
