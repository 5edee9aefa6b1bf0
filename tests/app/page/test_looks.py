"""The page can be read by everybody: at a desk, on a phone, in light and dark, without a mouse."""

from __future__ import annotations

import pytest

LINK = "#s=article&states.DPRK.autonomy=0.6&without=jang-purge&n=64"
NOTHING_CUT_OFF = """() => [...document.querySelectorAll('.columns > section')]
    .every(one => one.clientWidth > 200 && one.scrollWidth <= one.clientWidth)"""
PANES = ("whatif", "result", "why")


@pytest.fixture
def desk(looking):
    """A reader at a desk, who looks at a changed scenario and leaves it as it is."""
    with looking(LINK) as reader:
        yield reader


@pytest.fixture
def phone(looking):
    """A reader with a phone."""
    with looking(LINK, viewport={"width": 390, "height": 844}, has_touch=True) as reader:
        yield reader


def test_axe_finds_nothing_serious_in_light_and_dark(reader_of, grave_faults):
    reader = reader_of(reduced_motion="reduce")  # nothing fades
    page = reader.open(f"{LINK}&tab=gives")
    reader.settle_why()
    page.locator("#numbers summary").first.click()
    page.get_by_role("button", name="Table of: Questions").click()
    assert not grave_faults(page)


def test_at_no_width_is_a_column_wider_than_its_place(desk):
    desk.settle_why()
    for width in (820, 1024, 1180, 1280):
        desk.page.set_viewport_size({"width": width, "height": 800})
        desk.page.wait_for_function(NOTHING_CUT_OFF)
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_phone_shows_one_part_at_a_time_and_nothing_is_wider_than_it(phone):
    page = phone.page
    for pane in PANES:
        page.locator(f".panes [data-pane={pane}]").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, pane
    assert page.locator("#why").is_visible() and not page.locator("#result").is_visible()
    page.locator(".panes [data-pane=whatif]").click()
    assert page.locator("#fan").is_visible() and page.locator("#whatif").is_visible()


def test_on_a_phone_an_event_is_switched_off_below_the_figure(phone):
    page = phone.follow("#s=article&n=64")
    page.locator(".panes [data-pane=result]").click()
    page.get_by_role("switch", name="Crimean crisis").tap()
    page.wait_for_function(
        "() => location.hash.includes('without=crimea,crimea-vote,crimea-mh17&h=')"
    )
    assert phone.finding().startswith("Without the Crimean crisis, ")
    assert (
        page.get_by_role("switch", name="Crimean crisis").get_attribute("aria-checked") == "false"
    )


def test_every_event_of_a_crowded_axis_has_its_name(reader):
    page = reader.open("#s=cold-war&n=64")
    assert page.locator(".event").count() == 30
    assert page.locator(".event.small").count() == 0


def test_no_switch_of_an_event_covers_another(desk):
    page = desk.page
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


def test_every_chart_says_in_a_sentence_what_it_shows_and_gives_its_numbers_as_a_table(desk):
    page = desk.page
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


def test_values_are_there_by_pointer_and_by_key(desk):
    reader, page = desk, desk.page
    page.locator("#tab-network").click()
    fan = page.locator("#fan svg")
    fan.scroll_into_view_if_needed()
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


def test_only_the_finding_is_read_aloud_when_it_changes(desk):
    assert desk.page.locator("[aria-live]").evaluate_all("all => all.map(one => one.id)") == [
        "finding"
    ]
