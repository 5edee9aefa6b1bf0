"""The same bits, however they are computed; what has to compile anew is in benchmarks/."""

from __future__ import annotations

from concurrent.futures import Executor, Future, ThreadPoolExecutor

import numpy as np
import pytest

import sim
from sim.ensemble import filling
from sim.ensemble import run as ensemble
from sim.ensemble.how import How
from sim.outcomes.table import outcome_table

FEW = 40
WORLD = """
[states.{0}]
autonomy = 0.8
[states.{1}]
capacity.economy = 0.9
[states.{2}]
power = 0.7
capacity.security = 0.5
[ties.B.A]
support.economy = 0.4
[ties.C.A]
obstacle = 0.6
affinity = -0.2
[[shocks]]
id = "storm"
date = 2000-04-02
title = "A storm"
effects = [{{ path = "ties.*.A.affinity", add = -0.3 }}]
"""


class Serial(Executor):
    """Does every task at once."""

    def submit(self, task, /, *given, **more):
        """Return a future that is done."""
        done: Future = Future()
        done.set_result(task(*given, **more))
        return done


def everything(results: sim.Results) -> bytes:
    """Return all bits of some histories and of their outcomes."""
    columns = outcome_table(results).columns
    arrays = [results.stances, results.trusts, results.supports, results.choices]
    arrays += [results.answers_to_deals, *(columns[name] for name in sorted(columns))]
    return b"".join(np.ascontiguousarray(array).tobytes() for array in arrays)


@pytest.fixture
def three(world_of):
    """Three states, ten months, one shock."""
    return world_of(WORLD.format(*"ABC"), months=10, spin_up=6)


@pytest.mark.parametrize("threads", [0, 1, 2, 8])
@pytest.mark.parametrize("size", [1, 7, 1024])
def test_threads_and_chunks_change_no_bit(three, monkeypatch, threads, size):
    usual = everything(sim.run(three, FEW))
    monkeypatch.setattr(ensemble, "CHUNK", size)  # of what is sent to an executor
    monkeypatch.setattr(filling, "_PART", size)  # of what a thread does at a time
    with ThreadPoolExecutor(threads) if threads else Serial() as executor:
        assert everything(sim.run(three, FEW, how=How(executor))) == usual


def test_agents_give_the_bits_of_machine_code(three):
    assert everything(sim.run(three, 4, engine="mesa")) == everything(sim.run(three, 4))


def turned(results: sim.Results) -> list[np.ndarray]:
    """Return stances, trusts, supports and choices with the states in the opposite order."""
    arrays = results.stances, results.trusts, results.supports, results.choices
    return [array[:, :, ::-1, ::-1] for array in arrays]


def test_the_order_of_states_changes_no_move_and_hardly_a_digit_where_nothing_is_spun_up(world_of):
    """Sums over third states are added in another order, which may round otherwise."""
    numbers = [
        f"[states.{code}]\nccode = {100 + k}\n{own}"
        for k, (code, own) in enumerate((("A", "autonomy = 0.8"), ("B", "power = 0.7"), ("C", "")))
    ]
    ties = WORLD[WORLD.index("[ties.B.A]") :].replace("{{", "{").replace("}}", "}")
    one = sim.run(world_of("\n".join([*numbers, ties]), months=10), FEW)
    other = sim.run(world_of("\n".join([*numbers[::-1], ties]), months=10), FEW)
    assert other.codes == one.codes[::-1]
    *amounts, choices = turned(other)
    assert (choices == one.choices).all()
    for here, there in zip((one.stances, one.trusts, one.supports), amounts, strict=True):
        assert np.abs(here - there).max() < 1e-12
