"""Anchored forecasts: the changes that the model expects, added to the record's own past.

A record shows who gets on with whom better than any model of states can; what it does not show is
what changes next. So the anchored forecast starts from the record's past, which returns toward the
usual, and adds the change that the model expects. All functions are of arrays and know nothing of
scenarios; tones are logits of the share of cooperation, volumes logarithms of cooperation.

Past and future must be counted on one level, so a forecast is anchored within one file only.
"""

from __future__ import annotations

import numpy as np

YEARS = 5  # of which the mean is what is usual; judgement
# Share of last year's departure from the usual that is left a year later, and the standard
# deviation of what comes about it, in logits. Chosen on the years 2007 to 2010 of the record of six
# states, and checked on 2011 to 2013 and on twenty-four states (docs/hindcast.md).
KEPT = 0.3
SPREAD = 0.75
# Share of the departure of cooperation's volume that is gone a year later, chosen alike.
RETURN = 0.8
WIDTH = 1.28  # standard deviations on either side that hold 80 % of a normal distribution


def usual_of(values: np.ndarray, spans: int = YEARS) -> np.ndarray:
    """Return the usual level: the mean of the last few spans that are known.

    Parameters
    ----------
    values : ndarray (span, ...)
        Tones or volumes in order of time; NaN where unknown.
    spans : int
        How many spans at most, by default those of five years.

    Returns
    -------
    ndarray (...)
        NaN where none of them is known.
    """
    recent = np.asarray(values, dtype=float)[-spans:]
    known = ~np.isnan(recent)
    count = known.sum(axis=0)
    total = np.where(known, recent, 0.0).sum(axis=0)
    return np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)


def back_to_usual(usual: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Return the best of the simple rules: the usual, and three tenths of the last departure.

    Parameters
    ----------
    usual, last : ndarray
        Mean of the years before, and the last of them; where the last is not known, the usual
        stands.
    """
    return usual + KEPT * (np.where(np.isnan(last), usual, last) - usual)


def anchored(usual: np.ndarray, last: np.ndarray, change: np.ndarray) -> np.ndarray:
    """Return the tone to be expected: back to the usual, and the model's change.

    Parameters
    ----------
    usual, last : ndarray
        As in ``back_to_usual``.
    change : ndarray
        Change of the model's tone, from the last span to the one that is predicted.
    """
    return back_to_usual(usual, last) + change


def volume_change(usual: np.ndarray, last: np.ndarray, change: np.ndarray) -> np.ndarray:
    """Return the change in log cooperation to be expected: back to the usual, and the model's.

    Parameters
    ----------
    usual, last : ndarray
        Mean of the log cooperation of the years before, and that of the last of them.
    change : ndarray
        What the model's log cooperation changes by.
    """
    return -RETURN * (last - usual) + change


def band(centre: np.ndarray, noise: np.ndarray | float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Return the ends of the band that is to hold four of five tones.

    Parameters
    ----------
    centre : ndarray
        Tones to be expected.
    noise : ndarray or float
        Variance to be added to that of years: the sampling noise of spans in which few events are
        counted.

    Returns
    -------
    low, high : ndarray
    """
    half = WIDTH * np.sqrt(SPREAD**2 + noise)
    return centre - half, centre + half


def sampling_noise(cooperation: np.ndarray, conflict: np.ndarray, padding: float) -> np.ndarray:
    """Return the sampling variance of the tone of so many events, padded.

    Parameters
    ----------
    cooperation, conflict : ndarray
        Numbers of events, counted or expected.
    padding : float
        What is added to either before the logarithm is taken.
    """
    return 1.0 / (cooperation + padding) + 1.0 / (conflict + padding)


def anchor_noise(noises: np.ndarray, spans: int = YEARS) -> np.ndarray:
    """Return the sampling variance of ``back_to_usual``, from that of the spans it is made of.

    Parameters
    ----------
    noises : ndarray (span, ...)
        Sampling variances of the tones of all spans before; NaN where unknown.
    spans : int
        As in ``usual_of``.
    """
    recent = np.asarray(noises, dtype=float)[-spans:]
    known = ~np.isnan(recent)
    weights = known * (1.0 - KEPT) / np.maximum(known.sum(axis=0), 1)
    weights[-1] += KEPT * known[-1]
    return (weights**2 * np.where(known, recent, 0.0)).sum(axis=0)


def as_share(tone: np.ndarray) -> np.ndarray:
    """Return the share of cooperation that a tone is the logit of."""
    return 1.0 / (1.0 + np.exp(-tone))
