"""Designs: ensembles in which parameters of the scenario vary; each point is a row of a matrix.

By default every point is run on the same random draws, so that points differ by their parameters
alone; otherwise each has draws of its own. Points run as fast as one scenario does, apart from the
few milliseconds that it takes to set one up.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sim.errors import InvalidInput
from sim.model.arrays import World
from sim.model.history import Record, blank_record, rows, simulate
from sim.model.prepared import prepare
from sim.outcomes.failures import Failure, RunFailed
from sim.outcomes.focus import Focus, focus_of
from sim.outcomes.results import Results
from sim.outcomes.table import USUAL, OutcomeTable, Wanted
from sim.scenario import NumberPath, Scenario, check_numbers, with_numbers

from .chunks import LOST
from .how import HERE, How, NothingDone
from .parallel import ordered
from .run import CHUNK, check_run

if TYPE_CHECKING:
    import pandas as pd

POINT = "point"  # the column that says which row of the design a history belongs to


def grid(over: Mapping[str, Sequence[float]]) -> np.ndarray:
    """Return all combinations of values, the last path varying fastest: (point, path)."""
    return np.array(list(itertools.product(*over.values())), dtype=float).reshape(-1, len(over))


@dataclass(frozen=True, eq=False)
class Design:
    """Which numbers of a scenario vary, and how often each point is run.

    Attributes
    ----------
    paths : sequence of str
        Paths of the numbers that vary, as ``states.DPRK.autonomy`` or
        ``shocks.crimea.effects.0.amount``.
    points : ndarray (point, path)
        Their values.
    histories : int
        Of each point.
    seed : int
        As in ``ensemble.run``.
    independent : bool
        Give each point histories of its own, numbered on; by default all have histories 0, 1, ...
        (paired).
    measured : callable
        What to keep of each history: from results and focus to columns by name, each (history,);
        by default the usual outcomes. A function of a module or a ``Wanted``, so that other
        processes find it.
    """

    paths: Sequence[str]
    points: np.ndarray
    histories: int = 100
    seed: int = 1
    independent: bool = False
    measured: Callable[[Results, Focus], dict[str, np.ndarray]] = USUAL

    def part(self, first: int, count: int) -> Design:
        """Return some points of the design, from one on."""
        return replace(self, points=self.points[first : first + count])


def run_design(scenario: Scenario, design: Design, how: How = HERE) -> OutcomeTable:
    """Run every point of a design and keep the outcomes of each history.

    Parameters
    ----------
    scenario : Scenario
        What varies around.
    design : Design
    how : How
        As in ``ensemble.run``.

    Returns
    -------
    OutcomeTable
        Rows by point, then history; columns also hold ``point`` and the varied numbers under their
        paths.

    Raises
    ------
    InvalidInput
        For a matrix that does not fit the paths, or what ``ensemble.run`` refuses.
    RunFailed
        When numbers came up in some histories that are not finite.
    Refused
        For a path that names nothing, or a value out of bounds.
    """
    design = _checked(scenario, design)
    size = max(1, CHUNK // design.histories)
    firsts = range(0, len(design.points), size)
    jobs = [(scenario, design.part(first, size), first) for first in firsts]
    parts: dict[int, dict[str, np.ndarray]] = {}
    with how.places() as places:
        for position, columns in ordered(places, design_columns, jobs):
            parts[position] = columns
            how.advance(len(columns[POINT]))
            if how.stopped:
                raise NothingDone("stopped before all points were run")
    if sorted(parts) != list(range(len(jobs))):
        raise RuntimeError("a part of the design was lost")
    return _joined(scenario, design, [parts[k] for k in range(len(jobs))])


def _checked(scenario: Scenario, design: Design) -> Design:
    """Return a design with a matrix of numbers, once it is sure that it can be run."""
    check_run(design.histories, design.seed)
    points = np.asarray(design.points, dtype=float)
    count = len(design.paths)
    if points.ndim != 2 or points.shape[1] != count or not len(points):
        raise InvalidInput(
            f"a design of {count} paths needs a matrix of as many columns, not {points.shape}"
        )
    check_points(scenario, design.paths, points)
    return replace(design, paths=tuple(design.paths), points=points, seed=int(design.seed))


def _joined(scenario: Scenario, design: Design, parts: list[dict[str, np.ndarray]]) -> OutcomeTable:
    """Return the parts of a design as one table; RunFailed when histories failed."""
    names = [name for name in parts[0] if name != LOST]
    columns = {name: np.concatenate([part[name] for part in parts]) for name in names}
    also = design.measured.also if isinstance(design.measured, Wanted) else ()
    runs, about = columns.pop("run"), focus_of(scenario)
    outcomes = OutcomeTable(scenario, design.seed, about, runs, columns, also)
    none = np.empty((0, 2), dtype=np.int64)
    lost = np.concatenate([part.get(LOST, none) for part in parts])
    if len(lost):
        failures = [
            Failure.not_finite(int(run), f", at point {point} of the design") for run, point in lost
        ]
        raise RunFailed(failures, outcomes if outcomes.histories else None)
    return outcomes


def check_points(scenario: Scenario, paths: Sequence[str], points: np.ndarray) -> None:
    """Refuse paths that name nothing and values out of bounds, all at once."""
    for edge in (points.min(axis=0), points.max(axis=0)):
        check_numbers(scenario, dict(zip(paths, edge, strict=True)))


def design_columns(scenario: Scenario, part: Design, first: int) -> dict[str, np.ndarray]:
    """Return the columns of some points of a design; pure, so that it can run anywhere.

    Histories that failed are left out; where there are any, ``failed`` holds their numbers and
    points.

    Parameters
    ----------
    scenario : Scenario
        What varies around.
    part : Design
        Some points of a design.
    first : int
        Number of the first of them.
    """
    points, histories = part.points, part.histories
    numbers = range(first, first + len(points))
    trusts = isinstance(part.measured, Wanted) and part.measured.needs_trust
    record = blank_record(
        len(points) * histories, scenario.months, len(scenario.codes), trusts=trusts
    )
    runs = np.concatenate([_numbered(point, part) for point in numbers])
    failed, start = _simulate_points(scenario, part, runs, record)
    columns = {"run": runs, POINT: np.repeat(np.array(numbers), histories)}
    columns |= {path: np.repeat(points[:, k], histories) for k, path in enumerate(part.paths)}
    lost = {}
    if failed.any():
        lost[LOST] = np.column_stack([runs, columns[POINT]])[failed]
        columns = {name: column[~failed] for name, column in columns.items()}
        record = Record(*(array[..., ~failed] for array in record))
    results = Results(scenario, part.seed, columns["run"], record, start)
    return columns | part.measured(results, focus_of(scenario)) | lost


def _simulate_points(
    scenario: Scenario, part: Design, runs: np.ndarray, record: Record
) -> tuple[np.ndarray, World]:
    """Run points into a record; return which histories failed, and where the last point starts."""
    failed = np.zeros(len(runs), dtype=bool)
    before = [k for k, path in enumerate(part.paths) if not NumberPath.of(path).is_amount]
    # quiet months know no shocks: points that differ in these alone start alike
    starts: dict[bytes, World] = {}
    for k, point in enumerate(part.points):
        varied = with_numbers(scenario, dict(zip(part.paths, point, strict=True)))
        where = slice(k * part.histories, (k + 1) * part.histories)
        alike = point[before].tobytes()
        ready = prepare(varied, starts.get(alike))
        start = starts[alike] = ready.start
        failed[where] = simulate(ready, part.seed, runs[where], rows(record, where))
    return failed, start


def _numbered(point: int, design: Design) -> np.ndarray:
    """Return the numbers of the histories of a point."""
    begin = point * design.histories if design.independent else 0
    return np.arange(begin, begin + design.histories, dtype=np.int64)


def by_point(outcomes: OutcomeTable, column: str, histories: int) -> np.ndarray:
    """Return a column of a design's outcome table as (point, history)."""
    return outcomes.columns[column].reshape(-1, histories)


def points_table(outcomes: OutcomeTable, paths: Sequence[str], histories: int) -> pd.DataFrame:
    """Return a row per design point: its numbers, and mean and standard error of every quantity.

    Parameters
    ----------
    outcomes : OutcomeTable
        From ``run_design``.
    paths : sequence of str
        The numbers that vary.
    histories : int
        Of each point.
    """
    import pandas as pd

    table = {POINT: by_point(outcomes, POINT, histories)[:, 0]}
    table |= {path: by_point(outcomes, path, histories)[:, 0] for path in paths}
    for outcome in outcomes.outcomes:
        if outcome.output.is_quantity:
            values = by_point(outcomes, outcome.column, histories).astype(float)
            table[f"{outcome.column}_mean"] = values.mean(axis=1)
            table[f"{outcome.column}_error"] = (
                values.std(axis=1, ddof=1) / np.sqrt(histories)
                if histories > 1
                else np.full(len(values), np.nan)
            )
    return pd.DataFrame(table)
