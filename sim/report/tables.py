"""Tables: a row per history, a row per month and measure, a row per move.

``codebook`` explains their columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim import schema
from sim.countries.codes import CODES as ISO3_CODES
from sim.countries.codes import ISO3
from sim.model import month as phases
from sim.model.arrays import Setting, World
from sim.model.history import advance
from sim.model.measures import posture_labels
from sim.model.prepared import prepared
from sim.outcomes.catalogue import OUTPUTS, Output, Terms
from sim.outcomes.column_names import column_names
from sim.outcomes.focus import Focus, focus
from sim.outcomes.quantiles import NAMES, quantiles
from sim.outcomes.results import Results
from sim.outcomes.table import OutcomeTable
from sim.scenario import Scenario, State
from sim.scenario.calling import MADE_UP

from .csv_text import Columns, Words, frame

_BY_STATE = ("hedging", "received")
_BY_PAIR = ("stance", "trust", "dependence")


def cow_code(state: State) -> int | None:
    """Return a state's Correlates of War code, where its scenario gives one."""
    return state.ccode if state.ccode < MADE_UP else None


def iso3_code(state: State) -> str:
    """Return a state's ISO 3166 code: by its COW code, else its own where that is one, else ""."""
    own = state.code if state.code in ISO3_CODES else ""
    return ISO3.get(state.ccode, own)


def identity(results: Results, role: str, codes: list[str]) -> pd.DataFrame:
    """Return columns that name states: the scenario's code, ISO3 and COW code where there are any.

    Parameters
    ----------
    results : Results
        Of the scenario whose states they are.
    role : str
        What the columns begin with.
    codes : list of str
        One per row; what is no state's code has no others either.
    """
    states = {state.code: state for state in results.scenario.states}
    iso3 = {code: iso3_code(state) for code, state in states.items()}
    cow = {code: cow_code(state) for code, state in states.items()}
    return pd.DataFrame(
        {
            role: codes,
            f"{role}_iso3": [iso3.get(code, "") for code in codes],
            f"{role}_ccode": pd.array([cow.get(code) for code in codes], dtype="Int64"),
        }
    )


def runs_columns(outcomes: OutcomeTable, rows: slice = slice(None)) -> Columns:
    """Return the columns of ``runs_table``: those of words as positions in a list of words.

    Parameters
    ----------
    outcomes : OutcomeTable
        Of any number of histories.
    rows : slice
        Which of them.
    """
    scenario = outcomes.scenario
    words = {
        "first": np.array([*scenario.month_labels, ""]),
        "posture": np.array(posture_labels(scenario.codes)),
    }
    kinds: dict[str, str] = {one.column: one.output.kind for one in outcomes.outcomes}
    part = outcomes.rows(rows)
    table: Columns = {"run": part.runs, "seed": np.full(part.histories, outcomes.seed)}
    names = column_names(list(part.columns))
    for name, (key, values) in zip(names, part.columns.items(), strict=True):
        labels = words.get(kinds.get(key, ""))
        table[name] = values if labels is None else Words(labels, values)
    return table


def runs_table(outcomes: OutcomeTable, rows: slice = slice(None)) -> pd.DataFrame:
    """Return a row per history: answers to the questions and outcomes.

    Columns are explained in ``codebook``.

    Parameters
    ----------
    outcomes, rows
        As in ``runs_columns``.
    """
    return frame(runs_columns(outcomes, rows))


@dataclass(frozen=True)
class Series:
    """A measure of a state, or of a state and a partner, in each month.

    Attributes
    ----------
    measure, state, partner : str
        As tables name it: ``support_economy`` of whom to whom; "" for no partner.
    terms : Terms
        Of whom and of what the catalogue's output is asked.
    """

    measure: str
    state: str
    partner: str
    terms: Terms

    @property
    def output(self) -> Output:
        """The output of the catalogue."""
        return OUTPUTS[self.measure.partition("_")[0]]

    def values(self, results: Results) -> np.ndarray:
        """Return the numbers of some histories: (history, month)."""
        return self.output.compute(results, self.terms)


