"""Changes: data that words are made from, and that are read again as they were written."""

from __future__ import annotations

import json

import pytest

import sim
from sim.report.manifest import Manifest
from sim.scenario import Change, in_short, left_out


def test_changes_are_read_again_as_they_were_written(article):
    numbers = {"states.DPRK.autonomy": 0.9, "ties.USA.RUS.trust": 0.5}
    changed = sim.load("article", set=numbers, without=["crimea*", "jang-purge"]).changed
    written = json.loads(json.dumps([change.as_data() for change in changed]))
    assert tuple(map(Change.from_data, written)) == changed
    assert left_out(changed) == ["jang-purge", "crimea", "crimea-vote", "crimea-mh17"]


def test_a_manifest_holds_changes_as_data_and_those_of_older_versions_as_words():
    held = {"kind": "run", "scenario": "x", "seed": 1, "histories": 1}
    made = {"name": "diplomatic-hedging", "version": "0.1.0"}
    now = Change("number", "months", 36.0, 24.0).as_data()
    given = {"made_by": made, "holds": held, "files": {}, "changed": [now, "without crimea"]}
    first, second = Manifest.model_validate_json(json.dumps(given)).changed
    assert Change.from_data(first.model_dump()) == Change("number", "months", 36.0, 24.0)
    assert str(Change.from_data(second)) == "without crimea"
    given["changed"] = [{"kind": "guess", "path": "months"}]
    with pytest.raises(ValueError, match="changed"):
        Manifest.model_validate_json(json.dumps(given))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ([], []),
        ([Change("without", "shocks.a"), Change("without", "shocks.b")], ["without a and b"]),
        ([Change("number", "ties.A.B.trust", None, 0.25)], ["ties.A.B.trust: spun up -> 0.25"]),
        (
            [Change("period", "months", 36, 24), Change("new state", "states.IND")],
            ["months: 36 -> 24", "new state IND"],
        ),
        ([Change("new shock", f"shocks.{k}") for k in "abc"], ["with a and 2 more changes"]),
    ],
)
def test_a_label_names_what_was_changed(changes, words):
    assert in_short(changes) == words
