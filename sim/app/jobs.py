"""Jobs: long computations that a page starts, watches and may stop.

A job runs beside the quick answers and takes one of the two places, so that the page stays quick.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sim.errors import SimError

from .bodies import Unanswered, failure
from .computing import Computing

_WAITING = 8  # jobs that are not over, at most
_KEPT = 16  # jobs that are over, at most
_WATCHED = 180.0  # seconds after which a job that nobody asks for is stopped


@dataclass
class Job:
    """A long computation.

    Attributes
    ----------
    of : int
        How many histories it takes in all.
    run : int
        How many of them were run; of two scenarios, each history counts once.
    state : str
        "waiting", "running", "done", "stopped" or "failed".
    answer : dict, optional
        When it is done; when it was stopped, what the histories until then give.
    error : dict, optional
        Why it failed, as any error.
    """

    of: int
    run: int = 0
    state: str = "waiting"
    answer: Any = None
    error: dict[str, Any] | None = None
    stop: threading.Event = field(default_factory=threading.Event)
    asked: float = field(default_factory=time.monotonic)

    @property
    def over(self) -> bool:
        """Whether nothing more comes of it."""
        return self.state in ("done", "stopped", "failed")

    @property
    def done(self) -> int:
        """How many histories are done."""
        return self.of if self.state == "done" else min(self.run, self.of)

    def advance(self, histories: int) -> None:
        """Count histories that are done."""
        self.run += histories

    def as_data(self) -> dict[str, Any]:
        """Return how far it is, and what it came to (JSON-able)."""
        told: dict[str, Any] = {"done": self.done, "of": self.of, "state": self.state}
        if self.answer is not None:
            histories = self.answer.get("histories") if isinstance(self.answer, dict) else None
            told |= {"answer": self.answer, "histories": histories}
        return told | (self.error or {})


class Jobs:
    """The jobs of a server, by their ids.

    Parameters
    ----------
    computing : Computing
        Where they run.
    """

    def __init__(self, computing: Computing) -> None:
        self._computing = computing
        self._jobs: dict[str, Job] = {}
        self._one = asyncio.Semaphore(1)
        self._tasks: set[asyncio.Task] = set()

    def start(self, work: Callable[[Job], Any], of: int) -> str:
        """Begin a job and return its id.

        Parameters
        ----------
        work : callable
            Computes the answer; it counts in the job, and returns early what it has, or None, once
            the job's ``stop`` is set.
        of : int
            How many histories it takes.

        Raises
        ------
        Unanswered
            When too many are not over.
        """
        if sum(not job.over for job in self._jobs.values()) >= _WAITING:
            raise Unanswered(429, f"{_WAITING} long computations are waiting: stop one of them")
        for name in [name for name, job in self._jobs.items() if job.over][: 1 - _KEPT]:
            del self._jobs[name]
        name, job = secrets.token_urlsafe(9), Job(of)
        self._jobs[name] = job
        task = asyncio.create_task(self._run(job, work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return name

    def get(self, name: str) -> Job:
        """Return a job by its id; Unanswered where there is none."""
        job = self._jobs.get(name)
        if job is None:
            raise Unanswered(404, "there is no such computation, or no longer")
        job.asked = time.monotonic()
        return job

    def stop(self, name: str) -> Job:
        """Ask a job to stop, and return it."""
        job = self.get(name)
        job.stop.set()
        return job

    async def _run(self, job: Job, work: Callable[[Job], Any]) -> None:
        """Run a job when its turn comes."""
        watching = asyncio.create_task(_watch(job))
        try:
            async with self._one:
                if not job.stop.is_set():
                    job.state = "running"
                    job.answer = await self._computing.do(lambda stop: work(job), stop=job.stop)
            job.state = "stopped" if job.stop.is_set() else "done"
        except Exception as error:
            if job.stop.is_set() and isinstance(error, SimError):  # before any history was done
                job.state = "stopped"
                return
            response = failure(error, "a long computation")
            job.error, job.state = json.loads(bytes(response.body)), "failed"
        finally:
            watching.cancel()


async def _watch(job: Job) -> None:
    """Stop a job when nobody has asked for it in a long while."""
    while time.monotonic() - job.asked < _WATCHED:
        await asyncio.sleep(5)
    job.stop.set()
