"""Named: names of states in sentences have their article, and a possessive that is English."""

from __future__ import annotations

import pytest

from sim.countries.named import Named, possessive


@pytest.mark.parametrize(
    ("name", "within", "whose"),
    [
        ("North Korea", "North Korea", "North Korea's"),
        ("United States", "the United States", "the United States'"),
        ("Netherlands", "the Netherlands", "the Netherlands'"),
        ("Soviet Union", "the Soviet Union", "the Soviet Union's"),
        ("Cyprus", "Cyprus", "Cyprus'"),
    ],
)
def test_a_name_within_a_sentence(name, within, whose):
    named = Named.within(name)
    assert f"{named}" == within and f"{named:own}" == possessive(within) == whose
    assert f"{named:own} trust in {Named('B')}" == f"{whose} trust in B"
