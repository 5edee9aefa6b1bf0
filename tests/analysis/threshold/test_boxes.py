"""Discovery: boxes that are known beforehand are found, and where there is nothing to find that is
said.
"""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.threshold import boxes
from sim.analysis.threshold.boxes import (
    Box,
    Spread,
    cut_into_boxes,
    in_words,
    spread_points,
    trust_in_words,
)
from sim.analysis.threshold.crossing import question_crossing
from sim.ensemble.how import HERE, How

# Whether there is trade hangs on what a trade agreement costs; how a state regards the other hardly
# matters for it.
TRADERS = """
[states.A]
need = { economy = 1.0, security = 0.0, recognition = 0.0 }
sentiment = 0.1
[states.B]
need = { economy = 1.0, security = 0.0, recognition = 0.0 }
sentiment = 0.1
[ties.A.B]
affinity = { value = 0.1, range = [0.0, 0.2] }
[moves.trade]
cost = { value = 0.1, range = [0.0, 0.4] }
[[questions]]
id = "trade"
text = "A and B trade"
count = { source = "A", target = "B", what = "deal", move = "trade", at_least = 1 }
[[questions]]
id = "always"
text = "There are acts, or none"
count = { source = "*", target = "*", what = "act", at_least = 0 }
[[questions]]
id = "never"
text = "There are very many acts"
count = { source = "*", target = "*", what = "act", at_least = 1000 }
"""
COST, AFFINITY = "moves.trade.cost", "ties.A.B.affinity"


def discover(scenario, question, over=(), points=1024, histories=65, seed=1, level=0.5, how=HERE):
    """Return the boxes of a question."""
    crossing = question_crossing(scenario, question, level)
    return boxes.discover(scenario, crossing, over, Spread(points, histories), seed, how)


@pytest.fixture
def traders(world_of):
    """Two states that may trade, over a year."""
    return world_of(TRADERS, months=12)


def test_the_number_that_decides_bounds_the_box(traders):
    found = discover(traders, "trade", points=256, histories=31)
    assert found.paths == (AFFINITY, COST) or found.paths == (COST, AFFINITY)
    assert (found.points, found.histories, found.level, found.reason) == (256, 31, 0.5, "")
    assert 0.1 < found.yes < 0.9
    assert found.baseline == max(found.yes, 1 - found.yes)
    assert found.accuracy > max(0.95, found.baseline + 0.05)
    first = found.boxes[0]
    low, high = first.limits[COST]
    assert low == 0.0 and 0.02 < high < 0.39
    assert first.density > 0.9 and first.coverage > 0.5 and first.probability > 0.5
    assert [box.coverage for box in found.boxes] == sorted(
        (box.coverage for box in found.boxes), reverse=True
    )
    assert sum(box.coverage for box in found.boxes) > 0.9
    assert "right; always saying what is commoner gets" in trust_in_words(found)


def test_the_same_seed_finds_the_same_boxes(traders):
    told = []
    how = How(progress=told.append)
    found = discover(traders, "trade", (COST,), points=64, histories=5, seed=3, how=how).boxes
    assert found == discover(traders, "trade", (COST,), 64, 5, 3).boxes
    assert sum(told) == 64 * 5
    assert all(set(box.limits) == {COST} for box in found)


@pytest.mark.parametrize(
    ("question", "words"), [("always", "yes at all 16 points"), ("never", "no at all 16 points")]
)
def test_an_answer_that_never_varies_has_no_boxes_and_a_reason(traders, question, words):
    found = discover(traders, question, points=16, histories=3)
    assert found.boxes == [] and words in found.reason
    assert np.isnan(found.accuracy) and found.baseline == 1.0
    assert trust_in_words(found) == ""


@pytest.mark.parametrize(
    ("question", "over", "points", "level", "words"),
    [
        ("trad", (), 64, 0.5, r"unknown question 'trad' \(did you mean 'trade'\?\)"),
        ("trade", ("ties.B.A.affinity",), 64, 0.5, "ties.B.A.affinity has no range"),
        ("trade", (), 7, 0.5, "points is 7: at least 8"),
        ("trade", (), 64, 1.5, "level is 1.5"),
    ],
)
def test_what_cannot_be_discovered_is_one_line(traders, question, over, points, level, words):
    with pytest.raises(ValueError, match=words):
        discover(traders, question, over, points, 3, level=level)


@pytest.mark.parametrize("count", [8, 100, 128])
def test_points_are_spread_evenly_over_the_ranges(traders, count):
    points = spread_points(traders, [COST, AFFINITY], count, seed=1)
    assert points.shape == (count, 2)
    assert (points >= [0.0, 0.0]).all() and (points <= [0.4, 0.2]).all()
    np.testing.assert_allclose(points.mean(axis=0), [0.2, 0.1], rtol=0.15)
    assert not np.array_equal(points, spread_points(traders, [COST, AFFINITY], count, seed=2))
    assert np.array_equal(points, spread_points(traders, [COST, AFFINITY], 128, seed=1)[:count])


def test_a_box_made_by_hand_is_found_with_its_shares(traders):
    design = spread_points(traders, [COST, AFFINITY], 512, seed=1)
    inside = (design[:, 0] < 0.1) & (design[:, 1] > 0.1)
    answers = np.repeat(inside[:, None], 4, axis=1).astype(np.int8)
    found = cut_into_boxes(traders, [COST, AFFINITY], design, answers)
    assert len(found.boxes) == 1
    box = found.boxes[0]
    assert (box.density, box.coverage, box.probability) == (1.0, 1.0, 1.0)
    assert box.mass == inside.mean() == found.yes
    assert box.limits[COST] == (0.0, pytest.approx(0.1, abs=0.004))
    assert box.limits[AFFINITY] == (pytest.approx(0.1, abs=0.002), 0.2)


def test_answers_that_follow_no_number_are_not_trusted(traders):
    design = spread_points(traders, [COST, AFFINITY], 512, seed=1)
    noise = np.sin(1e5 * design.sum(axis=1)) > 0
    found = cut_into_boxes(traders, [COST, AFFINITY], design, noise[:, None].astype(np.int8))
    assert found.accuracy <= found.baseline + 0.02
    assert trust_in_words(found).endswith("the boxes say next to nothing.")


def test_too_few_of_a_kind_are_not_enough_to_judge(traders):
    design = spread_points(traders, [COST, AFFINITY], 64, seed=1)
    answers = np.zeros((64, 1), dtype=np.int8)
    answers[7] = 1
    found = cut_into_boxes(traders, [COST, AFFINITY], design, answers)
    assert (
        found.boxes == []
        and found.reason == "No boxes: the answer is yes at 1.6 % of points, but nowhere mostly."
    )
    assert np.isnan(found.accuracy)
    mostly = cut_into_boxes(traders, [COST, AFFINITY], design, 1 - answers)
    assert mostly.boxes and "Too few points differ" in trust_in_words(mostly)


def test_boxes_in_words():
    box = Box({COST: (0.0, 0.41234567), AFFINITY: (0.1, 0.2)}, 0.934, 0.5, 0.25, 0.8)
    assert in_words(box) == (
        "moves.trade.cost from 0 to 0.4123 and ties.A.B.affinity from 0.1 to 0.2: yes at 93 % of "
        "points "
        "(80 % of histories); 50 % of all points with yes, in 25 % of the space"
    )
    assert in_words(Box({}, 1.0, 1.0, 1.0, 1.0)).startswith("anywhere: yes at 100 %")
