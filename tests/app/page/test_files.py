"""A scenario of the reader's own, dropped or opened, and the files that the page hands out."""

from __future__ import annotations

import io

import pytest

AUTONOMY = "states.DPRK.autonomy"
BROKEN = 'extends = "article"\ntitle = "Mine"\n\n[states.DPRK]\nautonomy = "much"\ninfluense = 1\n'
SMALL = """
title = "Three of a kind"
start = 2000-01-01
months = {months}
spin_up = 0
[states.A]
name = "Aland"
autonomy = {{ value = 0.4, range = [0.0, 2.0], source = "judgement" }}
influence = {{ value = 0.3, range = [0.0, 1.0], source = "judgement" }}
[states.B]
name = "Bland"
[states.C]
name = "Cland"
[ties.A.B]
affinity = {{ value = 0.2, range = [-0.5, 0.5], source = "judgement" }}
"""
DROPPED = """([text, as]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], 'mine.toml'));
  const fire = (node, kind) => node.dispatchEvent(
    new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: data }));
  fire(document.body, 'dragenter');
  const zone = document.querySelector(`#drop [data-as=${as}]`);
  const seen = zone.offsetParent !== null;
  fire(zone, 'dragover');
  fire(zone, 'drop');
  return seen;
}"""


@pytest.fixture
def small(reader_of):
    """A reader of the smallest of pages: a world of three states, dropped on the page."""

    def dropped(months: int):
        reader = reader_of()
        page = reader.open("#s=article&n=64")
        assert page.evaluate(DROPPED, [SMALL.format(months=months), "which"])
        page.wait_for_function("() => document.title.startsWith('Three of a kind')")
        return reader, reader.settle()

    return dropped


def test_a_file_dropped_on_the_right_is_b_and_no_old_link_stands_above_it(reader):
    page = reader.open("#s=article&m=2014-03&n=64")
    text = f'extends = "article"\ntitle = "Mine"\n[{AUTONOMY.rpartition(".")[0]}]\nautonomy = 0.6\n'
    assert page.evaluate(DROPPED, [text, "other"])
    page.wait_for_function("() => !document.getElementById('result').matches('.old')")
    page.wait_for_function("() => document.getElementById('finding').textContent.includes('Mine')")
    reader.settle()
    assert not page.locator("#drop").is_visible() and page.evaluate("location.hash") == ""
    assert page.locator("#other option:checked").inner_text() == "Your file mine.toml"
    assert reader.text("#month-words") == "Mar 2014"
    page.get_by_role("button", name="Copy link").click()
    assert "cannot hold a file" in reader.notice("done")


def test_a_broken_file_shows_every_line_of_check_once_and_keeps_the_view(reader, command, tmp_path):
    page = reader.open("#s=article&n=64")
    before = reader.text("#finding")
    (tmp_path / "mine.toml").write_text(BROKEN, encoding="utf-8")
    page.locator("#file").set_input_files(tmp_path / "mine.toml")
    lines = [f"mine.toml:{line.partition(':')[2]}" for line in checked(command)]
    assert len(lines) == 2
    page.wait_for_selector('[data-notice="file"] pre')
    assert page.locator('[data-notice="file"] pre').inner_text().splitlines() == lines
    assert reader.text("#finding") == before
    (tmp_path / "mine.toml").write_text(
        BROKEN.replace('"much"', "0.6").replace("influense", "influence"), encoding="utf-8"
    )
    page.locator("#file").set_input_files(tmp_path / "mine.toml")
    page.wait_for_function("() => document.title.startsWith('Mine')")
    reader.settle()
    assert not page.locator(".notice").count()


def checked(command) -> list[str]:
    """Return the problems that `sim check` prints, a line each."""
    return [line for line in command("check", "mine.toml").stderr.splitlines() if ".toml:" in line]


def test_the_five_that_matter_most_are_found_on_demand(small):
    reader, page = small(8)
    page.get_by_role("button", name="Find the five").click()
    page.wait_for_selector("#numbers > .number", timeout=60_000)
    found = page.locator("#numbers > .number").evaluate_all("all => all.map(n => n.dataset.path)")
    assert set(found) == {"states.A.autonomy", "states.A.influence", "ties.A.B.affinity"}
    page.locator("#tab-matters").click()
    assert "Morris" in reader.text("#panel .small")
    page.wait_for_function("() => document.querySelectorAll('.swing-bar').length === 3")


def test_a_world_of_a_single_month_is_drawn_too(small):
    _, page = small(1)
    widths = page.evaluate(  # at once: the chart may be drawn anew in between
        """() => [...document.querySelectorAll('#fan .line.a, #fan .band.wide')]
          .map((one) => one.getBoundingClientRect().width)"""
    )
    assert len(widths) > 1 and min(widths) >= 4


def test_the_figure_that_is_chosen_is_downloaded_in_each_form(reader):
    image = pytest.importorskip("PIL.Image")
    page = reader.open("#s=article&without=jang-purge&n=64")
    page.locator("#download summary").click()
    page.get_by_label("Figure", exact=True).select_option("02-paired")
    with page.expect_download() as download:  # what draws is begun for it
        page.get_by_role("button", name="This figure as SVG").click()
    assert download.value.suggested_filename == "02-paired.svg"
    assert download.value.path().read_bytes().startswith(b"<?xml")
    page.wait_for_function("() => !document.getElementById('download').open")
    page.locator("#download summary").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Figure as PNG").click()
    assert download.value.suggested_filename == "02-paired.png"
    with open(download.value.path(), "rb") as file:
        drawn = image.open(io.BytesIO(file.read()))
        assert drawn.format == "PNG" and drawn.width > 800 and len(drawn.getcolors(1 << 24)) > 20
    page.wait_for_function("() => !document.getElementById('download').open")
