"""The form of a scenario file: pydantic models made from the schema."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, create_model
from pydantic_core import PydanticCustomError

from sim import schema
from sim.system.text import TURNING

_MOST_STATES, _MOST_ENTRIES, MOST_PROSE = 200, 2000, 20_000
_model: Any = create_model  # of fields that are made from the schema


def _can_be_written(text: str) -> str:
    """Refuse characters that stand for no letter or sign: no page and no figure can hold them."""
    for character in text:
        control = (character < " " and character not in "\n\t") or "\x7f" <= character < "\xa0"
        if control or character in "\ufffe\uffff" or character in TURNING:
            raise PydanticCustomError(
                "no_character", "has a character that cannot be printed", {"code": ord(character)}
            )
    return text


def _in_one_line(text: str) -> str:
    """Refuse what is blank or goes on over several lines."""
    if not text.strip():
        raise PydanticCustomError("blank", "is empty")
    if len(text.splitlines()) > 1 or "\t" in text:
        raise PydanticCustomError("several_lines", "has more than one line")
    return _can_be_written(text)


def _within_a_sentence(text: str) -> str:
    """Refuse a name that could not stand within a sentence: "without the purge of Jang"."""
    words = _in_one_line(text).split()
    if words[-1][-1] in ".,;:!?":
        raise PydanticCustomError("ends_a_sentence", "ends as a sentence does")
    if words[0] in ("The", "A", "An"):
        raise PydanticCustomError("begins_a_sentence", "begins as a sentence does")
    return text


Prose = Annotated[str, Field(max_length=MOST_PROSE), AfterValidator(_can_be_written)]
Name = Annotated[str, Field(max_length=200), AfterValidator(_in_one_line)]
Title = Annotated[str, Field(max_length=500), AfterValidator(_in_one_line)]
Short = Annotated[str, Field(max_length=60), AfterValidator(_within_a_sentence)]
Id = Annotated[str, Field(max_length=100, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Number = Annotated[float, Field(allow_inf_nan=False)]
NOTHING: Any = Field(default_factory=list)
EMPTY: Any = Field(default_factory=dict)
Count = Annotated[int, Field(ge=0, le=1_000_000)]


def listed(words: Any) -> Any:
    """Read a single word as a list of one."""
    return [words] if isinstance(words, str) else words


class Strict(BaseModel):
    """A table that knows all its keys and guesses no types."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def _as_table(number: Any) -> Any:
    """Read a bare number as a table with nothing but a value."""
    return number if isinstance(number, dict) else {"value": number}


@cache
def number(low: float | None, high: float | None) -> Any:
    """Return the type of a number within bounds: bare, or { value, range, source, note }.

    Parameters
    ----------
    low, high : float or None
        Inclusive bounds; None for none.
    """
    bounded = Annotated[float, Field(ge=low, le=high, allow_inf_nan=False)]
    table = _model(
        f"Number({low}, {high})",
        __base__=Strict,
        value=(bounded, ...),
        range=(Annotated[list[bounded], Field(min_length=2, max_length=2)] | None, None),
        source=(Name | None, None),
        note=(Prose | None, None),
    )
    return Annotated[table, BeforeValidator(_as_table)]


def _fields(parameters: tuple[schema.Parameter, ...]) -> dict[str, Any]:
    """Return the model fields of some parameters, all optional."""
    fields: dict[str, Any] = {}
    for parameter in parameters:
        kind = number(parameter.low, parameter.high)
        if parameter.by_need:
            needs = {need: (kind | None, None) for need in schema.NEEDS}
            kind = _model(f"{parameter.name} by need", __base__=Strict, **needs)
        fields[parameter.name] = (kind | None, None)
    return fields


def _table(name: str, parameters: tuple[schema.Parameter, ...], /, **more: Any) -> type[Strict]:
    """Return the model of a table of numbers, which one `source` and `note` may cover."""
    words = {"source": (Name | None, None), "note": (Prose | None, None)}
    return _model(name, __base__=Strict, **more, **words, **_fields(parameters))


# Types that are made from the schema; a type checker sees what can be said of them beforehand.
if TYPE_CHECKING:
    Move: TypeAlias = str
    Need: TypeAlias = str
    Deal: TypeAlias = str
    Added: TypeAlias = Any
    Multiplied: TypeAlias = Any
    Put: TypeAlias = Any
    StateTable: TypeAlias = Any
    TieTable: TypeAlias = Any
    MovesTable: TypeAlias = Any
    DynamicsTable: TypeAlias = Any
    ObservationTable: TypeAlias = Any
