"""Postures as data: in the order of the codes that the measures give."""

from __future__ import annotations

import numpy as np

import sim
from sim.outcomes.postures import commonest, in_words, posture_by_label, postures_among
from sim.scenario import shipped


def test_postures_stand_in_the_order_of_their_codes(thousand):
    labels = thousand.posture_labels("DPRK")
    assert [posture.label for posture in postures_among(thousand.codes)] == labels


def test_a_posture_knows_its_kind_and_its_patron():
    codes = ("ONE", "TWO")
    assert [posture.name for posture in postures_among(codes)] == [
        "isolated", "hedging", "leaning.ONE", "aligned.ONE", "leaning.TWO", "aligned.TWO",
        "diversified",
    ]  # fmt: skip
    aligned = posture_by_label(codes, "aligned with TWO")
    assert (aligned.kind, aligned.patron) == ("aligned", "TWO")


def test_no_posture_is_a_finding_that_a_coin_toss_might_have_made():
    toss = np.repeat([1, 2], [52, 48])
    assert commonest(toss, ("A", "B")) == [("hedging", 0.52), ("leaning to A", 0.48)]
    assert commonest(np.repeat([1, 2], [70, 30]), ("A", "B")) == [("hedging", 0.7)]
    assert in_words(commonest(toss, ("A", "B"))) == "hedging (52 %), leaning to A (48 %)"


def test_a_tilt_is_never_said_to_lean():
    """Leaning is a posture, three fifths of all support from one; a tilt is a number."""
    for name in shipped():
        for question in sim.load(name).questions:
            if question.terms.get("measure") in ("tilt", "dependence"):
                assert "lean" not in question.text, (name, question.id)
