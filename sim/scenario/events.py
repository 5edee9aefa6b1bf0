"""Events: dated shocks, their effects and scripted moves, checked against states and period."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date

from sim import schema
from sim.errors import InvalidInput

from .amounts import amount_path
from .calling import nearest_code
from .content import Effect, Quantity, ScriptedMove, Shock
from .format import EffectTable, MoveTable, ShockTable
from .layers import Layer
from .leaving_out import leave_out
from .numbers import quantity, unknown_source
from .path import NumberPath, expand
from .problems import Problem, shown

_MOST_EFFECTS = 200_000  # numbers that one shock changes: five times the ties of 200 states


@dataclass(frozen=True)
class Entry:
    """A shock as a file gives it, and where."""

    table: ShockTable
    layer: Layer
    position: int

    def place(self, *more: str | int) -> tuple:
        """Return a place inside this shock."""
        return ("shocks", self.position, *more)


@dataclass
class Frame:
    """What events are checked against; `problems` is added to."""

    start: date
    months: int
    codes: tuple[str, ...]
    sources: dict[str, str]
    problems: list[Problem]
    own: Layer | None = None  # the file itself, after all that it extends

    def month(self, day: date) -> int:
        """Return the month of a date, counted from the start."""
        return (day.year - self.start.year) * 12 + day.month - self.start.month

    def outside(self, day: date) -> str:
        """Say that a date is outside the period, and what the period is."""
        years, month = divmod(self.start.month + self.months - 2, 12)
        first = f"{self.start.year}-{self.start.month:02}"
        last = f"{self.start.year + years}-{month + 1:02}"
        return f"{day} is outside the period, {first} to {last}"

    def inherited(self, layer: Layer) -> bool:
        """Say whether something stands in a file that the scenario's own extends."""
        return self.own is not None and layer is not self.own


def entries(
    layer: Layer,
    before: dict[str, Entry | None],
    questions: Container[str],
    problems: list[Problem],
) -> dict[str, Entry | None]:
    """Return the shocks so far with this file's: `without` removes, a known id replaces.

    What is gone is None, so that it can be told from what never was.

    Parameters
    ----------
    layer : Layer
        The file that is laid over those before it.
    before : dict of id to Entry or None
        The shocks so far.
    questions : container of str
        The ids of the questions so far, which are left out by another key.
    problems : list of Problem
        Added to.
    """
    kept = dict(before)
    for k, name in enumerate(layer.table.without):
        if name is not None and (wrong := leave_out(name, kept)):
            if name in questions:
                how = f'without_questions = ["{name}"] leaves it out'
                wrong = f"'{name}' names no shock but a question: {how}"
            problems.append(layer.problem(("without", k), wrong))
    seen: dict[str, int] = {}
    for k, table in enumerate(layer.table.shocks):
        if table is None:
            continue
        entry = Entry(table, layer, k)
        if table.id in seen:
            first = layer.document.line(("shocks", seen[table.id]))
            text = f"the id '{table.id}' is taken by the shock at line {first}"
            problems.append(layer.problem(entry.place("id"), text))
        seen.setdefault(table.id, k)
        if kept.get(table.id) is None:
            # A shock of this file's own: it comes after all that are there.
            kept.pop(table.id, None)
        kept[table.id] = entry
    return kept


def shock_of(entry: Entry, frame: Frame, amounts: dict[str, float]) -> Shock:
    """Return a checked shock.

    Parameters
    ----------
    entry : Entry
        As the file gives it.
    frame : Frame
        States, period and sources.
    amounts : dict of path to float
        Amounts of effects that are overridden, as ``shocks.crimea.effects.0.amount``.
    """
    table, layer = entry.table, entry.layer
    month = frame.month(table.date)
    if not 0 <= month < frame.months:
        text = frame.outside(table.date)
        if frame.inherited(layer):
            text += f' (leave it out: without = ["{table.id}"] in your file)'
        frame.problems.append(layer.problem(entry.place("date"), text))
    wrong = unknown_source(table.source, frame.sources)
    if wrong:
        frame.problems.append(layer.problem(entry.place("source"), wrong))
    effects: list[Effect] = []
    for k, effect in enumerate(table.effects):
        if effect is not None:
            effects += _effects(entry, k, effect, frame, amounts)
    moves: list[ScriptedMove] = []
    for k, move in enumerate(table.moves):
        if move is not None:
            moves += _moves(entry, k, move, frame)
    head = table.id, table.date, month, table.title, table.source, table.note
    return Shock(*head, tuple(effects), tuple(moves), table.short)


