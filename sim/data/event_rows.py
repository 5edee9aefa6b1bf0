"""Event rows: what a row says in each of the forms that event data come in, told apart by their columns.

An event is cooperative or conflictual by its quad class, as the CAMEO codebook (Schrodt 2012)
groups its root codes: 01-05 verbal and 06-08 material cooperation, 09-13 verbal and 14-20 material
conflict. The sign of the Goldstein intensity is no substitute: it is zero or below for statements
that are no quarrel.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from sim.errors import InvalidInput

from .cameo import Codes, cooperative
from .delimited import plain
from .periods import checked_month, checked_year, month_of_year

MOST = 10_000_000  # events of a kind, dyad and period; judgement: all of ICEWS has 18 million
_EXPECTED = (
    "a dyad table (year or month, source, target, verbal_coop, material_coop, verbal_conflict, "
    "material_conflict), "
    "raw ICEWS (20 columns, with Event Date, Source Country, CAMEO Code and Target Country), "
    "GDELT 1.0 or 2.0 (57, 58 or 61 columns, tabs, no header; or with its column names) "
    "or a list of dated events (date, source, target, quad)"
)
_QUADS = ("verbal_coop", "material_coop", "verbal_conflict", "material_conflict")


class Rows:
    """Counts by dyad and year, or by dyad and month; the other forms are single events.

    Attributes
    ----------
    events : bool
        Whether each row is one event.
    whole : bool
        Whether the file tells of all the world, so that a year without any row is a year that it
        does not cover.
    widths : tuple of int
        How many columns a row may have.
    sides : (int, int)
        Where source and target stand.
    letters : str
        Which list its codes of states are from, as in ``naming.identity``.
    nobody : frozenset of str
        Codes of what is no state here, though it is one elsewhere.
    """

    events = whole = False
    letters, nobody = "any", frozenset()
    names: tuple[str, str] = ("source", "target")

    def __init__(self, at: dict[str, int], widths: tuple[int, ...]):
        self.at, self.widths = at, widths
        self.sides = tuple(at[name] for name in self.names)

    def cell(self, row: list[str], name: str) -> str:
        """Return what a row has in a column; nothing where there is no such column."""
        place = self.at.get(name)
        return "" if place is None else row[place].strip()

    def period(self, row: list[str]) -> str:
        """Return the year or month of a row."""
        if "month" not in self.at:
            return checked_year(self.cell(row, "year"))
        month = self.cell(row, "month")
        return (
            month_of_year(self.cell(row, "year"), month)
            if "year" in self.at
            else checked_month(month)
        )

    def covered(self, row: list[str], period: str) -> str:
        """Return the earliest period that the file covers as far as this row tells."""
        return period

    def judge(self, line: int, row: list[str]) -> None:
        """Look at a row, whoever it is about, for what condemns the file (``cameo.Condemned``)."""

    def verdict(self) -> tuple[int, str] | None:
        """Return the line that condemns the file and why, after the last row.

        None where nothing does.
        """

    def identity(self, row: list[str]) -> tuple[str, ...] | None:
        """Return what tells this event from any other between the same states.

        None where nothing does.
        """

    def counts(self, row: list[str]) -> tuple[float, float]:
        """Return the numbers of cooperative and of conflictual events."""
        return tuple(
            sum(
                _count(name, self.cell(row, plain(name)))
                for name in (f"verbal_{kind}", f"material_{kind}")
            )
            for kind in ("coop", "conflict")
        )


class Dated(Rows):
    """Single events of a list made by hand: a date, two sides and a quad class in words."""

    events = True

    def period(self, row: list[str]) -> str:
        return checked_month(self.cell(row, "date"))

    def identity(self, row: list[str]) -> tuple[str, ...] | None:
        """Return the event's id, date and quad.

        Without ids, all that is said of it beyond these.
        """
        named = next((name for name in ("eventid", "id") if name in self.at), None)
        if named is None:
            return tuple(row) if len(row) > 4 else None
        known = _id(self.cell(row, named))
        return (known, _day(self.cell(row, "date")), self.cell(row, "quad")) if known else None

    def counts(self, row: list[str]) -> tuple[float, float]:
        quad = self.cell(row, "quad")
        if plain(quad) not in map(plain, _QUADS):
            raise InvalidInput(
                f"quad is '{quad[:40]}': {', '.join(_QUADS[:3])} or {_QUADS[3]} is needed"
            )
        return (1, 0) if quad.casefold().endswith("coop") else (0, 1)


class Icews(Rows):
    """Single events of the raw ICEWS files."""

    events = whole = True
    names = ("sourcecountry", "targetcountry")

    def __init__(self, at: dict[str, int], widths: tuple[int, ...]):
        super().__init__(at, widths)
        self.codes, self.judged = Codes(), set()

    def period(self, row: list[str]) -> str:
        return checked_month(self.cell(row, "eventdate"))

    def judge(self, line: int, row: list[str]) -> None:
        seen = row[self.at["cameocode"]], self.cell(row, "intensity")
        if seen not in self.judged:
            self.codes.judge(line, seen[0].strip(), score=seen[1])
            _remember(self.judged, seen)

    def verdict(self) -> tuple[int, str] | None:
        return self.codes.verdict()

    def identity(self, row: list[str]) -> tuple[str, ...] | None:
        """Return id, date and code: ids come back with another date, and are other events then."""
        known = _id(self.cell(row, "eventid"))
        return known and (
            "icews",
            known,
            _day(self.cell(row, "eventdate")),
            self.cell(row, "cameocode"),
        )

    def counts(self, row: list[str]) -> tuple[float, float]:
        """Return (1, 0) for a cooperative event and (0, 1) for another, by its CAMEO root code."""
        return (1, 0) if cooperative(self.cell(row, "cameocode")) else (0, 1)


# Where files of GDELT without names have their columns.
PLACES = {"globaleventid": 0, "sqldate": 1, "actor1countrycode": 7, "actor2countrycode": 17, "eventcode": 26,
          "eventbasecode": 27, "eventrootcode": 28, "quadclass": 29, "goldsteinscale": 30}  # fmt: skip


class Gdelt(Rows):
    """Single events of GDELT, by the columns of its data format codebooks.

    Every row is one event.
    """

    events = whole = True
    names = ("actor1countrycode", "actor2countrycode")
    letters, nobody = (
        "iso",
        frozenset({"SAF", "PAL"}),
    )  # southern Africa and the Palestinians: COW means others

    def __init__(self, at: dict[str, int], widths: tuple[int, ...], added: int | None):
        super().__init__(at, widths)
        self.codes, self.roots, self.judged = Codes(), Codes(), set()
        self.date, self.added = (
            "sqldate" if "sqldate" in at else "day",
            added,
        )  # added: where DATEADDED stands
        self.told = [at[name] for name in PLACES if name in at and PLACES[name] > 20]  # what it was

    def period(self, row: list[str]) -> str:
        return checked_month(self.cell(row, self.date))

    def covered(self, row: list[str], period: str) -> str:
        """Return the month in which the row came, as events are dated back.

        In files of history it is always one.
        """
        if self.added is None or len(row) == _HISTORY:
            return period
        added = checked_month(row[self.added])
        if added < period:
            raise InvalidInput(f"DATEADDED is '{row[self.added][:40]}', before the event itself")
        return added

    def judge(self, line: int, row: list[str]) -> None:
        seen = tuple([row[k] for k in self.told])
        if seen in self.judged:
            return
        _remember(self.judged, seen)
        root, others = self.cell(row, "eventrootcode"), self._quad(row)
        self.roots.judge(line, root, others="")  # a root code of two digits has lost nothing
        if others is None and root:
            others = _kind(root)
        self.codes.judge(line, self._code(row), others, self.cell(row, "goldsteinscale"))

    def verdict(self) -> tuple[int, str] | None:
        return self.codes.verdict()

    def identity(self, row: list[str]) -> tuple[str, ...] | None:
        known = _id(self.cell(row, "globaleventid"))
        what = self._code(row) or self.cell(row, "eventrootcode"), self._quad(row) or ""
        return known and ("gdelt", known, _day(self.cell(row, self.date)), *what)

    def counts(self, row: list[str]) -> tuple[float, float]:
        """Return (1, 0) for a cooperative event and (0, 1) for another, by its quad class or else its root code."""
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

        None where it has none.
        """
        return _kind_of_quad(self.cell(row, "quadclass"))


