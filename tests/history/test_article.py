"""What the article's scenario must show: history's patterns, a test each, on a thousand histories.

These say what happened, not what the rules ought to give. Where one fails, the scenario's numbers
are moved inside the ranges that their sources defend, or the failure is reported.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import sim
from sim.model.history import blank_record, simulate
from sim.model.layout import quiet
from sim.model.prepared import prepared
from sim.outcomes.observation import cooperation
from sim.outcomes.questions import first_deal
from sim.schema import DEALS, HOLD, MOVES

RECORD = Path(__file__).parents[3] / "shared" / "record"
ISO3 = {"DPRK": "PRK", "ROK": "KOR"}
YEARS = (slice(0, 12), slice(12, 24), slice(24, 36))
DIPLOMACY = ("security", "recognition")


def run(without: str | None = None) -> sim.Results:
    """Run the article's scenario."""
    return sim.run(sim.load("article", without=[without] if without else []), 1000)


@pytest.fixture(scope="module")
def article():
    """The scenario itself."""
    return sim.load("article")


@pytest.fixture(scope="module")
def thousand():
    """A thousand histories of it."""
    return run()


@pytest.fixture(scope="module")
def without():
    """Run the scenario without some shocks, on the same random draws."""
    runs = {}

    def spared(shock: str) -> sim.Results:
        if shock not in runs:
            runs[shock] = run(shock)
        return runs[shock]

    return spared


def done(results: sim.Results, i: str, j: str, move: str | None = None) -> np.ndarray:
    """Count deals done between two states, whoever offered them: (history, month)."""
    a, b = results.scenario.index(i), results.scenario.index(j)
    hit = results.answers_to_deals == 1
    if move:
        hit = hit & (results.choices == MOVES.index(move))
    return hit[:, :, a, b].astype(int) + hit[:, :, b, a]


def approaches(results: sim.Results, i: str, j: str) -> np.ndarray:
    """Say whether i approaches j: (history, month)."""
    return results.answers_to_deals[:, :, results.scenario.index(i), results.scenario.index(j)] >= 0


def significant(differences: np.ndarray) -> bool:
    """Say whether paired differences are above zero beyond luck (one-sided, about one in a
    thousand).
    """
    error = differences.std(ddof=1) / np.sqrt(len(differences))
    return differences.mean() > 3.1 * error > 0


def test_a_quiet_world_is_nearly_stationary(article):
    ready = prepared(article)
    record = blank_record(1000, 36, len(article.codes))
    without = replace(ready, setting=quiet(ready.setting, 36))
    simulate(without, 1, np.arange(1000), record)
    before, after = (
        ready.start.support.sum(axis=(0, 2, 3)),
        record.supports.sum(axis=(1, 3)).mean(axis=-1),
    )
    assert np.abs(after / before - 1).max() <= 0.2
    assert np.abs(record.stances.mean(axis=-1)).max() < 0.95


def test_beijing_cools_through_2013_and_is_coldest_within_six_months_of_the_purge(thousand):
    stance = thousand.stance("CHN", "DPRK").mean(axis=0)
    assert stance[YEARS[0]][-2:].mean() < stance[0] - 0.1
    assert np.datetime64("2013-12") <= thousand.months[stance.argmin()] <= np.datetime64("2014-06")


def test_contact_with_beijing_falls_and_beijing_and_seoul_draw_closer(thousand):
    dprk, rok = (done(thousand, "CHN", other) for other in ("DPRK", "ROK"))
    assert significant(dprk[:, YEARS[0]].sum(axis=1) - dprk[:, YEARS[1]].sum(axis=1))
    assert significant(rok[:, YEARS[1]].sum(axis=1) - rok[:, YEARS[0]].sum(axis=1))


def test_pyongyang_tries_tokyo_and_is_mostly_rebuffed(thousand):
    tried = approaches(thousand, "DPRK", "JPN")[:, :24]
    accepted = (
        thousand.answers_to_deals[
            :, :24, thousand.scenario.index("DPRK"), thousand.scenario.index("JPN")
        ]
        == 1
    )
    assert (tried.sum(axis=1) > 0).mean() > 0.5
    assert accepted.sum() < 0.5 * tried.sum()


def test_pyongyang_turns_to_moscow_and_moscow_says_yes_more_often(thousand):
    to_moscow = approaches(thousand, "DPRK", "RUS")
    to_all = sum(approaches(thousand, "DPRK", code) for code in thousand.codes if code != "DPRK")
    share = [
        to_moscow[:, half].sum() / to_all[:, half].sum() for half in (slice(0, 6), slice(18, 24))
    ]
    assert share[1] > share[0] + 0.05
    accepted = done_by(thousand, "DPRK", "RUS")
    before, after = (
        accepted[:, when].sum() / to_moscow[:, when].sum() for when in (slice(0, 14), slice(15, 36))
    )
    assert after > before + 0.05


def done_by(results: sim.Results, i: str, j: str) -> np.ndarray:
    """Say whether j accepts an approach by i: (history, month)."""
    return results.answers_to_deals[:, :, results.scenario.index(i), results.scenario.index(j)] == 1


def test_diplomacy_turns_to_moscow_while_the_economy_stays_with_beijing(thousand):
    tilt = np.median(thousand.tilt("DPRK", "CHN", "RUS", DIPLOMACY), axis=0)
    assert tilt[:3].mean() < 0 < tilt[YEARS[1]][6:].mean()
    assert tilt[YEARS[1]][6:].mean() > tilt[:6].mean() + 0.2
    dependence = thousand.dependence("DPRK", "CHN", "economy")
    assert np.median(dependence, axis=0).min() > 0.8
    assert np.quantile(dependence, 0.05, axis=0).min() > 0.8


