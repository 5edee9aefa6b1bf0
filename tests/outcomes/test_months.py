"""Months in words: what sentences say of a month, a span and a half-year."""

from __future__ import annotations

from sim.outcomes.months import half_year_in_words, months_in_words


def test_a_month_a_span_and_a_half_year_are_told_as_people_say_them():
    assert months_in_words("2014-11", "2014-11") == "in November 2014"
    assert months_in_words("2014-01", "2014-06") == "from January to June 2014"
    assert months_in_words("2013-07", "2014-06") == "from July 2013 to June 2014"
    assert half_year_in_words("2015 H1") == "the first half of 2015"
    assert half_year_in_words("2015 H2") == "the second half of 2015"
