"""Scores: worked by hand, beside rivals that know less, and sure only as far as pairs of states
allow.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kendalltau, spearmanr
from sklearn.metrics import brier_score_loss, log_loss

from sim.analysis.hindcast import forecasts as making
from sim.analysis.hindcast import scores
from sim.analysis.hindcast.agreement import (
    brier,
    concordance,
    false_alarms,
    hits,
    log_score,
    rank_correlation,
)
from sim.analysis.hindcast.anchored import as_share, back_to_usual, volume_change
from sim.analysis.hindcast.forecasts import ANCHORED, UNANCHORED, Forecast, forecasts
from sim.analysis.hindcast.hindcast import Counts, Span, rising, scatter, tone, volume
from sim.analysis.hindcast.past import AFFINITY, BACK, LAST, STILL, USUAL
from sim.analysis.hindcast.scores import alarms, bands, dyads, table

numbers = st.lists(st.integers(-3, 3), min_size=3, max_size=12)
FEW, OFF = 3, ~np.eye(3, dtype=bool)
YEARS = [
    Span("2001", 1, slice(-12, 0), True),
    Span("2002", 2, slice(0, 12), True),
    Span("2003", 3, slice(12, 24), False),
]


@pytest.fixture(autouse=True)
def four_are_enough(monkeypatch):
    """Score small worlds, too."""
    monkeypatch.setattr(making, "FEWEST", 4)


def matrix(*values: float) -> np.ndarray:
    """Return three states' matrix from its six values off the diagonal, row by row."""
    found = np.full((FEW, FEW), np.nan)
    found[OFF] = values
    return found


def counts(*rows: tuple[float, ...]) -> np.ndarray:
    return np.array([matrix(*row) for row in rows])


WARM = counts(
    (1, 2, 4, 8, 16, 32), (2, 2, 4, 4, 32, 16), (4, 2, 8, 4, 16, 32), (2, 4, 4, 8, 32, 16)
)
COLD = counts(*[(8, 8, 8, 8, 8, 8)] * 4)
AFFINE = matrix(0.5, 0.2, 0.0, -0.5, -0.2, 0.8)


def heard(
    warm: np.ndarray = WARM,
    cold: np.ndarray = COLD,
    lived: np.ndarray = WARM[1:],
    places=YEARS,
    statement: str = UNANCHORED,
) -> dict:
    """Return what is said, by span and measure, where the model lives what is recorded unless told
    otherwise.
    """
    both = Counts(np.nan_to_num(lived), np.nan_to_num(COLD[1:]))
    still = Counts(np.full((3, 3), 6.0), np.full((3, 3), 2.0))
    told = forecasts(places, Counts(warm, cold), both, AFFINE, still)
    return {(one.span, one.measure): one for one in told if one.statement == statement}


def test_scores_of_hand_made_calls():
    likely, up = np.array([0.9, 0.2, 0.5, 0.6]), np.array([1.0, 0.0, 1.0, 0.0])
    assert brier(likely, up) == pytest.approx((0.01 + 0.04 + 0.25 + 0.36) / 4)
    assert log_score(likely, up) == pytest.approx(-np.log([0.9, 0.8, 0.5, 0.4]).mean())
    assert hits(likely, up) == 2.5 / 4
    assert false_alarms(np.array([0.9, 0.85, 0.1, 0.5]), np.array([1.0, 0.0, 1.0, 1.0])) == (
        3,
        2,
    )


@given(st.lists(st.booleans(), min_size=1, max_size=30))
def test_who_always_says_one_half_is_known_by_its_scores(ups):
    up, half = np.array(ups, float), np.full(len(ups), 0.5)
    assert (brier(half, up), hits(half, up)) == (0.25, 0.5)
    assert log_score(half, up) == pytest.approx(0.693, abs=1e-3)
    assert brier(up, up) == 0 and hits(up, up) == 1 and log_score(up, up) < 0.02
    assert np.isfinite(log_score(1 - up, up))


