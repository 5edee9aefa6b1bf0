"""Layers: a scenario file and the files it extends, each checked for its form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .files import Document, find, read
from .form_check import check_form
from .format import FileTable
from .problems import Problem, Refused

_MOST = 10  # files that extend one another


@dataclass(frozen=True)
class Layer:
    """One file: as read, and as a checked table."""

    document: Document
    table: FileTable

    @property
    def label(self) -> str:
        """The file's name in messages."""
        return self.document.label

    def problem(self, path: tuple, text: str) -> Problem:
        """Return a problem at a place in this file.

        Parameters
        ----------
        path : tuple
            A place in the file, of keys and positions in lists.
        text : str
            What is wrong there.
        """
        dotted = ".".join(str(part) for part in path)
        return Problem(self.label, self.document.line(path), dotted, text)

    def written(self, path: tuple, keys: Iterable[str]) -> list[str]:
        """Return which of some keys the file has at a place, whatever came of them.

        Parameters
        ----------
        path : tuple
            A place in the file.
        keys : sequence of str
            The keys in question.
        """
        data: Any = self.document.data
        for part in path:
            data = data[part]
        return [key for key in keys if key in data]

    def origin(self, path: tuple) -> str:
        """Return where a number was set, as article.toml:12."""
        return f"{self.label}:{self.document.line(path)}"


def layers(path: Path) -> tuple[list[Layer], list[Problem]]:
    """Read a file and all it extends.

    Returns
    -------
    list of Layer
        The oldest first, the file itself last.
    list of Problem
        All faults of form in all of them.

    Raises
    ------
    Refused
        When the file itself cannot be read at all.
    """
    result: list[Layer] = []
    problems: list[Problem] = []
    seen: list[Path] = []
    while True:
        try:
            document, twice = read(path, "`sim new NAME` writes one to start from")
        except Refused as refused:
            if not result or any(problem.line for problem in refused.problems):
                raise
            problems += [
                result[0].problem(("extends",), f"'{result[0].table.extends}': {p.text}")
                for p in refused.problems
            ]
            return result, problems
        table, faults = check_form(document)
        layer = Layer(document, table)
        result.insert(0, layer)
        problems += [*twice, *faults]
        seen.append(path.resolve())
        if table.extends is None:
            return result, problems
        try:
            path = _extended(table.extends, path.parent, seen)
        except Refused as refused:
            problems += [
                layer.problem(("extends",), f"'{table.extends}': {p.text}")
                for p in refused.problems
            ]
            return result, problems


def _extended(name: str, beside: Path, seen: list[Path]) -> Path:
    """Return the file that another extends; refuse one that was read already, and one too many."""
    path, wrong = find(name, beside=beside), ""
    if path.resolve() in seen:
        wrong = "a file cannot extend itself, not even by way of others"
    elif len(seen) == _MOST:
        wrong = f"more than {_MOST} files that extend one another"
    if wrong:
        raise Refused([Problem("", None, "", wrong)])
    return path
