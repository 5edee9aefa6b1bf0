"""Ties: how states stand to one another at the end of a month, over all histories."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.outcomes.by_month import ByMonth
from sim.system.rounding import rounded


def at_month(months: ByMonth, month: int) -> dict[str, Any]:
    """Return means over histories at the end of a month, and the deals done up to then."""
    count = months.histories
    return {
        "stance": rounded(months.stances[month] / count),
        "agree": rounded(months.agreement()[month]),
        "support": rounded(months.supports[month] / count),
        "deals": rounded(months.deals[: month + 1].sum(axis=0) / count),
    }


def every_month(months: ByMonth, positions: Sequence[int]) -> list[dict[str, Any]]:
    """Return the ties among some states, by their positions, at the end of each month."""
    count, rows, columns = months.histories, *np.ix_(positions, positions)
    matrices = {
        "stance": months.stances[:, rows, columns] / count,
        "agree": months.agreement()[:, rows, columns],
        "support": months.supports[:, rows, columns] / count,
        "deals": months.deals[:, rows, columns].cumsum(axis=0) / count,
    }
    lists = {name: rounded(values) for name, values in matrices.items()}
    return [{name: lists[name][k] for name in lists} for k in range(len(months.tilt))]
