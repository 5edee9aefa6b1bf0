"""Compiling is announced once, with the seconds it took, and only where there is work to do."""

from __future__ import annotations

import re

import pytest

from sim.shell import compiling
from sim.system.processes import begun


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


@pytest.mark.usefixtures("cold")
def test_the_other_process_compiles_histories_and_ends_well(article, monkeypatch):
    processes = []

    def noted(*given, **named):
        processes.append(begun(*given, **named))
        return processes[-1]

    monkeypatch.setattr(compiling, "begun", noted)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    compiling.compile_once(article, quiet=True)
    (process,) = processes
    assert process.returncode == 0


@pytest.mark.usefixtures("cold")
@pytest.mark.parametrize("cores", [1, 2])
def test_without_a_second_core_or_a_second_process_this_one_compiles(article, cores, monkeypatch):
    def full(*_, **__):
        raise OSError("no more processes")

    monkeypatch.setattr(compiling, "begun", full)
    monkeypatch.setattr("os.cpu_count", lambda: cores)
    done = []
    monkeypatch.setattr(compiling, "one_history", lambda *given: done.append(given))
    compiling.compile_once(article, quiet=True)
    assert done == [(article, 0)]


@pytest.mark.usefixtures("cold")
def test_a_second_process_that_dies_is_no_harm_and_an_interruption_ends_it(article, monkeypatch):
    processes = []

    def asleep(code, **named):
        processes.append(begun("import time; time.sleep(60)", **named))
        return processes[-1]

    def dies(code, **named):
        processes.append(begun("import os; os._exit(9)", **named))
        return processes[-1]

    monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setattr(compiling, "begun", dies)
    compiling.compile_once(article, quiet=True)
    monkeypatch.setattr(compiling, "begun", asleep)

    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(compiling, "prepared", interrupted)
    with pytest.raises(KeyboardInterrupt):
        compiling.compile_once(article, quiet=True)
    assert [process.returncode for process in processes] == [9, -9]


def test_what_is_compiled_is_not_compiled_again(article, capsys, monkeypatch):
    monkeypatch.setattr(compiling.compiled, "is_cold", lambda: False)
    monkeypatch.setattr(compiling, "one_history", lambda *given: pytest.fail("it was run"))
    compiling.compile_once(article)
    assert capsys.readouterr() == ("", "")
