"""The scenarios that one can be compared with, and why the others cannot be."""

from __future__ import annotations

from sim.analysis.compare.comparison import unlike
from sim.app.answers.memory import Memory
from sim.app.answers.partners import partners
from sim.scenario import load, shipped


def test_exactly_those_that_can_be_paired_have_no_reason_against_them():
    found = partners({"scenario": "article"}, Memory())["why_not"]
    assert found.keys() == shipped().keys()
    article = load("article")
    for name, why_not in found.items():
        assert (why_not is None) == (unlike(article, load(name)) is None), name
    assert found["what-if-no-crimea"] is None
    assert (found["cold-war"], found["world-2013"]) == ("other months", "other states")


def test_one_with_faults_is_told_as_such_and_can_be_mended(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    own = tmp_path / "scenarios" / "mine.toml"
    own.parent.mkdir()
    own.write_text("title =")
    memory = Memory()
    assert partners({"scenario": "article"}, memory)["why_not"]["mine"] == "has faults"
    own.write_text('title = "Mine"\nextends = "article"\n')
    assert partners({"scenario": "article"}, memory)["why_not"]["mine"] is None


def test_a_users_file_has_partners_too():
    mine = {"file": {"name": "mine.toml", "text": 'title = "Mine"\nextends = "cold-war"\n'}}
    found = partners(mine, Memory())["why_not"]
    assert [name for name, why_not in found.items() if why_not is None] == ["cold-war"]
