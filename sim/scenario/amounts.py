"""Amounts: by how much shocks change numbers, and what may be set to what."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache

from sim import schema
from sim.errors import InvalidInput

from .path import SHOCKS, NumberPath, number_paths
from .problems import nearest, shown


def amount_path(shock: str, position: int) -> str:
    """Return the path of the amount of a shock's effect, counted from 0.

    Parameters
    ----------
    shock : str
        Its id.
    position : int
        Of the effect among those of the shock.
    """
    return f"{SHOCKS}.{shock}.effects.{position}.amount"


@lru_cache(maxsize=10_000)
def amount_bounds(operation: str, pattern: str) -> tuple[float, float]:
    """Return the bounds of the amount by which an effect changes the numbers of a pattern.

    Parameters
    ----------
    operation : {"add", "multiply", "set"}
    pattern : str
        A path, in which * may stand for any one part.
    """
    if operation in schema.AMOUNTS:
        return schema.AMOUNTS[operation]
    first, *parts = pattern.split(".")
    name = parts[-2] if len(parts) > 1 and parts[-1] in schema.NEEDS else [first, *parts][-1]
    for parameter in schema.PARAMETERS:
        if parameter.name == name and first in ("*", parameter.table):
            return parameter.low, parameter.high
    return -math.inf, math.inf


def number_fault(
    path: str, value: float, codes: tuple[str, ...], amounts: Mapping[str, tuple[float, float]]
) -> str | None:
    """Return what is wrong with setting a number to a value, or None.

    Parameters
    ----------
    path, value
        What is to be set to what.
    codes : tuple of str
        Of the scenario's states.
    amounts : mapping of path to (low, high)
        Bounds of the amounts of its shocks.
    """
    if path in amounts:
        low, high = amounts[path]
    else:
        try:
            parameter = NumberPath.of(path).checked(codes).parameter
        except InvalidInput as error:
            if not NumberPath.of(path).is_amount:
                return str(error)
            return f"names nothing{nearest(path, [*amounts, *number_paths(codes[:12])])}"
        low, high = parameter.low, parameter.high
    return None if low <= value <= high else f"{shown(value)} is out of bounds: {low:g} to {high:g}"
