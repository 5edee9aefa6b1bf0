"""Failures: whatever an error is or says becomes a line and a text that can be
written and sent on.
"""

from __future__ import annotations

import pickle
import signal
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import sim
from sim.ensemble.how import How
from sim.ensemble.run import RunFailed
from sim.outcomes.failures import Failure, in_a_line
from sim.schema import HOLD


class Mute(Exception):
    """An error that cannot say what it is."""

    def __str__(self):
        raise ValueError("no")


class Quitting(Exception):
    """An error that ends the program when it is asked what it is."""

    def __str__(self):
        raise SystemExit(0)


def raising(error: BaseException | type[BaseException]) -> type:
    """Return a state that raises an error in history 1 and holds in others."""

    class Raiser(sim.State):
        def choose(self, values):
            if self.model.run_number == 1:
                raise error
            return np.full(len(values), HOLD)

    return Raiser


class Deep(sim.State):
    """A state that asks itself for ever in history 1."""

    def choose(self, values):
        """Ask again."""
        return self.choose(values) if self.model.run_number == 1 else np.full(len(values), HOLD)


class Unborn(sim.State):
    """A state that cannot be made in history 1."""

    def __init__(self, model, position):
        super().__init__(model, position)
        if model.run_number == 1:
            raise RuntimeError("not made")


class Reluctant(sim.State):
    """A state that does not begin history 1."""

    def begin(self):
        """Begin, or not."""
        if self.model.run_number == 1:
            raise RuntimeError("not begun")


class Awkward(sim.State):
    """A state whose method takes something else, in all histories."""

    def choose(self):
        """Choose from nothing."""


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        (raising(RuntimeError("lost")), "RuntimeError: lost"),
        (raising(SystemExit(0)), "SystemExit: 0"),
        (raising(GeneratorExit), "GeneratorExit"),
        (raising(MemoryError), "MemoryError"),
        (raising(StopIteration), "StopIteration"),
        (raising(Mute()), "Mute: (what it says cannot be shown)"),
        (raising(Quitting()), "Quitting: (what it says cannot be shown)"),
        (
            raising(ValueError("=cmd|x\nline2\x00\x1b[31m \ud800")),
            r"ValueError: =cmd|x line2\x00\x1b[31m \ud800",
        ),
        (raising(sim.InvalidInput("no such thing")), "no such thing"),
        (Unborn, "RuntimeError: not made"),
        (Reluctant, "RuntimeError: not begun"),
        (Deep, "RecursionError: maximum recursion depth exceeded"),
    ],
)
def test_whatever_is_raised_is_a_record_and_the_others_go_on(world_of, kind, line):
    scenario = world_of("[states.A]\n[states.B]\n", months=2)
    with pytest.raises(RunFailed) as failed:
        sim.run(scenario, 3, states={"A": kind})
    (failure,) = failed.value.failures
    assert failure.run == 1 and failure.error.startswith(line)
    assert failure.traceback.startswith("Traceback") and failure.traceback.encode()
    assert pickle.loads(pickle.dumps(failure)) == failure
    assert failed.value.results.runs.tolist() == [0, 2]


def test_where_every_history_fails_there_are_no_results(world_of):
    scenario = world_of("[states.A]\n[states.B]\n", months=2)
    with pytest.raises(RunFailed, match="3 histories failed, first history 0: TypeError") as failed:
        sim.run(scenario, 3, states={"A": Awkward})
    assert failed.value.results is None and len(failed.value.failures) == 3


@pytest.fixture
def keyboard():
    """A process that hears Ctrl-C, as one started in the background does not."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("keyboard")
def test_an_interruption_is_one(world_of):
    with pytest.raises(KeyboardInterrupt):
        sim.run(
            world_of("[states.A]\n[states.B]\n", months=2),
            3,
            states={"A": raising(KeyboardInterrupt)},
        )


def test_an_interruption_that_nobody_can_have_meant_is_a_failure(world_of):
    with (
        ThreadPoolExecutor(1) as threads,
        pytest.raises(RunFailed, match="first history 1: KeyboardInterrupt"),
    ):
        states = {"A": raising(KeyboardInterrupt)}
        sim.run(world_of("[states.A]\n[states.B]\n", months=2), 3, states=states, how=How(threads))


def test_a_long_error_is_short_in_the_line_and_bounded_in_the_file():
    failure = Failure.of(0, ValueError("x" * 10**6))
    assert len(failure.error) == 300 and 90_000 < len(failure.traceback) < 110_000
    assert in_a_line(ValueError("x" * 20)) == f"ValueError: {'x' * 20}"


def test_what_a_state_prints_goes_to_stderr(world_of, capsys):
    class Talker(sim.State):
        def choose(self, values):
            print("thinking")
            sys.stdout.write("aloud\n")
            return super().choose(values)

    sim.run(world_of("[states.A]\n[states.B]\n", months=1), 1, states={"A": Talker})
    said = capsys.readouterr()
    assert said.out == "" and said.err == "thinking\naloud\n"
