"""An hour has room for twelve months: by default those with most events."""

from __future__ import annotations

import pytest

import sim
from sim.app.classroom.span import span_of


def test_the_usual_months_of_the_article_are_those_around_crimea(article):
    found = span_of(article, None, None)
    labels = article.month_labels
    assert (labels[found[0]], labels[found[-1]], len(found)) == ("2014-02", "2015-01", 12)
    events = [sum(s.month in range(k, k + 12) for s in article.shocks) for k in range(25)]
    assert events.index(max(events)) == found[0]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2013-11", "2014-06", ("2013-11", "2014-06")),
        ("2013-11", None, ("2013-11", "2014-10")),
        ("2015-06", None, ("2015-06", "2015-12")),
        (None, "2014-06", ("2013-07", "2014-06")),
        ("2013-01", "2015-12", ("2013-01", "2015-12")),
    ],
)
def test_either_end_may_be_given(article, first, last, expected):
    found = span_of(article, first, last)
    assert (article.month_labels[found[0]], article.month_labels[found[-1]]) == expected


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("2013-1", None, "there is no month '2013-1': write one of 2013-01 to 2015-12"),
        ("2014-06", "2014-01", "2014-01 is before 2014-06"),
    ],
)
def test_months_that_are_none_are_refused(article, first, last, told):
    with pytest.raises(sim.InvalidInput, match=told):
        span_of(article, first, last)


def test_a_short_scenario_is_played_whole(world_of):
    assert span_of(world_of("[states.A]\n[states.B]\n", months=5), None, None) == range(5)
