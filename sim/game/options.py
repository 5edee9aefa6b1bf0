"""The options of a month as a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sim import schema

from .player import Option

if TYPE_CHECKING:
    import pandas as pd


def options_frame(menus: Mapping[str, list[Option]]) -> pd.DataFrame:
    """Return options by partner as a table: partner, move, probability, worth, six terms."""
    import pandas as pd

    rows = [
        {
            "partner": partner,
            "move": option.move,
            "probability": option.probability,
            "worth": option.value,
            **dict(zip(schema.TERMS, option.terms, strict=True)),
        }
        for partner, options in menus.items()
        for option in options
    ]
    columns = ["partner", "move", "probability", "worth", *schema.TERMS]
    return pd.DataFrame(rows, columns=columns)
