"""A scenario's questions, and what happened."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Fact:
    """What happened: the answer that the record gives to a question.

    Attributes
    ----------
    happened : bool
        Whether the answer was yes.
    source : str
        An entry of the scenario's sources.
    note : str or None
        What happened, in a few words.
    """

    happened: bool
    source: str
    note: str | None = None


@dataclass(frozen=True)
class Question:
    """A yes-or-no question about a history.

    Attributes
    ----------
    terms : dict
        The checked details of its kind, windows as pairs of months.
    fact : Fact or None
        What happened, where the scenario says so; no history depends on it.
    """

    id: str
    text: str
    kind: str
    terms: dict[str, Any] = field(hash=False)
    fact: Fact | None = None
