"""Sweep: every combination of some parameter values, and the outcomes at each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from sim.analysis.run.write import write_runs
from sim.ensemble.design import (
    POINT,
    Design,
    check_points,
    grid,
    points_table,
    run_design,
)
from sim.ensemble.how import HERE, How
from sim.ensemble.run import check_run
from sim.errors import InvalidInput
from sim.outcomes import base_rates
from sim.outcomes.asked import outcomes_asked
from sim.outcomes.column_names import column_names
from sim.outcomes.divided import divided
from sim.outcomes.table import Wanted
from sim.report.answer import Answer, Asked, records
from sim.report.codebook import RUN, Row, as_table, outcome_rows
from sim.report.naming import default_folder, label
from sim.report.page import Heading, Part, Picture, Table, Text
from sim.report.terminal import WIDTH, table_text
from sim.scenario import NumberPath, Scenario, scenario_meant

from . import figure as drawing
from .grid import Grid, called
from .swept import Swept

_ROWS = 400  # points that the page lists
_HOW_TO_READ = (
    "Each point is the scenario with other parameter values, all else as it is. Line: mean; dark "
    "band: middle half of histories; light band: 90 %; of shares, twice the standard error."
)


class Sweep(Swept, Answer):
    """The outcomes at every combination of some parameter values."""

    @property
    def title(self) -> str:
        """The title of the page."""
        return f"{self.scenarios[0].title}: a sweep"

    def to_frame(self) -> pd.DataFrame:
        """Return a row per point: its numbers by their paths, means and errors of outcomes."""
        return points_table(self.outcomes, self.grid.paths, self.histories)

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the points, and what all columns are."""
        points = self.to_frame()
        points.columns = pd.Index(column_names(list(points.columns)))
        return {"points.csv": points, "codebook.csv": self._codebook(points)}

    def write_large(self, place: Path) -> dict[str, str]:
        """Write the table of histories."""
        return {"runs.csv": write_runs(self.outcomes, place / "runs.csv")}

    def figures(self) -> dict[str, Figure]:
        """Return the figure."""
        return {"sweep": drawing.figure(self)}

    def data(self) -> dict[str, Any]:
        """Return the answer as plain dictionaries and lists."""
        scenario = self.scenarios[0]
        return {
            "scenario": scenario.name,
            "histories": self.histories,
            "seed": self.seed,
            "finding": self.finding,
            "of": [{"column": one.column, "text": one.in_words(scenario)} for one in self.of],
            "questions": [
                {"id": question.id, **base_rates.beside_as_data(question, self.base)}
                for question in scenario.questions
            ],
            "points": records(self.to_frame()),
        }

    def text(self) -> str:
        """Return what the terminal prints."""
        head, rows = self._rows()
        lines = [self.finding, "", table_text(head, rows, 0), "", *self._beside(head), self.small]
        return "\n".join(lines)

    def _beside(self, shown: Sequence[str]) -> list[str]:
        """Return what is reported with the questions shown: base rates, what happened."""
        lines = []
        for question in self.scenarios[0].questions:
            words = base_rates.beside(question, self.base)
            if question.id in shown and words:
                lines.append(f"{question.id}: {words}")
        if lines and self.base.shares:
            lines.append("(Without any shock: the scenario as it is, at none of the points.)")
        return lines

    def page(self) -> list[Part]:
        """Return the figure and the points."""
        head, rows = self._rows()
        return [
            Picture("sweep", _HOW_TO_READ),
            Heading("Points"),
            Table(head, rows[:_ROWS], numeric=0),
            *(Text(line, "small") for line in self._beside(head)),
        ]

    def _rows(self) -> tuple[list[str], list[list[str]]]:
        """Return the points as text: numbers, outcomes that were asked about, and answers."""
        table = self.to_frame()
        columns = {path: path for path in self.grid.paths}
        for one in self.of:
            columns |= {f"{one.column}_mean": one.question or one.label(self.scenarios[0])}
            columns |= {f"{one.column}_error": "standard error"}
            for side in divided(one):
                columns[f"{side.column}_mean"] = f"support from {side.terms.states[0]}"
        for one in self.outcomes.outcomes:
            width = sum(len(name) + 2 for name in (*columns.values(), one.question))
            if one.question and one not in self.of and width <= WIDTH:
                columns[f"{one.column}_mean"] = one.question
        rows = [[f"{value:z.3g}" for value in row] for row in table[list(columns)].to_numpy()]
        return list(columns.values()), rows

    def _codebook(self, points: pd.DataFrame) -> pd.DataFrame:
        """Return what the columns of both tables are."""
        scenario, paths = self.scenarios[0], self.grid.paths
        point = (POINT, "number of the point", "", "0..")
        numbers = [
            (name, *_number(path))
            for name, path in zip(column_names([POINT, *paths])[1:], paths, strict=True)
        ]
        outcomes = list(outcome_rows(scenario, self.outcomes.outcomes))
        runs: list[Row] = [*RUN, point, *numbers, *outcomes]
        quantities = [one for one in self.outcomes.outcomes if one.output.is_quantity]
        rest: list[Row] = []
        for _, meaning, unit, bounds in outcome_rows(scenario, quantities):
            rest.append(("", f"mean over histories of: {meaning}", unit, bounds))
            rest.append(("", f"standard error of the mean of: {meaning}", unit, "0.."))
        names = list(points.columns)[1 + len(paths) :]
        means = [(name, *row[1:]) for name, row in zip(names, rest, strict=True)]
        return as_table({"points.csv": [point, *numbers, *means], "runs.csv": runs})


