"""Mutators: what makes a broken file of a good one; the same chance gives the same bytes.

A mutant stays near its seed: one to a few changes, so that it gets past the first check and
reaches the rules behind it. What a seed is (text, table, JSON, words of a command) decides what a
change is.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

NUMBERS = (
    "0", "-0.0", "1", "-1", "0.5", "2", "1e308", "-1e308", "1e309", "5e-324", "1e-300", "nan",
    "-nan", "inf", "-inf", "9223372036854775807", "9223372036854775808", "-9223372036854775809",
    "0x1F", "1_000", "1__0", "01", ".5", "5.", "1e", "1E+2", "٣", "１２", "½", "1,5", "1 000",
    "9" * 400, "0." + "0" * 400 + "1", "true", "false", "1e5", "1e17", "1000000", "4294967296",
    "NaN", "null", "-", "+1", "--1", "1/3", "0b11", "1900", "2013.5", "65535", "100001",
)  # fmt: skip
WORDS = (
    "", " ", "*", ".", "..", "/", "\\", "'", '"', '"""', "'''", "#", "=", "[", "]", "{", "}", ",",
    ";", ":", "\t", "\n", "\r", "\r\n", "\0", "\ufeff", "\u202e", "\u2028", "\x1b[31m", "\x7f",
    "é", "e\u0301", "\U0001f600", "İ", "ß", "a" * 300, "%s", "%n", "{0}", "${x}", "$(x)", "`x`",
    "__class__", "<b>", "</script>", "&amp;", "NA", "None", "-", "DPRK", "USA", "A", "a", "2013-13",
    "2013-01", "0000-00-00", "9999-12-31", "2000-02-30", "2000-01-01", "0001-01-01", "1e9", "@",
    "states.A.autonomy", "ties.*.*.stance", "ties.A.A.stance", "states", "hold", "nobody", "con",
)  # fmt: skip
_TOKEN = re.compile(rb"[A-Za-z_][A-Za-z_0-9-]*|[-+]?\d[\d.eE_:-]*|\"[^\"\n]*\"|[^\s\w]")


def some(chance: Random) -> int:
    """Return how many changes a mutant has: mostly one, seldom five."""
    return min(1 + int(chance.expovariate(1.2)), 5)


def nasty(chance: Random, words: Sequence[str] = ()) -> bytes:
    """Return a token that readers stumble over, or one of a kind's own words."""
    pool = chance.choice((NUMBERS, WORDS, words or NUMBERS))
    return chance.choice(pool).encode("utf-8", "surrogatepass")


def text(chance: Random, seed: bytes, words: Sequence[str] = ()) -> bytes:
    """Return a text with a few lines, words or bytes changed."""
    for _ in range(some(chance)):
        seed = chance.choices(_TEXT, _WEIGHTS)[0](chance, seed, words)
    return seed


def _token(chance: Random, data: bytes, words: Sequence[str]) -> bytes:
    """Replace a word by a nasty one, or by another of the same file."""
    one, another = (_TOKEN.search(data, chance.randint(0, len(data))) for _ in range(2))
    if one is None:
        return data + nasty(chance, words)
    other = another[0] if another and chance.random() < 0.3 else nasty(chance, words)
    return data[: one.start()] + other + data[one.end() :]


def _line(chance: Random, data: bytes, words: Sequence[str]) -> bytes:
    """Drop, double, exchange or move a line."""
    lines = data.splitlines(keepends=True)
    if not lines:
        return data
    k, m = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(4):
        case 0:
            del lines[k]
        case 1:
            lines.insert(m, lines[k])
        case 2:
            lines[k], lines[m] = lines[m], lines[k]
        case _:
            lines.insert(m, lines.pop(k))
    return b"".join(lines)


def _insert(chance: Random, data: bytes, words: Sequence[str]) -> bytes:
    """Insert a nasty word anywhere."""
    k = chance.randint(0, len(data))
    return data[:k] + nasty(chance, words) + data[k:]


def _byte(chance: Random, data: bytes, words: Sequence[str]) -> bytes:
    """Change, drop or add a byte."""
    k = chance.randint(0, max(len(data) - 1, 0))
    return data[:k] + bytes(chance.choices(range(256), k=chance.randrange(3))) + data[k + 1 :]


def _cut(chance: Random, data: bytes, words: Sequence[str]) -> bytes:
    """End a text early, or leave out a piece."""
    a, b = sorted((chance.randint(0, len(data)), chance.randint(0, len(data))))
    return data[:a] if chance.random() < 0.3 else data[:a] + data[min(b, a + 40) :]


def _again(chance: Random, data: bytes, words: Sequence[str]) -> bytes:
    """Repeat a piece, twice or some hundred times."""
    a = chance.randint(0, len(data))
    piece = data[a : a + chance.choice((1, 2, 5, 30))]
    return data[:a] + piece * chance.choice((2, 3, 30, 300)) + data[a:]


