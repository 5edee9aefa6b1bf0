"""Calibration: which values of a scenario's parameters agree with a record of events.

Many points spread over the ranges are simulated and moved, round by round, toward where the model
agrees with the record (see ``smoother``). The points that remain are a sample of the parameter
values that are compatible with the record.

Patterns over dyads are compared (see ``targets``), not levels: model and news should agree on who
cooperates with whom rather than quarrels, and on where that changed. The fit may also be required
to answer questions of the scenario with yes, so that it does not lose what the scenario is about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.data.events import Record
from sim.ensemble.how import HERE, How
from sim.errors import InvalidInput
from sim.outcomes.quantiles import LEVELS
from sim.scenario import Question, Scenario, chosen_paths, nearest

from .plan import USUAL, Plan
from .rounds import rounds_of_fitting
from .simulated import Aims, Points, simulated_patterns
from .smoother import Prior, spread_evenly
from .targets import Target, target

_FEWEST = 16  # points
_MOST = 20_000  # numbers; the Sobol sequence ends soon after
_IDLE = 32  # numbers that do nothing, carried along to see what is pinned down by chance alone
# judgement: beyond chance is the mean of idle numbers plus so many of their standard deviations,
_SURELY = 3.0
# and at least this share: for shocks after the end of the record, which it cannot inform, up to
# half as much has been seen by chance
_LEAST = 0.01


@dataclass(frozen=True)
class Calibration:
    """What a record says about a scenario's parameters; arrays are (path,) unless stated.

    Attributes
    ----------
    paths : tuple of str
    base, low, high : ndarray
        Values in the scenario, and the ends of their ranges.
    sample : ndarray (point, path)
        Values that are compatible with the record.
    fitted : ndarray
        The mean of the sample, taken where the prior is normal.
    pinned : ndarray
        Share of a number's uncertainty that the record takes away, 0..1.
    by_chance, surely : float
        What it seems to take away of numbers that do nothing; and from where on more than chance is
        at work.
    rounds : ndarray (round, target row)
        Correlation of the middle point's pattern with the record's, before the first round and
        after each; of a question the share of histories that say yes.
    misfits : ndarray (target row,)
        Variance of what the model cannot agree on, in units of the spread over dyads; NaN of
        questions.
    rows : tuple of str
        What the rows of the targets are, as "share 2013", then questions, as "yes to moscow-first".
    """

    paths: tuple[str, ...]
    base: np.ndarray
    low: np.ndarray
    high: np.ndarray
    sample: np.ndarray
    fitted: np.ndarray
    pinned: np.ndarray
    by_chance: float
    surely: float
    rounds: np.ndarray
    misfits: np.ndarray
    rows: tuple[str, ...]

    @property
    def found(self) -> np.ndarray:
        """Whether the record says something of a number, beyond chance: (path,) of bool."""
        return self.pinned > self.surely

    @property
    def agreement(self) -> tuple[float, float]:
        """Mean correlation with the record's patterns, before the first round and after the last.

        Questions do not count.
        """
        patterns = [k for k, row in enumerate(self.rows) if not row.startswith("yes to ")]
        before, after = (float(self.rounds[k, patterns].mean()) for k in (0, -1))
        return before, after

    def table(self) -> pd.DataFrame:
        """Return a row per number, those most pinned down first.

        Columns: path, its range (``low``, ``high``), value in the scenario (``base``), ``fitted``,
        quantiles of the sample (``q05``, ``q50``, ``q95``), ``pinned``, and whether that is
        ``beyond_chance``.
        """
        columns = {name: getattr(self, name) for name in ("low", "high", "base", "fitted")}
        columns |= dict(
            zip(
                ("q05", "q50", "q95"),
                np.quantile(self.sample, LEVELS[::2], axis=0),
                strict=True,
            )
        )
        table = pd.DataFrame(
            {"path": self.paths, **columns, "pinned": self.pinned, "beyond_chance": self.found}
        )
        return table.sort_values("pinned", ascending=False, kind="stable", ignore_index=True)

    def numbers(self) -> dict[str, float]:
        """Return the fitted values of what the record moves beyond chance, to four digits."""
        return {
            path: float(np.clip(rounded(value), low, high))
            for path, value, low, high, result in zip(
                self.paths, self.fitted, self.low, self.high, self.found, strict=True
            )
            if result
        }


def histories_in_all(asked: Sequence[Target], points: int, rounds: int, histories: int) -> int:
    """Return how many histories a calibration runs, those of the year before too.

    Parameters
    ----------
    asked : sequence of Target
        What the records ask of the model.
    points, rounds, histories : int
        As in ``Plan``.
    """
    before = any(span.months.start < 0 for one in asked for span in one.spans)
    return (rounds * (points + 1) + 1) * histories * (1 + before)


def fit(
    scenario: Scenario,
    records: Sequence[Record],
    train_until: str,
    plan: Plan = USUAL,
    seed: int = 1,
    how: How = HERE,
) -> Calibration:
    """Fit numbers of a scenario to records of events.

    A priori half of a number lies below its value in the scenario and half above, evenly within its
    range.

    Parameters
    ----------
    scenario : Scenario
        Whose numbers are fitted.
    records : sequence of Record
        Events between its states.
    train_until : str
        Last month that may be fitted to, as "2014-06".
    plan : Plan
        Which numbers, to which answers, at how many points.
    seed : int
        Of the points and of the random draws, which are the same at all points.
    how : How
        As in ``sim.run``.

    Raises
    ------
    InvalidInput
        For a path without a range, an unknown question, too few points, or records without anything
        to fit.
    """
    paths = _checked_paths(scenario, plan)
    targets = tuple(target(record, scenario, train_until) for record in records)
    prior = Prior.of(scenario, paths)
    aims = Aims(targets, tuple(asked_questions(scenario, plan.yes)))

    def simulated(sample: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return patterns and answers at the points of a sample."""
        points = Points(paths, prior.values(sample[:, : len(paths)]))
        return simulated_patterns(scenario, points, aims, plan.histories, seed, how)

    sample = spread_evenly(plan.points, len(paths) + _IDLE, seed)
    sample, misfits, agreed = rounds_of_fitting(simulated, sample, aims, plan.rounds)
    off = np.append(_by_row(misfits, aims.groups), np.full(len(aims.questions), np.nan))
    return _calibration(prior, sample, agreed, off, aims.rows)


