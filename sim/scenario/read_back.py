"""Read back: where the numbers of a resolved scenario were set, from its comments.

``write.resolved_toml`` writes them behind each number. A scenario that is loaded from such a file
has the same numbers, and with this the same origins: the file that is written of it is the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from .content import Effect, Quantity, Scenario, Shock

_HEAD = re.compile(r"\[+([^]]+)\]+$")
_WRITTEN = re.compile(r"([A-Za-z_.]+) = .*  # (.*?)(?: outside \[(\S+), (\S+)\])?$")
_IDENTITY = re.compile(r'id = "(.*)"$')
_EFFECT = re.compile(r"  (\{) path = .*\},  # (.*?)(?: outside \[(\S+), (\S+)\])?$")


def with_origins(scenario: Scenario, text: str) -> Scenario:
    """Return a scenario that was read from a resolved file, with its numbers' first origins.

    Parameters
    ----------
    scenario : Scenario
        As ``load`` gives it.
    text : str
        The file, from ``write.resolved_toml``; what it does not say stays as it is.
    """
    found = dict(_found(text))
    numbers = {path: _put(number, found.get(path)) for path, number in scenario.numbers.items()}
    shocks = tuple(_of_shock(shock, found) for shock in scenario.shocks)
    return replace(scenario, numbers=numbers, shocks=shocks)


def _of_shock(shock: Shock, found: dict[str, re.Match[str]]) -> Shock:
    """Return a shock with the origins of its amounts."""

    def put(effect: Effect) -> Effect:
        """Return an effect with the origin of its amount."""
        return replace(effect, amount=_put(effect.amount, found.get(effect.name)))

    return replace(shock, effects=tuple(map(put, shock.effects)))


def _found(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield the path of each number, and of each amount of a shock, with what is said behind it."""
    place, count = "", 0
    for line in text.splitlines():
        if head := _HEAD.match(line):
            place, count = head[1].replace('"', ""), 0
        elif place == "shocks" and (identity := _IDENTITY.match(line)):
            place = f"shocks.{identity[1]}"
        elif place.startswith("shocks."):
            if effect := _EFFECT.match(line):
                yield f"{place}.effects.{count}.amount", effect
                count += 1
        elif number := _WRITTEN.match(line):
            yield f"{place}.{number[1]}", number


def _put(number: Quantity, said: re.Match[str] | None) -> Quantity:
    """Return a number with the origin, and the range, that a comment says."""
    if said is None:
        return number
    held = number.range if said[3] is None else (float(said[3]), float(said[4]))
    return replace(number, origin=said[2], range=held)
