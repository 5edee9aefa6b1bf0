"""Tallying: any number of histories, reduced where they are computed, to the same bits."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from sim.ensemble import chunks, tallying
from sim.ensemble import run as ensemble
from sim.ensemble.checkpoint import Checkpoint, identity
from sim.ensemble.how import How
from sim.ensemble.resuming import Keeping
from sim.ensemble.run import RunFailed, run_once
from sim.ensemble.tallying import block_size, run_tally
from sim.ensemble.workers import Workers
from sim.outcomes.table import Wanted
from sim.outcomes.tally import WITHIN, added, ends_of, tally_of
from sim.scenario import with_numbers

MANY = 700  # histories: some parts, and a part of one


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    """Let parts have 64 histories."""
    for module in (ensemble, tallying):
        monkeypatch.setattr(module, "CHUNK", 32)
    monkeypatch.setattr(tallying, "_LEAST", 2)


@pytest.fixture(scope="module")
def listed(article):
    """A row for each of the same histories."""
    return run_once(article, MANY)


@pytest.fixture(scope="module")
def part(listed):
    """The tally of these rows."""
    return tally_of(listed.outcomes.columns, ends_of(listed.outcomes.scenario))


def same(a: dict, b: dict) -> bool:
    return a.keys() == b.keys() and all(np.array_equal(a[k], b[k]) for k in a)


@pytest.mark.parametrize("least", [1, 5, 40])
def test_the_tally_is_that_of_all_rows_whatever_the_parts(article, part, least, monkeypatch):
    monkeypatch.setattr(tallying, "_LEAST", least)
    assert same(run_tally(article, MANY, keep=8).tally.part, part)


def test_of_a_part_no_more_is_held_at_a_time_the_more_histories_it_has(article, monkeypatch):
    held = []
    monkeypatch.setattr(tallying, "added", lambda parts: held.append(len(parts)) or added(parts))
    monkeypatch.setattr(tallying, "CHUNK", 2)
    tallying.chunk_tally(article, 1, 0, 24, Wanted())
    assert held == [2] * 5  # of six steps: what there is, and what is new


@pytest.mark.parametrize("places", [lambda: ThreadPoolExecutor(3), lambda: Workers(2)])
def test_threads_and_processes_give_the_same_bits(article, part, places):
    with places() as executor:
        assert same(run_tally(article, MANY, keep=8, how=How(executor)).tally.part, part)


def test_of_the_first_histories_everything_is_kept(article, listed):
    kept = run_tally(article, 100, keep=8)
    assert kept.whole.histories == kept.first.histories == 8 and kept.tally.histories == 100
    assert all(
        np.array_equal(kept.first.columns[name], column[:8])
        for name, column in listed.outcomes.columns.items()
    )


@pytest.fixture(scope="module")
def well(article):
    """A month in which some are rebuffed and some not."""
    calm = with_numbers(article, {"dynamics.routine.economy": 0.0})
    return replace(calm, months=1, spin_up=0, questions=(), shocks=())


@pytest.fixture(scope="module")
def ill(well):
    """The same month, which fails where somebody is rebuffed."""
    return with_numbers(well, {"dynamics.chill": np.nan})


def test_failed_histories_are_left_out_and_named(well, ill):
    found = run_tally(ill, 150, keep=60)
    lost = [failure.run for failure in found.failures]
    rows = run_once(well, 150).outcomes
    left = np.setdiff1d(np.arange(150), lost)
    columns = {name: column[left] for name, column in rows.columns.items()}
    assert lost and same(found.tally.part, tally_of(columns, ends_of(well)))
    with pytest.raises(RunFailed):
        run_tally(with_numbers(well, {"states.DPRK.autonomy": np.nan}), 70, keep=8)


def test_a_part_of_which_every_history_failed_changes_nothing_of_the_others(article, monkeypatch):
    simulate = chunks.simulate
    second = range(64, 128)

    def without_the_second(ready, seed, runs, record):
        return simulate(ready, seed, runs, record) | np.isin(runs, second)

    monkeypatch.setattr(chunks, "simulate", without_the_second)
    found = run_tally(article, 150, keep=8)
    monkeypatch.undo()
    rows = run_once(article, 150).outcomes
    left = {name: np.delete(column, second) for name, column in rows.columns.items()}
    assert [failure.run for failure in found.failures] == [*second]
    assert same(found.tally.part, tally_of(left, ends_of(article)))


def test_a_run_that_is_stopped_has_the_first_histories(article):
    few = run_tally(article, 10_000, keep=8, how=How(stop=lambda: True)).tally
    assert 0 < few.histories < 10_000
    rows = run_once(article, few.histories).outcomes
    assert same(few.part, tally_of(rows.columns, ends_of(article)))


class Counting(ThreadPoolExecutor):
    """Knows how many tasks it was given."""

    asked = 0

    def submit(self, *task):
        """Count a task."""
        self.asked += 1
        return super().submit(*task)


def kept_run(scenario, folder, inner, fail_at: int | None = None):
    """Run with a checkpoint, gone on with unless it is to fail at so many histories."""

    def told(count: int) -> None:
        done.append(count)
        if fail_at is not None and sum(done) > fail_at:
            raise KeyboardInterrupt

    done: list[int] = []
    with Checkpoint(folder, identity(scenario, 1, MANY), fail_at is None) as kept:
        return run_tally(scenario, MANY, keep=60, how=How(Keeping(inner, kept), told))


def test_parts_that_were_kept_are_not_computed_again(article, part, tmp_path):
    with pytest.raises(KeyboardInterrupt), Counting(1) as one:
        kept_run(article, tmp_path / "kept", one, fail_at=200)
    with Counting(1) as one:
        again = kept_run(article, tmp_path / "kept", one)
    assert same(again.tally.part, part) and 1 < one.asked < MANY / 64


def test_failed_histories_are_the_same_after_an_interruption_on_processes(ill, tmp_path):
    whole = run_tally(ill, MANY, keep=60)
    with Workers(2) as places:
        with pytest.raises(KeyboardInterrupt):
            kept_run(ill, tmp_path / "kept", places, fail_at=200)
        there = len(list((tmp_path / "kept").glob("chunk-*")))
        again = kept_run(ill, tmp_path / "kept", places)
    assert 0 < there < MANY / 64
    assert whole.failures and again.failures == whole.failures
    assert same(again.tally.part, whole.tally.part)


def test_a_part_grows_with_the_number_of_histories_and_not_the_number_of_parts():
    assert block_size(1000) == 64
    assert 10**9 / block_size(10**9) <= 1024


def test_a_summary_of_a_tally_is_within_its_bound_of_that_of_all_rows(article, listed):
    tally, rows = run_tally(article, MANY, keep=8).tally, listed.outcomes
    for name in ("tilt_last", "received_DPRK"):
        exact, found = rows.bands(name), tally.bands(name)
        assert all(abs(found[key] - exact[key]) <= WITHIN for key in exact)
