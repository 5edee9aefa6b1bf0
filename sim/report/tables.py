"""Tables: a row per history, a row per month and measure, a row per move.

``codebook`` explains their columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from sim import schema
from sim.model import month as phases
from sim.model.arrays import Setting, World
from sim.model.draws import PERIOD
from sim.model.measures import posture_labels
from sim.model.prepared import prepared
from sim.outcomes.focus import focus
from sim.outcomes.results import Results
from sim.outcomes.table import OutcomeTable

# ISO 3166 codes of states that scenarios call otherwise.
ISO3 = {"DPRK": "PRK", "ROK": "KOR"}
_QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


def identity(results: Results, role: str, codes: list[str]) -> pd.DataFrame:
    """Return columns that name states: the scenario's code, ISO3 and COW code, headed by their role."""
    ccodes = {state.code: state.ccode for state in results.scenario.states}
    return pd.DataFrame(
        {
            role: codes,
            f"{role}_iso3": [ISO3.get(code, code) for code in codes],
            f"{role}_ccode": pd.array([ccodes.get(code, pd.NA) for code in codes], dtype="Int64"),
        }
    )


def runs_table(outcomes: OutcomeTable, rows: slice = slice(None)) -> pd.DataFrame:
    """Return a row per history: answers to the questions and outcomes.

    Columns are explained in ``codebook``.

    Parameters
    ----------
    outcomes : OutcomeTable
        Of any number of histories.
    rows : slice
        Which of them.
    """
    scenario = outcomes.scenario
    months = np.array([*scenario.month_labels, ""])
    postures = np.array(posture_labels(scenario.codes))
    runs = outcomes.runs[rows]
    table = {"run": runs, "seed": np.full(len(runs), outcomes.seed)}
    for name, column in outcomes.columns.items():
        values = column[rows]
        words = (
            months
            if name.startswith("first_summit_")
            else postures
            if name.startswith("posture_")
            else None
        )
        table[name] = values if words is None else words[values]
    return pd.DataFrame(table)


def _measures(results: Results) -> Iterator[tuple[str, str, str, np.ndarray]]:
    """Yield every measure with its state and partner ("" for none): (history, month)."""
    about = focus(results)
    yield (
        "tilt",
        about.state,
        f"{about.a}:{about.b}",
        results.tilt(about.state, about.a, about.b, about.needs),
    )
    for i in results.codes:
        yield "hedging", i, "", results.hedging(i)
        yield "received", i, "", results.received(i)
        for j in results.codes:
            if i != j:
                yield "stance", i, j, results.stance(i, j)
                yield "trust", i, j, results.trust(i, j)
                yield "dependence", i, j, results.dependence(i, j)
                for need in schema.NEEDS:
                    yield f"support_{need}", i, j, results.support(i, j, need)


def months_table(results: Results) -> pd.DataFrame:
    """Return a row per month and measure: mean and quantiles over histories."""
    names, values = [], []
    for measure, state, partner, array in _measures(results):
        names.append((measure, state, partner))
        values.append(np.vstack([array.mean(axis=0), np.quantile(array, _QUANTILES, axis=0)]))
    months = results.months.astype("datetime64[D]").astype(str)
    count = len(months)
    keys = pd.DataFrame(names, columns=["measure", "state", "partner"]).loc[
        np.repeat(np.arange(len(names)), count)
    ]
    table = keys.reset_index(drop=True)
    table.insert(0, "month", np.tile([int(month[5:7]) for month in months], len(names)))
    table.insert(0, "year", np.tile([int(month[:4]) for month in months], len(names)))
    states, partners = list(table.pop("state")), list(table.pop("partner"))
    data = np.concatenate(values, axis=1)
    numbers = pd.DataFrame(data.T, columns=["mean", "q05", "q25", "q50", "q75", "q95"])
    return pd.concat(
        [
            table,
            identity(results, "state", states),
            identity(results, "partner", partners),
            numbers,
        ],
        axis=1,
    )


def moves_table(results: Results) -> pd.DataFrame:
    """Return a row per move with its answer, its six terms and their sum, living every history again."""
    scenario, ready = results.scenario, prepared(results.scenario)
    setting = ready.setting
    workspace = phases.blank_workspace(len(results.codes))
    parts = []
    for row, run in enumerate(results.runs):
        world = ready.world()
        for month in range(scenario.months):
            i, j = np.nonzero(results.choices[row, month] != schema.HOLD)
            m = results.choices[row, month, i, j]
            terms = _terms_of_month(world, setting, workspace, month, zip(i, j, m, strict=True))
            where = np.full(len(i), run), np.full(len(i), month), i, j, m
            parts.append((*where, results.answers_to_deals[row, month, i, j], terms))
            phases.one_month(
                world, setting, workspace, month, results.seed, np.array([run]), PERIOD
            )
    run, month, i, j, m, answer, terms = (np.concatenate(part) for part in zip(*parts, strict=True))
    labels = results.months[month].astype("datetime64[D]").astype(str)
    codes = np.array(results.codes)
    table = pd.DataFrame(
        {
            "run": run,
            "year": [int(label[:4]) for label in labels],
            "month": [int(label[5:7]) for label in labels],
        }
    )
    table = pd.concat(
        [
            table,
            identity(results, "source", list(codes[i])),
            identity(results, "target", list(codes[j])),
        ],
        axis=1,
    )
    table["move"] = np.array(schema.MOVES)[m]
    table["accepted"] = pd.array(np.where(answer < 0, 0, answer), dtype="Int64")
    table.loc[answer < 0, "accepted"] = pd.NA
    for t, term in enumerate(schema.TERMS):
        table[term] = terms[:, t]
    table["value"] = terms.sum(axis=1)
    return table


def _terms_of_month(
    world: World,
    setting: Setting,
    workspace: phases.Workspace,
    month: int,
    made: Iterable[tuple[int, int, int]],
) -> np.ndarray:
    """Return the terms of the moves that are made in a month, (move, term), as they stand before anybody moves."""
    seen = World(*(numbers.copy() for numbers in world))
    p = setting.period[month]
    phases.shocks(seen, setting, month)
    phases.look(seen, setting, p, workspace.sight)
    rows = [phases.weighed_terms(seen, setting, p, workspace.sight, i, j, m, 0) for i, j, m in made]
    return np.array(rows).reshape(len(rows), len(schema.TERMS))
