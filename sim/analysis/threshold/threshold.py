"""Threshold: the smallest change of a scenario's numbers that turns the answer to a question.

An answer turns where the share of histories that say yes crosses a level, one half as a rule.
Numbers change within the ranges that the scenario gives them (up to them, where its own value lies
outside), and changes are measured in ranges. All points are lived on the same luck: they differ by
their numbers alone, but share that luck's accidents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cache, partial

import numpy as np

from sim.ensemble.design import by_point, run_design
from sim.errors import InvalidInput
from sim.outcomes.focus import Focus
from sim.outcomes.questions import answer
from sim.outcomes.results import Results
from sim.scenario import Question, Scenario, chosen_paths, nearest, ranged_paths, values_of

GRID = 9  # values of each number that are looked at before the search; judgement
JOINTLY = 5  # numbers that change together unless others are named; judgement
YES = "yes"  # the column that `answered` keeps
_FINE = 0.01  # of a range: how closely a crossing is found
_LANDED = 4  # points of the search from which ways back to the base are tried; judgement
_TRIES = 25  # points of a joint search, for each number; judgement
_AT_ONCE = 2**24  # numbers of a design held at a time: 128 MB


@dataclass(frozen=True)
class Threshold:
    """One number, and what it would have to be for the answer to turn.

    Attributes
    ----------
    low, high, base, probability_at_base : float
        Its range, its value in the scenario, and the share of histories that say yes there.
    values, probabilities : ndarray (value,)
        A grid over the range, and the share of histories that say yes at each value.
    histories : int
        At each value: the standard error of a share p is sqrt(p (1 - p) / histories).
    crossing, probability_at_crossing : float or None
        The nearest value at which the answer has turned, to a hundredth of the range; None: no
        value in range turns it.
    change_in_ranges : float
        From base to crossing, as a share of the range; infinite where there is none.
    push : float
        How far the number can move the probability toward the level, and past it.
    """

    path: str
    low: float
    high: float
    base: float
    probability_at_base: float
    values: np.ndarray
    probabilities: np.ndarray
    histories: int
    crossing: float | None
    probability_at_crossing: float | None
    change_in_ranges: float
    push: float


@dataclass(frozen=True)
class JointThreshold:
    """Numbers that change together, and the shortest change found that turns the answer.

    Arrays are (path,).

    Attributes
    ----------
    base, values, changes_in_ranges : ndarray
        Values in the scenario, where the answer has turned, and the difference in ranges; `length`
        is Euclidean.
    probability_at_base, probability, elsewhere : float
        Share of histories that say yes before, after, and after on other luck than that which the
        search may suit.
    """

    paths: tuple[str, ...]
    base: np.ndarray
    values: np.ndarray
    changes_in_ranges: np.ndarray
    length: float
    probability_at_base: float
    probability: float
    elsewhere: float


def asked(scenario: Scenario, question_id: str, level: float) -> Question:
    """Return a question.

    ValueError when there is no such question, with the nearest, or no such level to cross.
    """
    questions = {question.id: question for question in scenario.questions}
    if question_id not in questions:
        raise InvalidInput(
            "unknown question "
            f"'{question_id}'{nearest(question_id, questions) or ': none is asked'}"
        )
    if not 0 < level < 1:
        raise InvalidInput(f"level is {level:g}: a probability above 0 and below 1 is needed")
    return questions[question_id]


def answered(results: Results, about: Focus, question: Question) -> dict[str, np.ndarray]:
    """Return a question's answers alone, for ``design.run_design`` to keep."""
    return {YES: answer(results, question).astype(np.int8)}


