"""What is wrong with a scenario, in words that help the person at the keyboard to correct it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import TypeGuard

from sim.errors import REFUSED, SimError
from sim.system.text import without_middle

MOST_TOLD = 200  # problems reported of one scenario
_LONGEST_NAME = 100  # characters of a name that is compared with others
_LONGEST_TOLD = 600  # characters of a message


def is_huge(value: object) -> TypeGuard[int]:
    """Say whether something is a whole number too long to read, which no float may hold."""
    return isinstance(value, int) and abs(value) >= 10**21


def shown(value: object) -> str:
    """Write whatever is in the place of a number, so that it can be read and printed.

    Parameters
    ----------
    value : object
        A number of any size, or what somebody wrote for one.
    """
    if isinstance(value, bool):
        return f"the truth value {str(value).lower()}"
    if is_huge(value):
        # of longer ones Python writes no digits
        short = value.bit_length() < 10_000
        digits = len(str(abs(value))) if short else int(math.log10(abs(value))) + 1
        return f"a whole number of {digits:,} digits"
    if isinstance(value, int | float):
        return f"{value:z.6g}"
    return f"'{str(value)[:40]}'"


def printable(text: str) -> str:
    """Return a text with escapes for what cannot be printed or would upset a terminal."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong.

    Attributes
    ----------
    file : str
        The file, or "--set" or "--without".
    line : int or None
        Line in the file, from 1.
    path : str
        Where in the file's tables, as ``states.DPRK.autonomy``; empty for the file as a whole.
    text : str
        What is wrong, with the bound or the nearest name.
    """

    file: str
    line: int | None
    path: str
    text: str

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        parts = [printable(part) for part in (where, self.path, self.text) if part]
        return ": ".join(without_middle(part, _LONGEST_TOLD) for part in parts)


class Refused(SimError):
    """A scenario that cannot be used, with all that is wrong with it in ``problems``."""

    exit_code = REFUSED

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(
            set(problems), key=lambda problem: (problem.file, problem.line or 0, problem.path)
        )
        super().__init__("\n".join(str(problem) for problem in self.problems))


def nearest(word: str, names: Iterable[str]) -> str:
    """Return " (did you mean 'x'?)" for the name most like `word`; otherwise some of what there is.

    Parameters
    ----------
    word : str
        What was written.
    names : iterable of str
        What could have been meant.
    """
    known = tuple(map(str, names))
    close = most_like(word if isinstance(word, str) else "", known)
    return listed(known) if close is None else f" (did you mean '{close}'?)"


@lru_cache(maxsize=1000)  # files repeat their faults, and comparing names takes time
def most_like(word: str, names: tuple[str, ...]) -> str | None:
    """Return the name most like a word, None where none is like it.

    Parameters
    ----------
    word : str
        What was written.
    names : tuple of str
        What could have been meant.
    """
    known = {name.lower(): name for name in names if len(name) <= _LONGEST_NAME}
    if len(word) > _LONGEST_NAME:
        return None
    close = get_close_matches(word.lower(), known, n=1, cutoff=0.5)
    return known[close[0]] if close else None


def listed(names: Iterable[str]) -> str:
    """Return " (there is x, y, ...)", the first of some names; "" where there is none."""
    known = list({name.lower(): name for name in names if len(name) <= _LONGEST_NAME}.values())
    if not known:
        return ""
    be = "are" if len(known) > 1 else "is"
    return f" (there {be} {', '.join(known[:8])}{', ...' if len(known) > 8 else ''})"
