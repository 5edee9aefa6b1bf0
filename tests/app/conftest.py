"""A client that asks the site within this process, without a network."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest

pytest.importorskip("starlette")

HOST = "127.0.0.1:8820"


class Answered(NamedTuple):
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


class Client:
    """Asks an ASGI application, one request after the other or several at once."""

    def __init__(self, app: Callable) -> None:
        self.app, self.loop = app, asyncio.new_event_loop()
        self.inbox: asyncio.Queue = asyncio.Queue()
        self.life = self.loop.create_task(
            app({"type": "lifespan", "state": {}}, self.inbox.get, self._heard)
        )
        self.inbox.put_nowait({"type": "lifespan.startup"})
        self.loop.run_until_complete(asyncio.sleep(0))

    async def _heard(self, message: dict) -> None:
        assert "failed" not in message["type"], message

    def get(self, path: str, **headers: str) -> Answered:
        """Ask with GET."""
        return self.ask("GET", path, b"", headers)

    def post(self, path: str, body: Any, **headers: str) -> Answered:
        """Ask with POST; what is no bytes is written as JSON."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.ask("POST", path, data, {"content-type": "application/json"} | headers)

    def ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answered:
        """Ask, and wait for the answer."""
        return self.loop.run_until_complete(self.asking(method, path, body, headers))

    async def asking(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        headers: dict[str, str] | None = None,
        left: asyncio.Event | None = None,
        client: str = "127.0.0.1",
    ) -> Answered:
        """Ask; `left` says when whoever asks goes away."""
        path, _, query = path.partition("?")
        given = {"host": HOST} | {
            name.replace("_", "-"): value for name, value in (headers or {}).items()
        }
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method,
            "scheme": "http", "path": path, "raw_path": path.encode(),
            "query_string": query.encode(), "root_path": "",
            "client": (client, 50000), "server": ("127.0.0.1", 8820),
            "headers": [(n.encode(), v.encode("latin-1")) for n, v in given.items()],
        }  # fmt: skip
        todo, sent = [{"type": "http.request", "body": body, "more_body": False}], []

        async def receive() -> dict:
            if todo:
                return todo.pop()
            await (left or asyncio.Event()).wait()
            return {"type": "http.disconnect"}

        async def send(message: dict) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        start, *parts = sent
        found = {name.decode(): value.decode("latin-1") for name, value in start["headers"]}
        return Answered(start["status"], found, b"".join(one.get("body", b"") for one in parts))

    def close(self) -> None:
        """End the application."""
        self.inbox.put_nowait({"type": "lifespan.shutdown"})
        self.loop.run_until_complete(self.life)
        for task in asyncio.all_tasks(self.loop):
            task.cancel()
        self.loop.run_until_complete(asyncio.sleep(0.01))
        self.loop.close()


@pytest.fixture(scope="session")
def client_of() -> Iterator[Callable[..., Client]]:
    """Make clients of sites."""
    from sim.app.site import Site

    made: list[Client] = []

    def make(**wanted: Any) -> Client:
        made.append(Client(Site(**{"port": 8820, "warm": False} | wanted)))
        return made[-1]

    yield make
    for client in made:
        client.close()


@pytest.fixture(scope="session")
def client(client_of) -> Client:
    """A client of the site as `sim app` serves it."""
    return client_of()
