"""Separated: every row that can be read is read, every other is named by its line."""

from __future__ import annotations

import pytest

from sim.data import delimited as separated
from sim.data.delimited import Faults, plain, read_rows


def read(tmp_path, content: bytes):
    path = tmp_path / "data.csv"
    path.write_bytes(content)
    faults = Faults(path.name)
    return list(read_rows(path, faults)), faults


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_rows_are_read_with_their_lines_whatever_separates_them(tmp_path, separator):
    rows, faults = read(tmp_path, f'\ufeffa{separator}b\r\n\r\n1{separator}"2"\r\n'.encode())
    assert rows == [(1, ["a", "b"]), (3, ["1", "2"])]
    assert not faults.count


@pytest.mark.parametrize("line", [b"sep=;\r\n", b'"sep=;"\n', b"\xef\xbb\xbfsep=;\n"])
def test_the_line_that_tells_excel_the_separator_is_no_row(tmp_path, line):
    assert read(tmp_path, line + b"a;b,c\n1;2\n")[0] == [(2, ["a", "b,c"]), (3, ["1", "2"])]


def test_damaged_rows_are_named_and_the_rest_is_read(tmp_path):
    rows, faults = read(tmp_path, b'a,b\n1,\xff\n1,\x00\n1,"2"3\n4,5\n6')
    assert rows == [(1, ["a", "b"]), (5, ["4", "5"]), (6, ["6"])]
    assert [fault.split(": ")[0] for fault in faults.told()] == [
        "data.csv:2",
        "data.csv:3",
        "data.csv:4",
    ]


def test_a_lone_quote_in_an_event_file_swallows_nothing(tmp_path):
    rows, _ = read(tmp_path, b'a\tb\n1\tsays "no\n2\tc\n')
    assert rows == [(1, ["a", "b"]), (2, ["1", 'says "no']), (3, ["2", "c"])]


def test_an_endless_row_is_one_damaged_row(tmp_path, monkeypatch):
    monkeypatch.setattr(separated, "_LONGEST", 8)
    rows, faults = read(tmp_path, b"a,b\n" + b"x" * 50 + b"\n1,2\n")
    assert rows == [(1, ["a", "b"]), (3, ["1", "2"])]
    assert faults.count == 1


def test_faults_beyond_a_bound_are_counted_not_kept(monkeypatch):
    monkeypatch.setattr(separated, "NAMED", 2)
    faults = Faults("data.csv")
    for line in range(5):
        faults.add(line, "bad")
    assert faults.told() == ["data.csv:0: bad", "data.csv:1: bad", "data.csv: 3 more damaged rows"]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "found none"),
        (b"\n\n", "found none"),
        (b"PK\x03", "unpack"),
        (b"\x1f\x8b", "unpack"),
        (b"\xff\xfea", "UTF-16"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path, content, word):
    with pytest.raises(ValueError, match=word):
        read(tmp_path, content)


@pytest.mark.parametrize(
    "name",
    [
        "IdealPointAll",
        "\ufeffideal_point_all",
        "Ideal Point.All",
        "IDEAL-POINT-ALL ",
        '"idealpointall"',
    ],
)
def test_a_column_is_known_without_case_spaces_and_marks(name):
    assert plain(name) == "idealpointall"
