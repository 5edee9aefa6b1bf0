"""Shocks on a figure: their numbers can be read where many stand above one another."""

from __future__ import annotations

from types import SimpleNamespace

from matplotlib.figure import Figure
from matplotlib.text import Annotation

from sim.report.figures.shocks import mark


def test_lines_to_numbers_in_higher_rows_run_behind_those_in_lower_ones(article):
    axes = Figure(figsize=(2.5, 3)).add_subplot()
    mark(axes, SimpleNamespace(scenario=article, months=article.month_labels))
    numbers = [text for text in axes.texts if isinstance(text, Annotation)]
    above = {number.xyann[1]: number.zorder for number in numbers}
    assert len(above) > 1
    assert [above[height] for height in sorted(above)] == sorted(above.values(), reverse=True)
    assert len(set(above.values())) == len(above)