def series_of(scenario: Scenario, about: Focus) -> Iterator[Series]:
    """Yield every measure of a scenario, in the order of the tables.

    Parameters
    ----------
    scenario : Scenario
    about : Focus
        Whose tilt is measured.
    """
    tilt = about.terms
    yield Series("tilt", about.state, f"{about.a}:{about.b}", tilt)
    for i in scenario.codes:
        for name in _BY_STATE:
            yield Series(name, i, "", Terms((i,)))
        for j in scenario.codes:
            if i != j:
                for name in _BY_PAIR:
                    yield Series(name, i, j, Terms((i, j)))
                for need in schema.NEEDS:
                    yield Series(f"support_{need}", i, j, Terms((i, j), (need,)))


def months_table(results: Results) -> pd.DataFrame:
    """Return a row per month and measure: mean and quantiles over histories."""
    series = list(series_of(results.scenario, focus(results)))
    months = results.months.astype("datetime64[D]").astype(str)
    data = np.concatenate(list(_banded(results)))
    which = np.repeat(np.arange(len(series)), len(months))
    named = pd.DataFrame({"measure": [one.measure for one in series]})
    for role in ("state", "partner"):
        who = identity(results, role, [getattr(one, role) for one in series])
        named = pd.concat([named, who], axis=1)
    table = named.take(which).reset_index(drop=True)
    table.insert(0, "month", np.tile([int(month[5:7]) for month in months], len(series)))
    table.insert(0, "year", np.tile([int(month[:4]) for month in months], len(series)))
    numbers = pd.DataFrame(data.reshape(-1, data.shape[-1]), columns=["mean", *NAMES])
    return pd.concat([table, numbers], axis=1)


def _banded(results: Results) -> Iterator[np.ndarray]:
    """Yield means and quantiles in the order of ``series_of``: (series, month, band).

    All partners of a state are taken at once, as in large worlds there are many.
    """
    first, *_ = series_of(results.scenario, focus(results))
    yield _bands_of(first.values(results)[..., None])
    for k, code in enumerate(results.codes):
        for name in _BY_STATE:
            yield _bands_of(getattr(results, name)(code)[..., None])
        by_partner = [
            results.stances[:, :, k],
            results.trusts[:, :, k],
            results.shares(code),
            *np.moveaxis(results.supports[:, :, k], -1, 0),
        ]
        bands = np.stack([_bands_of(one) for one in by_partner], axis=1)
        others = np.arange(len(results.codes)) != k
        yield bands[others].reshape(-1, *bands.shape[2:])


def _bands_of(values: np.ndarray) -> np.ndarray:
    """Return mean and quantiles of (history, month, series): (series, month, band)."""
    found = np.concatenate([values.mean(axis=0)[None], quantiles(values)])
    return np.ascontiguousarray(found.transpose(2, 1, 0))


def moves_table(results: Results) -> pd.DataFrame:
    """Return a row per move: its answer, its six terms and their sum; runs every history again."""
    run, months, i, j, m, answer, terms = _moves(results)
    labels = results.months[months].astype("datetime64[D]").astype(str)
    codes = np.array(results.codes)
    years, of_year = [int(label[:4]) for label in labels], [int(label[5:7]) for label in labels]
    who = [identity(results, "source", list(codes[i])), identity(results, "target", list(codes[j]))]
    table = pd.concat([pd.DataFrame({"run": run, "year": years, "month": of_year}), *who], axis=1)
    table["move"] = np.array(schema.MOVES)[m]
    table["accepted"] = pd.array(np.where(answer < 0, 0, answer), dtype="Int64")
    table.loc[answer < 0, "accepted"] = pd.NA
    for t, term in enumerate(schema.TERMS):
        table[term] = terms[:, t]
    table["value"] = terms.sum(axis=1)
    return table


def _moves(results: Results) -> list[np.ndarray]:
    """Return history, month, source, target, move, answer and terms of every move: (move,) each."""
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
            advance(world, setting, workspace, (results.seed, run), range(month, month + 1))
    return [np.concatenate(part) for part in zip(*parts, strict=True)]


def _terms_of_month(
    world: World,
    setting: Setting,
    workspace: phases.Workspace,
    month: int,
    made: Iterable[tuple[int, int, int]],
) -> np.ndarray:
    """Return the terms of the moves of a month, as they are before anybody moves: (move, term)."""
    seen = World(*(numbers.copy() for numbers in world))
    p = setting.period[month]
    phases.shocks(seen, setting, month)
    phases.look(seen, setting, p, workspace.sight, workspace.rows.thirds)
    rows = [phases.weighed_terms(seen, setting, p, workspace.sight, i, j, m, 0) for i, j, m in made]
    return np.array(rows).reshape(len(rows), len(schema.TERMS))
