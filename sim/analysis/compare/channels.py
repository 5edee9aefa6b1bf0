"""Channels: through what a difference between two scenarios comes about.

What the second scenario changes can work only through what states think and do. One channel at a
time is held as it is in the first, history by history and month by month on the same random draws
(``model.beside``); the part of the difference that then disappears comes through that channel.
Channels work together: their separate effects do not add up to the whole, and the remainder is
reported as their interplay.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import combinations
from os import cpu_count

import numpy as np
import pandas as pd

from sim.model.beside import Kept, nothing_kept, simulate_beside
from sim.model.history import blank_record
from sim.model.prepared import Prepared, prepare, prepared
from sim.outcomes.bootstrap import mean_interval
from sim.outcomes.outcome import Outcome
from sim.outcomes.results import Results
from sim.scenario import Scenario
from sim.schema import TERMS

MOST = 400  # histories; judgement: the interval of a channel is then some 0.02 of a tilt wide
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


def channels_of(codes: tuple[str, ...]) -> Iterator[Channel]:
    """Yield the channels between two scenarios with these states, in the order of the tables."""
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
    for i, j in combinations(range(n), 2):
        kept = nothing_kept(n)
        for flags in (kept.choices, kept.answers):
            flags[i, j] = flags[j, i] = True
        yield Channel(TIE, f"{codes[i]}-{codes[j]}", kept)


def attributed(
    first: Scenario, second: Scenario, outcome: Outcome, results: Results
) -> pd.DataFrame:
    """Return how much of the difference in an outcome disappears with each channel.

    Parameters
    ----------
    first, second : Scenario
        With the same states, start and months.
    outcome : Outcome
        Whose mean differs.
    results : Results
        Of the first scenario; its first histories, at most ``MOST``, are simulated again.

    Returns
    -------
    DataFrame
        Columns group, channel, goes (the part of the mean difference that goes away with it) with
        its 95 % interval ``low`` to ``high``, share (of the whole difference). The first row is the
        whole difference; ``no decision`` is what comes about although all decisions and the start
        are held; ``interplay`` is what these, the start and the six terms do not add up to.
    """
    count = min(results.histories, MOST)
    runs, seed = results.runs[:count], int(results.seed)
    a, b = prepared(first), prepared(second)
    base = outcome.values(_beside(a, a, nothing_kept(len(first.codes)), seed, runs))
    channels = list(channels_of(first.codes))

    def difference(channel: Channel | None) -> np.ndarray:
        """Return the difference from the first scenario, by history, with a channel held."""
        kept = channel.kept if channel else nothing_kept(len(first.codes))
        begun = prepare(second, a.start) if channel and channel.start else b
        return outcome.values(_beside(a, begun, kept, seed, runs)) - base

    with ThreadPoolExecutor(cpu_count()) as own:
        whole, *left = own.map(difference, (None, *channels))
    return _table(channels, np.array(whole), np.array(left), seed)


def _beside(a: Prepared, b: Prepared, kept: Kept, seed: int, runs: np.ndarray) -> Results:
    """Return histories of the second scenario beside the first."""
    record = blank_record(len(runs), b.scenario.months, len(b.scenario.codes))
    simulate_beside(a, b, kept, seed, runs, record)
    return Results(b.scenario, seed, runs, record, b.start)


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
    low, high = mean_interval(np.column_stack([row for *_, row in named]), seed)
    mean = float(whole.mean())
    table = pd.DataFrame(
        {"group": [g for g, *_ in named], "channel": [name for _, name, _ in named]}
    )
    table["goes"] = [float(row.mean()) for *_, row in named]
    table["low"], table["high"] = low, high
    table["share"] = table["goes"] / mean if mean else np.nan
    return table
