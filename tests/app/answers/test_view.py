"""The view of a pair holds the numbers and the sentences of the shell."""

from __future__ import annotations

import json

import numpy as np
import pytest

import sim
from sim.app.answers.memory import Memory
from sim.app.answers.view import HINT, view
from sim.ensemble import base, monthly
from sim.ensemble.how import How
from sim.outcomes.focus import focus
from sim.scenario import resolved_toml

CHANGE = {"set": {"states.DPRK.autonomy": 0.6}, "without": ["crimea"]}
ASK = {"scenario": "article", "histories": 120}


@pytest.fixture(scope="module")
def memory():
    """What the tests of this module share."""
    return Memory()


@pytest.fixture(scope="module")
def seen(memory):
    """The article beside itself changed."""
    return view({**ASK, **CHANGE}, memory)


@pytest.fixture(scope="module")
def compared():
    """The same in the shell."""
    return sim.compare("article", sim.load("article", **CHANGE), histories=120)


def test_the_sentences_are_those_of_compare(seen, compared):
    found = seen["finding"]
    assert found["text"] == compared.finding and found["sure"]
    assert found["text"].startswith(found["headline"].rstrip("."))
    assert json.loads(json.dumps(seen)) == seen


def test_questions_are_counted_as_compare_and_run_count_them(seen, compared):
    for row, known in zip(seen["questions"], compared.questions(), strict=True):
        assert row["id"] == known["id"]
        assert [row["a"] / 120, row["b"] / 120] == known["shares"]
        assert row["base"] == round(120 * known["shares_without_shocks"][0])
        assert row["base_of"] == 120


def test_bands_are_the_quantiles_of_run(seen, compared):
    for side, results in zip(("a", "b"), compared.results, strict=True):
        about = focus(results)
        close(seen[side]["tilt"], results.tilt(*about))
        for code in results.codes:
            close(seen[side]["hedging"][code], results.hedging(code))
            close(seen[side]["received"][code], results.received(code))
        for patron, means in seen[side]["support"].items():
            expected = results.support(patron, about.state, about.needs).mean(axis=0)
            assert np.allclose(means, expected, atol=5.1e-5)
    first, second = compared.tilts()
    close(seen["paired"], second - first)


def close(bands: dict, values: np.ndarray) -> None:
    """Make sure that bands are those of some values (history, month)."""
    levels = {"q05": 0.05, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q95": 0.95}
    for name, level in levels.items():
        assert np.allclose(bands[name], np.quantile(values, level, axis=0), atol=5.1e-5), name
    assert np.allclose(bands["mean"], values.mean(axis=0), atol=5.1e-5)


def test_postures_add_up_and_are_named_with_their_patrons(seen):
    for rows in seen["a"]["postures"].values():
        assert np.all(np.sum([row["shares"] for row in rows], axis=0) > 0.9)
        for row in rows:
            assert (row["kind"] in ("leaning", "aligned")) == bool(row["patron"])
    words = [row["words"] for row in seen["a"]["postures"]["JPN"]]
    assert any("the United States" in one for one in words)


def test_sides_say_what_was_changed(seen):
    assert seen["a"]["label"] == "as written" and seen["a"]["changes"] == []
    autonomy = "North Korea's wish for autonomy: 0.35 -> 0.6"
    assert seen["b"]["changes"] == ["without the annexation of Crimea", autonomy]
    assert seen["b"]["hash"] == sim.load("article", **CHANGE).hash


def test_without_a_change_there_is_only_a(memory):
    alone = view(ASK, memory)
    assert alone["b"] is None and alone["paired"] is None
    assert alone["finding"]["detail"] == HINT
    summary = sim.run("article", 120)
    from sim.outcomes.summary import finding
    from sim.outcomes.table import outcome_table

    assert alone["finding"]["text"] == finding(outcome_table(summary))
    same = view({**ASK, "set": {"states.DPRK.autonomy": 0.35}}, memory)
    assert same["b"] is None


def test_what_is_at_hand_is_not_computed_again(memory, seen):
    again = view({**ASK, **CHANGE}, memory)
    assert "a" not in again["took"] and "b" not in again["took"]
    assert {**again, "took": 0} == {**seen, "took": 0}


def test_any_two_scenarios_that_pair_are_compared_and_others_refused(memory):
    other = {"scenario": "what-if-no-purge"}
    shown = view({**ASK, "histories": 20, "other": other}, memory)
    expected = sim.compare("article", "what-if-no-purge", histories=20)
    assert shown["finding"]["text"] == expected.finding
    assert [row["id"] for row in shown["questions"]] == [r["id"] for r in expected.questions()]
    with pytest.raises(sim.InvalidInput, match="cannot be paired"):
        view({**ASK, "other": {"scenario": "cold-war"}}, memory)


def test_a_view_that_is_stopped_says_on_how_many_histories_it_rests_and_runs_no_more(monkeypatch):
    done: list[int] = []
    monkeypatch.setattr(base, "run_outcomes", None)  # base rates are those at hand
    how = How(progress=done.append, stop=lambda: sum(done) >= 256)
    part = view({**ASK, **CHANGE, "histories": 4000, "seed": 5}, Memory(), how)
    monkeypatch.undo()
    assert [row["base"] for row in part["questions"]] == [None] * len(part["questions"])
    assert 256 <= part["histories"] < 4000
    whole = view({**ASK, **CHANGE, "histories": part["histories"], "seed": 5}, Memory())
    assert part["finding"] == whole["finding"] and part["paired"] == whole["paired"]


def test_a_pair_that_is_stopped_rests_on_as_many_histories_on_both_sides(memory):
    view({**ASK, "histories": 2000}, memory)  # A is at hand, whole
    how = How(stop=lambda: True)
    part = view({**ASK, **CHANGE, "histories": 2000}, memory, how)
    assert part["histories"] < 2000 and part["b"] and part["paired"]
    assert all(row["base"] is not None for row in part["questions"])  # of A's view, scaled
    assert all(row["base_of"] > part["histories"] for row in part["questions"])


def test_a_file_that_is_called_as_what_it_replaces_is_not_as_written(memory):
    text = resolved_toml(sim.load("article", set={"states.DPRK.autonomy": 0.6}))
    mine = {"file": {"name": "article.toml", "text": text}}
    assert view({**ASK, "other": mine}, memory)["b"]["label"] == sim.load("article").title


def test_what_was_run_while_dragging_is_not_run_again_at_rest(monkeypatch):
    ran, memory = [], Memory()
    part_of = monthly.part_of
    monkeypatch.setattr(
        monthly, "part_of", lambda asked, *part: ran.append(part) or part_of(asked, *part)
    )
    view({**ASK, "histories": 128}, memory)
    assert ran == [(0, 128)]
    at_rest = view({**ASK, "histories": 140}, memory)
    assert ran == [(0, 128), (128, 12)]
    anew = view({**ASK, "histories": 140}, Memory())
    assert {**at_rest, "took": None} == {**anew, "took": None}
