"""What phones and the wall may ask: by the code, by a token, as the teacher; and nothing else."""

from __future__ import annotations

import asyncio
import csv
import io
import time
from typing import Any

import pytest

from sim.app.classroom import codes
from sim.app.classroom.opening import OPEN, _pages
from sim.app.classroom.routes import Classroom
from sim.app.classroom.square import square
from sim.app.mounted import Mounted

KEY = "the-teachers-secret"
OURS = "192.168.1.20:8820"


class Phone:
    """Somebody's machine in the network, and what it knows."""

    def __init__(self, client: Any, address: str = "192.168.1.7") -> None:
        self.client, self.address, self.token = client, address, ""

    def ask(self, path: str, body: Any = None, host: str = OURS, **headers: str) -> Any:
        """Ask, with GET where nothing is sent."""
        import json

        given = {"host": host} | headers
        if self.token:
            given["authorization"] = f"Bearer {self.token}"
        if body is not None:
            given["content-type"] = "application/json"
        data, method = (b"", "GET") if body is None else (json.dumps(body).encode(), "POST")
        asking = self.client.asking(method, path, data, given, client=self.address)
        return self.client.loop.run_until_complete(asking)

    def join(self, state: str, group: str = "Group") -> Phone:
        """Take a seat."""
        answer = self.ask("/api/class/join", {"code": "7k2m", "state": state, "group": group})
        assert answer.status == 200, answer.body
        self.token = answer.json["token"]
        return self

    def me(self) -> dict:
        """Return what it sees."""
        return self.ask("/api/class/me").json


@pytest.fixture
def client(room, client_of):
    """A client of the site of a class."""
    classroom = Classroom(room, KEY, lambda: [f"{OURS}/class"], "class.txt")
    routes = [*_pages(), *classroom.routes()]
    names = ["192.168.1.20"]
    made = client_of(mounted=Mounted(routes, names, lambda port: [], open_to_all=OPEN))
    made.names = names
    made.classroom = classroom
    return made


@pytest.fixture
def phone(client) -> Phone:
    """A phone."""
    return Phone(client)


def lead(client, what: str, **more: str):
    """Do something as the teacher, at the machine itself."""
    return client.post("/api/class/lead", {"what": what, **more})


def test_with_the_code_one_sees_what_is_free_and_joins(client, phone):
    found = phone.ask("/api/class/seats", {"code": " 7k2m"}).json
    assert [one["name"] for one in found["states"] if one["free"]] == ["Aland", "Bland", "Cland"]
    assert phone.ask("/api/class/me").status == 401
    assert phone.join("B", "The Bees").me()["group"] == "The Bees"
    assert phone.me()["name"] == "Bland" and phone.me()["phase"] == "lobby"
    taken = phone.ask("/api/class/join", {"code": "7K2M", "state": "B", "group": "x"})
    assert taken.status == 409 and "taken" in taken.json["error"]


def test_wrong_codes_are_refused_and_too_many_shut_the_door_even_to_the_right_one(client, phone):
    for _ in range(codes.MOST_OF_ONE):
        assert phone.ask("/api/class/seats", {"code": "AAAA"}).status == 403
    shut = phone.ask("/api/class/join", {"code": "7K2M", "state": "B", "group": "x"})
    assert shut.status == 429 and "seconds" in shut.json["error"]
    Phone(client, "192.168.1.8").join("B")


def test_a_token_is_a_seat_whatever_happened_to_the_phone(client, phone):
    phone.join("A")
    again = Phone(client, "192.168.1.99")
    again.token = phone.token
    assert again.me()["state"] == "A"
    again.token = "x" * 32
    assert again.ask("/api/class/me").status == 401


def test_the_wall_is_the_teachers_at_this_machine_or_by_the_link(client, phone):
    assert client.get("/api/class/wall").json["code"] == "7K2M"
    for known in ("", phone.join("A").token, "guess"):
        phone.token = known
        assert phone.ask("/api/class/wall").status == 403
        assert phone.ask("/api/class/lead", {"what": "begin"}).status == 403
    phone.token = KEY
    seen = phone.ask("/api/class/wall").json
    assert seen["where"] == [f"{OURS}/class"]
    assert seen["square"] == square(f"http://{OURS}/class#7K2M")
    here = Phone(client, "127.0.0.1")  # a page of another name that leads to this machine
    assert here.ask("/api/class/wall", host=OURS).status == 403