@given(numbers, numbers)
def test_rank_correlations_are_those_of_the_library_and_0_for_what_is_all_the_same(a, b):
    size = min(len(a), len(b))
    x, y = np.array(a[:size], float), np.array(b[:size], float)
    if np.ptp(x) and np.ptp(y):
        assert rank_correlation(x, y) == pytest.approx(spearmanr(x, y).statistic)
        assert concordance(x, y) == kendalltau(x, y).statistic
        assert rank_correlation(x, x) == pytest.approx(1) == concordance(x, x)
    else:
        assert rank_correlation(x, y) == concordance(x, y) == 0
    stacked = np.array([x, y]), np.array([y, y])
    for score in (rank_correlation, concordance, brier):
        assert score(*stacked) == pytest.approx(np.array([score(x, y), score(y, y)]))


def test_what_is_said_of_shares_is_hand_worked():
    one = heard()["2002", "share"]
    assert one.recorded[0] == pytest.approx(6 / 16) and one.model == pytest.approx(one.recorded)
    assert one.rivals[STILL].tolist() == pytest.approx([8 / 12] * 6)
    assert one.rivals[AFFINITY] == pytest.approx((1 + AFFINE[OFF]) / 2)
    assert one.rivals[LAST][0] == pytest.approx(4 / 14)  # of 2001
    plain = heard()["2002", "plain share"]
    assert plain.recorded[0] == 4 / 12 and plain.rivals[STILL][0] == 6 / 8


def test_what_is_usual_and_the_way_back_to_it_are_rivals():
    found, tones = heard(), tone(Counts(WARM, COLD))[:, OFF]
    one, usual = found["2003", "share"], tones[:3].mean(axis=0)
    assert one.rivals[USUAL] == pytest.approx(as_share(usual))
    back = 0.3 * tones[2] + 0.7 * usual
    assert one.rivals[BACK] == pytest.approx(as_share(back))
    change = found["2002 to 2003", "tone change"]
    assert change.recorded == pytest.approx(tones[3] - tones[2])
    assert change.rivals[BACK] == pytest.approx(back - tones[2])
    volumes = volume(Counts(WARM, COLD))[:, OFF]
    of_volume = found["2002 to 2003", "change"].rivals
    assert of_volume[USUAL] == pytest.approx(volumes[:3].mean(axis=0) - volumes[2])
    first = Counts(WARM[:2], COLD[:2])  # of a record with one year before
    span = [Span("2002", 1, slice(0, 12), False)]
    told = forecasts(span, first, first.at([1]), AFFINE, first.at([0]))
    assert {USUAL, BACK}.isdisjoint(told[0].rivals) and LAST in told[0].rivals


def test_the_anchored_statement_adds_the_models_change_to_the_way_back():
    lived = WARM[1:] * np.array([1.0, 2.0, 3.0])[:, None, None]
    found = heard(lived=lived, statement=ANCHORED)
    tones, mine = tone(Counts(WARM, COLD))[:, OFF], tone(Counts(lived, COLD[1:]))[:, OFF]
    past, moved = tones[:3].mean(axis=0), mine[2] - mine[1]
    centre = back_to_usual(past, tones[2]) + moved
    one = found["2003", "share"]
    assert one.model == pytest.approx(as_share(centre))
    assert one.band[0] == pytest.approx(as_share(centre - 1.28 * 0.75))
    assert one.band[1] == pytest.approx(as_share(centre + 1.28 * 0.75))
    assert found["2002 to 2003", "tone change"].model == pytest.approx(centre - tones[2])
    volumes, mine = volume(Counts(WARM, COLD))[:, OFF], volume(Counts(lived, COLD[1:]))[:, OFF]
    moved = mine[2] - mine[1]
    told = volume_change(volumes[:3].mean(axis=0), volumes[2], moved - moved.mean())
    assert found["2002 to 2003", "change"].model == pytest.approx(told)


def test_what_is_said_of_changes_is_net_of_the_mean_and_directions_are_scored_both_ways():
    found = heard()
    changes = np.diff(volume(Counts(WARM, COLD)), axis=0)[:, OFF]
    one, change = found["2001 to 2002", "change"], changes[1]
    assert one.recorded == pytest.approx(change) and one.model == pytest.approx(
        change - change.mean()
    )
    assert one.rivals[LAST] == pytest.approx(changes[0])
    way, net = found["2001 to 2002", "direction"], found["2001 to 2002", "net direction"]
    assert (
        way.recorded[0] == 1 and np.isnan(way.recorded[1]) and way.recorded[4] == 0
    )  # 2 to 4, 2 to 2, 32 to 16
    assert net.recorded.tolist() == (change > change.mean()).astype(float).tolist()
    before = changes[0]
    assert way.model == pytest.approx(rising(one.model, scatter(before)))
    assert net.model == pytest.approx(rising(one.model, scatter(before - before.mean())))


