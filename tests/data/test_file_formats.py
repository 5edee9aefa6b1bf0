"""Foreign: what is no text is refused at once, by what it holds, with the format and the cure."""

from __future__ import annotations

import gzip
import os
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from sim.data.file_formats import check_text, is_stata, stata_rows
from sim.errors import InvalidInput
from sim.system.files import digest, read_bytes


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"PAR1\x15\x04", "a Parquet file: save it as CSV"),
        (b"$FL2@(#)", "an SPSS file: save it as CSV"),
        (b"\xd0\xcf\x11\xe0\xa1", "an Excel workbook of the old kind"),
        (b"RDX3\nX\n", "an R file: save it as CSV"),
        (gzip.compress(b"RDX2\nX\n", mtime=0), "an R file"),
        (gzip.compress(b"X\n\0\0", mtime=0), "an R file"),
        (gzip.compress(b"a,b\n", mtime=0), r"an archive \(gzip\): unpack it first"),
        (b"BZh9", r"an archive \(bzip2\)"),
        (b"PK\x03\x04", r"an archive \(zip\)"),
        (b"a\0,\0b\0" * 40, "text in UTF-16: save it as UTF-8"),
        ("a,b\n".encode("utf-16"), "text in UTF-16"),
        (b"\n<!DOCTYPE html>", "a web page"),
        (b'{"a": 1}', "a JSON file"),
        (b"version https://git-lfs.github.com/spec/v1\n", "a pointer of Git LFS"),
        (b"a,b\r1,2\r", "carriage return"),
        ("a,b\n".encode("utf-32"), "text in UTF-32: save it as UTF-8"),
        ("a,b\n".encode("utf-16-le"), "text in UTF-16"),
        (b"a.csv".ljust(257, b"\0") + b"ustar\x0000", r"an archive \(tar\)"),
        (b"{\\rtf1", "a text document"),
        (b"\x89HDF\r\n\x1a\n", "an HDF5 file"),
        (b"\0" * 9000, "a binary file"),
        (b"\x80\x04\x95\x10\0", "a binary file"),
        (b"HEADER RECORD*******LIBRARY", "a SAS file"),
        (b"ASCII SPSS PORT FILE", "an SPSS file"),
        (b'<table border="1">', "a web page"),
        (b"\x1f\x8bbroken", r"an archive \(gzip\)"),
    ],
)
def test_the_format_and_the_cure_are_named(tmp_path, content, told):
    path = tmp_path / "data.csv"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=told):
        check_text(path)


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        ("xl/workbook.xml", "an Excel"),
        ("a.csv", r"an archive \(zip\)"),
        ("content.xml", "an OpenDocument file"),
        ("Index/Document.iwa", "a file of Apple's Numbers"),
    ],
)
def test_what_is_packed_is_told_by_its_parts(tmp_path, inside, told):
    with zipfile.ZipFile(tmp_path / "data", "w") as archive:
        archive.writestr(inside, "x")
    with pytest.raises(ValueError, match=told):
        check_text(tmp_path / "data")


def test_text_is_text(tmp_path):
    for text in (
        "",
        "a,b\n1,2\n",
        "\ufeffa;b\n",
        "PARIS,x\n",
        "sounds,like\n",
        "PK,US\nPK,0\n",
        "\t\x1a,b\n",
    ):
        (tmp_path / "data.csv").write_text(text, encoding="utf-8")
        check_text(tmp_path / "data.csv")


def test_only_a_regular_file_is_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path, told in ((tmp_path / "pipe", "this is a pipe"), (tmp_path, "a folder")):
        with pytest.raises(ValueError, match=told):
            check_text(path)
    with pytest.raises(ValueError, match="nowhere: No such file or directory"):
        check_text(tmp_path / "nowhere")


@pytest.mark.skipif(
    not Path("/proc/self/mem").exists(), reason="this system has no file that fails when it is read"
)
def test_a_file_that_fails_while_it_is_read_is_refused_with_its_path():
    for read in (check_text, is_stata, read_bytes, digest):
        with pytest.raises(InvalidInput, match="/proc/self/mem: Input/output error"):
            read(Path("/proc/self/mem"))


@pytest.mark.parametrize("version", [114, 117, 118])
def test_the_rows_of_a_stata_file_are_those_that_were_saved(tmp_path, version):
    path = tmp_path / "data.dta"
    table = pd.DataFrame({"ccode": [731, 710], "iso3c": ["PRK", ""], "agree": [0.5, None]})
    table.to_stata(path, version=version, write_index=False)
    assert is_stata(path)
    assert list(stata_rows(path)) == [
        ["ccode", "iso3c", "agree"],
        ["731", "PRK", "0.5"],
        ["710", "", ""],
    ]


def test_a_damaged_stata_file_is_one_clear_line(tmp_path):
    path = tmp_path / "data.dta"
    pd.DataFrame({"ccode": [731, 710]}).to_stata(path, write_index=False)
    whole = path.read_bytes()
    for cut in range(12, len(whole) - 1, 37):
        path.write_bytes(whole[:cut])
        with pytest.raises(ValueError, match="a Stata file that cannot be read"):
            list(stata_rows(path))


def test_words_that_stata_or_pandas_numbered_are_words_and_dates_are_dates(tmp_path):
    days = pd.to_datetime(["2013-05-31", "1816-01-01", None])
    table = pd.DataFrame(
        {
            "state": pd.Categorical(["USA", "CHN", "JPN"]),
            "ally": pd.Categorical(["no", "yes", "no"]),
            "ccode": [2, 740, 3],
            "date": days,
            "month": days,
            "year": days,
            "at": days,
        }
    )
    table.to_stata(
        tmp_path / "data.dta",
        write_index=False,
        convert_dates={"date": "td", "month": "tm", "year": "ty", "at": "tc"},
        value_labels={"ccode": {2: "US", 740: "Japan"}},
    )
    assert list(stata_rows(tmp_path / "data.dta"))[1:] == [
        ["USA", "0", "2", "2013-05-31", "2013-05", "2013.0", "2013-05-31"],
        ["CHN", "1", "740", "1816-01-01", "1816-01", "1816.0", "1816-01-01"],
        ["JPN", "0", "3", "", "", "", ""],
    ]
