"""Packing: columns of numbers as bytes, one after the other.

NumPy's own archives make a file of each column. That takes three times as long, in Python, while
no other thread can go on: with a million histories, more than a second.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Annotated

import numpy as np
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from sim.errors import InvalidInput

# NumPy's word for what a column holds: truths, numbers or texts; others it would read as Python
_Kind = Annotated[str, Field(pattern=r"^[<>|][biufU][0-9]{1,9}$")]
_Shape = list[Annotated[int, Field(ge=0)]]
_HEAD = TypeAdapter(dict[str, tuple[_Kind, _Shape]], config=ConfigDict(strict=True))  # by name
_END = b"\n"  # of the head


def packed(columns: Mapping[str, np.ndarray]) -> bytes:
    """Return columns as bytes.

    Parameters
    ----------
    columns : mapping of str to ndarray
        Of any shapes and types but objects.
    """
    head = {name: (column.dtype.str, column.shape) for name, column in columns.items()}
    parts = [np.ascontiguousarray(column).data for column in columns.values()]
    return b"".join([json.dumps(head).encode(), _END, *parts])


def unpacked(content: bytes) -> dict[str, np.ndarray]:
    """Return the columns that ``packed`` has made bytes of.

    Parameters
    ----------
    content : bytes
        The bytes.

    Raises
    ------
    InvalidInput
        When they are no columns.
    """
    head, _, rest = content.partition(_END)
    columns, first = {}, 0
    try:
        for name, (kind, shape) in _HEAD.validate_json(head).items():
            numbers = np.dtype(kind)
            column = np.frombuffer(rest, numbers, math.prod(shape), first).reshape(shape)
            columns[name] = column.copy()  # which can be written to
            first += column.nbytes
    except (ValidationError, ValueError, TypeError, OverflowError) as error:
        raise InvalidInput(f"these are no packed columns: {error}") from None
    if first != len(rest):
        raise InvalidInput("these are no packed columns: there is more than they say")
    return columns