def test_rivals_of_directions_are_hand_worked():
    way = heard()["2002 to 2003", "direction"]
    # First changes +, 0, 0, -, +, -; second +, 0, +, 0, -, +: of six, two alike (+ and 0), so (2 +
    # 1) / (6 + 2).
    assert way.rivals[LAST].tolist() == [3 / 8, 0.5, 3 / 8, 0.5, 5 / 8, 3 / 8]
    assert way.rivals[AFFINITY] == pytest.approx((1 + AFFINE[OFF]) / 2)
    assert (way.rivals[STILL] == 0.5).all()


def test_the_year_before_is_not_scored_by_itself_and_new_spans_are_told_apart():
    found = heard()
    assert {span for span, _ in found} == {"2002", "2001 to 2002", "2003", "2002 to 2003"}
    assert {span: one.sample for (span, _), one in found.items()} == {
        "2002": "trained", "2001 to 2002": "trained", "2003": "new", "2002 to 2003": "new",
    }  # fmt: skip


def test_dyads_that_the_record_is_silent_on_are_left_out(monkeypatch):
    warm, cold = WARM.copy(), COLD.copy()
    warm[3, 0, 1], cold[3, 0, 1] = np.nan, np.nan  # nobody knows
    warm[2:, 1, 2], cold[2:, 1, 2] = 0, 0  # no event, so no share, and no change
    monkeypatch.setattr(making, "FEWEST", 5)
    assert ("2003", "share") not in heard(warm, cold)
    monkeypatch.setattr(making, "FEWEST", 4)
    found = heard(warm, cold)
    assert found["2003", "share"].known.tolist() == [False, True, True, False, True, True]
    assert found["2002 to 2003", "change"].known.tolist() == [False, True, True, False, True, True]
    rows = table(list(found.values()))
    assert (rows[rows["span"] == "2003"]["dyads"] == 4).all() and np.isfinite(rows["model"]).all()


def test_a_rival_that_knows_less_says_what_is_the_middle_and_one_that_knows_nothing_is_left_out():
    warm = WARM.copy()
    warm[1, 0, 1] = np.nan
    one = heard(warm)["2002", "share"]
    assert one.rivals[LAST][0] == np.median(one.rivals[LAST][1:])
    warm[1] = np.nan
    assert LAST not in heard(warm)["2002", "share"].rivals


def test_models_that_all_agree_with_the_record_are_perfect():
    rows = table(list(heard().values())).set_index(["measure", "score"])
    shares = rows.loc[("share", "rank correlation"), "model"].tolist()
    assert shares == pytest.approx([1] * len(shares)) and len(shares) == 10
    assert rows.loc[("plain share", "median error"), "model"].tolist() == pytest.approx([0] * 10)
    assert set(rows.loc[("net direction", "hits"), "model"]) == {1}


def test_intervals_are_the_same_twice_hold_the_score_and_are_drawn_by_pairs():
    told = list(heard().values())
    up = np.array([1.0, 0.0] * 10)
    likely, pairs = np.linspace(0.1, 0.9, 20), np.repeat(np.arange(10), 2)
    told.append(Forecast("2003", "direction", False, up, likely, {STILL: np.full(20, 0.5)}, pairs))
    first = table(told, seed=3)
    assert first.equals(table(told, seed=3)) and not first.equals(table(told, seed=4))
    assert (
        (first["low"] <= first["model"] + 1e-12) & (first["model"] <= first["high"] + 1e-12)
    ).all()
    assert (first["better_low"] <= first["better"] + 1e-12).all()
    pairs = told[0].pairs
    assert (
        pairs[0] == pairs[2] and pairs[1] == pairs[4] and pairs[3] == pairs[5]
    )  # AB and BA, AC and CA, BC and CB
    for samples in scores.samples_of(pairs, 1):
        for sample in samples[:50]:
            drawn = np.bincount(sample, minlength=6)
            assert (drawn[0], drawn[1], drawn[3]) == (drawn[2], drawn[4], drawn[5])


