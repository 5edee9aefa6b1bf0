"""The plan of a calibration: which numbers are fitted, to which answers, at how many points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.errors import InvalidInput
from sim.system.files import digest
from sim.system.text import many


@dataclass(frozen=True)
class Plan:
    """How a scenario is fitted.

    Attributes
    ----------
    over : sequence of str
        Paths of the numbers to fit; by default all that carry a range.
    yes : sequence of str
        Questions of the scenario that are to be answered yes in three quarters of histories or
        more; "all" for all.
    points, rounds, histories : int
        In each round so many histories are simulated at each point.
    """

    over: Sequence[str] = ()
    yes: Sequence[str] = ()
    points: int = 1024
    rounds: int = 3
    histories: int = 64

    def in_words(self, seed: int) -> str:
        """Return the plan in words, with the seed."""
        words = (
            f"{many(self.points, 'point')}, {many(self.rounds, 'round')}, "
            f"{many(self.histories, 'history')} at each, "
            f"seed {seed}"
        )
        return f"{words}, yes to {', '.join(self.yes)}" if self.yes else words


USUAL = Plan()


def digests(files: Sequence[str | Path]) -> list[str]:
    """Return a checksum of each file; refuse one that is there twice, as it would count twice."""
    sums: dict[str, str | Path] = {}
    for path in files:
        of_this = digest(path)[:12]
        if of_this in sums:
            raise InvalidInput(
                f"--record {path} holds the same as {sums[of_this]}: give each record once"
            )
        sums[of_this] = path
    return list(sums)
