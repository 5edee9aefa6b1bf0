"""Names of columns: short enough for Stata, plain, the same everywhere, no two alike."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

import sim
from sim.outcomes.column_names import MOST, column_name, column_names
from sim.outcomes.focus import focus_of
from sim.outcomes.table import outcomes_of

PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
wishes = st.text(min_size=1, max_size=60)
codes = st.from_regex(r"[A-Z][A-Z0-9_]{12,19}", fullmatch=True)


@given(st.lists(wishes, max_size=30), st.sampled_from([0, 6]))
def test_names_fit_are_plain_and_differ(texts, room):
    names = column_names(texts, room)
    assert all(PLAIN.fullmatch(name) and len(name) <= MOST - room for name in names)
    assert len(set(names)) == len(set(texts))
    assert names == column_names(texts, room)


@given(st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,31}", fullmatch=True))
def test_a_name_that_fits_stays_as_it_is(name):
    assert column_name(name) == name
    assert column_name(column_name(name)) == name


def test_a_name_that_is_cut_keeps_its_beginning():
    name = column_name("answer_beijing_coldest_after_purge")
    assert name.startswith("answer_beijing_coldest_") and len(name) <= MOST
    assert name != column_name("answer_beijing_coldest_after_all")


@settings(max_examples=20)
@given(st.lists(codes, min_size=2, max_size=5, unique=True))
def test_columns_of_states_with_long_codes_fit_and_differ(long):
    article = sim.load("article")
    states = tuple(
        replace(state, code=code) for code, state in zip(long, article.states, strict=False)
    )
    world = replace(article, states=states, numbers={}, shocks=(), questions=())
    names = [outcome.column for outcome in outcomes_of(world, focus_of(world))]
    assert len(set(names)) == len(names)
    assert all(PLAIN.fullmatch(name) and len(name) <= MOST for name in names)