def _checked_paths(scenario: Scenario, plan: Plan) -> tuple[str, ...]:
    """Return the paths of the numbers that a plan fits; refuse an impossible plan."""
    paths = tuple(chosen_paths(scenario, plan.over, observed=True))
    if plan.points < _FEWEST:
        raise InvalidInput(f"points is {plan.points}: at least {_FEWEST} are needed")
    if len(paths) > _MOST:
        raise InvalidInput(
            f"{len(paths):,} parameters have ranges: at most {_MOST:,} can be fitted at once; "
            "choose some"
        )
    return paths


def asked_questions(scenario: Scenario, wanted: Sequence[str]) -> list[Question]:
    """Return questions of a scenario by their ids, each once, or all of them.

    Parameters
    ----------
    scenario : Scenario
        That asks them.
    wanted : sequence of str
        Ids, or "all" among them.

    Raises
    ------
    InvalidInput
        For a question that the scenario does not ask.
    """
    known = {question.id: question for question in scenario.questions}
    if "all" in wanted:
        return list(scenario.questions)
    for identity in wanted:
        if identity not in known:
            raise InvalidInput(
                f"unknown question '{identity}'{nearest(identity, known) or ': none is asked'}"
            )
    return [known[identity] for identity in dict.fromkeys(wanted)]


def rounded(value: float) -> float:
    """Return a number to four digits."""
    return float(f"{value:z.4g}")


def _by_row(values: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Return the value of each row."""
    return np.array([values[groups == g][0] for g in np.unique(groups)])


def _calibration(
    prior: Prior, sample: np.ndarray, agreed: np.ndarray, misfits: np.ndarray, rows: Sequence[str]
) -> Calibration:
    """Return what the last sample says."""
    count = len(prior.paths)
    pinned = 1.0 - sample.var(axis=0)
    idle = pinned[count:]
    return Calibration(
        paths=prior.paths,
        base=prior.base,
        low=prior.low,
        high=prior.high,
        sample=prior.values(sample[:, :count]),
        fitted=prior.values(sample[:, :count].mean(axis=0)[None])[0],
        pinned=pinned[:count],
        by_chance=float(idle.mean()),
        surely=max(float(idle.mean() + _SURELY * idle.std()), _LEAST),
        rounds=agreed,
        misfits=misfits,
        rows=tuple(rows),
    )
