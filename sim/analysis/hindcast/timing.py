"""Timing: in which order a state first deals with others, and when it turns between its patrons.

Both are determined from the months that a monthly record and the scenario share, separately for
months that were open to fitting and for those that were not. In a record any cooperation counts, in
the model any deal done, whoever proposed it. For the turn, routine contact counts in the model as
well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.data.events import Record
from sim.model.measures import tilt
from sim.model.prepared import prepared
from sim.outcomes.observation import observation_of
from sim.outcomes.quantiles import LEVELS
from sim.scenario import Scenario

from .counting import Contacts
from .forecasts import Forecast
from .hindcast import last_trained, month_of
from .past import AFFINITY

NEVER = "never"
_FEWEST = 6  # months in which a turn is looked for; judgement
_PARTNERS = 3  # partners whose order is scored, at least; judgement
_HEAD = [
    "sample", "first", "last", "measure", "state", "partner", "recorded", "model", "low", "high",
    "inside", "recorded_way", "same_way",
]  # fmt: skip


@dataclass(frozen=True)
class Window:
    """Months that a record and a scenario share.

    Attributes
    ----------
    trained : bool
        Whether they were open to fitting.
    periods, months : ndarray of int (month,)
        Their positions in the record and in the scenario.
    labels : tuple of str
        "2014-01", ...
    """

    trained: bool
    periods: np.ndarray
    months: np.ndarray
    labels: tuple[str, ...]

    @property
    def label(self) -> str:
        """First and last month."""
        return f"{self.labels[0]} to {self.labels[-1]}"

    def month(self, position: float) -> str:
        """Return the month at a position; beyond the last there was none."""
        return self.labels[int(position)] if position < len(self.labels) else NEVER


def windows(record: Record, scenario: Scenario, train_until: str | None = None) -> list[Window]:
    """Return the shared months up to `train_until` and after it, where there are any.

    Parameters
    ----------
    record : Record
        Yearly ones have no months.
    scenario : Scenario
    train_until : str, optional
        Last month that was open to fitting.
    """
    if not record.monthly:
        return []
    at = np.array([month_of(scenario, period) for period in record.periods])
    whole = np.array([period not in record.shared for period in record.periods])
    inside, old = (
        whole & (at >= 0) & (at < scenario.months),
        at <= last_trained(scenario, train_until),
    )
    result = [(trained, np.flatnonzero(inside & (old == trained))) for trained in (True, False)]
    return [
        Window(trained, k, at[k], tuple(record.periods[p] for p in k))
        for trained, k in result
        if len(k)
    ]


def first_contacts(cooperation: np.ndarray, state: int) -> np.ndarray:
    """Return the first period of cooperation between a state and each other: (..., other).

    It does not matter who began it.

    Parameters
    ----------
    cooperation : ndarray (..., period, source, target)
    state : int
        Position of the state.

    Returns
    -------
    ndarray of float
        The number of periods where there is none; NaN where unknown, as with itself.
    """
    there, back = cooperation[..., state, :], np.moveaxis(cooperation, -1, -2)[..., state, :]
    unknown = (np.isnan(there) & np.isnan(back)).all(axis=-2)
    unknown[..., state] = True
    both = np.nan_to_num(there) + np.nan_to_num(back) > 0
    first = np.where(both.any(axis=-2), both.argmax(axis=-2), both.shape[-2])
    return np.where(unknown, np.nan, first)


def turning(from_a: np.ndarray, from_b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return when a state turns most from one of two others to the other, and how far.

    Periods lie along the last axis.

    The change point of the tilt of its cooperation, (b - a) / (b + a) and 0 without any: where the
    sum of departures from the mean is farthest from zero (Page's cumulative sum, 1954).

    Returns
    -------
    period, change : ndarray of float
        The first period after the turn, and the mean tilt from it on less that before; NaN and 0
        where the tilt is always the same.
    """
    leaning = tilt(np.asarray(from_a, float), np.asarray(from_b, float))
    count = leaning.shape[-1]
    departures = np.cumsum(leaning - leaning.mean(axis=-1, keepdims=True), axis=-1)[..., :-1]
    last = np.abs(departures).argmax(axis=-1)
    far = np.take_along_axis(departures, last[..., None], axis=-1)[..., 0]
    period, flat = last + 1.0, np.ptp(leaning, axis=-1) == 0
    return np.where(flat, np.nan, period), np.where(
        flat, 0.0, -far * count / (period * (count - period))
    )


