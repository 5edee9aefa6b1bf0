"""Text of large tables: the bytes that pandas writes, several times as fast where pyarrow is there.

Both write the shortest digits that give the same number back. Where they set a point or an exponent
in different ways, as in whole numbers and very small ones, the text of Python is taken.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    import pyarrow as pa

_LEAST, _MOST = 1e-4, 1e10  # between these both write a number with a fraction alike
_QUOTED = re.compile('[,"\r\n]')


class Words(NamedTuple):
    """A column of words.

    Attributes
    ----------
    labels : ndarray of str
        The words that there are.
    positions : ndarray of int (row,)
        Which of them stands in each row.
    """

    labels: np.ndarray
    positions: np.ndarray


Columns = dict[str, np.ndarray | Words]


def csv_text(columns: Columns, header: bool = True) -> memoryview:
    """Return the rows of a table of numbers and plain words as CSV.

    Parameters
    ----------
    columns : dict of str to ndarray or Words (row,)
        Integers, numbers in double precision, and words.
    header : bool
        Whether the names of the columns come first.
    """
    try:
        import pyarrow as pa
        from pyarrow import csv
    except ImportError:
        return memoryview(_by_pandas(columns, header))
    found = [_column(pa, column) for column in columns.values()]
    if any(column is None for column in found) or _QUOTED.search("".join(columns)):
        return memoryview(_by_pandas(columns, header))
    text = pa.BufferOutputStream()
    if header:
        text.write((",".join(columns) + "\n").encode())
    plain = csv.WriteOptions(include_header=False, quoting_style="none")
    csv.write_csv(pa.table(found, names=list(columns)), text, plain)
    return memoryview(text.getvalue()).cast("B")


def frame(columns: Columns) -> pd.DataFrame:
    """Return columns as a table of pandas, with the words spelt out."""
    return pd.DataFrame(
        {
            name: column.labels[column.positions] if isinstance(column, Words) else column
            for name, column in columns.items()
        }
    )


def _by_pandas(columns: Columns, header: bool) -> bytes:
    """Return the rows of any table as CSV."""
    return frame(columns).to_csv(index=False, header=header, lineterminator="\n").encode()


def _column(arrow: Any, column: np.ndarray | Words) -> pa.Array | None:
    """Return a column as Arrow writes it like pandas; None where it would not."""
    if isinstance(column, Words):
        labels = column.labels.tolist()
        if any(_QUOTED.search(word) for word in labels):
            return None
        words = arrow.array(labels, arrow.string())
        return arrow.DictionaryArray.from_arrays(column.positions, words).cast(arrow.string())
    if column.dtype.kind in "iu":
        return arrow.array(column)
    return _numbers(arrow, column) if column.dtype == np.float64 else None


def _numbers(arrow: Any, values: np.ndarray) -> pa.Array:
    """Return numbers as text, each as Python writes it; what is missing is missing there too."""
    import pyarrow.compute as compute

    size = np.abs(values)
    alike = (size >= _LEAST) & (size < _MOST)
    alike &= np.floor(values) != values
    text = arrow.array(values).cast(arrow.string())
    if alike.all():
        return text
    # -0.0 and 0.0 are one number, and two texts
    found, which = np.unique(values[~alike] + 0.0, return_inverse=True)
    own = np.array(["" if number != number else repr(number) for number in found.tolist()], object)
    signed = np.signbit(values[~alike]) & (values[~alike] == 0)
    words = np.where(signed, "-0.0", own[which])
    return compute.replace_with_mask(text, arrow.array(~alike), arrow.array(words, arrow.string()))
