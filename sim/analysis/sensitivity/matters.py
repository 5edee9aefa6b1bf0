"""What matters most: the few numbers on which the tilt of the state in focus depends most.

A small screening by Morris's walks, over all numbers that have a range. What comes of it is kept
with each scenario that comes with the program, and known again by the scenario's hash. The rules
may change where a scenario does not: so the file also holds a mark of the scenario's histories.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from sim.ensemble.how import HERE, How
from sim.ensemble.run import run
from sim.errors import InvalidInput
from sim.outcomes.focus import Focus, focus_of
from sim.outcomes.outcome import Outcome
from sim.outcomes.table import outcomes_of
from sim.scenario import NumberPath, Scenario, chosen_paths
from sim.scenario.files import shipped_folder

from .screening import morris
from .sensitivity import evaluator, problem_of

MOST = 5
FOLDER = "matters"
TRAJECTORIES, HISTORIES = 6, 8  # judgement: the foremost stand out, in seconds
_SEED = 1
_MARKED = 64  # histories whose moves make the mark; judgement: a change of rules moves one of them
_MANY = 400  # numbers beyond which only those near the focus are screened; judgement


@dataclass(frozen=True)
class Matters:
    """The numbers that matter most.

    Attributes
    ----------
    hash : str
        Of the scenario.
    paths : tuple of str
        The foremost first.
    effects : tuple of float
        Mean absolute effect of each on the tilt, for a move through its range.
    how : str
        A sentence on the screening.
    histories : str
        The mark of the histories from which it was made (``mark_of``).
    """

    hash: str
    paths: tuple[str, ...]
    effects: tuple[float, ...]
    how: str
    histories: str

    def as_data(self) -> dict[str, Any]:
        """Return it as plain values, as files hold it."""
        rows = zip(self.paths, self.effects, strict=True)
        return {
            "hash": self.hash,
            "histories": self.histories,
            "numbers": [{"path": path, "effect": round(effect, 4)} for path, effect in rows],
            "how": self.how,
        }


def screened(scenario: Scenario, how: How = HERE) -> Matters:
    """Screen the numbers of a scenario.

    Parameters
    ----------
    scenario : Scenario
    how : How
        Where points are run; it hears of ``histories_of`` histories.

    Raises
    ------
    InvalidInput
        Where no number has a range.
    NothingDone
        When `how` says stop.
    """
    about = focus_of(scenario)
    paths, of = paths_of(scenario), _tilt(scenario, about)
    evaluate = evaluator(scenario, paths, of, HISTORIES, _SEED, how)
    found = morris(evaluate, problem_of(scenario, paths), TRAJECTORIES, _SEED)
    table = found.table()[:MOST]
    points = TRAJECTORIES * (len(paths) + 1)
    told = (
        f"Of {len(paths):,} numbers with a range, these move {of.in_words(scenario)} most when "
        f"each goes through its range (a screening by Morris's method: {TRAJECTORIES} walks, "
        f"{HISTORIES} histories of each of {points:,} points, seed {_SEED})"
    )
    effects = tuple(map(float, table["mu_star"]))
    return Matters(scenario.hash, tuple(table["path"]), effects, told, mark_of(scenario))


def mark_of(scenario: Scenario) -> str:
    """Return a hash (8 digits) of the moves of a scenario's first histories, and of the answers.

    Other rules give other histories, and so another mark; rewritten sources that give the same
    histories leave it as it is.
    """
    results = run(scenario, _MARKED, _SEED)
    digest = hashlib.sha256(results.choices.tobytes() + results.answers_to_deals.tobytes())
    return digest.hexdigest()[:8]


def histories_of(scenario: Scenario) -> int:
    """Return how many histories a screening takes."""
    return TRAJECTORIES * (len(paths_of(scenario)) + 1) * HISTORIES


def paths_of(scenario: Scenario) -> list[str]:
    """Return the numbers that are screened: all with a range, or of a world those near the focus.

    These are the numbers of the state in focus and its two patrons, of the ties between any two of
    them, of the rules and of events.
    """
    paths = chosen_paths(scenario)
    if len(paths) <= _MANY:
        return paths
    about = focus_of(scenario)
    return [path for path in paths if is_near(NumberPath.of(path), about)]


def is_near(path: NumberPath, about: Focus) -> bool:
    """Say whether a number belongs to the state in focus and its patrons alone, or to no state.

    Parameters
    ----------
    path : NumberPath
    about : Focus
    """
    near = {about.state, about.a, about.b}
    return path.table not in ("states", "ties") or near.issuperset(path.owner)


def _tilt(scenario: Scenario, about: Focus) -> Outcome:
    """Return the tilt of the state in focus in the last half-year."""
    if about.a == about.b:
        raise InvalidInput(f"{about.state} has one partner only, and so no tilt to move")
    return [one for one in outcomes_of(scenario, about) if one.name == "tilt"][-1]


def shipped_matters(scenario: Scenario) -> tuple[Matters | None, bool]:
    """Return what is shipped for a scenario, and whether it was made for an earlier version of it.

    It is known by its hash; where none has it, by the name.
    """
    known = _shipped()
    for one in known.values():
        if one.hash == scenario.hash:
            return one, False
    return known.get(scenario.name), True


@lru_cache(maxsize=1)
def _shipped() -> dict[str, Matters]:
    """Return what is shipped, by the names of scenarios."""
    files = sorted((shipped_folder() / FOLDER).glob("*.json"))
    return {file.stem: read(file) for file in files}


def read(file: Path) -> Matters:
    """Read what ``as_data`` gave."""
    data = json.loads(file.read_text(encoding="utf-8"))
    numbers = data["numbers"]
    paths = tuple(one["path"] for one in numbers)
    effects = tuple(one["effect"] for one in numbers)
    return Matters(data["hash"], paths, effects, data["how"], data.get("histories", ""))
