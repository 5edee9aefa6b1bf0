"""Column names: at most 32 letters, digits and underscores, as statistics packages take them.

Stata reads names of up to 32 characters and cuts longer ones, which makes some of them equal. A
name that does not fit keeps its beginning and ends in six hexadecimal digits of a checksum of the
whole, so that it is the same in every file.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache

MOST = 32  # characters of a name in Stata
_DIGITS = 6  # of the checksum: among some hundred names that were cut two are hardly ever alike


@lru_cache(maxsize=4096)  # of a scenario the same hundred are asked for again and again
def column_name(wish: str, room: int = 0) -> str:
    """Return the name of a column: the wish itself where it fits.

    Parameters
    ----------
    wish : str
        Any text; hyphens, dots and spaces become underscores.
    room : int
        Characters to leave for an ending.

    Returns
    -------
    str
        At most ``MOST - room`` ASCII letters, digits and underscores, no digit first.
    """
    plain = re.sub(r"[-. ]", "_", wish)
    name = re.sub(r"[^A-Za-z0-9_]", "_", plain)
    if not name or name[0].isdigit():
        name = f"_{name}"
    if name.lstrip("_") == plain.lstrip("_") and len(name) <= MOST - room:
        return name
    return _cut(name, wish, room)


def column_names(wishes: Sequence[str], room: int = 0) -> list[str]:
    """Return a name for each of the wishes, no two alike.

    Parameters
    ----------
    wishes : sequence of str
        Different texts; the same text twice has the same name twice.
    room : int
        As in ``column_name``.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for wish in wishes:
        if wish in names:
            continue
        name, attempt = column_name(wish, room), 0
        while name in taken:
            attempt += 1
            name = _cut(column_name(wish), f"{wish} {attempt}", room)
        names[wish] = name
        taken.add(name)
    return [names[wish] for wish in wishes]


def _cut(name: str, whole: str, room: int) -> str:
    """Return the beginning of a name with a checksum of the whole behind it."""
    digits = hashlib.sha256(whole.encode("utf-8", "backslashreplace")).hexdigest()[:_DIGITS]
    return f"{name[: MOST - room - _DIGITS - 1].rstrip('_') or '_'}_{digits}"
