"""Text of large tables: the bytes that pandas writes, several times as fast where pyarrow is there.

Both write the shortest digits that give the same number back. Where they set a point or an exponent
in different ways, as in whole numbers and very small ones, the text of Python is taken.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    import pyarrow as pa

_LEAST, _MOST = 1e-4, 1e10  # between these both write a number with a fraction alike
_QUOTED = re.compile('[,"\r\n]')


def csv_text(table: pd.DataFrame, header: bool = True) -> bytes:
    """Return the rows of a table of numbers and plain words as CSV.

    Parameters
    ----------
    table : DataFrame
        Of integers, numbers in double precision, and words.
    header : bool
        Whether the names of the columns come first.
    """
    try:
        import pyarrow as pa
        from pyarrow import csv
    except ImportError:
        return _by_pandas(table, header)
    columns = [_column(pa, table[name].to_numpy()) for name in table.columns]
    if any(column is None for column in columns) or _QUOTED.search("".join(table.columns)):
        return _by_pandas(table, header)
    text = BytesIO()
    if header:
        text.write((",".join(table.columns) + "\n").encode())
    plain = csv.WriteOptions(include_header=False, quoting_style="none")
    csv.write_csv(pa.table(columns, names=list(table.columns)), text, plain)
    return text.getvalue()


def _by_pandas(table: pd.DataFrame, header: bool) -> bytes:
    """Return the rows of any table as CSV."""
    return table.to_csv(index=False, header=header, lineterminator="\n").encode()


def _column(arrow: Any, values: np.ndarray) -> pa.Array | None:
    """Return a column as Arrow writes it like pandas; None where it would not."""
    if values.dtype.kind in "iu":
        return arrow.array(values)
    if values.dtype == np.float64:
        return _numbers(arrow, values)
    if values.dtype.kind not in "OU":
        return None
    words = arrow.array(values.astype(object), arrow.string()).dictionary_encode()
    if any(word and _QUOTED.search(word) for word in words.dictionary.to_pylist()):
        return None
    return words.cast(arrow.string())


def _numbers(arrow: Any, values: np.ndarray) -> pa.Array:
    """Return numbers as text, each as Python writes it; what is missing is missing there too."""
    import pyarrow.compute as compute

    size = np.abs(values)
    alike = (size >= _LEAST) & (size < _MOST)
    alike &= np.where(alike, values, 0.0) % 1.0 != 0.0
    text = arrow.array(values).cast(arrow.string())
    if alike.all():
        return text
    # -0.0 and 0.0 are one number, and two texts
    found, which = np.unique(values[~alike] + 0.0, return_inverse=True)
    own = np.array(["" if number != number else repr(number) for number in found.tolist()], object)
    signed = np.signbit(values[~alike]) & (values[~alike] == 0)
    words = np.where(signed, "-0.0", own[which])
    return compute.replace_with_mask(text, arrow.array(~alike), arrow.array(words, arrow.string()))
