"""The answer to a question of sensitivity, and the question."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from sim.analysis.threshold.figure import meaning
from sim.ensemble.base import BESIDE, Beside, beside
from sim.ensemble.how import HERE, How
from sim.ensemble.run import check_run
from sim.outcomes.asked import outcome_asked
from sim.report.answer import Answer, Asked, records
from sim.report.naming import default_folder, label
from sim.report.page import Bar, Cell, Heading, Part, Picture, Table, Text
from sim.report.terminal import table_text
from sim.scenario import Scenario, chosen_paths, ranged_paths, scenario_meant
from sim.system.text import many, signed

from . import indices_figure, tornado_figure
from .sensitivity import ENDS, Looks, Plan, finding, histories_in_all, three_looks

_LISTED = 12  # numbers printed; all are in the tables
_TABLES = ("morris", "sobol", "tornado")
_CAPTIONS = {
    "01-tornado": "Each parameter alone is moved to the low and the high end of its range, while "
    "all others stay as in the scenario. A bar within its grey band may be due to chance: one in "
    "twenty ends of parameters without any effect reaches beyond it.",
    "02-indices": "The foremost parameters vary at once. Above: the variance over parameter values "
    "and histories; the middle part is what a history brings with it by chance, whatever the "
    "parameters. Below: the share of each parameter in the variance of the mean over histories. "
    "Where the two indices of a parameter differ, it matters in interaction with others. Grey: the "
    "chance that is left in such means; more histories reduce it.",
}


class Sensitivity(Looks, Answer):
    """Which numbers an outcome of a scenario depends on; see ``Looks``."""

    @property
    def finding(self) -> str:
        """Which numbers matter most, and how much is chance."""
        return finding(self)

    @property
    def title(self) -> str:
        """The title of the page."""
        return f"{self.scenario.title}: which parameters matter"

    @property
    def small(self) -> str:
        """How the answer was made."""
        plan, each = self.plan, self.histories
        return (
            f"{many(len(self.paths), 'parameter')}; screening: "
            f"{many(plan.trajectories, 'trajectory')}; indices: "
            f"base {plan.base:,}; {many(each, 'history')} at each point ({ENDS * each:,} for the "
            f"tornado), seed {self.seed}"
        )

    @cached_property
    def beside(self) -> Beside:
        """What has to stand beside the outcome."""
        return beside(self.scenario, self.of, BESIDE, self.seed)

    def to_frame(self) -> pd.DataFrame:
        """Return all three looks in a row per number: by the total index, then by `mu_star`."""
        table = (
            self.morris.table()
            .merge(self.tornado.table(), on="path")
            .merge(self.sobol.table(), "left", "path")
        )
        by = ["ST", "mu_star"]
        return table.sort_values(by, ascending=False, kind="stable", ignore_index=True)

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the table of each look."""
        return {f"{name}.csv": getattr(self, name).table() for name in _TABLES}

    def figures(self) -> dict[str, Figure]:
        """Return the tornado and the indices."""
        return {
            "01-tornado": tornado_figure.figure(self),
            "02-indices": indices_figure.figure(self),
        }

    def data(self) -> dict[str, Any]:
        """Return the answer as plain dictionaries and lists."""
        shares = {
            name: None if np.isnan(share) else float(share)
            for name, share in vars(self.sobol.shares).items()
        }
        data = {
            "scenario": self.scenario.name,
            "outcome": {"id": self.asked.options["outcome"], "text": self.what},
            "histories": self.histories,
            "seed": self.seed,
            "finding": self.finding,
            **self.beside.data,
            "shares": shares,
            "outcome_in_scenario": self.tornado.outcome,
        }
        return data | {name: records(getattr(self, name).table()) for name in _TABLES}

    def text(self) -> str:
        """Return what the terminal prints."""
        table = self.to_frame()
        rows = []
        for row in table[:_LISTED].itertuples():
            total = "" if np.isnan(row.ST) else f"{row.ST:z.2f} ({row.ST_noise:z.2f})"
            first = "" if np.isnan(row.ST) else f"{row.S1:z.2f}"
            ends = [signed(change, 3) for change in (row.at_low, row.at_high)]
            screened = f"{row.mu_star:z.3f} ({row.mu_star_noise:z.3f})"
            rows.append([row.path, screened, first, total, *ends])
        head = ("", "mu* (noise)", "S1", "ST (noise)", "at low", "at high")
        lines = [self.finding, *self.beside.lines, "", table_text(head, rows, 1)]
        if len(table) > len(rows):
            more = len(table) - len(rows)
            lines.append(f"... and {more} more in morris.csv and tornado.csv")
        return "\n".join([*lines, "", self._legend()])

    def page(self) -> list[Part]:
        """Return the figures, and all numbers."""
        return [
            *map(Text, self.beside.lines),
            *(Picture(name, caption) for name, caption in _CAPTIONS.items()),
            Heading("All parameters"),
            Text(self._legend()),
            self._all_numbers(),
        ]

    def _legend(self) -> str:
        """Say what the columns are."""
        return (
            "mu*: mean effect of a move through the whole range (Morris). S1, ST: share of the "
            "variance due to the parameter by itself, and with its interactions (Sobol). Noise: "
            "what chance alone would give. At low, at high: change of the mean from "
            f"{self.tornado.outcome:z.3g} when this parameter is moved to either end of its range. "
            "Intervals and errors are in the tables."
        )

    def _all_numbers(self) -> Table:
        """Return all three looks as a table."""
        rows: list[list[str | Cell | Bar]] = []
        for row in self.to_frame().itertuples():
            note = meaning(self.scenario, row.path)
            name = Cell(row.path, "code", [note] if note else [])
            indices = ["", ""]
            if not np.isnan(row.ST):
                indices = [
                    f"{row.S1:z.2f} ({row.S1_low:z.2f} to {row.S1_high:z.2f})",
                    f"{row.ST:z.2f} ({row.ST_low:z.2f} to {row.ST_high:z.2f})",
                ]
            ends = (
                f"{signed(row.at_low, 3)} ± {2 * row.low_error:z.3f} (at {row.low:z.3g})",
                f"{signed(row.at_high, 3)} ± {2 * row.high_error:z.3f} (at {row.high:z.3g})",
            )
            rows.append([name, f"{row.mu_star:z.3f}", f"{row.mu_star_noise:z.3f}", *indices, *ends])
        head = (
            "parameter",
            "mu*",
            "noise",
            "S1 (95 %)",
            "ST (95 %)",
            "alone at low",
            "alone at high",
        )
        return Table(head, rows, numeric=1)


