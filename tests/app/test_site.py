"""Which address is answered by what, and what happens to requests that nobody should send."""

from __future__ import annotations

import asyncio
import json
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytest.importorskip("starlette")

from starlette.responses import Response

import sim
from sim.app.answering import QUESTIONS
from sim.app.bodies import nobody_waits

pytestmark = pytest.mark.usefixtures("compiled_rules")
FEW = {"scenario": "article", "histories": 4}
POSTED = [*QUESTIONS, "/api/save", "/api/download", "/api/jobs"]


def test_health_says_the_version_and_that_all_is_ready(client):
    told = {"version": sim.__version__, "compiled": True, "compiling_seconds": None}
    assert client.get("/api/health").json == told


def test_the_page_begins_with_the_scenario_that_the_command_names(client_of):
    site = client_of(first="cold-war")
    listed = site.get("/api/scenarios").json
    assert listed["first"] == "cold-war"
    assert {"article", "cold-war"} <= {one["name"] for one in listed["scenarios"]}


def test_a_view_is_what_the_shell_says(client):
    found = client.post("/api/view", FEW | {"without": ["crimea"]}).json
    article = sim.load("article")
    shell = sim.compare(article, sim.load("article", without=["crimea"]), histories=4)
    assert found["finding"]["text"] == shell.finding
    assert found["a"]["hash"] == article.hash
    assert found["b"]["hash"] == shell.scenarios[1].hash


def test_each_question_is_answered(client):
    described = client.post("/api/scenario", {"scenario": "article"}).json
    assert described["hash"] == sim.load("article").hash
    ties = client.post("/api/ties", FEW | {"month": 35}).json
    assert ties["month"] == 35 and ties["b"] is None
    why = client.post("/api/why", FEW | {"side": "a", "state": "DPRK", "month": 22}).json
    assert why["month"] == "2014-11"
    assert (
        client.post("/api/check", {"file": {"name": "mine.toml", "text": "title = 1"}}).json["ok"]
        is False
    )


WRONG_REQUESTS = [
    (b"{", "the request is not valid JSON: Expecting property name enclosed in double"),
    (b"\xff", "the request is not UTF-8 text"),
    (b"[1]", "the request must be a JSON object, as {...}"),
    (b"[" * 100_000, "the request is nested too deep"),
    (b'{"seed": NaN}', "the request holds NaN, which is no finite number"),
    (b'{"seed": 1e999}', "the request holds 1e999, which is no finite number"),
    (b'{"seed": ' + b"9" * 9999 + b"}", "the request holds a whole number of 9,999 digits"),
    (b'{"scenario": "\\ud800"}', "the request holds half a character, which is no text"),
    (b"{}", "a request names one scenario: by `scenario`, or with its text in `file`"),
    (b'{"scenario": "article", "file": {"name": "a.toml", "text": ""}}', "a request names"),
    (b'{"scenario": "article", "sed": 1}', "there is no field 'sed' (did you mean 'seed'?)"),
    (b'{"scenario": ["article"]}', "scenario is a list: a text is needed"),
    (b'{"scenario": "article", "seed": true}', "seed is true: a whole number from 0 to"),
    (b'{"scenario": "article", "seed": 1.5}', "seed is 1.5: a whole number from 0 to"),
    (b'{"scenario": "article", "seed": -1}', "seed is -1: a whole number from 0 to 9,223"),
    (b'{"scenario": "article", "histories": 0}', "histories is 0: a whole number from 1 to"),
    (b'{"scenario": "article", "histories": 1001}', "histories is 1001: a whole number"),
    (b'{"scenario": "article", "set": {"states.DPRK.autonomy": "1"}}', "set: 'states.DPRK"),
    (b'{"scenario": "article", "set": []}', "set is a list: it must be an object of paths"),
    (b'{"scenario": "article", "without": [1]}', "without is 1: a text is needed"),
    (b'{"scenario": "../article"}', "there is no scenario '../article'"),
    (b'{"scenario": "/etc/passwd"}', "there is no scenario '/etc/passwd'"),
    (b'{"file": {"name": "../mine.toml", "text": ""}}', "'../mine.toml' cannot be"),
    (b'{"scenario": "article", "other": {"scenario": "cold-war"}}', ""),
]
WRONG_SCENARIOS = [
    (b'{"scenario": "article", "without": ["crimee"]}', "--without: 'crimee' names no shock"),
    (b'{"scenario": "article", "set": {"states.DPRK.autonom": 1}}', "--set"),
    (b'{"scenario": "article", "set": {"states.DPRK.autonomy": 1e300}}', "--set"),
    (b'{"scenario": "article", "set": {"states.DPRK.autonomy": -1}}', "--set"),
    (b'{"file": {"name": "mine.toml", "text": "title ="}}', "mine.toml:1: not valid TOML"),
]


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [(400, *row) for row in WRONG_REQUESTS] + [(422, *row) for row in WRONG_SCENARIOS],
)
def test_what_cannot_be_asked_is_refused_with_a_sentence(client, body, status, told):
    answer = client.post("/api/view", body)
    assert (answer.status, answer.json["error"][: len(told)]) == (status, told)
    assert answer.json["lines"]


