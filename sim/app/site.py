"""The site: which address is answered by what."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from . import saving, static
from .answering import DOWNLOAD, QUESTIONS, SAVE, Answers, Question
from .bodies import Json, Unanswered, failure, parsed, refusal
from .computing import Computing
from .fields import fields
from .jobs import Jobs
from .mounted import Mounted
from .safety import Guard
from .warming import Warming
from .workshop import Workshop

Endpoint = Callable[[Request], Awaitable[Response]]
_SAID = {404: "there is nothing at this address", 405: "this address is asked in another way"}


class Site:
    """The whole site, as an ASGI application.

    Parameters
    ----------
    first : str
        The scenario that the page begins with.
    save_to : Path, optional
        The folder in which scenarios are saved.
    port : int
        At which it is asked for.
    mounted : Mounted, optional
        What a class adds.
    warm : bool
        Whether to load and compile when it begins, and to make files in another process; else it is
        as if the first were done, and files are made in this process.
    """

    def __init__(
        self,
        first: str = "article",
        save_to: Path | None = None,
        port: int = 80,
        mounted: Mounted | None = None,
        warm: bool = True,
    ) -> None:
        self.first, self.save_to, self.mounted = first, save_to, mounted
        self.answers, self.warming = Answers(Workshop() if warm else None), Warming()
        self.computing = Computing(self.warming.ready)
        self.reading = Computing()  # what reads files and texts waits for no history
        self.making = Computing(self.warming.ready)  # and no history waits for a download
        self.jobs = Jobs(self.computing)
        self._warm = warm
        self._port = port
        app = Starlette(
            routes=self._routes(),
            lifespan=self._living,
            exception_handlers={HTTPException: _nothing_there},
        )
        app.router.redirect_slashes = False
        app.state.site = self
        packed = GZipMiddleware(app, minimum_size=2000, compresslevel=1)
        self._guarded = Guard(packed, self.hosts, mounted.open_to_all if mounted else ())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        await self._guarded(scope, receive, send)

    def hosts(self) -> set[str]:
        """Return the names under which the site answers, with its port."""
        names = ["127.0.0.1", "localhost", *(self.mounted.names if self.mounted else ())]
        with_port = {f"{name.lower()}:{self._port}" for name in list(names)}
        return with_port | ({name.lower() for name in names} if self._port == 80 else set())

    def end(self) -> None:
        """Stop what is computed."""
        self.warming.end()
        self.computing.end()
        self.making.end()
        self.answers.end()
        self.reading.end()
        if self.mounted:
            self.mounted.ended()

    @asynccontextmanager
    async def _living(self, app: Starlette) -> AsyncIterator[None]:
        """Warm up in the background as long as the site is there."""
        if not self._warm:
            self.warming.ready.set()
            yield
            return
        task = asyncio.create_task(self.warming.run(self.answers.first, self.first))
        yield
        task.cancel()

    def _routes(self) -> list[BaseRoute]:
        """Return what is answered."""
        questions = [
            Route(address, self._asked(question), methods=["POST"])
            for address, question in QUESTIONS.items()
        ]
        own = [
            Route("/api/health", _answering(self._health), methods=["GET"]),
            Route("/api/scenarios", _answering(self._scenarios), methods=["GET"]),
            Route("/api/save", _answering(self._save), methods=["POST"]),
            Route("/api/download", _answering(self._download), methods=["POST"]),
            Route("/api/jobs", _answering(self._start), methods=["POST"]),
            Route("/api/jobs/{name}", _answering(self._job), methods=["GET"]),
            Route("/api/jobs/{name}/stop", _answering(self._stop), methods=["POST"]),
        ]
        more = list(self.mounted.routes) if self.mounted else []
        return [*static.routes(static.found()), *questions, *own, *more]

    def _asked(self, question: Question) -> Endpoint:
        """Return what answers a question."""

        async def endpoint(request: Request) -> Response:
            """Answer it."""
            asked = await _given(request, question)
            work = lambda stop: Json(self.answers.answer(question, asked, stop))  # noqa: E731
            return await self._done(request, work, self.reading if question.quick else None)

        return _answering(endpoint)

    async def _done(
        self,
        request: Request,
        work: Callable[[threading.Event], Response],
        where: Computing | None = None,
    ) -> Response:
        """Compute an answer in its turn, as long as the page waits for it."""
        return await (where or self.computing).do(work, lambda: _gone(request))

    async def _health(self, request: Request) -> Response:
        """Say whether all is ready, and where scenarios are saved."""
        saved = {"save_to": str(self.save_to)} if self.save_to else {}
        return Json(self.warming.as_data() | saved)

    async def _scenarios(self, request: Request) -> Response:
        """List the scenarios at hand."""
        work = lambda stop: Json(self.answers.scenarios(self.first))  # noqa: E731
        return await self._done(request, work, self.reading)

    async def _save(self, request: Request) -> Response:
        """Return a scenario's text, and write it to the folder of ``--save-to``."""
        asked = await _given(request, SAVE)
        asked["name"] = saving.new_name(asked.get("name", "")).removesuffix(".toml")

        def work(stop: threading.Event) -> Response:
            """Make the text, and save it."""
            answer = self.answers.answer(SAVE, asked, stop)
            if self.save_to:
                answer |= {"saved": str(saving.save(answer["text"], asked["name"], self.save_to))}
            return Json(answer)

        return await self._done(request, work, self.reading)

    async def _download(self, request: Request) -> Response:
        """Return a file: a figure, a table, a report."""
        asked = await _given(request, DOWNLOAD)
        work = lambda stop: self.answers.file(asked, stop)  # noqa: E731
        return await self._done(request, work, self.making)

    async def _start(self, request: Request) -> Response:
        """Begin a long computation."""
        given = parsed(await request.body())
        work, of = await self.reading.do(lambda stop: self.answers.job(given))
        return Json({"job": self.jobs.start(work, of)})

    async def _job(self, request: Request) -> Response:
        """Say how far a long computation is, and what it came to."""
        return Json(self.jobs.get(request.path_params["name"]).as_data())

    async def _stop(self, request: Request) -> Response:
        """Stop a long computation."""
        fields(parsed(await request.body()), {})
        return Json(self.jobs.stop(request.path_params["name"]).as_data())


async def _given(request: Request, question: Question) -> dict[str, Any]:
    """Return the fields of a request."""
    return question.checked(parsed(await request.body()))


async def _gone(request: Request) -> None:
    """Return when the page that asked has gone away."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _answering(endpoint: Endpoint) -> Endpoint:
    """Return an endpoint that answers with JSON whatever happens."""

    async def answered(request: Request) -> Response:
        """Answer."""
        try:
            return await endpoint(request)
        except Exception as error:
            return failure(error, f"{request.method} {request.url.path}")

    return answered


async def _nothing_there(request: Request, error: Exception) -> Response:
    """Answer where there is nothing, or nothing of this kind."""
    status = error.status_code if isinstance(error, HTTPException) else 404
    return refusal(Unanswered(status, _SAID.get(status, "this cannot be answered")))
