"""The long panel: a row for each history, month and measure, part by part, of any size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.ensemble.chunks import chunk_whole
from sim.ensemble.run import CHUNK
from sim.errors import InvalidInput
from sim.model.prepared import prepared
from sim.outcomes.focus import focus_of
from sim.outcomes.results import Results
from sim.outcomes.table import Wanted
from sim.report.tables import Series, series_of
from sim.scenario import Scenario, nearest

_ROWS = 1_000_000  # of the panel that are in memory at a time, about
_NOTHING = Wanted(alone=True)  # outcomes are not wanted


@dataclass(frozen=True)
class Panel:
    """Which numbers of which histories.

    Attributes
    ----------
    scenario : Scenario
    seed, histories : int
    series : tuple of Series
        What is measured.
    results : Results, optional
        The histories, where they are at hand; otherwise they are simulated, part by part.
    """

    scenario: Scenario
    seed: int
    histories: int
    series: tuple[Series, ...]
    results: Results | None = None

    @property
    def rows(self) -> int:
        """How many rows there are, if no history fails."""
        return self.histories * self.scenario.months * len(self.series)

    @property
    def partners(self) -> list[str]:
        """What stands in the column of partners: states, and the two that a tilt is between."""
        named = dict.fromkeys(one.partner for one in self.series if one.partner)
        pairs = [name for name in named if name not in self.scenario.codes]
        return [*(code for code in self.scenario.codes if code in named), *pairs]

    @property
    def measures(self) -> list[str]:
        """The measures, in the order of the tables."""
        return list(dict.fromkeys(one.measure for one in self.series))

    def frames(self) -> Iterator[pd.DataFrame]:
        """Yield the panel part by part, in the order run, month, measure.

        Yields
        ------
        DataFrame
            Columns run (whole number), month (the first of the month), measure, state and partner
            (categories; missing where there is no partner), value.
        """
        for results in self._parts():
            if results.histories:
                yield self._frame(results)

    def _parts(self) -> Iterator[Results]:
        """Yield the histories, as many at a time as memory bears."""
        size = min(CHUNK, max(1, _ROWS // (self.scenario.months * len(self.series))))
        for first in range(0, self.histories, size):
            if self.results is not None:
                yield self.results.only(slice(first, min(first + size, self.histories)))
                continue
            count = min(size, self.histories - first)
            columns, record = chunk_whole(self.scenario, self.seed, first, count, _NOTHING)
            runs = np.setdiff1d(np.arange(first, first + count), columns.get("failed", []))
            yield Results(self.scenario, self.seed, runs, record, prepared(self.scenario).start)

    def _frame(self, results: Results) -> pd.DataFrame:
        """Return the rows of some histories."""
        values = np.stack([one.values(results) for one in self.series], axis=-1)
        histories, months, series = values.shape
        named: dict[str, tuple[list[str], list[str]]] = {
            "measure": ([one.measure for one in self.series], self.measures),
            "state": ([one.state for one in self.series], list(self.scenario.codes)),
            "partner": ([one.partner for one in self.series], self.partners),
        }
        columns: dict[str, object] = {
            "run": np.repeat(results.runs, months * series),
            "month": np.tile(np.repeat(results.months.astype("datetime64[s]"), series), histories),
        }
        for name, (words, categories) in named.items():
            codes = [categories.index(word) if word else -1 for word in words]
            tiled = np.tile(np.array(codes), histories * months)
            columns[name] = pd.Categorical.from_codes(tiled, categories=categories)
        return pd.DataFrame({**columns, "value": values.reshape(-1)})


def panel(
    scenario: Scenario,
    seed: int,
    histories: int,
    measures: Sequence[str] = (),
    states: Sequence[str] = (),
    results: Results | None = None,
) -> Panel:
    """Return the panel of some histories.

    Parameters
    ----------
    scenario : Scenario
    seed, histories : int
    measures, states : sequence of str
        Only these measures, and of these states (the giver, of support); none for all.
    results : Results, optional
        The histories, where they are at hand.

    Raises
    ------
    InvalidInput
        For a measure or a state that is not there, with the nearest.
    """
    every = list(series_of(scenario, focus_of(scenario)))
    known = list(dict.fromkeys(one.measure for one in every))
    for name in measures:
        if name not in known:
            raise InvalidInput(f"there is no measure '{name}'{nearest(name, known)}")
    for code in states:
        scenario.index(code)
    wanted = [
        one
        for one in every
        if (not measures or one.measure in measures) and (not states or one.state in states)
    ]
    if not wanted:
        told = f"{', '.join(measures)} of {', '.join(states)}"
        raise InvalidInput(f"the panel would be empty: nobody measures {told}")
    return Panel(scenario, seed, histories, tuple(wanted), results)


def codebook(panel: Panel) -> pd.DataFrame:
    """Return what the columns of a panel mean, and what their values stand for.

    Returns
    -------
    DataFrame
        A row for each column (with an empty ``value``), then one for each value of measure, state
        and partner: ``code`` is its number in a Stata file, ``value`` the text elsewhere.
    """
    rows: list[dict[str, object]] = [
        {"column": name, "meaning": meaning} for name, meaning in MEANINGS.items()
    ]
    for code, name in enumerate(panel.measures):
        one = next(one for one in panel.series if one.measure == name)
        need = name.partition("_")[2]
        meaning = f"{one.output.meaning}, of {need}" if need else one.output.meaning
        named = {"column": "measure", "code": code, "value": name, "meaning": meaning}
        rows.append({**named, "unit": one.output.unit, "bounds": one.output.bounds})
    for column, names in (("state", panel.scenario.codes), ("partner", panel.partners)):
        rows += [_named(panel, column, code, name) for code, name in enumerate(names)]
    head = ["column", "code", "value", "meaning", "unit", "bounds", "iso3", "ccode"]
    table = pd.DataFrame(rows, columns=head)
    return table.astype({"code": "Int64", "ccode": "Int64"}).fillna(
        dict.fromkeys(["value", "meaning", "unit", "bounds", "iso3"], "")
    )


def _named(panel: Panel, column: str, code: int, name: str) -> dict[str, object]:
    """Return the row of a state, or of the two that a tilt is between."""
    from sim.report.tables import cow_code, iso3_code

    states = {state.code: state for state in panel.scenario.states}
    row: dict[str, object] = {"column": column, "code": code, "value": name}
    if name in states:
        one = states[name]
        return {**row, "meaning": one.name, "iso3": iso3_code(one), "ccode": cow_code(one)}
    a, _, b = (states[part].name if part in states else part for part in name.partition(":"))
    return {**row, "meaning": f"of a tilt: from {a} (-1) to {b} (+1)"}


MEANINGS = {  # at most 80 characters, as Stata takes them
    "run": "number of the history, from 0",
    "month": "month; values are those at its end",
    "measure": "what is measured",
    "state": "state whose measure it is; of support, the one that gives",
    "partner": "whom it concerns; of a tilt, the two states between which it leans",
    "value": "the measure's value, in its own unit",
}