def test_better_is_better_whatever_the_direction_of_a_score():
    up = np.array([1.0, 0.0, 1.0, 0.0, 1.0, 0.0])
    one = Forecast(
        "2003",
        "direction",
        False,
        up,
        np.abs(up - 0.1),
        {STILL: np.full(6, 0.5)},
        np.array([0, 1, 0, 2, 1, 2]),
    )
    rows = table([one]).set_index("score")
    assert rows.loc["Brier score", "better"] == pytest.approx(0.25 - 0.01)
    assert (rows["better_low"] > 0).all() and rows.loc["hits", "better"] == 0.5
    assert set(rows["wins"]) == {"model (95 %)"}


def test_a_rival_that_wins_is_named_so_and_the_same_forecast_is_neither():
    recorded = np.arange(8.0)
    rivals = {"right": recorded, "same": -recorded, "worse": -recorded}
    pairs = np.repeat(np.arange(4), 2)
    one = Forecast("2003", "share", False, recorded, -recorded, rivals, pairs)
    rows = table([one]).set_index("rival")
    assert rows.loc["right", "wins"] == "rival (95 %)" and rows.loc["same", "wins"] == "neither"
    assert rows.loc["right", "about"] == "tone"


def test_bands_hold_what_lies_within_them_and_no_more():
    recorded = np.array([0.1, 0.5, 0.9, np.nan, 0.5, 0.5])
    ends = np.full(6, 0.4), np.full(6, 0.9)
    one = Forecast(
        "2003", "share", False, recorded, recorded, {}, np.repeat(np.arange(3), 2), ANCHORED, ends
    )
    row = bands([one]).iloc[0]
    assert (row["dyads"], row["inside"]) == (5, 0.8) and row["width"] == pytest.approx(0.5)
    assert row["low"] <= 0.8 <= row["high"] <= 1


def test_alarms_are_counted_for_the_model_and_for_its_rivals():
    up = np.array([1.0, 0.0, 1.0, np.nan, 1.0, 0.0, 1.0])
    sure = np.array([0.9, 0.9, 0.1, 0.9, 0.6, 0.1, 0.8])
    one = Forecast("2003", "direction", False, up, sure, {STILL: np.full(7, 0.5)}, np.arange(7))
    rows = alarms([one]).set_index("by")
    assert rows.loc["model", ["dyads", "sure", "wrong"]].tolist() == [6, 5, 2]
    assert rows.loc[STILL, ["dyads", "sure", "wrong"]].tolist() == [6, 0, 0]


def test_the_table_of_dyads_has_a_row_per_span_and_dyad():
    found = heard()
    rows = dyads(list(found.values()), ("A", "B", "C"))
    assert rows[["span", "source", "target"]].values.tolist()[:3] == [
        ["2002", "A", "B"],
        ["2002", "A", "C"],
        ["2002", "B", "A"],
    ]
    assert len(rows) == 12 and rows["sample"].tolist() == ["trained"] * 6 + ["new"] * 6
    assert rows["recorded_change"][:6].tolist() == found["2001 to 2002", "change"].recorded.tolist()
    assert (
        rows["likely_net_rises"][6:].tolist()
        == found["2002 to 2003", "net direction"].model.tolist()
    )


def test_nothing_said_is_an_empty_table():
    empty = (table([]), alarms([]), bands([]), dyads([], ("A", "B")))
    assert all(one.empty for one in empty)
    assert list(table([]).columns)[:4] == ["span", "sample", "about", "measure"]


@given(st.integers(2, 40), st.integers(0, 10**6))
def test_brier_and_log_score_are_those_of_scikit_learn(dyads, seed):
    draws = np.random.default_rng(seed)
    likely, up = draws.uniform(0.02, 0.98, dyads), draws.integers(0, 2, dyads).astype(float)
    assert brier(likely, up) == pytest.approx(brier_score_loss(up, likely))
    assert log_score(likely, up) == pytest.approx(log_loss(up, likely, labels=[0, 1]))
