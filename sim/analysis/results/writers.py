"""Writers: the long panel as a file of each format that statistics packages read."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from sim.errors import InvalidInput
from sim.system.text import harmless

from .panel import MEANINGS, Panel, codebook

SHEET = 2**20 - 1  # rows of a sheet of Excel, below its head
_WHEN = datetime(2000, 1, 1)  # in files that hold a time: the same panel gives the same bytes
_DAY_ZERO = date(1899, 12, 30)  # from which workbooks count days


def write_csv(panel: Panel, path: Path) -> None:
    """Write a panel as CSV, part by part."""
    with path.open("w", encoding="utf-8", newline="") as file:
        for k, frame in enumerate(panel.frames()):
            month = frame["month"].astype("category").cat
            frame = frame.assign(
                month=month.rename_categories(month.categories.strftime("%Y-%m-%d"))
            )
            harmless(frame).to_csv(file, index=False, header=k == 0, lineterminator="\n")


def write_parquet(panel: Panel, path: Path) -> None:
    """Write a panel as Parquet, part by part; what its columns mean stands in its metadata."""
    pa, parquet = needed("pyarrow", "parquet"), needed("pyarrow.parquet", "parquet")
    kinds = {"run": pa.int64(), "month": pa.date32(), "value": pa.float64()}
    word = pa.dictionary(pa.int32(), pa.string())
    fields = [
        pa.field(name, kinds.get(name, word), metadata={"label": meaning})
        for name, meaning in MEANINGS.items()
    ]
    book = codebook(panel).to_json(orient="records")
    schema = pa.schema(fields, metadata={"codebook": json.dumps(json.loads(book))})
    with parquet.ParquetWriter(path, schema) as writer:
        for frame in panel.frames():
            table = pa.Table.from_pandas(frame, preserve_index=False)
            writer.write_table(table.cast(schema))


def write_dta(panel: Panel, path: Path) -> None:
    """Write a panel for Stata (version 14 and later), with labels of variables and values."""
    whole = pd.concat(panel.frames(), ignore_index=True)
    if panel.histories < 2**31 - 100:  # what Stata's whole numbers hold
        whole["run"] = whole["run"].astype("int32")
    whole.to_stata(
        path,
        write_index=False,
        version=118,
        convert_dates={"month": "tm"},
        variable_labels=MEANINGS,
        data_label=panel.scenario.title[:80],
        time_stamp=_WHEN,
    )


def write_xlsx(panel: Panel, path: Path) -> None:
    """Write a panel as a workbook, row by row, with its codebook on a second sheet."""
    xlsxwriter = needed("xlsxwriter", "xlsx")
    with TemporaryDirectory() as room:  # rows wait there until the workbook is put together
        book = xlsxwriter.Workbook(path, {"constant_memory": True, "tmpdir": room})
        try:
            with book:
                book.set_properties({"author": "diplomatic-hedging", "created": _WHEN})
                day = book.add_format({"num_format": "yyyy-mm-dd"})
                _fill(book.add_worksheet("panel"), panel.frames(), day)
                _fill(book.add_worksheet("codebook"), [codebook(panel)], day)
        except needed("xlsxwriter.exceptions", "xlsx").FileCreateError as error:
            raise _of_the_disk(error) from None  # no error of the disk to Python, as others are
        finally:
            for sheet in book.worksheets():
                sheet.row_data_fh.close()


def _of_the_disk(error: Exception) -> OSError:
    """Return the error of the disk that another one is about."""
    first = error.args[0] if error.args else error
    return first if isinstance(first, OSError) else OSError(str(error))


def _fill(sheet: Any, frames: Iterable[pd.DataFrame], day: Any) -> None:
    """Write tables below one another on a sheet: no formulas, nothing where a value is missing."""
    below = 0
    for frame in frames:
        if not below:
            sheet.write_row(0, 0, list(frame.columns))
        for y, row in enumerate(_cells(frame), below + 1):
            for x, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(y, x, cell)
                elif isinstance(cell, date):
                    sheet.write_number(y, x, (cell - _DAY_ZERO).days, day)
                elif cell is not None and not math.isnan(cell):
                    sheet.write_number(y, x, cell)
        below += len(frame)


def _cells(table: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """Return the rows of a table as a workbook takes them."""
    plain = table.astype({name: object for name in table if name != "value"})
    if "month" in plain:
        plain["month"] = [when.date() for when in table["month"]]
    plain = harmless(plain)
    return plain.where(plain.notna(), None).itertuples(index=False, name=None)


def needed(module: str, format: str) -> Any:
    """Return a module that a format needs.

    Parameters
    ----------
    module, format : str

    Raises
    ------
    InvalidInput
        When it is not installed, saying how to install it.
    """
    try:
        return import_module(module)
    except ImportError:
        package = module.partition(".")[0]
        raise InvalidInput(
            f"--format {format} needs {package}: pip install 'diplomatic-hedging[data]'"
        ) from None


# How each format is written, and about how many bytes of disk and of memory a row takes; memory 0
# where a part is written before the next is made. Measured on the article.
FORMATS: dict[str, tuple[Callable[[Panel, Path], None], int, int]] = {
    "csv": (write_csv, 55, 0),
    "parquet": (write_parquet, 10, 0),
    "dta": (write_dta, 24, 120),
    "xlsx": (write_xlsx, 30, 0),
}
