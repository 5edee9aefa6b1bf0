"""Grades: worlds that pass or fail by construction, and facts that share runs."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.analysis.exam.facts import read_facts
from sim.analysis.exam.grades import Grade, graded, histories_of, terms_by_world
from sim.analysis.exam.theories import THEORIES
from sim.schema import MOVES

WORLD = """
title = "A world in which what happens is scripted"
start = 2000-01-01
months = 24
spin_up = 0
[states.A]
[states.B]
[[shocks]]
id = "meeting"
date = 2000-03-01
title = "They meet"
moves = [{ source = "A", target = "B", move = "summit", accepted = true }]
""" + "".join(f"[moves.{move}]\ncost = 10.0\n" for move in MOVES)

FACTS = """
[[facts]]
id = "meets"
text = "They meet every other year"
kind = "dyad"
source = "judgement"
scenario = "{world}"
measure.rate = {{ what = "deal", move = "summit", source = "A", target = "B", either = true }}
low = 0.5
high = 0.5
why = "Scripted."
used = false

[[facts]]
id = "meets-too-often"
text = "They never meet"
kind = "absent"
source = "judgement"
scenario = "{world}"
measure.share.count = {{ what = "deal", source = "A", target = "B", at_least = 1 }}
high = 0.5
why = "It is scripted, so that this fails."
used = true

[[facts]]
id = "script-matters"
text = "Without the script they do not meet"
kind = "turn"
source = "judgement"
scenario = "{world}"
measure.rate = {{ what = "deal", source = "A", target = "B" }}
against.without = "meeting"
low = 0.5
why = "All of it is scripted."
used = false

[[facts]]
id = "in-the-first-year"
text = "They meet in the first year only"
kind = "turn"
source = "judgement"
scenario = "{world}"
measure.rate = {{ what = "deal", source = "A", target = "B", to = 2000-12-01 }}
less.rate = {{ what = "deal", source = "A", target = "B", from = 2001-01-01 }}
low = 1.0
high = 1.0
why = "Scripted."
used = false

[[facts]]
id = "nothing-to-accept"
text = "What B asks is granted"
kind = "dyad"
source = "judgement"
scenario = "{world}"
measure.accepted = {{ source = "B", target = "A" }}
low = 0.0
why = "B asks nothing, and nothing is no pass."
used = false

[[facts]]
id = "no-part"
text = "A prediction that holds, and one that does not"
kind = "what-if"
source = "judgement"
scenario = "{world}"
held = [
  {{ scenario = "{world}", of = "hedging.A", low = -0.1, high = 0.1 }},
  {{ scenario = "{world}", of = "hedging.A", low = 0.1, high = 0.2 }},
]
low = 1
high = 1
why = "The same world differs in nothing."
used = false
"""


@pytest.fixture(scope="module")
def facts(tmp_path_factory):
    """Facts about a scripted world."""
    folder = tmp_path_factory.mktemp("exam")
    (folder / "scripted.toml").write_text(WORLD)
    path = folder / "facts.toml"
    path.write_text(FACTS.format(world=(folder / "scripted.toml").as_posix()))
    return read_facts(path)


@pytest.fixture(scope="module")
def grades(facts):
    """Their grades on two seeds, by id."""
    return {grade.fact.id: grade for grade in graded(facts, (1, 2), 10)}


def test_what_is_scripted_passes_and_what_contradicts_the_script_fails(grades):
    assert {name for name, grade in grades.items() if grade.passed} == {
        "meets",
        "script-matters",
        "in-the-first-year",
        "no-part",
    }
    assert all(grade.agree for grade in grades.values())


def test_values_are_those_of_the_script(grades):
    values = {name: grade.value for name, grade in grades.items()}
    assert values["meets"] == values["script-matters"] == 0.5
    assert values["meets-too-often"] == values["in-the-first-year"] == values["no-part"] == 1.0
    assert math.isnan(values["nothing-to-accept"])


def test_margins_are_the_distance_to_the_bound_below_zero_where_a_fact_fails(grades):
    assert grades["meets"].margin == 0.0
    assert grades["meets-too-often"].worst_margin == -0.5
    assert math.isnan(grades["nothing-to-accept"].worst_margin)


def test_facts_share_the_runs_of_a_world(facts):
    assert len(terms_by_world(facts.facts)) == 2  # with the meeting, and without
    assert histories_of(facts, 2, 10) == 40


def test_a_theory_is_graded_on_the_same_facts(facts):
    theirs = {grade.fact.id: grade for grade in graded(facts, (1,), 10, THEORIES["balance"])}
    assert theirs["meets"].passed and not theirs["meets-too-often"].passed


def test_the_mean_over_seeds_decides_and_seeds_that_say_otherwise_are_told(facts):
    fact = facts.facts[1]
    grade = Grade(fact, np.array([[0.2, 0.4, 0.6]]))
    assert grade.value == pytest.approx(0.4) and grade.passed
    assert grade.by_seed == [True, True, False] and not grade.agree
    assert grade.worst_margin == pytest.approx(-0.1)


def test_of_several_scenarios_all_have_to_pass_and_the_worst_is_told(facts):
    fact = facts.facts[1]
    grade = Grade(fact, np.array([[0.1, 0.1], [0.9, 0.7], [math.nan, 0.1]]))
    assert not grade.passed and grade.worst == 2
    grade = Grade(fact, np.array([[0.1, 0.1], [0.9, 0.7]]))
    assert grade.worst == 1 and grade.value == pytest.approx(0.8)
