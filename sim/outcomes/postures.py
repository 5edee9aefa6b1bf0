"""Postures: what the codes of ``model.measures.posture`` stand for, as data instead of labels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from sim.model.measures import posture_labels
from sim.system.text import in_percent

Kind = Literal["isolated", "hedging", "leaning", "aligned", "diversified"]
# judgement: a posture that not two in three histories end in is no finding by itself
MAJORITY = 2 / 3


@dataclass(frozen=True)
class Posture:
    """A state's position among possible patrons.

    Attributes
    ----------
    kind : str
    patron : str
        Code of the state that it leans to or is aligned with; empty for the others.
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
        for (kind, patron), label in zip(
            [*alone, *toward, ("diversified", "")], labels, strict=True
        )
    )


def posture_by_label(codes: tuple[str, ...], label: str) -> Posture:
    """Return the posture that a label names."""
    return next(posture for posture in postures_among(codes) if posture.label == label)


def commonest(postures: np.ndarray, codes: tuple[str, ...]) -> list[tuple[str, float]]:
    """Return the most common posture and its share; the two most common if none is clear.

    Parameters
    ----------
    postures : ndarray of int (history,)
        Codes, from ``Results.postures``.
    codes : tuple of str
        Of the states.

    Returns
    -------
    list of (str, float)
        Labels and shares of histories, one or two.
    """
    return commonest_of(np.bincount(postures), codes)


def commonest_of(counts: np.ndarray, codes: tuple[str, ...]) -> list[tuple[str, float]]:
    """Return what ``commonest`` does, from how many histories are in each posture.

    Parameters
    ----------
    counts : ndarray of int (posture,)
    codes : tuple of str
        Of the states.
    """
    labels = posture_labels(codes)
    shares = counts / counts.sum()
    ranked = [int(k) for k in np.argsort(-shares, kind="stable") if shares[k] > 0]
    count = 1 if shares[ranked[0]] >= MAJORITY else 2
    return [(labels[k], float(shares[k])) for k in ranked[:count]]


def in_words(postures: list[tuple[str, float]]) -> str:
    """Return what ``commonest`` gives as text."""
    return ", ".join(f"{label} ({in_percent(share, brief=True)})" for label, share in postures)
