"""Agents: histories lived by the Mesa model, one agent at a time, where own behaviour needs it."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from .errors import FAILED, SimError
from .history import Record, blank_record
from .outcomes import Results
from .parallel import ordered, put
from .scenario import Scenario
from .start import starting_world
from .tally import Tally
from .world import World, settings

NOT_FINITE = "ArithmeticError: a number came up that is not finite"


@dataclass(frozen=True)
class Failure:
    """A history that could not be lived: its number, and what went wrong."""

    run: int
    traceback: str

    @property
    def error(self) -> str:
        """The error in a line."""
        return self.traceback.strip().splitlines()[-1]


class RunFailed(SimError):
    """Some histories could not be lived; ``failures`` says which, ``results`` holds the others (None if none).

    The others are ``Results`` where everything of them was to be kept, else their ``Tally``.
    """

    exit_code = FAILED

    def __init__(self, failures: list[Failure], results: Results | Tally | None):
        self.failures, self.results = failures, results
        super().__init__(f"{len(failures)} histories failed, first history {failures[0].run}: {failures[0].error}")


def run_agents(
    scenario: Scenario,
    seed: int,
    runs: np.ndarray,
    states: dict[str, type] | None,
    tell: Callable[[int], None],
    executor: Executor | None,
) -> Results:
    """Run the Mesa model, in this process or in others; errors are kept, the other histories go on."""
    record = blank_record(len(runs), scenario.months, len(scenario.codes))
    failures: list[Failure] = []
    size = 16 if executor else 1
    jobs = [(scenario, seed, runs[first : first + size], states) for first in range(0, len(runs), size)]
    if executor:
        found = ordered(executor, mesa_part, jobs)
    else:
        model: list = []  # one model for all: Mesa 3.3 never frees one
        found = ((k, mesa_part(*job, model)) for k, job in enumerate(jobs))
    for k, (part, failed) in found:
        put(record, part, k * size)
        failures += failed
        tell(part.stances.shape[-1])
    start: World = starting_world(scenario, settings(scenario))
    return well_lived(Results(scenario, seed, runs, record, start, "mesa"), record, failures)


def well_lived(results: Results, record: Record, failures: list[Failure]) -> Results:
    """Return the results of histories none of which failed; otherwise RunFailed, carrying those that did not."""
    if not failures:
        return results
    failures = sorted(failures, key=lambda failure: failure.run)
    well = np.flatnonzero(~np.isin(results.runs, [failure.run for failure in failures]))
    kept = Record(*(array[..., well] for array in record))
    others = Results(results.scenario, results.seed, results.runs[well], kept, results.start, results.engine)
    raise RunFailed(failures, others if len(well) else None)


def mesa_part(
    scenario: Scenario, seed: int, runs: np.ndarray, states: dict[str, type] | None, model: list | None = None
) -> tuple[Record, list[Failure]]:
    """Live some histories in the Mesa model; return their record, and the failures among them."""
    from .model import Diplomacy

    model = [] if model is None else model
    if not model:
        model.append(Diplomacy(scenario, seed=seed, states=states, collect=False))
    record = blank_record(len(runs), scenario.months, len(scenario.codes))
    failures = []
    for position, number in enumerate(runs):
        try:
            alarm = model[0].desk.decisions.alarm
            alarm[:] = 0.0
            model[0].restart(int(number))
            _record_history(model[0], record, position)
            if not np.isfinite(alarm.sum() + sum(array[..., position].sum() for array in record)):
                failures.append(Failure(int(number), NOT_FINITE))
        except Exception:  # a user's own behaviour may raise anything
            failures.append(Failure(int(number), traceback.format_exc()))
            for array in record:
                array[..., position] = 0
    return record, failures


def _record_history(model, record: Record, position: int) -> None:
    """Step a model through its months and note what happens."""
    for month in range(model.situation.months):
        model.step()
        record.stances[month, ..., position] = model.world.stance[..., 0]
        record.trusts[month, ..., position] = model.world.trust[..., 0]
        record.supports[month, ..., position] = model.world.support[..., 0]
        record.choices[month, ..., position] = model.desk.decisions.choices[..., 0]
        record.answers[month, ..., position] = model.desk.decisions.answers[..., 0]
