"""A report in a real browser, opened from its file without a network: hover, switch, slide, print.

A machine without Chromium or Playwright skips these.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.analysis.compare.answer import compare
from sim.analysis.run.answer import Run
from sim.analysis.run.figures import FIGURES
from sim.report.publish import report

MOST = 450_000  # characters of a report without its pictures
HISTORIES = 64
NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((found for name in NAMES if (found := shutil.which(name))), None)


class Nameless(dict):
    """No picture for any name."""

    def __missing__(self, name: str) -> bytes:
        return b""


@pytest.fixture(scope="module")
def browser():
    api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine: apt-get install chromium")
    blocked = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND"]
    with api.sync_playwright() as player:
        own = player.chromium.launch(executable_path=CHROMIUM, args=blocked)
        yield own
        own.close()


@pytest.fixture(scope="module")
def run(article, tmp_path_factory) -> tuple[Run, Path]:
    """A run and its report."""
    answer = Run.of(sim.run(article, HISTORIES))
    path = tmp_path_factory.mktemp("run") / "report.html"
    path.write_text(report(answer, Nameless()), encoding="utf-8")
    return answer, path


@pytest.fixture(scope="module")
def three(article, tmp_path_factory) -> Path:
    """The report of a comparison of three."""
    others = (sim.load("article", without=[one]) for one in ("crimea", "jang-purge"))
    answer = compare(article, *others, histories=HISTORIES)
    path = tmp_path_factory.mktemp("compare") / "report.html"
    path.write_text(report(answer, Nameless()), encoding="utf-8")
    return path


@pytest.fixture
def opened(browser):
    """Open a file; at the end nothing may have complained or asked for anything but the file."""
    complaints, contexts = [], []

    def open_file(path: Path, **look: Any) -> Any:
        look.setdefault("viewport", {"width": 1280, "height": 900})
        contexts.append(browser.new_context(offline=True, **look))
        page = contexts[-1].new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text))
        page.on("request", lambda asked: complaints.append(asked.url))
        page.goto(path.as_uri())
        page.wait_for_selector("body.alive")
        complaints.remove(path.as_uri())
        return page

    yield open_file
    for context in contexts:
        context.close()
    assert [one for one in complaints if not one.startswith("data:")] == []


def readout(page, name="fan"):
    return page.locator(f".chart[data-chart={name}] .chart-readout").inner_text()


def test_pointing_at_the_fan_says_the_numbers_of_that_month(opened, run):
    answer, path = run
    page = opened(path)
    fan = page.locator(".live-fan svg")
    before = readout(page)
    box = fan.bounding_box()
    page.mouse.move(box["x"] + box["width"] - 67, box["y"] + 60)
    assert readout(page) != before and readout(page).startswith("Dec 2015")
    live = next(part for part in answer.page() if part.kind == "live")
    last = live.data["sides"][0]["tilt"]["q50"][-1]
    assert f"A {last:+.2f}".replace("-", "−") in readout(page)
    page.mouse.move(5, 5)
    fan.focus()
    page.keyboard.press("ArrowRight")
    assert readout(page).startswith("Dec 2014")


def test_the_month_slider_moves_what_is_drawn_below(opened, run):
    page = opened(run[1])
    title = page.locator("#live-panel .chart-title")
    assert title.inner_text() == "Who regards whom how, November 2014"
    page.locator("#month").focus()
    page.keyboard.press("Home")
    assert title.inner_text() == "Who regards whom how, January 2013"
    page.locator("#tab-network").focus()
    page.keyboard.press("ArrowRight")
    assert title.inner_text() == "Who gives what, January 2013"
    for tab in ("gives", "postures", "states", "network"):
        page.locator(f"#tab-{tab}").click()
        page.locator("#live-panel .chart-toggle").click()
        assert page.locator("#live-panel tbody tr").count() >= 6


def test_a_state_with_one_partner_has_charts_of_what_it_receives(opened, world_of, tmp_path):
    path = tmp_path / "report.html"
    answer = Run.of(sim.run(world_of("[states.A]\n[states.B]\n", months=8), 20))
    path.write_text(report(answer, Nameless()), encoding="utf-8")
    page = opened(path)
    assert page.locator(".live-fan .chart-title").inner_text() == "What A receives"
    assert "+" not in readout(page)
    assert page.get_by_text("What A has from B, its only partner").is_visible()
    page.locator("#tab-states").click()
    assert page.locator("#live-panel .chart-title").inner_text() == "All 2 states: hedging"


def test_a_what_if_shows_what_it_alone_changes_and_is_undone(opened, run):
    answer, path = run
    page = opened(path)
    finding = page.locator(".live-finding")
    assert not finding.is_visible() and not page.locator(".live-difference").is_visible()
    page.get_by_role("switch", name="Crimean crisis").click()
    told = {tuple(one["without"]): one for one in answer.what_ifs.data()["changes"]}
    crimea = told["crimea", "crimea-vote", "crimea-mh17"]
    said = crimea["finding"]["headline"].replace("-", "−").replace("\u00a0", " ")
    assert finding.inner_text().replace("-", "−").replace("\u00a0", " ") == said
    assert page.locator(".live-difference").is_visible()
    assert "left out: Crimean crisis" in page.locator("#live-event option:checked").inner_text()
    slider = page.locator('[data-path="states.DPRK.autonomy"] input')
    slider.focus()
    page.keyboard.press("End")  # one change at a time
    assert page.locator('[data-path="states.DPRK.autonomy"] output').inner_text() == "0.35 → 2"
    assert page.get_by_role("switch", name="Crimean crisis").get_attribute("aria-checked") == "true"
    assert "autonomy" in finding.inner_text() and "B " in readout(page)
    page.get_by_role("button", name="As written").click()
    assert not finding.is_visible() and "B " not in readout(page)


def test_one_side_is_drawn_alone_or_both_and_any_scenario_as_b(opened, three):
    page = opened(three)
    lines = page.locator(".live-fan .line")
    assert lines.count() == 2
    page.get_by_role("button", name="B", exact=True).click()
    assert lines.count() == 1 and "b" in lines.first.get_attribute("class").split()
    for tab in ("gives", "postures", "states", "network"):
        page.locator(f"#tab-{tab}").click()
        names = page.locator("#live-panel .side-name").all_text_contents()
        assert all(name.startswith("B ") for name in names)
    page.get_by_role("button", name="Both").click()
    before = readout(page)
    page.get_by_label("B, the scenario compared with A").select_option(
        label="without the purge of Jang"
    )
    assert readout(page) != before and page.locator(".live-difference").is_visible()


def test_a_phone_scrolls_down_only_and_axe_finds_nothing_serious_in_light_and_dark(opened, run):
    page = opened(run[1], viewport={"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    contrast = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}  # all else is the same
    for scheme, rules in {"light": {}, "dark": contrast}.items():
        page.emulate_media(color_scheme=scheme)
        found = axe.run(page, options=rules).response["violations"]
        assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []


def test_in_print_the_controls_are_gone_and_the_charts_are_light(opened, run):
    page = opened(run[1], color_scheme="dark")
    page.emulate_media(media="print")
    for gone in (".what-ifs", "#month", ".tabs", ".chart-toggle", ".still > summary"):
        assert not page.locator(gone).first.is_visible(), gone
    assert page.locator(".live-fan svg").is_visible()
    paper = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(paper) == "rgb(255, 255, 255)"


def test_without_scripts_the_report_is_read_as_ever(browser, run):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(run[1].as_uri())
    assert not page.locator("#live").is_visible()
    assert page.locator("figure img").count() == len(FIGURES)
    assert all(picture.is_visible() for picture in page.locator("figcaption").all())
    assert page.get_by_text("Questions", exact=True).is_visible()
    context.close()


def test_a_report_is_small(run, three):
    for path in (run[1], three):
        assert len(path.read_text(encoding="utf-8")) < MOST
