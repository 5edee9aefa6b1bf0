"""Event files: the news in the forms in which event data are published, byte for byte repeatable.

Raw ICEWS (20 columns, with names), GDELT 1.0 and 2.0 (58 and 61 columns, without), tables by dyad
and year or month, and a list of dated events. Columns that the program does not read are empty, or
say that the row is made up.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Literal

import numpy as np

from sim.countries.codes import ISO3
from sim.data.event_rows import QUADS
from sim.scenario import Scenario, State

from .kinds import KINDS
from .news import News

MADE_UP = "Made up by sim sample-data"
_ICEWS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text",
    "CAMEO Code", "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID",
    "Sentence Number", "Publisher", "City", "District", "Province", "Country", "Latitude",
    "Longitude",
)  # fmt: skip
# Where GDELT 1.0 has what is filled in here, counted from 0 (its data format codebook); 2.0 has the
# same places up to its location columns, of which it has three more.
_ACTORS = ((5, 6, 7), (15, 16, 17))  # code, name, country code of either actor
_WIDTHS = {1: 58, 2: 61}
_FIRST_ID = {1: 300_000_000, 2: 600_000_000, 0: 20_000_000}


def code_of(state: State) -> str:
    """Return the letters that the files write for a state: ISO3, or its own code without one."""
    return ISO3.get(state.ccode, state.code)


def icews(scenario: Scenario, news: News, before: int = 0) -> str:
    """Return events as a raw file of ICEWS.

    Parameters
    ----------
    scenario : Scenario
        Whose states they are about.
    news : News
        In order of their dates.
    before : int
        How many events other files hold, so that no id comes back.
    """
    names = [name_of(state) for state in scenario.states]
    rows = []
    for number, (day, i, j, kind) in enumerate(_each(news), start=before + 1):
        rows.append(
            (_FIRST_ID[0] + number, day, names[i], "", names[i], kind.words, kind.code,
             f"{kind.score:g}", names[j], "", names[j], number, 1, MADE_UP, "", "", "", "", "", "")
        )  # fmt: skip
    return lines("\t", [_ICEWS, *rows])


def gdelt(scenario: Scenario, news: News, version: int) -> str:
    """Return events as a file of GDELT, without names of columns.

    Parameters
    ----------
    scenario : Scenario
        Whose states they are about.
    news : News
        In order of their dates.
    version : {1, 2}
        Of 58 columns, or of 61.
    """
    codes = [code_of(state) for state in scenario.states]
    width = _WIDTHS[version]
    rows = []
    for number, (day, i, j, kind) in enumerate(_each(news), start=1):
        row = [""] * width
        date = str(day).replace("-", "")
        row[:4] = str(_FIRST_ID[version] + number), date, date[:6], date[:4]
        for who, places in zip((i, j), _ACTORS, strict=True):
            written = codes[who], name_of(scenario.states[who]).upper(), codes[who]
            for place, text in zip(places, written, strict=True):
                row[place] = text
        code, quad, score = kind.code, str(kind.quad + 1), f"{kind.score:g}"
        row[25:31] = "1", code, code[:3], code[:2], quad, score
        row[31:35] = "1", "1", "1", "0"  # mentions, sources, articles, tone
        row[width - 2] = date if version == 1 else f"{date}000000"
        row[width - 1] = MADE_UP
        rows.append(row)
    return lines("\t", rows)


def by_period(scenario: Scenario, news: News, period: str) -> str:
    """Return the numbers of events of each class, by dyad and year or month.

    Parameters
    ----------
    scenario : Scenario
        Whose states they are about.
    news : News
    period : {"year", "month"}
        Of years only whole ones are written.
    """
    codes = [code_of(state) for state in scenario.states]
    unit: Literal["Y", "M"] = "Y" if period == "year" else "M"
    when = news.day.astype(f"datetime64[{unit}]")
    first, last = _whole(scenario, news) if period == "year" else (when.min(), when.max())
    n = len(codes)
    shape = (int((last - first).astype(int)) + 1, n, n, len(QUADS))
    counts = np.zeros(shape, dtype=np.int64)
    kept = (when >= first) & (when <= last)
    place = (when - first).astype(int)[kept]
    np.add.at(counts, (place, news.source[kept], news.target[kept], news.quad[kept]), 1)
    rows = [
        (first + np.timedelta64(t, unit), codes[i], codes[j], *counts[t, i, j])
        for t in range(shape[0])
        for i in range(n)
        for j in range(n)
        if i != j
    ]
    return lines(",", [(period, "source", "target", *QUADS), *rows])


def dated(scenario: Scenario, news: News) -> str:
    """Return events as a list such as one writes by hand, with an id each."""
    codes = [code_of(state) for state in scenario.states]
    rows = [
        (day, codes[i], codes[j], QUADS[kind.quad], number, f"{kind.words} ({MADE_UP})")
        for number, (day, i, j, kind) in enumerate(_each(news), start=1)
    ]
    return lines(",", [("date", "source", "target", "quad", "id", "text"), *rows])


def _whole(scenario: Scenario, news: News) -> tuple[np.datetime64, np.datetime64]:
    """Return the first and the last year of which the news have every month."""
    months, year = np.timedelta64(scenario.months, "M"), np.timedelta64(1, "Y")
    end = np.datetime64(scenario.start, "M") + months  # the month after the last
    return news.day.min().astype("datetime64[Y]"), end.astype("datetime64[Y]") - year


def _each(news: News) -> Iterable[tuple]:
    """Yield day, positions of source and target, and kind of each event."""
    for day, i, j, kind in zip(*news, strict=True):
        yield day, i, j, KINDS[kind]


def lines(separator: str, rows: Iterable[Sequence]) -> str:
    """Return rows as lines of text, with quotes where a cell needs them."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\n").writerows(rows)
    return text.getvalue()


def name_of(state: State) -> str:
    """Return a state's name on one line."""
    return " ".join(state.name.split())
