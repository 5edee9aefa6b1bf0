"""Catching: the answer that a command comes to, instead of a folder and a printed page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sim.report.answer import Answer

_CAUGHT: ContextVar[list[Answer] | None] = ContextVar("caught", default=None)


@contextmanager
def catching() -> Iterator[list[Answer]]:
    """Give a list to which every command that is run meanwhile adds its answer, and no more."""
    caught: list[Answer] = []
    token = _CAUGHT.set(caught)
    try:
        yield caught
    finally:
        _CAUGHT.reset(token)


def catches() -> list[Answer] | None:
    """Return the list to which a command's answer is to be added, if there is one."""
    return _CAUGHT.get()
