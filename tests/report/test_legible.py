"""Every figure can be read: nothing lies over anything, series differ in grey, text is text."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, partial
from io import BytesIO

import matplotlib as mpl
import pytest

import sim
from sim.analysis.compare.figures import OF_MANY, OF_TWO
from sim.analysis.explain import why_figure
from sim.analysis.run import figures as run_figures
from sim.analysis.sensitivity import tornado_figure
from sim.analysis.sensitivity.sensitivity import Plan
from sim.report import style
from sim.report.figures import raster, shocks
from sim.report.figures.shocks import Key
from sim.report.legible import alike_in_grey, collisions, lightness
from sim.report.paper import Paper, lettering, on_paper

COLUMN = Paper(size="8.5cm", font=8)
FAR = "what-if-china-and-russia-fall-out"  # the longest name of a scenario that comes with it


@cache
def run(name: str) -> sim.Results:
    """Return a few histories of a shipped scenario, once."""
    return sim.run(sim.load(name), histories=12)


@cache
def comparison(kind: str):
    """Return a comparison of two scenarios, or of many, once."""
    article = sim.load("article")
    crimea = sim.load("article", without=["crimea*"])
    if kind == "two":
        return sim.compare(article, crimea, histories=12)
    proud = sim.load("article", set={"states.DPRK.autonomy": 0.9, "states.DPRK.influence": 0.9})
    return sim.compare(article, crimea, proud, sim.load(FAR), run_of_purge(), histories=12)


def run_of_purge() -> sim.Scenario:
    """Return the article without its purge."""
    return sim.load("article", without=["jang-purge"])


@pytest.mark.parametrize("scenario", ["article", "cold-war", "egypt-1970-79", "world-2013"])
@pytest.mark.parametrize("name", run_figures.FIGURES)
def test_nothing_lies_over_anything_on_the_figures_of_a_run(scenario, name):
    assert collisions(run_figures.FIGURES[name](run(scenario))) == []


@pytest.mark.parametrize("name", run_figures.FIGURES)
def test_nothing_lies_over_anything_on_the_figures_that_a_new_user_sees(thousand, name):
    """Of a thousand histories some end as hardly any does, and their labels are crowded."""
    assert collisions(run_figures.FIGURES[name](thousand)) == []


@pytest.mark.parametrize("scenario", ["cold-war", "world-2013"])
@pytest.mark.parametrize("name", ["01-fan", "04-dyads", "05-network"])
def test_long_names_and_many_states_find_room_in_a_column(scenario, name, readable):
    readable(partial(run_figures.FIGURES[name], run(scenario)))


@pytest.mark.parametrize("name", run_figures.FIGURES)
def test_a_figure_of_a_run_is_laid_out_anew_for_a_column_of_a_journal(name):
    """As wide as a column of two, at eight points: nothing below six points, nothing cut off."""
    figure = on_paper(COLUMN, partial(run_figures.FIGURES[name], run("article")))
    assert collisions(figure, letters=6) == []
    assert lettering(figure) == pytest.approx(8, abs=0.2)


@pytest.mark.parametrize("name", OF_TWO)
def test_figures_of_a_comparison_of_two_can_be_read_at_both_sizes(name, readable):
    readable(partial(OF_TWO[name], comparison("two")))


@pytest.mark.parametrize("name", OF_MANY)
def test_figures_of_a_comparison_of_many_can_be_read_at_both_sizes(name, readable):
    readable(partial(OF_MANY[name], comparison("many")))


@pytest.mark.parametrize(
    "over",
    [
        {"ties.RUS.DPRK.obstacle": [0.0, 1.0, 2.0]},
        {"ties.RUS.DPRK.obstacle": [0.0, 2.0], "states.DPRK.autonomy": [0.1, 0.4, 0.9]},
    ],
)
def test_the_figure_of_a_sweep_can_be_read_at_both_sizes(article, over, readable):
    swept = sim.sweep(article, over, ["tilt_last", "diplomacy-turns"], histories=6)
    readable(lambda: swept.figures()["sweep"])


@pytest.mark.parametrize("question", ["why", "turn", "blocs", "world"])
def test_figures_of_explanations_and_blocs_can_be_read_at_both_sizes(question, readable):
    ask = {
        "why": lambda: sim.explain(run("article"), "DPRK", month="2014-11"),
        "turn": lambda: sim.explain(run("article"), "DPRK"),
        "blocs": lambda: sim.blocs(run("article")),
        "world": lambda: sim.blocs(run("world-2013")),
    }
    answer = ask[question]()
    for name in answer.figures():
        readable(lambda name=name: answer.figures()[name])


def test_figures_of_sensitivity_and_threshold_can_be_read_at_both_sizes(article, readable):
    over = ("states.DPRK.autonomy", "ties.RUS.DPRK.obstacle", "shocks.crimea.effects.0.amount")
    found = sim.sensitivity(article, "diplomacy-turns", Plan(over, 2, 4, 2), 4)
    flips = sim.threshold(article, "diplomacy-turns", over=over, histories=8)
    for answer in (found, flips):
        for name in answer.figures():
            readable(lambda answer=answer, name=name: answer.figures()[name])


def test_every_kind_of_collision_is_found():
    def draw(canvas):
        axes = canvas.add_axes((0, 0, 1, 1))
        axes.axis("off")
        axes.set(xlim=(0, 1), ylim=(0, 1))
        axes.text(0.2, 0.8, "one")
        axes.text(0.21, 0.8, "two")
        axes.text(0.95, 0.5, "far too long for this place")
        axes.plot([0.5], [0.2], "o", markersize=8)
        axes.text(0.5, 0.2, "a long label", ha="center", va="center")
        axes.scatter([0.2], [0.2], s=900)
        axes.text(0.2, 0.2, "in", ha="center", va="center")
        axes.add_patch(mpl.patches.Rectangle((0.6, 0.6), 0.2, 0.2, hatch="//", fill=False))
        axes.text(0.7, 0.7, "7", ha="center", va="center")
        axes.text(0.1, 0.5, "turned", rotation=45)
        axes.text(0.16, 0.5, "apart", rotation=45)
        axes.text(0.9, 0.9, "fine", fontsize=5)

    assert collisions(style.drawn(5, 4, draw), letters=6) == [
        "beyond the edge: 'far too long for this place'",
        "over each other: 'one' and 'two'",
        "5.0 points, less than 6: 'fine'",
        "over a marker: 'a long label'",
        "over hatching: '7'",
    ]


@pytest.mark.parametrize("scenario", ["article", "cold-war", "article-from-2012", FAR])
def test_every_shock_has_a_number_or_a_kind_and_its_whole_title_in_the_key(scenario):
    loaded = sim.load(scenario)
    marks, key = shocks.marks_of(loaded), Key.of(loaded, 9.7)
    told = re.sub(r"\s+", " ", " ".join(key.columns))
    for number, shock in enumerate(marks.numbered, 1):
        assert f"{number} {shock.title} ({shock.date:%Y-%m})" in told
    assert "…" not in told
    assert len(marks.numbered) + sum(map(len, marks.recurring.values())) == len(loaded.shocks)
    assert Key.of(replace(loaded, shocks=()), 9.7) == Key([], key.width, 0.0)


def test_names_of_figures_are_numbered_without_gaps():
    for names in (run_figures.FIGURES, OF_TWO, OF_MANY):
        assert [int(name[:2]) for name in names] == list(range(1, len(names) + 1))


def test_series_that_must_be_told_apart_differ_in_a_grey_print():
    terms = [
        (colour, why_figure.hatch_of(term)) for term, colour in why_figure.TERM_COLOURS.items()
    ]
    ends = [
        (colour,) for colour in (tornado_figure.LOW, tornado_figure.HIGH, tornado_figure.CHANCE)
    ]
    moves = [(colour, marker) for marker, colour in raster.MARKS.values()]
    scenarios = list(zip(style.SCENARIOS, style.DASHES, strict=False))[:2]
    signs = [(style.FRIENDLY, "solid"), (style.HOSTILE, "dashed")]
    for looks in (terms, ends, moves, scenarios, signs):
        assert alike_in_grey(looks) == []
    assert alike_in_grey([(style.SCENARIO_A,), (style.SCENARIO_B,)]) == [(0, 1)]
    assert lightness("white") == pytest.approx(1.0) and lightness("black") == 0.0


def test_words_in_an_svg_file_are_text_and_a_pdf_file_holds_its_fonts(tmp_path):
    figure = OF_TWO["05-dots"](comparison("two"))
    svg = style.save(figure, tmp_path / "dots")[0].read_text(encoding="utf-8")
    assert "Where North Korea stands" in re.sub(r"<!--.*?-->", "", svg)
    assert "DejaVu Sans" in svg and "sans-serif" in svg
    pdf = BytesIO()
    with style.looking():
        figure.savefig(pdf, format="pdf")
    assert b"/FontFile2" in pdf.getvalue() and b"/Type3" not in pdf.getvalue()


def test_a_state_that_never_changes_its_posture_has_no_panel_but_is_named():
    results = run("article")
    figure = run_figures.FIGURES["02-postures"](results)
    drawn = [axes.get_title(loc="left") for axes in figure.axes]
    small = figure.texts[1].get_text().replace("\n", " ")
    assert "North Korea" in drawn
    assert "South Korea" not in drawn and "South Korea" in small
    for axes in figure.axes:
        assert len(axes.collections) > 1, axes.get_title(loc="left")
