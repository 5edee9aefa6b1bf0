"""Resuming: an executor that keeps results, so that an interrupted command can continue.

Every draw is keyed, so the same command asks for the same tasks in the same order, wherever it was
interrupted. A finished task is therefore identified by its number and by a checksum of the request;
a search that decides on its next step by its results so far takes the same steps again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future
from dataclasses import fields, is_dataclass
from functools import partial
from types import FunctionType
from typing import Any, ParamSpec, TypeVar

import numpy as np

from sim.outcomes.tally import HISTORIES
from sim.scenario import Scenario

from .checkpoint import Checkpoint

P = ParamSpec("P")
T = TypeVar("T")

_ASKED = "asked"  # the column of a kept result that holds the checksum of its task


class Keeping(Executor):
    """Computes tasks on another executor, and keeps their results in a checkpoint.

    Parameters
    ----------
    inner : Executor
        Where tasks are computed that are not kept yet.
    checkpoint : Checkpoint
        Entered. Results that are columns (dicts of arrays) are kept; others are computed anew each
        time.
    writer : Executor, optional
        A thread that writes results down, so that those who compute need not wait for the disk; to
        be shut down after `inner`. By default each writes its own.
    """

    def __init__(
        self, inner: Executor, checkpoint: Checkpoint, writer: Executor | None = None
    ) -> None:
        self._inner, self._checkpoint, self._writer = inner, checkpoint, writer
        self._next = 0
        self._hashes: dict[int, tuple[Scenario, str]] = {}
        self.histories = 0

    def submit(self, task: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Return the future result of a task, at once where it is kept.

        Raises
        ------
        TypeError
            When a part of the task has no lasting name, by which it could be known again.
        """
        whole = partial(task, **kwargs) if kwargs else task
        number, asked = self._next, self._checksum(whole, args)
        self._next += 1
        kept = self._checkpoint.read_one(number)
        if kept is not None and str(kept.pop(_ASKED, "")) == asked:
            self._count(kept)
            done: Future[Any] = Future()
            done.set_result(kept)
            return done
        computed = self._inner.submit(whole, *args)
        return then(computed, partial(self._keep, number, asked), where=self._writer)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Shut down the executor behind this one.

        Parameters
        ----------
        wait : bool
            Whether tasks under way are waited for.
        cancel_futures : bool
            Whether tasks that are not begun are given up.
        """
        self._inner.shutdown(wait=wait, cancel_futures=cancel_futures)

    def _keep(self, number: int, asked: str, result: object) -> object:
        """Write a result down, and return it."""
        if isinstance(result, dict):
            self._checkpoint.put(number, result | {_ASKED: np.array(asked)})
            self._count(result)
        return result

    def _count(self, columns: dict[str, np.ndarray]) -> None:
        """Add the histories of a result to those that are kept."""
        tallied = columns.get(HISTORIES)
        self.histories += len(next(iter(columns.values()))) if tallied is None else int(tallied[0])

    def _checksum(self, task: Callable, job: tuple) -> str:
        """Return a checksum of what a task asks for, the same in every process."""
        return hashlib.sha256(repr(self._named(("task", task, *job))).encode()).hexdigest()

    def _named(self, thing: object) -> object:
        """Return what identifies a part of a task, in numbers, texts and tuples of these."""
        named: object
        match thing:
            case None | str() | bool() | int() | float() | slice() | np.number():
                named = thing
            case Scenario():
                named = self._hashes.setdefault(id(thing), (thing, thing.hash))[1]
            case np.ndarray():
                content = np.ascontiguousarray(thing).tobytes()
                named = thing.dtype.str, thing.shape, hashlib.sha256(content).hexdigest()
            case partial():
                named = self._named((thing.func, thing.args, thing.keywords))
            case FunctionType():
                named = f"{thing.__module__}.{thing.__qualname__}"
            case dict():
                named = tuple((key, self._named(value)) for key, value in thing.items())
            case tuple() | list():
                named = tuple(map(self._named, thing))
            case _ if is_dataclass(thing):
                parts = (getattr(thing, field.name) for field in fields(thing))
                named = type(thing).__name__, tuple(map(self._named, parts))
            case _:
                raise TypeError(f"a task cannot be kept by a {type(thing).__name__}")
        return named


def then(
    before: Future,
    change: Callable[[Any], Any],
    failed: Callable[[BaseException], Exception] | None = None,
    where: Executor | None = None,
) -> Future:
    """Return the future of what `change` makes of another future's result.

    Parameters
    ----------
    before : Future
        Of the executor that computes.
    change : callable
        From the result to what is handed on; what it raises is handed on as well.
    failed : callable, optional
        From the error of the future, a CancelledError where its executor gave it up, to the one
        that is handed on.
    where : Executor, optional
        What makes the change; by default the thread that computed the result.
    """
    after = _After(before)

    def resolve(done: Future) -> None:
        """Hand on the result or the error of the future that is done."""
        if done.cancelled() and (after.given_up or failed is None):
            return after.give_up()
        try:
            error = CancelledError() if done.cancelled() else done.exception()
            if error is not None:
                raise failed(error) if failed else error
            after.set_result(change(done.result()))
        except BaseException as error:
            after.set_exception(error)
        finally:
            after.let_go()

    if where is None:
        before.add_done_callback(resolve)
    else:
        before.add_done_callback(lambda done: where.submit(resolve, done))
    return after


class _After(Future):
    """The future of a change; cancelling it cancels what it waits for."""

    def __init__(self, before: Future) -> None:
        super().__init__()
        self._before: Future | None = before
        self.given_up = False

    def cancel(self) -> bool:
        """Cancel what this waits for; False when that runs already, or is done."""
        self.given_up, before = True, self._before
        return before is not None and before.cancel()

    def let_go(self) -> None:
        """Forget what this waited for: each would keep the other, and with it a whole result."""
        self._before = None

    def give_up(self) -> None:
        """Count as cancelled from now on."""
        super().cancel()
        self.set_running_or_notify_cancel()
