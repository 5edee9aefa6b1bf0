"""Hindcast: the model's moves and recorded events in the same measures, span by span.

A span is a period that both record and scenario cover: a year of a yearly record, a quarter of a
monthly one. The year before the scenario's start is simulated too, as the world of the scenario
without its shocks, so that a record can say what the first shocks changed. Counts of different
dyads are never compared, because news coverage follows interest; compared are the tone within a
dyad (the share of reported events that is cooperation), and changes from one span to the next. The
model's counts are the events that data are expected to hold (``outcomes.observation``), as a mean
over all histories.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from sim.data.events import Record
from sim.errors import InvalidInput
from sim.scenario import Scenario

# Events added to counts before a logarithm or a rank is taken of them, so that pairs of whom hardly
# anything is reported are not ordered by chance; judgement: with a twentieth of an event, ranks of
# changes of ten pairs move by half from seed to seed
PADDING = 2.0
SCATTER = (
    0.5  # judgement, for records of a single change: that of ICEWS between years from 2002 to 2012
)
BEFORE = 12  # months before the start that the world without shocks stands for; judgement
_YEAR = 12
_QUARTER = 3  # months of a monthly record that make a span; judgement: a month has too few events


@dataclass(frozen=True)
class Span:
    """A stretch of time that record and scenario share.

    Attributes
    ----------
    label : str
        "2013" or "2014 Q1".
    place : int
        Its position among the years or quarters from the record's first to its last.
    months : slice
        Its months in the scenario, counted from the start; negative in the year before.
    trained : bool
        Whether any of it was open to fitting.
    """

    label: str
    place: int
    months: slice
    trained: bool

    @property
    def years(self) -> bool:
        """Whether it is a year rather than a quarter."""
        return self.months.stop - self.months.start >= _YEAR

    def spans_in(self, years: int) -> int:
        """Return how many spans of its length so many years have."""
        return years * _YEAR // (self.months.stop - self.months.start)


def months_before(scenario: Scenario, months: int = BEFORE) -> Scenario:
    """Return the world of the year before a scenario: its numbers, without its shocks.

    Parameters
    ----------
    scenario : Scenario
    months : int
        How many months it lasts; by default a year.
    """
    first = scenario.start.year * 12 + scenario.start.month - 1 - months
    start = date(first // 12, first % 12 + 1, 1)
    return replace(scenario, start=start, months=months, shocks=(), questions=())


def checked_month(text: str) -> str:
    """Return a month; ValueError when it is none."""
    if not re.fullmatch(r"(1[89]|20)\d\d-(0[1-9]|1[0-2])", text):
        raise InvalidInput(f"month is '{text}': it is written as 2014-06")
    return text


def month_of(scenario: Scenario, label: str) -> int:
    """Return the position of a month, or of a year's first, counted from the scenario's start.

    It may lie outside.
    """
    return (
        int(label[:4]) * 12 + int(label[5:7] or 1) - scenario.start.year * 12 - scenario.start.month
    )


def last_trained(scenario: Scenario, train_until: str | None) -> float:
    """Return the position of the last month that was open to fitting.

    It is minus infinity where none was.
    """
    return -np.inf if train_until is None else month_of(scenario, checked_month(train_until))


def spans(record: Record, scenario: Scenario, train_until: str | None = None) -> list[Span]:
    """Return what a record and a scenario share, in order of time.

    Parameters
    ----------
    record : Record
    scenario : Scenario
    train_until : str, optional
        Last month that was fitted to, as "2014-06"; a span with any such month in it counts as
        trained.

    Raises
    ------
    ValueError
        When it is not a month.
    """
    until, known, result = (
        last_trained(scenario, train_until),
        set(record.periods) - set(record.shared),
        [],
    )
    for place, (label, periods) in enumerate(_stretches(record)):
        first = month_of(scenario, periods[0])
        last = first + (_QUARTER if record.monthly else _YEAR)
        within = (first >= 0 and last <= scenario.months) or (first >= -BEFORE and last <= 0)
        if within and known.issuperset(periods):
            result.append(Span(label, place, slice(first, last), first <= until))
    return result


def _stretches(record: Record) -> list[tuple[str, list[str]]]:
    """Return all years, or quarters, of a record, also incomplete ones: label and periods."""
    first, last = record.periods[0], record.periods[-1]
    years = range(int(first[:4]), int(last[:4]) + 1)
    if not record.monthly:
        return [(str(year), [str(year)]) for year in years]
    quarters = [
        (f"{year} Q{q + 1}", [f"{year}-{_QUARTER * q + k + 1:02d}" for k in range(_QUARTER)])
        for year in years
        for q in range(12 // _QUARTER)
    ]
    return [
        (label, months) for label, months in quarters if months[-1] >= first and months[0] <= last
    ]


@dataclass(frozen=True)
class Counts:
    """Events in each span, of each state toward each other: (span, source, target).

    Those of the model are means over its histories, and so no whole numbers.
    """

    cooperation: np.ndarray
    conflict: np.ndarray

    def at(self, spans: slice | list[int]) -> Counts:
        """Return the events of some spans, by their positions."""
        return Counts(self.cooperation[spans], self.conflict[spans])


def recorded_counts(record: Record) -> Counts:
    """Return what a record counts in each year or quarter from its first to its last.

    It is NaN where it is not whole.
    """
    position = {period: k for k, period in enumerate(record.periods) if period not in record.shared}
    wanted = [[position.get(period) for period in periods] for _, periods in _stretches(record)]

    def added(kind: np.ndarray) -> np.ndarray:
        """Add up the counts of each stretch; NaN where it is not whole."""
        unknown = np.full(kind.shape[1:], np.nan)
        sums = []
        for rows in wanted:
            known = [row for row in rows if row is not None]
            sums.append(kind[known].sum(axis=0) if len(known) == len(rows) else unknown)
        return np.array(sums)

    return Counts(added(record.cooperation), added(record.conflict))


def share(counts: Counts) -> np.ndarray:
    """Return the share of cooperation in each dyad's events: (span, source, target).

    It is NaN where there are none.
    """
    total = counts.cooperation + counts.conflict
    nothing = np.full(total.shape, np.nan)
    return np.divide(counts.cooperation, total, out=nothing, where=total > 0)


def tone(counts: Counts) -> np.ndarray:
    """Return the logit of the share of cooperation, of padded counts: (span, source, target).

    It is the logarithm of the ratio of cooperation to conflict.
    """
    return np.log((counts.cooperation + PADDING) / (counts.conflict + PADDING))


def volume(counts: Counts) -> np.ndarray:
    """Return the logarithm of padded cooperation: (span, source, target)."""
    return np.log(counts.cooperation + PADDING)


def rising(change: np.ndarray, scatter: float) -> np.ndarray:
    """Return how likely recorded cooperation rises where the model expects a change of so much.

    A model's mean says where a change is centred; around it, records scatter as they do from year
    to year: normal with standard deviation `scatter`. (How often a single history has more events
    than another would say less: a history has a few moves of a dyad in a year, where the news count
    hundreds of events.)
    """
    from scipy.stats import norm

    return norm.cdf(change / scatter)


def scatter(changes: np.ndarray) -> float:
    """Return the root mean square of recorded changes in log cooperation.

    It is `SCATTER` where there are none.
    """
    known = changes[np.isfinite(changes)]
    size = float(np.sqrt(np.mean(known**2))) if len(known) else 0.0
    return size or SCATTER
