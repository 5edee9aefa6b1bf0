"""GDELT: single events of its versions 1.0 and 2.0, with or without a row of column names."""

from __future__ import annotations

import re
from functools import lru_cache

from sim.errors import InvalidInput

from .cameo import Codes, cooperative
from .event_periods import checked_month
from .event_rows import Rows, day_of, id_of, remember

_KINDS = {True: "cooperative", False: "conflict"}
_HISTORY = 57  # columns of GDELT's files of history, which were all added on one day

# Where files of GDELT without names have their columns.
PLACES = {"globaleventid": 0, "sqldate": 1, "actor1countrycode": 7, "actor2countrycode": 17,
          "eventcode": 26, "eventbasecode": 27, "eventrootcode": 28, "quadclass": 29,
          "goldsteinscale": 30}  # fmt: skip


class Gdelt(Rows):
    """Single events of GDELT, by the columns of its data format codebooks.

    Every row is one event.
    """

    events = whole = True
    names = ("actor1countrycode", "actor2countrycode")
    letters = "iso"
    # southern Africa and the Palestinians: these letters mean others in the Correlates of War
    nobody = frozenset({"SAF", "PAL"})

    def __init__(self, at: dict[str, int], widths: tuple[int, ...], added: int | None) -> None:
        super().__init__(at, widths)
        self.codes, self.roots = Codes(), Codes()
        self.judged: set[object] = set()
        self.date = "sqldate" if "sqldate" in at else "day"
        self.added = added  # where DATEADDED stands
        # the places of what says what the event was
        self.kinds = [at[name] for name in PLACES if name in at and PLACES[name] > 20]

    def period(self, row: list[str]) -> str:
        """Return the month of the event."""
        return checked_month(self.cell(row, self.date))

    def covered(self, row: list[str], period: str) -> str:
        """Return the month in which the row came, as events are dated back.

        In files of history it is the month of the event itself.

        Parameters
        ----------
        row : list of str
            Its cells.
        period : str
            From ``period``.
        """
        if self.added is None or len(row) == _HISTORY:
            return period
        added = checked_month(row[self.added])
        if added < period:
            raise InvalidInput(f"DATEADDED is '{row[self.added][:40]}', before the event itself")
        return added

    def judge(self, line: int, row: list[str]) -> None:
        """Look at the codes of a row, for what condemns the file.

        Parameters
        ----------
        line : int
            Its number, from 1.
        row : list of str
            Its cells.
        """
        seen = tuple([row[k] for k in self.kinds])
        if seen in self.judged:
            return
        remember(self.judged, seen)
        root, others = self.cell(row, "eventrootcode"), self._quad(row)
        self.roots.judge(line, root, others="")  # a root code of two digits has lost nothing
        if others is None and root:
            others = _kind(root)
        self.codes.judge(line, self._code(row), others, self.cell(row, "goldsteinscale"))

    def verdict(self) -> tuple[int, str] | None:
        """Return the line of the code that condemns the file and why; None where none does."""
        return self.codes.verdict()

    def identity(self, row: list[str]) -> tuple[str, ...] | None:
        """Return id, date, code and quad class; None without an id."""
        known = id_of(self.cell(row, "globaleventid"))
        what = self._code(row) or self.cell(row, "eventrootcode"), self._quad(row) or ""
        return ("gdelt", known, day_of(self.cell(row, self.date)), *what) if known else None

    def counts(self, row: list[str]) -> tuple[float, float]:
        """Return (1, 0) for a cooperative event and (0, 1) for another.

        Its quad class decides, or else its root code.
        """
        code, kind = self.cell(row, "eventrootcode") or self._code(row), self._quad(row)
        if "quadclass" not in self.at:
            kind = _KINDS[cooperative(code)]
        if kind is None:
            raise InvalidInput(
                f"QuadClass is '{self.cell(row, 'quadclass')[:40]}': 1 to 4 is needed"
            )
        if _kind(code) not in (None, kind):
            raise InvalidInput(
                f"CAMEO code {code[:40]} and QuadClass {self.cell(row, 'quadclass')} contradict "
                "each other"
            )
        return (1, 0) if kind == _KINDS[True] else (0, 1)

    def _code(self, row: list[str]) -> str:
        """Return the event's code, as exactly as the file has it."""
        return self.cell(row, "eventcode") or self.cell(row, "eventbasecode")

    def _quad(self, row: list[str]) -> str | None:
        """Return whether a row is cooperative or conflictual by its quad class.

        The result is None where it has none.
        """
        return _kind_of_quad(self.cell(row, "quadclass"))


@lru_cache(maxsize=4096)
def _kind(code: str) -> str | None:
    """Return what an event is by its code; None where it is not a code."""
    return _KINDS[code < "09"] if re.fullmatch("(?:0[1-9]|1[0-9]|20)[0-9]*", code) else None


@lru_cache(maxsize=4096)
def _kind_of_quad(quad: str) -> str | None:
    """Return what an event is by its quad class; None where it has none."""
    return _KINDS[quad[0] < "3"] if re.fullmatch(r"[1-4](\.0+)?", quad) else None
