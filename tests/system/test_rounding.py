"""What the page is sent: numbers with enough digits to be shown with fewer."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import sim
from sim.system.rounding import rounded, rounded_one


def test_a_number_that_ends_in_five_after_rounding_is_not_rounded_up_twice():
    assert rounded(np.array([0.90497212, 0.4, -0.12345678])) == [0.90497, 0.4, -0.12346]
    assert rounded(np.array([0.123416])) == [0.1234]


@given(st.integers(-(10**9), 10**9), st.integers(0, 3))
def test_what_is_sent_is_shown_as_the_number_itself_would_be(number, digits):
    value = number / 1e8
    sent = rounded_one(value)
    assert f"{sent:z.{digits}f}" == f"{value:z.{digits}f}"


@given(st.integers(-(10**9), 10**9))
def test_a_number_is_sent_to_four_digits_or_nearer(number):
    (sent,) = rounded(np.array([number / 1e8]))
    assert abs(sent - number / 1e8) <= 0.5e-4 + 1e-12


def test_nothing_that_a_page_shows_is_rounded_in_another_way():
    """But milliseconds and counts, which are shown as they are sent."""
    app = Path(sim.__file__).parent / "app"
    sources = [*(app / "answers").glob("*.py"), *(app / "classroom").glob("*.py")]
    found = [(one.name, line) for one in sources for line in one.read_text("utf-8").splitlines()
             if re.search(r"\bround\(.*, [2-9]\)", line)]  # fmt: skip
    assert len(sources) > 20 and found == []
