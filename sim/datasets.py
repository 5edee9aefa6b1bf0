"""Data sets: what those of the field say of states and dyads around a year, read from users' own downloads.

Columns are found by the names that the sets use: COW National Material Capabilities; ATOP by dyad and year, directed or
not, or as spells; UN General Assembly agreement scores or ideal points (Bailey, Strezhnev & Voeten); strategic
rivalries (Thompson, Sakuwa & Suhas).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .errors import InvalidInput
from .naming import states_named
from .scenario import State
from .separated import Faults, read_rows

Key = int | tuple[int, int]  # a state's position, or those of a dyad, the smaller first
_STATE = ("ccode", "iso3c", "iso3", "stateabb", "state", "countryname", "country")
_SIDES = tuple(
    (f"ccode{k}", f"state{letter}", f"mem{k}", f"iso3_{k}", f"state{k}", f"country{k}")
    for k, letter in ((1, "a"), (2, "b"))
)
_FIRST = ("year", "start_year", "styear", "start", "session", "session.x")
_LAST = ("year", "end_year", "endyear", "end", "session", "session.x")
_MISSING = {"", ".", "na", "nan", "null", "-9", "-9.0"}
_SESSION = 1945  # the General Assembly's first session began in 1946
_ONGOING = 9999


@dataclass
class Figures:
    """What one file says.

    Attributes
    ----------
    values : dict of Key to list of (first year, last year, name to number)
        Rows of the states within the wanted years; None is a number that the file gives as missing.
    spoiled : set of Key
        States or dyads of which a row of those years is damaged: silence about them says nothing.
    covered : (int, int)
        First and last year of the file; silence about other years says nothing.
    outside : int
        Rows passed over: other states or years.
    faults : Faults
        The damaged rows.
    """

    name: str
    faults: Faults
    values: dict[Key, list[tuple[int, int, dict[str, float | None]]]] = field(default_factory=dict)
    spoiled: set[Key] = field(default_factory=set)
    covered: tuple[int, int] = (_ONGOING, 0)
    outside: int = 0

    @property
    def rows(self) -> int:
        """Rows read."""
        return sum(map(len, self.values.values())) + self.outside + self.faults.count

    def counts(self) -> str:
        """Say how many rows were read, passed over and damaged."""
        told = f"{self.rows:,} rows read, {self.outside:,} passed over (other states or years)"
        return f"{self.name}: {told}, {f'{self.faults.count:,}' if self.faults.count else 'none'} damaged"


@dataclass(frozen=True)
class _Shape:
    """A form that a file may have: of states or dyads, the columns it needs, and how a row's numbers are read."""

    dyads: bool
    needs: tuple[str, ...]
    read: Callable[[dict[str, str]], dict[str, float | None]]


def number(row: dict[str, str], name: str, low: float, high: float) -> float | None:
    """Return a number of a row, None where the file says that it is missing; ValueError when it cannot be."""
    text = row[name]
    if text.lower() in _MISSING:
        return None
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not low <= value <= high:
        raise InvalidInput(f"{name} is '{text}': {low:g} to {high:g} is needed")
    return value


def _one(name: str, called: str, low: float, high: float) -> Callable[[dict[str, str]], dict[str, float | None]]:
    """Return a reader of one number."""
    return lambda row: {called: number(row, name, low, high)}


_OBLIGATIONS = ("defense", "offense", "neutral", "nonagg", "consul")


def _obligation(row: dict[str, str]) -> dict[str, float | None]:
    """Read the one obligation of a spell."""
    if row["obligation"] not in _OBLIGATIONS:
        raise InvalidInput(f"obligation is '{row['obligation']}': one of {', '.join(_OBLIGATIONS)} is needed")
    return {row["obligation"]: 1.0}


def _obligations(row: dict[str, str]) -> dict[str, float | None]:
    """Read the obligations of a dyad and year."""
    return {name: number(row, name, 0, 1) for name in ("defense", "consul")}


