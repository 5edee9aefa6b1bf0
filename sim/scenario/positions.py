"""Where things stand in a TOML file: a line for every key, and what is written twice."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

_LONGEST_KEY = 5_000  # characters
_MOST_INSIDE = 100_000  # 200 states have 40,000 ties


@dataclass
class Positions:
    """Lines of a file's keys.

    Attributes
    ----------
    lines : dict of path to int
        Paths are tuples of keys and positions in lists.
    twice : list of (path, line, start, end)
        Tables and keys written a second time, with the bytes they take.
    too_much : (int, str) or None
        What no scenario holds, and its line: there reading ended.
    """

    lines: dict[tuple, int] = field(default_factory=dict)
    twice: list[tuple[tuple, int, int, int]] = field(default_factory=list)
    too_much: tuple[int, str] | None = None

    def line(self, path: tuple) -> int | None:
        """Return the line of a path, or of the nearest table around it."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return None


class _TooMuchError(Exception):
    """More than a scenario ever holds: the line, and what it is."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(line, what)
        self.line, self.what = line, what


def positions(text: bytes, deepest: int) -> Positions:
    """Find the lines of all keys of a TOML text; faulty text is read as far as it goes.

    Parameters
    ----------
    text : bytes
        The file's.
    deepest : int
        Parts of a key after which no more is read.
    """
    import tree_sitter_toml
    from tree_sitter import Language, Parser

    tree = Parser(Language(tree_sitter_toml.language())).parse(text)
    result = Positions()
    try:
        _tables(tree.root_node, result, deepest)
    except _TooMuchError as error:
        result.too_much = error.line, error.what
    return result


def _tables(root: Node, result: Positions, deepest: int) -> None:
    """Note all tables and keys below the root of a file."""
    counts: dict[tuple, int] = {}
    defined: set[tuple] = set()
    for node in _few(root):
        if node.type == "pair":
            _pair(node, (), result, deepest)
        elif node.type in ("table", "table_array_element"):
            path = _header(node, counts, deepest)
            if node.type == "table_array_element":
                path = (*path, counts.setdefault(path, 0))
                counts[path[:-1]] += 1
            elif path in defined:
                result.twice.append((path, node.start_point[0] + 1, node.start_byte, node.end_byte))
                continue
            defined.add(path)
            for end in range(1, len(path) + 1):
                result.lines.setdefault(path[:end], node.start_point[0] + 1)
            for child in _few(node):
                if child.type == "pair":
                    _pair(child, path, result, deepest)


def _few(node: Node) -> list[Node]:
    """Return what a file, a table or a list holds, if it can be gone through in a few seconds."""
    if node.child_count > _MOST_INSIDE:
        raise _TooMuchError(
            node.start_point[0] + 1, f"more than {_MOST_INSIDE:,} entries and signs in one place"
        )
    return node.children


def _header(node: Node, counts: dict[tuple, int], deepest: int) -> tuple:
    """Return the path of a table's header; below a list of tables, its newest entry."""
    key = next((child for child in node.children if child.type.endswith("key")), None)
    path: tuple = ()
    keys = _keys(key, deepest)
    for k, part in enumerate(keys):
        path = (*path, part)
        if path in counts and k + 1 < len(keys):
            path = (*path, counts[path] - 1)
    return path


def _keys(node: Node | None, deepest: int) -> list[str]:
    """Return the parts of a bare, quoted or dotted key, as the reader of TOML will call them."""
    if node is not None and node.end_byte - node.start_byte > _LONGEST_KEY:
        raise _TooMuchError(
            node.start_point[0] + 1, f"a key of more than {_LONGEST_KEY:,} characters"
        )
    parts, stack = [], [node] if node is not None else []
    while stack:
        part = stack.pop()
        if part.type in ("bare_key", "quoted_key"):
            parts.append(_unquoted((part.text or b"").decode(errors="replace")))
            if len(parts) > deepest:
                raise _TooMuchError(
                    part.start_point[0] + 1, f"a key with more than {deepest} parts"
                )
        else:
            stack.extend(reversed(part.children))
    return parts


def _unquoted(key: str) -> str:
    """Return a key without its quotes and escapes."""
    if key[:1] not in ("'", '"'):
        return key
    try:
        return next(iter(tomllib.loads(f"{key} = 0")))
    except ValueError:  # the reader of TOML will say what is wrong with it
        return key[1:-1]


def _pair(node: Node, prefix: tuple, result: Positions, deepest: int) -> None:
    """Note a key, and whatever is inside its value."""
    stack = [(node, prefix)]
    while stack:
        pair, around = stack.pop()
        path = (*around, *_keys(pair.children[0], deepest))
        line = pair.start_point[0] + 1
        if path in result.lines and len(pair.children) > 2:
            result.twice.append((path, line, pair.start_byte, pair.end_byte))
            continue
        for end in range(len(around) + 1, len(path) + 1):
            result.lines.setdefault(path[:end], line)
        if len(pair.children) > 2:
            stack.extend(_inside(pair.children[2], path, result))


def _inside(value: Node, path: tuple, result: Positions) -> Iterator[tuple]:
    """Yield the pairs inside a value: of an inline table, or of the tables in a list."""
    stack = [(value, path)]
    while stack:
        node, where = stack.pop()
        if node.type == "inline_table":
            yield from ((child, where) for child in _few(node) if child.type == "pair")
        elif node.type == "array":
            items = [child for child in _few(node) if child.type not in ("[", "]", ",", "comment")]
            for k, item in enumerate(items):
                result.lines[(*where, k)] = item.start_point[0] + 1
                stack.append((item, (*where, k)))
