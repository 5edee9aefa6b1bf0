"""Opening: the room of a class as the command wants it, ready to be served."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from contextlib import ExitStack
from itertools import count
from pathlib import Path

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sim import load
from sim.app import static
from sim.app.mounted import Mounted
from sim.errors import InvalidInput
from sim.scenario import Scenario
from sim.shell.compiling import compile_once
from sim.system.locks import locked

from . import codes, keeping, network
from .lesson import FOLDER, Lesson
from .played import What
from .room import Room
from .routes import Classroom
from .span import span_of

JOIN, WALL = "/class", "/class/wall"
_PAGES = {JOIN: "/page/class/join.html", WALL: "/page/class/wall.html"}
# what other machines may ask for: the class's pages and what these are made of, and nothing else
OPEN = (JOIN, "/api/class/", "/page/class/", "/page/style.css", "/page/icon.svg", "/charts/")


def opened(name: str, lesson: Lesson) -> Mounted:
    """Return what a class adds to the site.

    Parameters
    ----------
    name : str
        Of the scenario.
    lesson : Lesson

    Raises
    ------
    InvalidInput
        For months that are none, or a file that holds another game.
    InUse
        When another server plays the game of the file.
    """
    scenario = load(name)
    months = span_of(scenario, lesson.first, lesson.last)
    if lesson.game and not lesson.game.parent.is_dir():
        raise InvalidInput(f"{lesson.game.parent} is no folder: keep the game elsewhere")
    code = codes.new_code()
    file = lesson.game or _new_file(scenario, code, lesson.folder)
    lock, taken = file.with_name(f".{file.name}.lock"), f"another server plays the game in {file}"
    with ExitStack() as until_played:  # a game that is refused is held no longer
        until_played.enter_context(locked(lock, taken))  # first, as a place may be closed
        compile_once(scenario)
        if file.exists():
            room = keeping.restored(scenario, file)
            _check_as_asked(room, months, lesson)
        else:
            what = What(scenario, months, lesson.seed, lesson.history or 0)
            room = Room(what, code, keeping.keeper(file))
        held = until_played.pop_all()
    names = set(network.names())
    place = Place(name, file, names)
    classroom = Classroom(room, codes.new_token(), place.joining, str(file))
    place.classroom = classroom
    return Mounted(
        routes=[*_pages(), *classroom.routes()],
        names=names,
        lines=place.lines,
        front=WALL,
        open_to_all=OPEN,
        ended=held.close,
    )


def _check_as_asked(room: Room, months: range, lesson: Lesson) -> None:
    """Refuse to go on with a game of other months, or another history, than were asked for."""
    what, labels = room.what, room.scenario.month_labels
    others = (lesson.first or lesson.last) and months != what.months
    if others or lesson.history not in (None, what.history):
        kept = f"{labels[what.months[0]]} to {labels[what.months[-1]]}, history {what.history}"
        raise InvalidInput(
            f"{lesson.game} holds a game of {kept}: to go on with it leave out --from, --until and "
            "--history"
        )


class Place:
    """Where groups join, and what the terminal says about it.

    Parameters
    ----------
    name : str
        Of the scenario.
    file : Path
        Where the game is kept.
    names : set of str
        Under which this machine answers; addresses that it gets later are added, as after sleep.
    """

    classroom: Classroom

    def __init__(self, name: str, file: Path, names: set[str]) -> None:
        self.name, self.file, self.names, self.port = name, file, names, 0

    def joining(self) -> list[str]:
        """Return the addresses at which groups join now; the wall asks again and again."""
        now = network.addresses()
        self.names.update(now)
        return [f"{address}:{self.port}{JOIN}" for address in now]

    def lines(self, port: int) -> Sequence[str]:
        """Return what is printed at the start."""
        self.port = port
        where = self.joining()
        wall = [one.removesuffix(JOIN) + WALL for one in where[:1]]
        others = [
            *(f"Groups join at http://{one}" for one in where[:1]),
            *(f"  or, in another network of this machine, at http://{one}" for one in where[1:]),
            f"  with the code {self.classroom.room.code}",
            *(f"The teacher's wall elsewhere: http://{one}#{self.classroom.key}" for one in wall),
        ]
        if not where:
            others = ["This machine is in no network: nobody else can join."]
        words = ["sim", "app", self.name, "--class", "--game", str(self.file), "--port", str(port)]
        return [
            *others,
            f"The game is kept in {self.file}; to go on with it after an interruption: "
            f"{shlex.join(words)}",
        ]


def _new_file(scenario: Scenario, code: str, folder: Path) -> Path:
    """Return the name of a file that is not there yet."""
    if folder == FOLDER:
        folder.mkdir(parents=True, exist_ok=True)
    names = (f"class-{scenario.name}-{code}{f'-{k}' if k > 1 else ''}.txt" for k in count(1))
    return next(folder / name for name in names if not (folder / name).exists())


def _pages() -> list[Route]:
    """Return the routes of the two pages under their short addresses."""
    files = static.found()

    async def page(request: Request) -> Response:
        """Return the page of an address."""
        known = request.headers.get("if-none-match", "")
        return files[_PAGES[request.url.path]].answer(known)

    async def front(request: Request) -> Response:
        """Lead to the address without a stroke at its end."""
        return RedirectResponse(JOIN)

    return [
        *(Route(address, page, methods=["GET"]) for address in _PAGES),
        Route(f"{JOIN}/", front, methods=["GET"]),
    ]
