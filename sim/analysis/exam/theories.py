"""Theories: rival accounts of why states deal, as settings of the model's own six terms.

Each switches off the terms of the other theories, for all states alike; the cost of a move always
counts. So rival theories meet the same draws, shocks and records, and differ in nothing else. The
last keeps only the cost: a fact that even this one passes is weak evidence for any theory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sim import schema
from sim.errors import InvalidInput
from sim.scenario import NumberPath, Scenario, nearest, with_numbers


@dataclass(frozen=True)
class Theory:
    """A theory, by what it leaves out.

    Attributes
    ----------
    name, words : str
    off : tuple of str
        The numbers of states that are 0 in it, whatever a scenario and its shocks say.
    """

    name: str
    words: str
    off: tuple[str, ...] = ()

    def __call__(self, scenario: Scenario) -> Scenario:
        """Return a scenario as the theory has it."""
        return switched_off(scenario, self.off)


NULL = "no-reason"
FULL = Theory("all", "all six terms: the model as it is")
THEORIES = {
    theory.name: theory
    for theory in (
        FULL,
        Theory(
            "patronage",
            "needs alone: states deal with whoever gives what they lack",
            ("autonomy", "influence", "sentiment", "alignment"),
        ),
        Theory(
            "homophily",
            "sentiment alone: states deal with whom they like",
            ("need", "autonomy", "influence", "alignment"),
        ),
        Theory(
            "balance",
            "alignment alone: states deal with friends of friends and enemies of enemies",
            ("need", "autonomy", "influence", "sentiment"),
        ),
        Theory(
            "no-hedging",
            "all but the two motives of hedging, the client's autonomy and the patron's influence",
            ("autonomy", "influence"),
        ),
        Theory(
            NULL,
            "none of the five: what passes where nobody has a reason to do anything",
            ("need", "autonomy", "influence", "sentiment", "alignment"),
        ),
    )
}
RIVALS = tuple(name for name in THEORIES if name != FULL.name)


def switched_off(scenario: Scenario, names: Sequence[str]) -> Scenario:
    """Return a scenario in which some numbers of all states are 0, and no shock changes them.

    Parameters
    ----------
    scenario : Scenario
        Left as it is.
    names : sequence of str
        Of parameters of states, as ``need``.
    """
    if not names:
        return scenario
    numbers = {
        f"states.{code}.{name}{f'.{need}' if need else ''}": 0.0
        for code in scenario.codes
        for name in names
        for need in (schema.NEEDS if schema.parameter("states", name).by_need else ("",))
    }
    shocks = tuple(
        replace(shock, effects=tuple(e for e in shock.effects if not _is_off(e.path, names)))
        for shock in scenario.shocks
    )
    return replace(with_numbers(scenario, numbers), shocks=shocks)


def _is_off(path: str, names: Sequence[str]) -> bool:
    """Say whether a path is that of a number that is switched off."""
    number = NumberPath.of(path)
    return number.table == "states" and number.name in names


def named(names: Sequence[str]) -> tuple[Theory, ...]:
    """Return theories by their names, the full model first; refuse a name that is none."""
    for name in names:
        if name not in THEORIES:
            raise InvalidInput(f"there is no theory '{name}'{nearest(name, THEORIES)}")
    return tuple(THEORIES[name] for name in dict.fromkeys((FULL.name, *names)))
