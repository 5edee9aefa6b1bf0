"""Computing: what takes time runs in threads, two at once; the others wait for their turn.

The event loop, which answers everybody, never computes. A request that its page gave up while it
waited is not computed, and one that is under way is asked to stop.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

from .bodies import ending, nobody_waits
from .trimming import trim

T = TypeVar("T")
AT_ONCE = 2  # computations


class Computing:
    """The computations of a server.

    Parameters
    ----------
    ready : Event, optional
        None of them begins before it is set.
    """

    def __init__(self, ready: asyncio.Event | None = None) -> None:
        self._ready, self._free = ready, asyncio.Semaphore(AT_ONCE)
        self._stops: set[threading.Event] = set()
        self._tasks: set[asyncio.Task] = set()
        self._lock = threading.Lock()
        self.running = 0
        self.ended = False

    async def do(
        self,
        work: Callable[[threading.Event], T],
        given_up: Callable[[], Awaitable[object]] | None = None,
        stop: threading.Event | None = None,
    ) -> T:
        """Compute something when its turn comes, and return it.

        Parameters
        ----------
        work : callable
            Computes; given what is set when nobody waits for it any longer.
        given_up : callable, optional
            Returns when whoever asked has gone away.
        stop : Event, optional
            What is given to `work`, by default a new one.

        Raises
        ------
        Unanswered
            When whoever asked is gone, or the server ends.
        """
        if self.ended:
            raise ending()
        entry = _Entry(stop or threading.Event())
        task = asyncio.create_task(self._in_turn(work, entry))
        self._tasks.add(task)
        self._stops.add(entry.stop)
        task.add_done_callback(lambda done: self._over(done, entry.stop))
        gone = asyncio.ensure_future(given_up()) if given_up else None
        try:
            await asyncio.wait({task, gone} if gone else {task}, return_when="FIRST_COMPLETED")
            if not task.done():
                raise nobody_waits()
            if task.cancelled():
                raise ending()
            return task.result()
        finally:
            if gone:
                gone.cancel()
            if not task.done():
                entry.stop.set()
                if not entry.begun:
                    task.cancel()

    def end(self) -> None:
        """Ask everything to stop; what waits is not begun."""
        self.ended = True
        for stop in self._stops:
            stop.set()
        for task in self._tasks:
            task.cancel()

    async def _in_turn(self, work: Callable[[threading.Event], T], entry: _Entry) -> T:
        """Wait for a free place, and compute in a thread of its own."""
        if self._ready:
            await self._ready.wait()
        async with self._free:
            if self.ended:
                raise ending()
            entry.begun = True
            return await in_thread(lambda: self._counted(work, entry.stop))

    def _counted(self, work: Callable[[threading.Event], T], stop: threading.Event) -> T:
        """Compute, and be counted meanwhile."""
        with self._lock:
            self.running += 1
        try:
            return work(stop)
        finally:
            with self._lock:
                self.running -= 1
            if not self.running:
                trim()

    def _over(self, task: asyncio.Task, stop: threading.Event) -> None:
        """Forget a computation; an error that nobody waited for is nobody's."""
        self._tasks.discard(task)
        self._stops.discard(stop)
        if not task.cancelled():
            task.exception()


class _Entry:
    """A computation: what stops it, and whether it has begun."""

    def __init__(self, stop: threading.Event) -> None:
        self.stop, self.begun = stop, False


async def in_thread(work: Callable[[], T]) -> T:
    """Do something in a thread of its own, which no end of the program waits for; return it."""
    loop = asyncio.get_running_loop()
    result: asyncio.Future[T] = loop.create_future()

    def run() -> None:
        """Do it, and hand over the result, if anybody is there to take it."""
        value, error = None, None
        try:
            value = work()
        except BaseException as raised:
            error = raised
        with suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(_settle, result, value, error)

    threading.Thread(target=run, name="computing", daemon=True).start()
    return await result


def _settle(result: asyncio.Future, value: object, error: BaseException | None) -> None:
    """Give a future its value or its error, unless it was cancelled."""
    if result.done():
        return
    if error is None:
        result.set_result(value)
    else:
        result.set_exception(error)
