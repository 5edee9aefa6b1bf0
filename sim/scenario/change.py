"""A change: one thing in which a scenario differs from the one that it was made from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

Kind = Literal["number", "period", "without", "new shock", "changed shock", "new state", "words"]
_FEW = 2  # changes that a label names
_SHOCKS = {"new shock": "with", "changed shock": "with other effects of"}


@dataclass(frozen=True)
class Change:
    """One thing that an extending file, ``without`` or ``set`` changed.

    Attributes
    ----------
    kind : str
        "number", or "period" for start, months and spin_up, with old and new value; "without" for a
        shock that was left out; "new shock", "changed shock" and "new state"; "words" for what an
        older version wrote down in words.
    path : str
        What was changed: ``states.DPRK.autonomy``, ``months``, ``shocks.crimea``, ``states.IND``.
    old, new : float, str or None
        Values; None for an old number that the quiet months settle, and where there are none.
    """

    kind: Kind
    path: str
    old: float | str | None = None
    new: float | str | None = None

    @property
    def name(self) -> str:
        """The id of the shock, or the code of the state, that the path leads to."""
        return self.path.split(".", 1)[-1]

    def __str__(self) -> str:
        """Return the change in a few words, as ``states.DPRK.autonomy: 0.35 -> 0.9``."""
        return self.told(self.path)

    def told(self, name: str) -> str:
        """Return the change in a few words, with a name for the path of a number."""
        if self.kind == "words":
            return self.path
        if self.kind in ("number", "period"):
            return f"{name}: {_value(self.old)} -> {_value(self.new)}"
        return f"{self.kind} {self.name}"

    def as_data(self) -> dict[str, Any]:
        """Return the change as a dictionary (JSON-able), as ``from_data`` reads it."""
        return {key: value for key, value in asdict(self).items() if value is not None}

    @classmethod
    def from_data(cls, data: dict[str, Any] | str) -> Change:
        """Return the change that ``as_data`` wrote; of an older version its words."""
        return cls("words", data) if isinstance(data, str) else cls(**data)


def left_out(changes: Iterable[Change]) -> list[str]:
    """Return the ids of the shocks that changes leave out."""
    return [change.name for change in changes if change.kind == "without"]


def in_short(
    changes: Sequence[Change],
    name_of: Callable[[str], str] = str,
    events: Callable[[Sequence[str]], str] = " and ".join,
    calm: bool = False,
) -> list[str]:
    """Return changes in a few words each: all shocks left out as one, and the others if few.

    Parameters
    ----------
    changes : sequence of Change
    name_of : callable
        Gives the path of a number a name; by default the path itself.
    events : callable
        Gives the ids of shocks names; by default the ids themselves.
    calm : bool
        Whether no shock is left, which is said instead of the ids of many.
    """
    gone = left_out(changes)
    which = "any shock" if calm and len(gone) > _FEW else events(gone)
    words = [f"without {which}"] if gone else []
    words += [_named(one, name_of, events) for one in changes if one.kind != "without"]
    return words if len(words) <= _FEW else [f"{words[0]} and {len(words) - 1} more changes"]


def _named(
    change: Change, name_of: Callable[[str], str], events: Callable[[Sequence[str]], str]
) -> str:
    """Return a change in a few words, with names for paths and shocks."""
    if change.kind in _SHOCKS:
        return f"{_SHOCKS[change.kind]} {events([change.name])}"
    return change.told(name_of(change.path))


def _value(value: float | str | None) -> str:
    """Return a value as text."""
    if value is None:
        return "spun up"
    return value if isinstance(value, str) else f"{value:g}"
