"""The figure: every fact once, in one column or two, its value inside what passes if it passes."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.exam import figure as drawing
from sim.analysis.exam.grades import Grade
from sim.analysis.exam.words import by_kind, finding, shown
from sim.report.legible import collisions


@pytest.fixture(scope="module")
def grades(shipped):
    """Grades of all shipped facts, made up: one far below its bound, the others at an end of it."""
    facts = shipped.facts
    values = [fact.low if np.isfinite(fact.low) else fact.high for fact in facts]
    values[0] = -1e9
    return [
        Grade(fact, np.full((len(fact.cases), 2), value))
        for fact, value in zip(facts, values, strict=True)
    ]


def test_every_fact_is_named_once_with_its_value(grades):
    drawn = drawing.figure(grades, "Title", "Small type")
    texts = [text.get_text() for axes in drawn.axes for text in axes.texts]
    for grade in grades:
        assert texts.count(grade.fact.id.replace("-", " ")[:46]) == 1
    assert len(drawn.axes) == 2 and collisions(drawn) == []
    assert any("Title" in text.get_text() for text in drawn.texts)


def test_in_a_column_of_a_journal_stand_the_facts_that_fail_or_are_nearest_to_a_bound(
    grades, readable
):
    readable(lambda: drawing.figure(grades, "Title", "Small type"))
    assert grades[0] in drawing.telling(grades, 3)
    order = [grade.fact.id for grade in drawing.telling(grades, 9)]
    assert order == [grade.fact.id for grade in grades if grade.fact.id in order]


def test_what_fails_is_a_cross_and_named_in_bold_and_all_marks_are_within_the_axes(grades):
    drawn = drawing.figure(grades, "Title", "Small type")
    marks = [line for axes in drawn.axes for line in axes.lines if len(line.get_xdata()) == 1]
    assert [mark.get_marker() for mark in marks].count("X") == 1
    for axes in drawn.axes:
        low, high = axes.get_xlim()
        assert all(low <= x <= high for line in axes.lines for x in line.get_xdata())
    bold = {
        text.get_text()
        for axes in drawn.axes
        for text in axes.texts
        if text.get_fontweight() == "bold" and ":" not in text.get_text()
    }
    assert bold == {grades[0].fact.id.replace("-", " ")}


def test_few_facts_take_one_column_and_kinds_are_kept_together(grades):
    few = by_kind(grades[:10])
    assert drawing.columns(few) == [["dyad"]]
    left, right = drawing.columns(by_kind(grades))
    assert [*left, *right] == list(by_kind(grades)) and left and right


def test_the_finding_counts_what_passes_and_where_seeds_disagree(grades):
    assert finding(grades).startswith(f"{len(grades) - 1} of {len(grades)} facts pass; of those")
    assert finding(grades).endswith("all seeds agree.")
    divided = Grade(grades[1].fact, np.array([[grades[1].fact.low, -5.0]]))
    assert "the seeds disagree about 1." in finding([divided])


def test_values_are_shown_as_shares_signed_numbers_or_nothing(grades):
    facts = {grade.fact.id: grade.fact for grade in grades}
    assert shown(facts["kim-meets-nobody"], 0.834) == "83 %"
    assert shown(facts["diplomacy-turns"], 1.049) == "+1.05"
    assert shown(facts["summits-usa-china"], 2.0) == "2.00"
    assert shown(facts["predictions-hold"], 16.4) == "16.4"
    assert shown(facts["allies-consent"], float("nan")) == "nothing"
