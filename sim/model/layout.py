"""Layout: a scenario's numbers in arrays, with its shocks.

Shocks move numbers at known dates, the same in every history, so all numbers of states, ties, moves
and dynamics are laid out once per *period*: a stretch of months in which none of them changes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

import numpy as np

from sim import schema
from sim.scenario import Effect, NumberPath, Scenario

from .arrays import (
    ADD,
    CHANGING,
    MOVES,
    MULTIPLY,
    NEEDS,
    NO_ANSWER,
    SET,
    Dynamics,
    Moves,
    Script,
    Setting,
    Shifts,
    States,
    Ties,
    World,
)

T = TypeVar("T", States, Ties, Moves, Dynamics, Shifts, Script)

_OPERATIONS = {"add": ADD, "multiply": MULTIPLY, "set": SET}


def settings(scenario: Scenario) -> Setting:
    """Lay a scenario out in arrays.

    Parameters
    ----------
    scenario : Scenario
        A checked scenario.

    Returns
    -------
    Setting
        Its numbers per period, its shifts and its scripted moves.
    """
    starts = _period_starts(scenario)
    period = np.searchsorted(starts, np.arange(scenario.months), side="right") - 1
    tables = _tables(scenario, starts)
    power = tables["states"]["power"]
    total = power.sum(axis=1, keepdims=True)
    tables["states"]["power"] = np.divide(
        power, total, out=np.zeros_like(power), where=total != 0.0
    )
    ccodes = np.array([state.ccode for state in scenario.states], dtype=np.int64)
    kept = {name: array for name, array in tables["ties"].items() if name not in CHANGING}
    dynamics = {name: array[:, 0] for name, array in tables["dynamics"].items()}
    return Setting(
        period.astype(np.int64),
        States(ccode=ccodes, **tables["states"]),
        Ties(**kept),
        Moves(**tables["moves"]),
        Dynamics(**dynamics),
        _shifts(scenario),
        _script(scenario),
    )


def given_start(scenario: Scenario) -> World:
    """Return stance, trust and support as the file gives them, NaN where it is silent; one lane."""
    n = len(scenario.codes)
    world = World(
        np.full((n, n, 1), np.nan), np.full((n, n, 1), np.nan), np.full((n, n, NEEDS, 1), np.nan)
    )
    for path, quantity in scenario.numbers.items():
        if NumberPath.of(path).moves_on:
            place = _place(path, scenario.codes)
            getattr(world, place.name)[(*place.where, 0)] = quantity.value
    return world


def quiet(setting: Setting, months: int) -> Setting:
    """Return a setting without shocks: the first period's numbers for all `months`, no script.

    Parameters
    ----------
    setting : Setting
        Left as it is.
    months : int
        How many.
    """

    def first(table: T) -> T:
        """Return the numbers of the time before all shocks."""
        return table._replace(**{k: v[:1] for k, v in table._asdict().items() if k != "ccode"})

    def none(table: T) -> T:
        """Return a table without rows."""
        return table._replace(**{k: v[:0] for k, v in table._asdict().items()})

    return Setting(
        np.zeros(months, dtype=np.int64),
        first(setting.states),
        first(setting.ties),
        first(setting.moves),
        first(setting.dynamics),
        none(setting.shifts),
        none(setting.script),
    )


def _period_starts(scenario: Scenario) -> np.ndarray:
    """Return the months in which any number changes, period 0 being the time before all shocks."""
    months = {0}
    for shock in scenario.shocks:
        for effect in shock.effects:
            if not NumberPath.of(effect.path).moves_on:
                months.add(shock.month)
                if effect.months is not None:
                    months.add(shock.month + effect.months)
    starts = sorted(month for month in months if month < scenario.months)
    # Period 0 is kept free of shocks even when one falls in the first month: quiet months use it.
    return np.array([0, *starts])


class _Place(NamedTuple):
    """Where a number stands in the arrays: its table and parameter, and its positions there."""

    table: str
    name: str
    where: tuple[int, ...]


@lru_cache(maxsize=500_000)
def _place(path: str, codes: tuple[str, ...]) -> _Place:
    """Return where a number stands."""
    one = NumberPath.of(path)
    return _Place(one.table, one.name, (*(one.positions(codes) or (0,)), *one.need_position()))


@lru_cache(maxsize=8)
def _defaults(n: int, table: str) -> dict[str, np.ndarray]:
    """Return arrays of a table's defaults for `n` states, by parameter name.

    They must not be written to.
    """
    shape = {"states": (n,), "ties": (n, n), "moves": (MOVES,), "dynamics": (1,)}[table]
    arrays = {}
    for parameter in schema.parameters(table):
        needs = schema.NEEDS if parameter.by_need else ("",)
        array = np.empty((*shape, len(needs)))
        for d, need in enumerate(needs):
            if table == "moves":
                array[..., d] = [
                    schema.default(table, parameter.name, move, need) for move in schema.MOVES
                ]
            else:
                value = schema.default(table, parameter.name, need=need)
                array[..., d] = np.nan if value is None else value
        arrays[parameter.name] = array if parameter.by_need else array[..., 0]
    return arrays


def _tables(scenario: Scenario, starts: np.ndarray) -> dict[str, dict[str, np.ndarray]]:
    """Return each table's numbers per period: the file's, then the shocks' in order of date."""
    n = len(scenario.codes)
    tables = {
        table: {
            name: np.repeat(array[None], len(starts), axis=0)
            for name, array in _defaults(n, table).items()
        }
        for table in ("states", "ties", "moves", "dynamics")
    }
    for path, quantity in scenario.numbers.items():
        place = _place(path, scenario.codes)
        where: Any = (slice(None), *place.where)
        if place.table in tables:  # how the news count is nothing that states know of
            tables[place.table][place.name][where] = quantity.value
    for shock in scenario.shocks:
        for effect in shock.effects:
            changed, place = NumberPath.of(effect.path), _place(effect.path, scenario.codes)
            if not changed.moves_on:
                end = np.inf if effect.months is None else shock.month + effect.months
                hit = (starts >= shock.month) & (starts < end)
                hit[0] = False
                where = (hit, *place.where)
                array = tables[place.table][place.name]
                array[where] = _shifted(array[where], effect, changed.parameter)
    return tables


