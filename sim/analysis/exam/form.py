"""The form of a file of facts, as pydantic models; ``reading`` checks what they say."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, Field

from sim import schema
from sim.scenario.format import (
    EMPTY,
    NOTHING,
    Change,
    Count,
    First,
    Id,
    Level,
    Lowest,
    Name,
    Number,
    Prose,
    Strict,
    Title,
    listed,
)

KINDS = {
    "dyad": "pairs of states",
    "turn": "turning points of the article",
    "era": "the eras before, and Egypt",
    "quiet": "a quiet world, and moves that make sense",
    "what-if": "predictions of the what-ifs",
    "absent": "what did not happen",
}
_MOST = 500  # facts of a file, and entries of its lists

Words = Annotated[list[Name], Field(min_length=1, max_length=_MOST), BeforeValidator(listed)]

if TYPE_CHECKING:
    Moves: TypeAlias = list[str]
    Need: TypeAlias = str
    Act: TypeAlias = str
else:
    Moves = Annotated[list[Literal[schema.MOVES]], Field(min_length=1), BeforeValidator(listed)]
    Need, Act = Literal[schema.NEEDS], Literal[schema.ACTS]


class Dated(Strict):
    """Months: by default all of the scenario's."""

    from_: date | None = Field(None, alias="from")
    to: date | None = None


class Pairs(Dated):
    """Moves of some states toward others."""

    source: Words
    target: Words
    either: bool = False
    move: Moves | None = None


class Counted(Pairs):
    """Moves with a certain outcome."""

    what: Literal["approach", "deal", "rebuff", "act"]


class Limited(Counted):
    """At least, or at most, so many of them in a history."""

    at_least: Count | None = None
    at_most: Count | None = None


class Share(Strict):
    """The share of histories that answer a question with yes."""

    question: Id | None = None
    first: First | None = None
    level: Level | None = None
    change: Change | None = None
    lowest: Lowest | None = None
    count: Limited | None = None


class Rank(Dated):
    """How far pairs of states come in the order of recorded numbers."""

    of: Literal["cooperation", "approach", "deal", "rebuff", "act"]
    move: Moves | None = None
    record: Annotated[dict[str, Number], Field(min_length=3, max_length=_MOST)]


class Drift(Strict):
    """How far the mean history strays from where it starts."""

    of: Literal["stance", "support"]


class Patron(Dated):
    """How often a state's first supplier is one of some."""

    states: Words
    among: Words


class Idle(Pairs):
    """The share of acts that have nothing to withdraw."""

    need: Need
    below: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    move: Annotated[list[Act], Field(min_length=1), BeforeValidator(listed)]


class MeasureTable(Strict):
    """What is measured: exactly one of these."""

    share: Share | None = None
    rate: Counted | None = None
    accepted: Pairs | None = None
    mean: Name | None = None
    rank: Rank | None = None
    drift: Drift | None = None
    patron: Patron | None = None
    idle: Idle | None = None


class WorldTable(Strict):
    """Another world, from which the measure is subtracted."""

    scenario: Name | None = None
    without: Annotated[list[Name], Field(max_length=_MOST), BeforeValidator(listed)] = NOTHING
    set: Annotated[dict[Name, Number], Field(max_length=_MOST)] = EMPTY


class PartTable(Strict):
    """A part of a prediction: by how much an outcome differs from the scenario's."""

    scenario: Name
    of: Name
    low: Number
    high: Number


class FactTable(Strict):
    """A fact."""

    id: Id
    text: Title
    kind: Literal["dyad", "turn", "era", "quiet", "what-if", "absent"]
    source: Words
    scenario: Words
    without: Annotated[list[Name], Field(max_length=_MOST), BeforeValidator(listed)] = NOTHING
    set: Annotated[dict[Name, Number], Field(max_length=_MOST)] = EMPTY
    measure: MeasureTable | None = None
    less: MeasureTable | None = None
    over: MeasureTable | None = None
    against: WorldTable | None = None
    held: Annotated[list[PartTable], Field(min_length=1, max_length=_MOST)] | None = None
    low: Number | None = None
    high: Number | None = None
    why: Prose
    used: bool


class FactsTable(Strict):
    """A file of facts."""

    title: Title = "Facts"
    description: Prose = ""
    sources: Annotated[dict[Name, Prose], Field(max_length=_MOST)] = EMPTY
    facts: Annotated[list[FactTable | None], Field(max_length=_MOST)] = NOTHING
