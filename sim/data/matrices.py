"""Matrices: how much each actor wants to be with each other, and sizes, from CSV files."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import numpy as np

from sim.errors import InvalidInput
from sim.scenario import nearest
from sim.system.files import read_bytes

from .delimited import shown
from .file_formats import check_text

LARGEST = 1e100  # propensity or size: three multiplied and all added up stay finite
_MOST = 200  # actors of a landscape, and characters of a name
_BYTES = 16 * 2**20


def from_csv(
    propensity_path: str | Path, size_path: str | Path | None = None
) -> tuple[tuple[str, ...], np.ndarray, np.ndarray]:
    """Read names, propensities (actor, actor) and sizes (actor,), in the order of the first header.

    Parameters
    ----------
    propensity_path : str or Path
        A header of names (its first cell is free), and a row for each name, in any order: the name,
        and how much it wants to be with each in the header. Cells of the diagonal are not read.
    size_path : str or Path, optional
        A header that begins ``name,size``, and a row for each name. By default all sizes are 1.

    Raises
    ------
    ValueError
        ``file:line: what is wrong``.
    """
    (_, *names), rows = _table(propensity_path)
    propensity = np.zeros((len(names), len(names)))
    for i, (where, cells) in enumerate(rows):
        for j, cell in enumerate(cells[1:]):
            propensity[i, j] = (
                0.0 if i == j else _number(f"{where}: {names[i]} toward {names[j]}", cell)
            )
    size = np.ones(len(names))
    for i, (where, cells) in enumerate(_table(size_path, names)[1] if size_path else ()):
        size[i] = _number(f"{where}: size of {names[i]}", cells[1], bound=" from 0")
    return tuple(names), propensity, size


def _table(
    path: str | Path, names: list[str] | None = None
) -> tuple[list[str], list[tuple[str, list[str]]]]:
    """Return a file's header, and ``file:line`` and cells of the row of each name.

    By default these are all names in the header.
    """
    (line, header), *rows = _lines(path)
    if names and header[:2] != ["name", "size"]:
        began = shown(",".join(header[:2]))
        raise InvalidInput(
            f"{path}:{line}: the header must begin name,size, not {began or 'be empty'}"
        )
    names = names or _names(f"{path}:{line}", header, rows)
    result: dict[str, tuple[str, list[str]]] = {}
    for line, cells in rows:
        if len(cells) != len(header):
            raise InvalidInput(
                f"{path}:{line}: {len(cells)} cells, where the header has {len(header)}"
            )
        if cells[0] not in names:
            word = cells[0][:_MOST]
            raise InvalidInput(
                f"{path}:{line}: unknown name {shown(cells[0])!r}{nearest(word, names)}"
            )
        if cells[0] in result:
            raise InvalidInput(
                f"{path}:{line}: {cells[0]!r} has a row already: {result[cells[0]][0]}"
            )
        result[cells[0]] = f"{path}:{line}", cells
    if missing := [name for name in names if name not in result]:
        more = ", ..." * (len(missing) > 12)
        raise InvalidInput(
            f"{path}:{line}: the file ends without a row for {', '.join(missing[:12])}{more}"
        )
    return header, [result[name] for name in names]


def _names(where: str, header: list[str], rows: list[tuple[int, list[str]]]) -> list[str]:
    """Return the names in the header, or refuse them."""
    names = header[1:]
    cure = "write the names into the first row and the first column"
    if names and all(map(_is_number, names)):
        raise InvalidInput(
            f"{where}: the names are all numbers ({', '.join(names[:4])}): is there no header? "
            f"{cure}"
        )
    if (
        names
        and rows
        and rows[0][1]
        and len(rows[0][1]) == len(header)
        and all(_is_number(row[0]) for _, row in rows)
    ):
        raise InvalidInput(
            f"{where}: the first column holds numbers ({rows[0][1][0]}) instead of names: {cure}"
        )
    if len(set(names)) < max(2, len(names)) or "" in names:
        twice = [name for k, name in enumerate(names) if name and name in names[:k]]
        reason = f"; '{shown(twice[0])}' is there twice" if twice else ""
        raise InvalidInput(
            f"{where}: the header needs two or more names, all different, separated by "
            f"commas{reason}"
        )
    if len(names) > _MOST:
        raise InvalidInput(f"{where}: {len(names)} names, of which there may be {_MOST}")
    long = [name for name in names if len(name) > _MOST]
    if long:
        raise InvalidInput(
            f"{where}: the name '{shown(long[0])}' is longer than {_MOST} characters"
        )
    return names


def _lines(path: str | Path) -> list[tuple[int, list[str]]]:
    """Return the rows of a CSV file that are not blank, each with its line.

    An empty file has one row without cells.
    """
    path = Path(path)
    check_text(path)
    data = read_bytes(path, _BYTES)
    try:
        reader = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        rows = [
            (reader.line_num, [cell.strip() for cell in row])
            for row in reader
            if any(map(str.strip, row))
        ]
    except UnicodeDecodeError as error:
        line = len(data[: error.start + 1].splitlines())
        raise InvalidInput(f"{path}:{line}: not UTF-8 text; save the file as CSV UTF-8") from None
    except csv.Error as error:
        raise InvalidInput(f"{path}:{reader.line_num}: {error}") from None
    return rows or [(1, [])]


def _is_number(text: str) -> bool:
    """Say whether a cell holds a number."""
    return (
        re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|[+-]?(inf|nan)", text, re.ASCII | re.I)
        is not None
    )


def _number(where: str, text: str, bound: str = "") -> float:
    """Return a finite number from a cell; with a bound, one that is not negative."""
    value = float(text) if len(text) < _MOST and _is_number(text) else float("nan")
    if np.isfinite(value) and not (bound and value < 0):
        if abs(value) <= LARGEST:
            return value
        raise InvalidInput(f"{where}: {shown(text)!r} is beyond {LARGEST:g}")
    raise InvalidInput(f"{where}: {shown(text)!r} is not a finite number{bound}")
