"""The matrix of a comparison of many, as the terminal prints it and the page shows it."""

from __future__ import annotations

from sim.outcomes.bootstrap import is_sure
from sim.report.page import Bar, Cell, Table
from sim.report.terminal import table_text

from .comparison import Compared
from .matrix import cell_in_words, columns, order

_IN_TERMINAL = 4  # measures that 80 columns have room for
_IN_SHORT = (
    "difference from {first}, ± half of its 95 % interval; * differs at 95 %;\n"
    " of a question, that of the share of yes, where 1 is all histories"
)


def matrix_text(result: Compared) -> str:
    """Return the matrix within 80 columns: each scenario a row, the foremost measures columns."""
    shown = columns(result, _IN_TERMINAL)
    heads = [result.measures[k].name for k in shown]
    rows = []
    for which in order(result):
        cells = [result.rows(which).iloc[k] for k in shown]
        told = [f"{cell_in_words(row)}{'*' if is_sure(row) else ' '}" for row in cells]
        rows.append((result.labels[which], *told))
    table = table_text(("", *heads), rows, 1)
    return f"{table}\n({_IN_SHORT.format(first=result.labels[0])})"


def matrix_part(result: Compared) -> Table:
    """Return the matrix as a table of the page; what differs at 95 % is bold."""
    shown = columns(result)
    rows: list[list[str | Cell | Bar]] = []
    for which in order(result):
        cells = [result.rows(which).iloc[k] for k in shown]
        told = [Cell(cell_in_words(row), "bold" if is_sure(row) else "") for row in cells]
        rows.append([result.labels[which], *told])
    return Table(("", *(result.measures[k].name for k in shown)), rows, numeric=1)
