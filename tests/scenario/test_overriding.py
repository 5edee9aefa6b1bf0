"""A scenario changed in memory is what ``load`` gives, whatever is changed, and refused alike."""

from __future__ import annotations

import random
import time

import pytest

import sim
from sim.scenario import Refused, number_paths, shipped, with_changes

NAMES = [name for name in shipped() if name != "world-2013"]
VALUES = (0, 0.1, 0.5, 1, -0.3, 99_999, "0.4", "abc", True, float("nan"))
NONE = ("states.DPRK.autonomi", "shocks.crimea.effects.99.amount", "nothing", "states.Russia.power")


def asked(scenario: sim.Scenario, seed: str) -> dict:
    """Return a drawn change: numbers and amounts, good and bad, and shocks to leave out."""
    draw = random.Random(seed)
    amounts = [effect.name for shock in scenario.shocks for effect in shock.effects]
    paths = [*draw.choices(number_paths(scenario.codes), k=2), *draw.choices(amounts, k=2), *NONE]
    ids = [*scenario.known_shocks, "crimea*", "us*", "*", "nosuch", "Crimea"]
    good = draw.random() < 0.6
    values = VALUES[:4] if good else VALUES
    numbers = {path: draw.choice(values) for path in draw.sample(paths[: 4 if good else 9], 2)}
    return {
        "set": numbers,
        "without": draw.choices(ids[:-3] if good else ids, k=draw.randint(0, 2)),
    }


def outcome(make, *given, **change):
    """Return what comes of a change: the scenario, or the words of its refusal."""
    try:
        return make(*given, **change)
    except (Refused, sim.InvalidInput) as error:
        return type(error), str(error)


@pytest.mark.parametrize("name", NAMES)
def test_a_change_in_memory_is_the_change_of_a_file_and_refused_word_for_word(name):
    scenario = sim.load(name)
    for k in range(3):
        change = asked(scenario, f"{name} {k}")
        there, here = outcome(sim.load, name, **change), outcome(with_changes, scenario, **change)
        assert there == here, change
        if isinstance(there, sim.Scenario):
            assert (there.hash, there.changed, there.overrides) == (
                here.hash, here.changed, here.overrides,
            )  # fmt: skip
            assert list(there.numbers.items()) == list(here.numbers.items())  # origins too
            assert there.known_shocks == here.known_shocks


def test_what_a_parent_left_out_may_be_named_again():
    scenario = sim.load("what-if-no-crimea")
    assert with_changes(scenario, without=["crimea"]).hash == scenario.hash
    assert with_changes(scenario, without="crimea*").changed == scenario.changed


def test_nothing_changed_is_the_scenario_itself(article):
    assert with_changes(article) is article


def test_a_change_takes_a_small_part_of_a_millisecond(article):
    change = {"set": {"states.DPRK.autonomy": 0.6}}
    times = []
    for _ in range(50):
        began = time.perf_counter()
        with_changes(article, **change)
        times.append(time.perf_counter() - began)
    assert min(times) < 0.001
