"""Formats of files that are no text with columns, known by their first bytes, and the cure."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sim.errors import InvalidInput
from sim.system.files import opened
from sim.system.zips import DAMAGED

_CSV = "save it as CSV"
_BEGINNINGS = (
    (b"PAR1", "a Parquet file", _CSV),
    (b"ARROW1", "a Feather file", _CSV),
    (b"$FL2", "an SPSS file", _CSV),
    (b"ASCII SPSS PORT FILE", "an SPSS file", _CSV),
    (b"$FL3", "an SPSS file", _CSV),
    (b"HEADER RECORD*******", "a SAS file", _CSV),
    (b"\0" * 12 + b"\xc2\xea\x81\x60", "a SAS file", _CSV),
    (b"\xd0\xcf\x11\xe0", "an Excel workbook of the old kind", _CSV),
    (b"SQLite format 3\0", "an SQLite database", "export the table as CSV"),
    (b"RDX2\n", "an R file", _CSV),
    (b"RDX3\n", "an R file", _CSV),
    (b"RDA2\n", "an R file", _CSV),
    (b"RDA3\n", "an R file", _CSV),
    (b"X\n\0", "an R file", _CSV),
    (b"%PDF", "a PDF document", "take the data file itself"),
    (b"7z\xbc\xaf", "an archive (7z)", "unpack it first"),
    (b"Rar!", "an archive (RAR)", "unpack it first"),
    (b"\x89HDF", "an HDF5 file", _CSV),
    (b"\x93NUMPY", "a NumPy file", _CSV),
    (b"\x89PNG", "a picture", "take the data file itself"),
    (b"\x28\xb5\x2f\xfd", "an archive (zstd)", "unpack it first"),
    (b"\x04\x22\x4d\x18", "an archive (lz4)", "unpack it first"),
    (b"{\\rtf", "a text document (RTF)", _CSV),
    (b"\xff\xfe\0\0", "text in UTF-32", "save it as UTF-8"),
    (b"\0\0\xfe\xff", "text in UTF-32", "save it as UTF-8"),
    (b"\xff\xfe", "text in UTF-16", "save it as UTF-8"),
    (b"\xfe\xff", "text in UTF-16", "save it as UTF-8"),
)
# control characters that no text has
_BINARY = bytes(range(9)) + bytes(range(14, 26)) + bytes(range(28, 32))
_PACKED: dict[bytes, tuple[str, Callable]] = {
    b"\x1f\x8b": ("gzip", gzip.open),
    b"BZh": ("bzip2", bz2.open),
    b"\xfd7zXZ": ("xz", lzma.open),
}
_ZIPPED = {
    "xl/": "an Excel workbook",
    "word/": "a Word document",
    "content.xml": "an OpenDocument file",
    "Index/": "a file of Apple's Numbers, Pages or Keynote",
}


def check_text(path: Path) -> None:
    """Refuse what is not text, naming the format and the cure.

    A Stata file is told apart by ``is_stata``.
    """
    with opened(path) as file:
        start = file.read(4096)
    what, cure = _known(path, start)
    if what:
        raise InvalidInput(f"{path}: expected text with columns, found {what}: {cure}")


def _known(path: Path, start: bytes) -> tuple[str, str]:
    """Return what a file is and the cure, or nothing for what may be text."""
    for beginning, what, cure in _BEGINNINGS:
        if start.startswith(beginning):
            return what, cure
    if start.startswith((b"PK\x03", b"PK\x05", b"PK\x07")):
        return _zipped(path)
    for beginning, (what, unpacked) in _PACKED.items():
        if start.startswith(beginning):
            return _packed(path, what, unpacked)
    return ("a Stata file", _CSV) if is_stata(path) else _no_table(start) or _no_utf8(start)


def _no_table(start: bytes) -> tuple[str, str] | None:
    """Return what a text is that holds no table, and the cure."""
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype", b"<html", b"<?xml", b"<table")):
        return "a web page", "the download went wrong: fetch the file itself"
    if text.startswith(b"version https://git-lfs"):
        return "a pointer of Git LFS", "fetch the file that it stands for"
    if text.startswith((b"{", b"[{", b"[[")):
        return "a JSON file", _CSV
    if start[257:262] == b"ustar":
        return "an archive (tar)", "unpack it first"
    return None


def _no_utf8(start: bytes) -> tuple[str, str]:
    """Return what is not UTF-8 text with today's line ends, and the cure; else nothing."""
    header = start.partition(b"\n")[0]
    odd, even = (header[k::2].count(0) > 0.8 * len(header[k::2]) > 0 for k in (1, 0))
    if odd != even:
        return "text in UTF-16", "save it as UTF-8"
    if header.translate(None, _BINARY) != header:
        return "a binary file of a kind that is not known here", _CSV
    if b"\r" in start and b"\n" not in start:
        return (
            "lines that end with a carriage return alone",
            "save it with those of Windows or Unix",
        )
    return "", ""


