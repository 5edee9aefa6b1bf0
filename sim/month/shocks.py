"""Shocks: the dated shifts of stance, trust and support happen."""

from __future__ import annotations

from ..compiled import compiled
from ..world import ADD, MULTIPLY, STANCE, TRUST, Setting, World


@compiled
def shocks(world: World, setting: Setting, month: int) -> None:
    """Let the dated shifts of stance, trust and support happen."""
    shifts = setting.shifts
    for row in range(shifts.month.size):
        if shifts.month[row] == month:
            i, j, d = shifts.source[row], shifts.target[row], shifts.need[row]
            operation, amount = shifts.operation[row], shifts.amount[row]
            for h in range(world.stance.shape[2]):
                if shifts.what[row] == STANCE:
                    world.stance[i, j, h] = min(max(_shift(world.stance[i, j, h], operation, amount), -1.0), 1.0)
                elif shifts.what[row] == TRUST:
                    world.trust[i, j, h] = min(max(_shift(world.trust[i, j, h], operation, amount), 0.0), 1.0)
                else:
                    world.support[i, j, d, h] = max(_shift(world.support[i, j, d, h], operation, amount), 0.0)


@compiled
def _shift(value: float, operation: int, amount: float) -> float:
    """Apply one operation to one number."""
    if operation == ADD:
        return value + amount
    return value * amount if operation == MULTIPLY else amount
