"""Sources are true: what departs from its datum is a judgement, what cites a scenario equals it."""

from __future__ import annotations

import re

import pytest

import sim
from sim.scenario import origins, rows, shipped

SCENARIOS = sorted(shipped())
DATUM = re.compile(r"(-?\d+\.\d+)(?= by the (?:formula|votes)\b)")
PARTS = re.compile(r"institutions (-?\d+\.\d+).*tone (-?\d+\.\d+)")
ROUNDED = 0.011  # values and data are given to two decimals


@pytest.mark.parametrize("name", SCENARIOS)
def test_what_departs_from_the_datum_in_its_note_is_a_judgement(name):
    for row in rows(sim.load(name)):
        data = [float(number) for number in DATUM.findall(row.note)]
        parts = PARTS.search(row.note)
        if parts:  # docs/import.md: a tenth institutions, nine tenths tone
            data.append(0.1 * float(parts[1]) + 0.9 * float(parts[2]))
        if data and row.source not in ("judgement", "article"):  # for the latter see below
            assert any(abs(row.value - datum) <= ROUNDED for datum in data), row


def test_what_cites_the_article_scenario_is_what_it_has():
    article, world = sim.load("article"), sim.load("world-2013")
    cited = [path for path, number in world.numbers.items() if number.source == "article"]
    assert cited
    for path in cited:
        assert world.value(path).value == article.value(path).value, path


def test_no_date_cites_the_article_which_gives_few():
    assert all(shock.source != "halpin2015" for shock in sim.load("article").shocks)


def test_every_number_that_is_shown_is_counted_once(article):
    counts = origins(article)
    assert sum(counts.values()) == sum(row.value is not None for row in rows(article))
    assert counts["data"] == sum(row.source not in ("", "judgement") for row in rows(article))
    assert min(counts.values()) > 0


def test_a_changed_number_is_a_bare_judgement(article):
    changed = sim.load("article", set={"states.DPRK.power": 0.02})
    before, after = origins(article), origins(changed)
    assert after["data"] == before["data"] - 1
    assert after["bare judgement"] == before["bare judgement"] + 1
