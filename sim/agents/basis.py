"""The basis of a Mesa model: what all its histories share, checked before the first begins."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from functools import partial
from numbers import Real
from typing import NamedTuple

import numpy as np

from sim.errors import InvalidInput
from sim.model.arrays import Setting, World
from sim.model.prepared import prepare
from sim.scenario import Scenario, check_numbers, nearest, path_called, with_numbers

from .state import State

Behaviour = Callable[..., State]  # a subclass of State, or a partial of one

_MOST = 2**63 - 1
# of a seed that is drawn: more than a table of floating-point numbers would keep are of no use
_DRAWN_BITS = 48


class Basis(NamedTuple):
    """What all histories of a model have in common; nothing in it is changed by them."""

    scenario: Scenario
    seed: int
    classes: dict[str, Behaviour]
    collects: bool
    setting: Setting
    start: World

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the states."""
        return self.scenario.codes


def basis_of(
    scenario: Scenario, seed: int | None, states: Mapping[str, Behaviour], collects: bool
) -> Basis:
    """Return what the histories of a model have in common, or refuse invalid input.

    A seed is drawn where none is given.

    Parameters
    ----------
    scenario : Scenario
        What is simulated.
    seed : int or None
        Of the ensemble, 0..2**63-1.
    states : mapping of code to Behaviour
        Own behaviour.
    collects : bool
        Whether a DataCollector is kept up to date.
    """
    number = secrets.randbits(_DRAWN_BITS) if seed is None else whole("seed", seed)
    # own behaviour can reach, and change, what it is given: so nothing that others use as well
    own = prepare(scenario)
    classes = _classes(scenario, states)
    return Basis(scenario, number, classes, collects, own.setting, own.world())


def whole(name: str, number: int) -> int:
    """Return a seed or the number of a history, or refuse it.

    Parameters
    ----------
    name : str
        What the number is called in the refusal.
    number : int
        0..2**63-1.
    """
    if (
        isinstance(number, bool)
        or not isinstance(number, int | np.integer)
        or not 0 <= number <= _MOST
    ):
        raise InvalidInput(f"{name} is {number!r}: a whole number from 0 to 2**63-1 is needed")
    return int(number)


def changed(scenario: Scenario, numbers: Mapping[str, float]) -> Scenario:
    """Return the scenario with other numbers, or refuse them.

    Parameters
    ----------
    scenario : Scenario
        Left as it is.
    numbers : mapping of path to float
        What to set, and to what.
    """
    if not numbers:
        return scenario
    for path, value in numbers.items():
        if "." not in path:
            known = ("scenario", "seed", "run", "states", "collect")
            hint = ", but a 'seed'" if path == "rng" else nearest(path, known)  # Mesa's other word
            wrong = f"sim.Diplomacy takes no {path!r}{hint}"
            raise InvalidInput(
                f'{wrong}; a number of the scenario is named by its path, as "states.DPRK.autonomy"'
            )
        if isinstance(value, bool | np.bool_) or not isinstance(value, Real):
            raise InvalidInput(f"{path} is {value!r}: a number is needed")
    called = {path_called(path, scenario.states): value for path, value in numbers.items()}
    check_numbers(scenario, called, "sim.Diplomacy")
    return with_numbers(scenario, called)


def _classes(scenario: Scenario, states: Mapping[str, Behaviour]) -> dict[str, Behaviour]:
    """Return own classes by state, or refuse what is none."""
    if not isinstance(states, Mapping):
        raise InvalidInput(
            f"states is {states!r}: a dictionary is needed, from codes of states to subclasses of "
            "State"
        )
    known: dict[str, Behaviour] = {}
    for word, kind in states.items():
        code = scenario.code(word)
        base = kind.func if isinstance(kind, partial) else kind
        if not (isinstance(base, type) and issubclass(base, State)):
            raise InvalidInput(
                f"states: {name_of(kind)}, given for {code}, is not a subclass of sim.State"
            )
        check_decides(base)
        if code in known:
            raise InvalidInput(f"states: {code} is given two classes: give it one")
        known[code] = kind
    return known


def check_decides(kind: type[State]) -> None:
    """Refuse a class whose methods nobody would call, so that the rules would decide unnoticed.

    Agents of other models decide in ``step``; and a name may be misspelled.
    """
    own = [
        name
        for base in kind.__mro__[: kind.__mro__.index(State)]
        for name, method in vars(base).items()
        if not name.startswith("_") and callable(method)
    ]
    if not own or any(name in vars(State) and name != "step" for name in own):
        return
    hooks = ("appraise", "choose", "respond", "begin")
    hints = (nearest(name, hooks) for name in own)
    near = next((hint for hint in hints if "did you mean" in hint), "")
    raise InvalidInput(
        f"{kind.__name__} would decide by the rules, as nothing calls its '{own[0]}'{near}: "
        f"override {', '.join(hooks[:-1])} or {hooks[-1]}"
    )


def name_of(kind: object) -> str:
    """Return the name of a class, or a description of what is none."""
    base = kind.func if isinstance(kind, partial) else kind
    return base.__name__ if isinstance(base, type) else f"{base!r:.60}"