def _zipped(path: Path) -> tuple[str, str]:
    """Return what a zip file holds."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()[:1000]
    except DAMAGED:
        names = []
    for part, what in _ZIPPED.items():
        if any(name.startswith(part) for name in names):
            return what, _CSV
    suffixes = {
        ".xlsx": "an Excel workbook",
        ".xlsm": "an Excel workbook",
        ".ods": "an OpenDocument file",
    }
    workbook = suffixes.get(path.suffix.lower())
    return (workbook, _CSV) if workbook else ("an archive (zip)", "unpack it first")


def _packed(path: Path, what: str, unpacked: Callable) -> tuple[str, str]:
    """Return what a packed file holds: R packs what it saves."""
    try:
        with unpacked(path, "rb") as file:
            start = file.read(8)
    except (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError):
        start = b""
    if (
        start[:3] in (b"RDX", b"RDA")
        or start[:2] in (b"X\n", b"A\n")
        or path.suffix.lower() in (".rdata", ".rda", ".rds")
    ):
        return "an R file", _CSV
    return f"an archive ({what})", "unpack it first"


def is_stata(path: Path) -> bool:
    """Say whether a file is Stata's, of any version that pandas reads."""
    with opened(path) as file:
        start = file.read(11)
    return start == b"<stata_dta>" or (
        len(start) > 3 and 102 <= start[0] <= 115 and start[1] in (1, 2) and start[2] == 1
    )


def stata_rows(path: Path) -> Iterator[list[str]]:
    """Yield a Stata file's column names, then its rows as text, a part of the file at a time.

    Dates and months are as in "2013-05-31" and "2013-05". Where numbers stand for words that were
    numbered in order, as Stata's ``encode`` and categories of pandas do, the words are given: 2
    would be the United States, whoever comes second in the file.

    Raises
    ------
    ValueError
        When the file is damaged.
    """
    import pandas as pd

    try:
        with (
            opened(path) as file,
            pd.read_stata(
                file, chunksize=20_000, convert_categoricals=False, convert_dates=False
            ) as parts,
        ):
            words = _words(parts)
            for number, part in enumerate(parts):
                if number == 0:
                    yield [str(name) for name in part.columns]
                kept = part.astype(object).where(part.notna(), "")
                for name, said in words.items():
                    kept[name] = [said(value) for value in kept[name]]
                yield from (
                    [_cell(value) for value in row]
                    for row in kept.itertuples(index=False, name=None)
                )
    except InvalidInput:
        raise
    except Exception as error:  # pandas fails in many ways over damaged bytes: no bug of ours
        why = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise InvalidInput(
            f"{path}: a Stata file that cannot be read ({why}): save it as CSV"
        ) from None


def _words(parts: Any) -> dict[str, Callable[[Any], Any]]:
    """Return, by column, how the numbers of a Stata file are said in words or dates."""
    result: dict[str, Callable[[Any], Any]] = {}
    labels = parts.value_labels()
    for name, form, label in zip(parts._varlist, parts._fmtlist, parts._lbllist, strict=True):
        named, unit = labels.get(label, {}), form.lstrip("%-")
        numbers, least = sorted(named), min(named, default=-1)
        in_order = least in (0, 1) and numbers == list(range(least, least + len(named)))
        if in_order and numbers not in ([0], [0, 1]):  # these are no and yes
            result[name] = partial(_label, named)
        elif unit.startswith(("td", "d", "tc", "tC", "tm")):
            result[name] = partial(_date, unit.removeprefix("t")[0])
    return result


def _label(named: dict[int, str], value: Any) -> Any:
    """Return the word for a number, or the number where it has none."""
    return named.get(value, value)


def _date(unit: str, value: Any) -> Any:
    """Return the day or month of a number of days, milliseconds or months since 1960."""
    if value == "":
        return value
    if unit == "m":
        return f"{1960 + int(value) // 12}-{int(value) % 12 + 1:02}"
    days = int(value) if unit == "d" else int(value) // 86_400_000
    return (date(1960, 1, 1) + timedelta(days=days)).isoformat()


def _cell(value: object) -> str:
    """Return a value as text."""
    return (
        value if isinstance(value, str) else repr(value.item() if hasattr(value, "item") else value)
    )