def test_a_refused_change_is_told_in_the_words_of_the_command_line(client, command):
    change = {"states.DPRK.autonom": 0.5}
    there = client.post("/api/view", FEW | {"set": change}).json["lines"]
    here = command("run", "article", "--set", "states.DPRK.autonom=0.5").stderr.splitlines()
    assert there == here


def test_a_broken_file_shows_the_lines_of_check(client, command, tmp_path):
    text = 'title = "x"\nmonths = -1\n[states.A]\nautonom = 2\n'
    (tmp_path / "mine.toml").write_text(text)
    here = command("check", "mine.toml").stderr.splitlines()
    file = {"file": {"name": "mine.toml", "text": text}}
    assert client.post("/api/view", file).json["lines"] == here
    assert client.post("/api/check", file).json["lines"] == here


def test_a_job_gives_the_view_of_all_its_histories(client):
    job = client.post("/api/jobs", FEW | {"histories": 1200, "without": ["crimea"]}).json["job"]
    told = {"state": "waiting"}
    while told["state"] in ("waiting", "running"):
        client.loop.run_until_complete(asyncio.sleep(0.05))
        told = client.get(f"/api/jobs/{job}").json
    assert (told["state"], told["done"], told["of"]) == ("done", 1200, 1200)
    assert told["histories"] == told["answer"]["histories"] == 1200


def test_a_stopped_job_says_on_how_many_histories_its_answer_rests(client):
    ask = FEW | {"histories": 100_000, "without": ["crimea"], "seed": 5}
    job = client.post("/api/jobs", ask).json["job"]
    told = {"done": 0, "state": "waiting"}
    while told["state"] == "waiting" or (told["state"] == "running" and told["done"] < 500):
        client.loop.run_until_complete(asyncio.sleep(0.02))
        told = client.get(f"/api/jobs/{job}").json
    client.post(f"/api/jobs/{job}/stop", {})
    while told["state"] == "running":
        client.loop.run_until_complete(asyncio.sleep(0.02))
        told = client.get(f"/api/jobs/{job}").json
    assert told["state"] == "stopped" and 0 < told["histories"] < 100_000
    assert told["answer"]["histories"] == told["histories"]


def test_there_is_no_job_that_nobody_began(client):
    assert client.get("/api/jobs/nothing").status == 404
    assert client.post("/api/jobs/nothing/stop", {}).status == 404
    assert client.post("/api/jobs", FEW | {"histories": 100_001}).status == 400


def test_a_page_that_went_away_is_not_waited_for(client, monkeypatch):
    async def ask() -> int:
        left = asyncio.Event()
        left.set()
        body = json.dumps(FEW | {"seed": 77}).encode()
        headers = {"content-type": "application/json"}
        return (await client.asking("POST", "/api/view", body, headers, left)).status

    async def never(work, given_up=None, stop=None):
        await given_up()
        raise nobody_waits()

    monkeypatch.setattr(client.app.computing, "do", never)
    assert client.loop.run_until_complete(asyncio.wait_for(ask(), 10)) == 499


def test_downloads_that_take_long_keep_no_answer_waiting(client, monkeypatch):
    done = threading.Event()

    def slow(asked, stop):
        """Make a file when the test has its other answer."""
        assert done.wait(60)
        return Response("made")

    monkeypatch.setattr(client.app.answers, "file", slow)
    kind = {"content-type": "application/json"}
    download = json.dumps(FEW | {"kind": "csv"}).encode()

    async def ask() -> tuple[int, ...]:
        files = [
            asyncio.create_task(client.asking("POST", "/api/download", download, kind))
            for _ in range(3)
        ]
        while client.app.making.running < 2:
            await asyncio.sleep(0.01)
        view = client.asking("POST", "/api/view", json.dumps(FEW).encode(), kind)
        try:
            found = (await asyncio.wait_for(view, 30)).status
        finally:
            done.set()
        return found, *(one.status for one in await asyncio.gather(*files))

    assert client.loop.run_until_complete(ask()) == (200, 200, 200, 200)