_SHAPES = {
    "power": (_Shape(False, ("cinc",), _one("cinc", "cinc", 0, 1)),),
    "alliances": (_Shape(True, ("obligation",), _obligation), _Shape(True, ("defense", "consul"), _obligations)),
    "votes": (
        *(_Shape(True, (name,), _one(name, "agreement", 0, 1)) for name in ("agree_3cat", "agree3un", "agree")),
        *(
            _Shape(False, (name,), _one(name, "ideal", -20, 20))
            for name in ("idealpointall", "idealpointfp", "idealpoint")
        ),
    ),
    "rivalries": (_Shape(True, (), lambda row: {"rivalry": 1.0}),),
}
_EXPECTED = {
    "power": "National Material Capabilities (ccode or state, year, cinc)",
    "alliances": "ATOP (stateA and stateB, mem1 and mem2 or state1 and state2; year, defense, consul; or spells with "
    "obligation, start_year, end_year)",
    "votes": "UN General Assembly agreement (ccode1, ccode2, year, agree) "
    "or ideal points (ccode, session, IdealPointAll)",
    "rivalries": "strategic rivalries (ccode1, ccode2, start, end)",
}


def read_figures(kind: str, path: Path, states: Sequence[State], first: int, last: int) -> Figures:
    """Read a file, row by row.

    Parameters
    ----------
    kind : {"power", "alliances", "votes", "rivalries"}
        What the file is about.
    states : sequence of State
        Of whom figures are kept; names and codes are matched as in ``naming.states_named``.
    first, last : int
        The years of which figures are kept.

    Raises
    ------
    ValueError
        When the file is not of this kind.
    """
    path = Path(path)
    found = Figures(path.name, Faults(path.name))
    rows = read_rows(path, found.faults)
    _, names = next(rows, (1, [""]))
    header = [name.lower() for name in names]
    shape, columns = _shape(kind, path, header, names)
    position = states_named(states)
    for line, row in rows:
        key = None
        try:
            if len(row) != len(header):
                raise InvalidInput(f"{len(row)} columns instead of {len(header)}")
            key, span = _where(row, header, columns, position)
            found.covered = min(found.covered[0], span[0]), max(found.covered[1], span[1])
            if key is None or span[1] < first or span[0] > last:
                found.outside += 1
            else:
                numbers = shape.read(dict(zip(header, row, strict=True)))
                found.values.setdefault(key, []).append((*span, numbers))
        except ValueError as error:
            found.faults.add(line, str(error))
            found.spoiled |= {key} - {None}
    return found


def _shape(kind: str, path: Path, header: list[str], names: list[str]) -> tuple[_Shape, tuple[int, ...]]:
    """Return a file's form, and where its states and its first and last year stand."""
    for shape in _SHAPES[kind]:
        wanted = (*(_SIDES if shape.dyads else (_STATE,)), _FIRST, _LAST)
        columns = [next((header.index(name) for name in aliases if name in header), None) for aliases in wanted]
        if None not in columns and set(shape.needs) <= set(header):
            return shape, tuple(columns)
    some = ", ".join(names[:12]) + ", ..." * (len(names) > 12)
    raise InvalidInput(f"{path}: expected {_EXPECTED[kind]}; found the columns {some}")


def _where(
    row: list[str], header: list[str], columns: tuple[int, ...], position: Callable[[str], int]
) -> tuple[Key | None, tuple[int, int]]:
    """Return the state or dyad of a row, None where it is of others, and its first and last year."""
    *sides, first, last = columns
    begin = _year(header[first], row[first])
    running = last != first and row[last].lower() in _MISSING | {"0"}
    end = _ONGOING if running else _year(header[last], row[last])
    for side in sides:
        if not row[side].strip():
            raise InvalidInput(f"{header[side]} is empty")
    key = tuple(sorted(position(row[side]) for side in sides))
    if key[0] < 0 or len(set(key)) < len(key):
        return None, (begin, end)
    return (key if len(key) == 2 else key[0]), (begin, end)


def _year(name: str, text: str) -> int:
    """Return a year, also that of a session of the General Assembly; ValueError when it is none."""
    session = name.startswith("session")
    if not re.fullmatch(r"\d{1,3}(\.0+)?" if session else r"(1[5-9]|20)\d\d(\.0+)?", text):
        raise InvalidInput(f"{name} is '{text}': a {'session' if session else 'year'} is needed")
    return int(float(text)) + _SESSION * session
