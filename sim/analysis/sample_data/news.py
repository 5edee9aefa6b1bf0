"""News: the single events that event data would hold of a few histories, laid on one another.

What the observation model expects (``sim.outcomes.observation``) becomes whole events: deals and
acts are events as they are; of routine contact, and of the share of rebuffs that is reported, the
fraction that is left is an event or none, by a keyed draw.
"""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple

import numpy as np

from sim import schema
from sim.analysis.hindcast.hindcast import months_before
from sim.ensemble.how import HERE, How
from sim.ensemble.run import run
from sim.model.draws import philox
from sim.outcomes.observation import Observation, observation_of
from sim.outcomes.results import Results
from sim.scenario import Scenario

from .kinds import FIRST_ACCEPTED, FIRST_ACT, KINDS, REBUFFS, ROUTINES

YEARS_BEFORE = 5  # so many the mean of the years before needs, in a hindcast
_YEAR = 12
# Purposes of draws; the events' own seeds keep them apart from those of histories.
_WHETHER, _WHEN = 0, 1


class News(NamedTuple):
    """Single events in order of their dates; arrays of one length.

    Attributes
    ----------
    day : ndarray of datetime64[D]
    source, target : ndarray of int
        Positions of the two states.
    kind : ndarray of int
        Positions in ``kinds.KINDS``.
    """

    day: np.ndarray
    source: np.ndarray
    target: np.ndarray
    kind: np.ndarray

    @property
    def quad(self) -> np.ndarray:
        """The class of each event, as a position in ``data.event_rows.QUADS``."""
        return np.array([kind.quad for kind in KINDS])[self.kind]

    @property
    def year(self) -> np.ndarray:
        """The year of each event."""
        return self.day.astype("datetime64[Y]").astype(int) + 1970

    def of(self, year: int) -> News:
        """Return the events of a year."""
        return News(*(part[self.year == year] for part in self))


def news(scenario: Scenario, histories: int, seed: int, how: How = HERE) -> News:
    """Return the events of histories of a scenario, and of the years before it without shocks.

    Parameters
    ----------
    scenario : Scenario
    histories : int
        How many are laid on one another.
    seed : int
        The draws are keyed by it, and are others than those of a run with the same seed.
    how : How
        As in ``sim.run``.

    Returns
    -------
    News
    """
    before = months_before(scenario, YEARS_BEFORE * _YEAR + scenario.start.month - 1)
    parts = []
    for name, one in (("before", before), ("during", scenario)):
        results = run(one, histories, own_seed(seed, name), how=how)
        parts.append(news_of(results, own_seed(seed, f"news {name}")))
    return News(*(np.concatenate(both) for both in zip(*parts, strict=True)))


def own_seed(seed: int, purpose: str) -> int:
    """Return a seed of its own for a purpose, so that no run with `seed` has the same draws."""
    text = f"sample data, {purpose}, seed {seed}"
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little") >> 1


def news_of(results: Results, seed: int) -> News:
    """Return the events of histories, in order of their dates.

    Parameters
    ----------
    results : Results
    seed : int
        Of the draws that decide whether there is an event, and on which day.
    """
    how_many = counts_of(results, seed)
    where = np.nonzero(how_many)
    again = how_many[where]
    kind, run_, month, i, j = (np.repeat(part, again) for part in where)
    place = np.arange(len(kind)) - np.repeat(np.cumsum(again) - again, again)
    code = np.array([state.ccode for state in results.scenario.states])
    purpose = _WHEN + kind + len(KINDS) * np.minimum(place, 1000)
    share = _draws(seed, run_, month, code[i], code[j], purpose)[0]
    first = results.months[month].astype("datetime64[D]")
    after = results.months[month] + np.timedelta64(1, "M")
    length = (after.astype("datetime64[D]") - first).astype(int)
    day = first + np.floor(share * length).astype(int)
    order = np.lexsort((run_, kind, j, i, day))
    return News(day[order], i[order], j[order], kind[order])


def counts_of(results: Results, seed: int) -> np.ndarray:
    """Return how many events of each kind there are: (kind, history, month, source, target).

    Parameters
    ----------
    results : Results
    seed : int
        Of the draws that round what the observation model expects.
    """
    moves, answers = results.choices, results.answers_to_deals
    observed = observation_of(results.scenario)
    counts = np.zeros((len(KINDS), *moves.shape), dtype=np.int32)
    for k in range(len(schema.DEALS)):
        counts[k] = (moves == k) & (answers >= 0)
        counts[FIRST_ACCEPTED + k] = ((moves == k) & (answers == 1)).swapaxes(2, 3)
    for k in range(len(schema.ACTS)):
        counts[FIRST_ACT + k] = moves == len(schema.DEALS) + k
    declined = (answers == 0).swapaxes(2, 3)
    counts[ROUTINES], counts[REBUFFS] = _rounded(results, observed, declined, seed)
    counts[..., np.arange(moves.shape[2]), np.arange(moves.shape[2])] = 0
    return counts


def _rounded(
    results: Results, observed: Observation, declined: np.ndarray, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return routine contacts and reported rebuffs as whole numbers with the expected mean."""
    code = np.array([state.ccode for state in results.scenario.states])
    where = [np.asarray(part) for part in np.indices(results.choices.shape)]
    keys = where[0], where[1], code[where[2]], code[where[3]]
    one, other = _draws(seed, *keys, np.full(where[0].shape, _WHETHER))
    return np.floor(observed.routine + one), np.floor(observed.rebuff * declined + other)


def _draws(
    seed: int, run_: np.ndarray, month: np.ndarray, actor: np.ndarray, partner: np.ndarray,
    purpose: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Return two uniform draws in (0, 1) for each key, by the cipher of the model's own."""
    wide = (part.astype(np.uint64) for part in (run_, month, actor, partner, purpose))
    run_, month, actor, partner, purpose = wide
    scramble: Any = getattr(philox, "py_func", philox)  # its text works on arrays, too
    counter = (actor << 16) | partner, (month << 16) | purpose, run_, np.zeros_like(run_)
    words = scramble(*counter, seed & 0xFFFFFFFF, seed >> 32)
    return (words[0] + 0.5) / 2**32, (words[1] + 0.5) / 2**32
