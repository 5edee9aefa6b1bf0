"""Postures as data: in the order of the codes that the measures give."""

from __future__ import annotations

from sim.outcomes.postures import posture_by_label, postures_among


def test_postures_stand_in_the_order_of_their_codes(thousand):
    labels = thousand.posture_labels("DPRK")
    assert [posture.label for posture in postures_among(thousand.codes)] == labels


def test_a_posture_knows_its_kind_and_its_patron():
    codes = ("ONE", "TWO")
    assert [posture.name for posture in postures_among(codes)] == [
        "isolated", "hedging", "leaning.ONE", "aligned.ONE", "leaning.TWO", "aligned.TWO",
    ]  # fmt: skip
    aligned = posture_by_label(codes, "aligned with TWO")
    assert (aligned.kind, aligned.patron) == ("aligned", "TWO")