def _save_as(chance: Random, data: bytes, words: Sequence[str]) -> bytes:
    """Save a text as another program would."""
    told = data.decode("utf-8", "replace")
    code = chance.choice(("utf-16", "utf-8-sig", "latin-1", "cp1252", "utf-32-le", "crlf", "cr"))
    if code.startswith("cr"):
        return data.replace(b"\n", b"\r\n" if code == "crlf" else b"\r")
    return told.encode(code, "replace")


def damaged(chance: Random, data: bytes) -> bytes:
    """Return bytes of no text with a few of them changed, mostly near the ends, or cut."""
    for _ in range(some(chance)):
        k = chance.choice(
            (chance.randrange(300), -chance.randrange(1, 600), chance.randrange(10**7))
        )
        k %= max(len(data), 1)
        data = data[:k] + bytes(chance.choices(range(256), k=chance.randrange(3))) + data[k + 1 :]
    return data[: chance.randint(0, len(data))] if chance.random() < 0.05 else data


_TEXT: tuple[Callable[[Random, bytes, Sequence[str]], bytes], ...] = (
    _token, _line, _insert, _byte, _cut, _again, _save_as,
)  # fmt: skip
_WEIGHTS = (50, 15, 12, 8, 6, 3, 1)


def table(chance: Random, seed: bytes, words: Sequence[str] = ()) -> bytes:
    """Return a table with a few cells, columns, rows or bytes changed."""
    for _ in range(some(chance)):
        if chance.random() < 0.3:
            seed = text(chance, seed, words)
            continue
        separator = b"\t" if seed.count(b"\t") > seed.count(b",") else b","
        rows = [line.split(separator) for line in seed.split(b"\n")]
        _cell(chance, rows, words)
        seed = b"\n".join(separator.join(row) for row in rows)
    return seed


def _cell(chance: Random, rows: list[list[bytes]], words: Sequence[str]) -> None:
    """Change a cell, a row's length, or a column."""
    row = chance.choice(rows)
    k, other = chance.randrange(len(row)), chance.choice(rows)
    match chance.randrange(6):
        case 0 | 1:
            row[k] = nasty(chance, words)
        case 2:
            row[k] = other[min(k, len(other) - 1)]
        case 3:
            row.insert(k, nasty(chance, words))
        case 4:
            row[k] = b'"' + row[k] + chance.choice((b'"', b"", b'""', b'" '))
        case _:
            for one in rows:
                del one[min(k, len(one) - 1) :][:1]
                if len(one) > k + 1 and chance.random() < 0.9:
                    del one[k]


LEAVES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**63, -(2**63), 10**30, 0.5, -0.0, 1e308, 5e-324, math.nan,
    math.inf, "", "*", "article", "a" * 250, "\0", "\ud800", "\u202e", [], {}, [[]], [None],
    {"": 0},
    "2014-03", "DPRK", "../x", "1", 1.0, 10**6, 100001, [0] * 50, {"a": {"b": {"c": [1]}}},
)  # fmt: skip


def tree(chance: Random, seed: Any, names: Sequence[str] = ()) -> Any:
    """Return JSON data with a few values, keys or places changed."""
    for _ in range(some(chance)):
        seed = _tree(chance, seed, names)
    return seed


def _tree(chance: Random, node: Any, names: Sequence[str]) -> Any:
    """Change something somewhere in a tree."""
    if not isinstance(node, dict | list) or not node or chance.random() < 0.12:
        match chance.randrange(4):
            case 0:
                return [node]
            case 1:
                return {chance.choice(names or ("x",)): node}
            case _:
                return chance.choice(LEAVES)
    if isinstance(node, list):
        node = list(node)
        k = chance.randrange(len(node))
        if chance.random() < 0.2:
            node.insert(k, node[k])
        elif chance.random() < 0.2:
            del node[k]
        else:
            node[k] = _tree(chance, node[k], names)
        return node
    node = dict(node)
    key = chance.choice(list(node))
    match chance.randrange(8):
        case 0:
            del node[key]
        case 1:
            node[chance.choice(names or ("x",))] = node.pop(key)
        case 2:
            node[chance.choice(names or ("x",))] = chance.choice(LEAVES)
        case _:
            node[key] = _tree(chance, node[key], names)
    return node


def dumped(chance: Random, data: Any) -> bytes:
    """Return JSON as bytes, now and then damaged as a text."""
    result = json.dumps(data).encode()
    return text(chance, result) if chance.random() < 0.15 else result


def words_of(chance: Random, seed: list[str], pool: Sequence[str]) -> list[str]:
    """Return the words of a command with a few dropped, exchanged, added or bent."""
    words = list(seed)
    for _ in range(some(chance)):
        k = chance.randint(0, max(len(words) - 1, 0))
        match chance.randrange(7) if words else 3:
            case 0:
                del words[k]
            case 1:
                words[k] = chance.choice(pool)
            case 2 | 3:
                words.insert(k, chance.choice(pool))
            case 4:
                words.insert(k, chance.choice(words))
            case _:
                bent = text(chance, words[k].encode("utf-8", "replace"), pool)
                words[k] = bent.decode("utf-8", "replace").replace("\0", "0")
    return words
