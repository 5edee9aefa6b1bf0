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


def test_what_an_extended_file_leaves_outside_the_period_can_be_left_out_or_replaced(tmp_path):
    states = "[states.EAST]\nautonomy = 0.2\n[states.WEST]\nautonomy = 0.2\n"
    shock = '[[shocks]]\nid = "storm"\ndate = 2020-05-01\ntitle = "A storm"\neffects = []\n'
    asked = '{ measure = "hedging", state = "EAST", from = 2020-02-01, above = 0.5 }'
    question = f'[[questions]]\nid = "q"\ntext = "?"\nlevel = {asked}\n'
    head = 'title = "Two states"\nstart = 2020-01-01\nmonths = 12\n'
    (tmp_path / "later.toml").write_text(head + states + shock + question)
    path = tmp_path / "sooner.toml"
    path.write_text('title = "Sooner"\nextends = "later.toml"\nstart = 2011-03-01\nmonths = 11\n')
    with pytest.raises(sim.Refused) as refused:
        sim.load(path)
    first, second = str(refused.value).splitlines()
    outside = "is outside the period, 2011-03 to 2012-01"
    assert first.endswith(f'{outside} (leave it out: without = ["storm"] in your file)')
    assert second.endswith(
        f"{outside} (a question with the id 'q' in your file replaces this one; "
        'without_questions = ["q"] leaves it out)'
    )
