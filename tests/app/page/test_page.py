"""The page in a real Chromium shows what the shell prints, and keeps what a reader has set."""

from __future__ import annotations

import os
import re

import numpy as np
import pytest

import sim
from sim.ensemble.monthly import part_size

CRIMEA = ("crimea", "crimea-vote", "crimea-mh17")
WITHOUT = "#s=article&without=crimea,crimea-vote,crimea-mh17"
AUTONOMY = "states.DPRK.autonomy"


@pytest.fixture(scope="module")
def without_crimea(article):
    """The article's scenario without Crimea, and how the two differ."""
    other = sim.load("article", without=list(CRIMEA))
    return other, sim.compare(article, other, histories=1000, seed=1)


@pytest.fixture
def looker(looking):
    """A reader of a page without Crimea, who changes nothing."""
    with looking(WITHOUT) as reader:
        yield reader


def typeset(words: str) -> str:
    """Return a sentence of the shell as the page sets it."""
    words = re.sub(r"(^|[\s(])-(?=\d)", "\\1−", words.replace(" -> ", "\u00a0→\u00a0"))
    words = re.sub(r"(\d{4}) (H[12])", "\\1\u00a0\\2", words)
    return re.sub(r"(\d) %", "\\1\u00a0%", words)


def printed(value: float) -> str:
    """Return a number as the page prints it."""
    text = f"{value:+.2f}"
    return text[1:] if text[1:] == "0.00" else text.replace("-", "−")


def test_the_finding_and_the_questions_are_those_of_compare(looker, without_crimea):
    other, comparison = without_crimea
    page = looker.page
    assert typeset(comparison.finding).startswith(looker.finding().removesuffix("."))
    assert f"h={other.hash}" in page.url
    sides = [results.questions() for results in comparison.results]
    for question in other.questions:
        row = page.locator(f'[data-question="{question.id}"] .question-count')
        counts = [int(side[question.id].sum()) for side in sides]
        assert re.findall(r"[\d,]+", row.text_content())[:2] == [f"{n:,}" for n in counts]


def test_the_tables_of_fan_and_difference_hold_the_quantiles_of_run_and_compare(
    looker, without_crimea
):
    a, b = (
        results.tilt("DPRK", "CHN", "RUS", ("security", "recognition"))
        for results in without_crimea[1].results
    )
    page = looker.page
    page.get_by_role("button", name="Table of: North Korea’s tilt").click()
    cells = page.locator("#fan tbody tr").last.locator("td").all_inner_texts()
    wanted = [np.quantile(side[:, -1], q) for side in (a, b) for q in (0.05, 0.25, 0.5, 0.75, 0.95)]
    assert cells == [printed(value) for value in wanted]
    page.get_by_role("button", name="Table of: B − A").click()
    cells = page.locator("#difference tbody tr").last.locator("td").all_inner_texts()
    assert cells[-1] == printed((b - a)[:, -1].mean())


def test_a_saved_scenario_gives_the_same_bits_in_the_shell(reader, command, tmp_path):
    page = reader.open(f"{WITHOUT}&{AUTONOMY}=0.6")
    page.get_by_role("button", name="Save as scenario").click()
    page.get_by_label("Name").fill("mine")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save", exact=True).click()
    download.value.save_as(tmp_path / "mine.toml")
    mine = sim.load(tmp_path / "mine.toml")
    assert f"h={mine.hash}" in page.url
    answers = sim.run(mine, histories=1000, seed=1).questions()
    for name, answer in answers.items():
        shown = page.locator(f'[data-question="{name}"] .question-count b').last.text_content()
        assert shown == f"{int(answer.sum()):,}"
    assert command("check", "mine.toml").returncode == 0


def test_a_link_opened_again_shows_the_same_and_says_what_it_does_not_know(reader_of):
    first, second = reader_of(), reader_of()
    page = first.open(
        f"#s=article&{AUTONOMY}=0.6&without=jang-purge&m=2014-03&tab=postures&why=RUS&side=a"
        "&history=7"
    )
    again = second.open(page.url.split("/")[-1])
    assert again.url == page.url
    assert second.text("#finding") == first.text("#finding")
    assert second.text("#month-words") == "Mar 2014"
    second.settle_why()
    assert second.text("#why-one .one-title") == "History 7 of A"
    assert again.locator("#why-state").input_value() == "RUS"
    assert again.locator("#tab-postures").get_attribute("aria-selected") == "true"
    assert not again.locator(".notice").count()
    second.follow("#s=article&n=64&states.DPRK.autonmy=0.6&without=crimea,lunch&why=XYZ&h=00000000")
    assert "states.DPRK.autonmy\nlunch\nXYZ" in second.notice("unknown")
    assert "00000000" in second.notice("hash")