def timing(
    record: Record, contacts: Contacts, train_until: str | None = None
) -> tuple[list[Forecast], pd.DataFrame]:
    """Return the orders of first contact to be scored, and a table of first contacts and turns.

    Parameters
    ----------
    record : Record
        Yearly ones say nothing.
    contacts : Contacts
        Of the histories of a scenario, of whom it is about.
    train_until : str, optional
        Last month that was open to fitting.

    Returns
    -------
    list of Forecast
        Model and affinity say how early; where the record knows at least three partners, not all at
        the same time.
    DataFrame
        Columns: sample, first and last month looked at, measure ("first contact" or "turn"), state,
        partner, recorded month, model's median with the ends of its middle 90 % (low, high),
        whether the recorded month lies inside; of turns, which way the recorded one goes, and the
        share of histories that turn the same way.
    """
    orders, rows = [], []
    for window in windows(record, contacts.scenario, train_until):
        recorded, simulated = _firsts(record, contacts, window)
        orders += _order(contacts, window, recorded, simulated)
        rows += [
            *_contact_rows(contacts, window, recorded, simulated),
            *_turn_rows(record, contacts, window),
        ]
    return orders, pd.DataFrame(rows, columns=_HEAD)


def _firsts(record: Record, contacts: Contacts, window: Window) -> tuple[np.ndarray, np.ndarray]:
    """Return the first months of contact: recorded (state,), and simulated (history, state)."""
    state = contacts.scenario.index(contacts.about.state)
    met = contacts.met[:, window.months]
    first = np.where(met.any(axis=1), met.argmax(axis=1), met.shape[1]).astype(float)
    first[:, state] = np.nan
    return first_contacts(record.cooperation[window.periods], state), first


def _order(
    contacts: Contacts, window: Window, recorded: np.ndarray, simulated: np.ndarray
) -> list[Forecast]:
    """Return the order of first contacts: the model's by mean month, affinity's warmest first."""
    others = np.flatnonzero(~np.isnan(recorded))
    if len(others) < _PARTNERS or np.ptp(recorded[others]) == 0:
        return []
    state = contacts.scenario.index(contacts.about.state)
    affinity = prepared(contacts.scenario).setting.ties.affinity[0]
    cold = -(affinity[state] + affinity[:, state])[others]
    expected = (recorded[others], simulated.mean(axis=0)[others], {AFFINITY: cold}, others)
    return [Forecast(window.label, "first contact", window.trained, *expected)]


def _row(
    window: Window, measure: str, state: str, partner: str, recorded: float, simulated: np.ndarray
) -> dict:
    """Return what both kinds of rows have in common."""
    low, middle, high = np.quantile(simulated, LEVELS[::2], method="inverted_cdf")
    row = {
        "sample": "trained" if window.trained else "new",
        "first": window.labels[0],
        "last": window.labels[-1],
    }
    row |= {
        "measure": measure,
        "state": state,
        "partner": partner,
        "recorded": window.month(recorded),
    }
    row |= {"model": window.month(middle), "low": window.month(low), "high": window.month(high)}
    return row | {"inside": bool(low <= recorded <= high)}


def _contact_rows(
    contacts: Contacts, window: Window, recorded: np.ndarray, simulated: np.ndarray
) -> Iterator[dict]:
    """Yield a row per partner of whom the record knows, in the order of the record."""
    state, codes = contacts.about.state, contacts.scenario.codes
    for k in np.argsort(recorded, kind="stable"):
        if not np.isnan(recorded[k]):
            yield _row(window, "first contact", state, codes[k], recorded[k], simulated[:, k])


def _turn_rows(record: Record, contacts: Contacts, window: Window) -> Iterator[dict]:
    """Yield the turn between the two patrons, where record and model both have one."""
    about = contacts.about
    state, a, b = (contacts.scenario.index(code) for code in about[:3])
    counts = record.cooperation[window.periods]
    recorded = [counts[:, state, other] + counts[:, other, state] for other in (a, b)]
    known = ~np.isnan(recorded[0] + recorded[1])
    if known.sum() < _FEWEST:
        return
    labels = tuple(label for label, there in zip(window.labels, known, strict=True) if there)
    narrowed = Window(window.trained, window.periods[known], window.months[known], labels)
    routine = 2.0 * observation_of(contacts.scenario).routine  # in either direction
    simulated = (routine + contacts.deals[:, narrowed.months, other] for other in (a, b))
    period, change = turning(*(counts[known] for counts in recorded))
    periods, changes = turning(*simulated)
    turned = ~np.isnan(periods)
    if np.isnan(period) or not turned.any():
        return
    row = _row(
        narrowed, "turn", about.state, f"{about.a} or {about.b}", float(period), periods[turned]
    )
    row["recorded_way"] = about.b if change > 0 else about.a
    yield row | {"same_way": float((np.sign(changes[turned]) == np.sign(change)).mean())}
