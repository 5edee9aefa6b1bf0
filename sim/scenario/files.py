"""Scenario files: finding them, and reading them whatever they hold."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sim.errors import InvalidInput
from sim.system.files import read_bytes
from sim.system.text import in_a_line

from .positions import Positions, positions
from .problems import MOST_TOLD, Problem, Refused, nearest

_PACKAGE = Path(__file__).parents[1]
MOST_BYTES = 4_000_000  # 200 states with all their ties take about 3 MB
DEEPEST = 20  # a scenario is nowhere nested deeper than 6
_AT = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


@dataclass(frozen=True)
class Document:
    """A file as it was read: its label in messages, its tables, and where everything stands.

    Nobody changes the tables: documents of the same text share them.
    """

    path: Path
    label: str
    data: dict
    places: Positions

    def line(self, path: tuple) -> int | None:
        """Return the line of a path, or of what is nearest around it."""
        return self.places.line(path)


def shipped_folder() -> Path:
    """Return the folder of the scenarios that come with the program."""
    installed = _PACKAGE / "shipped_scenarios"
    return installed if installed.is_dir() else _PACKAGE.parent / "scenarios"


def shipped() -> dict[str, Path]:
    """Return the scenarios that come with the program, by name."""
    return {path.stem: path for path in sorted(shipped_folder().glob("*.toml"))}


def at_hand(beside: Path | None = None) -> dict[str, Path]:
    """Return the scenarios that a name can mean, by name: what comes first in ``find`` counts."""
    own = [folder for folder in (beside, Path("scenarios")) if folder]
    mine = {path.stem: path for at in reversed(own) for path in sorted(at.glob("*.toml"))}
    return shipped() | mine


def written_as_path(word: str) -> bool:
    """Say whether a word is a path: it has a separator, or ends in .toml. Others are names."""
    return word.endswith(".toml") or "/" in word or "\\" in word


def find(name: str | Path, beside: Path | None = None) -> Path:
    """Return the file that a name or path means.

    Parameters
    ----------
    name : str or Path
        A path (anything with a separator or ending in .toml), or the name of a file in
        ``./scenarios`` or of a scenario that comes with the program.
    beside : Path, optional
        Folder of the file that names this one.

    Raises
    ------
    Refused
        When there is no such file, naming the nearest.
    """
    text = str(name)
    if written_as_path(text):
        candidates = [beside / text if beside else Path(text)]
    else:
        folders = [beside] if beside else []
        candidates = [
            folder / f"{text}.toml" for folder in [*folders, Path("scenarios"), shipped_folder()]
        ]
    for candidate in candidates:
        if _is_there(candidate):
            return candidate
    if written_as_path(text):
        raise Refused([Problem(text, None, "", "there is no such file")])
    known = nearest(text, sorted(at_hand(beside)))
    raise Refused([Problem(text, None, "", f"there is no such scenario{known}")])


def _is_there(path: Path) -> bool:
    """Say whether there is something at a path, whatever somebody wrote for one."""
    try:
        return path.exists()
    # Too long for a name, a character that no name may have, a folder without the right to read.
    except (OSError, ValueError):
        return False


def read(path: Path, to_begin: str = "") -> tuple[Document, list[Problem]]:
    """Read a file, whatever it holds.

    Parameters
    ----------
    path : Path
    to_begin : str
        What is said of an empty file: how to write one of its kind.

    Returns
    -------
    Document
        What could be read; of what is written twice, the first.
    list of Problem
        What is written twice.

    Raises
    ------
    Refused
        When nothing can be made of the file.
    """
    label = in_a_line(path.name)
    text = _text(path, label)
    if not text.strip():
        told = f"; {to_begin}" if to_begin else ""
        raise Refused([Problem(label, None, "", f"the file is empty{told}")])
    understood = _understood_once if _is_ours(path) else _understood
    data, places = understood(text, label)
    problems = [
        Problem(label, line, _dotted(where), f"written twice (first at line {places.line(where)})")
        for where, line, _, _ in places.twice[:MOST_TOLD]
    ]
    return Document(path, label, data, places), problems


def _is_ours(path: Path) -> bool:
    """Say whether a file comes with the program, also where it is called ./scenarios/..."""
    here = path.absolute()
    return any(here.is_relative_to(one) for one in (shipped_folder(), _PACKAGE))


def _understood(text: bytes, label: str) -> tuple[dict, Positions]:
    """Return the tables of a file's text, and where everything stands in it."""
    _check_depth(text, label)
    places = positions(text, DEEPEST)
    if places.too_much:
        line, what = places.too_much
        raise Refused([Problem(label, line, "", what)])
    return _parse(_blanked(text, places), label), places


# By their text, which may change. The file of a world takes half a second, and is read many times.
_understood_once = lru_cache(maxsize=32)(_understood)


def _text(path: Path, label: str) -> bytes:
    """Read a file's bytes, within limits."""
    try:
        data = read_bytes(path, MOST_BYTES)
    except InvalidInput as error:
        text = str(error).removeprefix(str(path)).lstrip(": ")
        system = isinstance(error.__context__, OSError)
        raise Refused(
            [Problem(label, None, "", f"cannot be read: {text}" if system else text)]
        ) from None
    try:
        return data.decode("utf-8").removeprefix("\ufeff").encode()
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Refused(
            [Problem(label, line, "", "not UTF-8 text; save the file as UTF-8")]
        ) from None


def _check_depth(text: bytes, label: str) -> None:
    """Refuse what is nested too deep, before anything tries to follow it."""
    depth = 0
    for bracket in re.finditer(rb"[][{}]", text):
        depth = depth + 1 if bracket[0] in b"[{" else max(depth - 1, 0)
        if depth > DEEPEST:
            line = text.count(b"\n", 0, bracket.start()) + 1
            raise Refused([Problem(label, line, "", f"brackets nested more than {DEEPEST} deep")])


def _blanked(text: bytes, places: Positions) -> str:
    """Return the text with spaces for what is written twice, so that the rest can be checked."""
    characters = bytearray(text)
    for _, _, start, end in places.twice:
        for k in range(start, end):
            if characters[k] not in b"\r\n":
                characters[k] = ord(" ")
    return characters.decode()


def _parse(text: str, label: str) -> dict:
    """Parse TOML; a fault becomes a problem with its line."""
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        message = str(error)
        where = _AT.search(message)
        line = None
        if "integer string conversion" in message:  # Python's own limit, which knows no line
            line, message = _longest_digits(text), "a number has thousands of digits"
        elif where:
            line = int(where.group(1)) if where.group(1) else text.count("\n") + 1
            message = message[: where.start()]
        raise Refused([Problem(label, line, "", f"not valid TOML: {message}")]) from None


def _longest_digits(text: str) -> int:
    """Return the line of the longest number in a text."""
    longest = max(re.finditer(r"[0-9_]+", text), key=lambda digits: len(digits[0]))
    return text.count("\n", 0, longest.start()) + 1


def _dotted(path: tuple) -> str:
    """Write a path as in messages."""
    return ".".join(str(part) for part in path)
