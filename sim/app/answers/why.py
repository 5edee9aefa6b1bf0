"""Why: what a state did in a month, over all histories and in one of them, and for what reasons."""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum
from typing import Any

import numpy as np

from sim import schema
from sim.analysis.explain.explanation import Explanation, explanations_of
from sim.analysis.explain.over_all import MovesMade, moves_made
from sim.analysis.explain.sentences import in_sentences
from sim.ensemble.how import HERE, How
from sim.ensemble.run import one_history
from sim.errors import InvalidInput
from sim.outcomes.by_month import ByMonth
from sim.outcomes.focus import name_in_text
from sim.outcomes.results import Results
from sim.report.chronicle import move_told, moves_told, shocks_told
from sim.scenario import Scenario
from sim.system.rounding import rounded, rounded_one
from sim.system.text import signed

from .asked import pair_of
from .memory import Memory
from .pairs import both
from .ties import month_of

_HOLD = "hold"


def why(ask: Mapping[str, Any], memory: Memory, how: How = HERE) -> dict[str, Any]:
    """Return why a state did what it did in a month.

    Parameters
    ----------
    ask : mapping
        An ASK with side, state, month and history.
    memory : Memory
    how : How
    """
    pair = pair_of(ask, memory)
    found = both(pair, memory, how)
    is_b = ask.get("side", "a") == "b" and found.b is not None
    simulated = found.b if is_b and found.b else found.a
    scenario = pair.b if is_b and pair.b else pair.a
    state = scenario.code(ask.get("state", found.about.state))
    month = month_of(ask, scenario.months)
    when = (month, state)
    ours, theirs = moves_made(scenario, found.histories, pair.seed, when, how)
    chosen = which_history(ask.get("history"), simulated.months)
    return {
        "month": scenario.month_labels[month],
        "state": state,
        "histories": found.histories,
        "over_all": _over_all(scenario, state, ours, theirs),
        "history": chosen and _history(scenario, pair.seed, when, chosen, simulated.months),
    }


def which_history(wanted: Any, months: ByMonth) -> tuple[int, str, str] | None:
    """Return the number of the history that is asked for, its name, and how it was found.

    Typical is the history whose tilt is nearest the median of all, by the sum of distances over the
    months. Earliest is the first to come halfway from where the median begins to where it ends; of
    several in the same month the one that is farthest on.

    Parameters
    ----------
    wanted : object
        None, "typical", "earliest" or a number.
    months : ByMonth
    """
    if wanted is None:
        return None
    median = np.median(months.tilt, axis=-1)
    if wanted == "typical":
        apart = np.abs(months.tilt - median[:, None]).sum(axis=0)
        told = "its tilt is nearest the median's course"
        return int(months.runs[apart.argmin()]), "typical", told
    if wanted == "earliest":
        level = float(median[0] + median[-1]) / 2
        toward = 1.0 if median[-1] >= median[0] else -1.0
        row = _first_beyond(toward * (months.tilt - level))
        halfway = "halfway from where the median begins to where it ends"
        told = f"its tilt is the first to pass {signed(level)}, {halfway}"
        return int(months.runs[row]), "earliest", told
    if isinstance(wanted, bool) or not isinstance(wanted, int) or wanted not in months.runs:
        known = f"typical, earliest, or a number from 0 to {months.runs[-1]}"
        raise InvalidInput(f"history {wanted!r:.40}: choose {known}")
    return wanted, "number", "chosen by its number"


def _first_beyond(beyond: np.ndarray) -> int:
    """Return the position of the history that is above 0 first, of (month, history)."""
    last = len(beyond) - 1
    above = beyond > 0
    month = np.where(above.any(axis=0), above.argmax(axis=0), last + 1)
    first = int(month.min())
    return int(np.where(month == first, beyond[min(first, last)], -np.inf).argmax())


def _over_all(
    scenario: Scenario, state: str, ours: MovesMade, theirs: MovesMade
) -> list[dict[str, Any]]:
    """Return what was done between a state and each partner, the busiest partners first."""
    rows = []
    for k, partner in enumerate(scenario.codes):
        if partner != state:
            mine, its = (_made(scenario, one, k, pair) for one, pair in (
                (ours, (state, partner)), (theirs, (partner, state))))  # fmt: skip
            held = _made(scenario, ours, k, None)
            row = {"partner": partner, "moves": mine, "their_moves": its}
            rows.append({**row, "held": held[0] if held else None})
    return sorted(rows, key=lambda row: -fsum(one["share"] for one in row["moves"]))


