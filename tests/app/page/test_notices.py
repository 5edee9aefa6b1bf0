"""What a field, a picker or a link cannot have is said, and words stay within their room."""

from __future__ import annotations

import pytest

from sim.system.text import in_percent

AUTONOMY = "#numbers [data-path='states.DPRK.autonomy']"
LONG = "#s=article&without=crimea,crimea-vote&states.DPRK.autonomy=0.6&n=64"
WITHIN = """([inner, outer]) => {
  const room = document.querySelector(outer).getBoundingClientRect();
  return [...document.querySelectorAll(inner)].map((one) => one.getBoundingClientRect())
    .every((box) => box.left >= room.left - 1 && box.right <= room.right + 1);
}"""


def test_a_number_that_a_field_cannot_have_is_refused_in_a_sentence(reader):
    page = reader.open("#s=article&n=64")
    field = page.locator(f"{AUTONOMY} input[type=number]").first
    field.fill("-5")
    field.press("Enter")
    said = "North Korea: autonomy must be a number from 0 to 5: it stays 0.35."
    assert said in reader.notice("done") and field.input_value() == "0.35"
    page.fill("#seed", "-3")
    page.press("#seed", "Enter")
    assert "The seed must be a whole number, 0 or more: it stays 1." in reader.notice("done")
    page.select_option("#why-history", "number")
    page.fill("#why-number", "64")
    page.press("#why-number", "Enter")
    said = "The number of a history must be a whole number from 0 to 63: it stays 0."
    assert said in reader.notice("done") and page.input_value("#why-number") == "0"


def test_a_value_outside_the_plausible_range_is_marked(reader):
    page = reader.open("#s=article&n=64&states.DPRK.autonomy=3")
    assert page.locator(f"{AUTONOMY} .beyond").first.is_visible()
    page.keyboard.press("r")
    reader.settle()
    assert not page.locator(f"{AUTONOMY} .beyond").first.is_visible()


def test_a_scenario_of_other_months_is_no_b_and_nothing_of_it_is_shown(reader):
    page = reader.open("#s=article&without=crimea&n=64")
    before = [reader.finding(), page.locator("#numbers").inner_text(), page.url]
    page.select_option("#other", "cold-war")
    assert "B needs the same states and months as A" in reader.notice("file")
    assert [reader.finding(), page.locator("#numbers").inner_text(), page.url] == before
    assert page.input_value("#other") == ""
    reader.follow("#s=egypt-1970-79&o=cold-war&n=64")
    assert page.input_value("#scenario") == "egypt-1970-79" and page.input_value("#other") == ""


def test_what_was_said_of_a_link_goes_with_it(reader):
    page = reader.open("#s=article&without=nothing&h=deadbeef&n=64")
    assert "nothing" in reader.notice("unknown") and "deadbeef" in reader.notice("hash")
    reader.follow("#s=article&without=crimea&n=64")
    assert not page.locator(".notice").count()


@pytest.mark.parametrize("width", [1280, 1024, 390])
def test_counts_and_names_of_sides_keep_to_their_room(reader_of, width):
    reader = reader_of(viewport={"width": width, "height": 800})
    page = reader.open(LONG)
    page.evaluate("""() => document.querySelectorAll('.question-count b').forEach((count) =>
      { count.textContent = '10,000'; })""")
    assert page.evaluate(WITHIN, [".question-list > li > *", "#questions"])
    for tab in ("network", "gives", "postures"):
        page.click(f"#tab-{tab}")
        page.wait_for_selector("#panel .side-name")
        assert page.evaluate(WITHIN, ["#panel svg text", "#panel svg"])
        boxes = [one.bounding_box() for one in page.locator("#panel .side-name").all()]
        assert apart(*boxes)


def apart(one: dict[str, float], other: dict[str, float]) -> bool:
    """Return whether two boxes do not overlap."""
    beside = one["x"] + one["width"] <= other["x"]
    return beside or one["y"] + one["height"] <= other["y"]


def test_shares_are_written_as_the_program_writes_them(looking):
    shares = [0.0, 0.001, 0.005, 0.015, 0.5, 0.545, 0.984, 0.985, 0.994, 0.998, 1.0]
    script = "async (all) => { const { percent } = await import('/charts/scales.js');"
    with looking("#s=article&n=64") as reader:
        written = reader.page.evaluate(f"{script} return all.map(percent); }}", shares)
    assert written == [in_percent(one, brief=True) for one in shares]


def test_of_many_states_the_foremost_have_courses_and_only_they_can_be_chosen(reader):
    page = reader.open("#s=world-2013&n=64&tab=states")
    page.wait_for_selector("#panel .panel")
    assert page.locator("#panel .panel").count() == 8
    assert "The foremost 8 states" in reader.text("#panel figcaption, #panel .chart-title")
    reader.follow("#s=world-2013&n=64&tab=postures&why=GBR")
    page.wait_for_selector("#panel .posture")
    assert page.locator("#panel select option").count() == 8
    assert page.locator("#panel select option:checked").inner_text() == "Ukraine"


def test_the_events_are_counted_and_what_they_do_has_true_minus_signs(looking):
    with looking("#s=article&n=64") as reader:
        page = reader.page
        switch = page.get_by_role("switch", name="Tokyo's contacts")
        assert switch.get_attribute("aria-label") == "Tokyo's contacts, 2 events from 14 May 2013"
        assert switch.inner_text().startswith("Tokyo's contacts ×2")
        page.get_by_role("button", name="Events", exact=True).click()
        page.locator("#events-list summary", has_text="One by one").last.click()
        told = page.locator("#events-list").inner_text()
        assert "stance toward Russia: −0.4" in told and ": -0" not in told


def test_every_name_on_the_axis_finds_its_events_in_the_list(looking):
    with looking("#s=article&n=64") as reader:
        page = reader.page
        page.get_by_role("button", name="Events", exact=True).click()
        for switch in page.locator("#switches [role=switch]").all():
            name = switch.get_attribute("aria-label").split(",")[0]
            page.locator("#search").fill(name)
            assert page.locator("#events-list .happening").count() == 1, name
