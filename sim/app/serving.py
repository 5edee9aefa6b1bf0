"""Serving: the address, the browser, and the end."""

from __future__ import annotations

import atexit
import errno
import logging
import os
import signal
import socket
import sys
import threading
import time
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import click
import uvicorn

from sim.errors import BUG, INTERRUPTED, InvalidInput
from sim.system.memory import keep_little

from . import saving
from .classroom.lesson import Lesson
from .connections import KEPT_SECONDS, Patient
from .mounted import Mounted
from .site import Site

USUAL_PORT = 8013  # so that a link of yesterday leads to the page of today
LOOPBACK, EVERYWHERE = "127.0.0.1", "0.0.0.0"
TERMINATED = 143
_GRACE = 0.8  # seconds for answers that are being sent
_LAST = 1.6  # seconds after which the process ends, whatever it still does
_ECHO = 0.5  # seconds within which a second signal is the echo of the first, as `timeout` sends it
_TAKEN = "another program uses it, perhaps a `sim app` that still runs and can be ended (Ctrl-C)"
_STARTED = 20.0  # seconds within which the server is there, or no browser is opened


@dataclass(frozen=True)
class Wanted:
    """What ``sim app`` was asked for.

    Attributes
    ----------
    name : str
        The scenario that the page begins with.
    port : int, optional
        By default the usual one, or a free one.
    browser : bool
        Whether the page is opened.
    save_to : Path, optional
        The folder in which scenarios are saved.
    lesson : Lesson, optional
        What a class is to play, if one does.
    """

    name: str = "article"
    port: int | None = None
    browser: bool = True
    save_to: Path | None = None
    lesson: Lesson | None = None


def serve(wanted: Wanted) -> None:
    """Serve the page until somebody ends it.

    Parameters
    ----------
    wanted : Wanted

    Raises
    ------
    InvalidInput, Refused
        When the port is taken, the folder is none, or the scenario is not there or has faults.
    """
    keep_little()
    where = saving.folder(wanted.save_to)
    first = _first(wanted.name)
    with listening(EVERYWHERE if wanted.lesson else LOOPBACK, wanted.port) as listener:
        mounted = _mounted(wanted)  # after the port, as it may compile for minutes
        port = listener.getsockname()[1]
        site = Site(first, where, port, mounted)
        server = Server(site)
        address = f"http://{LOOPBACK}:{port}{mounted.front if mounted else '/'}"
        if wanted.port is None and port != USUAL_PORT:
            click.echo(f"Port {USUAL_PORT} is not free: {_TAKEN}. So this page has another port.")
        _announce(address, mounted, port)
        if wanted.browser and _has_screen():
            threading.Thread(target=_open, args=(server, address), daemon=True).start()
        server.run(sockets=[listener])
    _leave(_code(server.signal) if server.signal else BUG)


def _first(name: str) -> str:
    """Return the name of the scenario that the page begins with, once it is known to be sound."""
    from sim.scenario import at_hand, find, load
    from sim.scenario.files import written_as_path

    path = find(name)
    if written_as_path(name) and at_hand().get(path.stem) != path:
        raise InvalidInput(
            f"{name}: give the name of a scenario in ./scenarios, or drop the file on the page"
        )
    load(path)
    return path.stem


def _mounted(wanted: Wanted) -> Mounted | None:
    """Return what a class adds, None without one."""
    if wanted.lesson is None:
        return None
    from .classroom.opening import opened

    return opened(wanted.name, wanted.lesson)


@contextmanager
def listening(host: str, port: int | None) -> Iterator[socket.socket]:
    """Give a socket that listens.

    Parameters
    ----------
    host : str
        Of which network.
    port : int, optional
        By default the usual one, or a free one where that is taken.

    Raises
    ------
    InvalidInput
        When the port is taken, or not to be had.
    """
    listener = _bound(host, USUAL_PORT if port is None else port, port is None)
    try:
        yield listener
    finally:
        listener.close()


def _bound(host: str, port: int, or_any: bool) -> socket.socket:
    """Return a socket that listens at a port; parameters as in ``listening``."""
    # Named as TCP, as asyncio sends small packets at once only then; else each answer waits 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name == "posix":  # a page that was there a moment ago does not block its own port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        if or_any and port:
            return _bound(host, 0, False)
        taken = error.errno == errno.EADDRINUSE
        why = _TAKEN if taken else (error.strerror or str(error)).lower()
        raise InvalidInput(
            f"--port {port}: {why}; choose another, or leave --port out for a free one"
        ) from None
    return listener


def _announce(address: str, mounted: Mounted | None, port: int) -> None:
    """Print where the page is."""
    click.echo(f"The page is at {address}")
    for line in mounted.lines(port) if mounted else ():
        click.echo(line)
    click.echo("Ctrl-C ends it.")
    sys.stdout.flush()


def _has_screen() -> bool:
    """Say whether a browser can show itself; one in the terminal would hide the address."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _open(server: Server, address: str) -> None:
    """Open the page once the server is there; where no browser is, the address is printed."""
    until = time.monotonic() + _STARTED
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    with suppress(Exception):  # whatever the browser's own starter may raise
        webbrowser.open(address)


class Server(uvicorn.Server):
    """A server that ends when it is told to, and soon.

    Parameters
    ----------
    site : Site
        What it serves.
    """

    def __init__(self, site: Site) -> None:
        for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        super().__init__(
            uvicorn.Config(
                site,
                http=Patient,
                ws="none",
                lifespan="on",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_keep_alive=KEPT_SECONDS,
                timeout_graceful_shutdown=_GRACE,  # type: ignore[arg-type]
            )
        )
        self.site = site
        self.signal: int | None = None
        self.told = 0.0

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take the signals that end the server."""
        here = threading.current_thread() is threading.main_thread()
        numbers = [signal.SIGINT, signal.SIGTERM] if here else []
        before = {number: signal.signal(number, self.handle_exit) for number in numbers}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to end; at once when told again."""
        if self.signal is not None:
            if time.monotonic() - self.told > _ECHO:
                _leave(_code(self.signal))
            return
        self.signal, self.should_exit, self.told = sig, True, time.monotonic()
        late = threading.Timer(_LAST, _leave, [_code(sig)])
        late.daemon = True
        late.start()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop what is computed, then let answers that are being sent go out."""
        self.site.end()
        await super().shutdown(sockets)


def _code(number: int) -> int:
    """Return the exit code of a signal."""
    return TERMINATED if number == signal.SIGTERM else INTERRUPTED


_leaving = threading.Lock()
_WORDS = {
    INTERRUPTED: "interrupted",
    TERMINATED: "terminated",
    BUG: "a bug of ours: the server ended by itself; please report it",
}


def _leave(code: int) -> None:
    """End the process at once.

    It waits neither for what is being computed nor for Python to take all modules apart, which on a
    busy machine takes seconds.
    """
    if _leaving.acquire(blocking=False):  # else it is under way, and takes too long
        with suppress(Exception):
            sys.stdout.flush()
        os.write(2, f"sim: {_WORDS[code]}\n".encode())
        atexit._run_exitfuncs()
    os._exit(code)
