"""An outcome: one output of the catalogue, of certain states in certain months."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from sim.countries.named import Named, possessive
from sim.scenario import Scenario

from .catalogue import OUTPUTS, Output, Terms
from .months import months_in_words
from .questions import answer
from .results import Results

At = Callable[[int, int], Results]
_ADJECTIVES = {"economy": "economic"}


class When(NamedTuple):
    """Months, in a few words: for tables, and as a part of a sentence."""

    label: str
    phrase: str


ALL_MONTHS = When("", "")
FIRST_MONTH = When("first month", "in the first month")
LAST_MONTH = When("last month", "in the last month")


def in_months(first: str, last: str) -> When:
    """Return the words for a month, or a span of months, given by their labels."""
    if first == last:
        return When(first, months_in_words(first, last))
    return When(f"{first} to {last}", months_in_words(first, last))


@dataclass(frozen=True)
class Outcome:
    """An output of certain states, in certain months: a number of each history.

    Attributes
    ----------
    name : str
        Of the output, in the catalogue.
    terms : Terms
        Of whom and of what.
    window : (int, int)
        Positions of the first and the last month, both included.
    question : str
        Id of the question, for answers.
    column : str
        Name of its column in tables and files.
    when : When
        The window in words.
    plain : bool
        Whether words leave the needs out, because they are those that the scenario asks about.
    """

    name: str
    terms: Terms
    window: tuple[int, int]
    question: str = ""
    column: str = field(default="", compare=False)
    when: When = field(default=LAST_MONTH, compare=False)
    plain: bool = field(default=False, compare=False)

    @property
    def output(self) -> Output:
        """Its entry in the catalogue."""
        return OUTPUTS[self.name]

    def values(self, results: Results, at: At | None = None) -> np.ndarray:
        """Return the outcome of each history.

        Parameters
        ----------
        results : Results
            Histories with all months of the period.
        at : callable, optional
            Returns the same histories with the months from a first to a last one; by default
            ``results.at``. Where many outcomes share windows, these are so made once.

        Returns
        -------
        ndarray (history,)
            Means over the window for measures and shares; int8 for answers; int16 for counts,
            posture codes, and positions of first months (the number of months for never).
        """
        kind = self.output.kind
        if kind == "answer":
            asked = next(q for q in results.scenario.questions if q.id == self.question)
            return answer(results, asked).astype(np.int8)
        if kind == "first":
            return self.output.compute(results, self.terms).astype(np.int16)
        first, last = self.window
        part = at(first, last) if at else results.at(slice(first, last + 1))
        by_month = self.output.compute(part, self.terms)
        if kind == "count":
            return by_month.sum(axis=1).astype(np.int16)
        if kind == "posture":
            return by_month[:, -1].astype(np.int16)
        if first == last:
            return by_month[:, 0].astype(float)
        return by_month.mean(axis=1)

    def in_words(self, scenario: Scenario) -> str:
        """Return what the outcome is, as a part of a sentence with the names of states."""
        if self.question:
            return _text(scenario, self.question).rstrip(".?! ")
        names = {state.code: Named.within(state.name) for state in scenario.states}
        words = self._filled(self.output.words, [names[code] for code in self.terms.states])
        return f"{words} {self.when.phrase}".rstrip()

    def label(self, scenario: Scenario) -> str:
        """Return what the outcome is, in a few words with the codes of states."""
        if self.question:
            return _text(scenario, self.question)
        if self.name == "in_posture" and self.when == LAST_MONTH:
            return f"{self.terms.states[0]} ends {self.terms.details[0]}"
        words = self._filled(self.output.label, [Named(code) for code in self.terms.states])
        return f"{words}, {self.when.label}" if self.when.label else words

    def _filled(self, template: str, states: Sequence[str]) -> str:
        """Return a template of the catalogue with states and details in it."""
        roles = dict(zip(self.output.roles, states, strict=True))
        between = "" if self.plain or "b" not in roles else f" from {roles['a']} to {roles['b']}"
        return template.format(of=self._details(), own=self._own(states), between=between, **roles)

    def _details(self) -> str:
        """Return what the details add: needs as adjectives, moves, a posture."""
        words = " and ".join(_ADJECTIVES.get(detail, detail) for detail in self.terms.details)
        if self.plain:
            return ""
        if not words:
            return self.output.whole
        return words if self.output.takes in ("deal", "posture") else f"{words} "

    def _own(self, states: Sequence[str]) -> str:
        """Return a state, or what of it depends on others: ``DPRK's economy``."""
        needs = " and ".join(self.terms.details)
        return f"{possessive(states[0])} {needs}" if needs and not self.plain else states[0]


def _text(scenario: Scenario, identity: str) -> str:
    """Return the text of a question."""
    return next(question.text for question in scenario.questions if question.id == identity)
