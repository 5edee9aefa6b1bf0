"""Importing: the skeleton of a scenario from the field's data sets, source and year on each number.

Power is CINC. Affinity is a formula of votes, treaties and rivalries. Stances stay open: the quiet
months settle them from affinity, whereas shares of cooperative events follow what the media cover
and are comparable in rank alone; they are written beside the ties as comments. What no file says is
a comment too, and never a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.errors import InvalidInput
from sim.scenario import State
from sim.scenario.files import MOST_BYTES
from sim.scenario.write import quoted

from .countries import state_called
from .country_letters import check_letters
from .country_years import Figures, read_figures
from .events import Record, counts_in_words, read_records
from .power_and_affinity import AVERAGED, Figure, affinity_of, power
from .power_and_affinity import affinity as affinity
from .power_and_affinity import agreement as agreement

KINDS = ("power", "alliances", "votes", "rivalries")
_IDS = dict(zip(KINDS, ("cinc", "atop", "unga", "rivalry"), strict=True))
_CITED = {
    "power": "Correlates of War, National Material Capabilities (CINC)",
    "alliances": "Alliance Treaty Obligations and Provisions (ATOP)",
    "votes": "Bailey, Strezhnev & Voeten, United Nations General Assembly voting",
    "rivalries": "Thompson, Sakuwa & Suhas, strategic rivalries",
}


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
    """Return states of a year (by default today) from codes, numbers or names between commas.

    Parameters
    ----------
    words : str
        As "PRK,RUS,CHN".
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
    ccodes, codes = [state.ccode for state in states], [state.code for state in states]
    twice = [
        state.code
        for k, state in enumerate(states)
        if state.ccode in ccodes[:k] or state.code in codes[:k]
    ]
    if twice:
        raise InvalidInput(f"--states names {twice[0]} twice")
    if len(states) < 2:
        raise InvalidInput(
            f"--states names {len(states)}: at least 2 are needed, as in PRK,RUS,CHN"
        )
    return states


def import_skeleton(
    name: str,
    states: Sequence[State],
    year: int,
    files: dict[str, Path],
    events: Iterable[Path] = (),
) -> Skeleton:
    """Build the skeleton of a scenario.

    Parameters
    ----------
    name : str
        The scenario's name.
    states : sequence of State
        From ``states_called``.
    year : int
        Year of the figures, with which the period begins.
    files : dict
        Files by what they are about: "power", "alliances", "votes", "rivalries".
    events : iterable of Path
        Event data as in ``events.read_records``.

    Raises
    ------
    ValueError
        When a file is not what it should be, there is none, or the states are more than a scenario
        file can hold.
    """
    records = read_records(events, states)
    if not files and not records:
        raise InvalidInput(
            "no file is given: at least one of --power, --alliances, --votes and --events is needed"
        )
    years = {kind: year - (AVERAGED - 1) * (kind == "votes") for kind in files}
    read = {
        kind: read_figures(kind, path, states, years[kind], year) for kind, path in files.items()
    }
    body, entries = _body(states, year, read, records)
    given, missing = (
        sum(one.value is not None for one in entries),
        tuple(line for one in entries for line in one.missing),
    )
    head = _head(name, states, year, read, records)
    text = "\n".join([*head, *body, "", f"# {counted(given, missing)}", ""])
    _check_size(text, states)
    counts = [*(figures.counts() for figures in read.values()), *map(counts_in_words, records)]
    faults = [*(fault for figures in read.values() for fault in figures.faults.told())]
    faults += [fault for record in records for fault in record.faults]
    return Skeleton(text, tuple(states), given, missing, tuple(counts), tuple(faults))


def _check_size(text: str, states: Sequence[State]) -> None:
    """Refuse a text that no scenario file can hold."""
    if len(text.encode()) > MOST_BYTES:
        size = f"{len(text) / 1e6:.1f} MB"
        raise InvalidInput(
            f"{len(states)} states make a file of {size}, beyond what a scenario can have"
        )


def counted(given: int, missing: Sequence[str]) -> str:
    """Say how many numbers the files gave and how many they did not.

    Parameters
    ----------
    given : int
        Numbers that the files gave.
    missing : sequence of str
        What they did not.
    """
    return f"{given} numbers from files; {len(missing) or 'none'} missing"


