"""Sitting: what of an exam is asked, and by what its results are known again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.ensemble.run import MOST, check_run
from sim.errors import InvalidInput
from sim.report.answer import Asked
from sim.report.naming import default_folder
from sim.system.files import digest

from .facts import Facts
from .grades import histories_of
from .theories import RIVALS, named

# judgement: five are enough to see which facts hang on the random draws
SEEDS = (1, 2, 3, 4, 5)
_NAMED = 2  # facts that a folder's name gives


@dataclass(frozen=True)
class Sitting:
    """What of an exam is asked.

    Attributes
    ----------
    only : tuple of str
        Kinds or ids of facts; empty for all.
    theories : tuple of str
        Rivals of the full model.
    record : Path, optional
        Event data that theories are scored against.
    """

    only: tuple[str, ...] = ()
    theories: tuple[str, ...] = ()
    record: Path | None = None


def sitting_of(only: Sequence[str], theories: bool, record: Path | None = None) -> Sitting:
    """Return what of an exam is asked on the command line; refuse a record without theories.

    Parameters
    ----------
    only : sequence of str
        Kinds or ids of facts.
    theories : bool
        Whether all rivals are graded, too.
    record : Path, optional
        Event data.
    """
    if record is not None and not theories:
        raise InvalidInput("--record scores theories: ask for them with --theories")
    return Sitting(tuple(only), RIVALS if theories else (), record)


def asked(facts: Facts, sitting: Sitting, histories: int, seeds: Sequence[int]) -> Asked:
    """Return what is asked.

    Parameters
    ----------
    facts : Facts
        As read.
    sitting : Sitting
    histories, seeds
        As in ``exam``.
    """
    if not seeds or len(set(seeds)) < len(seeds):
        raise InvalidInput(f"seeds are {list(seeds)}: one or more are needed, each once")
    for seed in seeds:
        check_run(histories, seed)
    scenarios = {
        case.scenario: facts.shelf.simulated(case.scenario).hash
        for fact in facts.facts
        for case in fact.cases
    }
    options: dict[str, object] = {
        "facts": facts.digest,
        "only": list(sitting.only),
        "seeds": list(map(int, seeds)),
        "scenarios": scenarios,
        "theories": [theory.name for theory in named(sitting.theories)[1:]],
        "record": digest(sitting.record)[:12] if sitting.record else None,
    }
    folder = default_folder("-".join(["exam", *sitting.only[:_NAMED]]), histories, seeds[0])
    return Asked("exam", (), int(seeds[0]), histories, folder, options, subject=facts.name)


def seeds_from(first: int, count: int) -> list[int]:
    """Return so many seeds from a first one on.

    Parameters
    ----------
    first : int
        0..2**63-1.
    count : int
        How many.
    """
    return [(first + k) % (MOST + 1) for k in range(count)]


def histories_in_all(facts: Facts, sitting: Sitting, histories: int, seeds: int) -> int:
    """Return how many histories an exam takes.

    Parameters
    ----------
    facts, sitting, histories
        As in ``asked``.
    seeds : int
        How many.
    """
    theories = len(named(sitting.theories))
    hindcasts = 2 * theories * histories if sitting.record else 0
    return theories * histories_of(facts, seeds, histories) + hindcasts
