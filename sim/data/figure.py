"""Figure: one number that the files give or do not, with its range, its source and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.scenario.write import quoted


@dataclass(frozen=True)
class Figure:
    """What the files say of one thing: a number or None, why, and comment lines beside it.

    Attributes
    ----------
    value : float or None
    note : str
        How it was found.
    missing : tuple of str
        Comments on what the files do not say.
    source : str
        Key of the scenario's sources.
    within : (float, float) or None
        The range that is argued for it.
    """

    value: float | None
    note: str = ""
    missing: tuple[str, ...] = ()
    source: str = ""
    within: tuple[float, float] | None = None


MEASURED, GUESSED = 4, 2  # significant digits of what files give, and of a rough guess


def inline(figure: Figure, digits: int = MEASURED) -> str:
    """Return a number as an inline table of a scenario file.

    Parameters
    ----------
    figure : Figure
    digits : int
        Significant digits of the number and of its range.
    """
    value = 0.0 if figure.value is None else figure.value
    parts = [f"value = {_short(value, digits)}"]
    if figure.within:
        low, high = sorted(figure.within)
        ends = (_short(end, digits) for end in (min(low, value), max(high, value)))
        parts.append(f"range = [{', '.join(ends)}]")
    parts.append(f"source = {quoted(figure.source)}")
    if figure.note:
        parts.append(f"note = {quoted(figure.note)}")
    return f"{{ {', '.join(parts)} }}"


def _short(value: float, digits: int) -> str:
    """Write a number with so many significant digits and no negative zero."""
    return f"{round(value, 6):z.{digits}g}"


def written(name: str, figure: Figure, digits: int = MEASURED) -> list[str]:
    """Write a number in a line, after what is missing of it as comments.

    Parameters
    ----------
    name : str
        Its key in the table.
    figure : Figure
    digits : int
        As for ``inline``.
    """
    given = [] if figure.value is None else [f"{name} = {inline(figure, digits)}"]
    return [*figure.missing, *given]


def written_by_need(name: str, figures: Mapping[str, Figure], digits: int = MEASURED) -> list[str]:
    """Write numbers by need in one line, after what is missing of them as comments.

    Parameters
    ----------
    name : str
        Their key in the table.
    figures : mapping of need to Figure
    digits : int
        As for ``inline``.
    """
    missing = [line for figure in figures.values() for line in figure.missing]
    given = [
        f"{need} = {inline(figure, digits)}"
        for need, figure in figures.items()
        if figure.value is not None
    ]
    return [*missing, *([f"{name} = {{ {', '.join(given)} }}"] if given else [])]