def test_the_first_summit_is_more_often_in_moscow_than_in_beijing(thousand):
    moscow, beijing = (
        first_deal(thousand, "DPRK", "summit", partner) for partner in ("RUS", "CHN")
    )
    assert significant((moscow < beijing).astype(float) - (beijing < moscow))


def test_without_crimea_the_turn_to_moscow_is_smaller(thousand, without):
    tilt, calm = (
        r.tilt("DPRK", "CHN", "RUS", DIPLOMACY)[:, -12:].mean(axis=1)
        for r in (thousand, without("crimea*"))
    )
    assert significant(tilt - calm)


def test_without_the_purge_of_jang_beijing_stays_warmer(thousand, without):
    stance, spared = (
        r.stance("CHN", "DPRK")[:, YEARS[1]].mean(axis=1) for r in (thousand, without("jang-purge"))
    )
    assert significant(spared - stance)


def test_without_the_nuclear_test_sanctions_ease(thousand, without):
    k = thousand.scenario.index("DPRK")
    sanctions, eased = (
        (r.choices[:, :, :, k] == MOVES.index("sanction")).sum(axis=(1, 2)).astype(float)
        for r in (thousand, without("nuclear-test*"))
    )
    assert significant(sanctions - eased)


def test_without_the_us_rok_exercises_moscow_and_pyongyang_drill_less(thousand, without):
    drills, fewer = (
        done(r, "RUS", "DPRK", "drill").sum(axis=1).astype(float)
        for r in (thousand, without("us-rok-exercises*"))
    )
    assert significant(drills - fewer)


def test_states_mostly_hold_and_no_move_crowds_out_the_others(thousand):
    pairs = ~np.eye(len(thousand.codes), dtype=bool)
    choices = thousand.choices[:, :, pairs]
    assert (choices == HOLD).mean() > 0.5
    made = np.bincount(choices[choices != HOLD], minlength=len(MOVES)) / (choices != HOLD).sum()
    assert made.max() < 0.5
    assert made.min() > 0


def test_allies_stay_allied_and_nobody_is_hostile_to_all(thousand):
    for ally in ("ROK", "JPN"):
        assert thousand.stance("USA", ally)[:, -1].mean() > 0.5
        assert thousand.stance(ally, "USA")[:, -1].mean() > 0.5
        assert thousand.support("USA", ally, "security")[:, -1].mean() > 0.5
    ends = thousand.stances[:, -1].mean(axis=0)
    np.fill_diagonal(ends, -1)
    assert (ends.max(axis=1) > 0).all()


def rank_correlation(a: list[float], b: list[float]) -> float:
    """Return Spearman's rank correlation."""
    return pd.Series(a).rank().corr(pd.Series(b).rank())


def recorded_shares(first: int, last: int) -> dict[tuple[str, str], float]:
    """Return the share of cooperative events of each directed dyad in ICEWS, in these years."""
    counts = defaultdict(lambda: [0, 0])
    with (RECORD / "icews_dyad_year_2002_2013.csv").open() as file:
        for row in csv.DictReader(file):
            if first <= int(row["year"]) <= last:
                count = counts[row["source"], row["target"]]
                count[0] += int(row["verbal_coop"]) + int(row["material_coop"])
                count[1] += int(row["n"])
    return {dyad: cooperative / total for dyad, (cooperative, total) in counts.items()}


@pytest.mark.skipif(not RECORD.exists(), reason="the record of events is not part of the project")
def test_cooperation_shares_rank_the_dyads_as_the_record_does_and_better_than_affinity(
    article, thousand
):
    affinity = prepared(article).setting.ties.affinity[0]
    dyads = [(i, j) for i in range(6) for j in range(6) if i != j]
    iso = [ISO3.get(code, code) for code in article.codes]

    def ranks(first: int, last: int, values: np.ndarray) -> float:
        """Return how far values rank the dyads as the record of these years does."""
        recorded = recorded_shares(first, last)
        truth = [recorded[iso[i], iso[j]] for i, j in dyads]
        return rank_correlation(truth, [values[dyad] for dyad in dyads])

    assert ranks(2010, 2013, cooperation(thousand)) >= 0.75
    # Affinity holds the tone of 2010-12: only 2013 can tell what the rules add to it.
    first = thousand.at(list(range(12)))
    assert ranks(2013, 2013, cooperation(first)) > ranks(2013, 2013, affinity)


def test_deals_of_every_kind_are_done(thousand):
    moves = thousand.moves()
    accepted = moves[moves["accepted"].fillna(False)]
    assert set(accepted["move"]) == set(DEALS)


def test_scripted_moves_are_few_and_shocks_end_with_the_article(article):
    assert sum(len(s.moves) for s in article.shocks if not s.id.startswith("us-rok-exercises")) <= 8
    dates = [s.date for s in article.shocks if not s.id.startswith("us-rok-exercises")]
    assert max(dates).isoformat() <= "2015-02-16"
    for prefix in ("nuclear-test", "jang-purge", "tokyo-contacts", "crimea", "us-rok-exercises"):
        assert any(s.id == prefix or s.id.startswith(prefix + "-") for s in article.shocks)


def test_every_number_of_the_scenario_has_a_source(article):
    bare = [path for path, quantity in article.numbers.items() if not quantity.source]
    bare += [f"{s.id}: {e.path}" for s in article.shocks for e in s.effects if not e.amount.source]
    assert bare == []
