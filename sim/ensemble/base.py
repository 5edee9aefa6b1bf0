"""The base of a scenario: what a share or a tilt has to be compared with before it means anything.

The share of histories that answer yes is reported with the share without any shock, and a tilt with
the amounts of support behind it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from sim.outcomes import base_rates
from sim.outcomes.base_rates import UNKNOWN, Base
from sim.outcomes.catalogue import Terms
from sim.outcomes.divided import divided, in_words
from sim.outcomes.failures import RunFailed
from sim.outcomes.outcome import ALL_MONTHS, Outcome
from sim.outcomes.table import Wanted, answer_column
from sim.scenario import Scenario

from .run import run_outcomes

# judgement: a share of so many histories is within a point (95 %); more would only take longer
MOST = 10_000


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
    window, columns = (0, scenario.months - 1), {}
    for question in scenario.questions:
        columns[question.id] = answer_column(question.id)
    wanted = Wanted(
        tuple(
            Outcome("answer", Terms(), window, identity, column, ALL_MONTHS)
            for identity, column in columns.items()
        ),
        alone=True,
    )
    calm = replace(scenario, shocks=())
    try:
        outcomes = run_outcomes(calm, min(histories, MOST), seed, wanted=wanted)
    except RunFailed as error:
        return Base(why_not=f"Without any shock histories failed: {error}.")
    shares = {
        identity: float(np.mean(outcomes.columns[column])) for identity, column in columns.items()
    }
    return Base(shares, outcomes.histories)


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
        words = base_rates.beside(question, base)
        note = f" ({question.fact.note})" if question.fact and question.fact.note else ""
        share = base.shares.get(question.id)
        data = {"share_without_shocks": share} | base_rates.fact_as_data(question.fact)
        return Beside(f"To be read beside it: {words}{note}." if words else "", data)
    sides = divided(outcome)
    if not sides:
        return Beside()
    columns = run_outcomes(
        scenario, min(histories, MOST), seed, wanted=Wanted(sides, alone=True)
    ).columns
    given = {one.terms.states[0]: float(columns[one.column].mean()) for one in sides}
    return Beside(in_words(scenario, given), {"support": given})
