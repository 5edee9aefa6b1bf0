"""What is wrong with a scenario, said so that the person at the keyboard can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from ..errors import REFUSED, SimError
from ..text import MOST_WORD


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
        return ": ".join(part for part in (where, self.path, self.text) if part)


class Refused(SimError):
    """A scenario that cannot be used, with all that is wrong with it in ``problems``."""

    exit_code = REFUSED

    def __init__(self, problems: Iterable[Problem]):
        self.problems = sorted(set(problems), key=lambda problem: (problem.file, problem.line or 0, problem.path))
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
    known = {str(name).lower(): str(name) for name in names if len(str(name)) <= MOST_WORD}
    word = str(word).lower()
    close = get_close_matches(word, known, n=1, cutoff=0.5) if len(word) <= MOST_WORD else []
    if close:
        return f" (did you mean '{known[close[0]]}'?)"
    if not known:
        return ""
    some = ", ".join(list(known.values())[:8])
    return f" (there is {some}{', ...' if len(known) > 8 else ''})"