def _shifted(values: np.ndarray, effect: Effect, bounds: schema.Parameter) -> np.ndarray:
    """Apply one effect to numbers, within the bounds of their parameter."""
    amount = effect.amount.value
    if effect.operation == "add":
        values = values + amount
    elif effect.operation == "multiply":
        values = values * amount
    else:
        values = np.full_like(values, amount)
    # a tenth of what np.clip takes on a few numbers: every point of a design is laid out
    return np.minimum(np.maximum(values, bounds.low), bounds.high)


def _shifts(scenario: Scenario) -> Shifts:
    """Collect the jumps of stance, trust and support."""
    rows = []
    for shock in scenario.shocks:
        for effect in shock.effects:
            if NumberPath.of(effect.path).moves_on:
                place = _place(effect.path, scenario.codes)
                i, j, *need = place.where
                operation = _OPERATIONS[effect.operation]
                rows.append(
                    (
                        shock.month,
                        CHANGING[place.name],
                        i,
                        j,
                        *(need or (0,)),
                        operation,
                        effect.amount.value,
                    )
                )
    columns = np.array(rows, dtype=float).reshape(len(rows), 7).T
    whole = columns[:6].astype(np.int64)
    month, what, source, target, need, operation = (row.copy() for row in whole)
    return Shifts(month, what, source, target, need, operation, columns[6].copy())


def _script(scenario: Scenario) -> Script:
    """Collect the moves that the scenario prescribes."""
    rows = [
        (
            shock.month,
            scenario.index(move.source),
            scenario.index(move.target),
            schema.MOVES.index(move.move),
            NO_ANSWER if move.accepted is None else int(move.accepted),
        )
        for shock in scenario.shocks
        for move in shock.moves
    ]
    return Script(*np.array(rows, dtype=np.int64).reshape(len(rows), 5).T.copy())
