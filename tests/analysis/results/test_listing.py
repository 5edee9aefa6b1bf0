"""What there is, and which folder a word means."""

from __future__ import annotations

import json
import shutil

import pytest

import sim
from sim.analysis.results.listing import found


def test_a_folder_is_listed_with_what_it_holds(kept, command):
    done = command("results", "list", "--json")
    (row,) = json.loads(done.stdout)
    assert row["folder"] == "results/small-5-s3"
    assert (row["command"], row["histories"], row["seed"]) == ("run", 5, 3)
    assert row["scenario"] == "small-without-storm-A-autonomy-0.9"
    assert row["finding"].endswith(".") and row["date"].startswith("20")
    text = command("results", "list").stdout
    assert row["finding"].split()[0] in text and "5 histories, seed 3" in text


def test_all_seeds_of_an_experiment_are_listed(kept, command, tmp_path):
    file = tmp_path / "two.toml"
    file.write_text(
        'title = "Two seeds"\nscenarios = ["small.toml"]\nseeds = [4, 7]\nhistories = 3\n'
        'outcomes = ["hedging.A"]\n'
    )
    assert command("experiment", "two.toml").returncode == 0
    assert ", 3 histories of each setting, seeds 4, 7, 20" in command("results", "list").stdout
    rows = json.loads(command("results", "list", "--json").stdout)
    (row,) = (row for row in rows if row["command"] == "experiment")
    assert (row["seed"], row["seeds"]) == (4, [4, 7])
    assert sim.list_results(kept.parent)["seeds"].to_list().count((4, 7)) == 1
    assert "3 histories, seeds 4, 7, computed" in str(sim.verify(tmp_path / row["folder"]))


def test_python_gets_the_list_as_a_table(kept):
    table = sim.list_results(kept.parent)
    assert list(table["folder"]) == [str(kept)]
    assert table["histories"].item() == 5


def test_other_folders_are_not_listed_and_damaged_ones_say_so(kept, command):
    (kept.parent / "mine").mkdir()
    damaged = kept.parent / "torn"
    damaged.mkdir()
    (damaged / "manifest.json").write_text("{")
    done = command("results", "list")
    assert "mine" not in done.stdout
    assert "results/torn\n    cannot be used" in done.stdout


def test_without_results_the_list_says_how_to_make_some(command):
    done = command("results", "list")
    assert done.returncode == 0 and "sim run article" in done.stdout
    assert command("results", "list", "nowhere").returncode == 2


def test_the_beginning_of_a_name_will_do_where_it_is_the_only_one(kept, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert found("sma").name == kept.name
    kept.rename(kept.with_name("small-5-s4"))
    (tmp_path / "results" / "small-5-s3").mkdir()
    assert found("small-5-s3").name == "small-5-s3"
    with pytest.raises(sim.InvalidInput, match=r"did you mean 'small-5-s4'"):
        found("smal-5-s4")


def test_every_command_that_takes_a_folder_takes_the_beginning_of_its_name(kept, command):
    done = command("run", "sma", "--dry-run")
    assert done.returncode == 0 and "sma: results/small-5-s3" in done.stderr
    shutil.copytree(kept, kept.with_name("small-5-s4"))
    for words in (("run", "sma"), ("explain", "sma"), ("blocs", "sma"), ("results", "open", "sma")):
        done = command(*words)
        assert done.returncode == 2
        assert "'sma' may be any of small-5-s3, small-5-s4: give the whole name" in done.stderr
    assert "article: results" not in command("run", "article", "--dry-run").stderr


def test_a_mistyped_scenario_is_no_folder_though_its_name_begins_one(kept, command):
    made = [kept.with_name(name) for name in ("article-5-s3", "my-article", "artichoke")]
    for place in made:
        shutil.copytree(kept, place)
    for words in (("run", "artic"), ("run", "art"), ("blocs", "articl"), ("blocs", "my-articl")):
        done = command(*words)
        assert done.returncode == 3 and "no such scenario (did you mean 'article'?)" in done.stderr
        assert "; results are named by their folder, as in results/" in done.stderr
    for name in ("article-", "article-5", "article-5-s3", "my-article", "artichoke"):
        done = command("run", name, "--dry-run")
        whole = next(place.name for place in made if place.name.startswith(name))
        assert done.returncode == 0 and f"{name}: results/{whole}" in done.stderr


def test_a_report_is_opened_where_there_is_a_screen(kept, command, monkeypatch):
    opened = []
    monkeypatch.setattr("webbrowser.open", lambda address: opened.append(address) or True)
    assert command("results", "open", "small", DISPLAY=":0").returncode == 0
    assert opened == [(kept / "report.html").as_uri()]


def test_without_a_screen_the_message_says_where_the_report_is(kept, command, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    done = command("results", "open", "small")
    assert done.returncode == 4 and str(kept / "report.html") in done.stderr
    printed = command("results", "open", "small", "--print")
    assert (printed.returncode, printed.stdout) == (0, "results/small-5-s3/report.html\n")


def test_an_archive_where_a_folder_is_asked_for_is_told_from_a_mistyped_name(kept, command):
    assert command("results", "archive", "small").returncode == 0
    name = "results/small-5-s3.zip"
    for words in (("results", "open", name), ("results", "export", name), ("run", name)):
        done = command(*words)
        assert done.returncode == 2 and f"{name} is an archive: unpack it" in done.stderr
