"""The outcome table: what is kept of every history, however many there are.

A number a column, a history a row.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.scenario import Scenario

from .focus import Focus, focus, half_years
from .questions import first_deal
from .results import Results


@dataclass(frozen=True)
class OutcomeTable:
    """Columns of numbers, each (history,).

    Attributes
    ----------
    scenario : Scenario
    seed : int
    about : Focus
        Whom tilt, approaches and summits are about.
    runs : ndarray (history,)
        Numbers of the histories.
    columns : dict of str to ndarray (history,)
        ``answer_*`` to questions; ``tilt_*`` and ``economy_*`` (dependence on the first patron for
        economic support) by half-year, first and last month; ``approaches_*`` and ``deals_*`` of
        the state in focus by partner; ``dependence_*`` of the state in focus on each partner at the
        end; ``first_summit_*`` (month, or the number of months for never); ``posture_first_*``,
        ``posture_last_*``, ``hedging_*`` and ``received_*`` by state, the last two at the end.
    """

    scenario: Scenario
    seed: int
    about: Focus
    runs: np.ndarray
    columns: dict[str, np.ndarray]

    @property
    def histories(self) -> int:
        """How many."""
        return len(self.runs)


def answer_column(identity: str) -> str:
    """Return the name of the column that holds a question's answers."""
    return f"answer_{identity.replace('-', '_')}"


def columns_of(results: Results, about: Focus | None = None) -> dict[str, np.ndarray]:
    """Return the columns of a run, about its own focus or another; see ``OutcomeTable``."""
    about = about or focus(results)
    columns = {answer_column(key): yes.astype(np.int8) for key, yes in results.questions().items()}
    tilt = results.tilt(about.state, about.a, about.b, about.needs)
    columns |= {"tilt_first": tilt[:, 0].copy(), "tilt_last": tilt[:, -1].copy()}
    economy = results.dependence(about.state, about.a, "economy")
    for label, months in half_years(results.scenario):
        columns[f"tilt_{label.replace(' ', '_')}"] = tilt[:, months].mean(axis=1)
        columns[f"economy_{label.replace(' ', '_')}"] = economy[:, months].mean(axis=1)
    for partner in (about.a, about.b):
        columns[f"first_summit_{partner}"] = first_deal(
            results, about.state, "summit", partner
        ).astype(np.int16)
    return columns | _approaches(results, about.state) | _by_state(results)


def _approaches(results: Results, state: str) -> dict[str, np.ndarray]:
    """Return how often a state approached each partner, was accepted, and how far it depends on it at the end."""
    i = results.scenario.index(state)
    ends = results.at([len(results.months) - 1])
    columns = {}
    for j, code in enumerate(results.codes):
        if j != i:
            answers = results.answers_to_deals[:, :, i, j]
            columns[f"approaches_{code}"] = (answers >= 0).sum(axis=1).astype(np.int16)
            columns[f"deals_{code}"] = (answers == 1).sum(axis=1).astype(np.int16)
            columns[f"dependence_{code}"] = ends.dependence(state, code)[:, 0].copy()
    return columns


def _by_state(results: Results) -> dict[str, np.ndarray]:
    """Return postures at both ends, and hedging and support at the last."""
    columns = {}
    ends = results.at([0, len(results.months) - 1])
    for code in results.codes:
        postures = ends.postures(code).astype(np.int16)
        columns[f"posture_first_{code}"], columns[f"posture_last_{code}"] = (
            postures[:, 0].copy(),
            postures[:, 1].copy(),
        )
        columns[f"hedging_{code}"] = ends.hedging(code)[:, 1].copy()
        columns[f"received_{code}"] = ends.received(code)[:, 1].copy()
    return columns


def outcome_table(results: Results) -> OutcomeTable:
    """Return the outcome table of a run held in memory."""
    return OutcomeTable(
        results.scenario, results.seed, focus(results), results.runs, columns_of(results)
    )
