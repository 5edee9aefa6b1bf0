"""Ensembles: the same bits in any chunks, on any executor; failures kept as records."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

import sim
from sim.ensemble import chunks, gathering, workers
from sim.ensemble import run as ensemble
from sim.ensemble.how import How
from sim.model import history
from sim.outcomes.on_disk import OnDisk
from sim.outcomes.summary import summary
from sim.outcomes.table import outcome_table
from sim.scenario import with_numbers


def same(a: dict, b: dict) -> bool:
    """Say whether two sets of columns hold the same bits."""
    return a.keys() == b.keys() and all(
        np.array_equal(a[k], b[k]) and a[k].dtype == b[k].dtype for k in a
    )


MANY = 2 * (ensemble.CHUNK // 8) + 64  # histories: two small chunks and a part


@pytest.fixture(autouse=True)
def small_chunks(small_tasks):
    """Let these ensembles be cut into small chunks."""


@pytest.fixture(scope="module")
def whole(article):
    """The outcome table of many histories, uncut."""
    return ensemble.run_outcomes(article, MANY)


class Stumbling(sim.State):
    """A state that trips over its luck now and then."""

    def choose(self, values):
        """Raise in every fifth history."""
        if self.model.run_number % 5 == 3:
            raise RuntimeError(f"stumbled in {self.model.run_number}")
        return super().choose(values)


def test_the_outcomes_of_few_are_the_beginning_of_the_outcomes_of_many(article, thousand, whole):
    few = outcome_table(thousand.only(np.arange(200)))
    assert same(few.columns, {k: v[:200] for k, v in whole.columns.items()})
    assert few.about == whole.about


@pytest.mark.parametrize("size", [1, 7, 128, 300])
def test_the_size_of_chunks_does_not_matter(article, whole, size, monkeypatch):
    monkeypatch.setattr(ensemble, "CHUNK", size)
    part = ensemble.run_outcomes(article, 301)
    assert same(part.columns, {k: v[:301] for k, v in whole.columns.items()})


@pytest.mark.parametrize("lanes", [1, 5, 64])
def test_the_number_of_histories_side_by_side_does_not_matter(
    article, thousand, lanes, monkeypatch
):
    monkeypatch.setattr(history, "LANES", lanes)
    monkeypatch.setattr(history, "_NEAR", 36 * lanes)
    beside = sim.run(article, 70)
    assert np.array_equal(beside.stances, thousand.stances[:70])
    assert np.array_equal(beside.answers_to_deals, thousand.answers_to_deals[:70])


@pytest.mark.parametrize("room", [1, 10**9])
def test_how_many_histories_are_simulated_at_a_time_does_not_matter(
    article, whole, room, monkeypatch
):
    for which in ("_ROOM", "_MORE_ROOM", "_MOST_ROOM"):
        monkeypatch.setattr(chunks, which, room)
    monkeypatch.setattr(chunks, "PIECE", 50)
    part = ensemble.run_outcomes(article, 70)
    assert same(part.columns, {k: v[:70] for k, v in whole.columns.items()})


@pytest.mark.parametrize(
    ("states", "free", "pieces"),
    [
        (6, 0, 256),
        (25, 0, 32),
        (51, 0, 32),
        (52, 0, 8),
        (102, 0, 8),
        (103, 0, 7),
        (103, 1.1e9, 8),
        (193, 0, 2),
        (193, 3.5e9, 2),
        (193, 3.7e9, 8),
        (193, float("inf"), 8),
        (206, float("inf"), 1),
        (1000, float("inf"), 1),
    ],
)
def test_histories_of_a_large_world_are_simulated_32_or_8_at_a_time_while_memory_allows(
    states, free, pieces, monkeypatch
):
    monkeypatch.setattr(chunks, "free_memory", lambda: free)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    large = SimpleNamespace(codes=range(states), months=36)
    assert chunks.piece_size(large) == pieces


def test_a_table_on_disk_holds_what_one_in_memory_does(article, whole, monkeypatch, tmp_path):
    monkeypatch.setattr(gathering, "IN_MEMORY", 100)
    once = ensemble.run_once(article, MANY, keep=10, how=How(folder=tmp_path))
    assert isinstance(once.outcomes.columns, OnDisk)
    assert same(dict(once.outcomes.columns), whole.columns)
    assert summary(once.outcomes) == summary(whole)
    assert once.whole.histories == 10


@pytest.mark.parametrize("workers", [1, 3])
def test_the_number_of_threads_does_not_matter(article, whole, workers):
    with ThreadPoolExecutor(workers) as executor:
        assert same(ensemble.run_outcomes(article, MANY, executor=executor).columns, whole.columns)


def test_processes_give_the_same_bits(article, whole, thousand):
    with ProcessPoolExecutor(2, mp_context=workers.how_processes_start()) as executor:
        assert same(ensemble.run_outcomes(article, MANY, executor=executor).columns, whole.columns)
        apart = sim.run(article, MANY, how=How(executor))
    assert np.array_equal(apart.supports, thousand.supports[:MANY])
    assert np.array_equal(apart.choices, thousand.choices[:MANY])


def test_own_behaviour_runs_in_processes_and_its_failures_come_back(article):
    with ProcessPoolExecutor(2, mp_context=workers.how_processes_start()) as executor:
        apart = sim.run(article, 20, engine="mesa", how=How(executor))
        with pytest.raises(ensemble.RunFailed) as e:
            sim.run(article, 20, states={"DPRK": Stumbling}, how=How(executor))
    assert np.array_equal(apart.stances, sim.run(article, 20).stances)
    assert [failure.run for failure in e.value.failures] == [3, 8, 13, 18]


def test_failed_histories_are_records_and_the_others_go_on(article):
    with pytest.raises(
        ensemble.RunFailed, match="2 histories failed, first history 3: RuntimeError: stumbled in 3"
    ) as e:
        sim.run(article, 10, states={"DPRK": Stumbling})
    assert [failure.run for failure in e.value.failures] == [3, 8]
    assert "stumbled in 8" in e.value.failures[1].traceback
    assert e.value.results.runs.tolist() == [0, 1, 2, 4, 5, 6, 7, 9]
    well = sim.run(article, 10)
    assert np.array_equal(e.value.results.stances, well.stances[[0, 1, 2, 4, 5, 6, 7, 9]])


@pytest.fixture(scope="module")
def short():
    """A month of the article's states that ends in a number that is not finite wherever somebody is
    rebuffed.
    """
    calm = with_numbers(sim.load("article"), {"dynamics.routine.economy": 0.0})
    quiet = replace(calm, months=1, spin_up=0, questions=(), shocks=())
    return quiet, with_numbers(quiet, {"dynamics.chill": np.nan})


def test_a_number_that_is_not_finite_fails_its_history_in_both_engines(short):
    well, ill = short
    whole = sim.run(well, 40)
    rebuffed = np.flatnonzero((whole.answers_to_deals == 0).any(axis=(1, 2, 3))).tolist()
    assert 0 < len(rebuffed) < 40
    for engine in ensemble.ENGINES:
        with pytest.raises(
            ensemble.RunFailed, match=r"first history 0: .*(not finite|no finite number)"
        ) as e:
            sim.run(ill, 40, engine=engine)
        assert [failure.run for failure in e.value.failures] == rebuffed
        others = e.value.results
        assert others.runs.tolist() == [run for run in range(40) if run not in rebuffed]
        assert np.array_equal(others.stances, whole.stances[others.runs])
    with pytest.raises(ensemble.RunFailed):
        ensemble.one_history(ill, rebuffed[0])


def test_values_that_are_not_finite_fail_a_history_though_its_world_is_finite(short):
    for engine in ensemble.ENGINES:
        with pytest.raises(ensemble.RunFailed) as e:
            sim.run(with_numbers(short[0], {"states.DPRK.autonomy": np.nan}), 3, engine=engine)
        assert [failure.run for failure in e.value.failures] == [
            0,
            1,
            2,
        ] and e.value.results is None


@pytest.mark.parametrize("in_memory", [0, gathering.IN_MEMORY])
def test_the_outcomes_of_many_leave_failed_histories_out_and_name_them(
    short, in_memory, monkeypatch
):
    monkeypatch.setattr(gathering, "IN_MEMORY", in_memory)
    well, ill = short
    with pytest.raises(ensemble.RunFailed) as e:
        ensemble.run_outcomes(ill, 1500)
    others, failed = e.value.results, {failure.run for failure in e.value.failures}
    assert failed.isdisjoint(others.runs) and len(failed) + others.histories == 1500
    whole = ensemble.run_outcomes(well, 1500).columns
    assert same(dict(others.columns), {name: column[others.runs] for name, column in whole.items()})


def test_history_numbers_beyond_32_bits_have_luck_of_their_own(article):
    low, high = (ensemble.chunk_columns(article, 1, first, 3) for first in (0, 2**32))
    assert not same(low, high)


def test_progress_counts_every_history(article):
    done = []
    sim.run(article, 150, how=How(progress=done.append))
    ensemble.run_outcomes(article, 1500, progress=done.append)
    assert sum(done) == 1650


def test_a_run_that_is_stopped_keeps_the_first_histories_and_says_how_many(article, whole):
    part = ensemble.run_once(article, 6000, keep=187, how=How(stop=lambda: True))
    count = part.outcomes.histories
    assert ensemble.CHUNK <= count < 6000 and part.whole.histories == min(count, 187)
    assert np.array_equal(part.outcomes.runs, np.arange(count))
    shared = min(count, MANY)
    for name, values in part.outcomes.columns.items():
        assert np.array_equal(values[:shared], whole.columns[name][:shared]), name


def test_an_executor_that_is_kept_serves_one_run_after_another(article):
    with ThreadPoolExecutor(2) as kept:
        first, second = (sim.run(article, 300, how=How(kept)) for _ in range(2))
        outcomes = ensemble.run_once(article, 300, how=How(kept)).outcomes
    assert np.array_equal(first.stances, second.stances)
    assert same(outcome_table(first).columns, outcomes.columns)
