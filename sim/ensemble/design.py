"""Designs: ensembles in which numbers of the scenario vary, a row of a matrix for each design point.

Every point is run with the same histories by default, so that points differ by their numbers alone;
or each with histories of its own. Points run as fast as one scenario does, but for the few
milliseconds that setting one up takes.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from sim.errors import InvalidInput
from sim.model.arrays import World
from sim.model.history import blank_record, rows, simulate
from sim.model.prepared import prepare, prepared
from sim.outcomes.failures import Failure, RunFailed
from sim.outcomes.focus import Focus, focus
from sim.outcomes.results import Results
from sim.outcomes.table import OutcomeTable, columns_of
from sim.scenario import NumberPath, Scenario, check_numbers, with_numbers

from .parallel import ordered
from .run import CHUNK, LOST, check_run

if TYPE_CHECKING:
    import pandas as pd

_MEASURES = (
    "answer_",
    "tilt_",
    "economy_",
    "approaches_",
    "deals_",
    "dependence_",
    "hedging_",
    "received_",
)
POINT = "point"  # the column that says which row of the design a history belongs to


def grid(over: Mapping[str, Sequence[float]]) -> np.ndarray:
    """Return all combinations of values, the last path varying fastest: (point, path)."""
    return np.array(list(itertools.product(*over.values())), dtype=float).reshape(-1, len(over))


def run_design(
    scenario: Scenario,
    paths: Sequence[str],
    points: np.ndarray,
    histories: int = 100,
    seed: int = 1,
    independent: bool = False,
    executor: Executor | None = None,
    progress: Callable[[int], None] | None = None,
    measured: Callable[[Results, Focus], dict[str, np.ndarray]] = columns_of,
) -> OutcomeTable:
    """Run every point of a design and keep the outcome table of each history.

    Parameters
    ----------
    scenario : Scenario
        What varies around.
    paths : sequence of str
        Paths of the numbers that vary, as ``states.DPRK.autonomy`` or
        ``shocks.crimea.effects.0.amount``.
    points : ndarray (point, path)
        Their values.
    histories : int
        Replications of each point.
    seed : int
        As in ``ensemble.run``.
    independent : bool
        Give each point histories of its own, numbered on; by default all have histories 0, 1, ...
        (paired).
    executor, progress
        As in ``ensemble.run``.
    measured : callable
        What to keep of each history: from results and focus to columns by name, each (history,);
        the outcome table's columns by default. A function of a module, so that other processes find it.

    Returns
    -------
    OutcomeTable
        Rows by point, then history; columns also hold ``point`` and the varied numbers under their
        paths.

    Raises
    ------
    ValueError
        For a matrix that does not fit the paths, or what ``ensemble.run`` refuses.
    RunFailed
        When numbers came up in some histories that are not finite.
    Refused
        For a path that names nothing, or a value out of bounds.
    """
    check_run(histories, seed)
    points = np.asarray(points, dtype=float)
    if points.ndim != 2 or points.shape[1] != len(paths) or not len(points):
        raise InvalidInput(
            f"a design of {len(paths)} paths needs a matrix of as many columns, not {points.shape}"
        )
    check_points(scenario, paths, points)
    size = max(1, CHUNK // histories)
    jobs = [
        (
            scenario,
            int(seed),
            tuple(paths),
            points[first : first + size],
            first,
            histories,
            independent,
            measured,
        )
        for first in range(0, len(points), size)
    ]
    own = executor or ThreadPoolExecutor(os.cpu_count())
    parts: dict[int, dict[str, np.ndarray]] = {}
    try:
        for position, columns in ordered(own, design_columns, jobs):
            parts[position] = columns
            if progress:
                progress(len(columns[POINT]))
    finally:
        if executor is None:
            own.shutdown(cancel_futures=True)
    if sorted(parts) != list(range(len(jobs))):
        raise RuntimeError("a part of the design was lost")
    columns = {
        name: np.concatenate([parts[k][name] for k in range(len(jobs))])
        for name in parts[0]
        if name != LOST
    }
    found = OutcomeTable(scenario, int(seed), _about(scenario), columns.pop("run"), columns)
    lost = np.concatenate(
        [parts[k].get(LOST, np.empty((0, 2), dtype=np.int64)) for k in range(len(jobs))]
    )
    if len(lost):
        failures = [
            Failure.not_finite(int(run), f", at point {point} of the design") for run, point in lost
        ]
        raise RunFailed(failures, found if found.histories else None)
    return found


def check_points(scenario: Scenario, paths: Sequence[str], points: np.ndarray) -> None:
    """Refuse paths that name nothing and values out of bounds, all at once."""
    for edge in (points.min(axis=0), points.max(axis=0)):
        check_numbers(scenario, dict(zip(paths, edge, strict=True)))


def design_columns(
    scenario: Scenario,
    seed: int,
    paths: tuple[str, ...],
    points: np.ndarray,
    first: int,
    histories: int,
    independent: bool,
    measured: Callable[[Results, Focus], dict[str, np.ndarray]] = columns_of,
) -> dict[str, np.ndarray]:
    """Return the outcome table's columns for some points of a design, the first of them numbered `first`; pure.

    Histories that failed are left out; where there are any, ``failed`` holds their numbers and
    points.
    """
    record = blank_record(
        len(points) * histories, scenario.months, len(scenario.codes), trusts=False
    )
    runs = np.concatenate([_numbers(first + k, histories, independent) for k in range(len(points))])
    failed = np.zeros(len(runs), dtype=bool)
    before = [k for k, path in enumerate(paths) if not NumberPath.of(path).is_amount]
    # quiet months know no shocks: points that differ in these alone start alike
    starts: dict[bytes, World] = {}
    for k, point in enumerate(points):
        varied = with_numbers(scenario, dict(zip(paths, point, strict=True)))
        where = slice(k * histories, (k + 1) * histories)
        alike = point[before].tobytes()
        ready = prepare(varied, starts.get(alike))
        start = starts[alike] = ready.start
        failed[where] = simulate(ready, seed, runs[where], rows(record, where))
    columns = {"run": runs, POINT: np.repeat(np.arange(first, first + len(points)), histories)}
    columns |= {path: np.repeat(points[:, k], histories) for k, path in enumerate(paths)}
    lost = {}
    if failed.any():
        lost[LOST] = np.column_stack([runs, columns[POINT]])[failed]
        columns = {name: column[~failed] for name, column in columns.items()}
        record = rows(record, ~failed)
    return (
        columns
        | measured(Results(scenario, seed, columns["run"], record, start), _about(scenario))
        | lost
    )


def _numbers(point: int, histories: int, independent: bool) -> np.ndarray:
    """Return the numbers of the histories of a point."""
    begin = point * histories if independent else 0
    return np.arange(begin, begin + histories, dtype=np.int64)


def _about(scenario: Scenario) -> Focus:
    """Return the focus of the scenario before anything varies: the same for all points."""
    record = blank_record(0, scenario.months, len(scenario.codes))
    return focus(Results(scenario, 0, np.arange(0), record, prepared(scenario).start))


def by_point(outcomes: OutcomeTable, column: str, histories: int) -> np.ndarray:
    """Return a column of a design's outcome table as (point, history)."""
    return outcomes.columns[column].reshape(-1, histories)


def points_table(outcomes: OutcomeTable, paths: list[str], histories: int) -> pd.DataFrame:
    """Return a row per design point: its numbers, and mean and standard error of every outcome over its histories."""
    import pandas as pd

    table = {"point": by_point(outcomes, POINT, histories)[:, 0]}
    table |= {path: by_point(outcomes, path, histories)[:, 0] for path in paths}
    for name in outcomes.columns:
        if name.startswith(_MEASURES):
            values = by_point(outcomes, name, histories).astype(float)
            table[f"{name}_mean"] = values.mean(axis=1)
            table[f"{name}_error"] = (
                values.std(axis=1, ddof=1) / np.sqrt(histories) if histories > 1 else np.nan
            )
    return pd.DataFrame(table)