def sweep(
    scenario: Scenario | str | Path,
    over: Grid | Mapping[str, Sequence[float]],
    of: Sequence[str] = (),
    histories: int = 200,
    seed: int = 1,
    how: How = HERE,
) -> Sweep:
    """Run a scenario for every combination of some parameter values.

    Parameters
    ----------
    scenario : Scenario or str or Path
        From ``sim.load``, or its name or file.
    over : mapping of path to sequence of float, or Grid
        Values of each parameter, as ``{"states.DPRK.autonomy": [0.0, 0.5, 1.0]}``; a ``Grid`` can
        also give each combination random draws of its own.
    of : sequence of str
        Outcomes, as ``hedging.DPRK@2014-11`` or a question's id; by default the tilt that the
        scenario asks about, in the last month. Tables hold all outcomes of ``runs.csv`` anyway.
    histories : int
        Of each combination.
    seed, how
        As in ``sim.run``.

    Returns
    -------
    Sweep

    Raises
    ------
    InvalidInput, Refused
        For an invalid outcome, path or value.
    """
    scenario = scenario_meant(scenario)
    rows = called(over if isinstance(over, Grid) else Grid(over), scenario)
    return answered(asked(scenario, rows, of, histories, seed), rows, how)


def asked(scenario: Scenario, rows: Grid, of: Sequence[str], histories: int, seed: int) -> Asked:
    """Return what a sweep is asked; parameters and errors as in ``sweep``."""
    check_run(histories, seed)
    if not rows.paths or not all(len(values) for values in rows.over.values()):
        raise InvalidInput("a sweep needs at least one parameter, and a value for each")
    outcomes_asked(scenario, of)
    check_points(scenario, rows.paths, grid(rows.over))
    options: dict[str, object] = {"over": rows.values(), "luck": rows.draws}
    if of:
        options["of"] = list(of)
    folder = default_folder(f"{label(scenario)}-sweep-{_varied(rows)}", histories, seed)
    return Asked("sweep", (scenario,), seed, histories, folder, options)


def answered(asked: Asked, rows: Grid, how: How = HERE) -> Sweep:
    """Return the answer to what was asked."""
    scenario = asked.scenarios[0]
    names = asked.options.get("of")
    of = outcomes_asked(scenario, names if isinstance(names, list) else ["tilt_last"])
    also = (*of, *(side for one in of for side in divided(one)))
    points, measured = grid(rows.over), Wanted(also)
    design = Design(rows.paths, points, asked.histories, asked.seed, rows.independent, measured)
    return Sweep(asked, rows, of, run_design(scenario, design, how))


def _varied(rows: Grid) -> str:
    """Return the numbers that vary as a part of a folder's name."""
    first, *others = (path.partition(".")[2].replace(".", "-") for path in rows.paths)
    more = f"-and-{len(others)}-more" if len(others) > 1 else "".join(f"-{one}" for one in others)
    return f"{first}{more}"


def _number(path: str) -> tuple[str, str, str]:
    """Return what a number that varies is: meaning, unit and bounds."""
    number = NumberPath.of(path)
    if number.is_amount:
        return f"{path}: amount by which a shock changes a parameter", "", ""
    one = number.parameter
    unit = "" if one.unit == "none" else one.unit
    return f"{path}: {one.meaning}", unit, f"{one.low:g}..{one.high:g}"
