"""The list of scenarios at hand; each is read once, and again when it was written since."""

from __future__ import annotations

import os

from sim.app.answers.memory import Memory
from sim.app.answers.scenarios import scenarios
from sim.scenario import load, shipped


def test_all_that_come_with_the_program_are_listed_with_their_titles():
    found = scenarios()
    assert found["first"] == "article"
    titles = {row["name"]: row["title"] for row in found["scenarios"]}
    assert titles == {name: load(name).title for name in shipped()}


def test_a_title_may_come_from_what_a_file_extends_and_one_with_faults_is_listed_by_its_name(
    tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scenarios").mkdir()
    for name, text in (("heir", 'extends = "article"'), ("broken", "title ="), ("odd", "title=1")):
        (tmp_path / "scenarios" / f"{name}.toml").write_text(text)
    titles = {row["name"]: row["title"] for row in scenarios("heir")["scenarios"]}
    assert scenarios("heir")["first"] == "heir" and scenarios("nonesuch")["first"] in titles
    assert titles["heir"] == titles["article"]
    assert (titles["broken"], titles["odd"]) == ("broken", "odd")


def test_a_file_that_was_written_again_is_read_again(world, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    own = tmp_path / "scenarios" / "small.toml"
    own.parent.mkdir()
    own.write_text(world.read_text())
    memory = Memory()
    before = memory.named("small")
    assert memory.named("small") is before
    own.write_text(world.read_text().replace("months = 8", "months = 9"))
    os.utime(own, ns=(1, 1))
    assert memory.named("small").months == 9


def test_a_users_file_is_read_again_when_what_it_extends_was_written_since(
    world, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scenarios").mkdir()
    below = tmp_path / "scenarios" / "below.toml"
    below.write_text(world.read_text())
    memory, mine = Memory(), ("mine.toml", 'title = "Mine"\nextends = "below"\n')
    before = memory.of_text(*mine)
    assert memory.of_text(*mine) is before
    below.write_text(f"{world.read_text()}\n[dynamics]\nchill = 0.123\n")
    os.utime(below, ns=(1, 1))
    assert memory.of_text(*mine).value("dynamics.chill").value == 0.123
