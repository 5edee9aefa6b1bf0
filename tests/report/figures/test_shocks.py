"""Shocks on a figure: their numbers can be read where many stand above one another."""

from __future__ import annotations

from types import SimpleNamespace

from matplotlib.figure import Figure
from matplotlib.text import Annotation

from sim.report.figures.shocks import entries, mark


def test_lines_to_numbers_in_higher_rows_run_behind_those_in_lower_ones(article):
    axes = Figure(figsize=(2.5, 3)).add_subplot()
    mark(axes, SimpleNamespace(scenario=article, months=article.month_labels))
    numbers = [text for text in axes.texts if isinstance(text, Annotation)]
    above = {number.xyann[1]: number.zorder for number in numbers}
    assert len(above) > 1
    assert [above[height] for height in sorted(above)] == sorted(above.values(), reverse=True)
    assert len(set(above.values())) == len(above)


def test_families_that_recur_have_marks_of_their_own_on_the_axis_and_in_the_key(article):
    axes = Figure(figsize=(6, 3)).add_subplot()
    mark(axes, SimpleNamespace(scenario=article, months=article.month_labels))
    drawn = {line.get_marker(): len(line.get_xdata()) for line in axes.lines if line.get_marker()}
    exercises, visits = entries(article)[-2:]
    assert (drawn["^"], drawn["v"]) == (6, 5)
    assert exercises.startswith("▲  US–South Korean exercises (6 times")
    assert visits.startswith("▼  Visits among the other states (5 times")
