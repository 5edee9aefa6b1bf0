"""Channels: through what a difference between two scenarios comes about.

What the second scenario changes can work only through what states think and do. One channel at a
time is held as it is in the first, history by history and month by month on the same random draws
(``model.beside``); the part of the difference that then disappears comes through that channel.
Channels work together: their separate effects do not add up to the whole, and the remainder is
reported as their interplay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import combinations
from os import cpu_count

import numpy as np
import pandas as pd

from sim.model.beside import Kept, nothing_kept, simulate_beside
from sim.model.history import blank_record
from sim.model.prepared import prepare, prepared
from sim.outcomes.outcome import Outcome
from sim.outcomes.parts import of_each, parts_table
from sim.outcomes.results import Results
from sim.schema import TERMS

from .divergence import moves_that_differ

MOST = 400  # histories; judgement: the interval of a channel is then some 0.02 of a tilt wide
MOST_TIES = 15  # judgement: all of six states; of a world those whose moves differ most often
ALL, START, TERM, DECISION, REST, TIE = "all", "start", "term", "decision", "rest", "tie"


@dataclass(frozen=True)
class Channel:
    """What is held as in the first scenario.

    Attributes
    ----------
    group : str
        One of start, term, decision, rest, tie.
    name : str
        Of the channel: a term; choices, consent; two states; and so on.
    kept : Kept
        What of states' thoughts and moves is held.
    start : bool
        Whether the second scenario starts from the first one's world.
    """

    group: str
    name: str
    kept: Kept
    start: bool = False


def channels_of(codes: tuple[str, ...], ties: Iterable[tuple[int, int]]) -> Iterator[Channel]:
    """Yield the channels between two scenarios, in the order of the tables.

    Parameters
    ----------
    codes : tuple of str
        Of their states.
    ties : iterable of (int, int)
        Pairs of states.
    """
    n = len(codes)
    yield Channel(START, "start", nothing_kept(n), start=True)
    for k, term in enumerate(TERMS):
        kept = nothing_kept(n)
        kept.terms[..., k] = True
        yield Channel(TERM, term, kept)
    everything = nothing_kept(n)
    everything.choices[:] = everything.answers[:] = True
    yield Channel(REST, "no decision", everything, start=True)
    for name in ("choices", "answers"):
        kept = nothing_kept(n)
        getattr(kept, name)[:] = True
        yield Channel(DECISION, name, kept)
    for i, j in ties:
        kept = nothing_kept(n)
        for flags in (kept.choices, kept.answers):
            flags[i, j] = flags[j, i] = True
        yield Channel(TIE, f"{codes[i]}-{codes[j]}", kept)


def ties_of(first: Results, second: Results) -> list[tuple[int, int]]:
    """Return the pairs of states whose moves differ most often, at most ``MOST_TIES``."""
    differ = moves_that_differ(first, second).sum(axis=(0, 1))
    pairs = combinations(range(len(first.codes)), 2)
    ranked = sorted(pairs, key=lambda pair: -int(differ[pair] + differ[pair[::-1]]))
    return sorted(ranked[:MOST_TIES])


def attributed(first: Results, second: Results, outcome: Outcome) -> pd.DataFrame:
    """Return how much of the difference in an outcome disappears with each channel.

    Parameters
    ----------
    first, second : Results
        The same histories of two scenarios with the same states and months. With each channel at
        most the first ``MOST`` are simulated again.
    outcome : Outcome
        Whose mean differs.

    Returns
    -------
    DataFrame
        Columns group, channel, goes (the part of the mean difference that disappears with it) with
        its 95 % interval ``low`` to ``high``, share (of the whole difference). The first row is the
        whole difference; ``no decision`` is what comes about although all decisions and the start
        are held; ``interplay`` is what these, the start and the six terms do not add up to.
    """
    few = slice(min(first.histories, MOST))
    runs, seed = first.runs[few], int(first.seed)
    sides = first.only(few), second.only(few)
    base, other = (outcome.values(one).astype(float) for one in sides)
    a, b = prepared(first.scenario), prepared(second.scenario)
    channels = list(channels_of(first.codes, ties_of(*sides)))

    def difference(channel: Channel) -> np.ndarray:
        """Return the difference from the first scenario, by history, with a channel held."""
        begun = prepare(second.scenario, a.start) if channel.start else b
        record = blank_record(len(runs), len(first.months), len(first.codes))
        failed = simulate_beside(a, begun, channel.kept, seed, runs, record)
        held = Results(second.scenario, seed, runs, record, begun.start)
        return of_each(held, failed, outcome.values) - base

    with ThreadPoolExecutor(cpu_count()) as own:
        left = np.array(list(own.map(difference, channels)))
    return _table(channels, other - base, left, seed)


def _table(channels: list[Channel], whole: np.ndarray, left: np.ndarray, seed: int) -> pd.DataFrame:
    """Return the rows: the whole difference, each channel, and the interplay of the parts."""
    rest = next(k for k, channel in enumerate(channels) if channel.group == REST)
    goes = whole - left
    goes[rest] = left[rest]  # held are all decisions: what is left is what comes about without any
    parts = [k for k, channel in enumerate(channels) if channel.group in (START, TERM, REST)]
    interplay = whole - goes[parts].sum(axis=0)
    named = [(ALL, "difference", whole)]
    named += [(c.group, c.name, row) for c, row in zip(channels, goes, strict=True)]
    named.insert(rest + 2, (REST, "interplay", interplay))
    groups, names, values = zip(*named, strict=True)
    return parts_table(pd.DataFrame({"group": groups, "channel": names}), values, seed)