_KINDS = {True: "cooperative", False: "conflict"}
_CODED = {"quadclass", "eventcode", "eventbasecode", "eventrootcode"}
_NO_ID = frozenset(
    {"", ".", "-", "na", "n/a", "#n/a", "nan", "<na>", "null", "none"}
)  # ids that are missing
_AT_ONCE = 2**14  # kinds of rows that were judged
_HISTORY = 57  # columns of GDELT's files of history, which were all added on one day


@lru_cache(maxsize=4096)
def _kind(code: str) -> str | None:
    """Return what an event is by its code; None where it is no code."""
    return _KINDS[code < "09"] if re.fullmatch("(?:0[1-9]|1[0-9]|20)[0-9]*", code) else None


@lru_cache(maxsize=4096)
def _kind_of_quad(quad: str) -> str | None:
    """Return what an event is by its quad class; None where it has none."""
    return _KINDS[quad[0] < "3"] if re.fullmatch(r"[1-4](\.0+)?", quad) else None


def _remember(seen: set, what: object) -> None:
    """Add to a set that stays small."""
    if len(seen) >= _AT_ONCE:
        seen.clear()
    seen.add(what)


def _id(text: str) -> str | None:
    """Return an id as it is published, also where a program took it for a number.

    None where there is none.

    Where a spreadsheet rounded ids (4.1E+08), many events have the same, so that it is none.
    """
    if text.isdecimal():
        return text
    rounded = re.fullmatch(r"[+-]?[0-9]+([.,][0-9]*)?[eE][+-]?[0-9]+", text)
    return None if rounded or text.casefold() in _NO_ID else re.sub(r"\.0+$", "", text)


