"""The what-ifs: what they change, that nothing differs before it, and how the page says their
predictions fared.
"""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.analysis.compare.answer import compare
from sim.report.legible import collisions

ROOT = Path(__file__).parents[2]
MAKE = runpy.run_path(str(ROOT / "docs" / "make_what_ifs.py"))
PREDICTIONS = MAKE["PREDICTIONS"]
NAMES = sorted(PREDICTIONS)
PAGE = (ROOT / "docs" / "what-ifs.md").read_text(encoding="utf-8")


def predicted(name: str) -> str:
    """Return the words of a what-if's prediction."""
    return sim.load(name).description.split("Prediction:")[1]


def page_rows() -> dict[tuple[str, str], list[str]]:
    """Return the rows of the page's table by what-if and measure."""
    lines = PAGE.split(MAKE["BEGIN"])[1].split(MAKE["END"])[0].strip().splitlines()
    rows, name = {}, ""
    for line in lines[4:]:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        name = re.search(r"scenarios/(.+)\.toml", cells[0]).group(1) if cells[0] else name
        rows[name, cells[1]] = cells
    return rows


def test_every_what_if_states_a_prediction_and_every_prediction_has_its_what_if():
    files = sorted(path.stem for path in (ROOT / "scenarios").glob("what-if-*.toml"))
    assert files == NAMES and len(files) == 10
    assert all(sim.load(name).description.count("Prediction:") == 1 for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_numbers_of_a_prediction_are_those_of_its_words(name):
    words = [float(number) for number in re.findall(r"\d+\.\d+", predicted(name))]
    numbers = [end for part in PREDICTIONS[name] for end in sorted({abs(part.low), abs(part.high)})]
    assert sorted(words) == sorted(numbers)
    for sign, said in ((-1, ("lower", "less")), (1, ("higher", "more"))):
        if any(sign * part.low >= 0 and sign * part.high >= 0 for part in PREDICTIONS[name]):
            assert any(word in predicted(name) for word in said)


@pytest.mark.parametrize("name", NAMES)
def test_a_what_if_changes_the_article_in_what_it_says_and_asks_about_it(name, article):
    what_if = sim.load(name)
    assert what_if.changed and what_if.codes == article.codes and what_if.months == article.months
    assert [q.id for q in what_if.questions] == [*(q.id for q in article.questions), "prediction"]
    assert what_if.numbers == article.numbers  # what differs is what happens
    assert {shock.id for shock in what_if.shocks} != {shock.id for shock in article.shocks} or any(
        shock not in article.shocks for shock in what_if.shocks
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_number_of_a_what_if_has_a_source_and_a_range(name):
    amounts = [effect.amount for shock in sim.load(name).shocks for effect in shock.effects]
    assert all(amount.source and amount.range for amount in amounts)


def test_what_is_left_out_is_gone_with_all_that_followed_from_it():
    for name, gone in {
        "what-if-no-nuclear-test": ("nuclear-test", "nuclear-test-sanctions"),
        "what-if-no-purge": ("jang-purge",),
        "what-if-no-crimea": ("crimea", "crimea-vote", "crimea-mh17"),
        "what-if-no-exercises": tuple(
            f"us-rok-exercises-{y}-{s}" for y in (2013, 2014, 2015) for s in ("spring", "summer")
        ),
        "what-if-russia-joins-referral": ("kremlin-invitation", "joint-drills"),
    }.items():
        left, whole = (
            {shock.id for shock in sim.load(which).shocks} for which in (name, "article")
        )
        assert whole - left == set(gone), name


@pytest.mark.parametrize("name", NAMES)
def test_nothing_differs_before_the_first_shock_that_does(name, article):
    what_if = sim.load(name)
    differing = [
        s
        for s in (*article.shocks, *what_if.shocks)
        if s not in article.shocks or s not in what_if.shocks
    ]
    first = min(shock.month for shock in differing)
    a, b = (sim.run(scenario, 20) for scenario in (article, what_if))
    assert np.array_equal(a.choices[:, :first], b.choices[:, :first])
    assert np.array_equal(a.supports[:, :first], b.supports[:, :first])
    assert not np.array_equal(a.supports[:, first:], b.supports[:, first:])


def test_verdicts_say_held_failed_and_where_luck_could_have_it_either_way():
    part, verdict = MAKE["Prediction"]("any", -0.2, -0.1), MAKE["verdict"]
    assert verdict(part, -0.15, -0.16, -0.14) == "held"
    assert verdict(part, -0.105, -0.12, -0.09) == "held, at the edge"
    assert verdict(part, -0.095, -0.11, -0.08) == "failed, at the edge"
    assert verdict(part, 0.15, 0.14, 0.16) == "failed"


@pytest.mark.parametrize("name", NAMES)
def test_other_luck_gives_the_verdicts_of_the_page_where_they_are_far_from_the_edge(name):
    rows = page_rows()
    assert len(rows) == sum(len(parts) for parts in PREDICTIONS.values())
    for _, row in MAKE["measured"](name, histories=1000, seed=2).iterrows():
        said = rows[name, MAKE["SHORT"].get(row["part"].measure, row["part"].measure)][-1].strip(
            "*"
        )
        if not said.endswith("edge"):
            assert row["verdict"].split(",")[0] == said, row["part"]


def test_the_page_shows_what_the_runs_give_to_the_letter():
    name = "what-if-no-crimea"
    found = MAKE["measured"](name)
    written = PAGE.split(MAKE["BEGIN"])[1]
    for k, (_, row) in enumerate(found.iterrows()):
        assert MAKE["line"](row, first=k == 0) in written


def test_spared_jang_the_cut_oil_does_drive_pyongyang_to_moscow():
    pair = (sim.load(name, without=["jang-purge"]) for name in ("article", "what-if-oil-is-cut"))
    row = compare(*pair, histories=500).table().set_index("measure").loc["tilt of DPRK, 2014 H1"]
    assert row["low"] > 0.03


def test_a_third_patron_takes_from_both_of_the_others():
    found = compare(
        sim.load("article"), sim.load("what-if-tokyo-bears-fruit"), histories=500
    ).table()
    for patron in ("RUS", "CHN"):
        row = found.set_index("measure").loc[f"dependence of DPRK on {patron}, last month"]
        assert row["high"] < 0


def test_the_figure_shows_every_what_if_once():
    found = {name: MAKE["measured"](name, histories=4) for name in NAMES}
    drawn = MAKE["figure"](found)
    labels = [label.get_text() for label in drawn.axes[0].get_yticklabels()]
    assert collisions(drawn) == []
    assert sorted(labels) == sorted(MAKE["title"](name) for name in NAMES)
