"""What a world of twenty-five states must show: that it is a scenario like any other, and patterns
of 2013-14.

As in ``test_article``, the patterns say what happened, not what the rules ought to give. That both
engines give the same history to the bit is said of every shipped scenario in ``test_model``.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations, permutations
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.analysis.blocs.landscapes import landscape
from sim.data.skeleton import affinity, agreement
from sim.model.history import blank_record, simulate
from sim.model.layout import quiet
from sim.model.prepared import prepared

RECORD = Path(__file__).parents[3] / "shared" / "record"
ISO3 = {"DPRK": "PRK", "ROK": "KOR"}
SIX = ("USA", "RUS", "CHN", "DPRK", "ROK", "JPN")
NATO = ("USA", "GBR", "FRA", "DEU", "POL", "TUR")
HISTORIES = 150
AFTER_CRIMEA = slice(15, 24)


@pytest.fixture(scope="module")
def world():
    """The scenario."""
    return sim.load("world-2013")


@pytest.fixture(scope="module")
def lived(world):
    """Histories of it."""
    return sim.run(world, HISTORIES)


@pytest.fixture(scope="module")
def spared():
    """The same histories without Crimea and the sanctions that came of it."""
    return sim.run(sim.load("world-2013", without=["crimea", "sectoral-sanctions"]), HISTORIES)


def deals(results: sim.Results, i: str, j: str) -> np.ndarray:
    """Count deals done between two states after Crimea, whoever offered them: (history,)."""
    a, b = results.scenario.index(i), results.scenario.index(j)
    hit = results.answers_to_deals[:, AFTER_CRIMEA] == 1
    return (hit[:, :, a, b].astype(float) + hit[:, :, b, a]).sum(axis=1)


def late(measure: Callable, results: sim.Results) -> np.ndarray:
    """Return the mean of a measure over the last half-year: (history,)."""
    return measure(results)[:, -6:].mean(axis=1)


def significant(differences: np.ndarray) -> bool:
    """Say whether paired differences are above zero beyond luck (one-sided, about one in a
    thousand).
    """
    error = differences.std(ddof=1) / np.sqrt(len(differences))
    return differences.mean() > 3.1 * error > 0


def test_the_world_has_two_dozen_states_and_every_number_a_source(world):
    assert len(world.codes) >= 24
    bare = [path for path, quantity in world.numbers.items() if not quantity.source]
    bare += [f"{s.id}: {e.path}" for s in world.shocks for e in s.effects if not e.amount.source]
    assert bare == []


def test_numbers_argued_by_hand_have_ranges_that_hold_them(world):
    argued = [
        q for path, q in world.numbers.items() if path.startswith("ties.") and q.source != "formula"
    ]
    argued += [e.amount for s in world.shocks for e in s.effects]
    assert all(q.range and q.range[0] <= q.value <= q.range[1] for q in argued)


def test_no_move_is_scripted_and_every_shock_falls_within_the_period(world):
    assert not any(shock.moves for shock in world.shocks)
    assert all(0 <= shock.month < world.months for shock in world.shocks)


def test_affinities_of_the_formula_are_the_same_both_ways_and_within_its_bounds(world):
    low, high = affinity(agreement(2.8), rivalry=True), affinity(agreement(0.0), defence=True)
    for i, j in combinations(world.codes, 2):
        there, back = (world.value(f"ties.{a}.{b}.affinity") for a, b in ((i, j), (j, i)))
        if there.source == back.source == "formula":
            assert there.value == back.value
            assert low - 0.01 <= there.value <= high + 0.01


@pytest.mark.skipif(
    not RECORD.exists(), reason="the record of capabilities is not part of the project"
)
def test_powers_are_those_of_the_record(world):
    with (RECORD / "cow_cinc_six_1946_2016.csv").open() as file:
        recorded = {
            row["state"]: float(row["cinc"])
            for row in csv.DictReader(file)
            if row["year"] == "2012"
        }
    for code in SIX:
        assert world.value(f"states.{code}.power").value == pytest.approx(
            recorded[ISO3.get(code, code)], abs=0.001
        )


def test_pairs_of_the_article_keep_its_affinities(world, article):
    for i, j in permutations(SIX, 2):
        path = f"ties.{i}.{j}.affinity"
        assert world.value(path).value == article.value(path).value


def test_a_quiet_world_is_nearly_stationary(world):
    ready = prepared(world)
    record = blank_record(100, world.months, len(world.codes))
    without = replace(ready, setting=quiet(ready.setting, world.months))
    simulate(without, 1, np.arange(100), record)
    before, after = (
        ready.start.support.sum(axis=(0, 2, 3)),
        record.supports.sum(axis=(1, 3)).mean(axis=-1),
    )
    assert np.abs(after / before - 1).max() <= 0.2
    assert np.abs(record.stances.mean(axis=-1)).max() < 0.95


def test_allies_stay_allied(lived):
    pairs = list(permutations(NATO, 2))
    pairs += [(i, j) for ally in ("JPN", "ROK", "AUS") for i, j in (("USA", ally), (ally, "USA"))]
    assert min(lived.stance(i, j)[:, -1].mean() for i, j in pairs) > 0.4


def test_clients_of_one_ally_hedge_least(lived):
    hedging = {code: lived.hedging(code)[:, 12:].mean() for code in lived.codes}
    assert set(sorted(hedging, key=hedging.get)[:5]) == {"ISR", "JPN", "AUS", "ROK", "DPRK"}


def test_crimea_turns_ukraine_from_russia_toward_germany(lived, spared):
    turned, stayed = (
        late(lambda r: r.tilt("UKR", "RUS", "DEU"), results) for results in (lived, spared)
    )
    assert significant(turned - stayed)
    assert significant(deals(spared, "UKR", "RUS") - deals(lived, "UKR", "RUS"))


def test_isolated_after_crimea_russia_deals_more_with_china_and_leans_on_it(lived, spared):
    assert significant(deals(lived, "RUS", "CHN") - deals(spared, "RUS", "CHN"))
    leaning, free = (
        late(lambda r: r.dependence("RUS", "CHN"), results) for results in (lived, spared)
    )
    assert significant(leaning - free)


def test_the_only_stable_split_sets_the_alliances_of_the_united_states_against_china_and_russia(
    lived,
):
    stances = lived.stances[:, 0].mean(axis=0)
    np.fill_diagonal(stances, 0.0)
    size = np.array([lived.scenario.value(f"states.{code}.power").value for code in lived.codes])
    side = dict(zip(lived.codes, landscape(stances, size).sides[0], strict=True))
    assert len({side[code] for code in (*NATO, "JPN", "ROK", "AUS")}) == 1
    assert side["CHN"] == side["RUS"] == side["DPRK"] != side["USA"]
