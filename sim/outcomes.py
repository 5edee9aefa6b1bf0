"""Outcomes: who supports whom, who leans on whom, who hedges; and the answers to a scenario's own questions.

Measures are functions of arrays whose leading axes are free (history, month, or both); ``Results`` names states
instead of positions. The measures of hedging are DESIGN's words: dependence, hedging, tilt, posture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from . import schema
from .errors import InvalidInput
from .history import Record, by_history
from .scenario import Scenario
from .world import World

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

# Judgements, in one place: support below which a state counts as isolated (patrons), and the shares of its support
# from one partner that make it lean to, or be aligned with, that partner. Of two patrons one always gives half or
# more, so leaning begins beyond that.
ISOLATED_BELOW = 0.25
LEANING_FROM = 0.6
ALIGNED_FROM = 0.8


def dependence(support: np.ndarray) -> np.ndarray:
    """Return each supplier's share of what a state receives.

    Parameters
    ----------
    support : ndarray (..., supplier)
        Support received from each.

    Returns
    -------
    ndarray (..., supplier)
        Shares adding up to one; all zero where nothing is received.
    """
    total = support.sum(axis=-1, keepdims=True)
    return np.divide(support, total, out=np.zeros_like(support), where=total > 0)


def hedging(support: np.ndarray) -> np.ndarray:
    """Return 1 - Herfindahl index of support over suppliers, 0 (one patron, or none) to 1 - 1/suppliers."""
    shares = dependence(support)
    none = support.sum(axis=-1) <= 0
    return np.where(none, 0.0, np.maximum(1.0 - (shares * shares).sum(axis=-1), 0.0))


def tilt(from_a: np.ndarray, from_b: np.ndarray) -> np.ndarray:
    """Return (b - a) / (b + a): -1 where all comes from a, +1 from b; 0 where neither gives anything."""
    total = np.asarray(from_a + from_b, dtype=float)
    return np.divide(from_b - from_a, total, out=np.zeros_like(total), where=total > 0)


def posture(support: np.ndarray) -> np.ndarray:
    """Return posture codes from support received: 0 isolated, 1 hedging, 2 + 2k leaning to k, 3 + 2k aligned with k."""
    shares = dependence(support)
    first = shares.argmax(axis=-1)
    most = shares.max(axis=-1)
    code = np.where(most >= ALIGNED_FROM, 3 + 2 * first, np.where(most >= LEANING_FROM, 2 + 2 * first, 1))
    return np.where(support.sum(axis=-1) < ISOLATED_BELOW, 0, code)


def posture_labels(codes: tuple[str, ...]) -> list[str]:
    """Return the words for posture codes, among states with these codes."""
    partners = [label for code in codes for label in (f"leaning to {code}", f"aligned with {code}")]
    return ["isolated", "hedging", *partners]


def events(results: Results) -> tuple[np.ndarray, np.ndarray]:
    """Return what event data would count of the histories: cooperative and conflictual events.

    Offering a deal and accepting one are cooperative, declining one and acting against the other are not; holding is
    no event.

    Returns
    -------
    cooperation, conflict : ndarray (history, month, source, target) of int8
    """
    answers, acts = results.answers_to_deals, results.choices >= len(schema.DEALS)
    accepted, declined = ((answers == answer).astype(np.int8).swapaxes(2, 3) for answer in (1, 0))
    return (answers >= 0).astype(np.int8) + accepted, acts.astype(np.int8) + declined


def cooperation(results: Results) -> np.ndarray:
    """Return the share of what i does toward j that is cooperative, over all histories and months.

    Returns
    -------
    ndarray (source, target)
        0..1; NaN where nothing ever happens, as on the diagonal.
    """
    warm, cold = (counts.sum(axis=(0, 1), dtype=np.int64) for counts in events(results))
    total = (warm + cold).astype(float)
    return np.divide(warm, total, out=np.full(total.shape, np.nan), where=total > 0)


class Results:
    """Histories of one scenario, and what a reader asks of them.

    Attributes
    ----------
    scenario : Scenario
        What was run.
    seed, histories : int
        How.
    runs : ndarray (history,)
        Numbers of the histories.
    months : ndarray (month,) of datetime64[M]
        The months; every array below holds the end of each.
    stances, trusts : ndarray (history, month, source, target)
    supports : ndarray (history, month, source, target, need)
    start : World
        Stance, trust and support before the first month, in one lane.
    choices : ndarray (history, month, source, target)
        Positions in ``schema.MOVES``, -1 for hold.
    answers_to_deals : ndarray (history, month, source, target)
        1 accepted, 0 rebuffed, -1 no approach.
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int,
        runs: np.ndarray,
        record: Record,
        start: World,
        engine: str = "compiled",
    ):
        self.start = start
        self.scenario = scenario
        self.seed = seed
        self.runs = runs
        self.histories = len(runs)
        self.engine = engine
        self.codes = scenario.codes
        self.months = np.datetime64(scenario.start, "M") + np.arange(scenario.months)
        self._record = record
        self.stances, self.trusts, self.supports, self.choices, self.answers_to_deals = by_history(record)

    def at(self, months: list[int]) -> Results:
        """Return the same histories with only these months (positions) in them."""
        record = Record(*(array[months] if len(array) else array for array in self._record))
        part = Results(self.scenario, self.seed, self.runs, record, self.start, self.engine)
        part.months = self.months[months]
        return part

    def _received(self, i: str, needs: str | tuple[str, ...] | list[str] | None = None) -> np.ndarray:
        """Return what each supplier gives to i: (history, month, supplier)."""
        given = self.supports[:, :, :, self.scenario.index(i), :]
        if needs is None:
            return given.sum(axis=-1)
        wanted = (needs,) if isinstance(needs, str) else tuple(needs)
        for need in wanted:
            if need not in schema.NEEDS:
                raise InvalidInput(f"unknown need {need!r}: choose from {', '.join(schema.NEEDS)}")
        return given[..., [schema.NEEDS.index(need) for need in wanted]].sum(axis=-1)

    def stance(self, i: str, j: str) -> np.ndarray:
        """Return how warmly i regards j: (history, month), -1..1."""
        return self.stances[:, :, self.scenario.index(i), self.scenario.index(j)]

    def trust(self, i: str, j: str) -> np.ndarray:
        """Return i's expectation that j says yes: (history, month), 0..1."""
        return self.trusts[:, :, self.scenario.index(i), self.scenario.index(j)]

    def support(self, i: str, j: str, need: str | tuple[str, ...] | None = None) -> np.ndarray:
        """Return what i gives j, of one need, several or all: (history, month), patrons."""
        return self._received(j, need)[:, :, self.scenario.index(i)]

    def received(self, i: str, need: str | tuple[str, ...] | None = None) -> np.ndarray:
        """Return all that i receives: (history, month), patrons."""
        return self._received(i, need).sum(axis=-1)

    def dependence(self, i: str, j: str, need: str | tuple[str, ...] | None = None) -> np.ndarray:
        """Return the share of i's support that comes from j: (history, month), 0..1."""
        return dependence(self._received(i, need))[:, :, self.scenario.index(j)]

    def hedging(self, i: str, needs: str | tuple[str, ...] | None = None) -> np.ndarray:
        """Return 1 - Herfindahl index of i's support over its suppliers: (history, month), 0..1."""
        return hedging(self._received(i, needs))

    def tilt(self, i: str, a: str, b: str, needs: str | tuple[str, ...] | None = None) -> np.ndarray:
        """Return i's tilt between a (-1) and b (+1): (history, month)."""
        received = self._received(i, needs)
        return tilt(received[:, :, self.scenario.index(a)], received[:, :, self.scenario.index(b)])

    def postures(self, i: str) -> np.ndarray:
        """Return i's posture codes: (history, month) int, positions in ``posture_labels(i)``."""
        return posture(self._received(i))

    def posture_labels(self, i: str) -> list[str]:
        """Return the words for posture codes."""
        return posture_labels(self.codes)

    def moves(self) -> pd.DataFrame:
        """Return every move but hold: run, month, source, target, move, accepted (missing for acts)."""
        import pandas as pd

        row, month, i, j = np.nonzero(self.choices != schema.HOLD)
        answers = self.answers_to_deals[row, month, i, j]
        codes = np.array(self.codes)
        accepted = pd.array(answers == 1, dtype="boolean")
        accepted[answers < 0] = pd.NA
        return pd.DataFrame(
            {
                "run": self.runs[row],
                "month": self.months[month].astype("datetime64[s]"),
                "source": codes[i],
                "target": codes[j],
                "move": np.array(schema.MOVES)[self.choices[row, month, i, j]],
                "accepted": accepted,
            }
        )

    def questions(self) -> dict[str, np.ndarray]:
        """Return the answer to each of the scenario's questions in each history: id -> bool (history,)."""
        from .questions import answer

        return {question.id: answer(self, question) for question in self.scenario.questions}

    def to(self, directory: str | Path) -> Path:
        """Write the results folder (tables, figures, report) and return where it is."""
        from .store import write

        return write(self, directory)
