"""Calibration: which values of a scenario's numbers agree with a record of events, and which the record leaves open.

Many points spread over the ranges are lived and moved, round by round, toward where the model
agrees with the record (see ``smoother``). The points that remain are a sample of what the record
allows.

What is compared are patterns over dyads (see ``patterns``), not levels: on whom each deals with
rather than fights, and on where that changed, news and model are to agree. Questions of the
scenario may be asked to be answered yes as well, so that a fit to the news does not lose what the
scenario is about.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from sim.data.events import Record
from sim.errors import InvalidInput
from sim.scenario import Quantity, Question, Scenario, chosen_paths, nearest

from .smoother import Prior, assimilated, spread_evenly
from .targets import Target, agreement, likely_misfits, lived_patterns, target

_FEWEST = 16  # points
_MOST = 20_000  # numbers; the Sobol sequence ends soon after
# Judgement, beside the misfit: for luck and curvature; by it stated errors are true ones
# (docs/calibrate.md).
_ROUGH = 0.1
# judgement: each round takes in twice as much of the record as the one before, when points know
# more
_GROWING = 2.0
_IDLE = 32  # numbers that do nothing, carried along to see what is pinned down by chance alone
# judgement: beyond chance is the mean of idle numbers and so many of their standard deviations,
_SURELY = 3.0
_YES = 0.75  # judgement: a question is answered yes where so large a share of histories say so,
_YES_WITHIN = 0.1  # and this is how far the share may be off
_SATISFIED = 1e9  # variance of what need not be fitted any more
# and at least this share: of shocks after a record's end up to half as much seems taken away
_LEAST = 0.01


@dataclass(frozen=True)
class Calibration:
    """What a record says of a scenario's numbers; arrays are (path,) unless said.

    Attributes
    ----------
    paths : tuple of str
    base, low, high : ndarray
        Values in the scenario, and the ends of their ranges.
    sample : ndarray (point, path)
        What the record allows.
    fitted : ndarray
        The middle of it (in the space that is even a priori).
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
                np.quantile(self.sample, (0.05, 0.5, 0.95), axis=0),
                strict=True,
            )
        )
        table = pd.DataFrame(
            {"path": self.paths, **columns, "pinned": self.pinned, "beyond_chance": self.found}
        )
        return table.sort_values("pinned", ascending=False, kind="stable", ignore_index=True)

    def numbers(self) -> dict[str, float]:
        """Return the fitted values of what the record moves beyond chance, to four digits, within their ranges."""
        return {
            path: float(np.clip(_rounded(value), low, high))
            for path, value, low, high, found in zip(
                self.paths, self.fitted, self.low, self.high, self.found, strict=True
            )
            if found
        }


def histories_in_all(asked: Sequence[Target], points: int, rounds: int, histories: int) -> int:
    """Return how many histories a calibration lives, those of the year before too."""
    before = any(span.months.start < 0 for one in asked for span in one.spans)
    return (rounds * (points + 1) + 1) * histories * (1 + before)