def sensitivity(
    scenario: Scenario | str | Path,
    of: str = "tilt_last",
    over: Sequence[str] | Plan = (),
    histories: int = 32,
    seed: int = 1,
    how: How = HERE,
) -> Sensitivity:
    """Find out which parameters an outcome depends on: screening, shares of variance, a tornado.

    Parameters
    ----------
    scenario : Scenario or str or Path
        From ``sim.load``, or its name or file.
    of : str
        An outcome, as ``hedging.DPRK@2014-11``, or a question's id; by default the tilt that the
        scenario asks about, in the last month.
    over : sequence of str, or Plan
        Paths of the parameters to vary, by default all that have a range; a ``Plan`` also says how
        many trajectories and points there are.
    histories : int
        Of each design point, at least 2.
    seed, how
        As in ``sim.run``.

    Returns
    -------
    Sensitivity

    Raises
    ------
    InvalidInput
        For an unknown outcome, a path without a range, or an impossible design.
    PointLost
        When a design point is lost.
    """
    scenario = scenario_meant(scenario)
    plan = over if isinstance(over, Plan) else Plan(over)
    return answered(asked(scenario, of, plan, histories, seed), plan, how)


def asked(scenario: Scenario, of: str, plan: Plan, histories: int, seed: int) -> Asked:
    """Return what is asked; parameters and errors as in ``sensitivity``."""
    outcome_asked(scenario, of)
    ranges = {
        path: list(ranged_paths(scenario)[path]) for path in chosen_paths(scenario, plan.over)
    }
    design = {"trajectories": plan.trajectories, "base": plan.base, "most": plan.most}
    histories_in_all(len(ranges), plan.trajectories, plan.base, plan.most, histories)
    check_run(histories, seed)
    options = {"outcome": of, "over": ranges, **design}
    folder = default_folder(f"{label(scenario)}-sensitivity-{of}", histories, seed)
    return Asked("sensitivity", (scenario,), seed, histories, folder, options)


def histories_of(asked: Asked, plan: Plan) -> int:
    """Return how many histories an answer takes."""
    numbers = len(chosen_paths(asked.scenarios[0], plan.over))
    each = asked.histories
    return histories_in_all(numbers, plan.trajectories, plan.base, plan.most, each)


def answered(asked: Asked, plan: Plan, how: How = HERE) -> Sensitivity:
    """Return the answer to what was asked."""
    outcome = outcome_asked(asked.scenarios[0], str(asked.options["outcome"]))
    looks = three_looks(asked, outcome, plan, how)
    return Sensitivity(**vars(looks))
