"""Wish: what somebody asks of the next figures, beyond the common look: size, words, settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Wish:
    """What is asked of the next figures, beyond the common look; see ``paper``.

    Attributes
    ----------
    canvas : callable, optional
        From the width and height of a figure (inches) to those that it is drawn in.
    across : callable, optional
        From the width that a figure is made for, and the least that it can be laid out in (inches),
        to the width that it has.
    title, small : str or None
        What stands above and below; None as the figure has it.
    look : mapping
        Settings of matplotlib.
    """

    canvas: Callable[[float, float], tuple[float, float]] | None = None
    title: str | None = None
    small: str | None = None
    look: Mapping[str, Any] = field(default_factory=dict)
    across: Callable[[float, float], float] | None = None


_AS_IT_IS = Wish()
_WISH: ContextVar[Wish] = ContextVar("wish", default=_AS_IT_IS)


@contextmanager
def wishing(wish: Wish) -> Iterator[None]:
    """Draw figures as somebody wishes them, for a while."""
    token = _WISH.set(wish)
    try:
        yield
    finally:
        _WISH.reset(token)


def wished() -> Wish:
    """Return what is asked of figures now."""
    return _WISH.get()
