"""Lasting: how long a very large run will take here, estimated from a short trial."""

from __future__ import annotations

import os
import time

import click

from sim.ensemble import run as ensemble
from sim.scenario import Scenario
from sim.system.text import many

_MANY = 100_000  # histories; for fewer the duration is not estimated
_LONG = 300.0  # seconds; shorter durations are not reported; judgement
_UNITS = ((31_557_600, "years"), (86_400, "days"), (3600, "hours"), (60, "minutes"))


def rate(scenario: Scenario, seed: int, chunks: int = 0) -> float:
    """Return how many histories are simulated in a second, from a few chunks of them.

    One chunk, on a single core, gives a rate that is rather too low; by default it is four a core.

    Parameters
    ----------
    scenario : Scenario
        What is run.
    seed : int
    chunks : int
        How many to try.
    """
    tried = ensemble.CHUNK * (chunks or 4 * (os.cpu_count() or 1))
    ensemble.chunk_columns(scenario, seed, 0, 1)  # so that compiling is not counted
    begin = time.perf_counter()
    ensemble.run_outcomes(scenario, tried, seed)
    return tried / (time.perf_counter() - begin)


def say_how_long(
    scenario: Scenario, seed: int, histories: int, stopped: str = "Ctrl-C stops the run."
) -> None:
    """Report on stderr how long very many histories will take, if that is long.

    Parameters
    ----------
    scenario : Scenario
        What is run, on this machine; of several the first.
    seed : int
    histories : int
        How many in all.
    stopped : str
        How the command is stopped, and continued where it can be.
    """
    if histories < _MANY or histories / rate(scenario, seed, 1) < _LONG:
        return
    seconds = histories / (a_second := rate(scenario, seed))
    if seconds >= _LONG:
        click.echo(
            f"{many(histories, 'history')} will take about {in_words(seconds)} here, at "
            f"{a_second:z,.0f} a second as the first ones show. {stopped}",
            err=True,
        )


def in_words(seconds: float) -> str:
    """Return a duration in its largest unit: "12 minutes", "21 days"."""
    for size, unit in _UNITS:
        if seconds >= 1.5 * size:
            return f"{seconds / size:z,.0f} {unit}"
    return f"{seconds:z,.0f} s"
