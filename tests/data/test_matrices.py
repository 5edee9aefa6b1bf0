"""Matrices: what is no matrix of named actors is refused with the cure."""

from __future__ import annotations

import os

import pytest

from sim.data.matrices import from_csv


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "0,1,-1\n1,0,-1\n-1,-1,0\n",
            r"m.csv:1: the names are all numbers \(1, -1\): is there no header\? write",
        ),
        ("x,1,2\n1,0,1\n2,1,0\n", "the names are all numbers"),
        ("A,B,C\n0,1,1\n1,0,1\n1,1,0\n", "first column holds numbers"),
        ("x,A,B\nA,0,1e308\nB,1,0\n", r"m.csv:2: A toward B: '1e308' is beyond 1e\+100"),
        ("x,A,B\nA,0,nan\nB,1,0\n", "'nan' is not a finite number"),
        ("x,A,B\nA,0,1_0\nB,1,0\n", "'1_0' is not a finite"),
        ("x,A,A\nA,0,1\nA,1,0\n", "all different, separated by commas; 'A' is there twice"),
        (f"x,{'a' * 300},B\n", "longer than 200 characters"),
        ("x," + ",".join(f"N{k}" for k in range(201)), "201 names"),
        ("PK\x03\x04", "an archive"),
        ("x,A,B\nA,0,1\n" + "b" * 9999 + ",1,0\n", r"unknown name 'b{60}\.\.\.'"),
    ],
)
def test_what_cannot_be_is_refused_with_the_cure(tmp_path, text, told):
    (tmp_path / "m.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=told):
        from_csv(tmp_path / "m.csv")


def test_a_pipe_and_an_endless_file_are_refused(tmp_path, monkeypatch):
    os.mkfifo(tmp_path / "m.csv")
    with pytest.raises(ValueError, match="this is a pipe"):
        from_csv(tmp_path / "m.csv")
    monkeypatch.setattr("sim.data.matrices._BYTES", 10)
    (tmp_path / "long.csv").write_text("x,A,B\nA,0,1\nB,1,0\n")
    with pytest.raises(ValueError, match="at most 10 are read here"):
        from_csv(tmp_path / "long.csv")
