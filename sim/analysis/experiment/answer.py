"""The answer to an experiment, and the question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from sim.ensemble.how import HERE, How
from sim.errors import InvalidInput
from sim.outcomes.base_rates import Base, pooled
from sim.report.answer import Answer, Asked, records
from sim.report.naming import default_folder
from sim.report.page import Part
from sim.scenario import resolved_toml

from . import figure as drawing
from . import tables, words
from .plan import Plan
from .reading import read_experiment
from .runs import Runs, run_plan
from .shipped import experiment_file


@dataclass(frozen=True, repr=False, eq=False)
class Experiment(Answer):
    """Every scenario with every variation on every seed, and what outcomes come to.

    Attributes
    ----------
    asked : Asked
    runs : Runs
        What was measured in each history.
    """

    asked: Asked
    runs: Runs

    @property
    def plan(self) -> Plan:
        """What the file asks for."""
        return self.runs.plan

    @property
    def title(self) -> str:
        """The title of the page."""
        return self.plan.title

    @property
    def small(self) -> str:
        """How the answer was made."""
        return words.small(self.plan)

    @property
    def finding(self) -> str:
        """What changes the first outcome most, or between what it lies."""
        return words.finding(self.plan, self._pooled)

    @cached_property
    def _bases(self) -> tuple[Base, ...]:
        """Shares of yes without any shock, by the number of the scenario, of all seeds."""
        return tuple(map(pooled, self.runs.bases))

    @cached_property
    def _by_seed(self) -> pd.DataFrame:
        """Means by seed."""
        return tables.means(self.runs)

    @cached_property
    def _pooled(self) -> pd.DataFrame:
        """Means over the histories of all seeds."""
        return tables.means(self.runs, by_seed=False)

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each scenario, variation, seed and outcome; see ``tables.means``."""
        return self._by_seed

    def pooled(self) -> pd.DataFrame:
        """Return the same rows of the histories of all seeds together."""
        return self._pooled

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the means by seed and of all seeds, the settings, and what all columns are."""
        return {
            tables.TABLE: self._by_seed,
            tables.POOLED: self._pooled,
            tables.VARIATIONS: tables.variations(self.plan),
            "codebook.csv": tables.codebook(self.plan),
        }

    def write_large(self, place: Path) -> dict[str, str]:
        """Write the table of histories."""
        tables.write_runs(self.runs, place / tables.RUNS)
        return {}

    def texts(self, folder: Path) -> dict[str, str]:
        """Return the experiment file, and every scenario, resolved."""
        scenarios = {f"resolved-{one.name}.toml": resolved_toml(one) for one in self.scenarios}
        return {"experiment.toml": self.plan.text, **scenarios}

    def figures(self) -> dict[str, Figure]:
        """Return the figure."""
        shown = drawing.Shown(self.plan, self._pooled, self._bases, self.finding, f"{self.small}.")
        return {"experiment": drawing.figure(shown)}

    def data(self) -> dict[str, Any]:
        """Return the answer as plain dictionaries and lists."""
        plan = self.plan
        first = plan.settings[0]
        named = zip(tables.outcome_names(plan), plan.columns, first.outcomes, strict=True)
        return {
            "title": plan.title,
            "finding": self.finding,
            "scenarios": [one.name for one in plan.scenarios],
            "seeds": list(plan.seeds),
            "histories": plan.histories,
            "base": plan.base or None,
            "outcomes": [
                {"name": name, "column": column, "text": one.in_words(first.scenario)}
                for name, column, one in named
            ],
            "settings": records(tables.variations(plan)),
            "pooled": records(self._pooled),
            "by_seed": records(self._by_seed),
        }

    def text(self) -> str:
        """Return what the terminal prints."""
        return words.text(self.plan, self._pooled, self._by_seed, self._bases)

    def page(self) -> Sequence[Part]:
        """Return the figure, the results, the settings and the results seed by seed."""
        return words.page(self.plan, self._pooled, self._by_seed, self._bases)


def experiment(file: str | Path, histories: int | None = None) -> Experiment:
    """Run what an experiment file asks for: scenarios, variations, seeds, outcomes, repetitions.

    Parameters
    ----------
    file : str or Path
        An experiment file, or the name of one that comes with the program, as ``turn``.
    histories : int, optional
        Of each setting and seed, in place of the number in the file.

    Returns
    -------
    Experiment

    Raises
    ------
    Refused
        With everything that is wrong with the file, each with its line.
    InvalidInput
        For a number of histories that cannot be.
    """
    if histories is not None and histories < 1:
        raise InvalidInput(f"histories is {histories}: at least 1 is needed")
    plan = read_experiment(experiment_file(file), histories)
    return answered(asked(plan), plan)


def asked(plan: Plan) -> Asked:
    """Return what a plan asks, by which its results are known again."""
    options: dict[str, object] = {
        "experiment": plan.digest,
        "scenarios": [scenario.hash for scenario in plan.scenarios],
        "seeds": list(plan.seeds),
    }
    folder = default_folder(f"experiment-{plan.path.stem}", plan.histories, plan.seeds[0])
    return Asked("experiment", plan.scenarios, plan.seeds[0], plan.histories, folder, options)


def answered(asked: Asked, plan: Plan, how: How = HERE) -> Experiment:
    """Return the answer to what was asked.

    Parameters
    ----------
    asked : Asked
    plan : Plan
        Of which it was asked.
    how : How
        Where histories are run.
    """
    return Experiment(asked, run_plan(plan, how))
