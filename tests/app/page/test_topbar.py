"""The picker of B says what cannot be compared with A, and why, before anybody chooses it."""

from __future__ import annotations

KNOWN = "() => document.querySelector('#other optgroup')"
GROUPS = """() => Object.fromEntries([...document.querySelectorAll('#other optgroup')].map((one) =>
  [one.label, { out: one.disabled, names: [...one.children].map((each) => each.value) }]))"""
FREE = "() => [...document.querySelectorAll('#other > option')].map((one) => one.value)"


def test_scenarios_of_other_states_or_months_stand_apart_and_cannot_be_chosen(reader):
    page = reader.open("#s=article&n=64")
    page.wait_for_function(KNOWN)
    groups, free = page.evaluate(GROUPS), page.evaluate(FREE)
    assert all(one["out"] for one in groups.values())
    assert "cold-war" in groups["Not comparable with A: other months"]["names"]
    assert groups["Not comparable with A: other states"]["names"] == ["egypt-1970-79", "world-2013"]
    assert "what-if-no-crimea" in free and "cold-war" not in free
    assert page.locator("#scenario optgroup").count() == 0  # A may be any


def test_with_another_a_others_can_be_compared(reader):
    page = reader.open("#s=article&n=64")
    page.wait_for_function(KNOWN)
    page.select_option("#scenario", "egypt-1970-79")
    page.wait_for_function("() => document.title.includes('Egypt')")
    page.wait_for_function(
        "() => [...document.querySelectorAll('#other optgroup option')]"
        ".some((one) => one.value === 'article')"
    )
    assert "what-if-no-crimea" not in page.evaluate(FREE)
