"""Repeats: what was added is known, and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sim.data import event_repeats as repeats
from sim.data.event_repeats import Seen, key

KEYS = st.lists(st.integers(0, 2**64 - 1))


@given(KEYS, KEYS, KEYS)
def test_what_was_added_is_known_and_nothing_else(first, second, others):
    known, more = Seen(), Seen()
    at_once, repeats._AT_ONCE = repeats._AT_ONCE, 3  # so that some are packed
    try:
        for one in first:
            known.add(one)
        for one in second:
            more.add(one)
        known.update(more)
    finally:
        repeats._AT_ONCE = at_once
    assert all(one in known for one in first + second)
    assert all((one in known) == (one in {*first, *second}) for one in others)


@given(st.lists(st.tuples(st.integers(0, 3), st.text("ab\t", max_size=3)), unique=True))
def test_different_events_have_different_keys(events):
    assert len({key(*event) for event in events}) == len(events)
