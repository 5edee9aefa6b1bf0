"""Tables of thresholds: a row a number, a row a value that was tried, a row a bound of a box."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from .boxes import Discovery
from .crossing import Crossing
from .figure import band, surely
from .joint import JointThreshold
from .threshold import Threshold


def alone_table(alone: Sequence[Threshold], crossing: Crossing) -> pd.DataFrame:
    """Return a row per number: its range, base and crossing, and the mean outcome at each.

    Parameters
    ----------
    alone : sequence of Threshold
    crossing : Crossing
        The outcome and the level; of shares columns are called probabilities.

    Returns
    -------
    DataFrame
        Empty cells where there is no crossing. The outcome is surely on the base's side at
        ``surely_not`` and surely across at ``surely``, by two standard errors.
    """
    rows = []
    for one in alone:
        before, after = surely(one, crossing.level) or (None, None)
        rows.append(
            {
                "path": one.path,
                "low": one.low,
                "high": one.high,
                "base": one.base,
                "crossing": one.crossing,
                "change_in_ranges": one.change_in_ranges,
                "surely_not": before,
                "surely": after,
                f"{crossing.mean}_low": one.means[0],
                f"{crossing.mean}_base": one.mean_at_base,
                f"{crossing.mean}_crossing": one.mean_at_crossing,
                f"{crossing.mean}_high": one.means[-1],
                "push": one.push,
            }
        )
    table = pd.DataFrame(rows).set_index("path").astype(float)
    return table.replace(np.inf, np.nan).reset_index()


def grid_table(alone: Sequence[Threshold], crossing: Crossing) -> pd.DataFrame:
    """Return a row per number and value: the mean, its standard error and band of two of them.

    Parameters
    ----------
    alone : sequence of Threshold
    crossing : Crossing
        As in ``alone_table``.
    """
    parts = []
    for one in alone:
        means = one.means
        if one.errors is None:
            error = np.sqrt(means * (1 - means) / one.histories)
            low, high = band(means, one.histories)
        else:
            error = one.errors
            low, high = means - 2 * error, means + 2 * error
        columns = {"path": one.path, "value": one.values, crossing.mean: means}
        parts.append(pd.DataFrame(columns | {"error": error, "low": low, "high": high}))
    return pd.concat(parts, ignore_index=True)


def joint_table(change: JointThreshold | None, crossing: Crossing) -> pd.DataFrame:
    """Return a row per number of the joint change; length and means are of the whole change.

    Parameters
    ----------
    change : JointThreshold or None
        None where there is none.
    crossing : Crossing
        As in ``alone_table``.
    """
    columns = {
        "path": "paths",
        "base": "base",
        "value": "values",
        "change_in_ranges": "changes_in_ranges",
        "length": "length",
        f"{crossing.mean}_at_base": "mean_at_base",
        crossing.mean: "mean",
        "elsewhere": "elsewhere",
    }
    return pd.DataFrame({name: getattr(change, key, []) for name, key in columns.items()})


def boxes_data(boxes: Discovery) -> dict[str, Any]:
    """Return boxes as plain values."""
    return {
        "yes": boxes.yes,
        "baseline": boxes.baseline,
        "reason": boxes.reason,
        "accuracy": None if np.isnan(boxes.accuracy) else boxes.accuracy,
        "boxes": [vars(box) for box in boxes.boxes],
    }


def boxes_table(boxes: Discovery) -> pd.DataFrame:
    """Return a row per box and number that bounds it; a box without bounds has an empty path."""
    rows = []
    for k, box in enumerate(boxes.boxes, start=1):
        shares = {
            "density": box.density,
            "coverage": box.coverage,
            "mass": box.mass,
            "probability": box.probability,
        }
        for path, (low, high) in (box.limits or {"": (np.nan, np.nan)}).items():
            rows.append({"box": k, "path": path, "low": low, "high": high, **shares})
    head = ["box", "path", "low", "high", "density", "coverage", "mass", "probability"]
    return pd.DataFrame(rows, columns=head)
