"""The measures of hedging on supports made by hand, and results that agree with one another."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import sim
from sim import schema
from sim.ensemble.how import How
from sim.model import measures
from sim.outcomes.observation import cooperation
from sim.outcomes.questions import first_deal

supports = arrays(float, 5, elements=st.floats(0, 3, allow_subnormal=False))
any_supports = arrays(
    float, 5, elements=st.one_of(st.floats(0, 10), st.sampled_from([5e-324, 1e-308, 1e-200]))
)


def test_hedging_of_equal_suppliers_is_one_less_one_over_their_number():
    assert measures.hedging(np.array([0.5, 0.5, 0.5, 0.5])) == pytest.approx(0.75)
    assert measures.hedging(np.array([0.9, 0.0, 0.0])) == 0.0
    assert measures.hedging(np.zeros(3)) == 0.0


def test_tilt_runs_from_one_patron_to_the_other():
    assert measures.tilt(
        np.array([1.0, 0.5, 0.0, 0.0]), np.array([0.0, 0.5, 0.3, 0.0])
    ).tolist() == [-1, 0, 1, 0]


def test_postures_follow_the_thresholds():
    labels = measures.posture_labels(("A", "B", "C"))
    given_support = {
        "isolated": [0.0, 0.1, 0.1],
        "diversified": [0.0, 0.4, 0.45],
        "leaning to B": [0.0, 0.6, 0.4],
        "aligned with C": [0.0, 0.1, 0.9],
    }
    friends = np.full((3, 3), 0.2)
    assert {
        labels[int(measures.posture(np.array(s), friends))]: s for s in given_support.values()
    } == given_support


def test_only_a_state_between_rivals_hedges():
    labels = measures.posture_labels(("A", "B", "C", "D"))
    stances = np.full((4, 4), 0.3)
    shares = np.array([0.0, 0.5, 0.4, 0.1])  # what A gets
    assert labels[int(measures.posture(shares, stances))] == "diversified"
    stances[1, 2], stances[2, 1] = -0.5, 0.1  # B's ill will outweighs C's good will
    assert labels[int(measures.posture(shares, stances))] == "hedging"
    stances[1, 2], stances[2, 1], stances[1, 3], stances[3, 1] = 0.3, 0.3, -0.5, -0.5
    assert labels[int(measures.posture(shares, stances))] == "diversified"  # D gives little


@given(st.floats(0.05, 2.0), st.permutations(range(36)))
def test_where_just_half_of_equal_suppliers_are_rivals_a_state_hedges_in_whatever_order_they_are(
    each, order
):
    pairs, stances = np.array(np.tril_indices(9, -1)).T, np.full((9, 9), 0.5)
    for j, k in pairs[list(order[:18])]:
        stances[j, k] = stances[k, j] = -0.5
    assert int(measures.posture(np.full(9, each), stances)) == 1


@example(np.array([1.5, *[2.09866396e-11] * 4]))
@given(any_supports)
def test_how_much_is_spread_between_rivals_is_a_share(support):
    shares = measures.dependence(support)
    enemies = np.full((5, 5), -1.0)
    between = float(measures.between_rivals(shares, enemies))
    assert 0 <= between <= 1 + 1e-12
    assert between == pytest.approx(1.0 if shares.any() and 1 - (shares**2).sum() > 1e-12 else 0.0)
    assert measures.between_rivals(shares, -enemies) == 0


@given(any_supports)
def test_shares_add_up_and_hedging_is_bounded(support):
    shares = measures.dependence(support)
    assert shares.sum() == pytest.approx(1.0 if support.sum() > 0 else 0.0)
    assert 0 <= measures.hedging(support) <= 1 - 1 / 5 + 1e-12


@given(supports, st.floats(0.1, 10))
def test_measures_do_not_depend_on_the_unit_of_support(support, scale):
    assert measures.hedging(support * scale) == pytest.approx(measures.hedging(support), abs=1e-9)


def test_results_by_name_agree_with_their_arrays(thousand):
    scenario = thousand.scenario
    assert thousand.stance("CHN", "DPRK").shape == (1000, 36)
    by_need = sum(thousand.support("CHN", "DPRK", need) for need in schema.NEEDS)
    np.testing.assert_allclose(thousand.support("CHN", "DPRK"), by_need)
    everyone = sum(thousand.dependence("DPRK", code) for code in scenario.codes if code != "DPRK")
    np.testing.assert_allclose(everyone, 1.0)
    with pytest.raises(ValueError, match="did you mean 'DPRK'"):
        thousand.received("DPRC")
    with pytest.raises(ValueError, match="unknown need 'glory'"):
        thousand.received("DPRK", "glory")


def test_moves_are_the_choices_that_are_not_hold(thousand):
    moves = thousand.moves()
    assert list(moves.columns) == ["run", "month", "source", "target", "move", "accepted"]
    assert len(moves) == (thousand.choices != schema.HOLD).sum()
    assert (moves["accepted"].isna() == moves["move"].isin(schema.ACTS)).all()
    assert (moves["source"] != moves["target"]).all()


def test_questions_are_answered_as_worked_out_by_hand(article, thousand):
    answers = thousand.questions()
    assert set(answers) == {question.id for question in article.questions}
    moves = thousand.moves()
    summits = moves[(moves["move"] == "summit") & moves["accepted"].fillna(False)]
    pair = summits[((summits["source"] == "DPRK") | (summits["target"] == "DPRK"))]
    for run in range(40):
        mine = pair[pair["run"] == run].sort_values("month")
        months = {
            code: mine[(mine["source"] == code) | (mine["target"] == code)]["month"].min()
            for code in ("RUS", "CHN")
        }
        moscow, beijing = months["RUS"], months["CHN"]
        expected = moscow == moscow and (beijing != beijing or moscow < beijing)
        assert answers["moscow-first"][run] == expected
    rebuffs = moves.query("source == 'DPRK' and target == 'JPN' and month < '2015-01-01'")
    counts = (~rebuffs["accepted"].astype("boolean").fillna(True)).groupby(rebuffs["run"]).sum()
    assert answers["tokyo-rebuffs"].sum() == (counts >= 2).sum()
    tilt = thousand.tilt("DPRK", "CHN", "RUS", ("security", "recognition"))
    turned = tilt[:, 18:24].mean(axis=1) > tilt[:, :6].mean(axis=1)
    assert (answers["diplomacy-turns"] == turned).all()


def test_a_first_deal_that_never_comes_is_after_the_last_month(thousand):
    month = first_deal(thousand, "DPRK", "drill", "USA")
    never = ~(
        ((thousand.choices == schema.MOVES.index("drill")) & (thousand.answers_to_deals == 1))[
            :, :, [0, 5], [5, 0]
        ]
    ).any(axis=(1, 2))
    assert (month[never] == 36).all()
    assert (month[~never] < 36).all()


def test_cooperation_shares_are_shares_and_the_diagonal_is_nobodys(thousand):
    shares = cooperation(thousand)
    assert np.isnan(np.diag(shares)).all()
    off = shares[~np.eye(6, dtype=bool)]
    assert ((off >= 0) & (off <= 1)).all()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"histories": 0}, "at least 1"),
        ({"histories": 2.5}, "at least 1"),
        ({"seed": -1}, "whole number from 0"),
        ({"engine": "fast"}, "choose from compiled, mesa"),
    ],
)
def test_a_run_that_cannot_be_is_refused_in_words(article, arguments, words):
    with pytest.raises(ValueError, match=words):
        sim.run(article, **arguments)


def test_progress_counts_every_history(article):
    done = []
    sim.run(article, 150, how=How(progress=done.append))
    assert sum(done) == 150


def test_results_are_shown_in_a_line_and_in_a_notebook(article):
    results = sim.run(article, 3, seed=5)
    assert repr(results) == (
        "<Results of article: 3 histories of 36 months (2013-01 to 2015-12), seed 5, "
        "engine compiled>"
    )
    assert "1 history of 12 months" in repr(sim.run(article, 1).at(list(range(12))))
    assert "3 histories of 36 months" in results._repr_html_()


def test_the_table_of_results_holds_each_history_month_and_state(article):
    results = sim.run(article, 3, seed=5)
    table = results.to_frame()
    assert len(table) == 3 * 36 * 6
    row = table[(table["run"] == 2) & (table["month"] == "2014-11") & (table["state"] == "DPRK")]
    month = list(results.months.astype(str)).index("2014-11")
    assert row["received"].item() == results.received("DPRK")[2, month]
    assert row["hedging"].item() == results.hedging("DPRK")[2, month]
    label = results.posture_labels("DPRK")[results.postures("DPRK")[2, month]]
    assert row["posture"].item() == label
