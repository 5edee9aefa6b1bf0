"""Nested: JSON from anybody, which may be nested deeper than Python can follow."""

from __future__ import annotations

import json
from typing import Any


def from_json(text: str | bytes) -> Any:
    """Return what a JSON text holds.

    Parameters
    ----------
    text : str or bytes

    Raises
    ------
    ValueError
        For what is no JSON, or nested too deep to be read.
    """
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deep") from None
