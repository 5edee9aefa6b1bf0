"""Compiling is announced once, with the seconds it took, and only where there is work to do."""

from __future__ import annotations

import re

import pytest

from sim.shell import compiling


@pytest.fixture
def cold(monkeypatch):
    monkeypatch.setattr(compiling.compiled, "is_cold", lambda: True)


@pytest.mark.usefixtures("cold")
def test_the_first_command_says_that_it_compiles_and_how_long_it_took(article, capsys):
    compiling.compile_once(article)
    out, err = capsys.readouterr()
    assert out == ""
    assert re.fullmatch(r"Compiling the rules .*\.\.\.\nThe rules are compiled \(\d+ s\)\.\n", err)


@pytest.mark.usefixtures("cold")
def test_a_terminal_sees_the_seconds_pass(article, capsys, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    compiling.compile_once(article)
    assert "The rules are compiled" in capsys.readouterr().err


@pytest.mark.usefixtures("cold")
def test_quiet_means_quiet(article, capsys):
    compiling.compile_once(article, quiet=True)
    assert capsys.readouterr() == ("", "")


def test_what_is_compiled_is_not_compiled_again(article, capsys, monkeypatch):
    monkeypatch.setattr(compiling.compiled, "is_cold", lambda: False)
    monkeypatch.setattr(compiling, "one_history", lambda *given: pytest.fail("it was run"))
    compiling.compile_once(article)
    assert capsys.readouterr() == ("", "")
