"""Shocks: the dated shifts of stance, trust and support happen."""

from __future__ import annotations

from sim import schema
from sim.model.arrays import ADD, CHANGING, MULTIPLY, STANCE, TRUST, Setting, World
from sim.model.compiled import compiled, inner

# Bounds of what shocks move, by its number in ``arrays.CHANGING``.
_LOWS = tuple(schema.parameter("ties", name).low * 1.0 for name in CHANGING)
_HIGHS = tuple(schema.parameter("ties", name).high * 1.0 for name in CHANGING)


@compiled
def shocks(world: World, setting: Setting, month: int) -> None:
    """Apply the dated shifts of stance, trust and support, each within its bounds.

    Parameters
    ----------
    world, setting : World, Setting
        As it stands, and the numbers of the scenario.
    month : int
        Counted from the start of the scenario.
    """
    shifts = setting.shifts
    for row in range(shifts.month.size):
        if shifts.month[row] == month:
            i, j, d = shifts.source[row], shifts.target[row], shifts.need[row]
            operation, amount, what = shifts.operation[row], shifts.amount[row], shifts.what[row]
            for h in range(world.stance.shape[2]):
                if what == STANCE:
                    world.stance[i, j, h] = _shifted(world.stance[i, j, h], operation, amount, what)
                elif what == TRUST:
                    world.trust[i, j, h] = _shifted(world.trust[i, j, h], operation, amount, what)
                else:
                    world.support[i, j, d, h] = _shifted(
                        world.support[i, j, d, h], operation, amount, what
                    )


@inner
def _shifted(value: float, operation: int, amount: float, what: int) -> float:
    """Apply one operation to one number, and keep it within its bounds."""
    after = amount
    if operation == ADD:
        after = value + amount
    elif operation == MULTIPLY:
        after = value * amount
    return min(max(after, _LOWS[what]), _HIGHS[what])