def _head(
    name: str,
    states: Sequence[State],
    year: int,
    read: dict[str, Figures],
    records: Sequence[Record],
) -> list[str]:
    """Return title, period and sources."""
    cited = {_IDS[kind]: f"{_CITED[kind]}: {figures.name}" for kind, figures in read.items()}
    cited |= {
        f"events{k}": f"Event data: {record.name}" for k, record in enumerate(records, start=1)
    }
    codes = [state.code for state in states]
    title = f"{name}: {', '.join(codes) if len(codes) <= 8 else f'{len(codes)} states'} from {year}"
    return [
        f"# The skeleton of a scenario, made by `sim import` from figures of {year}. What is not "
        "here stands at its",
        "# default (`sim show`) and is yours to argue: the period; ranges; need, capacity, "
        "autonomy and influence of",
        "# states; obstacle and reach of ties; shocks and questions (`sim new` writes an example "
        "of each).",
        "# affinity = 0.4 x defence treaty, or 0.2 x consultation pact, + 0.8 x (UN agreement - "
        "0.6) - 0.2 x rivalry",
        "",
        f"title = {quoted(title)}",
        f"start = {year}-01-01",
        "months = 36",
        "spin_up = 60  # quiet months before the start, which settle stances, trust and support",
        "",
        "[sources]",
        *(f"{key} = {quoted(text)}" for key, text in cited.items()),
    ]


def _body(
    states: Sequence[State], year: int, read: dict[str, Figures], records: Sequence[Record]
) -> tuple[list[str], list[Figure]]:
    """Return the tables of states and ties, and all that was said in them."""
    lines, entries = [], []
    for k, state in enumerate(states):
        lines += [
            "",
            f"[states.{state.code}]",
            f"name = {quoted(state.name)}",
            f"ccode = {state.ccode}",
        ]
        entries.append(power(k, state.code, year, read))
        lines += _written("power", entries[-1], _IDS["power"])
    ties = {
        (i, j): affinity_of((i, j), states, year, read)
        for i in range(len(states))
        for j in range(i + 1, len(states))
    }
    for i, j in ((i, j) for i in range(len(states)) for j in range(len(states)) if i != j):
        lines += ["", f"[ties.{states[i].code}.{states[j].code}]"]
        cooperation = [_cooperation(record, i, j, year) for record in records]
        tie = ties[min(i, j), max(i, j)]
        entries += [tie, *cooperation]
        lines += [f"# events: {one.note}" for one in cooperation if one.note]
        lines += [line for one in cooperation for line in one.missing] + _written(
            "affinity", tie, _IDS["votes"]
        )
    return lines, entries


def _written(name: str, figure: Figure, source: str) -> list[str]:
    """Write a number with its source and note, and what is missing of it as comments."""
    given = [] if figure.value is None else [
        f"{name} = "
        f"{{ value = {figure.value:.4g}, source = {quoted(source)}, note = {quoted(figure.note)} }}"
    ]  # fmt: skip
    return [*figure.missing, *given]


def _cooperation(record: Record, i: int, j: int, year: int) -> Figure:
    """Say what share of a dyad's events in a year is cooperative: to read, not to start from."""
    periods = [k for k, period in enumerate(record.periods) if period[:4] == str(year)]
    cooperation, conflict = record.cooperation[periods, i, j], record.conflict[periods, i, j]
    known = np.isfinite(cooperation) & np.isfinite(conflict)
    what = f"of {record.codes[i]} toward {record.codes[j]}"
    if not known.any():
        return Figure(None, "", (f"# events: none {what} in {record.name} for {year}",))
    events, friendly = (cooperation + conflict)[known].sum(), cooperation[known].sum()
    when = (
        f"{known.sum()} month{'s' * (known.sum() > 1)} of {year}"
        if record.monthly and known.sum() < 12
        else str(year)
    )
    share = f"{friendly / events:.2f} of {events:,.0f} events" if events else "no events"
    name = record.name + ", without those of a file before it" * any(
        record.periods[k] in record.shared for k in periods
    )
    return Figure(None, f"{share} {what} in {when} {'cooperative ' * bool(events)}({name})")
