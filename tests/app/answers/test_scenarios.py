"""The list of scenarios: those at hand, read once, and again when they were written since."""

from __future__ import annotations

import os

from sim.app.answers.memory import Memory
from sim.app.answers.scenarios import scenarios
from sim.scenario import shipped


def test_all_that_come_with_the_program_are_listed_with_their_period():
    found = scenarios(Memory())
    assert found["first"] == "article"
    assert set(shipped()) <= {row["name"] for row in found["scenarios"]}
    article = next(row for row in found["scenarios"] if row["name"] == "article")
    assert (article["period"], article["states"]) == ("January 2013 to December 2015", 6)


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
