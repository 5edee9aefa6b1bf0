"""ICEWS: single events of its raw files, with CAMEO codes."""

from __future__ import annotations

from .cameo import Codes, cooperative
from .event_periods import checked_month
from .event_rows import Rows, day_of, id_of, remember


class Icews(Rows):
    """Single events of the raw ICEWS files."""

    events = whole = True
    names = ("sourcecountry", "targetcountry")

    def __init__(self, at: dict[str, int], widths: tuple[int, ...]) -> None:
        super().__init__(at, widths)
        self.codes = Codes()
        self.judged: set[object] = set()

    def period(self, row: list[str]) -> str:
        """Return the month of the event."""
        return checked_month(self.cell(row, "eventdate"))

    def judge(self, line: int, row: list[str]) -> None:
        """Look at the code of a row, for what condemns the file.

        Parameters
        ----------
        line : int
            Its number, from 1.
        row : list of str
            Its cells.
        """
        seen = row[self.at["cameocode"]], self.cell(row, "intensity")
        if seen not in self.judged:
            self.codes.judge(line, seen[0].strip(), score=seen[1])
            remember(self.judged, seen)

    def verdict(self) -> tuple[int, str] | None:
        """Return the line of the code that condemns the file and why; None where none does."""
        return self.codes.verdict()

    def identity(self, row: list[str]) -> tuple[str, ...] | None:
        """Return id, date and code: ids come back with another date, and are other events then."""
        known = id_of(self.cell(row, "eventid"))
        if not known:
            return None
        return "icews", known, day_of(self.cell(row, "eventdate")), self.cell(row, "cameocode")

    def counts(self, row: list[str]) -> tuple[float, float]:
        """Return (1, 0) for a cooperative event and (0, 1) for another, by its CAMEO root code."""
        return (1, 0) if cooperative(self.cell(row, "cameocode")) else (0, 1)
