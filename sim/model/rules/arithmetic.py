"""Arithmetic: exponentials by the same few operations on every machine."""

from __future__ import annotations

import numpy as np

from sim.model.compiled import inlined

_LOG2_E = 1.4426950408889634
_LN2_HIGH = 6.93147180369123816490e-01  # ln 2 in two parts, so that the reduction below is exact
_LN2_LOW = 1.90821492927058770002e-10
# 1.5 * 2**52: adding and subtracting it rounds to the nearest whole number
_ROUNDER = 6755399441055744.0
_FURTHEST = 700.0  # beyond this exp leaves the range of doubles; clipped


@inlined
def exponential(x: float) -> float:
    """Return e**x by the same few operations on every machine; x is clipped to -700..700."""
    power, rest = _parted(x)
    return _finished(_continued(_begun(rest), rest), rest) * power


@inlined
def exponentials(row: np.ndarray, parts: np.ndarray) -> None:
    """Replace all numbers in a row by e**x, each to the bit as ``exponential`` gives it.

    An exponential is one long chain of operations, each of which waits for the one before. In four
    passes the chains are short enough for the processor to work on many of them at once.

    Parameters
    ----------
    row : ndarray (number,)
        Clipped to -700..700.
    parts : ndarray (2, number)
        Room to work in, for as many numbers at a time.
    """
    most = parts.shape[1]
    for first in range(0, row.size, most):
        some = row[first : first + most]
        powers, rests = parts[0], parts[1]
        for t in range(some.size):
            powers[t], rests[t] = _parted(some[t])
        for t in range(some.size):
            some[t] = _begun(rests[t])
        for t in range(some.size):
            some[t] = _continued(some[t], rests[t])
        for t in range(some.size):
            some[t] = _finished(some[t], rests[t]) * powers[t]


@inlined
def _parted(x: float) -> tuple[float, float]:
    """Return 2**k and r, where e**x = 2**k e**r for a whole number k and r within ln(2) / 2."""
    x = min(max(x, -_FURTHEST), _FURTHEST)
    shifted = x * _LOG2_E + _ROUNDER
    k = shifted - _ROUNDER
    rest = (x - k * _LN2_HIGH) - k * _LN2_LOW
    # The whole number k stands in the last bits of `shifted`; moved to the exponent's place it
    # makes 2**k.
    power = np.int64((np.float64(shifted).view(np.int64) + 1023) << 52).view(np.float64)
    return power, rest


@inlined
def _begun(r: float) -> float:
    """Return the sum of the uppermost terms of the series of e**r, without the power in all."""
    p = 1.0 / 6227020800.0
    p = p * r + 1.0 / 479001600.0
    p = p * r + 1.0 / 39916800.0
    p = p * r + 1.0 / 3628800.0
    return p * r + 1.0 / 362880.0


@inlined
def _continued(p: float, r: float) -> float:
    """Return the sum of the terms down to the fifth power, of which `p` holds the upper ones."""
    p = p * r + 1.0 / 40320.0
    p = p * r + 1.0 / 5040.0
    p = p * r + 1.0 / 720.0
    return p * r + 1.0 / 120.0


@inlined
def _finished(p: float, r: float) -> float:
    """Return the series of e**r, of which `p` holds the terms from the fifth power on."""
    p = p * r + 1.0 / 24.0
    p = p * r + 1.0 / 6.0
    p = p * r + 0.5
    p = p * r + 1.0
    return p * r + 1.0


@inlined
def logistic(x: float) -> float:
    """Return 1 / (1 + e**-x)."""
    return 1.0 / (1.0 + exponential(-x))
