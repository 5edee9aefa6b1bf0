"""Workers: processes for own behaviour; any of them may die without ending the others.

A pool of ``concurrent.futures`` breaks as a whole when one of its processes ends; here only the
task that the process was at is lost, and another process takes its place. What a task prints goes
to stderr, so that stdout holds results alone.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from functools import partial
from multiprocessing.connection import Connection
from queue import Empty, SimpleQueue
from threading import Lock
from typing import Any, ClassVar, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_PACKAGE = __name__.partition(".")[0]
_PATIENCE = 5  # seconds that a process gets to end by itself


class Workers(Executor):
    """Tasks in processes of their own, one at a time in each.

    A process that dies costs its task a BrokenExecutor.

    Parameters
    ----------
    count : int, optional
        Processes; by default one per core.
    """

    def __init__(self, count: int | None = None) -> None:
        self._threads = ThreadPoolExecutor(count or os.cpu_count() or 1)
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        self._all: list[_Worker] = []

    def submit(self, task: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Hand in a task; task, arguments and result travel by pickle."""
        return self._threads.submit(self._run, partial(task, **kwargs) if kwargs else task, args)

    def _run(self, task: Callable, arguments: tuple) -> Any:
        """Have an idle process, or a new one, do a task.

        A process that dies over it is not asked again.
        """
        try:
            worker = self._idle.get_nowait()
        except Empty:
            worker = _Worker()
            self._all.append(worker)
        well, result = worker.ask(task, arguments)
        self._idle.put(worker)
        if not well:
            raise result
        return result

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End all processes, once their tasks are done or, without `wait`, at once.

        Parameters
        ----------
        wait : bool
            Whether tasks under way are waited for.
        cancel_futures : bool
            Whether tasks that are not begun are given up.
        """
        self._threads.shutdown(wait=wait, cancel_futures=cancel_futures or not wait)
        for worker in self._all:
            worker.end()

    def __exit__(self, kind: type | None, *rest: object) -> None:
        """End all processes: at once where something went wrong, or was interrupted."""
        self.shutdown(wait=kind is None)


class _Worker:
    """A process, and the pipe to it."""

    def __init__(self) -> None:
        context: Any = how_processes_start()  # each kind of context has a Process of its own
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        with _starting:
            self._process.start()
        theirs.close()

    def ask(self, task: Callable, arguments: tuple) -> tuple[bool, Any]:
        """Return whether a task went well, and its result or error.

        The error is a BrokenExecutor where the process ended.

        Parameters
        ----------
        task : callable
            What is to be done.
        arguments : tuple
            What it is called with.
        """
        try:
            self._pipe.send((task, arguments))
            return self._pipe.recv()
        except (EOFError, OSError):
            self._process.join(_PATIENCE)
            raise BrokenExecutor(f"its process ended ({_ending(self._process.exitcode)})") from None

    def end(self) -> None:
        """End the process, whatever it is at."""
        self._process.kill()
        self._process.join(_PATIENCE)
        self._pipe.close()


class _Starting:
    """The conditions in which processes start.

    They import nothing from the working directory, hash all alike, and hear no Ctrl-C.
    """

    _wanted: ClassVar = {"PYTHONSAFEPATH": "1", "PYTHONHASHSEED": "0"}

    def __init__(self) -> None:
        self._lock = Lock()
        self._before: dict[str, str | None] = {}

    def __enter__(self) -> None:
        self._lock.acquire()
        self._before = {name: os.environ.get(name) for name in self._wanted}
        os.environ.update(self._wanted)
        # what is blocked stays so in them
        self._mask(signal.SIG_BLOCK if hasattr(signal, "SIG_BLOCK") else None)

    def __exit__(self, *error: object) -> None:
        self._mask(signal.SIG_UNBLOCK if hasattr(signal, "SIG_UNBLOCK") else None)
        for name, value in self._before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
        self._lock.release()

    @staticmethod
    def _mask(how: int | None) -> None:
        """Block Ctrl-C for this thread, or let it through again, where the system can."""
        if how is not None:
            signal.pthread_sigmask(how, {signal.SIGINT})


_starting = _Starting()


def how_processes_start() -> multiprocessing.context.BaseContext:
    """Return how processes start: by fork from a server with all loaded, or (Windows) anew."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([f"{_PACKAGE}.ensemble.by_agents", f"{_PACKAGE}.ensemble.warm"])
    return context


def _serve(pipe: Connection) -> None:
    """Do tasks until nobody asks for more; Ctrl-C is for the process that asks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    me = os.getpid()
    while True:
        try:
            task, arguments = pipe.recv()
        except (EOFError, OSError):
            return
        except Exception as error:  # what was sent cannot be loaded here
            pipe.send((False, RuntimeError(f"{type(error).__name__}: {error}")))
            continue
        answer: tuple[bool, Any]
        try:
            answer = True, task(*arguments)
        except BaseException as error:
            answer = False, error
        if os.getpid() != me:  # a copy that the task made of this process: one of them answers
            os._exit(0)
        try:
            pipe.send(answer)
        except OSError:  # nobody is there any more
            return
        except Exception as error:  # it cannot be pickled
            pipe.send((False, RuntimeError(f"{type(error).__name__}: {error}")))


def _ending(code: int | None) -> str:
    """Say how a process ended."""
    if code is None or code >= 0:
        return f"exit code {code}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = str(-code)
    return f"signal {name}" + (", perhaps for want of memory" if name == "SIGKILL" else "")
