"""What a phone and the wall show: the room as data."""

from __future__ import annotations

from typing import Any

from sim import schema
from sim.outcomes.focus import name_in_text, name_of
from sim.outcomes.results import Results

from . import codes, words
from .path import Band
from .room import ANSWERING, LOBBY, MOVING, OVER, Room

AWAY_SECONDS = 20.0  # that a phone has not asked, after which its group counts as gone; judgement


def of_all(room: Room) -> dict[str, Any]:
    """Return what both show: the month, its events, the phase, and what happened last month."""
    scenario, months = room.scenario, room.what.months
    month = min(max(room.month, months[0]), months[-1])
    shown = {
        "version": room.version,
        "title": scenario.title,
        "phase": room.phase,
        "paused": room.paused,
        "month": room.label if room.phase != OVER else scenario.month_labels[month],
        "month_words": words.month_in_words(scenario, month),
        "number": month - months[0] + 1,
        "of": len(months),
        "first": words.month_in_words(scenario, months[0]),
        "last_month": words.month_in_words(scenario, months[-1]),
        "news": words.news(scenario, month) if room.phase in (MOVING, ANSWERING) else [],
        "waiting": [name_in_text(scenario, code) for code in room.waiting()],
        "last": None,
        "opened": None,
    }
    if room.phase in (MOVING, ANSWERING) and room.month:
        shown["last"] = _month(room, room.played.game.results(), room.month - 1)
    if room.phase == ANSWERING and room.opened:
        shown["opened"] = words.moves(scenario, room.month, room.opened.choices)
    return shown


def _month(room: Room, results: Results, month: int) -> dict[str, Any]:
    """Return a month that is over in words."""
    made, met = results.choices[0, month], results.answers_to_deals[0, month]
    return {
        "words": words.month_in_words(room.scenario, month),
        "moves": words.moves(room.scenario, month, made, met),
    }


def phone(room: Room, state: str) -> dict[str, Any]:
    """Return what the phone of a group shows.

    Parameters
    ----------
    room : Room
    state : str
        Code of the state that it plays.
    """
    with room.lock:
        seat = room.seats[state]
        shown = of_all(room) | {
            "state": state,
            "name": name_in_text(room.scenario, state),
            "group": seat.groups[-1],
            "code": room.code,
            "group_code": codes.of_group(seat.token),
            "from_next_month": room.phase == ANSWERING and seat.since > room.month,
            "asked": state in room.deciding(),
        }
        if room.phase in (MOVING, ANSWERING) and state in room.played.game.players:
            moment = room.played.moments()[state]
            shown["standing"] = words.standing(moment)
            shown["partners"] = words.partners(moment)
            shown["decided"] = room.turn.moves.get(state)
            shown["hope"] = room.turn.hopes.get(state, "")
        if room.phase == ANSWERING and room.opened:
            offers = room.opened.offers.get(state, [])
            shown["offers"] = [words.offered(room.scenario, offer, state) for offer in offers]
            shown["answered"] = room.turn.answers.get(state)
        return shown


def wall(room: Room, band: Band) -> dict[str, Any]:
    """Return what the wall shows.

    Parameters
    ----------
    room : Room
    band : Band
    """
    quantiles_first = band.quantiles()  # outside the lock: it may take a second
    assert quantiles_first
    with room.lock:
        labels, months = room.scenario.month_labels, room.what.months
        return of_all(room) | {
            "code": room.code,
            "states": [_row(room, code) for code in room.scenario.codes],
            "path": band.as_data(room.played.game),
            "skips": [
                {"month": labels[k], "words": words.month_in_words(room.scenario, k)}
                for k in months
                if room.phase == MOVING and k > room.month
            ],
        }


def _row(room: Room, code: str) -> dict[str, Any]:
    """Return who plays a state, and how far they are."""
    seat, taken = room.seats.get(code), room.seats.taken(code)
    silent = room.seats.away(code) if taken else None
    return {
        "code": code,
        "name": name_of(room.scenario, code),
        "in_text": name_in_text(room.scenario, code),
        "group": seat.groups[-1] if seat and taken else "",
        "moves": _done(room, code, MOVING) if taken else "rules",
        "answers": _done(room, code, ANSWERING) if taken else "rules",
        "away": taken and (silent is None or silent > AWAY_SECONDS),
        "later": taken and room.phase == ANSWERING and bool(seat and seat.since > room.month),
    }


def _done(room: Room, code: str, phase: str) -> str:
    """Say how far a group is with one of the two decisions of a month."""
    if room.phase in (LOBBY, OVER):
        return ""
    if room.phase == phase:
        asked = code in room.deciding()
        return "" if not asked else "deciding" if code in room.waiting() else "done"
    if phase == MOVING:
        return "done" if code in room.turn.moves else "rules"
    return ""


def seats(room: Room) -> dict[str, Any]:
    """Return what somebody who has the code may choose from."""
    with room.lock:
        free = room.free()
        return {
            "title": room.scenario.title,
            "states": [
                {
                    "code": state.code,
                    "name": state.name,
                    "free": state.code in free,
                    "group": "" if state.code in free else room.seats[state.code].groups[-1],
                }
                for state in room.scenario.states
            ],
            "moves": list(schema.MOVES),
        }
