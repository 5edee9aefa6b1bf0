"""Memory: what was read and computed before, kept within limits and safe to share among threads."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import fields
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Generic, NamedTuple, TypeVar

from sim.ensemble.monthly import Job, Monthly, Part
from sim.scenario import Scenario, at_hand, load

from .own_file import scenario_of_text

T = TypeVar("T")
_SCENARIOS = 64  # scenarios kept, those at hand and files that people tried
_BYTES = 24_000_000  # of ensembles kept: some seven of 1,000 histories among six states; judgement
_PARTS = 10_000_000  # of their parts: of A and of the last two B; judgement
_FIRST = 1000  # histories whose parts are kept: of those that a page shows at rest


class Frame(NamedTuple):
    """What says with which others a scenario can be compared."""

    codes: tuple[str, ...]
    start: date
    months: int


class Memory:
    """What requests share: scenarios by name or text, ensembles by what was asked.

    Parts of ensembles are kept beside them, as those of the histories that are run while a slider
    is dragged belong to the thousand at rest.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._scenarios: OrderedDict[Hashable, Scenario] = OrderedDict()
        self._frames: dict[str, Frame] = {}
        self._framed: Hashable = ()  # the files that the frames were read from
        self._simulated: Kept[Monthly] = Kept(_BYTES)
        self._parts: Kept[Part] = Kept(_PARTS)

    def named(self, name: str) -> Scenario:
        """Return a scenario at hand; read again when any of its files was written since."""
        return self._scenario((name, _written()), lambda: load(name))

    def frame(self, name: str) -> Frame:
        """Return the frame of a scenario at hand; of the scenario itself nothing is kept."""
        written = _written()
        with self._lock:
            if self._framed != written:
                self._frames, self._framed = {}, written
            if name in self._frames:
                return self._frames[name]
        one = load(name)
        frame = Frame(one.codes, one.start, one.months)
        with self._lock:
            if self._framed == written:
                self._frames[name] = frame
        return frame

    def of_text(self, name: str, text: str) -> Scenario:
        """Return the scenario that a user's file holds; it may extend those at hand.

        Parameters
        ----------
        name : str
            Of the file, for messages.
        text : str
            What it holds.
        """
        return self._scenario((name, text, _written()), lambda: scenario_of_text(name, text))

    def _scenario(self, key: Hashable, make: Callable[[], Scenario]) -> Scenario:
        """Return a scenario that is kept, or make it."""
        with self._lock:
            if key in self._scenarios:
                self._scenarios.move_to_end(key)
                return self._scenarios[key]
        made = make()
        with self._lock:
            self._scenarios[key] = made
            while len(self._scenarios) > _SCENARIOS:
                self._scenarios.popitem(last=False)
        return made

    def simulated(self, key: Hashable) -> Monthly | None:
        """Return an ensemble that is kept, None where it is not."""
        with self._lock:
            return self._simulated.get(key)

    def keep(self, key: Hashable, ensemble: Monthly) -> None:
        """Keep an ensemble, unless it is too large; the longest unused make room for it.

        Parameters
        ----------
        key : hashable
            What was asked.
        ensemble : Monthly
        """
        size = _size(ensemble)
        with self._lock:
            self._simulated.keep(key, ensemble, size)

    def part(self, job: Job) -> Part | None:
        """Return a part of an ensemble that is kept, None where it is not."""
        key = _key(job)
        with self._lock:
            return self._parts.get(key)

    def keep_part(self, job: Job, part: Part) -> None:
        """Keep a part of an ensemble, as ``keep`` does.

        Parameters
        ----------
        job : Job
            What was asked.
        part : Part
        """
        if job[1] >= _FIRST:
            return
        key, size = _key(job), _size(part)
        with self._lock:
            self._parts.keep(key, part, size)


class Kept(Generic[T]):
    """What is kept of one kind, within so many bytes; not safe to share among threads by itself.

    Each size is counted once, when it comes: to count all of them with each that comes took a fifth
    of the time of an answer.

    Parameters
    ----------
    most : int
        Bytes.
    """

    def __init__(self, most: int) -> None:
        self._most, self._held = most, 0
        self._all: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()

    def get(self, key: Hashable) -> T | None:
        """Return what is kept, None where it is not."""
        if key not in self._all:
            return None
        self._all.move_to_end(key)
        return self._all[key][0]

    def keep(self, key: Hashable, one: T, size: int) -> None:
        """Keep something, unless it is too large; the longest unused make room for it.

        Parameters
        ----------
        key : hashable
            By which it is known again.
        one : object
        size : int
            Its bytes.
        """
        if size > self._most:
            return
        self._held -= self._all.pop(key, (None, 0))[1]
        while self._held + size > self._most:
            _, (_, gone) = self._all.popitem(last=False)
            self._held -= gone
        self._all[key] = one, size
        self._held += size


def _key(job: Job) -> Hashable:
    """Return by what a part is known again: scenarios of one hash may have other names."""
    asked, first, count = job
    return asked.scenario.hash, asked.scenario.name, asked[1:], first, count


def _written() -> tuple[tuple[Path, int], ...]:
    """Return the files of the scenarios at hand, and when each was written."""
    return tuple((path, path.stat().st_mtime_ns) for path in at_hand().values())


def _size(of: object) -> int:
    """Return how many bytes an ensemble, or a part of one, holds."""
    if isinstance(of, Monthly):
        columns, by_month = of.outcomes.columns, of.months
    else:
        assert isinstance(of, tuple)
        columns, by_month = of
    months = (getattr(by_month, one.name) for one in fields(by_month))
    return sum(array.nbytes for array in (*months, *columns.values()))
