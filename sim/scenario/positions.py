"""Where things stand in a TOML file: a line for every key, and what is written twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_QUOTES = re.compile(r"""^(['"])(.*)\1$""", re.DOTALL)


@dataclass
class Positions:
    """Lines of a file's keys.

    Attributes
    ----------
    lines : dict of path to int
        Paths are tuples of keys and positions in lists.
    twice : list of (path, line, start, end)
        Tables and keys written a second time, with the bytes they take.
    """

    lines: dict[tuple, int] = field(default_factory=dict)
    twice: list[tuple[tuple, int, int, int]] = field(default_factory=list)

    def line(self, path: tuple) -> int | None:
        """Return the line of a path, or of the nearest table around it."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return None


def positions(text: bytes) -> Positions:
    """Find the lines of all keys of a TOML text; faulty text is read as far as it goes."""
    import tree_sitter_toml
    from tree_sitter import Language, Parser

    tree = Parser(Language(tree_sitter_toml.language())).parse(text)
    found = Positions()
    counts: dict[tuple, int] = {}
    defined: set[tuple] = set()
    for node in tree.root_node.children:
        if node.type == "pair":
            _pair(node, (), found)
        elif node.type in ("table", "table_array_element"):
            path = _header(node, counts)
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
                    _pair(child, path, found)
    return found


def _header(node, counts: dict[tuple, int]) -> tuple:
    """Return the path of a table's header; below a list of tables, its newest entry."""
    key = next((child for child in node.children if child.type.endswith("key")), None)
    path: tuple = ()
    for part in _keys(key):
        path = (*path, part)
        if path in counts and len(path) < len(_keys(key)):
            path = (*path, counts[path] - 1)
    return path


def _keys(node) -> list[str]:
    """Return the parts of a bare, quoted or dotted key."""
    parts, stack = [], [node] if node is not None else []
    while stack:
        part = stack.pop()
        if part.type in ("bare_key", "quoted_key"):
            text = part.text.decode(errors="replace")
            parts.append(_QUOTES.sub(r"\2", text))
        else:
            stack.extend(reversed(part.children))
    return parts


def _pair(node, prefix: tuple, found: Positions) -> None:
    """Note a key, and whatever is inside its value."""
    stack = [(node, prefix)]
    while stack:
        pair, around = stack.pop()
        path = (*around, *_keys(pair.children[0]))
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
