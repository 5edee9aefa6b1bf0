"""Thresholds: crossings that can be checked from both sides, answers that nothing turns, and what
is written.
"""

from __future__ import annotations

import json
from functools import partial

import numpy as np
import pandas as pd
import pytest

import sim
from sim.analysis.threshold import figure as drawing
from sim.analysis.threshold import odds, words
from sim.analysis.threshold import threshold as method
from sim.analysis.threshold.answer import Search, threshold
from sim.analysis.threshold.crossing import crossing, question_crossing
from sim.analysis.threshold.joint import joint_threshold as jointly
from sim.analysis.threshold.threshold import GRID
from sim.ensemble.how import HERE, How
from sim.report import style
from sim.scenario import path_in_words, with_numbers

# A client with money on offer from two sides, that asks one of them first. What it thinks of
# either, and a quarrel with one, decide whom; the power of a state that it never deals with does
# not. Nobody trades as a matter of routine.
SUITORS = """
[dynamics]
routine = { economy = 0.0 }
[states.CLIENT]
need = { economy = 1.0, security = 0.0, recognition = 0.0 }
capacity = { economy = 0.2, security = 0.0, recognition = 0.0 }
alignment = 0.0
[states.ONE]
capacity = { economy = 1.0, security = 0.0, recognition = 0.0 }
alignment = 0.0
[states.OTHER]
power = { value = 1.0, range = [0.5, 2.0] }
capacity = { economy = 1.0, security = 0.0, recognition = 0.0 }
alignment = 0.0
[ties.CLIENT.ONE]
affinity = { value = 0.5, range = [-0.6, 0.8] }
obstacle = { value = 0.0, range = [0.0, 2.0] }
[ties.ONE.CLIENT]
affinity = 0.3
[ties.CLIENT.OTHER]
affinity = { value = 0.1, range = [-0.2, 0.8] }
[ties.OTHER.CLIENT]
affinity = 0.3
[[shocks]]
id = "quarrel"
date = 2000-01-01
title = "A quarrel"
source = "judgement"
[[shocks.effects]]
path = "ties.CLIENT.ONE.obstacle"
add = { value = 0.05, range = [0.0, 2.0], source = "judgement" }
[[questions]]
id = "one-first"
text = "The client's first investment comes from ONE."
first = { state = "CLIENT", move = "invest", with = "ONE", before = "OTHER" }
[[questions]]
id = "always"
text = "There are moves, or none"
count = { source = "*", target = "*", what = "act", at_least = 0 }
"""
AFFINITY, OBSTACLE, OTHERS = (
    "ties.CLIENT.ONE.affinity",
    "ties.CLIENT.ONE.obstacle",
    "ties.CLIENT.OTHER.affinity",
)
AMOUNT, POWER = "shocks.quarrel.effects.0.amount", "states.OTHER.power"
HISTORIES = 300


@pytest.fixture
def suitors(world_of):
    """The client and its suitors."""
    return world_of(SUITORS, months=18)


def thresholds(scenario, question, over=(), level=0.5, histories=400):
    """Return the thresholds of a question."""
    asked = question_crossing(scenario, question, level)
    return method.thresholds(scenario, asked, over, histories)


def joint_threshold(scenario, question, paths=(), level=0.5, histories=400, how=HERE):
    """Return the joint threshold of a question."""
    return jointly(scenario, question_crossing(scenario, question, level), paths, histories, 1, how)


def finding(scenario, question, found, level=0.5):
    """Return the finding on a question."""
    return words.finding(scenario, question_crossing(scenario, question, level), found)


def likely(scenario, numbers, question="one-first", seed=1):
    """Return the probability of yes with other numbers."""
    return sim.run(with_numbers(scenario, numbers), HISTORIES, seed).questions()[question].mean()


