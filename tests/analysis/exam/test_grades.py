"""Grades: worlds that pass or fail by construction, and facts that share runs."""

from __future__ import annotations

import math

import numpy as np
import pytest

import sim
from sim.analysis.exam.facts import read_facts
from sim.analysis.exam.grades import Grade, graded, histories_of, terms_by_world
from sim.analysis.exam.theories import THEORIES


@pytest.fixture(scope="module")
def facts(scripted_facts):
    """Facts about a scripted world."""
    return read_facts(scripted_facts)


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


RESTLESS = """
[[facts]]
id = "restless"
text = "Nobody's stance drifts"
kind = "quiet"
source = "judgement"
scenario = "{world}"
measure.drift = {{ of = "stance" }}
high = 0.0
why = "They move, now here and now there."
used = false
"""


def test_all_seeds_together_are_as_one_seed_of_all_their_histories(tmp_path):
    world = tmp_path / "world.toml"
    world.write_text(
        "title = 'Two'\nstart = 2000-01-01\nmonths = 12\n[states.A]\n[states.B]\n[states.C]\n"
    )
    (tmp_path / "facts.toml").write_text(RESTLESS.format(world=world.as_posix()))
    facts = read_facts(tmp_path / "facts.toml")
    (grade,) = graded(facts, (1, 2), 10)
    (measure,) = (term.measure for term in facts.facts[0].cases[0].terms)
    both = [sim.run(sim.load(world), 10, seed) for seed in (1, 2)]
    columns = np.concatenate([measure.columns(results) for results in both])
    assert grade.value == pytest.approx(measure.value(columns.mean(axis=0)))
    assert grade.value < grade.values.mean()  # chance does not point the same way in both


def test_of_several_scenarios_all_have_to_pass_and_the_worst_is_told(facts):
    fact = facts.facts[1]
    grade = Grade(fact, np.array([[0.1, 0.1], [0.9, 0.7], [math.nan, 0.1]]))
    assert not grade.passed and grade.worst == 2
    grade = Grade(fact, np.array([[0.1, 0.1], [0.9, 0.7]]))
    assert grade.worst == 1 and grade.value == pytest.approx(0.8)
