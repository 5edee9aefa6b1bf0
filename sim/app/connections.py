"""Connections: how many there are at once, and how long one may say nothing."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from .bodies import Unanswered, refusal

MOST = 64  # that are answered at once
_HELD = 2 * MOST  # beyond so many a connection is closed unheard
HEAD_SECONDS = (
    10.0  # for the head of a request to arrive once a connection is open, or it has begun
)
KEPT_SECONDS = 30  # that a connection is kept open for a next request


class Patient(H11Protocol):
    """A connection that is closed when a request does not arrive in time.

    uvicorn itself waits for ever for a first request, and for the end of one that has begun.
    """

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Wait for a first request, or close what is one too many."""
        super().connection_made(transport)
        if len(self.connections) > _HELD:
            transport.abort()
            return
        if len(self.connections) > MOST:
            self.app = _full
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._heard()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take a piece of a request."""
        before = self.cycle
        super().data_received(data)
        if self.cycle is not before:  # its head is whole: for the body others wait
            self._heard()
        elif self._late is None and (before is None or before.response_complete):
            self._wait()

    def _wait(self) -> None:
        """Begin to wait for the head of a request."""
        self._late = self.loop.call_later(HEAD_SECONDS, self._close)

    def _heard(self) -> None:
        """Wait no longer for the head of a request."""
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _close(self) -> None:
        """Close a connection whose request does not come."""
        self._late = None
        self.transport.abort()


async def _full(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer that there are too many connections, and end this one."""
    response = refusal(Unanswered(503, f"more than {MOST} connections at once: try again"))
    response.headers.update({"connection": "close", "retry-after": "1"})
    await response(scope, receive, send)
