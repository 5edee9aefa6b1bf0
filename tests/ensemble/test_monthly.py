"""Monthly: one pass gives the outcome table and the months, and ends early where it is told to."""

from __future__ import annotations

from concurrent.futures import Executor, Future, ThreadPoolExecutor

import numpy as np
import pytest

import sim
from sim.ensemble.how import How, NothingDone
from sim.ensemble.monthly import Asked, part_of, run_monthly
from sim.ensemble.run import run_outcomes
from sim.outcomes.focus import focus_of
from sim.outcomes.table import Wanted
from sim.scenario import with_changes


def test_outcomes_are_those_of_every_other_way_to_run(article):
    other = with_changes(article, without=["crimea"])
    a, b = run_monthly([article, other], 300)
    for scenario, one in ((article, a), (other, b)):
        expected = run_outcomes(scenario, 300).columns
        assert list(one.outcomes.columns) == list(expected)
        for name, values in expected.items():
            assert np.array_equal(one.outcomes.columns[name], values), name
        assert one.whole and one.months.histories == 300 and not one.failures


def test_a_run_that_is_stopped_holds_the_first_histories_of_each(article):
    done = []
    with ThreadPoolExecutor(2) as kept:
        how = How(kept, done.append, lambda: sum(done) >= 512)
        a, b = run_monthly([article, article], 4096, how=how)
        assert kept.submit(int).result() == 0  # it goes on
    count = a.months.histories
    assert 0 < count < 4096 and count == b.months.histories and not a.whole
    assert np.array_equal(a.months.runs, np.arange(count))
    assert np.array_equal(a.months.tilt, sim.run(article, count).tilt(*a.outcomes.about).T)


class Late(Executor):
    """Never begins the first task that it is given, and does the others at once."""

    def __init__(self):
        self.first = None

    def submit(self, task, /, *given, **named):
        done = Future()
        if self.first is None:
            self.first = done
        else:
            done.set_result(task(*given, **named))
        return done


def test_one_that_is_stopped_before_anything_is_done_says_so(article):
    with pytest.raises(NothingDone, match="before any history"):
        run_monthly([article, article], 300, how=How(Late(), stop=lambda: True))


def test_of_many_histories_only_the_first_are_drawn_of_all_states_and_all_count(article):
    (many,) = run_monthly([article], 1100)
    (few,) = run_monthly([article], 1000)
    assert (many.months.histories, many.months.drawn, few.months.drawn) == (1100, 1000, 1000)
    for name in ("received", "hedging"):
        assert np.array_equal(getattr(many.months, name), getattr(few.months, name))
    assert many.months.tilt.shape[-1] == many.months.postures[0, 0].sum() == 1100


def test_parts_keep_nothing_beside_what_they_hold(article):
    about, shown = focus_of(article), article.codes
    columns, _ = part_of(Asked(article, 1, about, shown, Wanted(about=about)), 0, 16)
    assert all(column.base is None for column in columns.values())


def test_of_many_states_only_the_foremost_have_courses(shapes):
    scenario = shapes["many states"].scenario
    (one,) = run_monthly([scenario], 6)
    about = one.outcomes.about
    assert len(one.shown) == 8 and {about.state, about.a, about.b} <= set(one.shown)
    assert one.months.stances.shape == (14, 24, 24)
