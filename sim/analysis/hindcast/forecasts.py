"""Forecasts: what the model and simple rivals expect of each span, dyad by dyad, and the record.

The model makes two forecasts: unanchored, as if nobody had read the news, and anchored on the
record's past (``anchored``). Tone (how cooperative the reported events are) and volume (how much
cooperation there is) are forecast separately.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from . import anchored as rules
from .anchored import as_share
from .hindcast import PADDING, Counts, Span, rising, scatter, share, tone, volume
from .past import Past, rivals_of_change, rivals_of_directions, rivals_of_tone

FEWEST = 6  # dyads below which nothing is scored; judgement: those of three states
UNANCHORED, ANCHORED = "unanchored", "anchored"


@dataclass(frozen=True)
class Forecast:
    """What the model and its rivals expect of one span, and the record; arrays are (dyad,).

    Attributes
    ----------
    span, measure : str
        "2013" and "share" or "plain share", or "2012 to 2013" and "tone change", "change" (of
        volume), "direction" or "net direction".
    trained : bool
        Whether it was open to fitting.
    recorded, model : ndarray
        NaN where the record is silent.
    rivals : dict of str to ndarray
    pairs : ndarray of int
        Which pair of states each dyad belongs to.
    statement : {"unanchored", "anchored"}
        Whether the model starts from the record's past.
    band : tuple of ndarray, optional
        The ends of what is to hold four of five of the record's.
    """

    span: str
    measure: str
    trained: bool
    recorded: np.ndarray
    model: np.ndarray
    rivals: dict[str, np.ndarray]
    pairs: np.ndarray
    statement: str = UNANCHORED
    band: tuple[np.ndarray, np.ndarray] | None = None

    @property
    def known(self) -> np.ndarray:
        """Whether the record has a dyad."""
        return ~np.isnan(self.recorded)

    @property
    def sample(self) -> str:
        """``trained`` where the scenario was fitted to the span, else ``new``."""
        return "trained" if self.trained else "new"

    @property
    def about(self) -> str:
        """What the measure is about: tone, volume, or time."""
        if self.measure in ("share", "plain share", "tone change"):
            return "tone"
        return "time" if self.measure == "first contact" else "volume"


@dataclass(frozen=True)
class _Known:
    """All that one span's forecasts are made of.

    Attributes
    ----------
    span : Span
    recorded : Counts
        Of all years or quarters of the record.
    now, before : Counts
        The model's, of this span and of the one before it; each (source, target). `before` is None
        where the scenario does not know it.
    still : Counts
        The model's, of the world without shocks.
    affinity : ndarray (source, target)
    label : str
        What changes that end in the span are called.
    """

    span: Span
    recorded: Counts
    now: Counts
    before: Counts | None
    still: Counts
    affinity: np.ndarray
    label: str


def forecasts(
    results: Sequence[Span],
    recorded: Counts,
    simulated: Counts,
    affinity: np.ndarray,
    still: Counts,
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
    still : Counts
        Of the world without shocks, each (source, target).
    """
    made: list[Forecast] = []
    for k, span in enumerate(results):
        if span.months.start < 0:
            continue
        follows = k > 0 and results[k - 1].place == span.place - 1
        before = simulated.at([k - 1]) if follows else None
        before = Counts(before.cooperation[0], before.conflict[0]) if before else None
        now = Counts(simulated.cooperation[k], simulated.conflict[k])
        label = f"{results[k - 1].label} to {span.label}" if follows else ""
        known = _Known(span, recorded, now, before, still, affinity, label)
        made += [*_of_tone(known), *(_of_volume(known) if follows else ())]
    return [one for one in made if one.known.sum() >= FEWEST]


def recorded_tone(recorded: Counts) -> np.ndarray:
    """Return the tones of a record: (span, source, target), NaN where no event is counted."""
    return np.where(recorded.cooperation + recorded.conflict > 0, tone(recorded), np.nan)


def _of_tone(known: _Known) -> Iterator[Forecast]:
    """Yield what is expected of the share of cooperation, and of the change in tone.

    A dyad without events has no share.
    """
    span, place = known.span, known.span.place
    tones = recorded_tone(known.recorded)
    plain = np.where(np.isnan(tones), np.nan, share(known.recorded))
    past = Past.of(tones[:place], span)
    rivals = rivals_of_tone(past, as_share(tone(known.still)), known.affinity)
    theirs = rivals_of_tone(past, share(known.still), known.affinity)
    truth = as_share(tones[place])
    one = _forecast(span.label, "share", span, truth, as_share(tone(known.now)), rivals)
    error = _forecast(span.label, "plain share", span, plain[place], share(known.now), theirs)
    yield from (one, error)
    if known.before is None:
        return
    moved = tone(known.now) - tone(known.before)
    change = tones[place] - past.last
    rivals = rivals_of_change(past, known.affinity)
    told = _forecast(known.label, "tone change", span, change, moved, rivals)
    yield told
    centre = rules.anchored(past.usual, past.last, moved)
    centre = np.where(np.isnan(centre), tone(known.now), centre)
    ends = rules.band(centre, 0.0 if span.years else _noise(known, as_share(centre)))
    low, high = (_off(as_share(end)) for end in ends)
    yield _anchored(one, as_share(centre), (low, high))
    yield _anchored(error, as_share(centre))
    yield _anchored(told, centre - past.last)


