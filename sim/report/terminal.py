"""Terminal: tables as plain text, laid out by rich within 80 columns, without any colour codes."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from typing import Literal

WIDTH = 80


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
        Do not fold the first column.
    gap : int
        Spaces between columns.
    width : int
        Characters of a line at most.
    """
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, gap, 0, 0), header_style="")
    for k, name in enumerate(head):
        side: Literal["left", "right"] = "right" if k >= numeric else "left"
        table.add_column(Text(name), justify=side, overflow="fold", no_wrap=firm and k == 0)
    for row in rows:
        table.add_row(*map(Text, row))
    lines = StringIO()
    Console(file=lines, width=width, color_system=None, legacy_windows=False).print(table)
    return "\n".join(line.rstrip() for line in lines.getvalue().splitlines())