def test_the_answer_has_turned_at_the_crossing_and_has_not_just_before(suitors):
    found = thresholds(suitors, "one-first", histories=HISTORIES)
    assert {one.path for one in found} == {AFFINITY, OBSTACLE, OTHERS, AMOUNT, POWER}
    crossed = [one for one in found if one.crossing is not None]
    assert {AFFINITY, OBSTACLE, OTHERS, AMOUNT} == {one.path for one in crossed}
    for one in crossed:
        assert one.mean_at_base == likely(suitors, {}) > 0.5
        assert likely(suitors, {one.path: one.crossing}) == one.mean_at_crossing <= 0.5
        back = np.sign(one.base - one.crossing) * np.linspace(0.002, 0.01, 5) * (one.high - one.low)
        assert max(likely(suitors, {one.path: value}) for value in one.crossing + back) > 0.5
        assert one.change_in_ranges == pytest.approx(
            abs(one.crossing - one.base) / (one.high - one.low)
        )
        assert one.low <= one.crossing <= one.high


def test_the_smallest_change_comes_first_and_what_does_nothing_last(suitors):
    found = thresholds(suitors, "one-first", histories=HISTORIES)
    changes = [one.change_in_ranges for one in found]
    assert changes == sorted(changes)
    last = found[-1]
    assert (last.path, last.crossing, last.mean_at_crossing, last.push) == (
        POWER,
        None,
        None,
        0.0,
    )
    assert np.isinf(last.change_in_ranges)
    assert (last.means == last.mean_at_base).all()


def test_the_grid_is_what_runs_of_the_changed_scenario_say(suitors):
    one = thresholds(suitors, "one-first", [AFFINITY], histories=HISTORIES)[0]
    assert one.values.tolist() == np.linspace(-0.6, 0.8, GRID).tolist()
    for k in (0, 3, GRID - 1):
        assert one.means[k] == likely(suitors, {AFFINITY: one.values[k]})


def test_blocks_of_a_design_do_not_matter(suitors, monkeypatch):
    whole = thresholds(suitors, "one-first", histories=50)
    monkeypatch.setattr(odds, "AT_ONCE", 1)
    for one, again in zip(whole, thresholds(suitors, "one-first", histories=50), strict=True):
        assert (one.path, one.crossing) == (again.path, again.crossing)
        assert np.array_equal(one.means, again.means)


@pytest.mark.parametrize(("own", "span"), [(-0.9, "[-0.6, 0.8]"), (0.0, "[0.6, 0.8]")])
def test_a_base_outside_its_range_is_searched_from(world_of, tmp_path, own, span):
    world_of(
        SUITORS.replace("value = 0.5, range = [-0.6, 0.8]", f"value = 0.7, range = {span}"),
        months=18,
    )
    scenario = sim.load(tmp_path / "world.toml", set={AFFINITY: own})
    one = thresholds(scenario, "one-first", [AFFINITY], histories=HISTORIES)[0]
    assert (one.base, one.low, one.high) == (own, *json.loads(span))
    assert own < one.crossing < one.high
    assert likely(scenario, {AFFINITY: one.crossing}) > 0.5 >= one.mean_at_base
    together = joint_threshold(scenario, "one-first", [AFFINITY, OTHERS], histories=50)
    assert together.length > 0


@pytest.mark.parametrize("level", [0.2, 0.6])
def test_any_level_can_be_crossed_from_either_side(suitors, level):
    one = thresholds(suitors, "one-first", [OTHERS, AFFINITY], level, HISTORIES)[0]
    assert one.crossing is not None
    assert (one.mean_at_crossing > level) == (level == 0.6)
    told = finding(suitors, "one-first", [one], level)
    assert ("takes this above 60 %" if level == 0.6 else "takes this below 20 %") in told


def test_an_answer_that_nothing_turns(suitors):
    found = thresholds(suitors, "always", [AFFINITY, OTHERS], histories=20)
    assert [one.crossing for one in found] == [None, None]
    assert finding(suitors, "always", found) == (
        "There are moves, or none: yes in 100 % of 20 histories; no single change within the "
        "ranges flips this."
    )
    assert joint_threshold(suitors, "always", [AFFINITY, OTHERS], histories=20) is None


def test_the_finding_names_the_smallest_change(suitors):
    found = thresholds(suitors, "one-first", [AFFINITY], histories=HISTORIES)
    at_base, crossing, change = (
        found[0].mean_at_base,
        found[0].crossing,
        found[0].change_in_ranges,
    )
    assert (
        finding(suitors, "one-first", found)
        == f"The client's first investment comes from ONE: yes in {100 * at_base:.0f} % of"
        f" {HISTORIES} histories; "
        "the smallest single "
        f"change that flips this is {AFFINITY} from 0.5 to {crossing:.4g} ({100 * change:.0f} % of "
        "its range)."
    )


