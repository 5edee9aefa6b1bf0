"""Forecasts: what the model and simple rivals expect of each span, dyad by dyad, and the record.

Rivals: nothing changes, the scenario's affinities alone, and last time again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .hindcast import Counts, Span, log_change, rising, scatter, share

FEWEST = 6  # dyads below which nothing is scored; judgement: those of three states
AFFINITY, LAST, STILL = "affinity alone", "last time again", "no change"


@dataclass(frozen=True)
class Forecast:
    """What the model and its rivals expect of one span, and the record; arrays are (dyad,).

    Attributes
    ----------
    span, measure : str
        "2013" and "share", or "2012 to 2013" and "change", "direction" or "net direction".
    trained : bool
        Whether it was open to fitting.
    recorded, model : ndarray
        NaN where the record is silent.
    rivals : dict of str to ndarray
    pairs : ndarray of int
        Which pair of states each dyad belongs to.
    """

    span: str
    measure: str
    trained: bool
    recorded: np.ndarray
    model: np.ndarray
    rivals: dict[str, np.ndarray]
    pairs: np.ndarray

    @property
    def known(self) -> np.ndarray:
        """Whether the record has a dyad."""
        return ~np.isnan(self.recorded)

    @property
    def sample(self) -> str:
        """Trained, or new."""
        return "trained" if self.trained else "new"


def forecasts(
    results: Sequence[Span],
    recorded: Counts,
    simulated: Counts,
    affinity: np.ndarray,
    still: np.ndarray,
) -> list[Forecast]:
    """Return what is to be scored: of spans in which the record knows at least `FEWEST` dyads.

    Parameters
    ----------
    results : sequence of Span
        What record and scenario share.
    recorded : Counts
        Of all years or quarters of the record.
    simulated : Counts
        Of the spans.
    affinity : ndarray (source, target)
        As the scenario begins.
    still : ndarray (source, target)
        Shares of cooperation in the world without shocks.
    """
    made = []
    for k, span in enumerate(results):
        if span.months.start < 0:
            continue
        made.append(_of_shares(span, recorded, share(simulated)[k], affinity, still))
        if k and results[k - 1].place == span.place - 1:
            label = f"{results[k - 1].label} to {span.label}"
            made += _of_changes(label, span, recorded, simulated, k, affinity)
    return [one for one in made if one.known.sum() >= FEWEST]


def _of_shares(
    span: Span, recorded: Counts, simulated: np.ndarray, affinity: np.ndarray, still: np.ndarray
) -> Forecast:
    """Return what is expected of the shares of cooperation in a span.

    A dyad without events in it has no share.
    """
    known = np.where(recorded.cooperation + recorded.conflict > 0, share(recorded), np.nan)
    rivals = {STILL: still, AFFINITY: affinity} | (
        {LAST: known[span.place - 1]} if span.place else {}
    )
    return _forecast(span.label, "share", span, known[span.place], simulated, rivals)


def _of_changes(
    label: str, span: Span, recorded: Counts, simulated: Counts, k: int, affinity: np.ndarray
) -> list[Forecast]:
    """Return what is expected of the changes in log cooperation that end in a span.

    Directions are expected as well.

    In some years the news have more of everything, of which the model knows nothing: what it can
    forecast is how cooperation shifts among the dyads, its changes less their mean. Directions are
    scored as recorded, and net of the record's mean. A dyad without cooperation before or after is
    left out.
    """
    either = recorded.cooperation[1:] + recorded.cooperation[:-1] > 0
    changes = np.where(either, log_change(recorded), np.nan)[: span.place]
    known, expected = changes[-1], log_change(simulated)[k - 1]
    expected = expected - _mean(np.where(np.isnan(known), np.nan, expected))
    rivals = {STILL: np.zeros_like(affinity), AFFINITY: affinity} | (
        {LAST: changes[-2]} if len(changes) > 1 else {}
    )
    results = [_forecast(label, "change", span, known, expected, rivals)]
    for measure, less in (
        ("direction", np.zeros(len(changes))),
        ("net direction", np.array([*map(_mean, changes)])),
    ):
        net = changes - less[:, None, None]
        up = np.where(np.isnan(net[-1]) | (net[-1] == 0), np.nan, net[-1] > 0)
        likely = rising(expected, scatter(_off(net[:-1])))
        results.append(_forecast(label, measure, span, up, likely, _directions(net[:-1], affinity)))
    return results


def _forecast(
    label: str,
    measure: str,
    span: Span,
    recorded: np.ndarray,
    model: np.ndarray,
    rivals: dict[str, np.ndarray],
) -> Forecast:
    """Return all forecasts of a measure, dyad by dyad, leaving out rivals that know nothing.

    Where the record knows a dyad and a rival does not, the rival's median over the others stands.
    """
    theirs = {name: _off(values) for name, values in rivals.items()}
    theirs = {
        name: _filled(values) for name, values in theirs.items() if not np.isnan(values).all()
    }
    n = len(recorded)
    i, j = np.meshgrid(np.arange(n), np.arange(n), indexing="ij")
    pairs = _off(np.minimum(i, j) * n + np.maximum(i, j))
    return Forecast(label, measure, span.trained, _off(recorded), _off(model), theirs, pairs)


def _off(values: np.ndarray) -> np.ndarray:
    """Return what stands off the diagonal of the last two axes: (..., dyad)."""
    return values[..., ~np.eye(values.shape[-1], dtype=bool)]


def _filled(values: np.ndarray) -> np.ndarray:
    """Return values with what is unknown put to the median."""
    return np.where(np.isnan(values), np.nanmedian(values), values)


def _mean(values: np.ndarray) -> float:
    """Return the mean of what is known."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else 0.0


def _directions(earlier: np.ndarray, affinity: np.ndarray) -> dict[str, np.ndarray]:
    """Return how likely each rival holds a rise of cooperation.

    By affinity alone, friends draw closer and enemies drift apart: (1 + affinity) / 2. "Last time
    again" repeats the last change as often as changes were repeated before (one half before any
    were seen).

    Parameters
    ----------
    earlier : ndarray (change, source, target)
        Recorded changes before this one, in order of time.
    affinity : ndarray (source, target)
    """
    rivals = {STILL: np.full(affinity.shape, 0.5), AFFINITY: 0.5 * (1.0 + affinity)}
    if len(earlier):
        ways = np.sign(earlier)
        both = ~np.isnan(ways[1:]) & ~np.isnan(ways[:-1])
        rate = ((ways[1:] == ways[:-1])[both].sum() + 1) / (both.sum() + 2)
        rivals[LAST] = np.where(ways[-1] > 0, rate, np.where(ways[-1] < 0, 1 - rate, 0.5))
    return rivals