else:
    Move, Need, Deal = Literal[schema.MOVES], Literal[schema.NEEDS], Literal[schema.DEALS]
    Added = number(*schema.AMOUNTS["add"])
    Multiplied = number(*schema.AMOUNTS["multiply"])
    Put = number(None, None)
    StateTable = _table(
        "state",
        schema.parameters("states"),
        name=(Name | None, None),
        ccode=(Annotated[int, Field(ge=1, le=999)] | None, None),
    )
    TieTable = _table("tie", schema.parameters("ties"))
    DealTable = _table(
        "deal", tuple(p for p in schema.parameters("moves") if not p.only or "envoy" in p.only)
    )
    ActTable = _table(
        "act", tuple(p for p in schema.parameters("moves") if not p.only or "snub" in p.only)
    )
    DynamicsTable = _table("dynamics", schema.parameters("dynamics"))
    ObservationTable = _table("observation", schema.parameters("observation"))
    MovesTable = _model(
        "moves",
        __base__=Strict,
        **{
            move: ((DealTable if move in schema.DEALS else ActTable) | None, None)
            for move in schema.MOVES
        },
    )


class EffectTable(Strict):
    """One number that a shock changes."""

    path: Name
    add: Added | None = None
    multiply: Multiplied | None = None
    set: Put | None = None
    months: Annotated[int, Field(ge=1, le=1200)] | None = None

    @property
    def operation(self) -> str:
        """What is done, the first of it where a file says more than one thing."""
        return next(
            (name for name in ("add", "multiply", "set") if getattr(self, name) is not None), ""
        )


class MoveTable(Strict):
    """One move that a shock prescribes."""

    source: Name
    target: Name
    move: Move
    accepted: bool | None = None


class ShockTable(Strict):
    """A dated event.

    Here and below, None takes the place of an entry that was too faulty to keep.
    """

    id: Id
    date: date
    title: Title
    short: Short | None = None
    source: Name | None = None
    note: Prose | None = None
    effects: Annotated[list[EffectTable | None], Field(max_length=_MOST_ENTRIES)] = []
    moves: Annotated[list[MoveTable | None], Field(max_length=_MOST_ENTRIES)] = []


class Measured(Strict):
    """A measure of one state, and where and when it is taken."""

    measure: Literal["stance", "support", "received", "tilt", "hedging", "dependence"]
    state: str
    partner: str | None = None
    between: Annotated[list[str], Field(min_length=2, max_length=2)] | None = None
    needs: Annotated[list[Need], Field(min_length=1, max_length=len(schema.NEEDS))] | None = None


class First(Strict):
    """The first deal of a kind is with one partner, before any with the other."""

    state: str
    move: Deal
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


class FactTable(Strict):
    """What happened: the answer that the record gives to a question."""

    happened: bool
    source: Name
    note: Prose | None = None


class QuestionTable(Strict):
    """A question, of exactly one kind."""

    id: Id
    text: Title
    first: First | None = None
    level: Level | None = None
    change: Change | None = None
    count: Counted | None = None
    lowest: Lowest | None = None
    fact: FactTable | None = None


class FileTable(Strict):
    """A scenario file."""

    title: Title | None = None
    description: Prose = ""
    start: date | None = None
    months: Annotated[int, Field(ge=1, le=1200)] | None = None
    spin_up: Annotated[int, Field(ge=0, le=600)] | None = None
    extends: Title | None = None
    without: Annotated[list[Name | None], Field(max_length=_MOST_ENTRIES)] = []
    without_questions: Annotated[list[Name | None], Field(max_length=_MOST_ENTRIES)] = []
    sources: Annotated[dict[Name, Prose], Field(max_length=_MOST_ENTRIES)] = {}
    states: Annotated[dict[str, StateTable], Field(max_length=_MOST_STATES)] = {}
    ties: Annotated[
        dict[str, Annotated[dict[str, TieTable], Field(max_length=_MOST_STATES)]],
        Field(max_length=_MOST_STATES),
    ] = {}
    moves: MovesTable | None = None
    dynamics: DynamicsTable | None = None
    observation: ObservationTable | None = None
    families: Annotated[dict[Id, Short], Field(max_length=_MOST_ENTRIES)] = {}
    shocks: Annotated[list[ShockTable | None], Field(max_length=_MOST_ENTRIES)] = []
    questions: Annotated[list[QuestionTable | None], Field(max_length=_MOST_ENTRIES)] = []
