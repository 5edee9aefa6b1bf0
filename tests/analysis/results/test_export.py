"""The long panel, read back by what reads such files."""

from __future__ import annotations

import gc
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import sim
from sim.analysis.results import export, writers
from sim.analysis.run.answer import Run

resource = None
with suppress(ImportError):  # Windows has none
    import resource

COLUMNS = ["run", "month", "measure", "state", "partner", "value"]


def read(path):
    """Read a panel of any format as pandas does."""
    match path.suffix:
        case ".csv":
            return pd.read_csv(path, parse_dates=["month"])
        case ".parquet":
            return pd.read_parquet(path).astype({"month": "datetime64[ns]"})
        case ".dta":
            return pd.read_stata(path)
        case _:
            return pd.read_excel(path, sheet_name="panel")


@pytest.mark.parametrize("format", ["csv", "parquet", "dta", "xlsx"])
def test_every_format_holds_the_numbers_of_the_run(kept, tmp_path, format):
    pytest.importorskip({"parquet": "pyarrow", "xlsx": "xlsxwriter"}.get(format, "pandas"))
    written = sim.export(kept, tmp_path / f"panel.{format}")
    table = read(written.file)
    assert list(table.columns) == COLUMNS and len(table) == written.rows
    run = sim.rerun(kept)
    stance = table[(table["measure"] == "stance") & (table["state"] == "A")]
    stance = stance[stance["partner"] == "B"]
    np.testing.assert_allclose(stance["value"], run.stance("A", "B").ravel(), rtol=1e-15)
    assert list(stance["run"]) == list(np.repeat(run.runs, 8))
    assert stance["month"].dt.strftime("%Y-%m").tolist() == run.scenario.month_labels * 5
    whole = pd.concat(written.panel.frames(), ignore_index=True)
    digits = 1e-15 if format == "xlsx" else 0  # workbooks have sixteen digits
    np.testing.assert_allclose(table["value"], whole["value"], rtol=digits, atol=0)
    for column in COLUMNS[:-1]:  # each cell of it
        assert table[column].astype(object).equals(whole[column].astype(object)), column
    first = written.file.read_bytes()
    assert sim.export(kept, written.file, overwrite=True).file.read_bytes() == first


@pytest.mark.parametrize("format", ["csv", "parquet", "dta", "xlsx"])
@pytest.mark.skipif(resource is None, reason="this system has no limits on files")
def test_a_disk_that_becomes_full_is_a_line_and_nothing_half_written_is_left(
    kept, tmp_path, format
):
    pytest.importorskip({"parquet": "pyarrow", "xlsx": "xlsxwriter"}.get(format, "pandas"))
    (tmp_path / "out").mkdir()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(sim.SimError, match=r"panel\.\w+ cannot be written: .*File too large"):
            sim.export(kept, tmp_path / "out" / f"panel.{format}")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not list((tmp_path / "out").iterdir())
    gc.collect()  # a file that was left open is a warning, which is an error


def test_every_table_of_a_folder_is_read_back_as_it_is(kept):
    answer = Run.of(sim.rerun(kept))
    tables = answer.tables()
    assert tables
    for name, table in tables.items():
        back = pd.read_csv(kept / name, keep_default_na=False,
                           na_values={c: [""] for c in table.select_dtypes("number")})  # fmt: skip
        assert list(back.columns) == list(table.columns), name
        for column in table:
            one, other = back[column], table[column]
            if pd.api.types.is_numeric_dtype(one) and not pd.api.types.is_bool_dtype(one):
                there = pd.to_numeric(other).to_numpy(float, na_value=np.nan)
                # ten digits are written
                np.testing.assert_allclose(one, there, rtol=5e-10, atol=0, err_msg=column)
                continue
            plain = [("" if pd.isna(a) else str(a)) for a in one]
            assert plain == [("" if pd.isna(b) else str(b)) for b in other], (name, column)


def test_the_codebook_explains_every_column_and_every_value(kept, tmp_path):
    written = sim.export(kept, tmp_path / "panel.csv")
    book, table = pd.read_csv(written.codebook), read(written.file)
    assert list(book[book["value"].isna()]["column"]) == COLUMNS
    for column in ("measure", "state", "partner"):
        named = set(book[(book["column"] == column) & book["value"].notna()]["value"])
        assert named == set(table[column].dropna())
    assert book[book["value"] == "A"]["meaning"].unique().tolist() == ["Aland"]


def test_stata_gets_labels_of_variables_and_values(kept, tmp_path):
    pyreadstat = pytest.importorskip("pyreadstat")
    written = sim.export(kept, tmp_path / "panel.dta")
    table, about = pyreadstat.read_dta(str(written.file))
    book = pd.read_csv(written.codebook)
    assert all(len(name) <= 32 and name.isidentifier() for name in table.columns)
    assert all(about.column_names_to_labels[name] for name in COLUMNS)
    for column in ("measure", "state", "partner"):
        rows = book[(book["column"] == column) & book["value"].notna()]
        said = dict(zip(rows["code"].astype(int), rows["value"], strict=True))
        assert about.variable_value_labels[column] == said
    assert about.original_variable_types["month"] == "%tm"


