"""Crossing: which outcome is to cross which level, and where a search for it looks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sim.errors import InvalidInput
from sim.outcomes.asked import outcome_asked
from sim.outcomes.outcome import Outcome
from sim.scenario import Scenario, nearest


@dataclass(frozen=True)
class Search:
    """Where a search looks, and for what.

    Attributes
    ----------
    over : sequence of str
        Paths of the numbers to change; by default all that carry a range.
    level : float, optional
        To cross: a probability of yes, by default one half, or a mean outcome.
    jointly : bool
        Also change several numbers at once, as little as possible.
    boxes : bool
        Also look for the boxes of numbers in which the outcome is mostly above the level.
    """

    over: Sequence[str] = ()
    level: float | None = None
    jointly: bool = False
    boxes: bool = False


@dataclass(frozen=True)
class Crossing:
    """An outcome whose mean over histories is to cross a level.

    Attributes
    ----------
    outcome : Outcome
        Of an answer the mean is the probability of yes.
    level : float
    """

    outcome: Outcome
    level: float

    @property
    def is_share(self) -> bool:
        """Whether the level is a share of histories."""
        return self.outcome.output.is_share

    @property
    def mean(self) -> str:
        """What the mean is called in tables."""
        return "probability" if self.is_share else "mean"

    def shown(self, value: float) -> str:
        """Return a mean as text."""
        return self.outcome.output.shown(value)

    @property
    def shown_level(self) -> str:
        """The level as text."""
        return f"{100 * self.level:g} %" if self.is_share else f"{self.level:g}"

    @property
    def is_usual(self) -> bool:
        """Whether crossing the level flips an answer: one half of the histories say yes."""
        return self.is_share and self.level == 0.5

    def flips(self, at_base: float) -> str:
        """Say what a crossing changes, seen from the scenario's own value."""
        if self.is_usual:
            return "flips this"
        return f"takes this {'below' if at_base > self.level else 'above'} {self.shown_level}"


def crossing(scenario: Scenario, of: str, level: float | None = None) -> Crossing:
    """Return what is to cross a level.

    Parameters
    ----------
    scenario : Scenario
    of : str
        A question's id, or an outcome as ``outcomes_asked`` reads it.
    level : float, optional
        By default one half for shares of histories, zero for what can be negative.

    Raises
    ------
    InvalidInput
        For an unknown outcome, or a level that cannot be crossed.
    """
    outcome = outcome_asked(scenario, of)
    output = outcome.output
    if level is None:
        if not output.is_share and output.low >= 0:
            raise InvalidInput(f"{of}: a level to cross is needed (--level), in {output.bounds}")
        level = 0.5 if output.is_share else 0.0
    if not output.low < level < output.high:
        what = "a probability " if output.is_share else ""
        below = "" if math.isinf(output.high) else f" and below {output.high:g}"
        raise InvalidInput(f"level is {level:g}: {what}above {output.low:g}{below} is needed")
    return Crossing(outcome, level)


def question_crossing(scenario: Scenario, question: str, level: float | None = None) -> Crossing:
    """Return the crossing of a question's answer; refuse what is not a question."""
    ids = [one.id for one in scenario.questions]
    if question not in ids:
        hint = nearest(question, ids) or ": none is asked"
        raise InvalidInput(f"unknown question '{question}'{hint}")
    return crossing(scenario, question, level)