def calibrate(
    scenario: Scenario,
    records: Sequence[Record],
    train_until: str,
    over: Sequence[str] = (),
    points: int = 1024,
    rounds: int = 3,
    histories: int = 64,
    seed: int = 1,
    progress: Callable[[int], None] | None = None,
    yes: Sequence[str] = (),
    executor: Executor | None = None,
) -> Calibration:
    """Fit numbers of a scenario to records of events.

    A priori half of a number lies below its value in the scenario and half above, evenly within its
    range.

    Parameters
    ----------
    records : sequence of Record
    train_until : str
        Last month that may be fitted to, as "2014-06".
    over : sequence of str
        Paths of the numbers; by default all that carry a range.
    points, rounds, histories : int
        Of each point so many histories are lived in each round, on the same luck at all points.
    seed : int
        Of the points and of luck.
    progress : callable, optional
        Told how many histories were just lived.
    yes : sequence of str
        Questions of the scenario that are to be answered yes in three quarters of histories or
        more; "all" for all.
    executor : Executor, optional
        As in ``design.run_design``.

    Raises
    ------
    ValueError
        For a path without a range, an unknown question, too few points, or records without anything
        to fit.
    """
    paths = chosen_paths(scenario, over)
    if points < _FEWEST:
        raise InvalidInput(f"points is {points}: at least {_FEWEST} are needed")
    if len(paths) > _MOST:
        raise InvalidInput(
            f"{len(paths):,} numbers carry ranges: at most {_MOST:,} can be fitted at once; choose "
            "some"
        )
    asked = [target(record, scenario, train_until) for record in records]
    prior = Prior.of(scenario, paths)
    recorded = np.concatenate([one.pattern for one in asked])
    first_rows = np.cumsum([0, *(len(one.rows) for one in asked)])
    groups = np.concatenate(
        [one.groups + first for one, first in zip(asked, first_rows[:-1], strict=True)]
    )

    questions = asked_questions(scenario, yes)

    def lived(sample: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        values = prior.values(sample[:, : len(paths)])
        return lived_patterns(
            scenario, paths, values, asked, histories, seed, progress, questions, executor
        )

    sample, misfits, agreed = spread_evenly(points, len(paths) + _IDLE, seed), None, []
    for inflated in _GROWING ** -np.arange(rounds) * sum(
        _GROWING**k for k in range(rounds)
    ):  # inverses add up to 1
        patterns, likely = lived(np.vstack([sample.mean(axis=0), sample]))
        agreed.append([*agreement(patterns[0], recorded, groups), *likely[0]])
        misfits = misfits if misfits is not None else likely_misfits(patterns[1:], recorded, groups)
        short = np.where(likely[1:].mean(axis=0) < _YES, _YES_WITHIN**2, _SATISFIED)
        seen, wanted = (
            np.hstack([patterns[1:], likely[1:]]),
            np.append(recorded, np.full(len(questions), _YES)),
        )
        sample = assimilated(sample, seen, wanted, inflated * np.append(misfits + _ROUGH, short))
    patterns, likely = lived(sample.mean(axis=0)[None])
    agreed.append([*agreement(patterns[0], recorded, groups), *likely[0]])
    rows = [
        *(row for one in asked for row in one.rows),
        *(f"yes to {question.id}" for question in questions),
    ]
    off = np.append(_by_row(misfits, groups), np.full(len(questions), np.nan))
    return _calibration(prior, sample, np.array(agreed), off, rows)


def asked_questions(scenario: Scenario, wanted: Sequence[str]) -> list[Question]:
    """Return questions of a scenario by their ids, each once, or "all".

    ValueError for one that it does not ask.
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


def calibrated(scenario: Scenario, found: Calibration, told: str) -> Scenario:
    """Return a scenario with what a record says beyond chance: fitted values, as ranges where 90 % of the sample lie.

    Parameters
    ----------
    scenario : Scenario
        That was calibrated.
    found : Calibration
    told : str
        What it was calibrated on, for the sources.
    """
    key = (
        "calibrated"
        if "calibrated" not in scenario.sources
        else f"calibrated-{len(scenario.sources)}"
    )
    values, low, high = found.numbers(), *np.quantile(found.sample, (0.05, 0.95), axis=0)
    fitted = {}
    for k, path in enumerate(found.paths):
        if path in values:
            ends = min(_rounded(low[k]), values[path]), max(_rounded(high[k]), values[path])
            note = f"{found.base[k]:.4g} before; {100 * found.pinned[k]:.0f} % of the uncertainty taken away"
            fitted[path] = Quantity(values[path], ends, key, note, "calibrated")
    amounts = [
        replace(
            shock,
            effects=tuple(replace(e, amount=fitted.get(e.name, e.amount)) for e in shock.effects),
        )
        for shock in scenario.shocks
    ]
    numbers = scenario.numbers | {
        path: quantity for path, quantity in fitted.items() if path in scenario.numbers
    }
    return replace(
        scenario, numbers=numbers, shocks=tuple(amounts), sources=scenario.sources | {key: told}
    )


def _rounded(value: float) -> float:
    """Return a number to four digits."""
    return float(f"{value:.4g}")


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