IN_R = """
given <- commandArgs(TRUE)
panel <- read.csv(given[1], na.strings = "")
book <- read.csv(given[2], na.strings = "")
panel$month <- as.Date(panel$month)
kinds <- sapply(panel, function(column) class(column)[1])
writeLines(paste(names(panel), kinds), given[3])
for (column in c("measure", "state", "partner")) {
  rows <- book[book$column == column & !is.na(book$value), ]
  panel[[paste0(column, "_in_words")]] <- factor(panel[[column]], rows$value, rows$meaning)
}
write.csv(panel, given[4], row.names = FALSE, na = "")
"""


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="there is no R here (no Rscript)")
def test_r_reads_names_kinds_gaps_and_meanings(kept, tmp_path):
    written = sim.export(kept, tmp_path / "panel.csv")
    (tmp_path / "read.R").write_text(IN_R)
    files = [str(tmp_path / name) for name in ("kinds.txt", "back.csv")]
    words = ["Rscript", "--vanilla", tmp_path / "read.R", written.file, written.codebook, *files]
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 0 and not done.stderr, done.stderr
    kinds = dict(line.split() for line in Path(files[0]).read_text().splitlines())
    word = "character"
    assert kinds == dict(zip(COLUMNS, ["integer", "Date", *[word] * 3, "numeric"], strict=True))
    table, back = read(written.file), pd.read_csv(files[1], parse_dates=["month"])
    assert table["partner"].isna().any() and len(back) == written.rows
    pd.testing.assert_frame_equal(back[COLUMNS], table, rtol=1e-14)  # R writes 15 digits
    book = pd.read_csv(written.codebook)
    for column in ("measure", "state", "partner"):
        rows = book[(book["column"] == column) & book["value"].notna()]
        meant = table[column].map(dict(zip(rows["value"], rows["meaning"], strict=True)))
        assert back[f"{column}_in_words"].equals(meant)


def test_results_at_hand_are_exported_as_they_are_part_by_part(kept, tmp_path, monkeypatch):
    run = sim.rerun(kept)
    whole = sim.export(run, tmp_path / "whole.csv")
    monkeypatch.setattr("sim.analysis.results.panel._ROWS", 1)  # a history at a time
    parts = sim.export(run, tmp_path / "parts.csv")
    again = sim.export(kept, tmp_path / "again.csv")
    assert whole.file.read_bytes() == parts.file.read_bytes() == again.file.read_bytes()


def test_only_what_is_asked_for_is_written(kept, tmp_path, command):
    done = command(
        "results", "export", "small", "--measure", "tilt", "--measure", "hedging", "--state", "A",
        "-n", "2", "-o", "out.csv",
    )  # fmt: skip
    assert done.returncode == 0 and "simulated again" in done.stdout
    table = read(tmp_path / "out.csv")
    assert set(table["measure"]) == {"tilt", "hedging"} and set(table["state"]) == {"A"}
    assert set(table["run"]) == {0, 1}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--measure", "tlt"), "did you mean 'tilt'"),
        (("--state", "Q"), "unknown state 'Q'"),
        (("-n", "6"), "holds 5 histories"),
        (("-o", "panel.sav"), "there is no format 'sav'"),
        (("-o", "there.csv"), "there.csv exists already"),
    ],
)
def test_what_cannot_be_exported_is_refused_in_a_line(kept, command, tmp_path, words, told):
    (tmp_path / "there.csv").write_text("mine")
    done = command("results", "export", "small", *words)
    assert done.returncode in (2, 5) and told in done.stderr
    assert (tmp_path / "there.csv").read_text() == "mine"


def test_sizes_that_nothing_can_hold_are_refused_before_anything_is_computed(
    kept, tmp_path, monkeypatch
):
    monkeypatch.setattr(export, "SHEET", 100)
    with pytest.raises(sim.InvalidInput, match="a sheet of Excel takes 100"):
        sim.export(kept, tmp_path / "panel.xlsx")
    monkeypatch.setattr(export, "free_memory", lambda: 1000.0)
    with pytest.raises(sim.InvalidInput, match="of memory"):
        sim.export(kept, tmp_path / "panel.dta")
    monkeypatch.setattr("shutil.disk_usage", lambda place: shutil._ntuple_diskusage(1, 1, 1))
    with pytest.raises(sim.InvalidInput, match="GB are free at"):
        sim.export(kept, tmp_path / "panel.csv")
    assert not list(tmp_path.glob("panel*"))


def test_a_missing_package_is_named_with_how_to_install_it(kept, tmp_path, monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(writers, "import_module", missing)
    with pytest.raises(
        sim.InvalidInput, match=r"pyarrow: pip install 'diplomatic-hedging\[data\]'"
    ):
        sim.export(kept, tmp_path / "panel.parquet")
    assert not list(tmp_path.glob("*panel*"))


def test_a_name_that_is_too_long_for_the_codebook_is_refused_before_anything_is_written(
    kept, tmp_path
):
    with pytest.raises(sim.InvalidInput, match="too long"):
        sim.export(kept, tmp_path / f"{'a' * 245}.csv")
    assert not list(tmp_path.glob("*a*.csv"))
