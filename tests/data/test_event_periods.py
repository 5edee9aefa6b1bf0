"""Periods: a date is read where it means one day, and refused with the cure where it could mean
two.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.data.event_periods import checked_month, checked_year, month_of_year
from sim.errors import InvalidInput

DAYS = st.dates(date(1800, 1, 1), date(2099, 12, 31))


@given(
    DAYS,
    st.sampled_from(
        ["%Y-%m-%d", "%Y%m%d", "%Y/%m/%d", "%Y-%m-%dT23:59:59+09:00", "%Y%m%d.0", "%Y-%m", "%Y%m"]
    ),
)
def test_every_day_has_its_month_however_it_is_written(day, form):
    assert checked_month(day.strftime(form)) == day.isoformat()[:7]


@given(
    DAYS,
    st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%y", "%y-%m-%d", "%m/%d/%Y 00:00"]),
)
def test_what_may_mean_two_days_is_refused_with_the_cure(day, form):
    with pytest.raises(InvalidInput, match=r"does not tell days from months.* as 2014-03-31"):
        checked_month(day.strftime(form))


@given(st.integers(1, 36_000))
def test_a_count_of_days_is_called_one(days):
    text = str((date(1927, 5, 18) + timedelta(days) - date(1899, 12, 30)).days)
    with pytest.raises(InvalidInput, match="a spreadsheet's count of days"):
        checked_month(text)


@pytest.mark.parametrize(
    "text", ["2013-02-29", "20130431", "2013-13-01", "2013-00-10", "2013-01-00", "2014.0"]
)
def test_a_day_that_no_calendar_has_is_refused(text):
    with pytest.raises(InvalidInput, match="there is no such day"):
        checked_month(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "13-01",
        "2013-01-1x",
        "2013-0101",
        "20\u0661\u0663-01-01",
        "5 Jan 2014",
        "NaT",
        "9" * 999,
    ],
)
def test_what_is_no_date_is_refused_and_not_repeated_at_length(text):
    with pytest.raises(InvalidInput) as refusal:
        checked_month(text)
    assert len(str(refusal.value)) < 200


def test_year_and_month_may_stand_apart_and_may_be_numbers():
    assert (
        month_of_year("2014.0", "3.0")
        == month_of_year("2014", "03")
        == month_of_year("2014", "201403")
        == "2014-03"
    )
    assert checked_year("2014.0") == "2014"
    for year, month in (("2014", "13"), ("14", "3"), ("2013", "201403"), ("2014", "")):
        with pytest.raises(InvalidInput):
            month_of_year(year, month)