@pytest.mark.parametrize("paths", [(AFFINITY, OTHERS), (AFFINITY,), ()])
def test_a_joint_change_turns_the_answer_and_is_never_longer_than_a_single_one(suitors, paths):
    alone = thresholds(suitors, "one-first", paths, histories=HISTORIES)
    told = []
    joint = joint_threshold(
        suitors, "one-first", paths, histories=HISTORIES, how=How(progress=told.append)
    )
    assert joint.length <= alone[0].change_in_ranges
    assert set(joint.paths) <= {one.path for one in alone} - {POWER}
    ranges = {one.path: one.high - one.low for one in alone}
    changes = (joint.values - joint.base) / [ranges[path] for path in joint.paths]
    np.testing.assert_allclose(joint.changes_in_ranges, changes)
    assert joint.length == pytest.approx(np.linalg.norm(changes))
    there = dict(zip(joint.paths, joint.values, strict=True))
    assert likely(suitors, there) == joint.mean <= 0.5 < joint.mean_at_base
    assert likely(suitors, there, seed=2) == joint.elsewhere
    assert sum(told) % HISTORIES == 0


def test_two_numbers_that_both_matter_share_the_change(world_of):
    # Ranges over which either number alone has to go about as far as the other.
    text = SUITORS.replace("range = [-0.2, 0.8]", "range = [-1.0, 1.0]")
    suitors = world_of(text.replace("range = [-0.6, 0.8]", "range = [-0.2, 0.8]"), months=18)
    assert suitors.numbers[OTHERS].range == (-1.0, 1.0)
    assert suitors.numbers[AFFINITY].range == (-0.2, 0.8)
    joint = joint_threshold(suitors, "one-first", [POWER, AFFINITY, OTHERS], 0.4, HISTORIES)
    signs = dict(zip(joint.paths, np.sign(joint.changes_in_ranges), strict=True))
    assert signs == {AFFINITY: -1, OTHERS: 1}
    alone = thresholds(suitors, "one-first", [AFFINITY, OTHERS], 0.4, HISTORIES)
    assert joint.length < 0.8 * alone[0].change_in_ranges


@pytest.mark.parametrize(
    ("question", "over", "level", "words"),
    [
        ("one-frist", (), 0.5, r"unknown question 'one-frist' \(did you mean 'one-first'\?\)"),
        ("one-first", ("ties.ONE.CLIENT.affinity",), 0.5, "has no range"),
        ("one-first", (), 0.0, "level is 0: a probability above 0 and below 1"),
        ("one-first", (), 1.0, "level is 1"),
        ("one-first", (), float("nan"), "level is nan"),
    ],
)
def test_what_cannot_be_asked_is_one_line(suitors, question, over, level, words):
    for function in (thresholds, joint_threshold):
        with pytest.raises(ValueError, match=words) as caught:
            function(suitors, question, over, level, 10)
        assert "\n" not in str(caught.value)


def test_a_scenario_without_questions_says_so(world_of):
    with pytest.raises(ValueError, match="unknown question 'x': none is asked"):
        thresholds(world_of(SUITORS[: SUITORS.index("[[questions]]")]), "x")


def made_up(where, likely_there, grid):
    """Return a threshold of a made-up number from 0 to 8, at 1 in the scenario."""
    change = np.inf if where is None else abs(where - 1) / 8
    numbers, means = np.arange(9.0), np.array(grid)
    return method.Threshold(
        "made.up", 0.0, 8.0, 1.0, grid[1], numbers, means, 100, where, likely_there, change, 0.1
    )


