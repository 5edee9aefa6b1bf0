"""Completion: commands, options and scenarios are completed, and each shell has its script."""

from __future__ import annotations

import pytest

from sim import cli


def completed(monkeypatch, capsys, line):
    """Return what follows a line in bash."""
    monkeypatch.setenv("_SIM_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(len(line.split(" ")) - 1))
    assert cli.main([]) == 0
    return {line.partition(",")[2] for line in capsys.readouterr().out.splitlines()}


def test_commands_scenarios_and_options_are_completed(monkeypatch, capsys):
    assert completed(monkeypatch, capsys, "sim se") == {"sensitivity"}
    assert completed(monkeypatch, capsys, "sim run arti") == {"article", "article-from-2012"}
    assert "--histories" in completed(monkeypatch, capsys, "sim run article --hist")


def test_folders_of_results_are_completed(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    for name in ("small-5-s1", "small-9-s1", "other"):
        (tmp_path / "results" / name).mkdir(parents=True)
        (tmp_path / "results" / name / "manifest.json").touch()
    found = completed(monkeypatch, capsys, "sim results open sma")
    assert found == {"small-5-s1", "small-9-s1"}


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_each_shell_has_its_script(monkeypatch, capsys, shell):
    monkeypatch.setenv("_SIM_COMPLETE", f"{shell}_source")
    assert cli.main([]) == 0 and "_SIM_COMPLETE" in capsys.readouterr().out


def test_another_shell_is_refused_in_a_line(monkeypatch, capsys):
    monkeypatch.setenv("_SIM_COMPLETE", "dos_source")
    assert cli.main([]) == 2 and "use bash_source" in capsys.readouterr().err


@pytest.mark.parametrize(
    "around", [{}, {"COMP_WORDS": "sim r"}, {"COMP_WORDS": "", "COMP_CWORD": "x"}]
)
def test_without_the_line_that_a_shell_hands_on_nothing_is_completed(monkeypatch, capsys, around):
    for name in ("COMP_WORDS", "COMP_CWORD"):
        monkeypatch.delenv(name, raising=False)
    for name, value in ({"_SIM_COMPLETE": "bash_complete"} | around).items():
        monkeypatch.setenv(name, value)
    assert cli.main([]) == 2
    assert "COMP_WORDS has to be the line so far" in capsys.readouterr().err
