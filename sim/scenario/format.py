"""The form of a scenario file: pydantic models made from the schema."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, create_model

from .. import schema

_MOST_STATES = 200
Move = Literal[schema.MOVES]
Need = Literal[schema.NEEDS]
Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Count = Annotated[int, Field(ge=0, le=1_000_000)]


class Strict(BaseModel):
    """A table that knows all its keys and guesses no types."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def _as_table(number: Any) -> Any:
    """Read a bare number as a table with nothing but a value."""
    return number if isinstance(number, dict) else {"value": number}


@cache
def number(low: float | None, high: float | None) -> Any:
    """Return the type of a number within bounds: bare, or { value, range, source, note }."""
    bounded = Annotated[float, Field(ge=low, le=high, allow_inf_nan=False)]
    table = create_model(
        f"Number({low}, {high})",
        __base__=Strict,
        value=(bounded, ...),
        range=(Annotated[list[bounded], Field(min_length=2, max_length=2)] | None, None),
        source=(str | None, None),
        note=(str | None, None),
    )
    return Annotated[table, BeforeValidator(_as_table)]


def _fields(parameters: tuple[schema.Parameter, ...]) -> dict[str, Any]:
    """Return the model fields of some parameters, all optional."""
    fields: dict[str, Any] = {}
    for parameter in parameters:
        kind = number(parameter.low, parameter.high)
        if parameter.by_need:
            needs = {need: (kind | None, None) for need in schema.NEEDS}
            kind = create_model(f"{parameter.name} by need", __base__=Strict, **needs)
        fields[parameter.name] = (kind | None, None)
    return fields


def _table(name: str, parameters: tuple[schema.Parameter, ...], /, **more: Any) -> type[Strict]:
    """Return the model of a table of numbers, which one `source` and `note` may cover."""
    words = {"source": (str | None, None), "note": (str | None, None)}
    return create_model(name, __base__=Strict, **more, **words, **_fields(parameters))


StateTable = _table(
    "state",
    schema.parameters("states"),
    name=(str | None, None),
    ccode=(Annotated[int, Field(ge=1, le=999)] | None, None),
)
TieTable = _table("tie", schema.parameters("ties"))
DealTable = _table("deal", tuple(p for p in schema.parameters("moves") if not p.only or "envoy" in p.only))
ActTable = _table("act", tuple(p for p in schema.parameters("moves") if not p.only or "snub" in p.only))
DynamicsTable = _table("dynamics", schema.parameters("dynamics"))
MovesTable = create_model(
    "moves",
    __base__=Strict,
    **{move: ((DealTable if move in schema.DEALS else ActTable) | None, None) for move in schema.MOVES},
)


class EffectTable(Strict):
    """One number that a shock changes."""

    path: str
    add: number(None, None) | None = None
    multiply: number(0.0, None) | None = None
    set: number(None, None) | None = None
    months: Annotated[int, Field(ge=1, le=1200)] | None = None


class MoveTable(Strict):
    """One move that a shock prescribes."""

    source: str
    target: str
    move: Move
    accepted: bool | None = None


class ShockTable(Strict):
    """A dated event. Here and below, None takes the place of an entry that was too faulty to keep."""

    id: Id
    date: date
    title: str
    source: str | None = None
    note: str | None = None
    effects: list[EffectTable | None] = []
    moves: list[MoveTable | None] = []


class Measured(Strict):
    """A measure of one state, and where and when it is taken."""

    measure: Literal["stance", "support", "received", "tilt", "hedging", "dependence"]
    state: str
    partner: str | None = None
    between: Annotated[list[str], Field(min_length=2, max_length=2)] | None = None
    needs: list[Need] | None = None


class First(Strict):
    """The first deal of a kind is with one partner, before any with the other."""

    state: str
    move: Literal[schema.DEALS]
    with_: str = Field(alias="with")
    before: str


class Level(Measured):
    """The mean of a measure over some months is above, or below, a level."""

    from_: date | None = Field(None, alias="from")
    to: date | None = None
    above: float | None = Field(None, allow_inf_nan=False)
    below: float | None = Field(None, allow_inf_nan=False)


class Change(Measured):
    """The mean of a measure changes by more, or less, than so much between two windows."""

    earlier: Annotated[list[date], Field(min_length=2, max_length=2)]
    later: Annotated[list[date], Field(min_length=2, max_length=2)]
    above: float | None = Field(None, allow_inf_nan=False)
    below: float | None = Field(None, allow_inf_nan=False)


class Counted(Strict):
    """There are at least, or at most, so many approaches, deals, rebuffs or acts."""

    source: str
    target: str
    what: Literal["approach", "deal", "rebuff", "act"]
    move: Move | None = None
    from_: date | None = Field(None, alias="from")
    to: date | None = None
    at_least: Count | None = None
    at_most: Count | None = None


class Lowest(Measured):
    """A measure is at its lowest in a window."""

    from_: date | None = Field(None, alias="from")
    to: date | None = None


class QuestionTable(Strict):
    """A question, of exactly one kind."""

    id: Id
    text: str
    first: First | None = None
    level: Level | None = None
    change: Change | None = None
    count: Counted | None = None
    lowest: Lowest | None = None


class FileTable(Strict):
    """A scenario file."""

    title: str | None = None
    description: str = ""
    start: date | None = None
    months: Annotated[int, Field(ge=1, le=1200)] | None = None
    spin_up: Annotated[int, Field(ge=0, le=600)] | None = None
    extends: str | None = None
    without: list[str] = []
    sources: dict[str, str] = {}
    states: Annotated[dict[str, StateTable], Field(max_length=_MOST_STATES)] = {}
    ties: dict[str, dict[str, TieTable]] = {}
    moves: MovesTable | None = None
    dynamics: DynamicsTable | None = None
    shocks: list[ShockTable | None] = []
    questions: list[QuestionTable | None] = []
