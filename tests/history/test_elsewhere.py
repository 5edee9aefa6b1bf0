"""Elsewhere: the same rules turn a client of another decade from one patron to the other, in the
order of history.
"""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.report.legible import collisions

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "elsewhere.md").read_text(encoding="utf-8")
DIPLOMACY = ("security", "recognition")
OPENING = ("kissinger", "relations-restored", "sinai-one")


@pytest.fixture(scope="module")
def egypt():
    """A thousand histories of Egypt."""
    return sim.run(sim.load("egypt-1970-79"), 1000)


def without(*shocks: str) -> sim.Results:
    """Run Egypt without some shocks, on the luck of the first 300."""
    return sim.run(sim.load("egypt-1970-79", without=shocks), 300)


def tilt(results: sim.Results) -> np.ndarray:
    """Return Egypt's tilt between Moscow and Washington in the first 300 histories."""
    return results.tilt("EGY", "USSR", "USA", DIPLOMACY)[:300]


def when(month: str, results: sim.Results) -> int:
    """Return the position of a month."""
    return int((np.datetime64(month) - results.months[0]).astype(int))


def sure(differences: np.ndarray) -> bool:
    """Say whether paired differences are above zero beyond luck."""
    error = differences.std(ddof=1) / np.sqrt(len(differences))
    return differences.mean() > 3.1 * error > 0


def test_egypt_is_moscows_client_until_the_war(egypt):
    war = when("1973-10", egypt)
    assert np.median(tilt(egypt)[:, :war], axis=0).max() < -0.9
    assert np.median(egypt.dependence("EGY", "USSR", "security"), axis=0)[:war].min() > 0.8


def test_egypt_turns_to_washington_within_four_years_of_the_war(egypt):
    even = egypt.months[int((np.median(tilt(egypt), axis=0) > 0).argmax())]
    assert np.datetime64("1974-01") < even < np.datetime64("1977-10")
    assert egypt.questions()["turns-to-washington"].mean() > 0.8


def test_cairo_cools_before_it_turns(egypt):
    stance = egypt.stance("EGY", "USSR").mean(axis=0)
    assert stance[when("1972-08", egypt)] < stance[when("1971-08", egypt)] - 0.1
    assert np.median(tilt(egypt)[:, when("1972-12", egypt)]) < -0.9


def test_one_patrons_opening_makes_the_turn_and_the_others_withholding_carries_it_further(egypt):
    last = slice(-6, None)
    assert np.median(tilt(without(*OPENING))[:, last]) < -0.9
    kept = tilt(without("arms-withheld"))[:, last].mean(axis=1)
    assert sure(tilt(egypt)[:, last].mean(axis=1) - kept - 0.2)


def test_the_expulsion_costs_arms_but_does_not_decide_where_egypt_ends(egypt):
    spared = without("expulsion")
    autumn = slice(when("1972-08", egypt), when("1973-01", egypt))
    arms, more = (
        r.support("USSR", "EGY", "security")[:300, autumn].mean(axis=1) for r in (egypt, spared)
    )
    assert sure(more - arms)
    assert abs((tilt(spared) - tilt(egypt))[:, -24:].mean()) < 0.1


def test_arab_money_comes_with_the_price_of_oil_and_goes_with_the_peace(egypt):
    money = egypt.support("SAU", "EGY", "economy")
    before, rich, peace = (money[:, when(f"{year}-06", egypt)] for year in (1973, 1977, 1979))
    assert sure(rich - before - 0.05) and sure(rich - peace)


def test_egypt_hedges_more_when_it_has_left_one_patron_and_not_arrived_at_the_other(egypt):
    hedging = np.median(egypt.hedging("EGY"), axis=0)
    assert hedging[when("1976-06", egypt)] > hedging[0] + 0.2


def test_every_number_of_egypt_has_a_source_and_judgements_of_shocks_have_ranges(egypt):
    scenario = egypt.scenario
    assert [path for path, quantity in scenario.numbers.items() if not quantity.source] == []
    amounts = [effect.amount for shock in scenario.shocks for effect in shock.effects]
    assert all(amount.source and amount.range for amount in amounts)
    ranged = [quantity for quantity in scenario.numbers.values() if quantity.range]
    assert all(low <= q.value <= high for q in [*ranged, *amounts] for low, high in [q.range])


def test_what_is_scripted_is_the_clients_own_drama_and_never_a_deal_with_a_patron(egypt):
    moves = [move for shock in egypt.scenario.shocks for move in shock.moves]
    assert len(moves) <= 4
    assert not any({move.source, move.target} == {"EGY", "USA"} for move in moves)
    assert not any(move.accepted and "USSR" in (move.source, move.target) for move in moves)


def test_the_counts_on_the_page_are_those_of_the_run_the_bad_ones_too(egypt):
    table = PAGE.split("| in histories of 1,000 |")[1].split("\n\n")[0]
    written = sorted(
        int(number.replace(",", "")) for number in re.findall(r"\| \**([\d,]+)\** \|$", table, re.M)
    )
    assert written == sorted(int(yes.sum()) for yes in egypt.questions().values())
    bad = re.findall(r"^\| \*\*.+\*\* \| \*\*([\d,]+)\*\* \|$", table, re.MULTILINE)
    assert [int(number) for number in bad] == sorted(
        int(yes.sum()) for yes in egypt.questions().values()
    )[:2][::-1]


def test_the_figure_of_the_page_shows_the_turn_and_who_made_it():
    draw = runpy.run_path(str(DOCS / "make_egypt.py"))["figure"]
    draw.__globals__["HISTORIES"] = 20
    drawn = draw()
    above, below = drawn.axes
    assert collisions(drawn) == []
    told = {text.get_text() for text in above.texts}
    assert {"without Moscow's\nwithholding", "without Washington's\nopening"} <= told
    assert len(below.collections) == 3
