"""The base of a scenario: what a share or a tilt has to be compared with before it means anything.

The share of histories that answer yes is reported with the share without any shock, and a tilt with
the amounts of support behind it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import numpy as np

from sim.outcomes import base_rates
from sim.outcomes.base_rates import UNKNOWN, Base
from sim.outcomes.divided import divided, in_words
from sim.outcomes.failures import RunFailed
from sim.outcomes.outcome import Outcome
from sim.outcomes.table import Wanted, answers_of
from sim.scenario import Question, Scenario

from .parts import of_parts
from .run import run_outcomes

# judgement: a share of so many histories is within a point (95 %); more would only take longer
MOST = 10_000
BESIDE = 1000  # judgement: histories of the scenario as it is, beside those at many points
_KEPT = 64  # bases; scenarios that differ by their shocks alone have the same one


def without_shocks(scenario: Scenario, histories: int, seed: int = 1) -> Base:
    """Ask a scenario's questions of the same histories without any shock.

    Parameters
    ----------
    scenario : Scenario
        As it is run.
    histories, seed : int
        As in ``sim.run``; of more than 10,000 histories the first 10,000 are run.

    Returns
    -------
    Base
        Without shares where there is no question or no shock.
    """
    if not scenario.questions or not scenario.shocks:
        return UNKNOWN
    calm, count = _calm(scenario), min(histories, MOST)
    known = _known(calm, seed)
    if count not in known:
        try:
            known[count] = _of_calm(calm, count, seed)
        except RunFailed as error:
            return Base(why_not=f"Without any shock histories failed: {error}.")
    return known[count]


def without_shocks_at_hand(scenario: Scenario, seed: int = 1) -> Base:
    """Return what ``without_shocks`` found before, of the most histories; nothing is run.

    Parameters
    ----------
    scenario : Scenario
        As it is run.
    seed : int
        As in ``sim.run``.
    """
    known = _known(_calm(scenario), seed)
    return known[max(known)] if known else UNKNOWN


def _calm(scenario: Scenario) -> Scenario:
    """Return a scenario without shocks, and without all that does not change its histories."""
    return replace(
        scenario,
        name="",
        title="",
        description="",
        sources={},
        changed=(),
        overrides=0,
        shocks=(),
    )


@lru_cache(maxsize=_KEPT)
def _known(calm: Scenario, seed: int) -> dict[int, Base]:
    """Return a dictionary for the bases of a scenario without shocks, by numbers of histories.

    It is the same one for the same arguments, so that the caller may add to it.
    """
    return {}


def _of_calm(calm: Scenario, histories: int, seed: int) -> Base:
    """Return the shares of yes in a scenario that has no shocks."""
    asked = tuple(answers_of(calm))
    parts = of_parts(calm, histories, seed, Wanted(asked, alone=True))
    shares = {
        one.question: float(np.mean(np.concatenate([part[one.column] for part in parts])))
        for one in asked
    }
    return Base(shares, histories)


@dataclass(frozen=True)
class Beside:
    """What is reported with an outcome: as a sentence, and as plain values.

    Attributes
    ----------
    text : str
        "" where nothing has to.
    data : dict
        JSON-able: of an answer ``share_without_shocks`` and what happened, of a tilt ``support``
        from either side.
    """

    text: str = ""
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def lines(self) -> list[str]:
        """The sentence as lines: one, or none."""
        return [self.text] if self.text else []


NOTHING = Beside()


def beside_question(question: Question, base: Base) -> Beside:
    """Return what has to stand beside the share of a question: its base rate, what happened."""
    words = base_rates.beside(question, base)
    note = f" ({question.fact.note})" if question.fact and question.fact.note else ""
    text = f"To be read beside it: {words}{note}." if words else ""
    return Beside(text, base_rates.beside_as_data(question, base))


def beside(scenario: Scenario, outcome: Outcome, histories: int, seed: int = 1) -> Beside:
    """Return what has to stand beside an outcome of a scenario as it is.

    Parameters
    ----------
    scenario : Scenario
    outcome : Outcome
        The answer to a question, or a tilt; others have nothing with them.
    histories, seed : int
        As in ``sim.run``.
    """
    if outcome.question:
        question = base_rates.question_of(scenario, outcome.question)
        base = without_shocks(replace(scenario, questions=(question,)), histories, seed)
        return beside_question(question, base)
    sides = divided(outcome)
    if not sides:
        return NOTHING
    columns = run_outcomes(
        scenario, min(histories, MOST), seed, wanted=Wanted(sides, alone=True)
    ).columns
    given = {one.terms.states[0]: float(columns[one.column].mean()) for one in sides}
    return Beside(in_words(scenario, given), {"support": given})