def test_a_scenario_is_saved_in_the_folder_of_save_to_and_nowhere_else(client_of, tmp_path):
    site = client_of(save_to=tmp_path)
    ask = {"scenario": "article", "without": ["crimea"], "set": {"states.DPRK.autonomy": 0.6}}
    answer = site.post("/api/save", ask | {"name": "mine"}).json
    assert answer["saved"] == str(tmp_path / "mine.toml")
    again = sim.load(tmp_path / "mine.toml")
    assert (
        again.hash
        == answer["hash"]
        == site.post("/api/view", ask | {"histories": 1}).json["b"]["hash"]
    )
    assert site.post("/api/save", ask | {"name": "mine"}).status == 400  # it is there already
    for name in ("../ours", "/tmp/ours", "ours.py", "", "a/b"):
        assert site.post("/api/save", ask | {"name": name}).status == 400
    assert [path.name for path in tmp_path.iterdir()] == ["mine.toml"]


def test_without_save_to_nothing_is_written(client, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answer = client.post(
        "/api/save", {"scenario": "article", "without": ["crimea"], "name": "mine"}
    )
    assert answer.json["name"] == "mine.toml" and "saved" not in answer.json
    assert not list(tmp_path.iterdir())


def _within(inner):
    """Lists and objects of what there is already."""
    return st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3)


SCALAR = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
JSON = st.recursive(SCALAR, _within, max_leaves=8)
WORDS = ["article", "DPRK", "crimea", "states.DPRK.autonomy", "mine.toml", "", "-", "\x00"]
ODD = JSON | st.sampled_from(WORDS)
PATHS = st.sampled_from(["states.DPRK.autonomy", "months", "shocks.crimea", "x", ""])
GOOD = {
    "scenario": st.just("article"),
    "file": st.fixed_dictionaries({"name": st.just("a.toml"), "text": st.text() | ODD}),
    "set": st.dictionaries(PATHS, st.floats(0, 1), max_size=1) | st.dictionaries(PATHS, ODD),
    "without": st.lists(st.sampled_from(["crimea", "*", "", "c*"]), max_size=3) | st.lists(ODD),
    "other": st.sampled_from([None, {"scenario": "what-if-no-crimea"}, {"scenario": "cold-war"}]),
    "seed": st.integers(0, 3) | st.integers(),
    "histories": st.integers(-1, 3),
    "month": st.integers(0, 35) | st.integers(-2, 40),
    "side": st.sampled_from(["a", "b"]),
    "state": st.sampled_from(["DPRK", "Russia", "XXX"]),
    "history": st.sampled_from([None, "typical", "earliest", 0, 2, 99]),
    "name": st.sampled_from(["mine", "..", "a/b"]),
    "kind": st.sampled_from(["csv", "exe"]),
    "figure": st.sampled_from(["fan", "..", ""]),
    "matters": ODD,
}
RIGHT = {  # what each question takes, so that requests come nearly right often
    "/api/scenario": (),
    "/api/check": ("file",),
    "/api/view": ("set", "without", "other", "seed"),
    "/api/ties": ("month", "set", "without"),
    "/api/why": ("month", "side", "state", "history", "without"),
    "/api/save": ("name", "set", "without"),
    "/api/download": ("kind", "figure"),
}


@st.composite
def nearly_right(draw):
    """A request with the fields of its question, some of them odd, and at times one too many."""
    path = draw(st.sampled_from(sorted(RIGHT)))
    body = {"scenario": "article"} if path != "/api/check" else {}
    if path not in ("/api/check", "/api/scenario", "/api/save"):
        body["histories"] = 2
    for name in RIGHT[path]:
        if draw(st.integers(0, 9)):
            body[name] = draw(GOOD[name] if draw(st.integers(0, 9)) else ODD)
    if not draw(st.integers(0, 9)):
        name = draw(st.sampled_from(sorted(GOOD)))
        body[name] = draw(GOOD[name] | ODD)
    return path, body


FUZZ = settings(suppress_health_check=list(HealthCheck), derandomize=True)
BODIES = st.binary(max_size=60) | JSON.map(lambda value: json.dumps(value).encode())


@FUZZ
@given(path=st.sampled_from(POSTED), body=BODIES)
def test_no_body_of_any_kind_finds_a_bug(client, path, body):
    assert client.post(path, body).status in (400, 415, 422)


@FUZZ
@given(request=nearly_right())
def test_no_request_that_is_nearly_right_finds_a_bug(client, request):
    path, body = request
    answer = client.post(path, json.dumps(body).encode())
    assert answer.status in (200, 400, 422), answer.body[:500]
