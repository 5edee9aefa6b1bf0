"""Answering: which question is answered by which function, loaded when it is first asked."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from sim.errors import InvalidInput

from . import fields
from .fields import ASK, CHANGE, WHICH, Check

if TYPE_CHECKING:
    from starlette.responses import Response

    from .answers.memory import Memory
    from .jobs import Job
    from .workshop import Workshop

_FEW = 64  # histories of the first answer, which compiles and loads all that answers need


@dataclass(frozen=True)
class Question:
    """What may be asked, and who answers.

    Attributes
    ----------
    known : mapping
        The fields that a request may have, and what checks each.
    by : str
        The function of ``answers`` that answers, as "view:view".
    quick : bool
        Whether no history is computed.
    needed : tuple of str
        Fields that a request must have, beside the scenario.
    how : bool
        Whether the function takes how histories are computed.
    """

    known: Mapping[str, Check]
    by: str
    quick: bool = False
    needed: tuple[str, ...] = ()
    how: bool = False

    def checked(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields of a request, checked; InvalidInput where one is missing or wrong."""
        found = fields.fields(given, self.known)
        for name in self.needed:
            if name not in found:
                raise InvalidInput(f"the field {name} is missing")
        return fields.one_scenario(found) if "scenario" in self.known else found


_MONTH: dict[str, Check] = {"month": fields.MONTH}
_WHY: dict[str, Check] = {
    **ASK,
    **_MONTH,
    "side": fields.one_of("a", "b"),
    "state": fields.text,
    "history": fields.optional(fields.which_history),
}
QUESTIONS = {
    "/api/scenario": Question(WHICH, "described:described", quick=True),
    "/api/partners": Question(WHICH, "partners:partners", quick=True),
    "/api/check": Question({"file": fields.file}, "checked:checked", True, ("file",)),
    "/api/view": Question(ASK, "view:view", how=True),
    "/api/ties": Question({**ASK, **_MONTH}, "ties:ties", needed=("month",), how=True),
    "/api/why": Question(_WHY, "why:why", needed=("side", "state", "month"), how=True),
}
SAVE = Question({**WHICH, **CHANGE, "name": fields.text}, "saved:saved", True, ("name",))
DOWNLOAD = Question(
    {**ASK, "kind": fields.one_of(*fields.KINDS), "figure": fields.text}, "", needed=("kind",)
)
_MANY = Question({**ASK, "histories": fields.whole(1, fields.MOST_OF_JOB)}, "view:view", how=True)
_MATTERS = Question(WHICH, "matters:matters", how=True)


class Answers:
    """Answers questions; what was computed before is remembered.

    Parameters
    ----------
    workshop : Workshop, optional
        Where files are made; by default in this process.
    """

    def __init__(self, workshop: Workshop | None = None) -> None:
        self._workshop = workshop
        self._lock = threading.Lock()
        self._memory: Memory | None = None
        self._pool = ThreadPoolExecutor(os.cpu_count(), "histories")

    @property
    def memory(self) -> Memory:
        """What was computed before."""
        with self._lock:
            if self._memory is None:
                from .answers.memory import Memory

                self._memory = Memory()
            return self._memory

    def answer(
        self,
        question: Question,
        asked: Mapping[str, Any],
        stop: threading.Event,
        job: Job | None = None,
    ) -> Any:
        """Return the answer to a question.

        Parameters
        ----------
        question : Question
        asked : mapping
            The fields of the request, checked.
        stop : Event
            Set when nobody waits any longer.
        job : Job, optional
            Which counts the histories.
        """
        module, _, name = question.by.partition(":")
        function = getattr(import_module(f".answers.{module}", __package__), name)
        if not question.how:
            return function(asked, self.memory)
        from sim.ensemble.how import How

        how = How(self._pool, progress=job.advance if job else None, stop=stop.is_set)
        return function(asked, self.memory, how)

    def scenarios(self, first: str) -> dict[str, Any]:
        """Return the scenarios at hand; `first` is the one that the page begins with."""
        from .answers.scenarios import scenarios

        return scenarios(first)

    def first(self, name: str) -> None:
        """Give a first answer about a scenario, for which all is loaded and compiled."""
        question = QUESTIONS["/api/view"]
        asked = question.checked({"scenario": name, "histories": _FEW})
        self.answer(question, asked, threading.Event())
        gc.collect()
        gc.freeze()  # what is loaded stays: to go through it again and again takes 0.1 s each time

    def file(self, asked: Mapping[str, Any], stop: threading.Event) -> Response:
        """Return what is downloaded.

        Parameters
        ----------
        asked : mapping
            The fields of the request, checked.
        stop : Event
            Set when nobody waits any longer.
        """
        from . import downloads
        from .answers.asked import pair_of

        pair = pair_of(asked, self.memory)
        downloads.checked(asked, pair)
        if self._workshop is None:
            return downloads.download(asked, pair)
        return self._workshop.made(asked, stop)

    def end(self) -> None:
        """End what makes files."""
        if self._workshop is not None:
            self._workshop.end()

    def job(self, given: Mapping[str, Any]) -> tuple[Callable[[Job], Any], int]:
        """Return what computes something long, and of how many histories.

        Parameters
        ----------
        given : mapping
            The request.
        """
        if "matters" in given:
            asked = fields.fields(given, {"matters": fields.which})["matters"]
            from .answers.matters import matters_take

            of = matters_take(asked, self.memory)
            return lambda job: self.answer(_MATTERS, asked, job.stop, job), of
        from .answers.asked import pair_of

        asked = _MANY.checked(given)
        of = pair_of(asked, self.memory).histories  # progress counts histories of both sides as one
        return lambda job: self.answer(_MANY, asked, job.stop, job), of
