"""Figures drawn again for a paper."""

from __future__ import annotations

import re

import pytest

import sim
from sim.report.figure_names import named


@pytest.fixture(scope="module")
def few(article):
    """A dozen histories."""
    return sim.run(article, 12)


def test_svg_text_stays_text_and_pdf_embeds_its_fonts(few, tmp_path):
    files = [tmp_path / f"fan.{kind}" for kind in ("pdf", "svg", "png")]
    sim.figure(few, "alluvial", sim.Paper(size="8.5cm", font=8, title="Mine, alone"), files)
    pdf, svg, png = (file.read_bytes() for file in files)
    assert b"/FontFile2" in pdf and b"/Type3" not in pdf
    assert b">Mine, alone</text>" in svg
    width = re.search(rb"MediaBox \[ 0 0 ([\d.]+)", pdf)[1]
    assert float(width) == pytest.approx(72 * 8.5 / 2.54, abs=0.5)
    assert int.from_bytes(png[16:20], "big") == pytest.approx(300 * 8.5 / 2.54, abs=2)
    sim.figure(few, "alluvial", sim.Paper(size="8.5cm", font=8, title="Mine, alone"), files)
    assert [file.read_bytes() for file in files] == [pdf, svg, png]


def test_a_folder_draws_the_figure_of_its_run(kept, command, tmp_path, monkeypatch):
    done = command("results", "figure", "small", "fan", "--format", "svg,png", "--size", "12cm")
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["results/small-5-s3-01-fan.svg", "results/small-5-s3-01-fan.png"]
    assert (tmp_path / "results" / "small-5-s3-01-fan.svg").exists()


def test_a_figure_named_with_its_ending_has_it_once(kept, command, tmp_path):
    how = ("--size", "12cm", "--format", "png", "-o", "mine/fan.png")
    (tmp_path / "mine").mkdir()
    done = command("results", "figure", "small", "fan", *how)
    assert done.stdout.split() == ["mine/fan.png"] and (tmp_path / "mine" / "fan.png").exists()


@pytest.mark.parametrize("height", ["4cm", "9cm"])
def test_a_height_at_which_words_would_lie_over_one_another_is_refused(height, tmp_path):
    results = sim.run("article", 20)
    with pytest.raises(sim.errors.InvalidInput, match=r"too low.* takes \d+ cm: leave the height"):
        sim.figure(results, "fan", sim.Paper(size=f"12cm x {height}"), [tmp_path / "low.png"])
    assert not list(tmp_path.iterdir())
    sim.figure(results, "fan", sim.Paper(size="12cm x 30cm"), [tmp_path / "tall.png"])
    assert list(tmp_path.iterdir())


def test_the_figures_are_listed_where_the_name_is_wrong(kept, command):
    done = command("results", "figure", "small", "fun")
    assert done.returncode == 2 and "the figures are 01-fan, 02-postures" in done.stderr


def test_a_figure_is_known_with_and_without_its_number():
    names = ["01-fan", "drivers"]
    assert named("fan", names) == named("01-fan", names) == named("01-fan.svg", names) == "01-fan"
    assert named("drivers", names) == "drivers"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--size", "8.5"), "write it as 8.5cm"),
        (("--size", "9km"), "write it as 8.5cm"),
        (("--size", "1mm"), "out of bounds"),
        (("--format", "doc"), "choose from pdf, svg, png"),
        (("--label", "Russia"), "write it as OLD=NEW"),
        (("--font", "900"), "out of bounds"),
        (("--style", "mine.mplstyle"), "mine.mplstyle:2: axes.fcecolor is not a setting"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_a_line(kept, command, tmp_path, words, told):
    (tmp_path / "mine.mplstyle").write_text("# mine\naxes.fcecolor: red\n")
    done = command("results", "figure", "small", "fan", *words)
    assert done.returncode == 2 and told in done.stderr
