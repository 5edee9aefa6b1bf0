"""Quiet months: an average of drawn ones, in no order of states, that ends where a world rests."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import sim
from sim.model.history import blank_record, simulate
from sim.model.layout import quiet, settings
from sim.model.prepared import prepare
from sim.model.spin_up import starting_world

CODES = "ABCD"


def start(scenario, months):
    """Return where so many quiet months lead."""
    scenario = replace(scenario, spin_up=months)
    return starting_world(scenario, settings(scenario))


@pytest.fixture
def four(tmp_path):
    """Four states, listed as asked."""

    def listed(codes):
        states = [f"[states.{i}]\nautonomy = {0.3 * CODES.index(i)}\n" for i in codes]
        ties = [
            f"[ties.{i}.{j}]\naffinity = {0.3 + 0.2 * (CODES.index(i) - CODES.index(j))}\n"
            for i in CODES
            for j in CODES
            if i != j
        ]
        file = tmp_path / f"{codes}.toml"
        file.write_text(
            'title = "Four"\nstart = 2013-01-01\nmonths = 12\n' + "".join(states + ties)
        )
        return sim.load(file)

    return listed


@pytest.mark.parametrize("months", [1, 60])
def test_quiet_months_do_not_depend_on_the_order_of_states(four, months):
    one, other = four(CODES), four(CODES[::-1])
    back = np.ix_(range(3, -1, -1), range(3, -1, -1))
    for numbers, same in zip(start(one, months), start(other, months), strict=True):
        np.testing.assert_allclose(numbers, same[back], atol=1e-13)


def test_a_quiet_month_is_what_drawn_months_are_on_average(article):
    histories = 20_000
    ready = prepare(article, start(article, 0))
    ready = replace(ready, setting=quiet(ready.setting, 1))
    record = blank_record(histories, 1, len(article.codes))
    simulate(ready, 1, np.arange(histories), record)
    for drawn, expected in zip(record[:3], start(article, 1), strict=True):
        error = drawn[0].std(axis=-1) / np.sqrt(histories)
        assert (np.abs(drawn[0].mean(axis=-1) - expected[..., 0]) < 4.5 * error + 0.001).all()


def test_before_any_move_support_is_a_matter_of_routine(article):
    ready = prepare(article, start(article, 0))
    numbers, support = ready.setting, ready.start.support[..., 0]
    most = numbers.states.capacity[0][:, None] * numbers.ties.reach[0]
    apart = ~np.eye(len(article.codes), dtype=bool)
    np.testing.assert_allclose(support[apart], (numbers.dynamics.routine[0] * most)[apart])
    assert not support[~apart].any()


@pytest.mark.parametrize("name", ["article", "cold-war", "egypt-1970-79"])
def test_sixty_quiet_months_lead_nearly_all_the_way(name):
    scenario = sim.load(name)
    near, there = start(scenario, 60).support, start(scenario, 600).support
    received, at_rest = near.sum(axis=(0, 2)), there.sum(axis=(0, 2))
    assert (np.abs(received - at_rest) < 0.02 * at_rest).all()
