"""Importing: the skeleton of a scenario from the field's data sets, source and year on each number.

Power is CINC. Affinity is a formula of tone, votes, treaties and rivalries; capacity, need and
reach are formulas of GDP, military expenditure, treaties and the distance of capitals. Stances stay
open: the quiet months settle them from affinity. What the files do not contain becomes a comment,
and never a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.errors import InvalidInput
from sim.scenario import State
from sim.scenario.files import MOST_BYTES

from .affinities import Affinities, affinities
from .capability import UNITED_STATES, Capabilities
from .countries import state_called
from .country_letters import check_letters
from .country_years import Figures, read_figures
from .distances import Reaches
from .events import counts_in_words, read_records
from .members import in_year
from .power_and_affinity import AVERAGED, power
from .power_and_affinity import affinity as affinity
from .power_and_affinity import agreement as agreement
from .skeleton_text import Told, body_of, counted, head_of
from .tone import tone_before
from .weights import STANDARD, Weights

KINDS = ("power", "alliances", "votes", "rivalries", "gdp", "capitals")
_MEASURED = ("power", "gdp")  # kinds of which the United States are the measure


@dataclass(frozen=True)
class Skeleton:
    """A scenario to begin with: its text, its numbers, what is missing and what was read."""

    text: str
    states: tuple[State, ...]
    given: int
    missing: tuple[str, ...]
    counts: tuple[str, ...]
    faults: tuple[str, ...]


def states_called(words: str, year: int | None = None) -> tuple[State, ...]:
    """Return states of a year (by default today) from words between commas.

    Parameters
    ----------
    words : str
        Codes, numbers, names or capitals, as "PRK,RUS,CHN".
    year : int, optional
        In which they are wanted.

    Raises
    ------
    ValueError
        For unknown ones, those that were no members in that year, repetitions and too few.
    """
    called = [word.strip() for word in words.split(",") if word.strip()]
    check_letters(called)
    states = tuple(state_called(word, year) for word in called)
    for k, state in enumerate(states):
        for word, other in zip(called, states[:k], strict=False):
            if state.ccode == other.ccode or state.code == other.code:
                both = "" if word == called[k] else f": '{word}' and '{called[k]}' are the same"
                raise InvalidInput(f"--states names {state.code} twice{both}")
    if len(states) < 2:
        raise InvalidInput(
            f"--states names {len(states)}: at least 2 are needed, as in PRK,RUS,CHN"
        )
    return states


@dataclass(frozen=True)
class Choices:
    """What may be chosen of an import.

    Attributes
    ----------
    start : int, optional
        The year with which the period begins; by default that of the figures. Tone is that of the
        three years before it.
    weights : Weights
        Of the formulas.
    """

    start: int | None = None
    weights: Weights = STANDARD


AS_USUAL = Choices()


def import_skeleton(
    name: str,
    states: Sequence[State],
    year: int,
    files: dict[str, Path],
    events: Iterable[Path] = (),
    choices: Choices = AS_USUAL,
) -> Skeleton:
    """Build the skeleton of a scenario.

    Parameters
    ----------
    name : str
        The scenario's name.
    states : sequence of State
        From ``states_called``.
    year : int
        Of the figures.
    files : dict
        Files by what they are about: `KINDS`.
    events : iterable of Path
        Event data as in ``events.read_records``.
    choices : Choices
        The start and the weights of the formulas.

    Raises
    ------
    ValueError
        When a file is not what it should be, there is none, the figures are of a year after the
        start, or the states are more than a scenario file can hold.
    """
    records = read_records(events, states)
    if not files and not records:
        options = ", ".join(f"--{kind}" for kind in KINDS)
        raise InvalidInput(f"no file is given: at least one of {options} and --events is needed")
    start = _checked_start(choices, year)
    read = {kind: _figures(kind, path, states, year) for kind, path in files.items()}
    tone = tone_before(records, start, len(states)) if records else None
    told = _told(states, year, read, affinities(states, year, read, tone, choices.weights))
    told.events(records, year)
    head = head_of(name, (year, start), told, read, records)
    given, missing = told.given, told.missing
    text = "\n".join([*head, *body_of(told), "", f"# {counted(given, missing)}", ""])
    _check_size(text, states)
    counts = [*(figures.counts() for figures in read.values()), *map(counts_in_words, records)]
    faults = [*(fault for figures in read.values() for fault in figures.faults.told())]
    faults += [fault for record in records for fault in record.faults]
    whole = given, missing, tuple(counts), tuple(faults)
    return Skeleton(text, tuple(states), *whole)


def _checked_start(choices: Choices, year: int) -> int:
    """Return the year that the scenario begins with: not before that of the figures."""
    start = year if choices.start is None else choices.start
    if start < year:
        raise InvalidInput(
            f"--start is {start}, before --year {year}: figures of a year after the start would "
            "know what nobody knew then"
        )
    return start


def _figures(kind: str, path: Path, states: Sequence[State], year: int) -> Figures:
    """Read a file: of sizes with the United States, the measure, behind states without them."""
    first = year - (AVERAGED - 1) * (kind == "votes")
    known = {state.ccode for state in states}
    if kind in _MEASURED and UNITED_STATES not in known and in_year(UNITED_STATES, year):
        states = [*states, state_called(str(UNITED_STATES), year)]
    return read_figures(kind, path, states, first, year)


def _told(states: Sequence[State], year: int, read: dict[str, Figures], known: Affinities) -> Told:
    """Return what the files say of every state and tie."""
    able = Capabilities(states, year, read, known.weights)
    reaches = Reaches(states, year, read, known.weights)
    told = Told(tuple(states), known)
    for k, state in enumerate(states):
        capacity = able.capacity(k)
        told.powers.append(power(k, state.code, year, read))
        told.capacities.append(capacity)
        told.needs.append(able.need(k, capacity))
        told.motives.append(able.motives(k, capacity))
    for i, j in told.ties:
        told.reaches[i, j] = reaches.reach(i, j)
    return told


def _check_size(text: str, states: Sequence[State]) -> None:
    """Refuse a text that no scenario file can hold."""
    if len(text.encode()) > MOST_BYTES:
        size = f"{len(text) / 1e6:z.1f} MB"
        raise InvalidInput(
            f"{len(states)} states make a file of {size}, beyond what a scenario can have"
        )
