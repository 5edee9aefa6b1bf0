"""Outcomes asked for by name: read once, checked, and the numbers that the results hold."""

from __future__ import annotations

import numpy as np
import pytest

import sim
from sim.outcomes.asked import outcome_asked, outcomes_asked
from sim.outcomes.catalogue import CATALOGUE, KINDS
from sim.outcomes.table import outcome_table
from sim.schema import MOVES

NEEDS = ("security", "recognition")


def month(results, label):
    """Return the position of a month."""
    return results.scenario.month_labels.index(label)


def test_a_measure_in_a_month_is_that_of_the_results(article, thousand):
    when = month(thousand, "2014-11")
    for name, values in {
        "tilt.DPRK.CHN.RUS": thousand.tilt("DPRK", "CHN", "RUS"),
        "tilt.DPRK.CHN.RUS.security.recognition": thousand.tilt("DPRK", "CHN", "RUS", NEEDS),
        "tilt": thousand.tilt("DPRK", "CHN", "RUS", NEEDS),
        "hedging.DPRK": thousand.hedging("DPRK"),
        "support.RUS.DPRK.economy": thousand.support("RUS", "DPRK", "economy"),
        "received.DPRK": thousand.received("DPRK"),
        "dependence.DPRK.CHN": thousand.dependence("DPRK", "CHN"),
        "stance.DPRK.RUS": thousand.stance("DPRK", "RUS"),
        "trust.DPRK.RUS": thousand.trust("DPRK", "RUS"),
    }.items():
        at = outcome_asked(article, f"{name}@2014-11").values(thousand)
        np.testing.assert_array_equal(at, values[:, when])
        last = outcome_asked(article, name).values(thousand)
        np.testing.assert_array_equal(last, values[:, -1])


def test_a_span_is_the_mean_of_a_measure_and_the_number_of_moves(article, thousand):
    span = slice(month(thousand, "2014-01"), month(thousand, "2014-06") + 1)
    mean = outcome_asked(article, "hedging.DPRK@2014-01:2014-06").values(thousand)
    np.testing.assert_allclose(mean, thousand.hedging("DPRK")[:, span].mean(axis=1))
    moves = thousand.moves()
    begin, end = np.datetime64("2014-01"), np.datetime64("2014-06")
    inside = moves[(moves["month"] >= begin) & (moves["month"] <= end)]
    mine = inside[(inside["source"] == "DPRK") & (inside["target"] == "RUS")]
    summits = mine[mine["move"] == "summit"]
    for name, rows in {
        "approaches.DPRK.RUS": mine[mine["accepted"].notna()],
        "deals.DPRK.RUS.summit": summits[summits["accepted"].fillna(False)],
        "rebuffs.DPRK.RUS": mine[~mine["accepted"].fillna(True)],
        "acts.DPRK.RUS": mine[mine["accepted"].isna()],
    }.items():
        counts = outcome_asked(article, f"{name}@2014-01:2014-06").values(thousand)
        assert counts.sum() == len(rows), name


def test_a_posture_is_a_share_of_months(article, thousand):
    codes, labels = thousand.postures("DPRK"), thousand.posture_labels("DPRK")
    there = codes == labels.index("leaning to RUS")
    last = outcome_asked(article, "posture.DPRK.leaning.RUS")
    np.testing.assert_array_equal(last.values(thousand), there[:, -1])
    mean = outcome_asked(article, "posture.DPRK.leaning.RUS@2013-01:2015-12").values(thousand)
    np.testing.assert_allclose(mean, there.mean(axis=1))
    assert last.label(article) == "DPRK ends leaning to RUS"
    assert last.output.is_share


def test_questions_and_columns_are_outcomes_and_equal_ones_are_one(article, thousand):
    table = outcome_table(thousand)
    for outcome in table.outcomes:
        if outcome.output.is_quantity:
            asked = outcome_asked(article, outcome.column)
            assert asked == outcome and asked.column == outcome.column
            values = table.columns[outcome.column]
            np.testing.assert_array_equal(asked.values(thousand), values)
    names = ["moscow-first", "answer_moscow_first", "hedging.DPRK", "hedging_DPRK"]
    assert [one.column for one in outcomes_asked(article, names)] == names[1::2]


def test_every_output_has_words_bounds_and_a_kind(article, thousand):
    for output in CATALOGUE:
        assert output.kind in KINDS and output.meaning
    table = outcome_table(thousand)
    words = [outcome.in_words(article) for outcome in table.outcomes]
    labels = [outcome.label(article) for outcome in table.outcomes]
    assert len(set(words)) == len(words) == len(set(labels))
    assert not any("{" in text or "  " in text for text in [*words, *labels])
    for outcome in table.outcomes:
        if outcome.output.is_quantity:
            values = table.columns[outcome.column]
            low, high = outcome.output.low, outcome.output.high
            assert low <= values.min() and values.max() <= high


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("tlit.DPRK", r"unknown outcome 'tlit.DPRK' \(did you mean 'tilt'\?\)"),
        ("tilt_lats", "did you mean 'tilt_last'"),
        ("moscow-frist", "did you mean 'moscow-first'"),
        ("tilt.DPRK.CHN.RSU", r"unknown state 'RSU' \(did you mean 'RUS'\?\)"),
        ("tilt.DPRK", "takes a state, the one, and the other .* as in tilt.DPRK.RUS.CHN"),
        ("support.RUS.RUS", "cannot be its own partner"),
        ("support.RUS.DPRK.econmy", r"unknown need 'econmy' \(did you mean 'economy'\?\)"),
        ("deals.DPRK.RUS.sanction", "unknown deal 'sanction'"),
        ("acts.DPRK.RUS.summit", "unknown act 'summit'"),
        ("stance.DPRK.RUS.economy", "nothing follows the states of 'stance'"),
        ("posture.DPRK.leaning.RSU", "unknown state 'RSU'"),
        ("posture.DPRK.x", "unknown posture 'x': choose from isolated, hedging"),
        ("posture.DPRK", "no mean: ask .* posture.DPRK.hedging"),
        ("posture_last_DPRK", "no mean"),
        ("first.DPRK.RUS.summit", "no mean: ask how many there are, as in deals.DPRK.RUS.summit"),
        ("first.DPRK.RUS", "takes a deal: envoy, summit"),
        ("hedging.DPRK@2019-01", "2019-01 is outside the period, from 2013-01 to 2015-12"),
        ("hedging.DPRK@2014", "write a month as @2015-12"),
        ("hedging.DPRK@", "write a month as"),
        ("hedging.DPRK@2014-05:2014-02", "runs backwards"),
        ("moscow-first@2014-01", "has its months already"),
        ("", "unknown outcome ''"),
    ],
)
def test_what_is_no_outcome_is_refused_in_one_line(article, name, words):
    with pytest.raises(sim.InvalidInput, match=words) as caught:
        outcome_asked(article, name)
    assert "\n" not in str(caught.value)


def test_columns_of_different_outcomes_differ(article):
    moves = [f"acts.USA.DPRK.{move}@2013-01:2014-12" for move in MOVES[6:]]
    spans = [f"support.RUS.DPRK.economy@2013-01:2013-{k:02d}" for k in range(2, 13)]
    outcomes = outcomes_asked(article, [*moves, *spans, "tilt@2013-05"])
    assert len({outcome.column for outcome in outcomes}) == len(outcomes)
    assert {len(outcome.column) <= 32 for outcome in outcomes} == {True}
