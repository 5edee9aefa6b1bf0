"""What a scenario holds once it is checked: frozen, complete, every number with its origin."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import product

from sim import schema
from sim.errors import InvalidInput

from .change import Change
from .problems import nearest, shown


@dataclass(frozen=True)
class Quantity:
    """A number, and why it is what it is.

    Attributes
    ----------
    value : float or None
        None only for what the quiet months settle (see ``start``).
    range : tuple of float or None
        What its source or argument defends; feeds sliders and sensitivity.
    source : str or None
        An entry of the scenario's sources, or "judgement".
    note : str or None
        The argument in a few words.
    origin : str
        Where it was set: "article.toml:12", "--set", or "default".
    """

    value: float | None
    range: tuple[float, float] | None = None
    source: str | None = None
    note: str | None = None
    origin: str = "default"


@dataclass(frozen=True)
class State:
    """A state: its code in the scenario, its name, and its Correlates of War code, which keys its luck."""

    code: str
    name: str
    ccode: int


@dataclass(frozen=True)
class Effect:
    """A number that a shock changes.

    `name` is the path of its amount, as ``shocks.crimea.effects.0.amount``.
    """

    path: str
    operation: str
    amount: Quantity
    months: int | None
    name: str


@dataclass(frozen=True)
class ScriptedMove:
    """A move that the scenario prescribes; `accepted` None leaves the answer to the partner."""

    source: str
    target: str
    move: str
    accepted: bool | None


@dataclass(frozen=True)
class Shock:
    """A dated event; `month` counts from the start of the period."""

    id: str
    date: date
    month: int
    title: str
    source: str | None
    note: str | None
    effects: tuple[Effect, ...]
    moves: tuple[ScriptedMove, ...]


@dataclass(frozen=True)
class Question:
    """A yes-or-no question about a history.

    `terms` hold its kind's checked details, windows as pairs of months.
    """

    id: str
    text: str
    kind: str
    terms: dict = field(hash=False)


@dataclass(frozen=True)
class Scenario:
    """A situation: states, ties, moves, dynamics, shocks and questions.

    Attributes
    ----------
    numbers : dict of path to Quantity
        Only what files and overrides give; ``value`` knows the rest.
    changed : tuple of Change
        What an extending file, ``without`` or ``set`` changed; as text each is a few words.
    """

    name: str
    title: str
    description: str
    start: date
    months: int
    spin_up: int
    states: tuple[State, ...]
    numbers: dict[str, Quantity] = field(hash=False)
    shocks: tuple[Shock, ...]
    questions: tuple[Question, ...]
    sources: dict[str, str] = field(hash=False)
    changed: tuple[Change, ...] = ()

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Codes of the states, in the order of the file."""
        return tuple(state.code for state in self.states)

    @property
    def month_labels(self) -> list[str]:
        """The months of the period, as 2013-01."""
        first = self.start.year * 12 + self.start.month - 1
        return [
            f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(first, first + self.months)
        ]

    @cached_property
    def hash(self) -> str:
        """Eight hexadecimal digits of what determines the results, whatever the file's name, titles and notes."""
        content = {
            "start": self.start.isoformat(),
            "months": self.months,
            "spin_up": self.spin_up,
            "states": [(state.code, state.ccode) for state in self.states],
            "numbers": sorted((path, quantity.value) for path, quantity in self.numbers.items()),
            "shocks": [
                (
                    shock.month,
                    [
                        (effect.path, effect.operation, effect.amount.value, effect.months)
                        for effect in shock.effects
                    ],
                    [(move.source, move.target, move.move, move.accepted) for move in shock.moves],
                )
                for shock in self.shocks
            ],
            "questions": [
                (question.id, question.kind, question.terms) for question in self.questions
            ],
        }
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:8]

    def index(self, code: str) -> int:
        """Return a state's position.

        ValueError, naming the nearest, when there is no such state.
        """
        if code not in self.codes:
            raise InvalidInput(f"unknown state '{code}'{nearest(code, self.codes)}")
        return self.codes.index(code)

    def value(self, path: str) -> Quantity:
        """Return any number of the scenario, the schema's default where no file gives it.

        Raises
        ------
        ValueError
            For a path that names no number of this scenario.
        """
        if path in self.numbers:
            return self.numbers[path]
        table, owner, name, need = split_path(path, self.codes)
        return Quantity(schema.default(table, name, owner[0] if table == "moves" else "", need))

    def __hash__(self) -> int:
        return hash(self.hash)


def number_paths(codes: tuple[str, ...]) -> list[str]:
    """Return the paths of all numbers that a scenario with these states has, in the order of the schema."""
    return [
        path
        for table in _OWNED
        for path in paths_like(f"{table}{'.*' * (_OWNED[table] + 1)}", codes)
    ]


