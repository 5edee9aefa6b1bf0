"""Safety: what every request must be before anything looks at it, and what every answer says.

Another page in the same browser may send requests to this address, and may even make its own name
lead here. So a request must name our host, and one that comes from a page must come from ours. A
request without Origin comes from no page: browsers send it with every POST; programs do not, and
may ask. That nothing slips past, a body must say that it is JSON, which no page can send elsewhere
without asking first.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .bodies import Unanswered, failure, print_bug

MOST_BODY = 4_000_000  # bytes, as of a scenario's file
_DRAINED = (
    16 * MOST_BODY
)  # bytes that are still taken, and thrown away, so that the refusal is read
BODY_SECONDS = 10.0  # for the whole body to arrive
SEND_SECONDS = 30.0  # for a piece of an answer to be taken
_HEADERS = {
    "content-security-policy": "default-src 'self'; img-src 'self' data: blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class Guard:
    """The outermost layer of the site: nothing reaches the inner ones that they need not expect.

    Parameters
    ----------
    inner : ASGI application
        What answers.
    hosts : callable
        Returns the names, with port, under which this server may be asked for.
    open_to_all : sequence of str
        What addresses begin with that other machines may ask for.
    """

    def __init__(
        self, inner: ASGIApp, hosts: Callable[[], Collection[str]], open_to_all: Sequence[str] = ()
    ) -> None:
        self.inner, self.hosts, self.open_to_all = inner, hosts, tuple(open_to_all)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.inner(scope, receive, send)
            return
        answer = _Answering(send)
        where = f"{scope['method']} {scope['path']}"
        try:
            check(scope["method"], Headers(scope=scope), self.hosts())
            self._check_place(scope)
            body = await asyncio.wait_for(_whole_body(scope, receive), BODY_SECONDS)
            await self.inner(scope, _again(body, receive), answer)
        except TimeoutError:
            told = f"the request did not arrive within {BODY_SECONDS:g} seconds"
            await answer.instead(Unanswered(408, told), where, scope)
        except Exception as error:
            await answer.instead(error, where, scope)

    def _check_place(self, scope: Scope) -> None:
        """Refuse another machine what is this one's own."""
        client = scope.get("client")
        here = client is not None and client[0] in ("127.0.0.1", "::1")
        if not here and not scope["path"].startswith(self.open_to_all):
            raise Unanswered(403, "this is for the computer on which `sim app` runs")


class _Answering:
    """Sends an answer with the headers that all have, and without waiting for ever.

    Parameters
    ----------
    send : callable
        Of ASGI.
    """

    def __init__(self, send: Send) -> None:
        self.send, self.started = send, False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers[name] = value
            headers.setdefault("cache-control", "no-store")
        await asyncio.wait_for(self.send(message), SEND_SECONDS)

    async def instead(self, error: Exception, where: str, scope: Scope) -> None:
        """Send an error where nothing has been sent yet; the connection ends with it.

        Parameters
        ----------
        error : Exception
        where : str
            What was asked.
        scope : dict
            Of ASGI.
        """
        if self.started:
            if not isinstance(error, TimeoutError):
                print_bug(error, where)
            return
        response = failure(error, where)
        response.headers["connection"] = "close"
        await response(scope, _nothing, self)


def check(method: str, headers: Headers, hosts: Collection[str]) -> None:
    """Refuse a request that is not meant for us, or that another page sends.

    Parameters
    ----------
    method : str
        Of HTTP.
    headers : Headers
        Of the request.
    hosts : collection of str
        Our names, with the port.

    Raises
    ------
    Unanswered
    """
    host = headers.get("host", "").lower()
    if host not in hosts or len(headers.getlist("host")) != 1:
        raise Unanswered(421, f"this is not {host or 'the host that was asked for'}")
    origin, site = headers.get("origin"), headers.get("sec-fetch-site", "same-origin")
    ours = origin is None or origin.lower() == f"http://{host}"
    if site == "same-origin" and origin == "null":  # hidden by our own wish for no referrer
        ours = True
    if not ours or (method not in ("GET", "HEAD") and site not in ("same-origin", "none")):
        raise Unanswered(403, "another page may not ask this one")
    if method == "POST" and headers.get("content-type", "").split(";")[0].strip().lower() != (
        "application/json"
    ):
        raise Unanswered(415, "a request must be JSON (content-type: application/json)")
    length = headers.get("content-length", "0")
    if length.isascii() and length.isdigit() and int(length[:20]) > _DRAINED:
        raise _too_large()


async def _whole_body(scope: Scope, receive: Receive) -> bytes:
    """Return the body of a request, or refuse one that is too large."""
    parts: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Unanswered(400, "the request broke off")
        part: bytes = message.get("body", b"")
        more, size = message.get("more_body", False), size + len(part)
        if size <= MOST_BODY:
            parts.append(part)
        elif size > _DRAINED:
            break
    if size > MOST_BODY:
        raise _too_large()
    return b"".join(parts)


def _too_large() -> Unanswered:
    """Return the refusal of a body that is too large."""
    return Unanswered(413, f"the request is larger than {MOST_BODY // 1_000_000} MB")


def _again(body: bytes, receive: Receive) -> Receive:
    """Return what gives a body that was read already, and then what comes after it."""
    given = False

    async def next_message() -> Message:
        """Return the body at first."""
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return next_message


async def _nothing() -> dict[str, Any]:
    """Return the end of a request of which nothing more is read."""
    return {"type": "http.disconnect"}
