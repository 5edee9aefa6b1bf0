"""Selecting: some numbers of a scenario, by what they are about and where they come from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase

from sim import schema
from sim.countries.names import called
from sim.errors import InvalidInput

from .calling import found, nearest_state, path_called
from .content import Row, Scenario
from .numbers import JUDGEMENT
from .path import OWNERS, SHOCKS
from .problems import nearest

_DEFAULT, _DATA = "default", "data"


def selected(
    scenario: Scenario, rows: Sequence[Row], words: Sequence[str] = (), where: str | None = None
) -> list[Row]:
    """Return the rows that all words mean and that come from where they should.

    Parameters
    ----------
    scenario : Scenario
    rows : sequence of Row
        From ``content.rows``.
    words : sequence of str
        Each a state by any of its names (two are the ties between them), a table, a parameter, a
        move, a need, the id of a shock, or a path in which * is any part.
    where : str, optional
        "judgement", "data" (any entry of the sources), "default", "--set", a file, or the id of a
        source.

    Raises
    ------
    InvalidInput
        For a word that means nothing, with the nearest.
    """
    tests = [_meant(scenario, word) for word in words]
    if where is not None:
        tests.append(_from(scenario, rows, where))
    return [row for row in rows if all(test(row) for test in tests)]


def _meant(scenario: Scenario, word: str) -> Callable[[Row], bool]:
    """Return a test of whether a row is about what a word means."""
    if "." in word:
        pattern = path_called(word, scenario.states)
        return lambda row: fnmatchcase(_path(row), pattern) or _path(row).startswith(f"{pattern}.")
    parts = {parameter.name for parameter in schema.PARAMETERS} | {*OWNERS, SHOCKS}
    parts |= {*schema.NEEDS, *schema.MOVES, *(shock.id for shock in scenario.shocks)}
    if word.lower() in parts:
        return lambda row: word.lower() in row.path.replace(" ", ".").split(".")
    code = found(word, scenario.states)
    if code is None:
        own = [word for state in scenario.states for word in (state.name, *state.seats)]
        names = [*scenario.codes, *own, *sorted(parts)]
        hint = nearest_state(word, scenario.states) if called(word) else nearest(word, names)
        raise InvalidInput(
            f"'{word}' is no state, tie, table, parameter or shock of {scenario.name}{hint}"
        )
    return lambda row: code in row.path.replace(" ", ".").replace(")", "").split(".")


def _from(scenario: Scenario, rows: Sequence[Row], where: str) -> Callable[[Row], bool]:
    """Return a test of whether a row comes from some place."""
    if where == JUDGEMENT:
        return lambda row: row.source == JUDGEMENT
    if where == _DATA:
        return lambda row: row.source not in ("", JUDGEMENT)
    if where == _DEFAULT:
        return lambda row: row.origin == _DEFAULT
    if where in scenario.sources:
        return lambda row: row.source == where
    origins = {row.origin.partition(":")[0] for row in rows}
    if where in origins:
        return lambda row: row.origin.partition(":")[0] == where
    known = [JUDGEMENT, _DATA, _DEFAULT, *scenario.sources, *sorted(origins)]
    raise InvalidInput(f"--where {where}: no parameter comes from there{nearest(where, known)}")


def _path(row: Row) -> str:
    """Return a row's path without what a shock's amount does."""
    return row.path.partition(" ")[0]
