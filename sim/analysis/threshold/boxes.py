"""Discovery: in which parts of a scenario's parameter space an outcome is above a level.

Scenario discovery as Bryant and Lempert describe it (Technological Forecasting and Social Change
77, 2010): many points are spread evenly over the ranges of all parameters at once, and a small
decision tree cuts the space into boxes by the outcomes there (for a question: whether the answer is
mostly yes). Each point has its own random numbers, so that chance cancels out within a box.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.ensemble.design import Design, by_point, run_design
from sim.ensemble.how import HERE, How
from sim.errors import InvalidInput
from sim.outcomes.table import Wanted
from sim.scenario import Scenario, chosen_paths, ranged_paths
from sim.system.text import in_percent

from .crossing import Crossing

if TYPE_CHECKING:
    from sklearn.tree import DecisionTreeClassifier

_DEPTH = 3  # cuts that bound a box; judgement: what can be kept in mind
_LEAST = 0.03  # of all points, in a box; judgement
_FOLDS = 5  # of cross-validation, as is the custom
_FEWEST = 8  # points
# judgement: a tree that is right about no more points than this beyond the baseline is worth little
_WORTH = 0.02


@dataclass(frozen=True)
class Spread:
    """How many points are spread over the space.

    Attributes
    ----------
    points : int
        Of a scrambled Sobol sequence; a power of two spreads most evenly. At least 8.
    histories : int
        Of each point, its own; an odd number leaves none at one half. With 16 the article's tree
        cut at numbers of no effect.
    """

    points: int = 1024
    histories: int = 65


@dataclass(frozen=True)
class Box:
    """A part of the space in which the answer is mostly yes.

    Attributes
    ----------
    limits : dict of path to (low, high)
        Only of the numbers that bound the box; all others run over their whole ranges.
    density : float
        Share of the points in the box at which the answer is yes.
    coverage : float
        Share of all points with yes that lie in the box.
    mass : float
        Share of all points that lie in the box: how much of the space it takes up.
    probability : float
        Share of the histories of the points in the box that say yes.
    """

    limits: dict[str, tuple[float, float]]
    density: float
    coverage: float
    mass: float
    probability: float


@dataclass(frozen=True)
class Discovery:
    """The boxes of an outcome, and how far the tree that cut them can be trusted.

    Attributes
    ----------
    boxes : list of Box
        Those that hold most of the yes first; `reason` says why there are none.
    paths : tuple of str
        The numbers that were varied.
    points, histories : int
        How many points, and how many histories of each.
    level : float
        The answer at a point is yes where its probability is above this.
    yes : float
        Share of points at which it is.
    accuracy : float
        Share of points that such a tree gets right which has not seen them (cross-validated); nan
        where yes or no is too rare to say.
    baseline : float
        Share that is got right by always saying what is commoner. A tree that is no better has
        found nothing.
    reason : str
        Why there are no boxes; empty where there are some.
    """

    boxes: list[Box]
    paths: tuple[str, ...]
    points: int
    histories: int
    level: float
    yes: float
    accuracy: float
    baseline: float
    reason: str


def discover(
    scenario: Scenario,
    crossing: Crossing,
    over: Sequence[str] = (),
    spread: Spread = Spread(),
    seed: int = 1,
    how: How = HERE,
) -> Discovery:
    """Find the boxes of numbers in which an outcome is above a level.

    Parameters
    ----------
    scenario : Scenario
    crossing : Crossing
        The outcome and the level.
    over : sequence of str
        Paths of the numbers that vary, evenly over their ranges; by default all that carry a range.
    spread : Spread
        How many points there are.
    seed : int
        Of the sequence of points and of random draws.
    how : How
        As in ``design.run_design``.

    Raises
    ------
    InvalidInput
        For a path without a range, or too few points.
    """
    paths = chosen_paths(scenario, over)
    if spread.points < _FEWEST:
        raise InvalidInput(f"points is {spread.points}: at least {_FEWEST} are needed")
    points = spread_points(scenario, paths, spread.points, seed)
    measured = Wanted((crossing.outcome,), True)
    design = Design(paths, points, spread.histories, seed, True, measured)
    outcomes = run_design(scenario, design, how)
    values = by_point(outcomes, crossing.outcome.column, spread.histories)
    return cut_into_boxes(scenario, paths, points, values, crossing.level)


def spread_points(scenario: Scenario, paths: Sequence[str], count: int, seed: int) -> np.ndarray:
    """Return points spread evenly over the ranges of some numbers: (point, path).

    They are the first `count` of a scrambled Sobol sequence.
    """
    from scipy.stats import qmc

    ranges = ranged_paths(scenario)
    low, high = np.array([ranges[path] for path in paths]).T
    sequence = qmc.Sobol(len(paths), seed=seed).random_base2(int(np.ceil(np.log2(count))))[:count]
    return np.clip(low + sequence * (high - low), low, high)


def cut_into_boxes(
    scenario: Scenario,
    paths: Sequence[str],
    design: np.ndarray,
    answers: np.ndarray,
    level: float = 0.5,
) -> Discovery:
    """Return the boxes that a small tree cuts a space into.

    Parameters
    ----------
    scenario : Scenario
        Whose ranges they are.
    paths : sequence of str
        Of the columns of the design.
    design : ndarray (point, path)
    answers : ndarray (point, history)
        Outcomes; of answers 1 for yes.
    level : float
        The answer at a point is yes where more than this share of its histories say so.
    """
    likely = answers.mean(axis=1)
    yes = likely > level
    share, results, accuracy = float(yes.mean()), [], float("nan")
    points, histories = answers.shape
    if share in (0.0, 1.0):
        word = "yes" if share else "no"
        reason = f"No boxes: the answer is {word} at all {points:,} points."
    else:
        tree = _tree(points).fit(design, yes)
        accuracy = _accuracy(design, yes)
        leaves = _leaves(tree, design)
        results = [_box(scenario, paths, limits, rows, yes, likely) for limits, rows in leaves]
        results = sorted(
            (box for box in results if box.density > 0.5), key=lambda box: -box.coverage
        )
        nowhere = (
            f"the answer is yes at {in_percent(share, digits=1)} of points, but nowhere mostly"
        )
        reason = "" if results else f"No boxes: {nowhere}."
    baseline = max(share, 1 - share)
    return Discovery(
        results, tuple(paths), points, histories, level, share, accuracy, baseline, reason
    )


def _tree(points: int) -> DecisionTreeClassifier:
    """Return a tree that has not grown yet, for so many points."""
    from sklearn.tree import DecisionTreeClassifier

    return DecisionTreeClassifier(
        max_depth=_DEPTH, min_samples_leaf=max(2, round(_LEAST * points)), random_state=0
    )


def _accuracy(design: np.ndarray, yes: np.ndarray) -> float:
    """Return the share of points that trees get right which have not seen them."""
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    folds = min(_FOLDS, int(yes.sum()), int((~yes).sum()))
    if folds < 2:
        return float("nan")
    guessed = cross_val_predict(
        _tree(len(yes)), design, yes, cv=StratifiedKFold(folds, shuffle=True, random_state=0)
    )
    return float((guessed == yes).mean())


def _leaves(
    tree: DecisionTreeClassifier, design: np.ndarray
) -> list[tuple[dict[int, list[float]], np.ndarray]]:
    """Return the limits of each leaf, by column of the design, and which points lie in it."""
    cuts, result = tree.tree_, []
    reached = tree.apply(design)
    waiting: list[tuple[int, dict[int, list[float]]]] = [(0, {})]
    while waiting:
        node, limits = waiting.pop()
        column, cut = int(cuts.feature[node]), float(cuts.threshold[node])
        if cuts.children_left[node] == cuts.children_right[node]:
            result.append((limits, reached == node))
            continue
        low, high = limits.get(column, [-np.inf, np.inf])
        waiting.append((int(cuts.children_left[node]), limits | {column: [low, min(high, cut)]}))
        waiting.append((int(cuts.children_right[node]), limits | {column: [max(low, cut), high]}))
    return result


def _box(
    scenario: Scenario,
    paths: Sequence[str],
    limits: dict[int, list[float]],
    rows: np.ndarray,
    yes: np.ndarray,
    likely: np.ndarray,
) -> Box:
    """Return a leaf as a box; ends that are not cut are those of the range."""
    ranges = ranged_paths(scenario)
    within = {
        paths[column]: (max(low, ranges[paths[column]][0]), min(high, ranges[paths[column]][1]))
        for column, (low, high) in sorted(limits.items())
    }
    density, coverage = float(yes[rows].mean()), float(yes[rows].sum() / yes.sum())
    return Box(within, density, coverage, float(rows.mean()), float(likely[rows].mean()))


def in_words(box: Box) -> str:
    """Say where a box lies and what it holds, in a sentence."""
    bounds = " and ".join(
        f"{path} from {low:z.4g} to {high:z.4g}" for path, (low, high) in box.limits.items()
    )
    return (
        f"{bounds or 'anywhere'}: yes at {in_percent(box.density)} of points "
        f"({in_percent(box.probability)} of histories); "
        f"{in_percent(box.coverage)} of all points with yes, in {in_percent(box.mass)} "
        "of the space"
    )


def trust_in_words(result: Discovery) -> str:
    """Say how often the boxes' tree is right at points that it has not seen; or nothing."""
    if np.isnan(result.accuracy):
        return (
            ""
            if result.reason
            else "Too few points differ to say how far the boxes can be trusted."
        )
    worth = "" if result.accuracy - result.baseline > _WORTH else ": the boxes say next to nothing"
    return (
        f"Of points that were held back, boxes cut in this way get {in_percent(result.accuracy)} "
        f"right; always saying what is commoner gets {in_percent(result.baseline)}{worth}."
    )