@pytest.mark.parametrize(
    "path",
    ["/", "/page/index.html", "/page/main.js", "/api/scenarios", "/api/health", "/api/jobs/1"],
)
def test_nothing_else_of_the_app_is_reached_from_the_network(client, phone, path):
    assert phone.ask(path).status == 403
    assert client.get(path).status in (200, 400, 404)


@pytest.mark.parametrize("path", ["/class", "/class/wall", "/page/class/join.js", "/charts/fan.js"])
def test_the_classs_pages_are_reached_under_this_machines_addresses_only(phone, path):
    assert phone.ask(path).status == 200
    assert phone.ask(path, host="evil.example:8820").status == 421
    assert phone.ask(path, host=OURS, origin="http://evil.example").status == 403


def test_two_phases_month_by_month(client, phone):
    other = Phone(client, "192.168.1.8").join("B", "Two")
    phone.join("A", "One")
    assert lead(client, "begin").json["phase"] == "moves"
    seen = phone.me()
    assert seen["asked"] and seen["month"] == "2000-03" and seen["number"] == 1
    assert seen["standing"][0].startswith("Your needs are met to")
    options = seen["partners"][0]["options"]
    assert len(options) == 11 and set(options[0]["terms"]) == set(options[1]["terms"])
    assert sum(one["probability"] for one in options) == pytest.approx(1, abs=0.01)
    taken = phone.ask(
        "/api/class/moves", {"month": "2000-03", "moves": {"B": "trade"}, "hope": "wealth"}
    ).json
    assert taken["decided"] == {"B": "trade"} and taken["waiting"] == ["Bland"]
    assert client.get("/api/class/wall").json["states"][0]["moves"] == "done"
    other.ask("/api/class/moves", {"month": "2000-03", "moves": {"A": "envoy"}})
    seen = other.me()
    assert seen["phase"] == "answers" and "Aland offers Bland a trade agreement" in str(
        seen["opened"]
    )
    offers = {one["asker"]: True for one in seen["offers"]}
    assert all("would accept with" in one["rules"] for one in seen["offers"]) and "A" in offers
    done = other.ask("/api/class/answers", {"month": "2000-03", "answers": offers})
    assert done.json["answered"] == offers or done.json["month"] == "2000-04"
    lead(client, "go-on", month="2000-03", phase="answers")
    seen = phone.me()
    assert seen["month"] == "2000-04" and seen["news"][0]["text"] == "A storm."
    assert {"source": "A", "target": "B", "answer": "accepted"}.items() <= next(
        one for one in seen["last"]["moves"] if (one["source"], one["target"]) == ("A", "B")
    ).items()


def test_a_phone_that_knows_the_version_is_told_no_more(phone):
    phone.join("A")
    version = phone.me()["version"]
    assert phone.ask(f"/api/class/me?since={version}").json == {"version": version, "same": True}
    assert "phase" in phone.ask(f"/api/class/me?since={version - 1}").json


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("moves", {"month": "2000-03", "moves": ["B"]}, 400),
        ("moves", {"month": "2000-03", "moves": {"B": 3}}, 400),
        ("moves", {"month": "2000-03", "moves": {"B": "war"}}, 400),
        ("moves", {"moves": {}}, 400),
        ("moves", {"month": "2000-04", "moves": {}}, 409),
        ("answers", {"month": "2000-03", "answers": {"B": "yes"}}, 400),
        ("answers", {"month": "2000-03", "answers": {"B": True}}, 409),
        ("moves", [], 400),
    ],
)
def test_what_is_no_decision_is_refused(client, phone, path, body, status):
    phone.join("A")
    lead(client, "begin")
    assert phone.ask(f"/api/class/{path}", body).status == status
    assert phone.me()["waiting"] == ["Aland"]


def test_the_teacher_pauses_frees_and_lets_the_rules_play(client, phone):
    phone.join("A")
    lead(client, "begin")
    assert lead(client, "pause").json["paused"]
    body = {"month": "2000-03", "moves": {}}
    assert phone.ask("/api/class/moves", body).status == 409
    lead(client, "resume")
    wall = lead(client, "skip", month="2000-05").json
    assert (wall["month"], wall["number"]) == ("2000-05", 3)
    assert [one["month"] for one in wall["skips"]] == ["2000-06"]
    assert len(wall["path"]["class"]) == 4 and len(wall["path"]["band"]["q05"]) == 8
    assert lead(client, "release", state="A").status == 200
    assert phone.ask("/api/class/me").status == 401
    assert lead(client, "dance").status == 400 and lead(client, "begin").status == 409


