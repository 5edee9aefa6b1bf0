"""A saved file gives the same histories in the shell."""

from __future__ import annotations

import pytest

import sim
from sim.app.answers.memory import Memory
from sim.app.answers.saved import saved

CHANGE = {
    "set": {"states.DPRK.autonomy": 0.6, "shocks.crimea.effects.0.amount": -0.2},
    "without": ["crimea-vote"],
}


def test_the_file_of_a_shipped_scenario_extends_it_and_has_the_hash_of_b(tmp_path):
    file = saved({"scenario": "article", **CHANGE, "name": "mine"}, Memory())
    path = tmp_path / file["name"]
    path.write_text(file["text"], encoding="utf-8")
    expected = sim.load("article", **CHANGE)
    assert file["hash"] == sim.load(path).hash == expected.hash
    assert (
        'extends = "article"' in file["text"]
        and "North Korea's wish for autonomy" in file["text"].split("\n")[0]
    )
    there, here = (sim.run(one, 5).questions() for one in (sim.load(path), expected))
    assert all((there[key] == here[key]).all() for key in here)


def test_the_file_of_a_users_own_is_whole(tmp_path, world):
    ask = {"file": {"name": "small.toml", "text": world.read_text()}, "without": ["storm"]}
    file = saved({**ask, "name": "calm.toml"}, Memory())
    path = tmp_path / "elsewhere.toml"
    path.write_text(file["text"], encoding="utf-8")
    assert "extends" not in file["text"]
    assert sim.load(path).hash == file["hash"] == sim.load(world, without=["storm"]).hash


@pytest.mark.parametrize("name", ["", "../mine", "a/b", "a\\b", ".hidden", "a\nb", 7])
def test_a_name_that_is_no_files_is_refused(name):
    with pytest.raises(sim.InvalidInput):
        saved({"scenario": "article", "name": name}, Memory())
