"""Loading: a name that only results have is refused with the way to name them."""

from __future__ import annotations

import pytest

from sim.report.manifest import MANIFEST
from sim.scenario import Refused
from sim.shell.loading import load_scenario


def test_a_name_that_begins_one_of_results_says_how_these_are_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "results" / "mine-50"
    folder.mkdir(parents=True)
    with pytest.raises(Refused) as refused:
        load_scenario("mine")
    assert "results" not in str(refused.value)  # a folder without results is none
    (folder / MANIFEST).write_text("{}")
    with pytest.raises(
        Refused, match=r"; results are named by their folder, as in results.mine-50"
    ):
        load_scenario("mine")
    for other in ("", "yours", "./mine"):
        with pytest.raises(Refused) as refused:
            load_scenario(other)
        assert "mine-50" not in str(refused.value)
