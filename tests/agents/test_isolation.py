"""Isolation: a history of own behaviour depends on scenario, seed and number alone, wherever its
class remembers.
"""

from __future__ import annotations

import collections
import functools
import itertools
import random
import threading
import types
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import sim
from sim.agents.generators import generator_key
from sim.agents.isolation import Snapshot
from sim.ensemble.by_agents import mesa_part
from sim.ensemble.how import How
from sim.ensemble.workers import Workers
from sim.schema import MOVES

COUNT = 0
LIST, NESTED, ARRAY = [], ([0], {"n": [0]}), np.zeros(2)
COUNTS, QUEUE, SEEN = collections.Counter(), collections.deque([0]), set()
ITERATOR, PYTHON, NUMPY = itertools.count(), random.Random(4), np.random.default_rng(3)
PLAIN = types.SimpleNamespace(n=0)
DRAW, PUT, BITS = np.random.default_rng(8).integers, LIST.append, np.random.PCG64(3)
ORDERED, CHAIN, LOCAL = (
    collections.OrderedDict(a=0, b=0),
    collections.ChainMap({"n": 0}),
    threading.local(),
)


class Slotted:
    """An object with a slot."""

    __slots__ = ("n",)

    def __init__(self):
        self.n = 0


SLOTTED = Slotted()


def _counter():
    """Return a function that counts its calls in a variable of its own."""
    n = 0

    def count():
        nonlocal n
        n += 1
        return n

    return count


CLOSURE = _counter()


@functools.lru_cache
def cached(month):
    """Return how many months were ever asked for."""
    LIST.append(month)
    return len(LIST)


def in_itself(state):
    """Count in the agent."""
    state.times = getattr(state, "times", 0) + 1
    return state.times


def in_its_class(state):
    """Count in an attribute of the class."""
    type(state).times += 1
    return state.times


def in_a_new_attribute_of_its_class(state):
    """Count in an attribute that the class did not have."""
    type(state).more = getattr(type(state), "more", 0) + 1
    return state.more


def in_a_list_of_its_class(state):
    """Count in a list that all agents of the class share."""
    state.shared.append(1)
    return len(state.shared)


def in_the_base_class(state):
    """Count in the class that all states have in common."""
    sim.State.times = getattr(sim.State, "times", 0) + 1
    return sim.State.times


def in_a_global(state):
    """Count in a global of the module."""
    global COUNT
    COUNT += 1
    return COUNT


def in_a_new_global(state):
    """Count in a global that was not there."""
    globals()["FRESH"] = globals().get("FRESH", 0) + 1
    return globals()["FRESH"]


def in_containers(state):
    """Count in lists, dictionaries, sets and what lies in them."""
    LIST.append(1)
    QUEUE.append(1)
    SEEN.add(len(SEEN))
    COUNTS["n"] += 1
    NESTED[0][0] += 1
    NESTED[1]["n"][0] += 1
    return len(LIST) + len(QUEUE) + len(SEEN) + COUNTS["n"] + NESTED[0][0] + NESTED[1]["n"][0]


def in_methods_that_are_held(state):
    """Draw from a generator, and write to a list, by a method of each alone."""
    PUT(1)
    return int(DRAW(100)) + len(LIST) + int(BITS.random_raw() % 100)


def in_containers_of_the_library(state):
    """Count in containers that Python's library adds, by the order of their keys as well."""
    ORDERED.move_to_end("a" if next(iter(ORDERED)) == "a" else "b")
    CHAIN["n"] += 1
    LOCAL.n = getattr(LOCAL, "n", 0) + 1
    return CHAIN["n"] + LOCAL.n + "ab".index(next(iter(ORDERED)))


def in_an_array(state):
    """Count in an array."""
    ARRAY[0] += 1
    return int(ARRAY[0])


def in_objects(state):
    """Count in attributes and slots of objects."""
    PLAIN.n += 1
    SLOTTED.n += 2
    return PLAIN.n + SLOTTED.n


def in_an_iterator(state):
    """Count by an iterator."""
    return next(ITERATOR)


def in_a_closure(state):
    """Count in a variable of a function."""
    return CLOSURE()


def in_a_cache(state):
    """Remember months for ever."""
    return cached(state.model.month)


def in_a_default(state, seen=[], *, more=[]):  # noqa: B006
    """Count in default values."""
    seen.append(1)
    more.append(1)
    return len(seen) + len(more)


def in_an_attribute_of_a_function(state):
    """Count in an attribute of a function."""
    in_a_default.times = getattr(in_a_default, "times", 0) + 1
    return in_a_default.times


def in_the_model(state):
    """Count in the model and in its class."""
    state.model.times = getattr(state.model, "times", 0) + 1
    sim.Diplomacy.times = getattr(sim.Diplomacy, "times", 0) + 1
    return state.model.times + sim.Diplomacy.times


def in_the_scenario(state):
    """Count in the scenario."""
    sources = state.model.situation.sources
    sources["times"] = sources.get("times", 0) + 1
    return sources["times"]


def in_the_setting(state):
    """Count in the model's arrays, where the rules are not impressed by it."""
    state.model.start.trust[0, 0, 0] += 1.0
    return int(state.model.start.trust[0, 0, 0])


def in_what_histories_have_in_common(state):
    """Count in the arrays that each history begins from."""
    basis = state.model.basis
    basis.start.trust[0, 0, 0] += 1.0
    basis.setting.ties.affinity[0, 0, 0] += 1.0
    return int(basis.start.trust[0, 0, 0] + basis.setting.ties.affinity[0, 0, 0])


