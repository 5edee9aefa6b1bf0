"""Workers: processes that may die, and histories that survive their neighbours."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor

import numpy as np
import pytest

import sim
from sim.ensemble.how import How
from sim.ensemble.parallel import ordered
from sim.ensemble.run import RunFailed
from sim.ensemble.workers import Workers, how_processes_start
from sim.schema import HOLD


def whose() -> int:
    """Return the process that does the task."""
    return os.getpid()


def double(number: int) -> int:
    """Return twice a number, but end the process at 3."""
    if number == 3:
        os._exit(7)
    return 2 * number


def struck() -> None:
    """End as a process does that the system ends."""
    os.kill(os.getpid(), signal.SIGKILL)


PRINTING = """
import multiprocessing
from sim.ensemble import workers

# nothing is loaded before it is needed: what is done here needs nothing
workers.how_processes_start = lambda: multiprocessing.get_context("forkserver")
task = "import os; print('from Python'); os.write(1, b'from below\\\\n')"
with workers.Workers(1) as one:
    one.submit(exec, task).result()
"""


def wrong() -> None:
    """Raise what cannot be pickled."""

    class Local(Exception):
        pass

    raise Local("here")


class Quitter(sim.State):
    """A state that ends its process in some histories, and errs in one."""

    def choose(self, values):
        """Hold, if at all."""
        if self.model.run_number in (5, 21):
            os._exit(0)
        if self.model.run_number == 6:
            raise RuntimeError("stumbled")
        return np.full(len(values), HOLD)


class Endless(sim.State):
    """A state that never comes to an end."""

    def choose(self, values):
        """Wait."""
        time.sleep(600)


def forked(number: int) -> int:
    """Go on twice."""
    os.fork()
    return number


@pytest.fixture(scope="module")
def workers():
    """Two processes."""
    with Workers(2) as two:
        yield two


def test_a_process_that_dies_costs_its_own_task_alone(workers):
    found = dict(ordered(workers, double, [(k,) for k in range(8)], kept=BrokenExecutor))
    assert {k: value for k, value in found.items() if k != 3} == {
        k: 2 * k for k in range(8) if k != 3
    }
    assert str(found[3]) == "its process ended (exit code 7)"
    with pytest.raises(BrokenExecutor, match="signal SIGKILL"):
        workers.submit(struck).result()
    assert workers.submit(whose).result() != os.getpid()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system copies no processes")
def test_a_task_that_copies_its_process_is_answered_once():
    with Workers(1) as one:
        assert [one.submit(forked, number).result() for number in range(5)] == list(range(5))


def test_an_error_that_cannot_be_pickled_is_told_in_words(workers):
    with pytest.raises(Exception, match="Local"):
        workers.submit(wrong).result()
    assert workers.submit(double, 4).result() == 8


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system copies no processes")
def test_what_a_task_prints_does_not_reach_stdout():
    done = subprocess.run(
        [sys.executable, "-c", PRINTING], capture_output=True, text=True, check=True
    )
    assert done.stdout == "" and "from Python" in done.stderr and "from below" in done.stderr


@pytest.mark.parametrize(
    "pool", [Workers, lambda count: ProcessPoolExecutor(count, how_processes_start())]
)
def test_only_the_histories_that_end_their_process_are_lost(world_of, pool):
    scenario = world_of("[states.A]\n[states.B]\n", months=2)
    with pool(2) as executor, pytest.raises(RunFailed) as failed:
        sim.run(scenario, 40, states={"A": Quitter}, how=How(executor))
    failures = {failure.run: failure.error for failure in failed.value.failures}
    ended = "its process ended (exit code 0)"
    assert failures == {5: ended, 6: "RuntimeError: stumbled", 21: ended}
    kept = failed.value.results
    assert kept.runs.tolist() == [k for k in range(40) if k not in failures]
    expected = sim.run(scenario, 5, states={"A": Quitter})
    assert np.array_equal(kept.stances[:5], expected.stances)


def test_an_interruption_ends_processes_that_would_never_end(world_of):
    scenario = world_of("[states.A]\n[states.B]\n", months=2)
    begun = time.monotonic()

    def stop(*about: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, stop)
    try:
        with pytest.raises(KeyboardInterrupt), Workers(1) as executor:
            executor.submit(whose).result()
            signal.alarm(1)
            sim.run(scenario, 2, states={"A": Endless}, how=How(executor))
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    assert time.monotonic() - begun < 60
