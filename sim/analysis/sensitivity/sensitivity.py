"""Sensitivity: which parameters of a scenario its outcome depends on, and how much is chance.

Three methods: Morris's screening over all parameters, Sobol's shares of variance for the most
important, and each parameter alone at either end of its range (the tornado). Every parameter varies
uniformly over the range that the scenario gives it, independently of all others: the file does not
say how they vary together.

All points of a design are run on the same random draws (histories 0, 1, ...). Effects and indices
are those on the mean over histories.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.ensemble.design import POINT, Design, by_point, run_design
from sim.ensemble.how import HERE, How
from sim.errors import InvalidInput
from sim.outcomes.outcome import Outcome
from sim.outcomes.table import OutcomeTable, Wanted
from sim.report.answer import Asked
from sim.scenario import Scenario, chosen_paths, ranged_paths, values_of
from sim.system.text import in_percent, many

from .screening import Evaluate, Morris, PointLost, Problem, Tornado, morris, tornado
from .variance import Sobol, check_base, sobol

# a tornado's points are few: each is run as many times as often as those of a design; judgement
ENDS = 10
_NAMED = 3  # numbers that the finding names
_AT_ONCE = 2**24  # numbers of a design held at a time: 128 MB
_MOST = 2 * 10**8  # histories in all: they take hours, and their outcomes 1.6 GB


@dataclass(frozen=True)
class Plan:
    """How much is spent on which numbers.

    Attributes
    ----------
    over : sequence of str
        Paths of the numbers; by default all that carry a range.
    trajectories : int
        Of Morris's screening, at least 2.
    base : int
        Points of Sobol's base sample, a power of 2.
    most : int
        Numbers that are left to Sobol.
    """

    over: Sequence[str] = ()
    trajectories: int = 16
    base: int = 256
    most: int = 20


@dataclass(frozen=True, repr=False, eq=False)
class Looks:
    """Three looks at what an outcome of a scenario depends on.

    Attributes
    ----------
    asked : Asked
    of : Outcome
        What was asked about.
    plan : Plan
        How.
    paths : tuple of str
        All numbers that were varied.
    morris, tornado
        Of all numbers; ``tornado`` on `ENDS` times as many histories.
    sobol : Sobol
        Of the foremost by ``morris``, the others as in the scenario.
    """

    asked: Asked
    of: Outcome
    plan: Plan
    paths: tuple[str, ...]
    morris: Morris
    sobol: Sobol
    tornado: Tornado

    @property
    def scenario(self) -> Scenario:
        """The scenario."""
        return self.asked.scenarios[0]

    @property
    def what(self) -> str:
        """The outcome in words."""
        return self.of.in_words(self.scenario)


def three_looks(asked: Asked, of: Outcome, plan: Plan, how: How = HERE) -> Looks:
    """Screen all numbers, share out the variance among the foremost, and move each alone.

    Parameters
    ----------
    asked : Asked
        Of which scenario, on how many histories of each design point (at least 2), and the seed.
    of : Outcome
    plan : Plan
    how : How
        As in ``design.run_design``.

    Raises
    ------
    InvalidInput
        For a path without a range, or an impossible design.
    PointLost
        When a design point is lost.
    """
    scenario, seed = asked.scenarios[0], asked.seed
    paths, each = chosen_paths(scenario, plan.over), asked.histories
    histories_in_all(len(paths), plan.trajectories, plan.base, plan.most, each)
    problem = problem_of(scenario, paths)
    evaluate = evaluator(scenario, paths, of, each, seed, how)
    screened = morris(evaluate, problem, plan.trajectories, seed)
    foremost = list(screened.table()["path"][: plan.most])
    evaluate = evaluator(scenario, foremost, of, each, seed, how)
    shared = sobol(evaluate, problem_of(scenario, foremost), plan.base, seed)
    evaluate = evaluator(scenario, paths, of, ENDS * each, seed, how)
    alone = tornado(evaluate, problem, np.array(values_of(scenario, paths)))
    return Looks(asked, of, plan, tuple(paths), screened, shared, alone)


def histories_in_all(numbers: int, trajectories: int, base: int, most: int, histories: int) -> int:
    """Return how many histories that takes; refuse an impossible design."""
    check_base(base)
    for what, count, least, why in (
        ("trajectories", trajectories, 2, "as effects are spread over them"),
        ("most", most, 1, "to share variance among"),
        ("histories", histories, 2, "to tell chance from the effects of parameters"),
    ):
        if count < least:
            raise InvalidInput(f"{what} is {count}: at least {least} are needed, {why}")
    points = (
        trajectories * (numbers + 1) + base * (min(most, numbers) + 2) + ENDS * (2 * numbers + 1)
    )
    if points * histories > _MOST:
        raise InvalidInput(
            f"{many(points * histories, 'history')} in all are more than the most, {_MOST:,}: "
            "lower base, trajectories or histories"
        )
    return points * histories


def problem_of(scenario: Scenario, paths: Sequence[str]) -> Problem:
    """Return the problem of varying some numbers of a scenario over their ranges."""
    ranged = ranged_paths(scenario)
    return Problem(tuple(paths), *zip(*(ranged[path] for path in paths), strict=True))


def evaluator(
    scenario: Scenario,
    paths: Sequence[str],
    of: Outcome,
    histories: int,
    seed: int,
    how: How = HERE,
) -> Evaluate:
    """Return the function from points (point, path) to an outcome (point, history).

    Parameters
    ----------
    scenario : Scenario
        What varies around.
    paths : sequence of str
        The numbers that vary.
    of : Outcome
    histories, seed, how
        As in ``design.run_design``; points are run block by block.
    """
    size = max(1, _AT_ONCE // (histories * (len(paths) + 3)))
    whole = Design(paths, np.empty((0, len(paths))), histories, seed, measured=Wanted((of,), True))

    def evaluate(points: np.ndarray) -> np.ndarray:
        """Return the outcome at points, (point, history), block by block."""
        parts = []
        for first in range(0, len(points), size):
            block = replace(whole, points=points[first : first + size])
            outcomes = run_design(scenario, block, how)
            check_points_came(outcomes, block, first)
            parts.append(by_point(outcomes, of.column, histories))
        return np.concatenate(parts)

    return evaluate


def check_points_came(outcomes: OutcomeTable, design: Design, first: int) -> None:
    """Make sure that the rows of an outcome table are those of a design's points, in their order.

    Parameters
    ----------
    outcomes : OutcomeTable
    design : Design
    first : int
        Number of the first point.

    Raises
    ------
    PointLost
        Naming the point which is lost or stands in another's place.
    """
    points, histories = design.points, design.histories
    came = outcomes.columns[POINT]
    counts = np.bincount(came, minlength=len(points))
    if (lost := np.flatnonzero(counts[: len(points)] != histories)).size:
        raise PointLost(
            f"design point {first + lost[0]} was lost: {counts[lost[0]]} of {histories} histories "
            f"came back, at {points[lost[0]].tolist()}"
        )
    there = np.stack([outcomes.columns[path] for path in design.paths], axis=1)
    wrong = came != np.repeat(np.arange(len(points)), histories)
    wrong |= (there != points[came]).any(axis=1)
    if wrong.any():
        raise PointLost(
            f"design point {first + np.flatnonzero(wrong)[0] // histories} came back as another"
        )


def finding(result: Looks) -> str:
    """Say in a sentence or two which parameters matter most, and how much is chance."""
    shares = result.sobol.shares
    if shares.parameters == shares.chance == 0.0:
        return f"{result.what}: the same in all histories, whatever the parameters."
    table = result.sobol.table()
    sure = table[table["ST_low"] > table["ST_noise"]][:_NAMED]
    leading = ", then ".join(f"{row.path} ({row.ST:z.2f})" for row in sure.itertuples())
    most = "no parameter has an effect beyond chance"
    if leading:
        most = f"depends most on {leading.replace('(', '(total index ', 1)}"
    interval = "" if np.isnan(shares.confidence) else f" (± {100 * shares.confidence:z.0f})"
    return (
        f"{result.what}: {most}. Of all variance {in_percent(shares.parameters)}{interval} comes "
        f"from the parameters, {in_percent(shares.chance)} from random draws."
    )