def _made(
    scenario: Scenario, made: MovesMade, k: int, pair: tuple[str, str] | None
) -> list[dict[str, Any]]:
    """Return the moves of one state toward another, the commonest first; without a pair, holding.

    ``gave`` is what changed in that month in the support that the state receives from the partner,
    ``partner_gave`` in what the partner receives from the state: means over the histories in which
    the move was made.
    """
    rows, last = [], len(schema.MOVES)
    for m in np.argsort(-made.made[k, :last], kind="stable") if pair else [last]:
        count = int(made.made[k, m])
        if count:
            move = schema.MOVES[m] if pair else _HOLD
            deal = move in schema.DEALS
            rows.append(
                {
                    "move": move,
                    "words": move_told(scenario, pair[0], move, pair[1]) if pair else "no move",
                    "share": rounded_one(count / made.histories),
                    "accepted": rounded_one(made.accepted[k, m] / count) if deal else None,
                    "gave": rounded_one(made.received[k, m] / count),
                    "partner_gave": rounded_one(made.given[k, m] / count),
                }
            )
    return rows


def _history(
    scenario: Scenario,
    seed: int,
    when: tuple[int, str],
    chosen: tuple[int, str, str],
    months: ByMonth,
) -> dict[str, Any]:
    """Return one history: its line, its chronicle of the month, and the state's moves."""
    month, state = when
    number, which, how = chosen
    results = one_history(scenario, number, seed)
    partners = [code for code in scenario.codes if code != state]
    explained = explanations_of(results, number, month, state, partners)
    in_force = {shock.id: shock for one in explained for shock in one.in_force}
    row = int(np.flatnonzero(months.runs == number)[0])
    return {
        "number": number,
        "which": which,
        "how": how,
        "tilt": rounded(months.tilt[:, row]),
        **chronicle_of(results, month, state),
        "moves": sorted((_move(scenario, one) for one in explained), key=_dearest),
        "in_force": [
            {"id": shock.id, "date": shock.date.isoformat(), "title": shock.title}
            for shock in sorted(in_force.values(), key=lambda shock: shock.date, reverse=True)
        ],
    }


def chronicle_of(results: Results, month: int, state: str) -> dict[str, list[str]]:
    """Return the sentences of a month: its events, what the state did and met, and the others."""
    scenario = results.scenario
    done = results.choices[0, month], results.answers_to_deals[0, month]
    return {
        "events": [line.strip("[]") for line in shocks_told(scenario, month)],
        "own": moves_told(scenario, *done, of=state),
        "others": moves_told(scenario, *done, but=state),
    }


def _dearest(row: dict[str, Any]) -> tuple[bool, float]:
    """Return the key that puts what is worth most first, and holding last."""
    return row["move"] == _HOLD, -row["worth"] if row["move"] != _HOLD else -row["next"]["worth"]


def _move(scenario: Scenario, of: Explanation) -> dict[str, Any]:
    """Return what a state did toward a partner and why, with what it would have done else."""
    k = of.options.index(of.chosen)
    ranked = np.argsort(-of.probabilities, kind="stable")
    following = next(int(o) for o in ranked if o != k)
    deal = of.chosen in schema.DEALS
    sentences = in_sentences(of, scenario)
    return {
        "partner": of.partner,
        **_option(scenario, of, k),
        "accepted": of.answer,
        "scripted": of.scripted,
        "next": _option(scenario, of, following),
        "terms": _terms(of.terms[k]),
        "next_terms": _terms(of.terms[following]),
        "partner_terms": _terms(of.partner_terms[k]) if deal else None,
        "consent": rounded_one(of.consent[k]) if deal else None,
        "sentences": list(sentences),
    }


def _option(scenario: Scenario, of: Explanation, k: int) -> dict[str, Any]:
    """Return an option, what it is worth and how likely it is."""
    move = of.options[k]
    partner = name_in_text(scenario, of.partner)
    held = f"No move toward {partner}"
    words = held if move == _HOLD else move_told(scenario, of.state, move, of.partner)
    worth, likely = float(of.values[k]), float(of.probabilities[k])
    return {
        "move": move,
        "words": words,
        "worth": rounded_one(worth),
        "probability": rounded_one(likely),
    }


def _terms(values: np.ndarray) -> dict[str, float]:
    """Return the six terms by name."""
    return dict(zip(schema.TERMS, rounded(values), strict=True))
