"""Paths: the names of a scenario's numbers, as ``ties.CHN.DPRK.affinity``, taken apart once.

A path says in which table of the scenario a number stands, to which states or move it belongs,
which parameter it is and, where the parameter has a value for each, which need it is about. The
amount of a shock's effect has a path too, as ``shocks.crimea.effects.0.amount``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from sim import schema
from sim.errors import InvalidInput

from .calling import nearest_code
from .problems import nearest

# how many a number belongs to
OWNERS = {"states": 1, "ties": 2, "moves": 1, "dynamics": 0, "observation": 0}
SHOCKS = "shocks"
MOVE_ON = ("stance", "trust", "support")  # once shifted, these move on by themselves
_TABLES = (*OWNERS, SHOCKS)
_KEPT = 500_000  # paths: some more than 200 states have


@dataclass(frozen=True)
class NumberPath:
    """The path of a number, or of an amount by which a shock changes numbers.

    Attributes
    ----------
    text : str
        As it is written; ``str`` gives it back.
    table : str
        "states", "ties", "moves", "dynamics" or "observation"; "shocks" for an amount; whatever
        stands there in a path that names nothing.
    owner : tuple of str
        The code of a state, of the first and the second state of a tie, a move, the id of a shock;
        empty for dynamics and observation.
    name : str
        The parameter's; "" where it is missing.
    need : str
        "" for a parameter that is a single number.
    """

    text: str
    table: str
    owner: tuple[str, ...]
    name: str
    need: str = ""

    @classmethod
    def of(cls, text: str) -> NumberPath:
        """Take a path apart; whether it names a number is another question (see ``checked``)."""
        return _taken_apart(text)

    def __str__(self) -> str:
        return self.text

    @property
    def is_amount(self) -> bool:
        """Whether it names the amount of a shock's effect rather than a number of the scenario."""
        return self.table == SHOCKS

    @property
    def moves_on(self) -> bool:
        """Whether it names stance, trust or support, which change by themselves once shifted."""
        return self.table == "ties" and self.name in MOVE_ON

    @property
    def place(self) -> str:
        """The table of the file in which the number stands, as ``ties.CHN.DPRK``."""
        return ".".join((self.table, *self.owner))

    @property
    def key(self) -> str:
        """The number's name in that table, as ``support.economy``."""
        return f"{self.name}.{self.need}" if self.need else self.name

    @property
    def parameter(self) -> schema.Parameter:
        """The parameter of the schema; KeyError where there is none."""
        return schema.parameter(self.table, self.name)

    def positions(self, codes: tuple[str, ...]) -> tuple[int, ...]:
        """Return the positions of its owners among the states, or among the moves."""
        known = schema.MOVES if self.table == "moves" else codes
        return tuple(known.index(one) for one in self.owner)

    def need_position(self) -> tuple[int, ...]:
        """Return the position of its need among the needs; empty for a single number."""
        return (schema.NEEDS.index(self.need),) if self.need else ()

    def checked(self, codes: tuple[str, ...]) -> NumberPath:
        """Return the path itself, once it is known to name a number of a scenario.

        Parameters
        ----------
        codes : tuple of str
            Of the scenario's states.

        Raises
        ------
        InvalidInput
            Saying which part names nothing, with the nearest name.
        """
        _check(self, codes)
        return self


@lru_cache(maxsize=_KEPT)
def _taken_apart(text: str) -> NumberPath:
    """Take a path apart."""
    table, *parts = text.split(".")
    depth = 1 if table == SHOCKS else OWNERS.get(table, 0)
    name, *rest = parts[depth:] or [""]
    if table == SHOCKS and rest:
        name, rest = ".".join((name, *rest)), []
    return NumberPath(text, table, tuple(parts[:depth]), name, ".".join(rest))


