"""What a request must be, and what every answer says."""

from __future__ import annotations

import asyncio

import pytest

pytest.importorskip("starlette")

from sim.app import safety

HEALTH = "/api/health"


def test_every_answer_forbids_what_a_page_does_not_need(client):
    for answer in (client.get(HEALTH), client.get("/nothing"), client.post("/api/view", b"{")):
        said = answer.headers
        assert said["content-security-policy"].startswith("default-src 'self'")
        assert "frame-ancestors 'none'" in said["content-security-policy"]
        assert said["x-content-type-options"] == "nosniff"
        assert said["referrer-policy"] == "no-referrer"
        assert "access-control-allow-origin" not in said


@pytest.mark.parametrize("host", ["evil.example:8820", "127.0.0.1:8821", "127.0.0.1", "", "::1"])
def test_another_host_is_refused_so_that_no_name_can_be_made_to_lead_here(client, host):
    assert client.get(HEALTH, host=host).status == 421


def test_our_own_names_are_answered(client):
    assert client.get(HEALTH, host="localhost:8820").status == 200
    assert client.get(HEALTH, host="LOCALHOST:8820").status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:8821"},
        {"origin": "https://127.0.0.1:8820"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site", "origin": "http://127.0.0.1:8821"},
    ],
)
def test_another_page_may_not_ask(client, headers):
    if "origin" in headers and headers["origin"] == "null":
        headers = headers | {"sec_fetch_site": "cross-site"}
    assert client.post("/api/check", {}, **headers).status == 403


def test_our_page_and_programs_without_a_page_may_ask(client):
    ours = {"origin": "http://127.0.0.1:8820", "sec_fetch_site": "same-origin"}
    for headers in (ours, {}, {"origin": "null", "sec_fetch_site": "same-origin"}):
        assert client.post("/api/check", {}, **headers).status == 400  # the field is missing


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_body_that_any_page_could_send_is_refused(client, kind):
    assert client.ask("POST", "/api/check", b"{}", {"content-type": kind}).status == 415


def test_a_body_beyond_four_megabytes_is_refused(client):
    answer = client.post("/api/check", b" " * (safety.MOST_BODY + 1))
    assert answer.status == 413
    assert answer.json["error"] == "the request is larger than 4 MB"
    length = {"content-length": "99999999999999999999999999"}
    answer = client.ask("POST", "/api/check", b"{}", {"content-type": "application/json"} | length)
    assert answer.status == 413


def test_a_body_that_does_not_arrive_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(safety, "BODY_SECONDS", 0.05)
    sent = []

    async def ask() -> None:
        async def inner(scope, receive, send) -> None:
            raise AssertionError("nothing is asked before the body is there")

        async def receive() -> dict:
            await asyncio.sleep(60)
            return {}

        async def send(message: dict) -> None:
            sent.append(message)

        scope = {
            "type": "http", "method": "POST", "path": "/", "client": ("127.0.0.1", 1),
            "headers": [(b"host", b"us"), (b"content-type", b"application/json")],
        }  # fmt: skip
        await safety.Guard(inner, lambda: {"us"})(scope, receive, send)

    asyncio.run(ask())
    assert sent[0]["status"] == 408


def test_another_machine_reaches_only_what_is_open_to_all():
    seen = []

    async def inner(scope, receive, send) -> None:
        seen.append(scope["path"])

    async def ask(path: str) -> int:
        sent = []

        async def receive() -> dict:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: dict) -> None:
            sent.append(message)

        scope = {
            "type": "http", "method": "GET", "path": path, "client": ("192.168.1.7", 1),
            "headers": [(b"host", b"us")],
        }  # fmt: skip
        await safety.Guard(inner, lambda: {"us"}, ["/class"])(scope, receive, send)
        return sent[0]["status"] if sent else 200

    assert asyncio.run(ask("/class/join")) == 200
    assert asyncio.run(ask("/api/view")) == 403
    assert seen == ["/class/join"]


def test_a_bug_is_a_sentence_here_and_a_traceback_on_stderr(client, capsys, monkeypatch):
    site = client.app

    def broken(first: str) -> dict:
        raise KeyError("nowhere")

    monkeypatch.setattr(site.answers, "scenarios", broken)
    answer = client.get("/api/scenarios")
    assert answer.status == 500
    assert answer.json["error"].startswith("this is a bug of ours")
    assert "Traceback" not in answer.body.decode()
    err = capsys.readouterr().err
    assert "a bug of ours in GET /api/scenarios" in err and "Traceback" in err
