"""What a scenario holds once it is checked: frozen, complete, every number with its origin."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from sim import schema
from sim.system.text import many, signed

from .calling import State, code_called, path_called
from .change import Change
from .path import NumberPath, number_paths
from .question import Question

if TYPE_CHECKING:
    import pandas as pd

_SHOWN = 12  # states that a short description names


@dataclass(frozen=True)
class Quantity:
    """A number, and the reason for its value.

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
class Effect:
    """A number that a shock changes.

    `name` is the path of its amount, as ``shocks.crimea.effects.0.amount``.
    """

    path: str
    operation: str
    amount: Quantity
    months: int | None
    name: str

    @property
    def change(self) -> str:
        """What it does to the number, in short: ``+0.5``, ``× 0.25`` or ``= 0.5``."""
        amount = self.amount.value or 0.0
        sign = {"add": signed(amount, None), "multiply": f"× {amount:g}", "set": f"= {amount:g}"}
        return sign[self.operation]


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
    short: str | None = None


@dataclass(frozen=True)
class Scenario:
    """A situation: states, ties, moves, dynamics, observation, shocks and questions.

    Attributes
    ----------
    numbers : dict of path to Quantity
        Only what files and overrides give; ``value`` knows the rest.
    changed : tuple of Change
        What an extending file, ``without`` or ``set`` changed; as text each is a few words.
    overrides : int
        How many of these, the last ones, are by ``without`` and ``set``.
    families : dict of str to str
        What shocks are called together whose ids begin alike, by that beginning.
    known_shocks : dict of str to str
        What every shock that its files name is called within a sentence, by id and in their order,
        those that are left out among them.
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
    overrides: int = 0
    families: dict[str, str] = field(default_factory=dict, compare=False, repr=False)
    known_shocks: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Codes of the states, in the order of the file."""
        return tuple(state.code for state in self.states)

    def month(self, day: date) -> int:
        """Return the month of a date, counted from the start; it may lie outside the period."""
        return 12 * (day.year - self.start.year) + day.month - self.start.month

    @property
    def month_labels(self) -> list[str]:
        """The months of the period, as 2013-01."""
        return list(self._labels)

    @cached_property
    def _labels(self) -> tuple[str, ...]:
        """The same, made once: a game asks for them with every decision."""
        first = self.start.year * 12 + self.start.month - 1
        months = range(first, first + self.months)
        return tuple(f"{month // 12:04d}-{month % 12 + 1:02d}" for month in months)

    @cached_property
    def hash(self) -> str:
        """Eight hexadecimal digits of all that determines results: no titles, names, notes."""
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

    def code(self, word: str) -> str:
        """Return the code of the state that a code, number or English name means, in any case.

        It raises InvalidInput, naming the nearest, when there is no such state.
        """
        return word if word in self.codes else code_called(word, self.states)

    def index(self, word: str) -> int:
        """Return a state's position; words and errors as for ``code``."""
        return self.codes.index(self.code(word))

    def value(self, path: str) -> Quantity:
        """Return any number of the scenario, the schema's default where no file gives it.

        Raises
        ------
        ValueError
            For a path that names no number of this scenario.
        """
        if path in self.numbers:
            return self.numbers[path]
        path = path_called(path, self.states)
        if path in self.numbers:
            return self.numbers[path]
        one = NumberPath.of(path).checked(self.codes)
        move = one.owner[0] if one.table == "moves" else ""
        return Quantity(schema.default(one.table, one.name, move, one.need))

    def to_frame(self, everything: bool = False) -> pd.DataFrame:
        """Return the scenario's numbers as ``sim show`` prints them, a row each.

        Parameters
        ----------
        everything : bool
            Also the numbers of ties that no file gives.

        Returns
        -------
        DataFrame
            Columns path, value, low and high (the range), origin, source, note.
        """
        import pandas as pd

        table = [
            (row.path, row.value, *(row.range or (None, None)), row.origin, row.source, row.note)
            for row in rows(self, everything)
        ]
        columns = ["path", "value", "low", "high", "origin", "source", "note"]
        frame = pd.DataFrame(table, columns=columns)
        return frame.astype({"value": float, "low": float, "high": float})

    def __hash__(self) -> int:
        return hash(self.hash)

    def __repr__(self) -> str:
        return f"<Scenario {self.name}: “{self.title}”; {'; '.join(self._facts().values())}>"

    def _repr_html_(self) -> str:
        """Return the scenario in a few lines, as a notebook shows it."""
        facts = {**self._facts(), "questions": "; ".join(q.text for q in self.questions) or "none"}
        lines = [
            f"<tr><th style='text-align:left'>{escape(name)}</th>"
            f"<td style='text-align:left'>{escape(text)}</td></tr>"
            for name, text in facts.items()
        ]
        return (
            f"<p><strong>{escape(self.title)}</strong> ({escape(self.name)})</p>"
            f"<p>{escape(self.description)}</p><table>{''.join(lines)}</table>"
        )

    def _facts(self) -> dict[str, str]:
        """Return the overview of a scenario."""
        labels = self.month_labels
        few = ", ".join(self.codes[:_SHOWN]) + (", ..." if len(self.codes) > _SHOWN else "")
        return {
            "states": f"{len(self.codes)} states: {few}",
            "period": f"{many(self.months, 'month')}, {labels[0]} to {labels[-1]}",
            "shocks": many(len(self.shocks), "shock"),
            "hash": f"hash {self.hash}",
        }


class Row(NamedTuple):
    """One number of a scenario, ready to print."""

    path: str
    value: float | None
    range: tuple[float, float] | None
    origin: str
    source: str
    note: str


def rows(scenario: Scenario, everything: bool = False) -> list[Row]:
    """Return the numbers of a scenario in the order of the schema, with where each comes from.

    Parameters
    ----------
    scenario : Scenario
        A checked scenario.
    everything : bool
        Also the numbers of ties that no file gives.
    """
    listed = []
    for path in number_paths(scenario.codes):
        given = path in scenario.numbers
        if given or everything or NumberPath.of(path).table != "ties":
            quantity = scenario.value(path)
            spun_up = quantity.value is None
            listed.append(_row(path, quantity, "spun up" if spun_up else quantity.origin))
    for shock in scenario.shocks:
        for effect in shock.effects:
            path = f"{effect.name} ({effect.operation} {effect.path})"
            listed.append(_row(path, effect.amount, effect.amount.origin))
    return listed


def _row(path: str, quantity: Quantity, origin: str) -> Row:
    """Return a number as a row."""
    source, note = quantity.source or "", quantity.note or ""
    return Row(path, quantity.value, quantity.range, origin, source, note)
