"""Delimited: rows of text files with columns, of any size, and the faults of damaged ones."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from sim.errors import InvalidInput
from sim.system.files import opened

from .file_formats import check_text, is_stata, stata_rows

NAMED = 10_000  # damaged rows named one by one, so that memory stays bounded; the rest are counted
SHOWN = 60  # characters of a cell in a message
_LONGEST = 2**20  # bytes of a row
_JOINED = 50  # lines of one cell in quotes


def plain(name: str) -> str:
    """Return a column's name without case, spaces and marks: "Session.x" is "session_x"."""
    return re.sub(r"[\W_]+", "", name.casefold())


def shown(text: str) -> str:
    """Return a cell as it stands in a message: its beginning, if it is long."""
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}..."


class Faults:
    """What is wrong with a file, row by row; beyond `NAMED` rows it only counts.

    A function that is given hears of the cells of each row that could not be read, as far as they
    can be told apart.
    """

    def __init__(self, name: str, heed: Callable[[list[str]], None] | None = None) -> None:
        self.name, self.count, self.heed = name, 0, heed
        self.named: list[str] = []
        # lines: of the latest fault, and of a last row without an end of line
        self.last, self.unended = 0, -1

    def add(self, line: int, text: str) -> None:
        """Note a damaged row.

        Parameters
        ----------
        line : int
            Its number, from 1.
        text : str
            What is wrong.
        """
        self.count += 1
        self.last = line
        if self.count <= NAMED:
            self.named.append(f"{self.name}:{line}: {text}")

    def lost(self, line: int, text: str, cells: list[str]) -> None:
        """Note a row that could not be read, and what is left of its cells.

        Parameters
        ----------
        line : int
            Its number, from 1.
        text : str
            What is wrong.
        cells : list of str
            As far as they can be told apart.
        """
        self.add(line, text)
        if self.heed:
            self.heed(cells)

    def cut(self) -> bool:
        """Say whether the file ends in the middle of a row, so that more may be missing."""
        return self.last == self.unended

    def told(self) -> list[str]:
        """Return what was named, and how many were not."""
        more = self.count - len(self.named)
        return [*self.named, *([f"{self.name}: {more:,} more damaged rows"] if more else [])]


def read_rows(path: Path, faults: Faults) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a separated file one by one, with their lines from 1.

    The first row is the header, if there is one.

    Separators are tabs, or semicolons or commas with quotes. Rows that cannot be read at all are
    noted as faults. The rows of a Stata file are read alike.

    Parameters
    ----------
    path : Path
        Text in UTF-8 with columns, or a Stata file.
    faults : Faults
        Added to.

    Raises
    ------
    ValueError
        When the file is no regular file, no text (the format and the cure are named), or empty.
    """
    if is_stata(path):
        yield from enumerate(stata_rows(path), start=1)
        return
    check_text(path)
    with opened(path) as file:
        separator = ""
        lines = _Lines(file)
        for number, raw in lines:
            faults.unended = -1 if raw.endswith(b"\n") else number
            text = _text(raw)
            if isinstance(text, str) and not text.strip():
                continue
            if isinstance(text, Exception):
                faults.lost(number, str(text), _loose(raw, separator))
                continue
            if not separator and number == 1 and (named := re.fullmatch(r'"?sep=([\t;,])"?', text)):
                separator = named[1]  # a line for Excel
                continue
            if not lines.width:
                separator = separator or max("\t;,", key=text.count)
                lines.width = text.count(separator) + 1
            cells = _cells(text, separator, lines)
            if isinstance(cells, Exception):
                faults.lost(number, str(cells), _loose(raw, separator))
            else:
                yield number, cells
        if not lines.width:
            raise InvalidInput(f"{path}: expected rows of text, found none")


class _Lines:
    """The lines of a file with their numbers; some can be looked at before they are taken."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.number, self.width = file, 0, 0
        self.ahead: deque[bytes] = deque()

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        while raw := (self.ahead.popleft() if self.ahead else _line(self.file)):
            self.number += 1
            yield self.number, raw

    def coming(self) -> Iterator[bytes]:
        """Yield the next lines without taking them."""
        for k in range(_JOINED):
            if k == len(self.ahead):
                raw = _line(self.file)
                if not raw:
                    return
                self.ahead.append(raw)
            yield self.ahead[k]

    def take(self, count: int) -> None:
        """Pass over lines that were looked at."""
        self.number += count
        for _ in range(count):
            self.ahead.popleft()


def _line(file: IO[bytes]) -> bytes:
    """Return the next row; of one that is too long the start."""
    raw = rest = file.readline(_LONGEST)
    while len(rest) == _LONGEST and not rest.endswith(b"\n"):
        rest = file.readline(_LONGEST)
    return raw


def _text(raw: bytes) -> str | Exception:
    """Return a row as text, or what is wrong with it."""
    if b"\0" in raw:
        return ValueError("a NUL byte: the file was damaged on its way")
    if len(raw) == _LONGEST:
        return ValueError("longer than a row can be")
    try:
        return raw.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError as error:
        return ValueError(f"byte {error.start + 1} is not UTF-8: save the file as UTF-8")


def _cells(text: str, separator: str, lines: _Lines) -> list[str] | Exception:
    """Return the cells of a row, or why they cannot be told apart."""
    if separator == "\t":  # event files hold lone quotes
        plainly = text.split("\t")
        return [cell.strip('"') for cell in plainly] if '"' in text else plainly
    cells = _quoted(text, separator)
    if not isinstance(cells, Exception) or text.count('"') % 2 == 0:
        return cells
    return _joined(text, separator, lines) or cells


def _quoted(text: str, separator: str) -> list[str] | Exception:
    """Return the cells of a row with quotes, or why they cannot be told apart."""
    try:
        return [cell.strip() for cell in next(csv.reader([text], delimiter=separator, strict=True))]
    except csv.Error as error:
        return ValueError(f"{error}: a quote is missing or one too many")


def _joined(text: str, separator: str, lines: _Lines) -> list[str] | None:
    """Return the cells of a row that goes on over the next lines inside quotes, and take these.

    The result is None if it does not.

    A line that is a whole row by itself was swallowed by a lost quote.
    """
    for count, raw in enumerate(lines.coming(), start=1):
        more = _text(raw)
        if isinstance(more, Exception) or len(text) > _LONGEST:
            return None
        alone = _quoted(more, separator)
        if not isinstance(alone, Exception) and len(alone) == lines.width:
            return None
        text = f"{text} {more}"
        cells = _quoted(text, separator)
        if not isinstance(cells, Exception):
            if len(cells) != lines.width:
                return None
            lines.take(count)
            return cells
    return None


def _loose(raw: bytes, separator: str) -> list[str]:
    """Return what can be told of the cells of a damaged row, with lone quotes.

    Where the row was cut, the last cell is left out.
    """
    text = raw[:4096].decode("utf-8", errors="replace").rstrip("\r\n")
    cells = [
        cell.strip() if cell.count('"') % 2 else cell.strip(' "')
        for cell in text.split(separator or ",")
    ]
    return cells[:-1] if len(raw) > 4096 else cells