def test_between_which_values_the_answer_surely_turns():
    grid = [0.9, 0.8, 0.75, 0.55, 0.45, 0.42, 0.3, 0.2, 0.6]
    assert drawing.surely(made_up(3.6, 0.5, grid), 0.5) == (2.0, 6.0)
    assert drawing.surely(made_up(3.6, 0.5, [*grid[:6], 0.45, 0.46, 0.47]), 0.5) == (2.0, None)
    assert drawing.surely(made_up(3.6, 0.5, [0.5, 0.55, *grid[2:]]), 0.5) == (2.0, 6.0)
    assert drawing.surely(made_up(3.6, 0.5, [0.5, 0.55, 0.55, *grid[3:]]), 0.5) == (1.0, 6.0)
    assert drawing.surely(made_up(None, None, grid), 0.5) is None


def test_the_band_has_a_width_even_where_all_histories_agree():
    low, high = drawing.band(np.array([0.0, 0.5, 1.0]), 100)
    np.testing.assert_allclose(low, [0.0, 0.5 - 0.5 / np.sqrt(26), 1 - 4 / 104])
    np.testing.assert_allclose(high, 1 - low[::-1])


def texts(figure):
    """Return all that is written on a figure."""
    told = [text.get_text() for part in (figure, *figure.axes) for text in part.texts]
    return "\n".join([*told, *(axes.get_title(loc="left") for axes in figure.axes)])


