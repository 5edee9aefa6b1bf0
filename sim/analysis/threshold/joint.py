"""Joint thresholds: the smallest change of several numbers at once that crosses a level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from sim.ensemble.how import HERE, How
from sim.scenario import Scenario

from .crossing import Crossing
from .odds import Odds
from .threshold import FINE, Threshold, thresholds

JOINTLY = 5  # numbers that change together unless others are named; judgement
_LANDED = 4  # points of the search from which straight lines lead back to the base; judgement
_TRIES = 25  # points of a joint search, for each number; judgement


@dataclass(frozen=True)
class JointThreshold:
    """Numbers that change together, and the shortest change found that crosses the level.

    Arrays are (path,).

    Attributes
    ----------
    base, values, changes_in_ranges : ndarray
        Values in the scenario, where the level is crossed, and the difference in ranges; `length`
        is Euclidean.
    mean_at_base, mean, elsewhere : float
        The mean before, after, and after on other random draws than those that the search may suit.
    """

    paths: tuple[str, ...]
    base: np.ndarray
    values: np.ndarray
    changes_in_ranges: np.ndarray
    length: float
    mean_at_base: float
    mean: float
    elsewhere: float


def joint_threshold(
    scenario: Scenario,
    crossing: Crossing,
    paths: Sequence[str] = (),
    histories: int = 400,
    seed: int = 1,
    how: How = HERE,
) -> JointThreshold | None:
    """Find the shortest change of several numbers together that crosses a level.

    The result is None where no change does.

    COBYQA (Ragonneau & Zhang) searches from the shorter of two changes: of the best single number,
    and of all numbers toward where each pushes hardest. Its result is never longer than these, but
    need not be the shortest there is.

    Parameters
    ----------
    scenario, crossing, histories, seed, how
        As in ``thresholds``.
    paths : sequence of str
        Numbers to change; by default the first five of ``thresholds``.
    """
    alone = thresholds(scenario, crossing, paths, histories, seed, how)
    chosen = alone if paths else alone[:JOINTLY]
    odds = Odds(scenario, crossing, [one.path for one in chosen], histories, seed, how)
    starts = _starts(odds, chosen)
    if not len(starts):
        return None
    point = _without_trifles(odds, _searched(odds, _landed(odds, starts)))
    elsewhere = Odds(scenario, crossing, odds.paths, histories, (seed + 1) % 2**63, how)
    moved, changes = np.flatnonzero(point != odds.base), (point - odds.base) / odds.span
    return JointThreshold(
        paths=tuple(odds.paths[k] for k in moved),
        base=odds.base[moved],
        values=point[moved],
        changes_in_ranges=changes[moved],
        length=float(np.linalg.norm(changes)),
        mean_at_base=odds.at_base,
        mean=float(odds(point[None])[0]),
        elsewhere=float(elsewhere(point[None])[0]),
    )


def _starts(odds: Odds, chosen: Sequence[Threshold]) -> np.ndarray:
    """Return single crossings, and where all numbers push hardest if the level is crossed there."""
    hardest = [
        one.values[odds.beyond(one.means).argmax()] if one.push else one.base for one in chosen
    ]
    alone = [(k, one.crossing) for k, one in enumerate(chosen) if one.crossing is not None]
    points = np.array(
        [*(np.where(np.arange(len(chosen)) == k, value, odds.base) for k, value in alone), hardest]
    )
    return points[odds.beyond(odds(points)) >= 0]


def _landed(odds: Odds, points: np.ndarray) -> np.ndarray:
    """Return the nearest crossing on straight lines from the base to points beyond it."""
    ends, _ = odds.between(np.tile(odds.base, (len(points), 1)), points, FINE / 4)
    return ends[np.linalg.norm((ends - odds.base) / odds.span, axis=1).argmin()]


def _searched(odds: Odds, start: np.ndarray) -> np.ndarray:
    """Return the nearest point beyond the crossing that a search comes to, or the start."""
    from scipy.optimize import Bounds, NonlinearConstraint, minimize

    turned: list[tuple[float, ...]] = []

    @cache  # COBYQA asks for the same points again and again
    def beyond(*changes: float) -> float:
        """Return how far the mean lies beyond the level at some changes."""
        far = float(odds.beyond(odds(odds.changed(np.array([changes]))))[0])
        turned.extend([changes] if far >= 0 else [])
        return far

    low, high = ((odds.changed(end) - odds.base) / odds.span for end in (-np.inf, np.inf))
    room = Bounds(low, high)
    options = {
        "maxfev": _TRIES * len(start),
        "initial_tr_radius": 0.1,
        "final_tr_radius": FINE / 2,
    }
    minimize(
        lambda z: z @ z,
        (start - odds.base) / odds.span,
        method="COBYQA",
        bounds=room,
        constraints=NonlinearConstraint(lambda changes: beyond(*changes), 0, np.inf),
        options=options,
    )
    nearest = sorted(turned, key=np.linalg.norm)[:_LANDED]
    return _landed(odds, np.array([start, *map(odds.changed, map(np.array, nearest))]))


def _without_trifles(odds: Odds, point: np.ndarray) -> np.ndarray:
    """Put numbers back to the base, the least changed first, where the others can do without."""
    for k in np.argsort(np.abs(point - odds.base) / odds.span):
        changes = (point - odds.base) / odds.span
        others = np.where(np.arange(len(changes)) == k, 0.0, changes)
        if changes[k] and others.any():
            both = odds.changed(
                np.array([others, others * np.linalg.norm(changes) / np.linalg.norm(others)])
            )
            turned = odds.beyond(odds(both)) >= 0
            point = both[turned.argmax()] if turned.any() else point
    return _landed(odds, point[None])
