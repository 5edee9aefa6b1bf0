"""Regard: what a month does to the stances of all others toward one state, side by side.

The partner in a deal warms to the state, and all others see it. They are many, so that this is what
a month costs in a large world. Each stance gets the same numbers added in the same order as in
``settle``, so that no bit differs.
"""

from __future__ import annotations

from sim.model import rules
from sim.model.arrays import DEALS, MOVES, Setting
from sim.model.compiled import apart, inner, inner_inlined

from .deeds import HARDENS
from .reactions import seen_deal
from .rows import ACT, BAD_DEAL, GOOD_DEAL, REBUFFED, STRUCK, UNSEEN, Effects, Events, Others, Rows


@inner
def look_up(setting: Setting, p: int, effects: Effects) -> None:
    """Write down what follows from each thing that can happen in a period.

    Parameters
    ----------
    setting : Setting
        The numbers of the scenario.
    p : int
        The period.
    effects : Effects
        Written to.
    """
    change, seen, signal = effects
    change[:], seen[:], signal[:] = 0.0, UNSEEN, 0.0
    change[REBUFFED] = -setting.dynamics.chill[p]
    for m in range(MOVES):
        change[1 + m], signal[1 + m] = setting.moves.warmth[p, m], setting.moves.signal[p, m]
        if m < DEALS:
            seen[1 + m] = GOOD_DEAL if signal[1 + m] >= 0.0 else BAD_DEAL
        else:
            seen[1 + m] = ACT
            change[STRUCK + m] = HARDENS * change[1 + m]


@inner
def regard(rows: Rows, strength: tuple[float, float], i: int) -> None:
    """Note what happened to a state in a month, and what all who saw it make of it.

    Parameters
    ----------
    rows : Rows
        In which sums of warmings and chillings are added to.
    strength : tuple of float
        Of jealousy, and of each third party's reactions.
    i : int
        Position of the state.
    """
    stance, share, warmed, chilled = rows.others
    # stances toward every state are asked for, all else of this one
    others = Others(stance, share[i], warmed[i], chilled[i])
    count = _list_events(rows.events, i)
    _take_in(rows.effects, rows.events, (i, count), strength, others)


@inner_inlined
def _list_events(events: Events, i: int) -> int:
    """List the places at which anything happens to state i, and return how many there are.

    Without a branch, as in ``listing``.
    """
    codes, places, count = events.codes[i], events.places, 0
    for place in range(2 * events.codes.shape[0] - 1):
        places[count] = place
        count += codes[place] > 0
    return count


@apart
def _take_in(
    effects: Effects,
    events: Events,
    listed: tuple[int, int],
    strength: tuple[float, float],
    others: Others,
) -> None:
    """Add what happened to stances toward state i, two good deals at a time where two follow.

    Alone, each of them would begin when the one before has been added everywhere: a third slower.
    """
    (i, count), places, seen = listed, events.places, effects.seen
    codes, n, t = events.codes[i], others.stance.shape[0], 0
    while t < count:
        u = min(t + 1, count - 1)
        one, other = codes[places[t]], codes[places[u]]
        j, k = _by_whom(places[t], i, n), _by_whom(places[u], i, n)
        if (seen[one] == GOOD_DEAL) & (seen[other] == GOOD_DEAL) & (j != k):
            _take_in_two(effects, (one, other), (j, k), strength, others)
            t += 2
        else:
            _take_in_one(effects, one, j, strength, others)
            t += 1


@inner_inlined
def _by_whom(place: int, i: int, n: int) -> int:
    """Return with which of n states something happens to state i at a place in its events."""
    itself_or_after = place - i if place < i + n else place - n + 1
    return place if place < i else itself_or_after


@inner_inlined
def _take_in_one(
    effects: Effects,
    code: int,
    j: int,
    strength: tuple[float, float],
    others: Others,
) -> None:
    """Add what happened with j."""
    (jealousy, reaction), (_, share, warmed, chilled) = strength, others
    stance = others.stance[j]
    change, seen, signal = effects.change[code], effects.seen[code], effects.signal[code]
    warmed[j] += max(change, 0.0)
    chilled[j] += max(-change, 0.0)
    kept = warmed[j], chilled[j]  # the partner is no third state
    if seen == ACT:
        for k in range(share.size):
            change = rules.seen(reaction, signal, stance[k])
            warmed[k] += max(change, 0.0)
            chilled[k] += max(-change, 0.0)
    elif seen != UNSEEN:
        for k in range(share.size):
            change, cooled = seen_deal(jealousy, share[k], stance[k], signal, reaction)
            warmed[k] += max(change, 0.0)
            chilled[k] = chilled[k] + max(-change, 0.0) + cooled
    warmed[j], chilled[j] = kept


@inner_inlined
def _take_in_two(
    effects: Effects,
    codes: tuple[int, int],
    partners: tuple[int, int],
    strength: tuple[float, float],
    others: Others,
) -> None:
    """Add what two good deals do: nobody cools for what they say.

    Each partner warms by its own deal, and takes the other's as everybody does.
    """
    (jealousy, reaction), (i, j) = strength, partners
    stance, share, warmed, chilled = others
    toward_i, toward_j = stance[i], stance[j]
    signals = effects.signal[codes[0]], effects.signal[codes[1]]
    changes = effects.change[codes[0]], effects.change[codes[1]]
    kept = warmed[i], chilled[i], warmed[j], chilled[j]
    for k in range(share.size):
        first, cooled = seen_deal(jealousy, share[k], toward_i[k], signals[0], reaction)
        then, colder = seen_deal(jealousy, share[k], toward_j[k], signals[1], reaction)
        warmed[k] = warmed[k] + first + then
        chilled[k] = chilled[k] + cooled + colder
    first, cooled = seen_deal(jealousy, share[j], toward_i[j], signals[0], reaction)
    then, colder = seen_deal(jealousy, share[i], toward_j[i], signals[1], reaction)
    warmed[i] = kept[0] + max(changes[0], 0.0) + then
    chilled[i] = kept[1] + max(-changes[0], 0.0) + colder
    warmed[j] = kept[2] + first + max(changes[1], 0.0)
    chilled[j] = kept[3] + cooled + max(-changes[1], 0.0)
