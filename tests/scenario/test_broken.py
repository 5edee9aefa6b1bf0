"""One broken file for every rule, with what is said about it beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

import sim

BROKEN = sorted((Path(__file__).parent / "broken").glob("*.toml"))


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_file_is_refused_in_these_words(path):
    with pytest.raises(sim.Refused) as refused:
        sim.load(path)
    assert str(refused.value) + "\n" == path.with_suffix(".txt").read_text(encoding="utf-8")


def test_twelve_faults_are_told_at_once():
    with pytest.raises(sim.Refused) as refused:
        sim.load(BROKEN[0].parent / "twelve_faults.toml")
    assert len(refused.value.problems) >= 12


def test_an_experiment_is_not_taken_for_a_scenario(tmp_path):
    path = tmp_path / "turn.toml"
    path.write_text('title = "Turn"\nscenarios = ["article"]\nseeds = [1]\n')
    with pytest.raises(sim.Refused) as refused:
        sim.load(path)
    assert str(refused.value).splitlines() == [
        f"{path.name}:2: scenarios: this file is an experiment, not a scenario: run it with "
        "`sim experiment turn.toml`"
    ]