def test_the_figure_shows_nine_numbers_and_says_what_turns_the_answer(suitors, tmp_path):
    found = thresholds(suitors, "one-first", histories=100)
    asked = question_crossing(suitors, "one-first")
    drawn = drawing.figure(suitors, "Who comes first?", found, asked, "Made up for a test.")
    written = texts(drawn)
    assert len(drawn.axes) == 5 and "not crossed within the range" in written
    words = path_in_words(suitors, found[0].path)
    assert f"most easily flipped by {words}" in written.replace("\n", " ")
    assert all(one.path in written for one in found)
    assert "A quarrel: added to CLIENT's quarrel with ONE" in written
    first, second = (style.save(drawn, tmp_path / name) for name in ("threshold", "threshold"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    many = texts(drawing.figure(suitors, "Who?", found * 3, asked, "Made up."))
    assert "The first 9 of 15 parameters." in many.replace("\n", " ")


@pytest.fixture
def command(command):
    """Run this command."""
    return partial(command, "threshold")


def test_the_command_writes_tables_figure_and_page(command, suitors, tmp_path):
    asked = ("world.toml", "--question", "one-first", "-n", "50", "-o", "out")
    done = command(*asked, "--jointly", "--boxes", "--over", AFFINITY, "--over", AMOUNT)
    assert done.returncode == 0, done.stderr
    assert "the smallest single change that flips this is" in done.stdout
    assert (
        "The shortest joint change found" in done.stdout
        and "Of points that were held back" in done.stdout
    )
    out = tmp_path / "out"
    alone, grid, joint = (
        pd.read_csv(out / f"{name}.csv") for name in ("thresholds", "grid", "joint")
    )
    assert set(alone["path"]) == {AFFINITY, AMOUNT} and len(grid) == 2 * GRID
    assert joint["length"][0] <= alone["change_in_ranges"][0]
    boxes = pd.read_csv(out / "boxes.csv")
    assert set(boxes["path"]) <= set(alone["path"]) and boxes["box"].min() == 1
    held = json.loads((out / "manifest.json").read_text())["holds"]
    assert held["kind"] == "threshold" and held["over"] == {
        AFFINITY: [-0.6, 0.8],
        AMOUNT: [0.0, 2.0],
    }
    assert (out / "figures" / "threshold.svg").exists() and (
        out / "figures" / "threshold.png"
    ).stat().st_size > 1000
    page = (out / "report.html").read_text()
    for words_ in (f"--over {AFFINITY} --over {AMOUNT}", "--jointly --boxes", "-n 50 --seed 1"):
        assert words_ in page
    in_the_way = command(*asked)
    assert in_the_way.returncode == 5 and "--overwrite" in in_the_way.stderr


def test_the_command_asks_the_article(command, tmp_path):
    over = ["--over", "ties.RUS.DPRK.affinity", "--over", "ties.RUS.DPRK.obstacle"]
    asked = ["article", "--question", "moscow-first", *over, "-n", "20", "-o", "out", "--json"]
    done = command(*asked, "--set", "ties.RUS.DPRK.obstacle=0.9")
    data = json.loads(done.stdout)
    assert (
        data["alone"][0]["path"] == "ties.RUS.DPRK.affinity"
        and "together" not in data
        and "boxes" not in data
    )
    page = (tmp_path / "out" / "report.html").read_text()
    assert "--set ties.RUS.DPRK.obstacle=0.9" in page


def test_what_cannot_be_turned_is_one_line(command, tmp_path):
    done = command("article", "--question", "moscow-frist")
    assert done.returncode == 2 and "did you mean 'moscow-first'" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not list(tmp_path.iterdir())


DEPENDENCE = "dependence.CLIENT.ONE@2001-01:2001-06"


def mean(scenario, numbers):
    """Return the client's mean dependence on ONE with other numbers."""
    results = sim.run(with_numbers(scenario, numbers), HISTORIES)
    return results.dependence("CLIENT", "ONE")[:, 12:18].mean()


def test_any_outcome_crosses_a_level_in_any_months(suitors):
    search = Search([AFFINITY, POWER], level=0.4)
    found = threshold(suitors, DEPENDENCE, search, HISTORIES)
    one, other = found.alone
    assert (one.path, other.path, other.crossing) == (AFFINITY, POWER, None)
    assert one.mean_at_base == pytest.approx(mean(suitors, {}))
    crossed = mean(suitors, {AFFINITY: one.crossing})
    assert crossed == pytest.approx(one.mean_at_crossing)
    assert (crossed > 0.4) != (one.mean_at_base > 0.4)
    for k in (0, GRID - 1):
        values = sim.run(with_numbers(suitors, {AFFINITY: one.values[k]}), HISTORIES)
        each = values.dependence("CLIENT", "ONE")[:, 12:18].mean(axis=1)
        assert one.errors[k] == pytest.approx(each.std(ddof=1) / np.sqrt(HISTORIES))
    assert "takes this" in found.finding and found.finding.startswith("CLIENT's dependence on ONE")
    assert repr(found) == found.finding
    assert {"mean_low", "mean_base", "mean_crossing", "mean_high"} <= set(found.to_frame())
    grid = found.tables()["grid.csv"]
    assert (grid["low"] <= grid["mean"]).all() and (grid["mean"] <= grid["high"]).all()


def test_everything_is_drawn_and_written_for_an_outcome(suitors, tmp_path):
    search = Search([AFFINITY, OTHERS], level=0.5, jointly=True)
    found = threshold(suitors, DEPENDENCE, search, 20)
    for figure in found.figures().values():
        assert style.save(figure, tmp_path / "drawn")[0].stat().st_size > 1000
    assert json.loads(json.dumps(found.data()))["outcome"]["id"] == DEPENDENCE
    table = found.text().split("\n\n")[1]
    assert all(len(line) <= 80 for line in table.splitlines())
    assert {"mean", "mean_at_base"} <= set(found.tables()["joint.csv"])


@pytest.mark.parametrize(
    ("of", "level", "words"),
    [
        ("hedging.CLIENT", None, "a level to cross is needed"),
        ("hedging.CLIENT", 1.5, "level is 1.5: above 0 and below 1 is needed"),
        ("received.CLIENT", -1.0, "level is -1: above 0 is needed"),
        ("posture.CLIENT", 0.5, "has no mean"),
        ("hedging.CLEINT", 0.5, "did you mean 'CLIENT'"),
    ],
)
def test_a_level_that_an_outcome_cannot_cross_is_refused(suitors, of, level, words):
    with pytest.raises(sim.InvalidInput, match=words):
        threshold(suitors, of, Search(level=level), 5)


def test_the_usual_level_is_the_middle_of_what_is_signed_or_a_share(suitors):
    assert crossing(suitors, "one-first").level == 0.5
    assert crossing(suitors, "posture.CLIENT.hedging").level == 0.5
    assert crossing(suitors, "stance.CLIENT.ONE").level == 0.0


def test_one_of_question_and_outcome_is_asked_for(command, suitors):
    for words_ in ([], ["--question", "one-first", "--of", "hedging.CLIENT"]):
        done = command("world.toml", *words_)
        assert done.returncode == 2 and "one of --question and --of is needed" in done.stderr
