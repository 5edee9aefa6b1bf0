"""Rolling origin: every year by a scenario of its own, from what was known before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from sim.analysis.hindcast.past import BACK, LAST
from sim.analysis.hindcast.rolling import rolling
from sim.data.events import Record
from sim.errors import InvalidInput

THREE = """
[states.A]
[states.B]
[states.C]
[ties.A.B]
affinity = 0.7
[ties.B.A]
affinity = 0.5
[ties.A.C]
affinity = -0.7
[ties.C.A]
affinity = -0.6
"""
OWN = np.eye(3, dtype=bool)


def record(first: int, last: int, seed: int = 1) -> Record:
    """Return a record of some years, of many events."""
    draws = np.random.default_rng(seed)
    shape = (last - first + 1, 3, 3)
    warm, cold = (np.where(OWN, np.nan, draws.poisson(mean, shape)) for mean in (200.0, 60.0))
    periods = tuple(str(year) for year in range(first, last + 1))
    return Record("made-up.csv", ("A", "B", "C"), periods, warm, cold, 0, 0, ())


@pytest.fixture
def made(world_of):
    """Scenarios of 2000 and 2001, each from its January."""
    scenario = world_of(THREE, months=12)
    return {2000: scenario, 2001: replace(scenario, start=date(2001, 1, 1))}


def test_each_year_and_all_of_them_together_are_scored_alone_and_anchored(made):
    table = rolling(made, record(1994, 2001), histories=20)
    assert set(table["year"]) == {"2000", "2001", "all"}
    assert set(table["measure"]) == {"share", "plain share", "tone change", "change"}
    assert set(table["statement"]) == {"unanchored", "anchored"}
    ranks = table[(table["measure"] == "share") & (table["score"] == "rank correlation")]
    ranks = ranks[(ranks["statement"] == "anchored") & (ranks["rival"] == BACK)].set_index("year")
    assert ranks.loc["all", "model"] == pytest.approx(ranks.loc[["2000", "2001"], "model"].mean())
    assert ranks.loc["all", "better"] == pytest.approx(ranks.loc[["2000", "2001"], "better"].mean())
    assert (ranks["better_low"] <= ranks["better"] + 1e-12).all()
    held = table[table["score"] == "band coverage"]
    assert len(held) == 3 and (held["rival"] == "").all() and held["model"].between(0, 1).all()


def test_nothing_of_the_year_itself_or_after_it_is_in_what_is_told(made):
    known = record(1994, 2001)
    later = record(1994, 2001, seed=2)
    for kind in ("cooperation", "conflict"):
        getattr(later, kind)[:7] = getattr(known, kind)[:7]  # 2001 alone is another
    first, second = (rolling(made, one, histories=10) for one in (known, later))
    of_2000 = [table[table["year"] == "2000"].reset_index(drop=True) for table in (first, second)]
    assert of_2000[0].equals(of_2000[1])
    assert not first[first["year"] == "2001"].equals(second[second["year"] == "2001"])


def test_a_scenario_that_begins_a_year_early_lives_the_year_before(made, world_of):
    early = world_of(THREE, months=24)  # 2000 and 2001
    known = record(1994, 2001)
    table = rolling({2001: early}, known, histories=10)
    assert set(table["year"]) == {"2001"}
    with pytest.raises(InvalidInput, match=r"start it in 2002-01 or 2001-01"):
        rolling({2002: early}, known, histories=10)


def test_dyads_with_few_events_are_left_out(made):
    known = record(1994, 2001)
    known.cooperation[6, 0, 1], known.conflict[6, 0, 1] = 3, 4
    counts = rolling(made, known, histories=5, least=0).groupby("year")["dyads"].max()
    fewer = rolling({2001: made[2001]}, known, histories=5, least=20)
    assert counts["2001"] == 6 and counts["all"] == 12
    assert fewer.empty  # five dyads are too few to be scored


def test_what_cannot_be_scored_is_refused_with_what_to_do(made):
    monthly = replace(record(2000, 2001), periods=("2000-01", "2000-02"))
    with pytest.raises(InvalidInput, match="needs counts by year"):
        rolling(made, monthly, histories=5)
    other = replace(record(1994, 2001), codes=("A", "B", "D"))
    with pytest.raises(InvalidInput, match="read the record with its states"):
        rolling(made, other, histories=5)


def test_a_year_that_is_as_the_last_is_known_to_the_rival_that_says_so(made):
    known = record(1994, 2001)
    for kind in (known.cooperation, known.conflict):
        kind[6:] = kind[5]
    table = rolling(made, known, histories=10).set_index("rival")
    told = table.loc[LAST]
    ranks = told[told["measure"] == "share"]
    assert ranks["rival_score"].tolist() == pytest.approx([1.0] * 6)
    assert (ranks["better"] <= 1e-12).all()
