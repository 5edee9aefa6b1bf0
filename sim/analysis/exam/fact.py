"""A fact: what is measured in which worlds, the bound that it has to keep, and why that bound."""

from __future__ import annotations

import math
from dataclasses import dataclass

from .measures import Accepted, Measure, Share, ShareCounted
from .steadiness import Idle, Patron
from .worlds import World

SHARES = (Share, ShareCounted, Accepted, Patron, Idle)
_THIN = 0.01  # judgement: half the width that a bound with two ends is drawn with, at least
_FINEST = 0.1  # judgement: the step by which what has no end on one side is drawn, at least


@dataclass(frozen=True)
class Term:
    """A measure, and the world that it is taken in."""

    world: World
    measure: Measure


@dataclass(frozen=True)
class Case:
    """A fact in one scenario: what is measured, and how one number is made of it.

    Attributes
    ----------
    scenario : str
        Its name.
    terms : tuple of Term
        What is measured: of a plain fact the measure; then what is subtracted from it or divides
        it; then the same in the world that it is held against. Of predictions an outcome in the
        what-if, then in the scenario, of each part.
    pairing : {"", "less", "over"}
        What the second term does.
    parts : tuple of (float, float)
        Bounds of each part of a prediction; empty for all else.
    """

    scenario: str
    terms: tuple[Term, ...]
    pairing: str = ""
    parts: tuple[tuple[float, float], ...] = ()

    def value(self, values: list[float]) -> float:
        """Return the fact's number from those of its terms; NaN where one has none."""
        if self.parts:
            pairs = zip(values[::2], values[1::2], self.parts, strict=True)
            return float(sum(low <= there - here <= high for there, here, (low, high) in pairs))
        each = 2 if self.pairing else 1
        first, *second = [self._paired(values[k : k + each]) for k in range(0, len(values), each)]
        return first - second[0] if second else first

    def _paired(self, values: list[float]) -> float:
        """Return a measure, or two as a difference or a ratio."""
        if self.pairing == "less":
            return values[0] - values[1]
        if self.pairing == "over":
            return values[0] / values[1] if values[1] else math.nan
        return values[0]

    @property
    def is_share(self) -> bool:
        """Whether the value is a share of histories, approaches, acts or months."""
        alone = len(self.terms) == 1 and not self.parts
        return alone and isinstance(self.terms[0].measure, SHARES)

    @property
    def ends(self) -> tuple[float, float]:
        """Between which the value lies, whatever the bound."""
        if self.parts:
            return 0.0, float(len(self.parts))
        first = self.terms[0].measure
        if len(self.terms) > (2 if self.pairing else 1) or self.pairing == "less":
            return -math.inf, math.inf
        return (0.0, math.inf) if self.pairing == "over" else (first.low, first.high)


@dataclass(frozen=True)
class Fact:
    """A fact, and where it is asked.

    Attributes
    ----------
    id, text, kind, measured, why : str
        `kind` is one of ``KINDS``, `measured` says what is measured, `why` defends the bound.
    sources : tuple of str
        In words.
    low, high : float
        Both ends of the bound, included; infinite for none.
    used : bool
        Whether it was looked at when numbers of the model or of scenarios were chosen.
    cases : tuple of Case
        One for each scenario; all have to pass.
    left_out : tuple of str
        Why it is not asked of some scenarios.
    """

    id: str
    text: str
    kind: str
    measured: str
    sources: tuple[str, ...]
    low: float
    high: float
    why: str
    used: bool
    cases: tuple[Case, ...]
    left_out: tuple[str, ...] = ()

    @property
    def ends(self) -> tuple[float, float]:
        """Both ends of what passes: the bound's, and where it has none the measure's own."""
        low, high = self.cases[0].ends
        return max(self.low, low), min(self.high, high)

    @property
    def scale(self) -> float:
        """Half of what passes; where that has no end on one side, the bound, or a tenth."""
        low, high = self.ends
        if math.isfinite(low) and math.isfinite(high):
            return max((high - low) / 2, _THIN)
        return max(abs(low if math.isfinite(low) else high), _FINEST)

    def margin(self, value: float) -> float:
        """Return how far a value is within the bound; below zero it fails; NaN stays NaN."""
        return min(value - self.low, self.high - value)

    def passes(self, value: float) -> bool:
        """Say whether a value is within the bound, which NaN is not."""
        return self.low <= value <= self.high

    def place(self, value: float) -> float:
        """Return where a value lies: -1 and 1 are the ends of what passes; beyond them it fails.

        Toward an end that is nowhere, values come nearer and nearer to it.
        """
        low, high = self.ends
        inward = (value - low if math.isfinite(low) else high - value) / self.scale
        if math.isinf(high - low) and inward > 0:
            inward = 2.0 * inward / (1.0 + inward)
        return inward - 1.0 if math.isfinite(low) else 1.0 - inward
