"""Memory: what was read and computed before, kept within limits and safe to share among threads."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import fields
from pathlib import Path
from threading import Lock
from typing import TypeVar

from sim.ensemble.monthly import Monthly
from sim.scenario import Scenario, at_hand, load

from .own_file import scenario_of_text

T = TypeVar("T")
_SCENARIOS = 64  # scenarios kept, those at hand and files that people tried
_BYTES = 24_000_000  # of ensembles kept: some seven of 1,000 histories among six states; judgement


class Memory:
    """What requests share: scenarios by name or text, ensembles by what was asked."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._scenarios: OrderedDict[Hashable, Scenario] = OrderedDict()
        self._lived: OrderedDict[Hashable, Monthly] = OrderedDict()

    def named(self, name: str) -> Scenario:
        """Return a scenario at hand; read again when any of its files was written since."""
        return self._scenario((name, _written()), lambda: load(name))

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

    def lived(self, key: Hashable) -> Monthly | None:
        """Return an ensemble that is kept, None where it is not."""
        with self._lock:
            found = self._lived.get(key)
            if found is not None:
                self._lived.move_to_end(key)
            return found

    def keep(self, key: Hashable, ensemble: Monthly) -> None:
        """Keep an ensemble, unless it is too large; the longest unused make room for it.

        Parameters
        ----------
        key : hashable
            What was asked.
        ensemble : Monthly
        """
        room = _BYTES - _size(ensemble)
        if room < 0:
            return
        with self._lock:
            self._lived.pop(key, None)
            while self._lived and sum(map(_size, self._lived.values())) > room:
                self._lived.popitem(last=False)
            self._lived[key] = ensemble


def _written() -> tuple[tuple[Path, int], ...]:
    """Return the files of the scenarios at hand, and when each was written."""
    return tuple((path, path.stat().st_mtime_ns) for path in at_hand().values())


def _size(ensemble: Monthly) -> int:
    """Return how many bytes an ensemble holds."""
    by_month = (getattr(ensemble.months, one.name) for one in fields(ensemble.months))
    return sum(array.nbytes for array in (*by_month, *ensemble.outcomes.columns.values()))
