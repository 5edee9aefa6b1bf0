"""Outcomes: who supports whom, who depends on whom, who hedges.

It also answers a scenario's own questions.

``Results`` asks the measures of hedging (``model.measures``) by the names of states instead of
positions.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import numpy as np

from sim import schema
from sim.errors import InvalidInput
from sim.model.arrays import World
from sim.model.history import Record, Room, by_history, room_to_read, rows
from sim.model.measures import dependence, posture_labels
from sim.scenario import Scenario
from sim.system.text import many

from .measured import (
    ALL_NEEDS,
    BOUNDS,
    DEPENDENCE,
    HEDGING,
    RECEIVED,
    SUPPORT,
    TILT,
    means,
    postures,
    work,
)
from .questions import Needs, answer

if TYPE_CHECKING:
    import pandas as pd


class Results:
    """Histories of one scenario, and what a reader asks of them.

    Attributes
    ----------
    scenario : Scenario
        What was run.
    seed, histories : int
        How.
    own : dict of str to str
        Name of the own class of each state that has one.
    of : int
        How many histories the run has of which these are the first ones; `histories` by default.
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
    ) -> None:
        self.start = start
        self.scenario = scenario
        self.seed = seed
        self.runs = runs
        self.histories = len(runs)
        self.engine = engine
        self.own: dict[str, str] = {}
        self.of = self.histories
        self.codes = scenario.codes
        self.months = np.datetime64(scenario.start, "M") + np.arange(scenario.months)
        self._record = record
        self.stances, self.trusts, self.supports, self.choices, self.answers_to_deals = by_history(
            record
        )

    def to_frame(self) -> pd.DataFrame:
        """Return what each state receives at the end of each month of each history, a row each.

        Returns
        -------
        DataFrame
            Columns run, month, state, received (patrons), hedging (0..1) and posture (in words).
        """
        import pandas as pd

        codes, labels = self.codes, np.array(posture_labels(self.codes))
        shape = (self.histories, len(self.months), len(codes))
        months = self.months.astype("datetime64[s]")
        columns = {
            "run": np.broadcast_to(self.runs[:, None, None], shape),
            "month": np.broadcast_to(months[None, :, None], shape),
            "state": np.broadcast_to(np.array(codes), shape),
            "received": np.stack([self.received(code) for code in codes], axis=-1),
            "hedging": np.stack([self.hedging(code) for code in codes], axis=-1),
            "posture": labels[np.stack([self.postures(code) for code in codes], axis=-1)],
        }
        return pd.DataFrame({name: values.reshape(-1) for name, values in columns.items()})

    def __repr__(self) -> str:
        return f"<Results of {self.scenario.name}: {self._in_words()}>"

    def _repr_html_(self) -> str:
        """Return what was run, as a notebook shows it."""
        title = escape(self.scenario.title)
        return f"<p><strong>{title}</strong><br>{escape(self._in_words())}</p>"

    def _in_words(self) -> str:
        """Say what was run."""
        first, last = (f"{self.months[k]}" for k in (0, -1)) if len(self.months) else ("-", "-")
        count = f"{self.histories:,} {'history' if self.histories == 1 else 'histories'}"
        period = f"{many(len(self.months), 'month')} ({first} to {last})"
        return f"{count} of {period}, seed {self.seed}, engine {self.engine}"

    def at(self, months: list[int] | slice) -> Results:
        """Return the same histories with only these months (positions); a slice copies nothing."""
        record = Record(*(array[months] if len(array) else array for array in self._record))
        part = Results(self.scenario, self.seed, self.runs, record, self.start, self.engine)
        part.months, part.own, part.of = self.months[months], self.own, self.of
        return part

    def only(self, where: slice | np.ndarray, scenario: Scenario | None = None) -> Results:
        """Return some of the histories; a slice copies nothing.

        Parameters
        ----------
        where : slice, or ndarray of int
            Their positions among these.
        scenario : Scenario, optional
            What the new results are asked about: the same with other questions.
        """
        record = rows(self._record, where)
        given = (scenario or self.scenario, self.seed, self.runs[where], record, self.start)
        part = Results(*given, self.engine)
        part.months, part.own = self.months, self.own
        return part

    @property
    def room(self) -> Room:
        """The memory of the record, as compiled measures take it."""
        return room_to_read(self._record)

    def _measured(self, what: int, states: tuple[str, ...], needs: Needs = None) -> np.ndarray:
        """Return a measure of ``measured`` month by month: (history, month)."""
        months, n = self._record.stances.shape[:2]
        rows = np.zeros((months, 7), dtype=np.int64)
        rows[:, 0], rows[:, 4] = what, needs_as_bits(needs)
        rows[:, 1 : 1 + len(states)] = [self.scenario.index(code) for code in states]
        rows[:, 5] = rows[:, 6] = np.arange(months)
        found = np.empty((months, self.histories))
        means(rows, self.room, found, work(n, self.histories))
        return found.T

    def stance(self, i: str, j: str) -> np.ndarray:
        """Return how warmly i regards j: (history, month), -1..1."""
        return self.stances[:, :, self.scenario.index(i), self.scenario.index(j)]

    def trust(self, i: str, j: str) -> np.ndarray:
        """Return i's expectation that j says yes: (history, month), 0..1."""
        return self.trusts[:, :, self.scenario.index(i), self.scenario.index(j)]

    def support(self, i: str, j: str, need: Needs = None) -> np.ndarray:
        """Return what i gives j, of one need, several or all: (history, month), patrons."""
        return self._measured(SUPPORT, (j, i), need)

    def received(self, i: str, need: Needs = None) -> np.ndarray:
        """Return all that i receives: (history, month), patrons."""
        return self._measured(RECEIVED, (i,), need)

    def dependence(self, i: str, j: str, need: Needs = None) -> np.ndarray:
        """Return the share of i's support that comes from j: (history, month), 0..1."""
        return self._measured(DEPENDENCE, (i, j), need)

    def shares(self, i: str) -> np.ndarray:
        """Return the share of i's support that comes from each: (history, month, supplier)."""
        return dependence(self.supports[:, :, :, self.scenario.index(i)].sum(axis=-1))

    def hedging(self, i: str, needs: Needs = None) -> np.ndarray:
        """Return 1 - Herfindahl index of i's support over its suppliers: (history, month), 0..1."""
        return self._measured(HEDGING, (i,), needs)

    def tilt(self, i: str, a: str, b: str, needs: Needs = None) -> np.ndarray:
        """Return i's tilt between a (-1) and b (+1): (history, month)."""
        return self._measured(TILT, (i, a, b), needs)

    def postures(self, i: str) -> np.ndarray:
        """Return i's posture codes: (history, month) int, positions in ``posture_labels(i)``."""
        months, n = self._record.stances.shape[:2]
        rows = np.full((months, 2), self.scenario.index(i), dtype=np.int64)
        rows[:, 1] = np.arange(months)
        found = np.empty((months, self.histories), dtype=np.int16)
        postures(rows, self.room, BOUNDS, found, work(n, self.histories))
        return found.T.astype(np.int64)

    def posture_labels(self, i: str) -> list[str]:
        """Return the words for posture codes."""
        return posture_labels(self.codes)

    def moves(self) -> pd.DataFrame:
        """Return a row per move: run, month, source, target, move, accepted (missing for acts)."""
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
        """Return the answers to the scenario's questions: id -> bool (history,)."""
        return {question.id: answer(self, question) for question in self.scenario.questions}


def needs_as_bits(needs: Needs) -> int:
    """Return needs as ``measured`` takes them: one bit for each, all where none is named.

    Parameters
    ----------
    needs : str, or several, or None
        Words of the schema.

    Raises
    ------
    InvalidInput
        For an unknown need.
    """
    if needs is None:
        return ALL_NEEDS
    wanted = (needs,) if isinstance(needs, str) else tuple(needs)
    for need in wanted:
        if need not in schema.NEEDS:
            raise InvalidInput(f"unknown need {need!r}: choose from {', '.join(schema.NEEDS)}")
    return sum(1 << schema.NEEDS.index(need) for need in set(wanted))
