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
    x = min(max(x, -_FURTHEST), _FURTHEST)
    shifted = x * _LOG2_E + _ROUNDER
    k = shifted - _ROUNDER
    r = (x - k * _LN2_HIGH) - k * _LN2_LOW
    p = 1.0 / 6227020800.0
    p = p * r + 1.0 / 479001600.0
    p = p * r + 1.0 / 39916800.0
    p = p * r + 1.0 / 3628800.0
    p = p * r + 1.0 / 362880.0
    p = p * r + 1.0 / 40320.0
    p = p * r + 1.0 / 5040.0
    p = p * r + 1.0 / 720.0
    p = p * r + 1.0 / 120.0
    p = p * r + 1.0 / 24.0
    p = p * r + 1.0 / 6.0
    p = p * r + 0.5
    p = p * r + 1.0
    p = p * r + 1.0
    # The whole number k stands in the last bits of `shifted`; moved to the exponent's place it
    # makes 2**k.
    return p * np.int64((np.float64(shifted).view(np.int64) + 1023) << 52).view(np.float64)


@inlined
def logistic(x: float) -> float:
    """Return 1 / (1 + e**-x)."""
    return 1.0 / (1.0 + exponential(-x))
