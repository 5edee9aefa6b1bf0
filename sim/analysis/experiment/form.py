"""The form of an experiment file, as pydantic models; ``reading`` checks what they say."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from sim.analysis.sweep.grid import values_in
from sim.errors import InvalidInput
from sim.scenario.format import EMPTY, NOTHING, Name, Number, Prose, Strict, Title, listed

MOST_HISTORIES = 10**6
_MOST = 1000  # entries of a list
_MOST_SEED = 2**63 - 1


def _grid(values: Any) -> Any:
    """Read ``low:high:count`` as a list of numbers; anything else is left as it is."""
    if not isinstance(values, str):
        return values
    try:
        return values_in(values)
    except InvalidInput as error:
        raise PydanticCustomError(
            "grid", "{why}", {"why": str(error).removeprefix("--over: ")}
        ) from None
    except ValueError:
        raise PydanticCustomError(
            "grid", "expected a list of numbers, or 'low:high:count' as in '0:1:11'"
        ) from None


# lists allow None, which no file can hold: it stands for an entry that was complained of
Values = Annotated[
    list[Number | None], Field(min_length=1, max_length=_MOST), BeforeValidator(_grid)
]
Names = Annotated[list[Name | None], Field(max_length=_MOST), BeforeValidator(listed)]
Seed = Annotated[int, Field(ge=0, le=_MOST_SEED)]


class VariationTable(Strict):
    """What is changed in every scenario; with ``over`` one variation for each combination."""

    name: Name
    without: Names = NOTHING
    set: Annotated[dict[Name, Number], Field(max_length=_MOST)] = EMPTY
    over: Annotated[dict[Name, Values], Field(max_length=20)] = EMPTY


class ExperimentTable(Strict):
    """An experiment file."""

    title: Title | None = None
    description: Prose = ""
    scenarios: Names = NOTHING
    variations: Annotated[list[VariationTable | None], Field(max_length=_MOST)] = NOTHING
    seeds: Annotated[list[Seed | None], Field(min_length=1, max_length=_MOST)] = Field([1])
    histories: Annotated[int, Field(ge=1, le=MOST_HISTORIES)] = 1000
    outcomes: Annotated[Names, Field(min_length=1)] = Field(["tilt"])
    base: Name | None = None
    figure: Literal["matrix", "dots"] | None = None
