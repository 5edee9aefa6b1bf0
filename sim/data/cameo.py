"""CAMEO: what an event's code says, and whether a column of codes is as it was published.

Codes are text: "010" is a statement, "10" a demand. Programs that take them for numbers drop the
zero, and with it half of all cooperation turns into conflict or into nothing. Only the codes 10 to
20 can be read either way; any other code without its zero gives the column away.
"""

from __future__ import annotations

import re
from functools import lru_cache

from sim.errors import InvalidInput

_CURE = (
    "the CAMEO codes have lost their leading zeros, as happens when a spreadsheet or pandas saves "
    "the file: take the "
    "original, or read the column as text"
)
_WHOLE, _ZERO, _EITHER, _LOST, _NONE = range(5)  # what one code by itself can be
# Goldstein's scores of the codes that can be read either way: as they are, and with a zero before
# them.
_GOLDSTEIN = {
    "10": (-5.0, 0.0), "11": (-2.0, -0.1), "12": (-4.0, -0.4), "13": (-6.0, 0.4),
    "14": (-6.5, 0.0), "15": (-7.2, 0.0),
    "16": (-4.0, -5.0), "17": (-7.0, 0.0), "18": (-9.0, 3.4), "19": (-10.0, 3.4),
    "20": (-10.0, 3.0),
}  # fmt: skip
_NEAR = 0.05  # half of a digit of a score


class Condemned(InvalidInput):
    """A row that says something of the whole file: nothing of it can be trusted."""


@lru_cache(maxsize=4096)
def _sort(code: str) -> int:
    """Return what a code can be by itself."""
    if re.fullmatch(
        r"[1-9]|(?:2[1-9]|[3-9][0-9])[0-9]?|[1-9][0-9]{0,3}[.,]0*|[1-9][.,][0-9]+[eE]\+?[0-9]+",
        code,
    ):
        return _LOST  # "36", "211", and "10.0"
    if not re.fullmatch(r"(?:0[1-9]|1[0-9]|20)[0-9]{0,2}", code):
        return _NONE
    return _EITHER if code in _GOLDSTEIN else _ZERO if code[0] == "0" else _WHOLE


def cooperative(code: str) -> bool:
    """Return whether an event is cooperative, by the root of its code: 01 to 08, or 09 to 20.

    Raises
    ------
    InvalidInput
        When it is not a code.
    """
    if _sort(code) in (_LOST, _NONE):
        raise InvalidInput(
            f"CAMEO code is '{code[:40]}': 2 to 4 digits with a root from 01 to 20 are needed"
        )
    return code < "09"


class Codes:
    """A column of codes, judged as a whole while its rows go by.

    A code that only a lost zero explains condemns the column. So does one from 10 to 20 that is
    contradicted by its root code, quad class or Goldstein score, or that nothing confirms where no
    code of the file begins with a zero.
    """

    def __init__(self) -> None:
        self._zeros = self._scored = False
        # the first such row: its line and code
        self._unsure: tuple[int, str] | None = None
        self._contradicted: tuple[int, str] | None = None

    def judge(self, line: int, code: str, others: str | None = None, score: str = "") -> None:
        """Judge a row.

        Parameters
        ----------
        line : int
        code : str
        others : {"cooperative", "conflict"}, optional
            What its root code or quad class says.
        score : str
            Goldstein's.

        Raises
        ------
        Condemned
            When the row proves that zeros were lost.
        """
        kind = _sort(code)
        if kind == _LOST or (kind == _EITHER and others == "cooperative"):
            raise Condemned(_told(code))
        self._zeros |= kind == _ZERO
        if kind == _EITHER and others is None:
            self._weigh(line, code, score)
        if not self._scored:
            self._scored = _value(score) not in (None, 0.0)

    def _weigh(self, line: int, code: str, score: str) -> None:
        """Note whether a score confirms or contradicts a code that can be read either way."""
        own, other = _GOLDSTEIN[code]
        value = _value(score)
        if value is not None and abs(value - own) < _NEAR:
            return
        self._unsure = self._unsure or (line, code)
        if value is not None and abs(value - other) < _NEAR:
            self._contradicted = self._contradicted or (line, code)

    def verdict(self) -> tuple[int, str] | None:
        """Return the line that condemns the column and why, after the last row.

        The result is None where nothing does.
        """
        if self._contradicted and self._scored:  # a column of zeros alone scores nothing
            line, code = self._contradicted
            return line, _told(code)
        if self._unsure and not self._zeros:
            line, code = self._unsure
            return (
                line,
                f"CAMEO code '{code}' may be 0{code}, as no code of the file begins with 0: "
                f"{_CURE}",
            )
        return None


def _told(code: str) -> str:
    """Say that a code lost its zero."""
    return f"CAMEO code is '{code[:40]}': {_CURE}"


@lru_cache(maxsize=4096)
def _value(text: str) -> float | None:
    """Return a score; None where there is none."""
    try:
        return float(text)
    except ValueError:
        return None
