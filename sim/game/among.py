"""Among: the rules' own histories, among which games are placed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from sim.ensemble.chunks import joined
from sim.ensemble.parts import of_parts
from sim.outcomes.results import Results
from sim.scenario import Scenario

from .standing import measures


class Many(NamedTuple):
    """What is asked of the rules' own histories.

    Attributes
    ----------
    histories : int
        How many there are.
    measures : dict of code to dict of str to ndarray (history,)
        Of each state that is placed.
    answers : dict of str to ndarray of bool (history,)
        To the scenario's questions.
    """

    histories: int
    measures: Mapping[str, Mapping[str, np.ndarray]]
    answers: Mapping[str, np.ndarray]


def many_of(
    scenario: Scenario, states: Sequence[str], histories: int, seed: int, months: slice
) -> Many:
    """Run the rules' own histories once for all states.

    Parameters
    ----------
    scenario : Scenario
    states : sequence of str
        Codes of those that are placed.
    histories, seed : int
        As in ``sim.run``.
    months : slice
        Over which the measures are means.

    Raises
    ------
    RunFailed
        When histories failed.
    """

    def asked(results: Results) -> Many:
        """Return what is asked of some of them."""
        part = results.at(months)
        by_state = {code: measures(part, code) for code in states}
        return Many(results.histories, by_state, results.questions())

    parts = of_parts(scenario, histories, seed, asked)
    return Many(
        histories,
        {code: joined([part.measures[code] for part in parts]) for code in states},
        joined([part.answers for part in parts]),
    )
