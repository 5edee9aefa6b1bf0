"""Forms of event data: dyad tables, lists of dated events, ICEWS and GDELT, known by columns."""

from __future__ import annotations

import re
from pathlib import Path

from sim.errors import InvalidInput

from .delimited import plain
from .event_rows import QUADS, Dated, Rows
from .gdelt import PLACES, Gdelt
from .icews import Icews

_EXPECTED = (
    "a dyad table (year or month, source, target, verbal_coop, material_coop, verbal_conflict, "
    "material_conflict), "
    "raw ICEWS (20 columns, with Event Date, Source Country, CAMEO Code and Target Country), "
    "GDELT 1.0 or 2.0 (57, 58 or 61 columns, tabs, no header; or with its column names) "
    "or a list of dated events (date, source, target, quad)"
)
_CODED = {"quadclass", "eventcode", "eventbasecode", "eventrootcode"}


def rows_of(path: Path, first: list[str]) -> tuple[Rows, bool]:
    """Return how to read a file, from its first row, and whether that row is a header.

    Parameters
    ----------
    path : Path
        The file, as messages name it.
    first : list of str
        Its first row.

    Raises
    ------
    InvalidInput
        When it is not a known form of event data.
    """
    if len(first) in (57, 58, 61) and re.fullmatch(r"[0-9]{8}", first[1]):
        new = len(first) == 61
        return Gdelt(PLACES, (61,) if new else (57, 58), 59 if new else 56), False
    names = [plain(name) for name in first]
    at, known = {name: k for k, name in enumerate(names)}, set(names)
    quads = {plain(name) for name in QUADS}
    made: Rows
    read: tuple[str, ...]
    if {"eventdate", "sourcecountry", "cameocode", "targetcountry"} <= known:
        made = Icews(at, (len(first),))
        read = (*Icews.names, "eventdate", "cameocode", "eventid", "intensity")
    elif set(Gdelt.names) <= known and known & {"sqldate", "day"} and known & _CODED:
        # without addresses it is a file of history
        added = at.get("dateadded") if "sourceurl" in known else None
        made, read = Gdelt(at, (len(first),), added), (*PLACES, "day")
    elif {"source", "target", *quads} <= known and {"year", "month"} & known:
        made, read = Rows(at, (len(first),)), ("source", "target", "year", "month", *quads)
    elif {"date", "source", "target", "quad"} <= known:
        made, read = Dated(at, (len(first),)), ("date", "source", "target", "quad", "id", "eventid")
    else:
        some = ", ".join(name[:40] for name in first[:12]) + ", ..." * (len(first) > 12)
        raise InvalidInput(f"{path}: expected {_EXPECTED}; found {len(first)} columns: {some}")
    twice = [first[at[name]] for name in read if names.count(name) > 1]
    if twice:
        raise InvalidInput(
            f"{path}: two columns are called '{twice[0]}', and either may be meant: leave one out"
        )
    return made, True
