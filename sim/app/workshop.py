"""Workshop: files are made in a process of their own, which ends a while after the last one.

What draws figures takes some 150 MB that a process does not give back. So the server never loads
it, and whoever waits no longer ends the process, whatever it is at.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, Any, NoReturn

from starlette.responses import Response

from sim.system.processes import begun

from .bodies import Unanswered, ending, failure, nobody_waits

if TYPE_CHECKING:
    from .answers.memory import Memory

_CODE = "from sim.app.workshop import work; work({seconds})"
LINGERS = 20.0  # seconds that the process waits for a next file; judgement
_LOOKS = 0.1  # seconds after which it is seen that nobody waits any longer
_ENDED_EARLY = (
    "the process that makes files ended early, perhaps as memory ran out; the terminal that runs "
    "`sim app` may say more"
)
_NOT_BEGUN = (
    "the process that makes files could not be started: end some other programs, and try again"
)


class Workshop:
    """Has files made, one at a time.

    Parameters
    ----------
    lingers : float
        Seconds that the process waits for a next file.
    code : str
        What the process does.
    """

    def __init__(self, lingers: float = LINGERS, code: str = _CODE) -> None:
        self._code = code.replace("{seconds}", f"{lingers}")
        self._turn, self._lock = threading.Lock(), threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._ended = False

    def made(self, asked: Mapping[str, Any], stop: threading.Event) -> Response:
        """Return a file, or that it cannot be made.

        Parameters
        ----------
        asked : mapping
            The request, checked; as for ``downloads.download``.
        stop : Event
            Set when nobody waits any longer; the process is ended then.

        Raises
        ------
        Unanswered
            When nobody waits, the server is ending, or the process could not be begun or ended
            without an answer.
        """
        while not self._turn.acquire(timeout=_LOOKS):
            if stop.is_set():
                raise nobody_waits()
        try:
            with self._ended_by(stop):
                found = self._asked(asked) or self._asked(asked)  # it may just have ended by itself
        finally:
            self._turn.release()
        if self._ended:
            raise ending()
        if stop.is_set():
            raise nobody_waits()
        if found is None:
            raise Unanswered(500, _ENDED_EARLY)
        return found

    def end(self) -> None:
        """End the process, and begin no other."""
        self._ended = True
        self._kill()
        if self._turn.acquire(blocking=False):  # else who has the turn lets go of it
            try:
                self._forget()
            finally:
                self._turn.release()

    def _kill(self) -> None:
        """End the process, if there is one."""
        with self._lock:
            if self._process is not None:
                with suppress(OSError):
                    self._process.kill()

    @contextmanager
    def _ended_by(self, stop: threading.Event) -> Iterator[None]:
        """End the process when `stop` is set meanwhile."""
        over = threading.Event()

        def watch() -> None:
            """Look again and again."""
            while not over.wait(_LOOKS):
                if stop.is_set():
                    self._kill()

        thread = threading.Thread(target=watch, name="workshop", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _asked(self, asked: Mapping[str, Any]) -> Response | None:
        """Return what the process makes; None where it ended over it."""
        process = self._at_work()
        if process is None:
            return None
        assert process.stdin and process.stdout
        try:
            process.stdin.write(json.dumps(asked).encode() + b"\n")
            process.stdin.flush()
            return _read(process.stdout)
        except (OSError, ValueError):  # it has ended
            self._forget()
            return None

    def _at_work(self) -> subprocess.Popen[bytes] | None:
        """Return the process, begun where there is none that lives; None at the server's end."""
        if self._process is not None and self._process.poll() is not None:
            self._forget()
        with self._lock:
            if self._process is None and not self._ended:
                try:
                    self._process = begun(self._code, stdout=subprocess.PIPE)
                except OSError as error:
                    why = error.strerror or str(error)
                    raise Unanswered(500, f"{_NOT_BEGUN} ({why})") from None
            return self._process

    def _forget(self) -> None:
        """Let go of a process that has ended, or is to."""
        self._kill()
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            with suppress(OSError), process:
                pass  # closes its pipes, and waits for it


def _read(pipe: IO[bytes]) -> Response:
    """Return an answer that comes through a pipe; ValueError where it breaks off."""
    head = json.loads(pipe.readline())
    body = pipe.read(head["size"])
    if len(body) < head["size"]:
        raise ValueError(len(body))
    return Response(body, head["status"], head["headers"])


def work(lingers: float) -> NoReturn:
    """Make files, as long as the process that asks for them lives and asks again in time.

    Parameters
    ----------
    lingers : float
        Seconds to wait for a next one.
    """
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what is printed goes to the terminal
    sys.stdout = sys.stderr
    from .answers.memory import Memory

    memory, asked = Memory(), queue.SimpleQueue[bytes]()
    threading.Thread(target=_listen, args=(asked,), daemon=True).start()
    while True:
        try:
            line = asked.get(timeout=lingers)
        except queue.Empty:
            os._exit(0)  # not by way of Python's end, which waits for who listens
        response = _made(line, memory)
        body = bytes(response.body)
        head = {"status": response.status_code, "headers": dict(response.headers)}
        out.write(json.dumps(head | {"size": len(body)}).encode() + b"\n" + body)
        out.flush()


def _listen(asked: queue.SimpleQueue[bytes]) -> None:
    """Take requests; end this process with the one that sends them, however that ended."""
    with suppress(OSError, ValueError):
        for line in sys.stdin.buffer:
            asked.put(line)
    os._exit(1)


def _made(line: bytes, memory: Memory) -> Response:
    """Return the file that a request asks for, or why there is none."""
    try:
        from .answers.asked import pair_of
        from .downloads import download

        asked = json.loads(line)
        return download(asked, pair_of(asked, memory))
    except Exception as error:
        return failure(error, "POST /api/download")
