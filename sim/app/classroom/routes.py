"""Routes: what phones and the wall ask, and who may.

A group is known by its token, which only its phone has; the teacher by sitting at this machine, or
by the secret of the wall's link. Both are sent as a bearer in the header Authorization, which no
other page can make a browser send.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sim.app.bodies import Json, Unanswered, failure, parsed
from sim.app.computing import in_thread
from sim.errors import InvalidInput

from . import codes, handing_in, views
from .debrief import Debrief
from .network import is_loopback
from .path import Band
from .room import NotNow, Room
from .square import square

Work = Callable[[dict[str, Any]], Any]
_TYPES = {"html": "text/html; charset=utf-8", "csv": "text/csv; charset=utf-8"}


class Classroom:
    """What is asked of a room over the network.

    Parameters
    ----------
    room : Room
    key : str
        The secret of the wall's link.
    where : callable
        Returns the addresses that groups are told, once the port is known.
    file : str
        Where the game is kept, as it is shown on the wall.
    """

    def __init__(
        self, room: Room, key: str, where: Callable[[], list[str]], file: str = ""
    ) -> None:
        self.room, self.key, self.where, self.file = room, key, where, file
        self.band, self.debrief, self.limit = Band(room.what), Debrief(room), codes.Limit()

    def routes(self) -> list[Route]:
        """Return all routes under /api/class/."""
        asked: dict[str, tuple[str, Callable]] = {
            "seats": ("POST", self._seats),
            "join": ("POST", self._join),
            "me": ("GET", self._me),
            "moves": ("POST", self._moves),
            "answers": ("POST", self._answers),
            "wall": ("GET", self._wall),
            "lead": ("POST", self._lead),
            "debrief": ("GET", self._debrief),
        }
        own = [
            Route(f"/api/class/{name}", _answering(work), methods=[method])
            for name, (method, work) in asked.items()
        ]
        table = Route("/api/class/table.{kind}", _answering(self._table), methods=["GET"])
        return [*own, table]

    async def _seats(self, request: Request) -> Any:
        """Say which states are free, to somebody who has the code."""
        given = parsed(await request.body())
        return await in_thread(lambda: self._with_code(request, given, lambda: None))

    async def _join(self, request: Request) -> Any:
        """Give a group a seat, or another phone a place in its group's."""
        given = parsed(await request.body())
        state = _text(given, "state")
        if "phone" in given:
            word = _text(given, "phone")
            again = lambda: self._second(request, state, word)  # noqa: E731
            return await in_thread(lambda: self._with_code(request, given, again))
        group = _text(given, "group")

        def take() -> dict[str, Any]:
            """Take it."""
            return {"token": self.room.join(state, group), "state": state}

        return await in_thread(lambda: self._with_code(request, given, take))

    def _second(self, request: Request, state: str, word: str) -> dict[str, Any]:
        """Let another phone of a group in; wrong codes are counted."""
        with self.room.lock:
            token = self.room.seats.second(state, word)
            if token is not None:
                self.room.changed()
                return {"token": token, "state": state}
        self.limit.wrong(request.client.host if request.client else "")
        raise Unanswered(403, "this is not the code that your group's first phone shows")

    def _with_code(
        self, request: Request, given: dict[str, Any], then: Callable[[], Any]
    ) -> dict[str, Any]:
        """Do something for somebody who has the code; wrong codes are counted."""
        address = request.client.host if request.client else ""
        if seconds := self.limit.wait(address):
            raise Unanswered(429, f"too many wrong codes: try again in {seconds} seconds")
        if not codes.same(codes.as_written(given.get("code")), self.room.code):
            self.limit.wrong(address)
            raise Unanswered(403, "this is not the code on the wall")
        done = then()
        return views.seats(self.room) if done is None else done

    async def _me(self, request: Request) -> Any:
        """Say what a group sees; only the version where it has seen that already."""
        state = self._state(request)
        if request.query_params.get("since") == str(self.room.version):
            return {"version": self.room.version, "same": True}
        return await in_thread(lambda: views.phone(self.room, state))

    async def _moves(self, request: Request) -> Any:
        """Take a group's moves."""
        state, given = self._state(request), parsed(await request.body())
        moves, month, hope = given.get("moves"), _text(given, "month"), given.get("hope", "")
        if not isinstance(moves, dict) or not all(isinstance(m, str) for m in moves.values()):
            raise InvalidInput("the field moves must hold a move by partner")

        def decide() -> dict[str, Any]:
            """Decide."""
            self.room.decide(state, month, moves, hope)
            return views.phone(self.room, state)

        return await in_thread(decide)

    async def _answers(self, request: Request) -> Any:
        """Take a group's answers."""
        state, given = self._state(request), parsed(await request.body())
        answers, month = given.get("answers"), _text(given, "month")
        if not isinstance(answers, dict) or not all(isinstance(a, bool) for a in answers.values()):
            raise InvalidInput("the field answers must hold true or false by asker")

        def answer() -> dict[str, Any]:
            """Answer."""
            self.room.answer(state, month, answers)
            return views.phone(self.room, state)

        return await in_thread(answer)

    async def _wall(self, request: Request) -> Any:
        """Say what the wall shows."""
        self._check_teacher(request)
        return await in_thread(self._shown)

    def _shown(self) -> dict[str, Any]:
        """Return what the wall shows."""
        where = self.where()
        link = square(f"http://{where[0]}#{self.room.code}") if where else None
        more = {"where": where, "square": link, "file": self.file}
        return views.wall(self.room, self.band) | more

    async def _lead(self, request: Request) -> Any:
        """Do what the teacher wants: begin, go on, pause, resume, skip, release."""
        self._check_teacher(request)
        given, room = parsed(await request.body()), self.room
        does: dict[str, Callable[[], None]] = {
            "begin": room.begin,
            "go-on": lambda: room.go_on(_text(given, "month"), _text(given, "phase")),
            "pause": lambda: room.pause(True),
            "resume": lambda: room.pause(False),
            "skip": lambda: room.skip(_text(given, "month")),
            "release": lambda: room.release(_text(given, "state")),
        }
        what = _text(given, "what")
        if what not in does:
            raise InvalidInput(f"the teacher can {', '.join(does)}")

        def lead() -> dict[str, Any]:
            """Do it."""
            does[what]()
            return self._shown()

        return await in_thread(lead)

    async def _debrief(self, request: Request) -> Any:
        """Say how the game went, to all who played and the teacher."""
        self._check_anybody(request)
        return await in_thread(self.debrief.as_data)

    async def _table(self, request: Request) -> Response:
        """Return the table across groups, to hand in."""
        self._check_anybody(request)
        kind = request.path_params["kind"]
        makers = {"html": handing_in.as_html, "csv": handing_in.as_csv}
        if kind not in makers:
            raise Unanswered(404, "the table is there as table.html and table.csv")
        debrief = self.debrief.as_data()
        if "states" not in debrief:
            raise NotNow("the table is there after the last month, once it is worked out")
        text = await in_thread(lambda: makers[kind](debrief))
        name = f"class-{self.room.scenario.name}-{self.room.code}.{kind}"
        headers = {"content-disposition": f'attachment; filename="{name}"'}
        return Response(text, media_type=_TYPES[kind], headers=headers)

    def _state(self, request: Request) -> str:
        """Return the state that the group which asks plays, or refuse it."""
        seat = self.room.holder(_bearer(request))
        if seat is None:
            raise Unanswered(401, "your group has no seat here: join with the code on the wall")
        return seat.state

    def _is_teacher(self, request: Request) -> bool:
        """Say whether the teacher asks: from this machine, under its own name, or by the secret."""
        host = request.headers.get("host", "").rpartition(":")[0]
        peer = request.client.host if request.client else ""
        if is_loopback(peer) and is_loopback(host):
            return True
        return codes.same(_bearer(request), self.key)

    def _check_teacher(self, request: Request) -> None:
        """Refuse whoever is not the teacher."""
        if not self._is_teacher(request):
            raise Unanswered(403, "the wall is the teacher's: open it by the link in the terminal")

    def _check_anybody(self, request: Request) -> None:
        """Refuse whoever is neither a group nor the teacher."""
        if not self._is_teacher(request):
            self._state(request)


def _bearer(request: Request) -> str:
    """Return the secret that a request brings, "" for none."""
    kind, _, secret = request.headers.get("authorization", "").partition(" ")
    return secret.strip()[:100] if kind.lower() == "bearer" else ""


def _text(given: dict[str, Any], name: str) -> str:
    """Return a field of a request that must be a text."""
    value = given.get(name)
    if not isinstance(value, str):
        raise InvalidInput(f"the field {name} must be a text")
    return value


def _answering(work: Callable[[Request], Awaitable[Any]]) -> Callable:
    """Return an endpoint that answers with JSON whatever happens."""

    async def endpoint(request: Request) -> Response:
        """Answer."""
        try:
            answer = await work(request)
            return answer if isinstance(answer, Response) else Json(answer)
        except NotNow as error:
            return failure(Unanswered(409, str(error)), request.url.path)
        except Exception as error:
            return failure(error, f"{request.method} {request.url.path}")

    return endpoint