@lru_cache(maxsize=_KEPT)
def _check(path: NumberPath, codes: tuple[str, ...]) -> None:
    """Refuse a path that names no number of a scenario with these states."""
    if path.table not in OWNERS:
        raise InvalidInput(
            f"'{path}' names nothing: '{path.table}' is no table{nearest(path.table, _TABLES)}"
        )
    known = schema.MOVES if path.table == "moves" else codes
    for one in path.owner:
        if one not in known:
            raise InvalidInput(
                f"'{path}' names nothing: there is no '{one}'{nearest_code(one, known)}"
            )
    if path.table == "ties" and len(set(path.owner)) == 1:
        raise InvalidInput(f"'{path}' names nothing: a state has no tie to itself")
    names = {parameter.name: parameter for parameter in schema.parameters(path.table)}
    if path.table == "moves" and path.owner:
        names = {key: p for key, p in names.items() if not p.only or path.owner[0] in p.only}
    if path.name not in names:
        raise InvalidInput(f"'{path}' names nothing{nearest(path.name, names)}")
    if names[path.name].by_need:
        if path.need not in schema.NEEDS:
            raise InvalidInput(f"'{path}' must end in one of {', '.join(schema.NEEDS)}")
    elif f"{path.place}.{path.name}" != path.text:
        raise InvalidInput(f"'{path}' names nothing: '{path.name}' is a single number")


def number_paths(codes: tuple[str, ...]) -> list[str]:
    """Return the paths of all numbers of a scenario with these states, in the schema's order."""
    return [
        path
        for table, owners in OWNERS.items()
        for path in paths_like(f"{table}{'.*' * (owners + 1)}", codes)
    ]


def paths_of_place(place: str) -> list[str]:
    """Return the paths of the numbers in one table of a file, as ``ties.CHN.DPRK``."""
    table, *owner = place.split(".")
    codes = tuple(owner) if table in ("states", "ties") else ()
    return paths_like(f"{place}.*", codes)


def paths_like(pattern: str, codes: tuple[str, ...]) -> list[str]:
    """Return the paths of the numbers that a pattern means, in the order of the schema.

    Parameters
    ----------
    pattern : str
        A path in which * stands for any one part, and a missing need for all needs.
    codes : tuple of str
        Of the scenario's states.
    """
    first, *parts = pattern.split(".")
    paths: list[str] = []
    for table, depth in OWNERS.items():
        if first in ("*", table) and len(parts) > depth:
            for owner in _owners_like(table, parts[:depth], codes):
                keys = _keys_like(table, owner, parts[depth:])
                paths += [".".join((table, *owner, key)) for key in keys]
    return paths


def _owners_like(table: str, parts: list[str], codes: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the owners in a table that parts of a pattern mean."""
    known = schema.MOVES if table == "moves" else codes
    for owner in product(*([one for one in known if part in ("*", one)] for part in parts)):
        if len(set(owner)) == len(owner):
            yield owner


def _keys_like(table: str, owner: tuple[str, ...], parts: list[str]) -> list[str]:
    """Return the keys of an owner's numbers, with their needs, that parts of a pattern mean."""
    name, *needs = parts
    keys: list[str] = []
    for parameter in schema.parameters(table):
        if table == "moves" and parameter.only and owner[0] not in parameter.only:
            continue
        if name not in ("*", parameter.name) or len(needs) > parameter.by_need:
            continue
        if parameter.by_need:
            wanted = [need for need in schema.NEEDS if needs in ([], ["*"], [need])]
            keys += [f"{parameter.name}.{need}" for need in wanted]
        else:
            keys.append(parameter.name)
    return keys


def pattern_of(paths: list[str]) -> str:
    """Return a pattern with * wherever some paths differ in a part; it may mean others as well."""
    columns = zip(*(path.split(".") for path in paths), strict=False)
    return ".".join(parts[0] if len(set(parts)) == 1 else "*" for parts in columns)


def expand(path: str, codes: tuple[str, ...]) -> list[str]:
    """Return the paths of the numbers that a path means.

    * stands for any one part, and a missing need for all.

    Parameters
    ----------
    path : str
        A path or a pattern.
    codes : tuple of str
        Of the scenario's states.

    Raises
    ------
    InvalidInput
        When it names nothing, with the nearest name.
    """
    if "*" not in path:
        try:
            NumberPath.of(path).checked(codes)
            return [path]
        except InvalidInput:
            longer = [f"{path}.{need}" for need in schema.NEEDS]
            if paths_like(path, codes) == longer:
                return longer
            raise
    paths = paths_like(path, codes)
    if not paths:
        raise InvalidInput(f"'{path}' names nothing{nearest(path, number_paths(codes[:3]))}")
    return paths
