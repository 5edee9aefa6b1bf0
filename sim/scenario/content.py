"""What a scenario holds once it is checked: frozen, complete, every number with its origin."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from .. import schema
from ..errors import InvalidInput
from .problems import nearest


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
    """A number that a shock changes; `name` is the path of its amount, as ``shocks.crimea.effects.0.amount``."""

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
    """A yes-or-no question about a history; `terms` hold its kind's checked details, windows as pairs of months."""

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
    changed : tuple of str
        What an extending file, ``without`` or ``set`` changed, in words.
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
    changed: tuple[str, ...] = ()

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Codes of the states, in the order of the file."""
        return tuple(state.code for state in self.states)

    @property
    def month_labels(self) -> list[str]:
        """The months of the period, as 2013-01."""
        first = self.start.year * 12 + self.start.month - 1
        return [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(first, first + self.months)]

    @property
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
                    [(effect.path, effect.operation, effect.amount.value, effect.months) for effect in shock.effects],
                    [(move.source, move.target, move.move, move.accepted) for move in shock.moves],
                )
                for shock in self.shocks
            ],
            "questions": [(question.id, question.kind, question.terms) for question in self.questions],
        }
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:8]

    def index(self, code: str) -> int:
        """Return a state's position; ValueError, naming the nearest, when there is no such state."""
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
    owners = {
        "states": [f"states.{code}" for code in codes],
        "ties": [f"ties.{i}.{j}" for i in codes for j in codes if i != j],
        "moves": [f"moves.{move}" for move in schema.MOVES],
        "dynamics": ["dynamics"],
    }
    paths = []
    for table, prefixes in owners.items():
        for prefix in prefixes:
            for parameter in schema.parameters(table):
                if table != "moves" or not parameter.only or prefix.split(".")[1] in parameter.only:
                    needs = [f".{need}" for need in schema.NEEDS] if parameter.by_need else [""]
                    paths += [f"{prefix}.{parameter.name}{need}" for need in needs]
    return paths


def split_path(path: str, codes: tuple[str, ...]) -> tuple[str, tuple[str, ...], str, str]:
    """Split the path of a number into table, owner (states or move), parameter and need.

    Raises
    ------
    ValueError
        Saying which part names nothing, with the nearest name.
    """
    parts = path.split(".")
    table = parts[0]
    if table not in ("states", "ties", "moves", "dynamics"):
        raise InvalidInput(f"'{path}' names nothing: '{table}' is no table{nearest(table, _TABLES)}")
    depth = {"states": 1, "ties": 2, "moves": 1, "dynamics": 0}[table]
    owner, rest = tuple(parts[1 : 1 + depth]), parts[1 + depth :]
    known = schema.MOVES if table == "moves" else codes
    for part in owner:
        if part not in known:
            raise InvalidInput(f"'{path}' names nothing: there is no '{part}'{nearest(part, known)}")
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


def number_fault(path: str, value: float, codes: tuple[str, ...], amounts: set[str]) -> str | None:
    """Return what is wrong with setting a number to a value, or None.

    Parameters
    ----------
    path, value
        What is to be set to what.
    codes : tuple of str
        Of the scenario's states.
    amounts : set of str
        Paths of the amounts of its shocks, which have no bounds of their own.
    """
    if path in amounts:
        return None
    try:
        table, _, name, _ = split_path(path, codes)
    except ValueError as error:
        known = [*amounts, *number_paths(codes[:12])]
        return f"names nothing{nearest(path, known)}" if path.startswith("shocks.") else str(error)
    bounds = schema.parameter(table, name)
    if bounds.low <= value <= bounds.high:
        return None
    return f"{value:g} is out of bounds: {bounds.low:g} to {bounds.high:g}"


_TABLES = ("states", "ties", "moves", "dynamics", "shocks")
