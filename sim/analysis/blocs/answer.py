"""The answer about blocs: the stable splits into two camps, and how balanced ties are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from sim.model.prepared import prepared
from sim.outcomes.meant import results_meant
from sim.outcomes.months import month_index
from sim.outcomes.results import Results
from sim.report import style
from sim.report.answer import Answer, Asked, records
from sim.report.naming import default_folder
from sim.report.naming import label as named
from sim.report.page import Part
from sim.scenario import Scenario
from sim.system.files import digest

from . import figure as drawing
from . import words
from .landscapes import Balance, Landscape, balance, from_csv, landscape

_MOST_ENERGIES = 2**16  # splits whose energies are written


@dataclass(frozen=True, repr=False, eq=False)
class Blocs(Answer):
    """The stable splits of some actors into two camps.

    Attributes
    ----------
    asked : Asked
    names : tuple of str
        Of the actors.
    landscape : Landscape
        The splits.
    balance : Balance
        How balanced the ties are.
    of : str
        Whose ties, as the title has it.
    source : str
        Where the numbers come from.
    months : sequence of Balance
        How balanced the ties of a scenario are in each month; none for a matrix.
    """

    asked: Asked
    names: tuple[str, ...]
    landscape: Landscape
    balance: Balance
    of: str
    source: str
    months: Sequence[Balance] = ()

    @property
    def finding(self) -> str:
        """How many stable splits there are, and the deepest."""
        return words.finding(self.of, self.landscape, self.names)

    @property
    def title(self) -> str:
        """The title of the page."""
        return f"{self.of}: blocs"

    @property
    def small(self) -> str:
        """Where the numbers come from."""
        return self.source

    def text(self) -> str:
        """Return the stable splits as the terminal prints them."""
        return words.text(self.of, self.landscape, self.names, self.balance)

    def data(self) -> dict[str, Any]:
        """Return the answer as plain dictionaries and lists."""
        balanced = self.balance.balanced
        return {
            "finding": self.finding,
            "exhaustive": self.landscape.exhaustive,
            "balanced_triads": None if np.isnan(balanced) else balanced,
            "frustration": self.balance.frustration,
            "splits": records(self.splits()),
        }

    def splits(self) -> pd.DataFrame:
        """Return a row per stable split and actor: its energy and basin, side and frustration."""
        result = self.landscape
        count, actors = result.sides.shape
        return pd.DataFrame(
            {
                "split": np.repeat(np.arange(1, count + 1), actors),
                "energy": np.repeat(result.minimum_energies, actors),
                "basin": np.repeat(result.basins / result.basins.sum(), actors),
                "actor": list(self.names) * count,
                "side": result.sides.ravel(),
                "frustration": result.frustration.ravel(),
            }
        )

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the splits, all energies where they are not too many, and balance by month."""
        result, energies = {"splits.csv": self.splits()}, self.landscape.energies
        if energies is not None and len(energies) <= _MOST_ENERGIES:
            table = {"split": np.arange(len(energies)), "energy": energies}
            result["energies.csv"] = pd.DataFrame(table)
        if self.months:
            result["balance.csv"] = balance_table(self.scenarios[0], self.months)
        return result

    def figures(self) -> dict[str, Figure]:
        """Return the figure of the splits, and that of balance over time."""
        names, of = list(self.names), f"“{self.scenarios[0].title}”" if self.scenarios else self.of
        if self.scenarios:
            of = f"{of}, {self.asked.options['month']}"
        results = {"01-blocs": drawing.figure(self.landscape, names, of, self.source)}
        if self.months:
            labels, small = self.scenarios[0].month_labels, self.source.split(" Propensity:")[0]
            results["02-balance"] = drawing.balance_figure(labels, list(self.months), small)
        return results

    def page(self) -> list[Part]:
        """Return the figures and the splits."""
        return words.page(self.landscape, self.names, self.balance, bool(self.months))


def blocs(results: Results, month: str | None = None) -> Blocs:
    """Return the stable splits of a scenario's states into two blocs.

    Parameters
    ----------
    results : Results
        From ``sim.run``. Propensities are the mean stances over its histories, sizes the states'
        power.
    month : str, optional
        When, as "2014-12"; by default in the last month.

    Returns
    -------
    Blocs

    Raises
    ------
    InvalidInput
        For a month that is not in the period.
    """
    scenario, seed = results_meant(results, "blocs").scenario, results.seed
    what = asked(scenario, month, results.histories, seed)
    when, ready = month_index(scenario, str(what.options["month"])), prepared(scenario)
    stances = results.stances.mean(axis=0)
    power = ready.setting.states.power[ready.setting.period[when]]
    balances = [balance(matrix, seed) for matrix in stances]
    return Blocs(
        what,
        scenario.codes,
        landscape(stances[when], power, seed),
        balances[when],
        f"{scenario.title}, {what.options['month']}",
        f"{style.provenance(results)} Propensity: mean stance over histories; size: power.",
        balances,
    )


def asked(scenario: Scenario, month: str | None, histories: int, seed: int) -> Asked:
    """Return what is asked of a scenario.

    Parameters
    ----------
    scenario : Scenario
        Whose states form blocs.
    month : str or None
        When; None for the last month.
    histories, seed : int
        Of the run.
    """
    labels = scenario.month_labels
    label = labels[-1] if month is None else labels[month_index(scenario, month)]
    folder = default_folder(f"{named(scenario)}-blocs-{label}", histories, seed)
    return Asked("blocs", (scenario,), seed, histories, folder, {"month": label})


def asked_of_matrix(propensity: Path, size: Path | None, seed: int) -> Asked:
    """Return what is asked of a matrix.

    Parameters
    ----------
    propensity, size : Path
        CSV files, the second one if there is any.
    seed : int
        For more actors than all splits of which can be looked at.
    """
    sums = {"matrix": digest(propensity)[:12]}
    if size is not None:
        sums["sizes"] = digest(size)[:12]
    folder = default_folder(f"blocs-{propensity.stem}", 0, seed)
    return Asked("blocs", (), seed, 0, folder, sums, subject=propensity.name)


def answered_of_matrix(asked: Asked, propensity: Path, size: Path | None) -> Blocs:
    """Return the stable splits of the actors of a matrix; parameters as in ``asked_of_matrix``."""
    names, wants, sizes = from_csv(propensity, size)
    result = landscape(wants, sizes, asked.seed)
    source = f"Propensities from {propensity.name}."
    return Blocs(asked, tuple(names), result, balance(wants), propensity.stem, source)


def balance_table(scenario: Scenario, balances: Sequence[Balance]) -> pd.DataFrame:
    """Return a row per month: share of balanced triads, and of the strength of frustrated ties.

    Parameters
    ----------
    scenario : Scenario
        Whose months they are.
    balances : sequence of Balance
        One for each month.
    """
    return pd.DataFrame(
        {
            "month": scenario.month_labels,
            "balanced_triads": [result.balanced for result in balances],
            "triads": [result.triads for result in balances],
            "frustration": [result.frustration for result in balances],
        }
    )
