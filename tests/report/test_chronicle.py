"""One history as text: a golden copy, so that any change of the rules shows in words."""

from __future__ import annotations

import re
from pathlib import Path

import sim
from sim.report.chronicle import chronicle, government, move_told

GOLDEN = Path(__file__).parents[1] / "golden" / "article-history-0.txt"


def test_history_zero_of_the_article_reads_as_it_did(article):
    assert chronicle(sim.run(article, 1), 0) == GOLDEN.read_text(encoding="utf-8")


def test_a_month_without_news_says_so(world_of):
    quiet = (
        "[states.A]\nprecision = 100.0\nsentiment = 0.0\nneed = { economy = 0.0, security = 0.0,"
        " recognition = 0.0 }\n"
    )
    both = quiet + quiet.replace("[states.A]", "[states.B]")
    assert "Nothing happens." in chronicle(sim.run(world_of(both, months=3), 1), 0)


def test_of_many_states_only_what_concerns_the_one_in_focus_is_told():
    told = chronicle(sim.run(sim.load("world-2013"), 1), 0).splitlines()
    assert told[1].endswith("what Ukraine did and met")
    lines = [line for line in told[3:] if line and not re.fullmatch(r"\[.*\]|\w+ \d{4}", line)]
    sentences = [part for line in lines for part in line.split(". ")]
    assert len(sentences) > 20 and all(
        "Ukraine" in part or part == "Nothing happens." for part in sentences
    )


def test_names_take_their_article_and_capitals_answer(world_of):
    states = '[states.USA]\nname = "United States"\nccode = 2\n[states.EAST]\nname = "Eastland"\n'
    scenario = world_of(states, months=3)
    assert move_told(scenario, "USA", "cover", "EAST") == (
        "The United States offers Eastland diplomatic cover"
    )
    assert move_told(scenario, "EAST", "snub", "USA") == "Eastland snubs the United States"
    assert government(scenario, "USA") == "Washington"
    assert government(scenario, "EAST") == "Eastland"


def test_each_month_has_its_heading_and_each_shock_its_day(article):
    told = chronicle(sim.run(article, 1), 0).splitlines()
    headings = [line for line in told if re.fullmatch(r"[A-Z][a-z]+ \d{4}", line)]
    assert headings[0] == "January 2013" and len(headings) == article.months
    assert "[12 February: Third nuclear test.]" in told
