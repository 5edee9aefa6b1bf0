"""Sensitivity: which numbers of a scenario its outcome turns on, and how much is luck rather than any number.

Three looks: Morris's screening over all numbers, Sobol's shares of variance for the foremost, and
each number alone at either end of its range (the tornado). Every number varies evenly over the
range that the scenario gives it, apart from all others: how far one speaks for another is not in
the file.

All points of a design are lived on the same luck (histories 0, 1, ...). Effects and indices are
those of the mean over histories: what a number does to the odds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

import numpy as np

from sim.ensemble.design import POINT, by_point, run_design
from sim.errors import InvalidInput
from sim.model.history import blank_record
from sim.model.prepared import prepared
from sim.outcomes.focus import Focus, focus, name_of
from sim.outcomes.results import Results
from sim.outcomes.table import OutcomeTable, answer_column, columns_of
from sim.scenario import Scenario, chosen_paths, nearest, ranged_paths, values_of

from .screening import Evaluate, Morris, Problem, Tornado, morris, tornado
from .variance import Sobol, check_base, sobol

OUTCOME = "outcome"  # the column that `measured` keeps
# a tornado's points are few: each is lived as many times as often as those of a design; judgement
ENDS = 10
_NAMED = 3  # numbers that the finding names
_CODES = (
    "posture_",
    "first_summit_",
)  # columns of labels, or of a month that may never come: they have no mean
_AT_ONCE = 2**24  # numbers of a design held at a time: 128 MB
_MOST = 2 * 10**8  # histories in all: they take hours, and their outcomes 1.6 GB


@dataclass(frozen=True)
class Sensitivity:
    """What an outcome of a scenario turns on.

    Attributes
    ----------
    scenario : Scenario
    outcome : str
        As it was asked for: a question's id or a column of the outcome table.
    paths : tuple of str
        All numbers that were varied.
    trajectories, base, histories, seed : int
        How.
    morris, tornado
        Of all numbers; ``tornado`` on `ENDS` times as many histories.
    sobol : Sobol
        Of the foremost by ``morris``, the others as in the scenario.
    """

    scenario: Scenario
    outcome: str
    paths: tuple[str, ...]
    trajectories: int
    base: int
    histories: int
    seed: int
    morris: Morris
    sobol: Sobol
    tornado: Tornado


def sensitivity(
    scenario: Scenario,
    outcome: str = "tilt_last",
    over: Sequence[str] = (),
    trajectories: int = 16,
    base: int = 256,
    most: int = 20,
    histories: int = 32,
    seed: int = 1,
    progress: Callable[[int], None] | None = None,
    executor: Executor | None = None,
) -> Sensitivity:
    """Screen all numbers, share out the variance among the foremost, and move each alone.

    Parameters
    ----------
    scenario : Scenario
    outcome : str
        A question's id, or a measure such as ``tilt_2015_H2`` (see ``outcome_column``).
    over : sequence of str
        Paths of the numbers; by default all that carry a range.
    trajectories : int
        Of Morris's screening, at least 2.
    base : int
        Points of Sobol's base sample, a power of 2.
    most : int
        Numbers that are left to Sobol.
    histories : int
        Replications of each design point, at least 2.
    seed, progress, executor
        As in ``design.run_design``.

    Raises
    ------
    ValueError
        For an unknown outcome, a path without a range, or a design that cannot be.
    RuntimeError
        When a design point is lost.
    """
    column = outcome_column(scenario, outcome)
    paths = chosen_paths(scenario, over)
    histories_in_all(len(paths), trajectories, base, most, histories)
    how = (column, histories, seed, progress, executor)
    screened = morris(lived(scenario, paths, *how), problem_of(scenario, paths), trajectories, seed)
    foremost = list(screened.table()["path"][:most])
    shared = sobol(lived(scenario, foremost, *how), problem_of(scenario, foremost), base, seed)
    evaluate = lived(scenario, paths, column, ENDS * histories, seed, progress, executor)
    alone = tornado(evaluate, problem_of(scenario, paths), np.array(values_of(scenario, paths)))
    return Sensitivity(
        scenario, outcome, tuple(paths), trajectories, base, histories, seed, screened, shared, alone
    )  # fmt: skip


def histories_in_all(numbers: int, trajectories: int, base: int, most: int, histories: int) -> int:
    """Return how many histories ``sensitivity`` lives; ValueError for a design that cannot be."""
    check_base(base)
    for what, count, least, why in (
        ("trajectories", trajectories, 2, "as effects are spread over them"),
        ("most", most, 1, "to share variance among"),
        ("histories", histories, 2, "to tell luck from numbers"),
    ):
        if count < least:
            raise InvalidInput(f"{what} is {count}: at least {least} are needed, {why}")
    points = (
        trajectories * (numbers + 1) + base * (min(most, numbers) + 2) + ENDS * (2 * numbers + 1)
    )
    if points * histories > _MOST:
        told = f"{points * histories:,} histories in all are more than the most, {_MOST:,}"
        raise InvalidInput(f"{told}: lower base, trajectories or histories")
    return points * histories


def outcome_column(scenario: Scenario, name: str) -> str:
    """Return the outcome table's column for an outcome: a question's id, or a measure such as ``tilt_2015_H2``.

    Raises
    ------
    ValueError
        For anything else, postures and first summits included, which are no quantities; with the
        nearest name.
    """
    answers = {question.id: answer_column(question.id) for question in scenario.questions}
    columns = [column for column in columns_of(_unlived(scenario)) if not column.startswith(_CODES)]
    if name in answers or name in columns:
        return answers.get(name, name)
    measures = [column for column in columns if column not in answers.values()]
    raise InvalidInput(f"unknown outcome '{name}'{nearest(name, [*answers, *measures])}")


def _unlived(scenario: Scenario) -> Results:
    """Return results of no history."""
    start = prepared(scenario).start
    return Results(
        scenario, 0, np.arange(0), blank_record(0, scenario.months, len(scenario.codes)), start
    )


def outcome_in_words(scenario: Scenario, name: str) -> str:
    """Return what an outcome of ``outcome_column`` is, in words."""
    column, about = outcome_column(scenario, name), focus(_unlived(scenario))
    for question in scenario.questions:
        if column == answer_column(question.id):
            return question.text.rstrip(".?! ")
    kind, _, what = column.partition("_")
    state, a, b = (name_of(scenario, code) for code in (about.state, about.a, about.b))
    other = name_of(scenario, what) if what in scenario.codes else ""
    when = {"first": "in the first month", "last": "in the last month"}.get(
        what, f"in {what.replace('_', ' ')}"
    )
    return {
        "tilt": f"{state}'s tilt from {a} (−1) to {b} (+1) {when}",
        "economy": f"{state}'s economic dependence on {a} {when}",
        "approaches": f"{state}'s approaches to {other}",
        "deals": f"{state}'s deals with {other} that it asked for",
        "dependence": f"{state}'s dependence on {other} in the last month",
        "hedging": f"{other}'s hedging in the last month",
        "received": f"support that {other} receives in the last month",
    }[kind]


def problem_of(scenario: Scenario, paths: Sequence[str]) -> Problem:
    """Return the problem of varying some numbers of a scenario over their ranges."""
    ranged = ranged_paths(scenario)
    return Problem(tuple(paths), *zip(*(ranged[path] for path in paths), strict=True))


def measured(results: Results, about: Focus, column: str) -> dict[str, np.ndarray]:
    """Return one column of the outcome table alone, for ``design.run_design`` to keep."""
    return {OUTCOME: columns_of(results, about)[column]}


def lived(
    scenario: Scenario,
    paths: Sequence[str],
    column: str,
    histories: int,
    seed: int,
    progress: Callable[[int], None] | None = None,
    executor: Executor | None = None,
) -> Evaluate:
    """Return the function from points (point, path) to a column of the outcome table (point, history), block by block."""
    how = {"histories": histories, "seed": seed, "progress": progress, "executor": executor}
    how["measured"] = partial(measured, column=column)
    size = max(1, _AT_ONCE // (histories * (len(paths) + 3)))

    def evaluate(points: np.ndarray) -> np.ndarray:
        parts = []
        for first in range(0, len(points), size):
            block = points[first : first + size]
            check_points_came(
                outcomes := run_design(scenario, paths, block, **how),
                paths,
                block,
                first,
                histories,
            )
            parts.append(by_point(outcomes, OUTCOME, histories))
        return np.concatenate(parts)

    return evaluate


def check_points_came(
    outcomes: OutcomeTable, paths: Sequence[str], points: np.ndarray, first: int, histories: int
) -> None:
    """Make sure that the rows of an outcome table are those of a design's points, in their order.

    Raises
    ------
    RuntimeError
        Naming the point, `first` that of the first row, which is lost or stands in another's place.
    """
    came = outcomes.columns[POINT]
    counts = np.bincount(came, minlength=len(points))
    if (lost := np.flatnonzero(counts[: len(points)] != histories)).size:
        told = f"design point {first + lost[0]} was lost: {counts[lost[0]]} of {histories} histories came back"
        raise RuntimeError(f"{told}, at {points[lost[0]].tolist()}")
    there = np.stack([outcomes.columns[path] for path in paths], axis=1)
    wrong = (came != np.repeat(np.arange(len(points)), histories)) | (there != points[came]).any(
        axis=1
    )
    if wrong.any():
        raise RuntimeError(
            f"design point {first + np.flatnonzero(wrong)[0] // histories} came back as another"
        )


def finding(found: Sensitivity) -> str:
    """Say in a sentence or two which numbers matter most, and how much is luck."""
    what, shares = outcome_in_words(found.scenario, found.outcome), found.sobol.luck
    if shares.parameters == shares.luck == 0.0:
        return f"{what}: the same in all histories, whatever the numbers."
    table = found.sobol.table()
    sure = table[table["ST_low"] > table["ST_noise"]][:_NAMED]
    leading = ", then ".join(f"{row.path} ({row.ST:.2f})" for row in sure.itertuples())
    told = (
        f"turns most on {leading.replace('(', '(total index ', 1)}"
        if leading
        else "no number surely matters"
    )
    interval = "" if np.isnan(shares.confidence) else f" (± {100 * shares.confidence:.0f})"
    return (
        f"{what}: {told}. Of all variance {100 * shares.parameters:.0f} %{interval} comes from the "
        "numbers, "
        f"{100 * shares.luck:.0f} % from luck."
    )
