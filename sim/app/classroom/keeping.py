"""Keeping: a class's game in a file, and the room as it was from that file.

The file is a kept game of several states, which ``sim play SCENARIO --script FILE`` plays again;
its last line, a comment, holds what else the room needs: who sits where, and what has been decided
in the month that is being played. Of the groups' tokens it has hashes only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter

from sim.errors import InvalidInput
from sim.game.kept import check_same_game, check_same_lines, heading, read_text
from sim.scenario import Scenario
from sim.system.files import write_whole

from . import codes
from .fitting import check_answers, check_moves
from .played import What
from .room import ANSWERING, Room
from .seats import Seat, Seating, Turn

COMMAND = "sim app --class"
_ROOM = "#: "  # begins the line of the room
_OF_A_MONTH = re.compile(r"(# )?\d{4}-\d{2} ")
_MARK = re.compile(r"# \d{4}-\d{2} ends: ")


@dataclass(frozen=True)
class _Facts:
    """What the last line of a file holds."""

    code: str
    months: tuple[int, int]
    phase: Literal["lobby", "moves", "answers", "over"]
    paused: bool
    seats: list[Seat]
    turn: Turn


_FACTS = TypeAdapter(_Facts)


def text_of(room: Room) -> str:
    """Return all that is kept of a room."""
    what = room.what
    months = [line for month in room.played.lines for line in month]
    facts = {
        "code": room.code,
        "months": [what.months[0], what.months[-1] + 1],
        "phase": room.phase,
        "paused": room.paused,
        "seats": [_kept(seat) for seat in room.seats.values()],
        "turn": vars(room.turn),
    }
    begin = heading(what.scenario, _states(room), what.seed, what.history, COMMAND)
    return begin + "".join(f"{line}\n" for line in [*months, _ROOM + json.dumps(facts)])


def _kept(seat: Seat) -> dict[str, Any]:
    """Return what is kept of a seat."""
    kept = vars(seat) | {"seen": None}
    return kept if seat.also else {key: value for key, value in kept.items() if key != "also"}


def _states(room: Room) -> list[str]:
    """Return the states in whose seats somebody has ever sat."""
    return [code for code in room.scenario.codes if code in room.seats]


def keeper(file: Path) -> Callable[[Room], None]:
    """Return what keeps a room in a file, which is always whole."""

    def keep(room: Room) -> None:
        """Write the file."""
        write_whole(file, text_of(room))

    return keep


def restored(scenario: Scenario, file: Path) -> Room:
    """Return the room that a file holds: its months are played again, to the same bits.

    Parameters
    ----------
    scenario : Scenario
        That the file should be of.
    file : Path
        Where the room is kept from now on, too.

    Raises
    ------
    InvalidInput
        When the file holds no game of a class, or one of another scenario; when its lines were
        changed, or give another world here.
    """
    text = f"{read_text(file).rstrip()}\n"  # editors leave blank lines at the end
    lines = text.splitlines()
    if not lines or not lines[-1].startswith(_ROOM):
        raise InvalidInput(f"{file} holds no game of a class")
    try:
        facts = _FACTS.validate_json(lines[-1].removeprefix(_ROOM), strict=True)
        room = _seated(scenario, lines, facts, keeper(file))
        what, states = room.what, _states(room)
        check_same_game(text, heading(scenario, states, what.seed, what.history, COMMAND), file)
        room.played.replay(_months(lines), states)
        _decided(room, facts)
    except (AttributeError, LookupError, TypeError, ValueError, OverflowError) as error:
        if isinstance(error, InvalidInput):
            told = str(error)
            raise InvalidInput(told if str(file) in told else f"{file}: {told}") from error
        raise InvalidInput(f"{file}: the lines that say who plays were changed") from error
    check_same_lines(text, text_of(room), file)
    return room


def _decided(room: Room, facts: _Facts) -> None:
    """Take over what has been decided in the month that is being played, as if decided now."""
    room.phase, room.paused = facts.phase, facts.paused
    turn = facts.turn
    if strangers := {*turn.moves, *turn.hopes, *turn.answers} - set(room.seats):
        raise ValueError(strangers)
    for code, moves in turn.moves.items():
        check_moves(room.scenario, code, room.month, moves)
    room.opened = room.played.open(turn.moves) if room.phase == ANSWERING else None
    for code, answers in turn.answers.items():
        if room.opened is None:
            raise ValueError(code)
        check_answers(room.opened, code, answers)
    room.turn = turn


def _seated(
    scenario: Scenario, lines: list[str], facts: _Facts, keep: Callable[[Room], None]
) -> Room:
    """Return a new room with the seats of a kept one."""
    numbers = [
        int(line.partition(":")[2])
        for line in lines[:7]
        if line.startswith(("# seed:", "# history:"))
    ]
    begin, end = facts.months
    if not 0 <= begin < end <= scenario.months:
        raise ValueError(begin)
    code, seats = facts.code, Seating(facts.seats)
    if not code or codes.as_written(code) != code or not all(s.groups for s in facts.seats):
        raise ValueError(code)
    return Room(What(scenario, range(begin, end), *numbers), code, keep, seats)


def _months(lines: list[str]) -> list[list[str]]:
    """Return the months of a kept game: each its lines, up to its mark."""
    months: list[list[str]] = [[]]
    for line in lines:
        if _OF_A_MONTH.match(line):
            months[-1].append(line)
        if _MARK.match(line):
            months.append([])
    return months[:-1]
