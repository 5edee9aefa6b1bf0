"""What a class is played by: the file of its game, and what phones and the wall ask."""

from __future__ import annotations

import json
from random import Random
from typing import Any

from starlette.applications import Starlette

import sim
from sim.app.classroom import views
from sim.app.classroom.keeping import keeper, restored
from sim.app.classroom.path import Band
from sim.app.classroom.played import What
from sim.app.classroom.room import OVER, Room
from sim.app.classroom.routes import Classroom
from sim.app.safety import Guard

from . import mutators, seeds
from .files import File
from .page import asked_of, checked

_WORDS = (
    "DPRK", "RUS", "CHN", "nobody", "envoy", "summit", "hold", "rules", "lobby", "moves", "answers",
    "over", "months", "phase", "paused", "seats", "turn", "code", "hopes", "groups", "token",
    "since",
    "seen", "state", "2013-03", "2013-12", "7K2M", "#: ", "# seed: ", "# history: ", "true", "{}",
)  # fmt: skip
_MONTHS = range(2, 6)  # of ten: those that the class plays itself


def begun(scenario: sim.Scenario, keep: Any, months: int = 0) -> tuple[Room, dict[str, str]]:
    """Return a room in which two groups have played some months, and their tokens."""
    room = Room(What(scenario, _MONTHS), "7K2M", keep)
    tokens = {code: room.join(code, f"Group {code}") for code in ("DPRK", "RUS")}
    room.begin()
    for _ in range(months):
        label = room.label
        room.decide("DPRK", label, {"RUS": "envoy", "CHN": "trade"}, "a friend")
        room.go_on(label, "moves")
        if room.phase == "answers":
            room.go_on(label, "answers")
    return room, tokens


class ClassGames(File):
    """The kept game of a class, with its months and its line about who plays."""

    name, named, share = "kept classes", "mutant.txt", 0.6

    def prepare(self) -> None:
        (self.room / "base.toml").write_text(seeds.WORLD)
        self.scenario = sim.load(self.room / "base.toml")
        self.texts = []
        for months, half in ((0, False), (1, False), (2, True)):
            room, _ = begun(self.scenario, keeper(file := self.room / "whole.txt"), months)
            if half:
                room.decide("DPRK", room.label, {"CHN": "envoy"})
            self.texts.append(file.read_bytes())

    def mutant(self, chance: Random) -> bytes:
        """Return a mutant; half of the time only of the line about who plays, as JSON."""
        data = chance.choice(self.texts)
        if chance.random() < 0.5:
            return mutators.text(chance, data, _WORDS)
        months, _, facts = data.rpartition(b"#: ")
        changed = mutators.tree(chance, json.loads(facts), _WORDS)
        return months + b"#: " + mutators.dumped(chance, changed) + b"\n"

    def attempt(self, data: bytes) -> None:
        """Go on with it: show it, and play it to its end."""
        room = restored(self.scenario, self.written(data))
        views.seats(room), views.wall(room, Band(room.what))
        for code in room.present():
            views.phone(room, code)
        if room.paused:
            room.pause(False)
        if room.phase == "lobby":
            room.begin()
        for _ in range(2 * self.scenario.months):
            if room.phase != OVER:
                room.go_on(room.label, room.phase)


class ClassRequests(File):
    """Requests of phones and of the wall to a class that is being played."""

    name, named, share = "requests to a class", "", 1.0
    _asked = (
        ("POST", "seats", {"code": "7k2m"}),
        ("POST", "join", {"code": "7K2M", "state": "CHN", "group": "We"}),
        ("GET", "me", {}),
        ("POST", "moves", {"month": "2013-04", "moves": {"RUS": "envoy", "CHN": "hold"},
        "hope": "x"}),
        ("POST", "answers", {"month": "2013-04", "answers": {"RUS": True}}),
        ("GET", "wall", {}),
        ("POST", "lead", {"what": "go-on", "month": "2013-04", "phase": "moves"}),
        ("POST", "lead", {"what": "skip", "month": "2013-05"}),
        ("POST", "lead", {"what": "release", "state": "RUS"}),
        ("POST", "lead", {"what": "pause"}),
        ("GET", "debrief", {}),
        ("GET", "table.html", {}),
        ("GET", "table.csv", {}),
    )  # fmt: skip

    def prepare(self) -> None:
        import asyncio

        (self.room / "base.toml").write_text(seeds.WORLD)
        self.scenario = sim.load(self.room / "base.toml")
        self.loop = asyncio.new_event_loop()

    def close(self) -> None:
        """End the loop."""
        self.loop.close()

    def mutant(self, chance: Random) -> bytes:
        """Return several requests, as a class that is hurried sends them."""
        return b"\n".join(self._one(chance) for _ in range(chance.randint(1, 6)))

    def _one(self, chance: Random) -> bytes:
        """Return one: method, address, who asks, and the body as text."""
        method, path, body = chance.choice(self._asked)
        if chance.random() < 0.6:
            body = mutators.tree(chance, body, _WORDS)
        if chance.random() < 0.1:
            path = mutators.text(chance, path.encode(), ("..", "%2e", "table.pdf")).decode(
                "utf-8", "replace"
            )
        sent = mutators.dumped(chance, body).decode("utf-8", "replace") if method == "POST" else ""
        who = chance.choice(("DPRK", "RUS", "teacher", "teacher", "stranger"))
        return json.dumps([method, path.replace("\n", "").replace("?", ""), who, sent]).encode()

    def attempt(self, data: bytes) -> str:
        """Send them one after the other to a fresh room."""
        room, tokens = begun(self.scenario, lambda room: None, 1)
        classroom = Classroom(room, "the-secret", lambda: ["here:1/class"], "class.txt")
        app = Guard(Starlette(routes=classroom.routes()), lambda: ["127.0.0.1:8820", "here:1"])
        word = "accepted"
        for line in data.splitlines():
            method, path, who, body = json.loads(line)
            given = {"authorization": f"Bearer {tokens.get(who, 'x')}"}
            if body:
                given["content-type"] = "application/json"
            if who != "teacher":
                given["host"] = "here:1"
            asked = asked_of(app, (method, f"/api/class/{path}", given, body.encode()))
            word = checked(path, *self.loop.run_until_complete(asked))
        room.go_on(room.label, room.phase) if room.phase in ("moves", "answers") and (
            not room.paused
        ) else None
        return word


CLASSES = (ClassGames, ClassRequests)
