"""A figure as a paper wants it: its width to the point, its lettering, its words."""

from __future__ import annotations

import os

import pytest

import sim
from sim.report import style
from sim.report.paper import Paper, lettering, on_paper, save, sized


def draw():
    """Draw a small figure."""

    def panels(canvas):
        axes = canvas.add_axes((0.1, 0.2, 0.85, 0.6))
        axes.plot([0, 1], [0, 1])
        axes.set_xticks([0, 1], ["start", "end"])
        axes.text(0.5, 0.5, "Russia", fontsize=9)
        style.head(canvas, "A finding that is told above", "Small type that stands below.")

    return style.drawn(6, 4, panels)


def words(figure):
    """Return the lettering of a figure, by what it says."""
    return {
        text.get_text(): text for text in figure.findobj(match=lambda a: hasattr(a, "get_text"))
    }


@pytest.mark.parametrize(
    ("text", "inches"),
    [
        ("", (None, None)),
        ("2.54cm", (1.0, None)),
        ("25.4mm x 50.8 mm", (1.0, 2.0)),
        ("72pt×3in", (1.0, 3.0)),
    ],
)
def test_sizes_are_read_in_the_units_of_journals(text, inches):
    assert sized(text) == pytest.approx(inches) if text else sized(text) == inches


def test_the_figure_has_the_width_and_the_lettering_asked_for():
    figure = on_paper(Paper(size="15cm", font=8), draw)
    assert vars(figure)["box"].width == pytest.approx(15 / 2.54, rel=1e-6)
    assert lettering(figure) == pytest.approx(8, rel=0.03)
    assert words(figure)["Russia"].get_fontsize() == pytest.approx(8, rel=0.03)


def test_a_height_is_kept_too():
    box = vars(on_paper(Paper(size="12cm x 6cm"), draw))["box"]
    assert (box.width, box.height) == pytest.approx((12 / 2.54, 6 / 2.54), rel=0.02)


def test_narrower_than_its_words_allow_all_becomes_smaller():
    figure = on_paper(Paper(size="4cm", font=9), draw)
    assert vars(figure)["box"].width == pytest.approx(4 / 2.54, rel=1e-6)
    assert lettering(figure) < 5


def test_what_stands_above_and_below_is_clear_of_the_panels_at_any_width():
    for size in ("6cm", "10cm", "20cm"):
        figure = on_paper(Paper(size=size, font=10), draw)
        panel = figure.axes[0].get_tightbbox()
        for text in figure.texts:
            assert not text.get_window_extent().overlaps(panel)


def test_words_above_and_below_can_be_others_or_none():
    found = words(on_paper(Paper(title="", note="Mine"), draw))
    assert "Mine" in found and not any("finding" in word for word in found)


def test_labels_take_the_place_of_words_also_at_ticks():
    figure = on_paper(Paper(labels={"Russia": "Moscow", "end": "2015"}), draw)
    assert "Moscow" in words(figure)
    figure.draw_without_rendering()
    assert [t.get_text() for t in figure.axes[0].get_xticklabels()] == ["start", "2015"]
    with pytest.raises(sim.InvalidInput, match=r"the figure has no 'China'; it says .*'Russia'"):
        on_paper(Paper(labels={"China": "Beijing"}), draw)


def test_a_style_sheet_is_laid_over_the_common_look(tmp_path):
    sheet = tmp_path / "mine.mplstyle"
    sheet.write_text('axes.facecolor: "#eeeeee"  # grey\nfont.size: 12\n')
    figure = on_paper(Paper(look=sheet), draw)
    assert figure.axes[0].get_facecolor()[:3] == pytest.approx((0xEE / 255,) * 3)
    assert lettering(figure) == pytest.approx(12)
    sheet.write_text("axes.facecolor: no-colour")
    with pytest.raises(sim.InvalidInput, match=r"mine\.mplstyle: .*axes\.facecolor"):
        on_paper(Paper(look=sheet), draw)


def test_a_figure_begins_its_words_with_a_capital_but_for_names_that_are_typed():
    def draw(canvas):
        for k, title in enumerate(("change of stance", "hedges", "moscow-first, always")):
            axes = canvas.add_subplot(1, 3, k + 1, title=title)
        axes.set(xlabel="stance", ylabel="states.DPRK.autonomy")
        axes.text(0, 0, "leaning to Russia")
        style.head(canvas, "seclusion of North Korea's leader", "without Crimea")

    figure = style.drawn(9, 3, draw)
    axes = figure.axes[-1]
    assert [one.get_title() for one in figure.axes] == [
        "Change of stance", "hedges", "moscow-first, always",
    ]  # fmt: skip
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("Stance", "states.DPRK.autonomy")
    assert axes.texts[0].get_text() == "leaning to Russia"
    assert {text.get_text() for text in figure.texts} == {
        "Seclusion of North Korea's leader", "Without Crimea",
    }  # fmt: skip


@pytest.mark.parametrize("date", ["x", "-1", "0"])
def test_a_date_of_the_environment_is_not_read_and_stays(date, tmp_path, monkeypatch):
    figure = on_paper(Paper(), draw)
    save(figure, [tmp_path / "plain.pdf"])
    monkeypatch.setenv("SOURCE_DATE_EPOCH", date)
    save(figure, [tmp_path / "dated.pdf"])
    assert (tmp_path / "dated.pdf").read_bytes() == (tmp_path / "plain.pdf").read_bytes()
    assert os.environ["SOURCE_DATE_EPOCH"] == date
