"""Numbers: every quantity that a file gives, by its path, with its source and origin."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sim import schema

from .calling import nearest_code
from .content import Quantity
from .layers import Layer
from .problems import MOST_TOLD, Problem, nearest, shown

JUDGEMENT = "judgement"


def unknown_source(source: str | None, sources: dict[str, str]) -> str | None:
    """Return what is wrong with the name of a source, or None.

    Parameters
    ----------
    source : str or None
        The name that a number gives.
    sources : dict of str to str
        The entries that there are.
    """
    if source is None or source == JUDGEMENT or source in sources:
        return None
    return f"unknown source '{source}'{nearest(source, [*sources, JUDGEMENT])}"


def quantity(
    number: Any,
    layer: Layer,
    path: tuple,
    covering: str | None,
    sources: dict[str, str],
    problems: list[Problem],
) -> Quantity:
    """Return a number as a quantity, noting what is wrong with its range or source.

    Parameters
    ----------
    number : model of ``format.number``
        Value, range, source and note.
    layer : Layer
        The file that gives it.
    path : tuple
        Its place there.
    covering : str or None
        The source of the table around it, for a number that names none.
    sources : dict
        What the file and those it extends may name.
    problems : list of Problem
        Added to.
    """
    span = tuple(number.range) if number.range else None
    if span and span[0] > span[1]:
        problems.append(layer.problem((*path, "range"), f"the range {list(span)} runs backwards"))
    elif span and not span[0] <= number.value <= span[1]:
        problems.append(
            layer.problem(
                (*path, "value"), f"{shown(number.value)} is outside its own range {list(span)}"
            )
        )
    wrong = unknown_source(number.source, sources)
    if wrong:
        problems.append(layer.problem((*path, "source"), wrong))
    return Quantity(number.value, span, number.source or covering, number.note, layer.origin(path))


def numbers_of(
    layer: Layer, codes: tuple[str, ...], sources: dict[str, str], problems: list[Problem]
) -> dict[str, Quantity]:
    """Return the numbers that one file gives, by path.

    Unknown states and sources become problems.

    Parameters
    ----------
    layer : Layer
        The file.
    codes : tuple of str
        Of all states.
    sources : dict of str to str
        What the file and those it extends may name.
    problems : list of Problem
        Added to.
    """
    result: dict[str, Quantity] = {}
    for table, place, content in _tables(layer, codes, problems):
        wrong = unknown_source(content.source, sources)
        if wrong:
            problems.append(layer.problem((*place, "source"), wrong))
        for parameter in schema.parameters(table):
            number = getattr(content, parameter.name, None)
            if number is None:
                continue
            for path, single in _singles(place, parameter, number):
                name = ".".join(str(part) for part in path)
                result[name] = quantity(single, layer, path, content.source, sources, problems)
    return result


def _singles(place: tuple, parameter: schema.Parameter, number: Any) -> Iterator[tuple[tuple, Any]]:
    """Yield the path of each number of a parameter: one, or one for each need that is given."""
    if not parameter.by_need:
        yield (*place, parameter.name), number
        return
    for need in schema.NEEDS:
        single = getattr(number, need)
        if single is not None:
            yield (*place, parameter.name, need), single


def _tables(
    layer: Layer, codes: tuple[str, ...], problems: list[Problem]
) -> Iterator[tuple[str, tuple, Any]]:
    """Yield the file's tables of numbers with their places, passing over ties that cannot be."""
    table = layer.table
    for code, content in table.states.items():
        yield "states", ("states", code), content
    for i, ties in table.ties.items():
        if len(problems) < MOST_TOLD and _is_state(i, codes, layer, ("ties", i), problems.append):
            for j, content in ties.items():
                if i == j:
                    problems.append(layer.problem(("ties", i, j), "a state has no tie to itself"))
                elif _is_state(j, codes, layer, ("ties", i, j), problems.append):
                    yield "ties", ("ties", i, j), content
    for move in schema.MOVES:
        content = getattr(table.moves, move, None)
        if content is not None:
            yield "moves", ("moves", move), content
    single = {"dynamics": table.dynamics, "observation": table.observation}
    yield from ((name, (name,), one) for name, one in single.items() if one is not None)


def _is_state(
    code: str, codes: tuple[str, ...], layer: Layer, place: tuple, note: Callable[[Problem], None]
) -> bool:
    """Say whether a code is a state's, noting a problem when it is not."""
    if code in codes:
        return True
    note(layer.problem(place, f"unknown state '{code}'{nearest_code(code, codes)}"))
    return False
