"""Where things stand in a TOML file: a line for every key, and what is written twice."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Positions:
    """Lines of a file's keys.

    Attributes
    ----------
    lines : dict of path to int
        Paths are tuples of keys and positions in lists.
    twice : list of (path, line, start, end)
        Tables and keys written a second time, with the bytes they take.
    too_deep : int or None
        The line of the first key with too many parts, where reading ended.
    """

    lines: dict[tuple, int] = field(default_factory=dict)
    twice: list[tuple[tuple, int, int, int]] = field(default_factory=list)
    too_deep: int | None = None

    def line(self, path: tuple) -> int | None:
        """Return the line of a path, or of the nearest table around it."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return None


class _TooDeepError(Exception):
    """A key with too many parts, and its line."""


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
    found = Positions()
    try:
        _tables(tree.root_node, found, deepest)
    except _TooDeepError as error:
        found.too_deep = error.args[0]
    return found


def _tables(root, found: Positions, deepest: int) -> None:
    """Note all tables and keys below the root of a file."""
    counts: dict[tuple, int] = {}
    defined: set[tuple] = set()
    for node in root.children:
        if node.type == "pair":
            _pair(node, (), found, deepest)
        elif node.type in ("table", "table_array_element"):
            path = _header(node, counts, deepest)
            if node.type == "table_array_element":
                path = (*path, counts.setdefault(path, 0))
                counts[path[:-1]] += 1
            elif path in defined:
                found.twice.append((path, node.start_point[0] + 1, node.start_byte, node.end_byte))
                continue
            defined.add(path)
            for end in range(1, len(path) + 1):
                found.lines.setdefault(path[:end], node.start_point[0] + 1)
            for child in node.children:
                if child.type == "pair":
                    _pair(child, path, found, deepest)


def _header(node, counts: dict[tuple, int], deepest: int) -> tuple:
    """Return the path of a table's header; below a list of tables, its newest entry."""
    key = next((child for child in node.children if child.type.endswith("key")), None)
    path: tuple = ()
    keys = _keys(key, deepest)
    for k, part in enumerate(keys):
        path = (*path, part)
        if path in counts and k + 1 < len(keys):
            path = (*path, counts[path] - 1)
    return path


def _keys(node, deepest: int) -> list[str]:
    """Return the parts of a bare, quoted or dotted key, as the reader of TOML will call them."""
    parts, stack = [], [node] if node is not None else []
    while stack:
        part = stack.pop()
        if part.type in ("bare_key", "quoted_key"):
            parts.append(_unquoted(part.text.decode(errors="replace")))
            if len(parts) > deepest:
                raise _TooDeepError(part.start_point[0] + 1)
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


def _pair(node, prefix: tuple, found: Positions, deepest: int) -> None:
    """Note a key, and whatever is inside its value."""
    stack = [(node, prefix)]
    while stack:
        pair, around = stack.pop()
        path = (*around, *_keys(pair.children[0], deepest))
        line = pair.start_point[0] + 1
        if path in found.lines and len(pair.children) > 2:
            found.twice.append((path, line, pair.start_byte, pair.end_byte))
            continue
        found.lines[path] = line
        if len(pair.children) > 2:
            stack.extend(_inside(pair.children[2], path, found))


def _inside(value, path: tuple, found: Positions) -> Iterator[tuple]:
    """Yield the pairs inside a value: of an inline table, or of the tables in a list."""
    stack = [(value, path)]
    while stack:
        node, where = stack.pop()
        if node.type == "inline_table":
            yield from ((child, where) for child in node.children if child.type == "pair")
        elif node.type == "array":
            items = [child for child in node.children if child.type not in ("[", "]", ",", "comment")]
            for k, item in enumerate(items):
                found.lines[(*where, k)] = item.start_point[0] + 1
                stack.append((item, (*where, k)))
