"""Tables of an experiment: means with intervals, paired differences, and every history."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.outcomes.base_rates import Base, pooled, question_of
from sim.outcomes.bootstrap import mean_interval
from sim.report.codebook import RUN, Row, as_table, outcome_rows
from sim.system.text import harmless

from .plan import Plan, Setting
from .runs import Runs

TABLE, POOLED, RUNS, VARIATIONS = "experiment.csv", "pooled.csv", "runs.csv", "variations.csv"
Bases = Sequence[Base]  # shares of yes without any shock, by the number of the scenario


def means(runs: Runs, by_seed: bool = True) -> pd.DataFrame:
    """Return a row for each scenario, variation, seed and outcome.

    Parameters
    ----------
    runs : Runs
    by_seed : bool
        A row for each seed; otherwise the histories of all seeds together, without that column.

    Returns
    -------
    DataFrame
        Columns scenario, variation, seed, outcome (as the file names it), histories, mean with its
        95 % bootstrap interval low to high; of what has a base, base_mean, difference (of paired
        histories) with difference_low and difference_high, and the shares of histories that are
        higher and lower; of questions without_shocks and happened.
    """
    plan, rows = runs.plan, []
    for s in range(len(plan.settings)):
        if by_seed:
            for k in range(len(plan.seeds)):
                rows += _rows(runs, s, k)
        else:
            rows += _rows(runs, s)
    table = pd.DataFrame(rows)
    return table if by_seed else table.drop(columns="seed")


def _rows(runs: Runs, s: int, k: int | None = None) -> list[dict[str, Any]]:
    """Return the rows of a setting on one seed, or of all seeds where `k` is None."""
    plan, base = runs.plan, runs.plan.bases[s]
    setting, seed = plan.settings[s], plan.seeds[k or 0]
    bases = runs.bases[setting.number]
    calm = pooled(bases) if k is None else bases[k]
    values = runs.pooled(s) if k is None else runs.values[s, k]
    apart: dict[str, np.ndarray] = {}
    if plan.base and base is not None:
        before = runs.pooled(base) if k is None else runs.values[base, k]
        change = values - before
        # samples are the same for all columns: together they take half of the time
        low, high = mean_interval(np.column_stack([values, change]), seed)
        apart = {"base_mean": before.mean(axis=0), "difference": change.mean(axis=0)}
        apart |= {
            "difference_low": low[-len(change.T) :],
            "difference_high": high[-len(change.T) :],
        }
        apart |= {"higher": (change > 0).mean(axis=0), "lower": (change < 0).mean(axis=0)}
    else:
        low, high = mean_interval(values, seed)
    rows = []
    for c, name in enumerate(outcome_names(plan)):
        row = {
            "scenario": plan.scenarios[setting.number].name,
            "variation": setting.variation.name,
            "seed": seed,
            "outcome": name,
            "histories": len(values),
            "mean": values[:, c].mean(),
            "low": low[c],
            "high": high[c],
        }
        if plan.base:
            row |= {key: float(apart[key][c]) if apart else None for key in _APART}
        rows.append(row | _question(setting, calm, c))
    return rows


_APART = {
    "base_mean": "mean of the base",
    "difference": "mean of the paired differences from the base, history by history",
    "difference_low": "lower end of the difference's 95 % bootstrap interval",
    "difference_high": "upper end of the difference's 95 % bootstrap interval",
    "higher": "share of histories in which it is higher than in the base",
    "lower": "share of histories in which it is lower than in the base",
}


def _question(setting: Setting, calm: Base, c: int) -> dict[str, Any]:
    """Return what has to stand beside the share of a question; None where it is not known."""
    identity = setting.outcomes[c].question
    fact = question_of(setting.scenario, identity).fact if identity else None
    share = calm.shares.get(identity)
    return {"without_shocks": share, "happened": fact.happened if fact else None}


def outcome_names(plan: Plan) -> list[str]:
    """Return the outcomes as the file names them, then the columns of what tilts divide."""
    return [*plan.names, *plan.columns[plan.asked :]]


def variations(plan: Plan) -> pd.DataFrame:
    """Return a row for each scenario and variation: what is changed, and the scenario's hash."""
    rows = [
        {
            "scenario": plan.scenarios[one.number].name,
            "variation": one.variation.name,
            "changes": one.variation.changes,
            "hash": one.scenario.hash,
        }
        for one in plan.settings
    ]
    return pd.DataFrame(rows)


def write_runs(runs: Runs, path: Path) -> None:
    """Write a row for each history: scenario, variation, seed, run, and a column per outcome.

    Parameters
    ----------
    runs : Runs
    path : Path
        Of the file; a setting is written at a time, as all may not fit into memory as text.
    """
    plan = runs.plan
    with path.open("w", encoding="utf-8", newline="") as file:
        for s, setting in enumerate(plan.settings):
            for k, seed in enumerate(plan.seeds):
                columns: dict[str, Any] = {
                    "scenario": plan.scenarios[setting.number].name,
                    "variation": setting.variation.name,
                    "seed": seed,
                    "run": np.arange(plan.histories),
                }
                columns |= {name: runs.values[s, k, :, c] for c, name in enumerate(plan.columns)}
                table = harmless(pd.DataFrame(columns))
                table.to_csv(file, index=False, header=s == k == 0, lineterminator="\n")


def codebook(plan: Plan) -> pd.DataFrame:
    """Return what the columns of all tables are: file, column, meaning, unit, bounds."""
    first = plan.settings[0]
    who: list[Row] = [
        ("scenario", "name of the scenario", "", ""),
        ("variation", "name of the variation; variations.csv says what it changes", "", ""),
    ]
    seed: Row = RUN[1]
    rest: list[Row] = [
        ("outcome", "what is measured; see below", "", ""),
        ("histories", "number of histories", "", "1.."),
        ("mean", "mean over histories; of questions and postures the share", "of the outcome", ""),
        ("low", "lower end of the mean's 95 % bootstrap interval", "of the outcome", ""),
        ("high", "upper end of the mean's 95 % bootstrap interval", "of the outcome", ""),
    ]
    if plan.base:
        for name, words in _APART.items():
            share = name in ("higher", "lower")
            rest.append((name, words, "" if share else "of the outcome", "0..1" if share else ""))
    rest += [
        ("without_shocks", "share of yes in the scenario without any shock", "", "0..1"),
        ("happened", "whether the record says yes to the question", "", "False, True"),
    ]
    described = list(outcome_rows(first.scenario, first.outcomes))
    for name, row in zip(outcome_names(plan), described, strict=True):
        rest.append((f"outcome = {name}", row[1], row[2], row[3]))
    columns: list[Row] = [
        (name, row[1], row[2], row[3]) for name, row in zip(plan.columns, described, strict=True)
    ]
    varied: list[Row] = [
        *who,
        ("changes", "what the variation changes", "", ""),
        ("hash", "hash of the scenario with these changes", "", ""),
    ]
    return as_table(
        {
            TABLE: [*who, seed, *rest],
            POOLED: [*who, *rest],
            RUNS: [*who, seed, RUN[0], *columns],
            VARIATIONS: varied,
        }
    )
