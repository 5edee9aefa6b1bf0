"""The line that a report ends with gives the same numbers in any folder, whatever was given."""

from __future__ import annotations

import html
import json
import shlex
import shutil
from pathlib import Path

import pytest

from sim.cli import main

WORLD = """
title = "A world & its “two” states"
start = 2000-01-01
months = 24
spin_up = 0
[states.A]
need = { economy = 0.6, security = 0.4, recognition = 0.5 }
[states.B]
[states.C]
[ties.A.B]
affinity = { value = 0.3, range = [-0.5, 0.5] }
[[shocks]]
id = "peace"
date = 2000-06-01
title = "A and C make peace"
effects = [{ path = "ties.A.C.affinity", set = 0.8 }]
[[shocks]]
id = "peace-2"
date = 2000-08-01
title = "B and C make peace"
effects = [{ path = "ties.B.C.affinity", set = 0.8 }]
"""
EVENTS = (
    "year,source,target,verbal_coop,material_coop,verbal_conflict,material_conflict\n"
    + "".join(
        f"{year},{pair},{k + year % 7},1,{(k * year) % 5},0\n"
        for year in (2000, 2001)
        for k, pair in enumerate(("A,B", "B,A", "A,C", "C,A", "B,C", "C,B"))
    )
)
BEHAVIOUR = """
import sim

class Quiet(sim.State):
    pass
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch) -> Path:
    """A folder with a blank in its name, and in it a scenario, a record and a behaviour."""
    folder = tmp_path / "my work"
    folder.mkdir()
    (folder / "two worlds.toml").write_text(WORLD, encoding="utf-8")
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "mine.toml").write_text(WORLD, encoding="utf-8")
    (folder / "events of 2000.csv").write_text(EVENTS)
    (folder / "own.py").write_text(BEHAVIOUR)
    monkeypatch.chdir(folder)
    return folder


def again(folder: Path) -> list[str]:
    """Return the words of the line that a report ends with, as a shell takes them apart."""
    page = (folder / "report.html").read_text(encoding="utf-8")
    line = html.unescape(page.rsplit("<h2>Reproduce</h2>\n<p><code>")[-1].split("</code>")[0])
    assert json.loads((folder / "manifest.json").read_text())["command"] == line
    return shlex.split(line)


FILE = "two worlds.toml"
RECORD = ("--record", "events of 2000.csv")
EXPLAIN = ("--state", "A", "--set", "states.A.autonomy=0.9")


@pytest.mark.parametrize(
    "words",
    [
        ("run", "article", "-n", "3", "--without", "crimea*", "--seed", "7"),
        ("run", FILE, "-n", "3", "--without", "peace", "--set", "states.A.autonomy=0.9"),
        ("run", "mine", "-n", "3", "--moves"),
        ("run", FILE, "-n", "2", "--behaviour", "B=own.py:Quiet"),
        ("compare", FILE, "-n", "4", "--without", "peace*"),
        ("compare", FILE, "mine", "-n", "4", "--set", "states.A.autonomy=0.9"),
        ("sweep", "mine", "--over", "states.A.autonomy=0:1:2", "-n", "3", "--without", "peace"),
        ("explain", FILE, *EXPLAIN, "--month", "2000-03", "--history", "2", "--seed", "4"),
        ("explain", FILE, *EXPLAIN, "-n", "4", "--without", "peace-2"),
        ("blocs", FILE, "-n", "4", "--month", "2000-09", "--without", "peace"),
        ("hindcast", FILE, *RECORD, "-n", "4", "--train-until", "2000-12", "--without", "peace"),
        ("calibrate", "mine", *RECORD, "-n", "2", "--train-until", "2001-12", "--points", "16",
         "--rounds", "1"),
    ],
    ids=lambda words: "-".join(words[:2]),
)  # fmt: skip
@pytest.mark.usefixtures("blank_figures", "small_defaults")
def test_the_line_that_a_report_ends_with_gives_the_same_files_in_another_folder(
    here, tmp_path, monkeypatch, capsys, words
):
    assert main([*words, "-o", "first", "-q"]) == 0, capsys.readouterr().err
    line = again(here / "first")
    assert line[0] == "sim"
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert main([*line[1:], "-o", "second", "-q"]) == 0, capsys.readouterr().err
    first, second = (
        json.loads((folder / "manifest.json").read_text())
        for folder in (here / "first", elsewhere / "second")
    )
    scenario = "mine-calibrated.toml"  # names its original by the way from folder to folder
    assert {**first["files"], scenario: 0} == {**second["files"], scenario: 0}
    holds = [{**one["holds"], "behaviour": 0} for one in (first, second)]
    assert holds[0] == holds[1]


@pytest.mark.usefixtures("blank_figures")
def test_a_folder_of_results_is_named_by_its_whole_path(here, tmp_path, monkeypatch):
    assert main(["run", "mine", "-n", "3", "-o", "kept", "-q"]) == 0
    assert main(["compare", "kept", "mine", "-o", "first", "-q"]) == 0
    line = again(here / "first")
    assert line[:3] == ["sim", "compare", str(here / "kept")]
    monkeypatch.chdir(tmp_path)
    assert main([*line[1:], "-o", "second", "-q"]) == 0
    first, second = (
        (folder / "comparison.csv").read_bytes() for folder in (here / "first", tmp_path / "second")
    )
    assert first == second


@pytest.mark.usefixtures("blank_figures")
def test_a_matrix_has_no_histories_to_name(here, tmp_path, monkeypatch):
    (here / "wants.csv").write_text(",a,b,c\na,0,1,-1\nb,1,0,-2\nc,-1,-2,0\n")
    assert main(["blocs", "--propensity", "wants.csv", "-o", "first", "-q"]) == 0
    line = again(here / "first")
    assert line == ["sim", "blocs", "--propensity", str(here / "wants.csv")]
    shutil.rmtree(here / "first")
    monkeypatch.chdir(tmp_path)
    assert main([*line[1:], "-o", "second"]) == 0
