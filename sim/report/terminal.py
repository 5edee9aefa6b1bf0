"""Terminal: tables as plain text, laid out by rich within 80 columns, without any colour codes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import StringIO
from typing import Literal

WIDTH = 80
_GLUE = "\ue000"  # of the private use area, which no cell has: a space at which no line ends


def table_text(
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    numeric: int = 99,
    firm: bool = False,
    gap: int = 2,
    width: int = WIDTH,
) -> str:
    """Return a table as lines of text.

    Parameters
    ----------
    head : sequence of str
        Names of the columns; they and the cells are folded where the table would be too wide.
    rows : sequence of sequence of str
        Cells.
    numeric : int
        Columns from this one on are set to the right.
    firm : bool
        Do not fold the first column, where that leaves room for the words of the others.
    gap : int
        Spaces between columns.
    width : int
        Characters of a line at most.
    """
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    head, rows = list(map(_glued, head)), [list(map(_glued, row)) for row in rows]
    table = Table(box=None, pad_edge=False, padding=(0, gap, 0, 0), header_style="")
    columns, room = list(zip(head, *rows, strict=True)), width - gap * (len(head) - 1)
    firm = firm and _leaves_room(columns, room)
    widths = _widths(columns, room, firm)
    for k, (name, room) in enumerate(zip(head, widths, strict=True)):
        side: Literal["left", "right"] = "right" if k >= numeric else "left"
        table.add_column(
            Text(_broken(name, room)), justify=side, overflow="fold", no_wrap=firm and k == 0,
            width=room or None,  # none where a column is empty
        )  # fmt: skip
    for row in rows:
        table.add_row(*(Text(_broken(one, room)) for one, room in zip(row, widths, strict=True)))
    lines = StringIO()
    Console(file=lines, width=width, color_system=None, legacy_windows=False).print(table)
    text = "\n".join(line.rstrip() for line in lines.getvalue().splitlines())
    return text.replace(_GLUE, " ")


def _glued(cell: str) -> str:
    """Return a cell in which no line ends before % or ±, or beside a point in between."""
    ends = cell.replace(" %", f"{_GLUE}%").replace(" ±", f"{_GLUE}±")
    return ends.replace(" · ", f"{_GLUE}·{_GLUE}")


def _leaves_room(columns: Sequence[Sequence[str]], width: int) -> bool:
    """Say whether the first column, on one line, leaves room for the longest words of others."""
    first, *others = columns
    return max(map(_length, first)) + sum(map(_longest_word, others)) <= width


def _longest_word(column: Sequence[str]) -> int:
    """Return how many places the longest word of a column takes."""
    return max(_length(word) for cell in column for word in cell.split() or [""])


def _widths(columns: Sequence[Sequence[str]], width: int, firm: bool) -> list[int]:
    """Return how many characters each column takes, so that all fit and no word is broken.

    Where there is no room for whole words, the columns with the longest ones are narrower.
    """
    whole = [max(max(map(_length, cell.split("\n"))) for cell in column) for column in columns]
    if sum(whole) <= width:
        return whole
    least = [_longest_word(column) for column in columns]
    if firm:
        least[0] = whole[0]
    while sum(least) > width and max(least[firm:], default=0) > 1:
        longest = max(range(int(firm), len(least)), key=least.__getitem__)
        least[longest] -= 1
    left = max(width - sum(least), 0)
    wanted = [most - few for most, few in zip(whole, least, strict=True)]
    more = [left * want // (sum(wanted) or 1) for want in wanted]
    return [few + want for few, want in zip(least, more, strict=True)]


def _broken(cell: str, room: int) -> str:
    """Return a cell whose words that are too long are broken at their marks, if they have any."""
    for word in cell.split():
        if 0 < room < _length(word):
            lines = [""]
            for part in re.findall(r".+?(?:[-._/:=](?=.)|$)", word):
                fits = not lines[-1] or _length(lines[-1] + part) <= room
                lines = [*lines[:-1], lines[-1] + part] if fits else [*lines, part]
            cell = cell.replace(word, "\n".join(lines), 1)
    return cell


def _length(text: str) -> int:
    """Return how many places of a terminal a line takes: two for a wide character."""
    from rich.cells import cell_len

    return cell_len(text)
