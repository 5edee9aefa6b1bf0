"""Parallel: tasks on any executor, a few under way at a time, and their parts put together."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from typing import Any

from sim.model.history import Record


def ordered(
    executor: Executor,
    task: Callable,
    jobs: list[tuple],
    kept: type[Exception] | tuple[()] = (),
    stop: Callable[[], bool] | None = None,
) -> Iterator[tuple[int, Any]]:
    """Yield (position, result) of tasks as they finish, a few under way at a time.

    On an error the rest is cancelled.

    Parameters
    ----------
    executor : concurrent.futures.Executor
        Where tasks are computed.
    task : callable
        Called with the parts of each job.
    jobs : list of tuple
        In the order in which they are begun.
    kept : type of Exception, optional
        Errors of this kind are results like others.
    stop : callable, optional
        Asked after each task whether to begin no more; those under way are finished. As tasks are
        begun in order, what is finished then are the first of them.
    """
    waiting: dict[Future, int] = {}
    todo: Iterator[tuple[int, tuple]] = iter(enumerate(jobs))
    ahead = 2 * (os.cpu_count() or 1) + 2
    try:
        while True:
            for position, job in todo:
                waiting[executor.submit(task, *job)] = position
                if len(waiting) >= ahead:
                    break
            if not waiting:
                return
            for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                yield waiting.pop(future), _result(future, kept)
            if stop is not None and stop():
                todo = iter(())
                waiting = {one: k for one, k in waiting.items() if not one.cancel()}
    finally:
        for future in waiting:
            future.cancel()


def _result(future: Future, kept: type[Exception] | tuple[()]) -> Any:
    """Return the result of a task, or its error where such errors are kept."""
    try:
        return future.result()
    except kept as error:
        return error


def put(record: Record, part: Record, first: int) -> None:
    """Put a part's histories into a record, from position `first` on.

    Parameters
    ----------
    record : Record
        Written to.
    part : Record
        Of some histories.
    first : int
        Position of the first of them.
    """
    for whole, piece in zip(record, part, strict=True):
        whole[..., first : first + piece.shape[-1]] = piece
