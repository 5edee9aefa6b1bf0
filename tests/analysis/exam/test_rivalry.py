"""Rivalry: what is said of theories follows from which facts each passes."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.exam.facts import read_facts
from sim.analysis.exam.grades import Grade
from sim.analysis.exam.rivalry import facts_apart, page, sentences, table, text


@pytest.fixture(scope="module")
def graded(scripted_facts):
    """Made up: the full model passes three facts, two of them without any reason."""
    meets, too_often, matters = read_facts(scripted_facts).facts[:3]

    def grades(*values: float) -> list[Grade]:
        facts = (meets, too_often, matters)
        return [Grade(fact, np.array([[v]])) for fact, v in zip(facts, values, strict=True)]

    return {"all": grades(0.5, 0.5, 0.5), "no-reason": grades(0.5, 0.5, 0.0)}


def test_only_facts_on_which_theories_differ_tell_them_apart(graded):
    assert facts_apart(graded) == [("script-matters", {"all": True, "no-reason": False})]
    assert table(graded)["no-reason"].tolist() == [True, True, False]


def test_facts_that_pass_without_any_reason_do_not_speak_for_the_rules(graded):
    said = " ".join(sentences(graded))
    assert "Of the 3 facts that the full model passes, 2 also pass" in said
    assert "1 need the rules" in said and "Under the full model alone: script-matters." in said
    same = {"all": graded["all"], "balance": graded["all"]}
    assert sentences(same) == [
        "There is no fact that the full model passes and none of its rivals does."
    ]


def test_a_record_adds_its_rank_and_a_dash_where_it_ranks_nothing(graded):
    lines = "\n".join(text(graded, {"all": 0.713, "no-reason": float("nan")}))
    assert "0.71" in lines and "rank" in lines
    assert "rank" not in "\n".join(text(graded, {})).split("theory")[1].split("\n")[0]
    assert len(page(graded, {})) == 6
