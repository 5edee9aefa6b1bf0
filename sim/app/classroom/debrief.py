"""The debrief of a class: each state placed among the rules' histories, and where it differed."""

from __future__ import annotations

import threading
from functools import partial
from typing import Any

from sim.game.among import Many, many_of
from sim.game.debrief import turning_months
from sim.game.game import Game
from sim.game.scoring import Score, score
from sim.outcomes.base_rates import happened
from sim.outcomes.focus import name_in_text, name_of
from sim.report.chronicle import move_told, moves_told, shocks_told
from sim.scenario import Scenario
from sim.system.rounding import rounded_one

from . import words
from .path import how_many
from .played import scripts_of
from .room import OVER, Room


class Debrief:
    """The debrief of a room, worked out in the background once its game is over.

    Parameters
    ----------
    room : Room
    """

    def __init__(self, room: Room) -> None:
        self.room = room
        self._lock = threading.Lock()
        self._begun = False
        self._failed: Exception | None = None
        self._found: dict[str, Any] | None = None
        self.done, self.of = 0, 0

    def as_data(self) -> dict[str, Any]:
        """Return the debrief, or how far it is: {"done", "of"}; nobody waits for it here."""
        if self.room.phase != OVER:
            return {"done": 0, "of": 0}
        with self._lock:
            first, self._begun = not self._begun, True
        if first:
            threading.Thread(target=self._work, name="debrief", daemon=True).start()
        if self._failed:
            raise self._failed
        return self._found or {"done": self.done, "of": self.of}

    def _work(self) -> None:
        """Work it out; an error is told to whoever asks."""
        try:
            self._found = self._worked_out()
        except Exception as error:
            self._failed = error

    def _worked_out(self) -> dict[str, Any]:
        """Return the debrief."""
        room = self.room
        game, scores = room.played.game, []
        played = [code for code, cases in game.cases.items() if cases]
        self.of = len(played)
        many = many_of(
            room.scenario, played, how_many(room.scenario), room.what.seed, _months(room)
        )
        for code in played:
            scores.append(_score(room, code, many))
            self.done += 1
        return {
            "title": room.scenario.title,
            "first": words.month_in_words(room.scenario, room.what.months[0]),
            "last_month": words.month_in_words(room.scenario, room.what.months[-1]),
            "histories": how_many(room.scenario),
            "states": [_of_state(room, game, one) for one in scores],
            "questions": _questions(scores),
        }


def _months(room: Room) -> slice:
    """Return the months that the class plays."""
    return slice(room.what.months[0], room.what.months[-1] + 1)


def _score(room: Room, code: str, many: Many) -> Score:
    """Place what a state reached; in the rivals' games the other groups decide as they did."""
    played = room.played

    def others() -> dict[str, Any]:
        """Return who decides for the other groups."""
        scripts = scripts_of(played.lines, room.scenario)
        return {other: script for other, script in scripts.items() if other != code}

    return score(played.game.results(), code, many.histories, others, _months(room), many)


def _of_state(room: Room, game: Game, one: Score) -> dict[str, Any]:
    """Return the debrief of a state."""
    cases = game.cases[one.state]
    labels, hopes = room.scenario.month_labels, room.played.hopes
    month_of = partial(words.month_called, room.scenario)
    return {
        "code": one.state,
        "name": name_of(room.scenario, one.state),
        "group": room.seats[one.state].name,
        "months": len({own.split()[0] for own, _ in cases}),
        "cases": len(cases),
        "placed": [placed._asdict() for placed in one.placed],
        "turning": _turning(room, game, one.state),
        "different": [
            decision(room.scenario, one.state, own, ruled) for own, ruled in cases if own != ruled
        ],
        "hopes": [
            {"month": label, "words": month_of(label), "text": hopes[label][one.state]}
            for label in labels
            if one.state in hopes.get(label, {})
        ],
    }


def _turning(room: Room, game: Game, code: str) -> list[dict[str, str]]:
    """Return the months of the class in which most changed for a state, with what happened."""
    scenario, results = room.scenario, game.results()
    told = partial(moves_told, scenario, of=code)
    return [
        {
            "words": words.month_in_words(scenario, k),
            "change": f"{name} {words.signed(before)} to {words.signed(after)}",
            "text": " ".join(
                [*shocks_told(scenario, k),
                 *told(results.choices[0, k], results.answers_to_deals[0, k])]
            ),
        }
        for k, name, before, after in turning_months(results, code, _months(room))
    ]  # fmt: skip


def decision(scenario: Scenario, state: str, own: str, ruled: str) -> dict[str, str]:
    """Return a decision in words, and what the rules would have decided.

    Parameters
    ----------
    scenario : Scenario
    state : str
        Whose decision.
    own, ruled : str
        Lines of a script: "2014-03 RUS envoy", "2014-03 answer RUS trade yes".
    """
    label, *said = own.split()
    month = words.month_called(scenario, label)
    rules = ruled.split()[-1]
    if said[0] == "answer":
        _, asker, move, answer = said
        offer = move_told(scenario, asker, move, state)
        text = f"{offer}: {'accepted' if answer == 'yes' else 'declined'}"
        return {"month": label, "words": month, "text": text, "own": answer, "rules": rules}
    target, move = said
    toward = name_in_text(scenario, target)
    text = (
        f"No move toward {toward}" if move == "hold" else move_told(scenario, state, move, target)
    )
    return {"month": label, "words": month, "text": text, "own": move, "rules": rules,
            "toward": target}  # fmt: skip


def _questions(scores: list[Score]) -> list[dict[str, Any]]:
    """Return the scenario's questions: the class's answer, what happened, the rules' shares."""
    if not scores:
        return []
    return [
        {
            "text": one.question.text,
            "class": one.yes,
            "happened": happened(one.question.fact.happened if one.question.fact else None),
            "share": rounded_one(one.share),
            "base": None if one.base is None else rounded_one(one.base),
        }
        for one in scores[0].answered
    ]
