"""Periods: the years and months of data sets, however these write them.

A date that could mean two days is refused.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

import numpy as np

from sim.errors import InvalidInput

# A year first, then a month, and perhaps a day and the time of day.
_DATE = re.compile(
    r"((?:1[89]|20)[0-9]{2})(?:"
    r"([-/.])([0-9]{1,2})(?:\2([0-9]{1,2})(?:[T ][0-9:.]+ ?(?:Z|UTC|[+-][0-9]{2}:?[0-9]{2})?)?)?"
    r"|([0-9]{2})(?:([0-9]{2})(?:[0-9]{6})?)?(?:\.0+)?)"
)
_FORMS = "2014-03, 2014-03-31 or 20140331"


def checked_year(text: str) -> str:
    """Return a year; InvalidInput when it is none."""
    if not re.fullmatch(r"(1[89]|20)[0-9]{2}(\.0+)?", text):
        raise InvalidInput(f"year is '{text[:40]}': 1800 to 2099 is needed")
    return text[:4]


@lru_cache(maxsize=4096)  # an event file holds many rows of a day
def checked_month(text: str) -> str:
    """Return the month of a month or date as "2014-03".

    Raises
    ------
    InvalidInput
        When it is none, or no day of the calendar, or could mean two days.
    """
    result = _DATE.fullmatch(text)
    if not result:
        raise InvalidInput(f"month or date is '{text[:40]}': {_why(text)}")
    year, _, *parts = result.groups()
    month, day = parts[0] or parts[2], parts[1] or parts[3]
    try:
        return date(int(year), int(month), int(day or 1)).isoformat()[:7]
    except ValueError:
        raise InvalidInput(
            f"month or date is '{text[:40]}': there is no such day; {_FORMS} is needed"
        ) from None


def _why(text: str) -> str:
    """Say what is wrong with a date, and the cure."""
    if re.fullmatch(r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2,4}.*", text):
        return (
            "this does not tell days from months, or the century; write the dates of the file as "
            "2014-03-31"
        )
    if re.fullmatch(r"[1-9][0-9]{4}(\.[0-9]*)?", text):
        return "this is a spreadsheet's count of days; write the dates of the file as 2014-03-31"
    return f"it is written as {_FORMS}"


def month_of_year(year: str, month: str) -> str:
    """Return the month of a row that gives the year and the month apart.

    Parameters
    ----------
    year, month : str
        Cells of a row.
    """
    known, month = checked_year(year), re.sub(r"\.0+$", "", month)
    if len(month) > 2:
        result = checked_month(month)
        if result[:4] != known:
            raise InvalidInput(f"month is '{month[:40]}' in a row of the year {known}")
        return result
    return checked_month(f"{known}-{month}")


def months_between(first: str, last: str) -> list[str]:
    """Return all months from the first to the last, as 2013-07.

    Parameters
    ----------
    first, last : str
        Months.
    """
    end = np.datetime64(last, "M") + np.timedelta64(1, "M")
    return np.arange(np.datetime64(first, "M"), end).astype(str).tolist()
