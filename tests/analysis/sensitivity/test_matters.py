"""The numbers that matter most are shipped with every scenario, and are not stale."""

from __future__ import annotations

import pytest

import sim
from sim.analysis.sensitivity import matters
from sim.analysis.sensitivity.matters import mark_of, paths_of, screened, shipped_matters
from sim.ensemble.how import How, NothingDone
from sim.scenario import ranged_paths, shipped, with_changes

TWO = """
autonomy = { value = 0.4, range = [0.0, 2.0] }
[states.B]
autonomy = { value = 0.1, range = [0.0, 2.0] }
[states.C]
"""


@pytest.mark.parametrize("name", shipped())
def test_each_scenario_has_its_five_made_from_the_file_as_it_is(name):
    scenario = sim.load(name)
    if len(ranged_paths(scenario)) < 2:
        return
    found, stale = shipped_matters(scenario)
    assert found is not None and not stale, "run docs/make_matters.py"
    assert found.histories == mark_of(scenario), "other rules: run docs/make_matters.py"
    assert len(found.paths) == 5 and set(found.paths) <= set(paths_of(scenario))
    assert list(found.effects) == sorted(found.effects, reverse=True)


def test_what_was_made_for_another_version_is_stale_and_known_by_its_name(article):
    changed = with_changes(article, without=["crimea"])
    found, stale = shipped_matters(changed)
    assert found is not None and stale


def test_a_screening_finds_what_matters_and_ends_where_it_is_told_to(world_of, monkeypatch):
    scenario = world_of(f"[states.A]{TWO}", months=4)
    monkeypatch.setattr(matters, "TRAJECTORIES", 2)
    found = screened(scenario)
    assert set(found.paths) == {"states.A.autonomy", "states.B.autonomy"}
    assert "2 walks" in found.how and found.hash == scenario.hash
    with pytest.raises(NothingDone):
        screened(scenario, How(stop=lambda: True))