def _effects(
    entry: Entry, k: int, table: EffectTable, frame: Frame, amounts: dict[str, float]
) -> Iterator[Effect]:
    """Yield one effect for every number that its path means."""
    layer, place = entry.layer, entry.place("effects", k)
    operations = layer.written(place, ("add", "multiply", "set"))
    if len(operations) != 1:
        frame.problems.append(
            layer.problem(place, "exactly one of add, multiply and set is needed")
        )
        return
    operation = operations[0]
    number = getattr(table, operation)
    if number is None:
        return  # its form was complained of
    amount = quantity(
        number, layer, (*place, operation), entry.table.source, frame.sources, frame.problems
    )
    name = amount_path(entry.table.id, k)
    if name in amounts:
        amount = Quantity(amounts[name], amount.range, amount.source, amount.note, "--set")
    try:
        paths = _paths(table.path, frame.codes)
    except InvalidInput as error:
        frame.problems.append(layer.problem((*place, "path"), str(error)))
        return
    # paths of one pattern differ in their owners alone, mostly: what may be done to them is the
    # same
    kinds = {}
    for path in paths:
        one = NumberPath.of(path)
        kind = one.table, one.key, one.owner if one.table == "moves" else ()
        if kind not in kinds:
            kinds[kind] = _fault(path, operation, amount, table, frame.codes)
        wrong = kinds[kind]
        if wrong:
            frame.problems.append(layer.problem(place, wrong))
            return
        yield Effect(path, operation, amount, table.months, name)


def _paths(pattern: str, codes: tuple[str, ...]) -> list[str]:
    """Return the paths that an effect's path means; InvalidInput for none, and for too many."""
    paths = expand(pattern, codes)
    if len(paths) > _MOST_EFFECTS:
        raise InvalidInput(
            f"{pattern} means {len(paths):,} numbers; a shock changes at most {_MOST_EFFECTS:,}"
        )
    return paths


def _fault(
    path: str, operation: str, amount: Quantity, table: EffectTable, codes: tuple[str, ...]
) -> str | None:
    """Return what is wrong with an effect on one number, or None."""
    try:
        one = NumberPath.of(path).checked(codes)
    except InvalidInput as error:  # an invalid state code makes invalid paths
        return str(error)
    if one.table == "observation":
        return f"a shock cannot change '{path}': it is how the news count, not what states do"
    parameter = one.parameter
    for value in (amount.value, *(amount.range or ())):
        if operation == "set" and not parameter.low <= value <= parameter.high:
            bounds = f"{parameter.low:g} to {parameter.high:g}"
            return f"{path} cannot be set to {shown(value)}: its bounds are {bounds}"
    if table.months is not None and one.moves_on:  # no effect on it can end
        return f"months has no meaning for {one.name}, which moves on by itself"
    return None


def _moves(entry: Entry, k: int, table: MoveTable, frame: Frame) -> Iterator[ScriptedMove]:
    """Yield a scripted move, if its states and answer can be."""
    layer, place = entry.layer, entry.place("moves", k)
    faults = [
        (end, f"unknown state '{code}'{nearest_code(code, frame.codes)}")
        for end, code in (("source", table.source), ("target", table.target))
        if code not in frame.codes
    ]
    if table.source == table.target:
        faults.append(("target", "a state makes no moves toward itself"))
    if table.accepted is not None and table.move in schema.ACTS:
        faults.append(("accepted", f"'{table.move}' is an act, which nobody accepts or declines"))
    for end, text in faults:
        frame.problems.append(layer.problem((*place, end), text))
    if not faults:
        yield ScriptedMove(table.source, table.target, table.move, table.accepted)
