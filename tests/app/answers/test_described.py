"""All that the page says of a scenario before anything is run."""

from __future__ import annotations

import json

import pytest

import sim
from sim.app.answers.described import described
from sim.app.answers.memory import Memory
from sim.scenario import ranged_paths


@pytest.fixture(scope="module")
def memory():
    """What the tests of this module share."""
    return Memory()


def test_it_says_who_is_there_what_happens_and_what_is_asked(memory, article):
    shown = described({"scenario": "article"}, memory)
    assert shown["hash"] == article.hash and len(shown["months"]) == 36
    assert shown["focus"]["all_b"] == "all from Russia"
    assert {"code": "USA", "name": "United States", "in_text": "the United States"}.items() <= next(
        state for state in shown["states"] if state["code"] == "USA"
    ).items()
    crimea = next(event for event in shown["events"] if event["id"] == "crimea")
    assert (crimea["date"], crimea["month"], crimea["family"]) == ("2014-03-18", 14, "crimea")
    assert "the United States' stance toward Russia: -0.4" in crimea["does"]
    assert {row["happened"] for row in shown["questions"]} <= {True, False, None}
    assert set(ranged_paths(article)) <= {row["path"] for row in shown["parameters"]}
    assert json.loads(json.dumps(shown)) == shown


def test_of_a_world_the_numbers_near_the_focus_are_offered_and_the_others_counted(memory):
    shown = described({"scenario": "world-2013"}, memory)
    paths = {row["path"] for row in shown["parameters"]}
    assert len(paths) < 600 and shown["parameters_left_out"] > 1000
    assert set(shown["matters"]["paths"] if shown["matters"] else ()) <= paths


def test_a_users_file_is_described_too_and_has_no_numbers_that_matter_yet(memory, world):
    file = {"name": "small.toml", "text": world.read_text()}
    shown = described({"file": file}, memory)
    assert shown["name"] == "small" and shown["matters"] is None
    assert shown["hash"] == sim.load(world).hash