def test_fifty_quick_moves_end_in_the_last_state_one_request_at_a_time(reader):
    page = reader.open()
    flying, most, asked = set(), [0], []

    def begun(request):
        if request.url.endswith("/api/view"):
            flying.add(request)
            most[0] = max(most[0], len(flying))
            asked.append(request.post_data_json["histories"])

    page.on("request", begun)
    page.on("requestfinished", lambda request: flying.discard(request))
    page.evaluate(
        """async (path) => {
            const row = document.querySelector(`[data-path="${path}"]`);
            const slider = row.querySelector('input[type=range]');
            for (let k = 1; k <= 50; k += 1) {
              slider.value = 0.35 + 0.005 * k;
              slider.dispatchEvent(new Event('input', { bubbles: true }));
              await new Promise((resolve) => setTimeout(resolve, 12));
            }
            slider.dispatchEvent(new Event('change', { bubbles: true }));
        }""",
        AUTONOMY,
    )
    reader.settle()
    assert most[0] == 1 and asked[-1] == 1000 and max(asked[:-1]) <= 1000
    assert f"{AUTONOMY}=0.6&" in page.url
    there = sim.compare("article", sim.load("article", set={AUTONOMY: 0.6}), histories=1000, seed=1)
    assert typeset(there.finding).startswith(reader.finding().removesuffix("."))


def test_three_tabs_of_a_browser_show_each_its_own(reader):
    changes = ["without=jang-purge", f"{AUTONOMY}=0.9", "without=nuclear-test"]
    pages = [reader.page, reader.context.new_page(), reader.context.new_page()]
    for page, change in zip(pages, changes, strict=True):
        page.goto(f"{reader.server.address}#s=article&n=64&{change}")
    for page, change in zip(pages, changes, strict=True):
        page.wait_for_function(
            "() => document.getElementById('how-many').dataset.resting === 'true'"
        )
        page.wait_for_function("() => location.hash.includes('&h=')")
        assert change in page.url
    assert len({page.locator("#finding").inner_text() for page in pages}) == 3


def test_stop_ends_a_long_run_and_the_result_says_on_what_it_rests(reader):
    in_hand = part_size(sim.load("cold-war")) * (2 * (os.cpu_count() or 1) + 2)
    page = reader.open("#s=cold-war&n=64")
    page.get_by_role("button", name="Run 10,000").click()
    page.wait_for_function("() => document.querySelector('#footer progress').value > 0")
    with page.expect_response(lambda one: one.url.endswith("/stop")) as told:
        page.get_by_role("button", name="Stop").click()
    when_told = told.value.json()
    reader.settle()
    page.wait_for_function("() => !document.getElementById('many').hidden")
    words = reader.text("#how-many")
    assert re.match(r"[\d,]+ histories; stopped before all 10,000", words), words
    histories = int(page.locator("#how-many").get_attribute("data-histories"))
    # what is in hand is finished, and nothing more is begun
    assert when_told["done"] <= histories <= when_told["done"] + in_hand < 10_000
    assert reader.finding()


def test_a_server_killed_while_a_number_moves_is_said_and_found_again(reader):
    page, server = reader.open("#s=article&n=64"), reader.server
    slide = """([path, value, kind]) => {
        const slider = document.querySelector(`[data-path="${path}"] input[type=range]`);
        slider.value = value;
        slider.dispatchEvent(new Event(kind, { bubbles: true }));
    }"""
    page.evaluate(slide, [AUTONOMY, 0.4, "input"])
    server.kill()
    page.evaluate(slide, [AUTONOMY, 0.8, "input"])
    page.evaluate(slide, [AUTONOMY, 0.8, "change"])
    assert "does not answer" in reader.notice("lost")
    assert reader.text("#finding")
    assert page.locator(f'[data-path="{AUTONOMY}"] .typed').input_value() == "0.8"
    server.start(ready="")
    page.wait_for_selector('[data-notice="lost"]', state="detached")
    page.wait_for_function("() => location.hash.includes('autonomy=0.8&')")
    reader.settle()
    # the browser has several words for a server that is not there
    reader.complaints[:] = [said for said in reader.complaints if "net::ERR_" not in said]


def test_the_three_tasks_are_done_by_keyboard_alone(reader):
    page = reader.open("#s=article&n=64")
    keys = page.keyboard
    keys.press("/")
    keys.type("North Korea autonomy")
    keys.press("Tab")
    assert page.evaluate("document.activeElement.type") == "range"
    keys.press("ArrowRight")
    page.wait_for_function("() => location.hash.includes('autonomy=')")
    keys.press("Tab")
    keys.press("Control+a")
    keys.type("0.6")
    keys.press("Enter")
    page.wait_for_function(f"() => location.hash.includes('{AUTONOMY}=0.6&h=')")
    assert "0.6" in reader.text("#finding")
    keys.press("Escape")
    page.evaluate("document.activeElement.blur()")
    keys.press("r")
    page.wait_for_function(
        "() => !location.hash.includes('autonomy') && location.hash.includes('h=')"
    )
    keys.press("/")
    for _ in range(8):
        keys.press("Backspace")
    keys.press("Control+a")
    keys.type("crimea")
    keys.press("Shift+Tab")
    assert page.evaluate("document.activeElement.textContent") == "Events"
    keys.press("Enter")
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Space")
    page.wait_for_function(
        "() => location.hash.includes('without=crimea,crimea-vote,crimea-mh17&h=')"
    )
    reader.settle_why()
    keys.press("[")
    keys.press("]")
    assert reader.text(".why-month span") == "November 2014"
    reader.settle_why()
    assert "toward Russia" in reader.text("#why-all")
    assert page.locator("#why-one .move").count() >= 5
