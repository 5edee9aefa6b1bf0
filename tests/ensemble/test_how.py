"""How: threads that an ensemble makes for itself end with it; an executor of somebody's goes on."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

import sim
from sim.ensemble.how import HERE, How
from sim.ensemble.monthly import run_monthly
from sim.ensemble.parts import of_parts
from sim.ensemble.run import run_outcomes


def stumble(*_: object) -> None:
    """Fail, as a task may."""
    raise ZeroDivisionError


WAYS = {
    "everything kept": lambda scenario, asked: sim.run(scenario, 3, how=How(progress=asked)),
    "outcomes kept": lambda scenario, asked: run_outcomes(scenario, 3, progress=asked),
    "by month": lambda scenario, asked: run_monthly([scenario], 3, how=How(progress=asked)),
    "in parts": lambda scenario, asked: of_parts(scenario, 3, 1, asked),
}


@pytest.mark.parametrize("asked", [lambda *_: None, stumble])
@pytest.mark.parametrize("way", WAYS)
def test_no_thread_is_left_behind_even_by_an_error(world_of, way, asked):
    scenario, before = world_of("[states.A]\n[states.B]\n", months=1), set(threading.enumerate())
    if asked is stumble:
        with pytest.raises(ZeroDivisionError):
            WAYS[way](scenario, asked)
    else:
        WAYS[way](scenario, asked)
    assert not set(threading.enumerate()) - before


def test_what_was_not_begun_when_threads_are_left_is_never_begun():
    begun, hold = [], threading.Event()
    with pytest.raises(ZeroDivisionError), HERE.places() as places:
        for _ in range(places._max_workers):
            places.submit(hold.wait, 5)  # until the last task is cancelled
        late = places.submit(begun.append, 1)
        late.add_done_callback(lambda _: hold.set())
        stumble()
    assert late.cancelled() and not begun


def test_an_executor_that_was_given_goes_on():
    with ThreadPoolExecutor(1) as own:
        with How(own).places() as places:
            assert places is own
        assert own.submit(int, 7).result() == 7