class _Odds:
    """The probability of yes wherever some numbers are put, on the same histories everywhere."""

    def __init__(self, scenario, question_id, paths, level, **how):
        self.how = how | {
            "measured": partial(answered, question=asked(scenario, question_id, level))
        }
        self.scenario, self.paths, self.level, self.histories = (
            scenario,
            list(paths),
            level,
            how["histories"],
        )
        self.low, self.high = np.array([ranged_paths(scenario)[path] for path in self.paths]).T
        self.base, self.span = np.array(values_of(scenario, self.paths)), self.high - self.low
        self.at_base = float(self(self.base[None])[0])

    def __call__(self, points: np.ndarray) -> np.ndarray:
        """Return the probability at points (point, path), block by block, naming only the numbers that move in it."""
        points, back = np.unique(points, axis=0, return_inverse=True)
        found, size = np.empty(len(points)), max(8, _AT_ONCE // (self.histories * len(self.paths)))
        for block in (slice(first, first + size) for first in range(0, len(points), size)):
            move = np.flatnonzero((points[block] != self.base).any(axis=0))
            outcomes = run_design(
                self.scenario, [self.paths[k] for k in move], points[block][:, move], **self.how
            )
            found[block] = by_point(outcomes, YES, self.histories).mean(axis=1)
        return found[back.ravel()]

    def beyond(self, probabilities: np.ndarray) -> np.ndarray:
        """Return how far probabilities lie on the other side of the level than the base's.

        From 0 on they do.
        """
        if self.at_base > self.level:
            return self.level - probabilities
        return probabilities - self.level - 1e-9  # at the level is not above it

    def changed(self, changes: np.ndarray) -> np.ndarray:
        """Return points at changes from the base in ranges, no farther than the ranges go."""
        low, high = np.minimum(self.low, self.base), np.maximum(self.high, self.base)
        return np.clip(self.base + changes * self.span, low, high)

    def between(
        self, inner: np.ndarray, outer: np.ndarray, fine: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """Halve stretches between points where the answer turns until short.

        Return outer ends and odds there.
        """
        inner, outer, found = inner.copy(), outer.copy(), self(outer)
        while len(
            wide := np.flatnonzero(np.linalg.norm((outer - inner) / self.span, axis=1) > fine)
        ):
            middle = (inner[wide] + outer[wide]) / 2
            likely = self(middle)
            turned = self.beyond(likely) >= 0
            outer[wide[turned]], found[wide[turned]] = middle[turned], likely[turned]
            inner[wide[~turned]] = middle[~turned]
        return outer, found


def thresholds(
    scenario: Scenario,
    question_id: str,
    over: Sequence[str] = (),
    level: float = 0.5,
    histories: int = 400,
    seed: int = 1,
    progress: Callable[[int], None] | None = None,
    executor: Executor | None = None,
) -> list[Threshold]:
    """Find, for one number at a time, the nearest value that turns an answer.

    All others stay as in the scenario.

    Parameters
    ----------
    over : sequence of str
        Paths of the numbers; by default all that carry a range.
    level : float
        Probability of yes to cross, above 0 and below 1.
    histories, seed, progress, executor
        As in ``design.run_design``.

    Returns
    -------
    list of Threshold, the smallest change first; then those that turn nothing, the farthest pushes
    first

    Raises
    ------
    ValueError
        For an unknown question, a path without a range, or a level that cannot be.
    """
    how = {"histories": histories, "seed": seed, "progress": progress, "executor": executor}
    odds = _Odds(scenario, question_id, chosen_paths(scenario, over), level, **how)
    values, which = np.linspace(odds.low, odds.high, GRID, axis=1), np.arange(len(odds.paths))
    points = np.tile(odds.base, (len(which), GRID, 1))
    points[which, :, which] = values
    grid = odds(points.reshape(-1, len(which))).reshape(values.shape)
    turns = [turn for k in which for turn in _turns(odds, k, values[k], grid[k])]
    inner, outer = np.tile(odds.base, (2, len(turns), 1))
    for row, (k, before, after) in enumerate(turns):
        inner[row, k], outer[row, k] = before, after
    outer, likely = odds.between(inner, outer, _FINE)
    crossings = [
        [(outer[row, k], likely[row]) for row, turn in enumerate(turns) if turn[0] == k]
        for k in which
    ]
    found = (_threshold(odds, k, values[k], grid[k], crossings[k]) for k in which)
    return sorted(found, key=lambda one: (one.change_in_ranges, -one.push))


def _turns(
    odds: _Odds, k: int, values: np.ndarray, grid: np.ndarray
) -> Iterator[tuple[int, float, float]]:
    """Yield the stretches of a grid, from the base outward either way, in which the answer first turns."""
    for way in (1, -1):
        there = np.flatnonzero((values - odds.base[k]) * way > 0)[::way]
        turned = np.flatnonzero(odds.beyond(grid[there]) >= 0)
        if len(turned):
            yield k, *[odds.base[k], *values[there]][turned[0] : turned[0] + 2]


def _threshold(
    odds: _Odds, k: int, values: np.ndarray, grid: np.ndarray, crossings: list
) -> Threshold:
    """Return what was found of one number, from its crossings on either side of the base."""
    base, low, high = (float(numbers[k]) for numbers in (odds.base, odds.low, odds.high))
    crossing, likely = min(crossings, key=lambda one: abs(one[0] - base), default=(None, None))
    change = np.inf if crossing is None else abs(crossing - base) / (high - low)
    push = float(max(odds.beyond(grid).max() - odds.beyond(odds.at_base), 0.0))
    found = (values, grid, odds.histories, crossing, likely, change, push)
    return Threshold(odds.paths[k], low, high, base, odds.at_base, *found)


def joint_threshold(
    scenario: Scenario,
    question_id: str,
    paths: Sequence[str] = (),
    level: float = 0.5,
    histories: int = 400,
    seed: int = 1,
    progress: Callable[[int], None] | None = None,
    executor: Executor | None = None,
) -> JointThreshold | None:
    """Find the shortest change of several numbers together that turns an answer.

    None where no change does.

    COBYQA (Ragonneau & Zhang) searches from the shorter of two changes: of the best single number,
    and of all numbers toward where each pushes hardest. What it finds is never longer than these,
    but need not be the shortest there is.

    Parameters
    ----------
    paths : sequence of str
        Numbers to change; by default the first five of ``thresholds``, whose other parameters and
        errors these are.
    """
    how = dict(histories=histories, seed=seed, progress=progress, executor=executor)
    alone = thresholds(scenario, question_id, paths, level, **how)
    chosen = alone if paths else alone[:JOINTLY]
    odds = _Odds(scenario, question_id, [one.path for one in chosen], level, **how)
    if not len(starts := _starts(odds, chosen)):
        return None
    point = _without_trifles(odds, _searched(odds, _landed(odds, starts)))
    elsewhere = _Odds(
        scenario, question_id, odds.paths, level, **how | {"seed": (seed + 1) % 2**63}
    )
    likely = (odds.at_base, *(float(luck(point[None])[0]) for luck in (odds, elsewhere)))
    moved, changes = np.flatnonzero(point != odds.base), (point - odds.base) / odds.span
    told = (odds.base[moved], point[moved], changes[moved], float(np.linalg.norm(changes)))
    return JointThreshold(tuple(odds.paths[k] for k in moved), *told, *likely)


def _starts(odds: _Odds, chosen: Sequence[Threshold]) -> np.ndarray:
    """Return single crossings, and the point where all numbers push hardest if the answer has turned there."""
    hardest = [
        one.values[odds.beyond(one.probabilities).argmax()] if one.push else one.base
        for one in chosen
    ]
    alone = [(k, one.crossing) for k, one in enumerate(chosen) if one.crossing is not None]
    points = np.array(
        [*(np.where(np.arange(len(chosen)) == k, value, odds.base) for k, value in alone), hardest]
    )
    return points[odds.beyond(odds(points)) >= 0]


def _landed(odds: _Odds, points: np.ndarray) -> np.ndarray:
    """Return the nearest point at which the answer turns on straight ways from the base to points where it has."""
    ends, _ = odds.between(np.tile(odds.base, (len(points), 1)), points, _FINE / 4)
    return ends[np.linalg.norm((ends - odds.base) / odds.span, axis=1).argmin()]


def _searched(odds: _Odds, start: np.ndarray) -> np.ndarray:
    """Return the nearest point where the answer has turned that a search comes to, or the start."""
    from scipy.optimize import Bounds, NonlinearConstraint, minimize

    turned: list[tuple[float, ...]] = []

    @cache  # COBYQA asks for the same points again and again
    def beyond(*changes: float) -> float:
        far = float(odds.beyond(odds(odds.changed(np.array([changes]))))[0])
        turned.extend([changes] if far >= 0 else [])
        return far

    room = Bounds(*((odds.changed(end) - odds.base) / odds.span for end in (-np.inf, np.inf)))
    options = {
        "maxfev": _TRIES * len(start),
        "initial_tr_radius": 0.1,
        "final_tr_radius": _FINE / 2,
    }
    how = {
        "constraints": NonlinearConstraint(lambda changes: beyond(*changes), 0, np.inf),
        "options": options,
    }
    minimize(lambda z: z @ z, (start - odds.base) / odds.span, method="COBYQA", bounds=room, **how)
    nearest = sorted(turned, key=np.linalg.norm)[:_LANDED]
    return _landed(odds, np.array([start, *map(odds.changed, map(np.array, nearest))]))


def _without_trifles(odds: _Odds, point: np.ndarray) -> np.ndarray:
    """Put numbers back to the base, the least changed first, where a change of the others no longer turns it too."""
    for k in np.argsort(np.abs(point - odds.base) / odds.span):
        changes = (point - odds.base) / odds.span
        others = np.where(np.arange(len(changes)) == k, 0.0, changes)
        if changes[k] and others.any():
            both = odds.changed(
                np.array([others, others * np.linalg.norm(changes) / np.linalg.norm(others)])
            )
            turned = odds.beyond(odds(both)) >= 0
            point = both[turned.argmax()] if turned.any() else point
    return _landed(odds, point[None])


def finding(
    scenario: Scenario, question_id: str, found: Sequence[Threshold], level: float = 0.5
) -> str:
    """Say in a sentence how likely yes is, and what smallest change of one number turns that."""
    first, at_base = found[0], found[0].probability_at_base
    turns = (
        "turns this"
        if level == 0.5
        else f"takes this {'below' if at_base > level else 'above'} {100 * level:g} %"
    )
    told = f"{asked(scenario, question_id, level).text.rstrip('.?! ')}: yes in {100 * at_base:.0f} % of histories; "
    if first.crossing is None:
        return f"{told}no single change within the ranges {turns}."
    change = f"{first.path} from {first.base:.4g} to {first.crossing:.4g} ({100 * first.change_in_ranges:.0f} %"
    return f"{told}the smallest single change that {turns} is {change} of its range)."
