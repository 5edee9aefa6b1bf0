"""The page can be read by everybody: at a desk, on a phone, in light and dark, without a mouse."""

from __future__ import annotations

import pytest

LINK = "#s=article&states.DPRK.autonomy=0.6&without=jang-purge&n=64"
PANES = ("whatif", "result", "why")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(reader_of, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    reader = reader_of(color_scheme=scheme)
    page = reader.open(f"{LINK}&tab=gives")
    reader.settle_why()
    page.locator("#numbers summary").first.click()
    page.get_by_role("button", name="Table of: Questions").click()
    page.wait_for_timeout(400)  # until nothing fades
    found = axe.Axe().run(page).response["violations"]
    grave = [one for one in found if one["impact"] in ("serious", "critical")]
    assert not grave, [(one["id"], [node["html"] for node in one["nodes"][:3]]) for one in grave]


def test_a_phone_shows_one_part_at_a_time_and_nothing_is_wider_than_it(reader_of):
    reader = reader_of(viewport={"width": 390, "height": 844}, has_touch=True)
    page = reader.open(LINK)
    for pane in PANES:
        page.locator(f".panes [data-pane={pane}]").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, pane
    assert page.locator("#why").is_visible() and not page.locator("#result").is_visible()
    page.locator(".panes [data-pane=whatif]").click()
    assert page.locator("#fan").is_visible() and page.locator("#whatif").is_visible()


def test_on_a_phone_an_event_is_switched_off_below_the_figure(reader_of):
    reader = reader_of(viewport={"width": 390, "height": 844}, has_touch=True)
    page = reader.open("#s=article&n=64")
    page.get_by_role("switch", name="Crimean crisis").tap()
    page.wait_for_function("() => location.hash.includes('without=crimea,crimea-vote&h=')")
    assert reader.finding().startswith("Without the Crimean crisis, ")
    assert (
        page.get_by_role("switch", name="Crimean crisis").get_attribute("aria-checked") == "false"
    )


def test_every_event_of_a_crowded_axis_has_its_name(reader):
    page = reader.open("#s=cold-war&n=64")
    assert page.locator(".event").count() == 30
    assert page.locator(".event.small").count() == 0


def test_no_switch_of_an_event_covers_another(reader):
    page = reader.open()
    boxes = [one.bounding_box() for one in page.locator(".event").all()]
    assert len(boxes) > 10
    for k, one in enumerate(boxes):
        for other in boxes[k + 1 :]:
            beside = (
                one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
            )
            apart = (
                one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]
            )
            assert beside or apart


def test_every_chart_says_in_a_sentence_what_it_shows_and_gives_its_numbers_as_a_table(reader):
    page = reader.open(LINK)
    for tab in ("network", "postures", "gives", "states"):
        page.locator(f"#tab-{tab}").click()
        page.wait_for_selector("#panel svg [class]")
        for chart in page.locator(".chart:visible").all():
            button = chart.locator(".chart-toggle")
            button.click()
            assert chart.locator("tbody tr").count() >= 2
            button.click()
        for svg in page.locator("svg[role=img]:visible").all():
            label = svg.get_attribute("aria-label")
            assert any(digit in label for digit in "0123456789"), label
            assert svg.get_attribute("tabindex") == "0"


def test_values_are_there_by_pointer_and_by_key(reader):
    page = reader.open(LINK)
    fan = page.locator("#fan svg")
    box = fan.bounding_box()
    page.mouse.move(box["x"] + 80, box["y"] + 60)
    assert "2013" in reader.text("#fan .chart-readout .when")
    page.mouse.move(5, 5)
    fan.focus()
    page.keyboard.press("ArrowRight")
    assert reader.text("#month-words") == "Dec 2014"
    page.wait_for_selector("#panel .tie")
    page.locator("#panel svg").focus()
    page.keyboard.press("ArrowRight")
    assert "regards" in reader.text("#panel .chart-readout")


def test_the_page_weighs_little_and_stands_on_no_other_host(reader):
    bodies = []
    reader.page.on("response", lambda response: bodies.append(response))
    reader.open()
    weight = reader.page.evaluate(
        """performance.getEntriesByType('resource')
            .concat(performance.getEntriesByType('navigation'))
            .reduce((sum, one) => sum + one.encodedBodySize, 0)"""
    )
    assert weight <= 300_000
    assert len(bodies) <= 50


def test_only_the_finding_is_read_aloud_when_it_changes(reader):
    page = reader.open()
    assert page.locator("[aria-live]").evaluate_all("all => all.map(one => one.id)") == ["finding"]