def paths_like(pattern: str, codes: tuple[str, ...]) -> list[str]:
    """Return the paths of the numbers that a pattern means, in the order of the schema.

    Parameters
    ----------
    pattern : str
        A path in which * stands for any one part, and a missing need for all needs.
    codes : tuple of str
        Of the scenario's states.
    """
    parts = pattern.split(".")
    found = []
    for table, depth in _OWNED.items():
        if parts[0] not in ("*", table) or len(parts) < depth + 2:
            continue
        known = schema.MOVES if table == "moves" else codes
        owners = product(
            *([one for one in known if part in ("*", one)] for part in parts[1 : 1 + depth])
        )
        for owner in owners:
            if len(set(owner)) == depth:
                prefix = ".".join((table, *owner))
                found += [
                    f"{prefix}.{name}" for name in _names_like(table, owner, parts[1 + depth :])
                ]
    return found


def _names_like(table: str, owner: tuple[str, ...], parts: list[str]) -> list[str]:
    """Return the names of numbers that one owner has, with their needs, as far as parts of a pattern mean them."""
    names = []
    for parameter in schema.parameters(table):
        if table == "moves" and parameter.only and owner[0] not in parameter.only:
            continue
        if parts[0] in ("*", parameter.name) and len(parts) <= 1 + parameter.by_need:
            needs = (
                [need for need in schema.NEEDS if parts[1:] in ([], ["*"], [need])]
                if parameter.by_need
                else []
            )
            names += (
                [f"{parameter.name}.{need}" for need in needs]
                if parameter.by_need
                else [parameter.name]
            )
    return names


def split_path(path: str, codes: tuple[str, ...]) -> tuple[str, tuple[str, ...], str, str]:
    """Split the path of a number into table, owner (states or move), parameter and need.

    Raises
    ------
    ValueError
        Saying which part names nothing, with the nearest name.
    """
    parts = path.split(".")
    table = parts[0]
    if table not in _OWNED:
        raise InvalidInput(
            f"'{path}' names nothing: '{table}' is no table{nearest(table, _TABLES)}"
        )
    depth = _OWNED[table]
    owner, rest = tuple(parts[1 : 1 + depth]), parts[1 + depth :]
    known = schema.MOVES if table == "moves" else codes
    for part in owner:
        if part not in known:
            raise InvalidInput(
                f"'{path}' names nothing: there is no '{part}'{nearest(part, known)}"
            )
    if table == "ties" and len(set(owner)) == 1:
        raise InvalidInput(f"'{path}' names nothing: a state has no tie to itself")
    names = {parameter.name: parameter for parameter in schema.parameters(table)}
    if table == "moves" and owner:
        names = {name: p for name, p in names.items() if not p.only or owner[0] in p.only}
    if not rest or rest[0] not in names:
        raise InvalidInput(f"'{path}' names nothing{nearest(rest[0] if rest else '', names)}")
    if names[rest[0]].by_need:
        if len(rest) != 2 or rest[1] not in schema.NEEDS:
            raise InvalidInput(f"'{path}' must end in one of {', '.join(schema.NEEDS)}")
        return table, owner, rest[0], rest[1]
    if len(rest) > 1:
        raise InvalidInput(f"'{path}' names nothing: '{rest[0]}' is a single number")
    return table, owner, rest[0], ""


def amount_bounds(operation: str, path: str) -> tuple[float, float]:
    """Return the bounds of the amount by which an effect on the numbers of a path changes them."""
    if operation in schema.AMOUNTS:
        return schema.AMOUNTS[operation]
    parts = path.split(".")
    name = parts[-2] if parts[-1] in schema.NEEDS else parts[-1]
    bounds = [
        (p.low, p.high) for p in schema.PARAMETERS if p.name == name and parts[0] in ("*", p.table)
    ]
    return bounds[0] if bounds else (-math.inf, math.inf)


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
            table, _, name, _ = split_path(path, codes)
        except ValueError as error:
            known = [*amounts, *number_paths(codes[:12])]
            return (
                f"names nothing{nearest(path, known)}" if path.startswith("shocks.") else str(error)
            )
        low, high = schema.parameter(table, name).low, schema.parameter(table, name).high
    return None if low <= value <= high else f"{shown(value)} is out of bounds: {low:g} to {high:g}"


_OWNED = {
    "states": 1,
    "ties": 2,
    "moves": 1,
    "dynamics": 0,
}  # tables of numbers, and how many own one
_TABLES = ("states", "ties", "moves", "dynamics", "shocks")
