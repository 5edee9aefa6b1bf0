"""Names of results folders: for people, and never in one another's way."""

from __future__ import annotations

import pytest

import sim
from sim.report.naming import default_folder, joined, label


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({}, "article"),
        ({"without": ["crimea"]}, "article-without-crimea"),
        ({"set": {"states.DPRK.autonomy": 0.8}}, "article-DPRK-autonomy-0.8"),
        (
            {"without": ["crimea", "crimea-vote", "jang-purge"]},
            "article-without-jang-purge-crimea-and-1-more",
        ),
    ],
)
def test_a_scenario_is_called_by_its_name_and_what_was_changed_on_the_way(changes, name):
    assert label(sim.load("article", **changes)) == name


def test_a_what_if_is_called_by_its_own_name():
    assert label(sim.load("what-if-no-crimea")) == "what-if-no-crimea"


def test_twins_are_called_by_what_sets_them_apart(article):
    calm = sim.load("article", without=["crimea"])
    assert joined([article, calm]) == "article-without-crimea"
    assert joined([article, sim.load("what-if-no-crimea")]) == "article-and-what-if-no-crimea"


def test_a_folder_says_how_many_histories_and_which_seed():
    assert default_folder("article", 1000, 7).as_posix() == "results/article-1000-s7"
    assert default_folder("tilt:A@2014-11", 0, 1).name == "tilt-to-A-in-2014-11-s1"


@pytest.mark.parametrize("words", ["../../etc", "a/b\\c", "C:\\x", "...", "", "x" * 500, "a\nb"])
def test_no_name_leads_out_of_the_room_of_results(words):
    folder = default_folder(words, 5, 1)
    assert folder.parent.as_posix() == "results" and len(folder.name) < 150
    assert not set(folder.name) & set('/\\:*?"<>|\n') and not folder.name.startswith(".")


@pytest.mark.usefixtures("blank_figures")
def test_another_seed_another_number_and_another_scenario_of_the_same_name_are_never_refused(
    tmp_path, command
):
    text = 'title = "T"\nstart = 2000-01-01\nmonths = 3\nspin_up = 0\n[states.A]\n[states.B]\n'
    (tmp_path / "mine.toml").write_text(text)
    for words in ((), ("--seed", "2"), ("-n", "4"), ()):
        done = command("run", "mine.toml", "-n", "3", "-q", *words)
        assert done.returncode == 0, done.stderr
    (tmp_path / "mine.toml").write_text(f"{text}autonomy = 0.9\n")
    first, second = (command("run", "mine.toml", "-n", "3", "-q") for _ in range(2))
    assert first.returncode == second.returncode == 0
    assert first.stdout == second.stdout
    names = sorted(path.name for path in (tmp_path / "results").iterdir())
    assert names[0:2] == ["mine-3-s1", names[1]] and names[2:] == ["mine-3-s2", "mine-4-s1"]
    assert names[1].startswith("mine-3-s1-")
