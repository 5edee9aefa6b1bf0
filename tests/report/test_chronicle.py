"""One history as text: a golden copy, so that any change of the rules shows in words."""

from __future__ import annotations

from pathlib import Path

import sim
from sim.report.chronicle import chronicle

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
    sentences = [
        part for line in told[3:] for part in line[9:].split("]")[-1].split(". ") if part.strip()
    ]
    assert len(sentences) > 20 and all(
        "Ukraine" in part or part == "Nothing happens." for part in sentences
    )