@lru_cache(maxsize=4096)
def _day(text: str) -> str:
    """Return the digits of a day."""
    return re.sub(r"[^0-9]", "", text)[:8]


def _count(name: str, text: str) -> float:
    """Return a number of events."""
    value = (
        float(text) if re.fullmatch(r"[0-9]{1,400}(\.[0-9]*)?([eE]\+?[0-9]{1,4})?", text) else -1.0
    )
    if not (0 <= value <= MOST and value == int(value)):
        raise InvalidInput(
            f"{name} is '{text[:40]}': a whole number of events from 0 to {MOST:,} is needed"
        )
    return value


def rows_of(path: Path, first: list[str]) -> tuple[Rows, bool]:
    """Return how to read a file, from its first row, and whether that row is a header already.

    Raises
    ------
    InvalidInput
        When it is no event data that is known.
    """
    if len(first) in (57, 58, 61) and re.fullmatch(r"[0-9]{8}", first[1]):
        new = len(first) == 61
        return Gdelt(PLACES, (61,) if new else (57, 58), 59 if new else 56), False
    names = [plain(name) for name in first]
    at, known = {name: k for k, name in enumerate(names)}, set(names)
    quads = {plain(name) for name in _QUADS}
    if {"eventdate", "sourcecountry", "cameocode", "targetcountry"} <= known:
        made, read = (
            Icews(at, (len(first),)),
            (*Icews.names, "eventdate", "cameocode", "eventid", "intensity"),
        )
    elif set(Gdelt.names) <= known and known & {"sqldate", "day"} and known & _CODED:
        added = (
            at.get("dateadded") if "sourceurl" in known else None
        )  # without addresses it is a file of history
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
