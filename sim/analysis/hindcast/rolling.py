"""Rolling origin: each year predicted from what was known before it, by a scenario of its own.

A scenario contains what its author knew when it was written. Here every year has its own scenario,
made elsewhere from data of the years before; the forecast is anchored on the record before the
year, and scored against the year itself. Intervals resample pairs of states, the same ones in all
years.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sim.data.events import Record
from sim.ensemble.how import HERE, How
from sim.errors import InvalidInput
from sim.model.prepared import prepared
from sim.outcomes.bootstrap import DRAWS, picks
from sim.scenario import Scenario

from .agreement import Measure
from .counting import counted, with_year_before
from .forecasts import Forecast, forecasts
from .hindcast import Counts, Span, recorded_counts, spans
from .scorecard import without_shocks
from .scores import SCORES, against, ends_of

ALL = "all"
_MEASURES = ("share", "plain share", "tone change", "change")
_COVERAGE = "band coverage"
_HEAD = [
    "year", "about", "measure", "statement", "score", "dyads", "model", "low", "high", "rival",
    "rival_score", "better", "better_low", "better_high", "wins",
]  # fmt: skip


def rolling(
    made: Mapping[int, Scenario],
    record: Record,
    histories: int = 10_000,
    seed: int = 1,
    least: int = 20,
    how: How = HERE,
) -> pd.DataFrame:
    """Score each year by a scenario that was made from what was known before it.

    The model's year is that of the scenario's months. The year before it, from which changes are
    counted, is simulated too where the scenario begins a year early; else it is the world of the
    scenario without its shocks, as in ``sim hindcast``.

    Parameters
    ----------
    made : mapping of int to Scenario
        For each year its scenario, which covers that year whole; all of the same states.
    record : Record
        Counts by year, of the same states, read with ``sim.data.events.read_record``.
    histories, seed, how
        As in ``sim.run``; of each scenario.
    least : int
        Events below which a dyad is left out, in the year or in the one before.

    Returns
    -------
    DataFrame
        A row per year, measure, statement, score and rival, and the same for all years together
        (year "all": means over the years). Columns as in ``scores.table``; rows of the coverage of
        the band have no rival.

    Raises
    ------
    InvalidInput
        For a monthly record, other states, or a year that scenario or record do not cover.
    """
    by_statement: dict[tuple[str, str], list[tuple[str, Forecast]]] = {}
    for year, scenario in sorted(made.items()):
        for one in _of_year(year, scenario, record, least, (histories, seed, how)):
            if one.measure in _MEASURES:
                by_statement.setdefault((one.measure, one.statement), []).append((str(year), one))
    rows: list[dict[str, Any]] = []
    for parts in by_statement.values():
        rows += [row for label, one in parts for row in _rows(label, [one], seed)]
        if len(parts) > 1:
            rows += _rows(ALL, [one for _, one in parts], seed)
    return pd.DataFrame(rows, columns=_HEAD)


def _of_year(
    year: int, scenario: Scenario, record: Record, least: int, runs: tuple[int, int, How]
) -> list[Forecast]:
    """Return the forecasts of a year.

    Parameters
    ----------
    year : int
    scenario : Scenario
        Made for it.
    record : Record
    least : int
        Events that a dyad must have in the year and in the one before.
    runs : (int, int, How)
        Histories, seed, and where they are computed.
    """
    both = _both(year, scenario, record)
    known = recorded_counts(record)
    total = known.cooperation + known.conflict
    few = ~(total[[span.place for span in both]] >= least).all(axis=0)
    heard = Counts(known.cooperation.copy(), known.conflict.copy())
    for kind in (heard.cooperation, heard.conflict):
        kind[both[1].place, few] = np.nan
    found = with_year_before(scenario, *runs)
    affinity = prepared(scenario).setting.ties.affinity[0]
    still = without_shocks(found, both[1])
    told = forecasts(both, heard, counted(found, both), affinity, still)
    return [one for one in told if one.span in (str(year), f"{year - 1} to {year}")]


def _both(year: int, scenario: Scenario, record: Record) -> list[Span]:
    """Return the year before, and the year; InvalidInput where they are not covered."""
    if record.monthly:
        raise InvalidInput(f"{record.name} counts by month: a rolling origin needs counts by year")
    if record.codes != scenario.codes:
        raise InvalidInput(
            f"{record.name} was read for {', '.join(record.codes)}, and the scenario of {year} has "
            f"{', '.join(scenario.codes)}: read the record with its states"
        )
    found = {span.label: span for span in spans(record, scenario)}
    missing = [str(one) for one in (year - 1, year) if str(one) not in found]
    if missing or found[str(year)].months.start < 0:
        raise InvalidInput(
            f"the scenario made for {year} ({scenario.month_labels[0]} to "
            f"{scenario.month_labels[-1]}) and {record.name} do not share "
            f"{' and '.join(missing) or year}: start it in {year}-01 or {year - 1}-01, and let it "
            f"run to {year}-12"
        )
    return [replace(found[str(one)], trained=False) for one in (year - 1, year)]


def _rows(label: str, parts: Sequence[Forecast], seed: int) -> list[dict[str, Any]]:
    """Return the rows of one measure and statement, of the mean over some years.

    Parameters
    ----------
    label : str
        What the years are called.
    parts : sequence of Forecast
        One for each.
    seed : int
        Of the intervals.
    """
    drawn = _drawn([one.pairs[one.known] for one in parts], seed)
    first, rows = parts[0], []
    truths = [one.recorded[one.known] for one in parts]
    models = [one.model[one.known] for one in parts]
    known: dict[str, Any] = {
        "year": label,
        "about": first.about,
        "measure": first.measure,
        "statement": first.statement,
        "dyads": sum(map(len, truths)),
    }
    for name, score, more in SCORES[first.measure]:
        own, samples = _mean(score, models, truths, drawn)
        told = known | {"score": name, "model": own} | ends_of(samples, "low", "high")
        for rival in first.rivals:
            if all(rival in one.rivals for one in parts):
                others = [one.rivals[rival][one.known] for one in parts]
                theirs, theirs_drawn = _mean(score, others, truths, drawn)
                sign = 1 if more else -1
                better = sign * (samples - theirs_drawn)
                rows.append(told | against(own, rival, theirs, better, sign))
    if first.band is not None:
        inside = [_inside(one) for one in parts]
        own, samples = _mean(lambda a, _: a.mean(axis=-1), inside, truths, drawn)
        told = known | {"score": _COVERAGE, "model": own} | ends_of(samples, "low", "high")
        rows.append(told | {"rival": "", "wins": ""})
    return rows


def _inside(one: Forecast) -> np.ndarray:
    """Return whether each dyad of the record lies within its band, as 0 or 1."""
    assert one.band is not None
    low, high = (end[one.known] for end in one.band)
    recorded = one.recorded[one.known]
    return ((low <= recorded) & (recorded <= high)).astype(float)


class _Samples(NamedTuple):
    """Samples of dyads of one size: their numbers, and the dyads of each (sample, dyad)."""

    numbers: np.ndarray
    dyads: np.ndarray


def _drawn(pairs: Sequence[np.ndarray], seed: int) -> list[list[_Samples]]:
    """Return samples of dyads for each year, of the same pairs of states in all.

    Parameters
    ----------
    pairs : sequence of ndarray (dyad,)
        For each year, the pair of each dyad.
    seed : int
        Of the samples.
    """
    everyone = np.unique(np.concatenate(pairs))
    samples = picks(len(everyone), seed)
    years = []
    for own in pairs:
        where = [np.flatnonzero(own == pair) for pair in everyone]
        sizes = np.array([len(some) for some in where])[samples].sum(axis=1)
        parts = []
        for size in np.unique(sizes[sizes > 0]):
            numbers = np.flatnonzero(sizes == size)
            dyads = [np.concatenate([where[k] for k in samples[number]]) for number in numbers]
            parts.append(_Samples(numbers, np.array(dyads)))
        years.append(parts)
    return years


def _mean(
    score: Measure,
    told: Sequence[np.ndarray],
    truths: Sequence[np.ndarray],
    drawn: Sequence[Sequence[_Samples]],
) -> tuple[float, np.ndarray]:
    """Return the mean of a score over the years, and over the years in each sample.

    Parameters
    ----------
    score : callable
        Of what is told and the record.
    told, truths : sequence of ndarray (dyad,)
        For each year.
    drawn : sequence of sequences of samples
        For each year.
    """
    own, means = [], []
    for one, truth, samples in zip(told, truths, drawn, strict=True):
        own.append(float(score(one, truth)))
        values = np.full(DRAWS, own[-1])  # also of a sample in which the year has no dyad
        for part in samples:
            values[part.numbers] = score(one[part.dyads], truth[part.dyads])
        means.append(values)
    return float(np.mean(own)), np.mean(means, axis=0)