def test_a_phone_that_no_longer_asks_is_away_on_the_wall(client, phone, room):
    phone.join("A")
    assert not client.get("/api/class/wall").json["states"][0]["away"]
    room.seats.clock = lambda: time.monotonic() + 60
    assert client.get("/api/class/wall").json["states"][0]["away"]
    phone.me()
    assert not client.get("/api/class/wall").json["states"][0]["away"]


def test_after_the_last_month_there_is_a_debrief_and_a_table_to_hand_in(client, phone):
    phone.join("A", "=One, <b>")
    lead(client, "begin")
    assert phone.ask("/api/class/debrief").json == {"done": 0, "of": 0}
    assert phone.ask("/api/class/table.csv").status == 409
    phone.ask("/api/class/moves", {"month": "2000-03", "moves": {"B": "summit"}, "hope": "+B2"})
    while client.classroom.room.phase == "answers":
        lead(client, "go-on", month="2000-03", phase="answers")
    lead(client, "skip", month="")
    until = time.monotonic() + 60
    while "states" not in (found := phone.ask("/api/class/debrief").json):
        assert time.monotonic() < until
        client.loop.run_until_complete(asyncio.sleep(0.05))
    own = found["states"][0]
    assert own["name"] == "Aland" and own["months"] == 1 and own["hopes"][0]["text"] == "+B2"
    assert {row["measure"] for row in own["placed"]} >= {"standing", "needs met", "hedging"}
    page = phone.ask("/api/class/table.html")
    assert "attachment" in page.headers["content-disposition"]
    assert b"=One, &lt;b&gt;" in page.body and b"A leans on B" in page.body
    rows = list(csv.DictReader(io.StringIO(phone.ask("/api/class/table.csv").body.decode())))
    assert {row["kind"] for row in rows} >= {"measure", "question", "hope"}
    asked = next(row for row in rows if row["kind"] == "question")
    assert asked["happened"] == asked["median"] == ""  # what is not known, and no measure
    assert float(asked["rules_yes_share"]) == found["questions"][0]["share"]
    assert all(not cell or cell[0] not in "=+@" for row in rows for cell in row.values())
    assert Phone(client).ask("/api/class/table.csv").status == 401
    assert phone.ask("/api/class/table.pdf").status == 404
    over = phone.ask("/api/class/join", {"code": "7K2M", "state": "B", "group": "x"})
    assert over.status == 409


def test_another_phone_of_a_group_joins_by_the_code_on_the_first_one(client, phone):
    phone.join("B", "The Bees")
    word, other = phone.me()["group_code"], Phone(client, "192.168.1.8")
    found = other.ask("/api/class/seats", {"code": "7K2M"}).json["states"]
    assert {one["code"]: one["group"] for one in found} == {"A": "", "B": "The Bees", "C": ""}
    body = {"code": "7K2M", "state": "B", "phone": word.lower()}
    other.token = other.ask("/api/class/join", body).json["token"]
    assert other.token != phone.token and other.me()["group"] == "The Bees"
    Phone(client, "192.168.1.9").join("C")
    lead(client, "begin")
    month = other.me()["month"]
    other.ask("/api/class/moves", {"month": month, "moves": {"A": "envoy"}, "hope": "peace"})
    assert phone.me()["decided"] == {"A": "envoy"} and phone.me()["hope"] == "peace"
    lead(client, "release", state="B")
    assert phone.ask("/api/class/me").status == other.ask("/api/class/me").status == 401
    phone.join("B", "Others")
    assert other.ask("/api/class/me").status == 401
    assert other.ask("/api/class/join", body).status == 403  # the code was the first group's


def test_codes_of_groups_are_tried_as_rarely_as_the_code_on_the_wall(client, phone):
    phone.join("B")
    for _ in range(codes.MOST_OF_ONE):
        wrong = phone.ask("/api/class/join", {"code": "7K2M", "state": "B", "phone": "AAAA"})
        assert wrong.status == 403 and "first phone" in wrong.json["error"]
    assert phone.ask("/api/class/seats", {"code": "7K2M"}).status == 429


def test_an_address_that_the_machine_gets_later_is_answered_too(client, phone):
    assert phone.ask("/class", host="10.0.0.5:8820").status == 421
    client.names.append("10.0.0.5")  # as after sleep, in another network
    assert phone.ask("/class", host="10.0.0.5:8820").status == 200
