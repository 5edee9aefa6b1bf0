"""Requests to the page and to a class: bodies, addresses, headers."""

from __future__ import annotations

import asyncio
import contextlib
import json
from random import Random
from typing import Any

from sim.app.site import Site

from . import mutators, seeds
from .files import File
from .harness import Broken

HOST = "127.0.0.1:8820"
_ASK: dict[str, Any] = {
    "scenario": "base", "set": {"states.DPRK.autonomy": 0.5}, "without": ["storm"], "seed": 2,
    "histories": 3,
}  # fmt: skip
BODIES: dict[str, list[dict[str, Any]]] = {
    "/api/scenario": [{"scenario": "base"}],
    "/api/check": [{"file": {"name": "mine.toml", "text": seeds.WORLD}}],
    "/api/view": [
        _ASK,
        {"file": {"name": "m.toml", "text": seeds.WORLD}, "histories": 2},
        {"scenario": "base", "histories": 2, "other": {"scenario": "base"}},
    ],
    "/api/ties": [_ASK | {"month": 5}],
    "/api/why": [
        _ASK | {"side": "a", "state": "DPRK", "month": 4, "history": 1},
        _ASK | {"side": "b", "state": "DPRK", "month": 4, "history": "typical"},
    ],
    "/api/save": [_ASK | {"name": "mine"}],
    "/api/download": [_ASK | {"kind": "csv"}, _ASK | {"kind": "pdf", "figure": "nothing"}],
    "/api/jobs": [{"scenario": "base", "histories": 4, "seed": -1}, {"matters": {"scenario": "x"}}],
}
PATHS = (
    "/", "/api/health", "/api/scenarios", "/api/jobs/abc", "/api/jobs/abc/stop", "/page.js",
    "/api/view", "/api/class/me", "/%00", "/../../etc/passwd", "/a/" * 50, "/?x=1#y", "//", "/é",
    "/api/view/", "/api", "/charts/fan.js", "/index.html",
)  # fmt: skip
NAMES = (
    "scenario", "file", "set", "without", "other", "seed", "histories", "month", "side", "state",
    "history", "kind", "figure", "name", "text", "matters", "x", "states.DPRK.autonomy", "ties",
)  # fmt: skip
_MOST = 9  # histories of a request that is passed on


class Requests(File):
    """Requests with the right headers, and some with others."""

    name, named, share = "requests", "", 2.0

    def prepare(self) -> None:
        (self.room / "base.toml").write_text(seeds.WORLD)
        self.app = Site(port=8820, warm=False)
        self.loop = asyncio.new_event_loop()
        self.app.warming.ready.set()

    def close(self) -> None:
        """End the site, and the loop that it lives in."""
        self.app.end()
        self.loop.close()

    def mutant(self, chance: Random) -> bytes:
        """Return the method, the address and the headers in the first line, then the body."""
        address = chance.choice(list(BODIES))
        asked = mutators.tree(chance, chance.choice(BODIES[address]), NAMES)
        body = mutators.dumped(chance, asked)
        head = ["POST", address, {"content-type": "application/json"}]
        if chance.random() < 0.15:
            path = mutators.text(chance, chance.choice(PATHS).encode(), PATHS)
            head = [
                chance.choice(("GET", "POST", "PUT", "")),
                path.decode("utf-8", "replace"),
                head[2],
            ]
        if chance.random() < 0.1:
            head[2] = mutators.tree(chance, {"host": HOST, "origin": "x", "content-type": "text"})
        return json.dumps(head).encode() + b"\n" + body

    def attempt(self, data: bytes) -> str:
        """Ask, and look at the answer."""
        first, _, body = data.partition(b"\n")
        method, path, headers = json.loads(first)
        if asks_much(body):
            return "passed over"
        with contextlib.chdir(self.room):
            asked = asked_of(self.app, (method, path, headers, body))
            status, answer = self.loop.run_until_complete(asked)
        word = checked(path, status, answer)
        if status < 400 and path in BODIES and path != "/api/download":
            json.loads(answer, parse_constant=_none)
        return word


def checked(path: str, status: int, answer: bytes) -> str:
    """Return a word for an answer, and refuse a bug of ours and a refusal without a word."""
    if status >= 500 and status != 503:
        raise Broken(f"status {status} for {path}: {answer[:1500]!r}")
    if status >= 400:
        try:
            told = json.loads(answer)["error"]
        except (ValueError, TypeError, KeyError):
            told = answer.decode("utf-8", "replace")  # of Starlette, as "Not Found"
        if len(told) < 5:
            raise Broken(f"status {status} without a word")
    return f"refused {status}" if status >= 400 else "accepted"


async def asked_of(app: Any, asked: tuple[str, str, Any, bytes]) -> tuple[int, bytes]:
    """Ask an application itself, without a network, with method, address, headers and body."""
    method, path, headers, body = asked
    given = {"host": HOST} | (headers if isinstance(headers, dict) else {})
    path, _, query = path.partition("?")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method,
        "scheme": "http", "path": path, "raw_path": path.encode("utf-8", "replace"),
        "query_string": query.encode("utf-8", "replace"), "root_path": "",
        "client": ("127.0.0.1", 50000), "server": ("127.0.0.1", 8820),
        "headers": [
            (str(n).encode("latin-1", "replace"), str(v).encode("latin-1", "replace"))
            for n, v in given.items()
        ],
    }  # fmt: skip
    todo, sent = [{"type": "http.request", "body": body, "more_body": False}], []

    async def receive() -> dict:
        if todo:
            return todo.pop()
        await asyncio.Event().wait()
        return {"type": "http.disconnect"}

    async def send(message: dict) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return sent[0]["status"], b"".join(one.get("body", b"") for one in sent[1:])


def asks_much(body: bytes) -> bool:
    """Say whether a request asks for more histories than a mutant should cost."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return False
    many = data.get("histories", 1000) if isinstance(data, dict) else 0
    return isinstance(many, int | float) and _MOST < many <= 100_000


def _none(word: str) -> None:
    """Refuse what is no number in JSON."""
    raise Broken(f"an answer with {word}")
