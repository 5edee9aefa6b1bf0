"""The command, before it serves."""

from __future__ import annotations

import sys

import pytest


def test_the_list_of_commands_names_it(command):
    assert "app " in command().stdout
    told = " ".join(command("app", "--help").stdout.split())
    assert "--save-to DIR" in told and "Ctrl-C ends it." in told


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["nonesuch"], 3, "nonesuch: there is no such scenario"),
        (["./nonesuch.toml"], 3, "./nonesuch.toml: there is no such file"),
        (["--port", "0"], 2, "0 is out of bounds: 1 to 65,535"),
        (["--port", "70000"], 2, "70000 is out of bounds"),
        (["--save-to", "nowhere"], 2, "sim: --save-to nowhere: there is no such folder"),
    ],
)
def test_what_cannot_be_served_is_refused_in_one_line(command, words, code, told):
    pytest.importorskip("uvicorn")
    done = command("app", "--no-browser", *words)
    assert (done.returncode, done.stdout) == (code, "")
    assert told in done.stderr and done.stderr.count("\n") == 1


def test_a_scenario_with_faults_is_refused_with_the_lines_of_check(command, tmp_path):
    pytest.importorskip("uvicorn")
    (tmp_path / "scenarios").mkdir(exist_ok=True)
    (tmp_path / "scenarios" / "faulty.toml").write_text('title = "x"\nmonths = -1\n')
    done = command("app", "faulty", "--no-browser")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == command("check", "faulty").stderr


def test_a_file_elsewhere_is_for_the_page_to_take(command, world):
    pytest.importorskip("uvicorn")
    done = command("app", "--no-browser", str(world))
    assert done.returncode == 2
    assert "give the name of a scenario in ./scenarios, or drop the file on the page" in done.stderr


def test_without_its_packages_it_says_in_one_line_what_to_install(command, monkeypatch):
    monkeypatch.setitem(sys.modules, "starlette", None)
    done = command("app", "--no-browser")
    assert done.returncode == 2
    told = "sim app needs two more packages: pip install 'diplomatic-hedging[app]'"
    assert done.stderr.startswith(f"sim: {told}") and done.stderr.count("\n") == 1
