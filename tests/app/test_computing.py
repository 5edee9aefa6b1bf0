"""Two computations at once; what nobody waits for is not begun; the event loop never computes."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

pytest.importorskip("starlette")

from sim.app.bodies import Unanswered
from sim.app.computing import AT_ONCE, Computing

PATIENCE = 10.0  # seconds


def test_no_more_than_two_run_at_once_and_all_are_done():
    now, most, lock = [0], [0], threading.Lock()

    def work(stop: threading.Event) -> int:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        time.sleep(0.02)
        with lock:
            now[0] -= 1
        return 1

    async def ask() -> list[int]:
        computing = Computing()
        return await asyncio.gather(*(computing.do(work) for _ in range(7)))

    assert sum(asyncio.run(ask())) == 7
    assert most[0] == AT_ONCE == 2


def test_what_a_page_gave_up_while_it_waited_is_never_begun():
    begun, release = [], threading.Event()

    async def ask() -> None:
        computing = Computing()
        busy = [asyncio.create_task(computing.do(lambda stop: release.wait())) for _ in range(2)]
        await asyncio.sleep(0.01)
        left = asyncio.Event()
        waits = asyncio.create_task(computing.do(lambda stop: begun.append(1), left.wait))
        await asyncio.sleep(0.01)
        left.set()
        with pytest.raises(Unanswered, match="nobody waits"):
            await waits
        release.set()
        await asyncio.gather(*busy)
        await asyncio.sleep(0.02)

    asyncio.run(asyncio.wait_for(ask(), PATIENCE))
    assert not begun


def test_what_a_page_gave_up_while_it_is_computed_is_told_to_stop_and_keeps_its_place_until_then():
    stopped = threading.Event()

    def work(stop: threading.Event) -> None:
        assert stop.wait(PATIENCE)
        time.sleep(0.02)
        stopped.set()

    async def ask() -> None:
        computing = Computing()
        left = asyncio.Event()
        asked = [asyncio.create_task(computing.do(work, left.wait)) for _ in range(2)]
        await asyncio.sleep(0.01)
        left.set()
        for one in asked:
            with pytest.raises(Unanswered):
                await one
        await computing.do(lambda stop: stopped.wait(0) or pytest.fail("a third one ran beside"))

    asyncio.run(asyncio.wait_for(ask(), PATIENCE))


def test_an_error_of_a_computation_is_that_of_its_request():
    async def ask() -> None:
        with pytest.raises(ZeroDivisionError):
            await Computing().do(lambda stop: 1 // 0)

    asyncio.run(ask())


def test_nothing_begins_before_all_is_ready_and_nothing_after_the_end():
    begun = []

    async def ask() -> None:
        ready = asyncio.Event()
        computing = Computing(ready)
        first = asyncio.create_task(computing.do(lambda stop: begun.append(1)))
        await asyncio.sleep(0.02)
        assert not begun
        ready.set()
        await first
        computing.end()
        with pytest.raises(Unanswered, match="ending"):
            await computing.do(lambda stop: begun.append(2))

    asyncio.run(asyncio.wait_for(ask(), PATIENCE))
    assert begun == [1]


def test_the_loop_goes_on_while_something_is_computed():
    async def ask() -> float:
        computing = Computing()
        task = asyncio.create_task(computing.do(lambda stop: time.sleep(0.2)))
        longest, before = 0.0, time.monotonic()
        while not task.done():
            await asyncio.sleep(0.005)
            longest, before = max(longest, time.monotonic() - before), time.monotonic()
        return longest

    assert asyncio.run(ask()) < 0.15