def _noise(known: _Known, expected: np.ndarray) -> np.ndarray:
    """Return the sampling variance of a quarter's tone, and of the quarters that predict it.

    Parameters
    ----------
    known : _Known
    expected : ndarray (source, target)
        Share of cooperation; of as many events as in the last quarter.
    """
    place = known.span.place
    warm, cold = known.recorded.cooperation[:place], known.recorded.conflict[:place]
    events = np.nan_to_num(warm[-1] + cold[-1])
    own = rules.sampling_noise(expected * events, (1.0 - expected) * events, PADDING)
    before = rules.sampling_noise(warm, cold, PADDING)
    return own + rules.anchor_noise(before, known.span.spans_in(rules.YEARS))


def _of_volume(known: _Known) -> Iterator[Forecast]:
    """Yield what is expected of the change in log cooperation that ends in a span.

    And of its direction.

    In some years the news reports more of everything, which the model cannot know: it can forecast
    how cooperation shifts among the dyads, its changes less their mean. Directions are scored as
    recorded, and net of the record's mean. A dyad without cooperation before or after is left out.
    """
    assert known.before is not None
    span, place = known.span, known.span.place
    volumes = volume(known.recorded)[: place + 1]
    there = known.recorded.cooperation[: place + 1] > 0
    changes = np.where(there[1:] | there[:-1], np.diff(volumes, axis=0), np.nan)
    past = replace(Past.of(volumes[:place], span), earlier=changes[:-1])
    silent = np.isnan(changes[-1])
    moved = volume(known.now) - volume(known.before)
    expected = moved - _mean(np.where(silent, np.nan, moved))
    rivals = rivals_of_change(past, known.affinity)
    told = _forecast(known.label, "change", span, changes[-1], expected, rivals)
    yield from (told, _anchored(told, _back(past, expected)))
    means = np.array([*map(_mean, changes)])
    level = _mean(np.where(silent, np.nan, past.usual - past.last))
    for measure, less, up in (("direction", 0.0 * means, 0.0), ("net direction", means, level)):
        net = changes - less[:, None, None]
        rises = np.where(np.isnan(net[-1]) | (net[-1] == 0), np.nan, net[-1] > 0)
        spread = scatter(_off(net[:-1]))
        own = replace(past, earlier=net[:-1], last=past.last + up)  # the way back is net, too
        theirs = rivals_of_directions(own, known.affinity, spread)
        one = _forecast(known.label, measure, span, rises, rising(expected, spread), theirs)
        yield from (one, _anchored(one, rising(_back(own, expected), spread)))


def _back(past: Past, expected: np.ndarray) -> np.ndarray:
    """Return the change in volume that is expected on the way back to what is usual.

    Where the usual level is unknown, it is the model's change alone.

    Parameters
    ----------
    past : Past
        Volumes.
    expected : ndarray (source, target)
        The model's changes, less their mean.
    """
    back = rules.volume_change(past.usual, past.last, expected)
    return np.where(np.isnan(back), expected, back)


def _anchored(
    one: Forecast, model: np.ndarray, band: tuple[np.ndarray, np.ndarray] | None = None
) -> Forecast:
    """Return the same forecast as the model makes it from the record's past.

    Parameters
    ----------
    one : Forecast
        The unanchored one.
    model : ndarray (source, target)
        What the model says instead.
    band : tuple of ndarray (dyad,), optional
        Its ends.
    """
    return replace(one, model=_off(model), statement=ANCHORED, band=band)


def _forecast(
    label: str,
    measure: str,
    span: Span,
    recorded: np.ndarray,
    model: np.ndarray,
    rivals: dict[str, np.ndarray],
) -> Forecast:
    """Return the unanchored forecast of a measure, without rivals that know nothing.

    Where the record has a dyad and a rival has not, the rival's median over the others is used.
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
    """Return the values off the diagonal of the last two axes: (..., dyad)."""
    return values[..., ~np.eye(values.shape[-1], dtype=bool)]


def _filled(values: np.ndarray) -> np.ndarray:
    """Return values with what is unknown put to the median."""
    return np.where(np.isnan(values), np.nanmedian(values), values)


def _mean(values: np.ndarray) -> float:
    """Return the mean of what is known."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else 0.0
