"""Rounding: numbers for pages, which show them with fewer digits than they are sent with."""

from __future__ import annotations

from typing import Any

import numpy as np

_DIGITS = 4
_EXACT = 9  # digits at most of a number that would otherwise be rounded up twice


def rounded_one(value: float) -> float:
    """Return a number as ``rounded`` does."""
    return float(rounded(np.array([value]))[0])


def rounded(values: np.ndarray) -> list[Any]:
    """Return numbers as lists, with enough digits for the page to show them with fewer.

    What ends in 5 after rounding (0.905, from 0.90497) keeps another digit: the page, which shows
    two, would round it a second time, to 0.91.
    """
    exact = np.asarray(values, float)
    near = np.round(exact, _DIGITS)
    for digits in range(_DIGITS + 1, _EXACT + 1):
        halves = _ends_in_five(near, digits - 1)
        if not halves.any():
            break
        near[halves] = np.round(exact[halves], digits)
    return (near + 0.0).tolist()


def _ends_in_five(values: np.ndarray, digits: int) -> np.ndarray:
    """Say of which numbers, of so many digits after the point or fewer, the last digit is a 5."""
    whole = np.rint(np.abs(values) * 10.0**digits)
    ends = whole % 10 == 5
    for places in range(1, digits):
        ends |= whole % 10.0 ** (places + 1) == 5 * 10.0**places
    return ends
