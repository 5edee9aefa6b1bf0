"""Separated: rows of text files with columns, of any size, and what is wrong with the damaged ones."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from .errors import InvalidInput

NAMED = 10_000  # damaged rows named one by one, so that memory stays bounded; the rest are counted
_LONGEST = 2**20  # bytes of a row
_NO_TEXT = dict.fromkeys((b"PK", b"\x1f\x8b"), "an archive: unpack it")
_NO_TEXT |= dict.fromkeys((b"\xff\xfe", b"\xfe\xff"), "UTF-16: save it as UTF-8")


def plain(name: str) -> str:
    """Return a column's name without case, byte order mark, spaces and marks: "Session.x", "session_x" are one."""
    return re.sub(r"[\W_]+", "", name.casefold())


class Faults:
    """What is wrong with a file, row by row; beyond `NAMED` rows it only counts."""

    def __init__(self, name: str):
        self.name, self.count, self.named = name, 0, []

    def add(self, line: int, text: str) -> None:
        """Note a damaged row."""
        self.count += 1
        if self.count <= NAMED:
            self.named.append(f"{self.name}:{line}: {text}")

    def told(self) -> list[str]:
        """Return what was named, and how many were not."""
        more = self.count - len(self.named)
        return [*self.named, *([f"{self.name}: {more:,} more damaged rows"] if more else [])]


def read_rows(path: Path, faults: Faults) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a separated file one by one, with their lines from 1; the first is the header, if there is one.

    Separators are tabs, or semicolons or commas with quotes. Rows that cannot be read at all are noted as faults.

    Raises
    ------
    ValueError
        When the file is no text, or empty.
    """
    with path.open("rb") as file:
        separator = ""
        for number, raw in enumerate(iter(lambda: _line(file), b""), start=1):
            if number == 1 and raw[:2] in _NO_TEXT:
                raise InvalidInput(f"{path}: expected text in UTF-8, found {_NO_TEXT[raw[:2]]} first")
            text = _text(raw)
            if isinstance(text, Exception):
                faults.add(number, str(text))
            elif text.strip():
                separator = separator or max("\t;,", key=text.count)
                yield from _split(text, separator, number, faults)
        if not separator:
            raise InvalidInput(f"{path}: expected rows of text, found none")


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
        return ValueError(f"byte {error.start + 1} is not UTF-8")


def _split(text: str, separator: str, number: int, faults: Faults) -> Iterator[tuple[int, list[str]]]:
    """Yield the fields of a row, or note that they cannot be told apart."""
    if separator == "\t":  # event files hold lone quotes
        fields = text.split("\t")
        yield number, [field.strip('"') for field in fields] if '"' in text else fields
        return
    try:
        yield number, [field.strip() for field in next(csv.reader([text], delimiter=separator, strict=True))]
    except csv.Error as error:
        faults.add(number, str(error))