def in_generators_of_the_model(state):
    """Draw from Mesa's generators."""
    return int(state.model.rng.integers(100)) + state.random.randrange(100)


def in_generators_of_the_module(state):
    """Draw from generators of one's own."""
    return int(NUMPY.integers(100)) + PYTHON.randrange(100)


def in_global_generators(state):
    """Draw from the generators that all programs share."""
    return random.randrange(100) + np.random.randint(100)  # noqa: NPY002


MEMORIES = [value for name, value in list(globals().items()) if name.startswith("in_")]


class Remembering(sim.State):
    """A state that chooses by what it remembers."""

    times, shared = 0, []
    remember = None

    def choose(self, values):
        """Make the move that its memory comes to."""
        return np.full(len(values), type(self).remember(self) % (len(MOVES) + 1) - 1)


# By name in this module, so that other processes find them.
for _memory in MEMORIES:
    _name = f"Remembering_{_memory.__name__}"
    globals()[_name] = type(
        _name, (Remembering,), {"remember": staticmethod(_memory), "__module__": __name__}
    )


@pytest.fixture(scope="module")
def workers():
    """A process to live in."""
    with Workers(1) as one:
        yield one


@pytest.mark.parametrize("memory", MEMORIES, ids=lambda memory: memory.__name__)
def test_a_history_is_the_same_whatever_was_run_before_it_and_wherever(world_of, workers, memory):
    scenario = world_of("[states.A]\n[states.B]\n[states.C]\n", months=6)
    kind = globals()[f"Remembering_{memory.__name__}"]
    states = {"A": kind, "B": kind}
    whole = sim.run(scenario, 5, states=states)
    assert (whole.choices[:, :, 0] != whole.choices[:1, :1, 0]).any()  # it does remember
    for again in (
        sim.run(scenario, 5, states=states),
        sim.run(scenario, 5, states=states, how=How(workers)),
    ):
        assert np.array_equal(whole.stances, again.stances) and np.array_equal(
            whole.choices, again.choices
        )
    for part in ([4], [3, 0, 2]):
        record, failed = mesa_part(scenario, 1, np.array(part), states)
        assert not failed
        assert np.array_equal(np.moveaxis(record.stances, -1, 0), whole.stances[part])


def test_threads_do_not_mix_what_their_histories_remember(world_of):
    scenario = world_of("[states.A]\n[states.B]\n", months=6)
    states = {"A": globals()["Remembering_in_containers"]}
    with ThreadPoolExecutor(3) as threads:
        mixed = sim.run(scenario, 48, states=states, how=How(threads))
    assert np.array_equal(mixed.choices, sim.run(scenario, 48, states=states).choices)


def test_what_was_there_before_is_there_afterwards(world_of):
    scenario = world_of("[states.A]\n[states.B]\n", months=3)
    random.seed(5)
    np.random.seed(5)  # noqa: NPY002
    first = random.random(), np.random.random()  # noqa: NPY002
    random.seed(5)
    np.random.seed(5)  # noqa: NPY002
    Remembering.patience = 3
    for memory in (
        in_containers,
        in_global_generators,
        in_an_iterator,
        in_the_base_class,
        in_its_class,
    ):
        sim.run(scenario, 2, states={"A": globals()[f"Remembering_{memory.__name__}"]})
    assert (random.random(), np.random.random()) == first  # noqa: NPY002
    assert (LIST, list(QUEUE), SEEN, COUNTS, NESTED) == ([], [0], set(), {}, ([0], {"n": [0]}))
    assert next(ITERATOR) == 0 and not hasattr(sim.State, "times") and Remembering.times == 0
    assert Remembering.patience == 3
    del Remembering.patience


def test_things_that_are_held_twice_stay_one():
    kind = type("Kind", (), {"a": LIST, "b": LIST, "__module__": __name__})
    held = Snapshot([kind])
    kind.a.append(1)
    held.restore()
    assert kind.a is kind.b is LIST and LIST == []


def test_every_history_has_a_key_of_its_own():
    keys = {
        generator_key(seed, run, which)
        for seed in (0, 1, 2**63 - 1)
        for run in (0, 1, 2**32)
        for which in (0, 1)
    }
    assert len(keys) == 18 and all(0 <= key < 2**128 for key in keys)


class Untouchable:
    """What does not bear to be looked at."""

    @property
    def __class__(self):
        """Refuse."""
        raise RuntimeError("unbound")


class Stubborn(list):
    """A list that is never emptied."""

    def clear(self):
        """Refuse."""
        raise RuntimeError("no")


def test_what_cannot_be_looked_at_is_left_alone(world_of):
    kind = type("Proud", (sim.State,), {"held": Untouchable(), "__module__": __name__})
    assert (
        len(sim.run(world_of("[states.A]\n[states.B]\n", months=3), 2, states={"A": kind}).runs)
        == 2
    )


def test_what_cannot_be_put_back_fails_the_histories_by_name(world_of):
    kind = type("Clinging", (sim.State,), {"held": Stubborn(), "__module__": __name__})
    with pytest.raises(
        sim.SimError, match="what own behaviour remembers cannot be put back: RuntimeError: no"
    ):
        sim.run(world_of("[states.A]\n[states.B]\n", months=3), 2, states={"A": kind})


def test_an_array_that_was_locked_is_put_back(world_of):
    array = np.zeros(2)
    held = Snapshot([type("Kind", (), {"a": array, "__module__": __name__})])
    array[0] = 1.0
    array.setflags(write=False)
    held.restore()
    assert array[0] == 0.0
