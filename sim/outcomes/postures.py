"""Postures: what the codes of ``model.measures.posture`` stand for, as data instead of labels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from sim.model.measures import posture_labels

Kind = Literal["isolated", "hedging", "leaning", "aligned"]


@dataclass(frozen=True)
class Posture:
    """Where a state stands among possible patrons.

    Attributes
    ----------
    kind : str
    patron : str
        Code of the state that it leans to or is aligned with; empty for the other two.
    label : str
        In words, as tables have it.
    """

    kind: Kind
    patron: str
    label: str

    @property
    def name(self) -> str:
        """Its name in an outcome, as ``leaning.RUS``."""
        return f"{self.kind}.{self.patron}" if self.patron else self.kind


@lru_cache(maxsize=16)
def postures_among(codes: tuple[str, ...]) -> tuple[Posture, ...]:
    """Return all postures among some states, in the order of their codes."""
    alone: list[tuple[Kind, str]] = [("isolated", ""), ("hedging", "")]
    toward: list[tuple[Kind, str]] = []
    for code in codes:
        toward += [("leaning", code), ("aligned", code)]
    labels = posture_labels(codes)
    return tuple(
        Posture(kind, patron, label)
        for (kind, patron), label in zip([*alone, *toward], labels, strict=True)
    )


def posture_by_label(codes: tuple[str, ...], label: str) -> Posture:
    """Return the posture that a label names."""
    return next(posture for posture in postures_among(codes) if posture.label == label)
