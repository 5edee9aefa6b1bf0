"""The partner who is explained where nobody named one: the one toward whom something was done."""

from __future__ import annotations

import numpy as np
import pytest

import sim
from sim import schema
from sim.ensemble.run import one_history


@pytest.fixture(scope="module")
def history(article):
    return one_history(article, 3, 1)


def moved(history, state: str, month: int) -> list[str]:
    """Return toward whom a state moved, read from the log."""
    log, when = history.moves(), np.datetime64(history.months[month], "s")
    return sorted(log[(log["source"] == state) & (log["month"] == when)]["target"])


@pytest.mark.parametrize("state", ["DPRK", "USA", "JPN"])
def test_a_move_is_explained_in_every_month_that_has_one_and_else_the_answer_says_there_is_none(
    history, article, state
):
    seen = set()
    for k, month in enumerate(article.month_labels):
        of = sim.explain(history, state, month=month, history=3)
        there = moved(history, state, k)
        seen.add(min(len(there), 2))
        held = of.explanation.chosen == "hold"
        assert held == (not there)
        assert ("makes no move toward anybody" in of.finding) == (not there)
        assert ("which also moved toward" in of.finding) == (len(there) > 1)
    assert 0 in seen and len(seen) > 1


def test_of_several_moves_the_one_that_was_worth_most_is_explained(history, article):
    k = next(k for k in range(36) if len(moved(history, "DPRK", k)) > 1)
    month, partners = article.month_labels[k], moved(history, "DPRK", k)
    each = {
        code: sim.explain(history, "DPRK", code, month=month, history=3).explanation
        for code in partners
    }
    worth = {code: one.values[one.options.index(one.chosen)] for code, one in each.items()}
    found = sim.explain(history, "DPRK", month=month, history=3)
    assert found.explanation.partner == max(worth, key=worth.get)


def test_where_nothing_was_done_it_is_the_partner_that_was_nearest_to_a_move(history, article):
    k = next(k for k in range(36) if not moved(history, "DPRK", k))
    month = article.month_labels[k]
    best = {
        code: sim.explain(history, "DPRK", code, month=month, history=3).explanation
        for code in article.codes
        if code != "DPRK"
    }
    found = sim.explain(history, "DPRK", month=month, history=3)
    nearest = max(best, key=lambda code: best[code].values[: len(schema.MOVES)].max())
    assert found.explanation.partner == nearest


def test_a_partner_who_was_named_needs_no_reason(history, article):
    month = article.month_labels[next(k for k in range(36) if not moved(history, "DPRK", k))]
    assert len(sim.explain(history, "DPRK", "RUS", month=month, history=3).sentences) == 2
