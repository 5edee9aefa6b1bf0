"""Scenario files: finding them, and reading them whatever they hold."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from ..text import in_a_line
from .positions import Positions, positions
from .problems import Problem, Refused, nearest

MOST_BYTES = 4_000_000  # 200 states with all their ties take about 3 MB
DEEPEST = 20  # a scenario is nowhere nested deeper than 6
_AT = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


@dataclass(frozen=True)
class Document:
    """A file as it was read: its label in messages, its tables, and where everything stands."""

    path: Path
    label: str
    data: dict
    places: Positions

    def line(self, path: tuple) -> int | None:
        """Return the line of a path, or of what is nearest around it."""
        return self.places.line(path)


def shipped_folder() -> Path:
    """Return the folder of the scenarios that come with the program."""
    package = Path(__file__).parents[1]
    installed = package / "shipped_scenarios"
    return installed if installed.is_dir() else package.parent / "scenarios"


def shipped() -> dict[str, Path]:
    """Return the scenarios that come with the program, by name."""
    return {path.stem: path for path in sorted(shipped_folder().glob("*.toml"))}


def find(name: str | Path, beside: Path | None = None) -> Path:
    """Return the file that a name or path means.

    Parameters
    ----------
    name : str or Path
        A path (anything with a separator or ending in .toml), or the name of a file in ``./scenarios`` or of a
        scenario that comes with the program.
    beside : Path, optional
        Folder of the file that names this one.

    Raises
    ------
    Refused
        When there is no such file, naming the nearest.
    """
    text = str(name)
    written_as_path = text.endswith(".toml") or "/" in text or "\\" in text
    if written_as_path:
        candidates = [beside / text if beside else Path(text)]
    else:
        folders = [beside] if beside else []
        candidates = [folder / f"{text}.toml" for folder in [*folders, Path("scenarios"), shipped_folder()]]
    for candidate in candidates:
        if candidate.exists():
            return candidate
    known = {path.stem for folder in (Path("scenarios"), shipped_folder()) for path in folder.glob("*.toml")}
    if written_as_path:
        raise Refused([Problem(text, None, "", "there is no such file")])
    raise Refused([Problem(text, None, "", f"there is no such scenario{nearest(text, sorted(known))}")])


def read(path: Path) -> tuple[Document, list[Problem]]:
    """Read a file, whatever it holds.

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
    _check_depth(text, label)
    places = positions(text)
    problems = [
        Problem(label, line, _dotted(where), f"written twice (first at line {places.line(where)})")
        for where, line, _, _ in places.twice
    ]
    return Document(path, label, _parse(_blanked(text, places), label), places), problems


def _text(path: Path, label: str) -> bytes:
    """Read a file's bytes, within limits."""
    try:
        if path.is_dir():
            raise Refused([Problem(label, None, "", "this is a folder, not a scenario file")])
        size = path.stat().st_size
        if size > MOST_BYTES:
            text = f"the file has {size:,} bytes; a scenario has at most {MOST_BYTES:,}"
            raise Refused([Problem(label, None, "", text)])
        data = path.read_bytes()
    except OSError as error:
        raise Refused([Problem(label, None, "", f"cannot be read: {error.strerror}")]) from None
    if not data.strip():
        raise Refused([Problem(label, None, "", "the file is empty; `sim new NAME` writes one to start from")])
    try:
        return data.decode("utf-8").removeprefix("\ufeff").encode()
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Refused([Problem(label, line, "", "not UTF-8 text; save the file as UTF-8")]) from None


def _check_depth(text: bytes, label: str) -> None:
    """Refuse what is nested too deep, before anything tries to follow it."""
    depth = 0
    for k, character in enumerate(text):
        if character in b"[{":
            depth += 1
        elif character in b"]}":
            depth = max(depth - 1, 0)
        if depth > DEEPEST:
            line = text[:k].count(b"\n") + 1
            raise Refused([Problem(label, line, "", f"brackets nested more than {DEEPEST} deep")])
    for line, content in enumerate(text.split(b"\n"), start=1):
        if content.split(b"=")[0].split(b"#")[0].count(b".") > DEEPEST:
            raise Refused([Problem(label, line, "", f"a key with more than {DEEPEST} parts")])


def _blanked(text: bytes, places: Positions) -> str:
    """Return the text with spaces for what is written twice, so that the rest can still be checked."""
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
        if where:
            line = int(where.group(1)) if where.group(1) else text.count("\n") + 1
            message = message[: where.start()]
        raise Refused([Problem(label, line, "", f"not valid TOML: {message}")]) from None


def _dotted(path: tuple) -> str:
    """Write a path as in messages."""
    return ".".join(str(part) for part in path)
