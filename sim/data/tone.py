"""Tone: how cooperative events from one state toward another are, before a period begins.

The tone of a directed pair in a year is the logit of the cooperative share of its events, padded by
a few events at the share of all pairs, so that a pair with hardly any events is not extreme. Levels
differ between data sets: what counts is a pair's position among the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .events import Record

YEARS = 3  # before the start; a single year has accidents, and five years rank the next no better
PADDING = 2.0  # events; judgement
FEWEST = 12  # directed pairs among which one can be compared: those of four states; judgement


@dataclass(frozen=True)
class Tone:
    """Tone between states before a start.

    Attributes
    ----------
    standard : ndarray (source, target)
        Mean logit over the years, put to mean 0 and standard deviation 1; NaN where it is unknown.
    share, events : ndarray (source, target)
        Cooperative share of all events of the years (NaN without any), and their number.
    years : tuple of int
        The years that files cover.
    why_not : str
        Why nothing is known, else "".
    """

    standard: np.ndarray
    share: np.ndarray
    events: np.ndarray
    years: tuple[int, ...]
    why_not: str = ""


def tone_before(records: Sequence[Record], start: int, states: int) -> Tone:
    """Return the tone of the years before a start, as far as event data cover them.

    Parameters
    ----------
    records : sequence of Record
        Where several cover a year, tables by year come first; files of single events add up.
    start : int
        The year with which the period begins, which is not looked at.
    states : int
        Their number.
    """
    counted = {year: _of_year(records, year) for year in range(start - YEARS, start)}
    years = tuple(year for year, counts in counted.items() if counts is not None)
    nothing = np.full((states, states), np.nan)
    if not years:
        why = f"no file of events covers a year of {start - YEARS} to {start - 1}"
        return Tone(nothing, nothing, np.zeros_like(nothing), (), why)
    counts = np.array([counted[year] for year in years], dtype=float)
    logits = _logits(counts)
    events = np.nansum(counts, axis=(0, 1))
    warm = np.nansum(counts[:, 0], axis=0)
    share = np.divide(warm, events, out=nothing.copy(), where=events > 0)
    known = np.isfinite(logits) & (events > 0)
    if known.sum() < FEWEST or logits[known].std() == 0:
        why = f"events of {known.sum()} directed pairs, where {FEWEST} are needed to compare them"
        return Tone(nothing, share, events, years, why)
    standard = (logits - logits[known].mean()) / logits[known].std()
    return Tone(np.where(known, standard, np.nan), share, events, years)


def _logits(counts: np.ndarray) -> np.ndarray:
    """Return the mean padded logit of counts (year, kind, source, target); NaN where unknown."""
    warm, cold = counts[:, 0], counts[:, 1]
    usual = np.nansum(warm) / max(np.nansum(counts), 1.0)
    usual = min(max(float(usual), 0.01), 0.99)
    logits = np.log((warm + PADDING * usual) / (cold + PADDING * (1 - usual)))
    return np.asarray(logits.mean(axis=0))


def _of_year(records: Sequence[Record], year: int) -> np.ndarray | None:
    """Return cooperative and conflictual events of a year (kind, source, target).

    The result is None where no file covers the year.
    """
    for record in records:
        if not record.monthly and str(year) in record.periods:
            at = record.periods.index(str(year))
            return np.array([record.cooperation[at], record.conflict[at]])
    months: dict[str, np.ndarray] = {}
    for record in (record for record in records if record.monthly):
        for at, month in enumerate(record.periods):
            if month[:4] == str(year):
                counts = np.array([record.cooperation[at], record.conflict[at]])
                months[month] = _added(months.get(month), counts)
    return np.sum(list(months.values()), axis=0) if len(months) == 12 else None


def _added(before: np.ndarray | None, counts: np.ndarray) -> np.ndarray:
    """Return counts of a month added to those of files before; silence adds nothing."""
    if before is None:
        return counts
    both = np.isnan(before) & np.isnan(counts)
    return np.where(both, np.nan, np.nan_to_num(before) + np.nan_to_num(counts))
