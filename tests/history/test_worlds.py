"""Worlds whose outcome is known before they are run, and laws that hold in every world."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import reduce
from operator import add
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sim
from sim.model import month as phases
from sim.model.arrays import World
from sim.model.history import advance, blank_record, simulate
from sim.model.prepared import Prepared, prepared
from sim.schema import ACTS, DEALS, HOLD, MOVES, TERMS

FRIENDS = """
[states.A]
need = { economy = 1.0, security = 0.0, recognition = 0.0 }
sentiment = 1.0
precision = 40.0
[states.B]
need = { economy = 1.0, security = 0.0, recognition = 0.0 }
sentiment = 1.0
precision = 40.0
[ties.A.B]
affinity = 0.6
[ties.B.A]
affinity = 0.6
[dynamics]
routine.economy = 0.0
"""

NOTHING_AT_STAKE = """
[states.A]
need = { economy = 0.0, security = 0.0, recognition = 0.0 }
autonomy = 0.0
influence = 0.0
sentiment = 0.0
alignment = 0.0
precision = 100.0
[states.B]
need = { economy = 0.0, security = 0.0, recognition = 0.0 }
autonomy = 0.0
influence = 0.0
sentiment = 0.0
alignment = 0.0
precision = 100.0
"""

PATRONS = """
[states.CLIENT]
need = {{ economy = 1.0, security = 1.0, recognition = 1.0 }}
capacity = {{ economy = 0.0, security = 0.0, recognition = 0.0 }}
autonomy = 1.0
[states.ONE]
capacity = {{ economy = 1.0, security = 1.0, recognition = 1.0 }}
[states.OTHER]
capacity = {{ economy = {other}, security = {other}, recognition = {other} }}
[ties.CLIENT.ONE]
affinity = 0.3
[ties.ONE.CLIENT]
affinity = 0.3
[ties.CLIENT.OTHER]
affinity = 0.3
[ties.OTHER.CLIENT]
affinity = 0.3
[ties.ONE.OTHER]
affinity = -0.3
[ties.OTHER.ONE]
affinity = -0.3
"""


def test_two_equal_friends_settle_into_trade(world_of):
    results = sim.run(world_of(FRIENDS, months=60), 200)
    moves = results.moves()
    assert moves["move"].isin(ACTS).mean() < 0.01  # what luck, not reason, chooses
    assert moves["move"].isin(["trade", "invest"]).mean() > 0.5
    later = results.supports[:, 30:, :, :, 0].mean(axis=(0, 1))
    assert later[0, 1] > 0.15
    assert abs(later[0, 1] - later[1, 0]) < 0.02
    assert results.stance("A", "B")[:, -1].mean() > 0.5


def test_nobody_moves_when_nothing_is_at_stake(world_of):
    results = sim.run(world_of(NOTHING_AT_STAKE), 200)
    assert (results.choices == HOLD).all(axis=(2, 3)).mean() > 0.99


def test_a_world_of_one_patron_leaves_no_hedging(world_of):
    results = sim.run(world_of(PATRONS.format(other=0.0)), 100)
    assert results.received("CLIENT")[:, -1].mean() > 0.3
    assert results.hedging("CLIENT").max() == 0.0


def test_two_rival_patrons_give_a_client_more_than_one_and_room_to_hedge(world_of):
    alone = sim.run(world_of(PATRONS.format(other=0.0)), 200)
    rivals = sim.run(world_of(PATRONS.format(other=1.0)), 200)
    assert rivals.hedging("CLIENT")[:, -1].mean() > 0.4
    assert (rivals.received("CLIENT")[:, -1] - alone.received("CLIENT")[:, -1]).mean() > 0


def test_a_zero_weight_switches_its_term_off(world_of):
    ready = prepared(world_of(NOTHING_AT_STAKE))
    setting, world, workspace = ready.setting, ready.world(), phases.blank_workspace(2)
    world.support[:] = 0.3
    world.stance[:] = 0.5
    phases.look(world, setting, 0, workspace.sight, workspace.rows.thirds)
    for m in range(len(MOVES)):
        *benefits, cost = phases.weighed_terms(world, setting, 0, workspace.sight, 0, 1, m, 0)
        assert benefits == [0.0] * (len(TERMS) - 1)
        assert cost < 0


def test_terms_add_up_to_the_value_of_every_move_to_the_bit(article):
    ready = prepared(article)
    setting, world, workspace = ready.setting, ready.world(), phases.blank_workspace(6)
    for month in range(20):
        p = setting.period[month]
        phases.shocks(world, setting, month)
        phases.look(world, setting, p, workspace.sight, workspace.rows.thirds)
        for i in range(6):
            phases.appraise(world, setting, p, workspace.sight, workspace.decisions, i)
            for j in set(range(6)) - {i}:
                for m in range(len(MOVES)):
                    terms = phases.weighed_terms(world, setting, p, workspace.sight, i, j, m, 0)
                    value = reduce(add, terms)  # not sum(), which rounds less since Python 3.12
                    assert value == workspace.decisions.values[j, m, 0]
        advance(world, setting, workspace, (1, 0), range(month, month + 1))


def test_the_same_seed_gives_the_same_bits_and_another_seed_others(article):
    first, again, other = (sim.run(article, 20, seed=seed) for seed in (0, 0, 5))
    assert np.array_equal(first.stances, again.stances)
    assert not np.array_equal(first.stances, other.stances)


def test_the_first_histories_of_many_are_the_histories_of_few(article, thousand):
    few = sim.run(article, 70, seed=1)
    assert np.array_equal(few.stances, thousand.stances[:70])
    assert np.array_equal(few.choices, thousand.choices[:70])


def test_two_scenarios_share_their_luck(article, thousand):
    without = sim.run(sim.load("article", without=["crimea"]), 1000)
    before = int(np.datetime64("2014-03", "M") - thousand.months[0])
    assert np.array_equal(without.choices[:, :before], thousand.choices[:, :before])
    assert not np.array_equal(without.choices[:, before:], thousand.choices[:, before:])


number = st.floats(0, 2, width=32)
kind = st.floats(-1, 1, width=32)


@st.composite
def triangles(draw):
    """Three states with any numbers."""
    needs = "{{ economy = {}, security = {}, recognition = {} }}"
    lines = []
    for code in "ABC":
        lines.append(f"[states.{code}]")
        lines.append("need = " + needs.format(*(draw(number) for _ in range(3))))
        lines.append("capacity = " + needs.format(*(draw(number) for _ in range(3))))
        lines += [
            f"{name} = {draw(number)}"
            for name in ("autonomy", "influence", "sentiment", "alignment")
        ]
        lines.append(f"precision = {draw(st.floats(0, 40, width=32))}")
    for i in "ABC":
        for j in set("ABC") - {i}:
            lines += [f"[ties.{i}.{j}]", f"affinity = {draw(kind)}", f"stance = {draw(kind)}"]
            lines.append(f"obstacle = {draw(number)}")
    return "\n".join(lines)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=triangles())
def test_bounds_hold_in_every_world(world_of, text):
    results = sim.run(world_of(text, months=12), 8)
    assert np.isfinite(results.stances).all() and np.abs(results.stances).max() <= 1
    assert results.trusts.min() >= 0 and results.trusts.max() <= 1
    assert np.isfinite(results.supports).all() and results.supports.min() >= 0
    assert set(np.unique(results.choices)) <= {HOLD, *range(len(MOVES))}
    assert (
        (results.answers_to_deals >= 0) == ((results.choices >= 0) & (results.choices < len(DEALS)))
    ).all()
    for state in results.codes:
        assert (results.hedging(state) >= 0).all() and (results.hedging(state) < 1).all()


def _reordered(world: World, order: list[int]) -> World:
    """Return a world with its states in another order."""
    return World(*(np.ascontiguousarray(numbers[np.ix_(order, order)]) for numbers in world))


def test_reordering_the_states_permutes_the_results(article):
    order = [3, 0, 5, 1, 4, 2]
    setting, start = prepared(article).setting, prepared(article).start
    solid = np.ascontiguousarray  # another layout in memory would be compiled anew
    states = {
        name: solid(array[..., order])
        for name, array in setting.states._asdict().items()
        if array.ndim < 3
    }
    states |= {
        name: solid(getattr(setting.states, name)[:, order]) for name in ("need", "capacity")
    }
    ties = {
        name: solid(array[:, order][:, :, order]) for name, array in setting.ties._asdict().items()
    }
    place = np.argsort(order)
    script = setting.script._replace(
        source=place[setting.script.source], target=place[setting.script.target]
    )
    shifts = setting.shifts._replace(
        source=place[setting.shifts.source], target=place[setting.shifts.target]
    )
    other = setting._replace(
        states=setting.states._replace(**states),
        ties=setting.ties._replace(**ties),
        script=script,
        shifts=shifts,
    )
    records = []
    for numbers, begin in ((setting, start), (other, _reordered(start, order))):
        record = blank_record(5, article.months, 6)
        simulate(Prepared(article, numbers, begin), 1, np.arange(5), record)
        records.append(record)
    there = np.ix_(range(article.months), order, order)
    np.testing.assert_array_equal(records[0].choices[there], records[1].choices)
    np.testing.assert_allclose(records[0].stances[there], records[1].stances, atol=1e-12)
    np.testing.assert_allclose(records[0].supports[there], records[1].supports, atol=1e-12)


@pytest.mark.parametrize("name", ["world.toml", "article"])
def test_the_python_text_of_the_rules_gives_the_bits_of_their_machine_code(
    world_of, tmp_path: Path, name
):
    world_of(PATRONS.format(other=1.0), months=12)
    program = (
        "import sys, numpy as np, sim\n"
        "r = sim.run(sim.load(sys.argv[1]), 2, seed=5)\n"
        "np.savez(sys.argv[2], stances=r.stances, supports=r.supports, choices=r.choices,\n"
        "    hedging=r.hedging(r.codes[0]), tilt=r.tilt(*r.codes[:3]),\n"
        "    postures=r.postures(r.codes[0]))\n"
    )
    found = []
    for disabled in "01":
        out = tmp_path / f"{disabled}.npz"
        command = [sys.executable, "-c", program, name, str(out)]
        subprocess.run(
            command, env={**os.environ, "NUMBA_DISABLE_JIT": disabled}, check=True, cwd=tmp_path
        )
        found.append(np.load(out))
    for name in found[0]:
        assert np.array_equal(found[0][name], found[1][name]), name
