"""The rules one by one: values worked out by hand, and laws."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model import rules

stances = st.floats(-1, 1)
shares = st.floats(0, 1)
amounts = st.floats(0, 10)


def test_exponential_is_that_of_the_library_to_the_last_place_or_so():
    xs = np.concatenate(
        [np.linspace(-700, 700, 40_001), np.linspace(-1, 1, 20_001), [0.0, -0.0, 1e-300]]
    )
    for x in xs:
        assert abs(rules.exponential(x) - math.exp(x)) <= 2 * math.ulp(math.exp(x)), x


@given(st.floats(-1e6, 1e6))
def test_compiled_exponential_is_that_of_the_python_text(x):
    assert rules.exponential(x) == float(rules.exponential.py_func(x))


@given(st.lists(st.floats(-1e3, 1e3), max_size=40), st.integers(1, 50))
def test_exponentials_of_a_row_are_those_of_its_numbers_however_many_are_taken_at_a_time(xs, some):
    row = np.array(xs)
    rules.exponentials(row, np.full((2, some), np.nan))
    assert row.tolist() == [rules.exponential(x) for x in xs]


def test_exponential_is_clipped_not_infinite():
    assert 0 < rules.exponential(-1e9) < rules.exponential(1e9) < math.inf


def test_needs_are_worth_less_the_more_is_received():
    assert rules.needs_term(1.0, 0.0, 1.0) == 0.5
    assert rules.needs_term(1.0, 1.0, 1.0) == pytest.approx(2 / 3 - 1 / 2)
    assert rules.needs_term(0.0, 0.0, 1.0) == 0.0


def test_a_deal_brings_a_share_of_what_is_left_to_give():
    assert rules.gain(0.5, rules.unused(1.0, 1.0, 0.2)) == pytest.approx(0.4)
    assert rules.unused(1.0, 0.1, 0.2) == 0.0


def test_the_herfindahl_index_of_equal_suppliers_is_one_over_their_number():
    for n in range(1, 10):
        assert rules.concentration(n * 0.3**2, n * 0.3) == pytest.approx(1 / n)
    assert rules.concentration(0.0, 0.0) == 1.0


@given(
    st.lists(
        st.sampled_from(
            [0.0, 5e-324, 1e-308, 1e-200, 1e-162, 1e-160, 1e-100, 1e-10, 0.3, 1e100, 1e200]
        ),
        max_size=5,
    )
)
def test_the_herfindahl_index_of_any_support_is_between_nothing_and_one(given_by):
    squares, total = sum(x * x for x in given_by), sum(given_by)
    assert 0.0 < rules.concentration(squares, total) <= 1.0 + 1e-12
    assert rules.concentration(squares, total) == rules.concentration.py_func(squares, total)


def test_support_too_small_to_be_squared_is_none():
    assert rules.concentration(2 * 1e-160**2, 2e-160) == 1.0
    assert rules.concentration(2 * 1e-90**2, 2e-90) == pytest.approx(0.5)


def test_a_patron_gains_nothing_from_weighing_more_where_it_has_no_rivals():
    assert rules.influence_term(2.0, 0.5, 0.7, 0.0) == 0.0
    assert rules.influence_term(2.0, 0.5, 0.7, 0.3) == pytest.approx(0.21)


def test_quarrels_and_seclusion_make_deals_dearer_and_routine_business_less_so():
    assert rules.deal_cost(0.2, 1.0, 0.0, 0.0) == 0.2
    assert rules.deal_cost(0.2, 1.0, 1.5, 0.0) == pytest.approx(0.5)
    assert rules.deal_cost(0.2, 0.3, 1.5, 0.0) == pytest.approx(0.29)
    assert rules.deal_cost(0.2, 0.3, 1.5, 2.0) == pytest.approx(0.69)


def test_a_sanction_has_no_point_where_there_is_nothing_to_withdraw_and_words_always_have():
    assert rules.bite(1.0, 0.0) == 0.0
    assert rules.bite(0.0, 0.0) == 1.0
    assert 0.5 < rules.bite(1.0, 0.1) < rules.bite(1.0, 0.5) < 1.0


@given(stances, stances)
def test_an_enemys_friend_is_a_prize_and_a_friends_enemy_no_company(mine, theirs):
    said = rules.recommended(mine, theirs)
    assert said == (0.0 if mine < 0 < theirs else mine * theirs)
    assert said >= 0 or mine > 0 > theirs


@given(shares, shares, shares, stances)
def test_only_patrons_resent_and_friends_of_the_other_resent_nothing(jealousy, signal, part, mine):
    irked = rules.resented(jealousy, signal, part, rules.distrusted(mine))
    assert 0 <= irked <= min(jealousy, signal, part)
    assert rules.resented(jealousy, signal, 0.0, 1.0) == 0.0
    assert rules.resented(jealousy, signal, part, rules.distrusted(1.0)) == 0.0


def test_depending_on_an_enemy_irks_more_than_depending_on_a_friend():
    friend, stranger, enemy = (rules.concentration(rules.disliked(s), 1.0) for s in (0.8, 0, -0.8))
    assert friend < stranger == 1.0 < enemy


def test_indifference_is_accepted_half_the_time():
    assert rules.consent(16.0, 0.1, 0.2, 0.5) == pytest.approx(0.5)


@given(stances, st.floats(0, 3), st.floats(0, 3))
def test_a_stance_stays_within_its_bounds_and_moves_the_way_it_is_pushed(stance, warmed, chilled):
    assert -1 <= rules.moved(stance, warmed, chilled) <= 1
    assert rules.moved(stance, warmed, 0.0) >= stance >= rules.moved(stance, 0.0, chilled)


@given(stances, shares, shares, shares)
def test_a_month_is_on_average_what_its_moves_are_on_average(stance, likely, warmed, chilled):
    warmed, chilled = warmed / 2, chilled / 2
    drawn = likely * rules.moved(stance, warmed, 0.0)
    drawn += (1 - likely) * rules.moved(stance, 0.0, chilled)
    expected = rules.moved(stance, likely * warmed, (1 - likely) * chilled)
    assert drawn == pytest.approx(expected, abs=1e-12)


@given(stances, st.floats(-3, 3))
def test_an_accident_keeps_a_stance_within_its_bounds(stance, accident):
    assert -1 <= rules.jolted(stance, accident) <= 1


@given(amounts, amounts, shares, shares, shares)
def test_support_stays_between_nothing_and_the_larger_of_itself_and_the_ceiling(
    support, ceiling, brought, also, cut
):
    after = rules.settled(support, ceiling, brought, also, cut)
    assert 0 <= after <= min(max(support, ceiling) * (1 + 1e-12), 10.0)


@given(shares, shares, shares)
def test_learning_and_drifting_stay_between_where_they_are_and_where_they_go(value, home, rate):
    low, high = min(value, home) - 1e-12, max(value, home) + 1e-12
    assert low <= rules.learned(value, home, rate) <= high
    assert low <= rules.drifted(value, home, rate) <= high
