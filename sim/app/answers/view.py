"""View: what two scenarios come to, side by side: the finding, and what the figures draw."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.analysis.charted.side import bands, side
from sim.analysis.compare.words import finding_data
from sim.ensemble.base import without_shocks, without_shocks_at_hand
from sim.ensemble.how import HERE, How
from sim.outcomes import summary
from sim.outcomes.by_month import banded
from sim.outcomes.table import OutcomeTable, answer_column

from .asked import pair_of
from .memory import Memory
from .pairs import Both, both, compared
from .pictures import pictures_of

HINT = "Move a number or switch an event off to see what it alone changes."


def view(ask: Mapping[str, Any], memory: Memory, how: How = HERE) -> dict[str, Any]:
    """Return what the page shows of a pair of scenarios.

    Parameters
    ----------
    ask : mapping
        An ASK.
    memory : Memory
        What was computed before.
    how : How
        Where histories are computed, and whether to stop early.
    """
    return seen(both(pair_of(ask, memory), memory, how), how)


def seen(found: Both, how: How = HERE) -> dict[str, Any]:
    """Return what the page shows of ensembles at hand.

    Parameters
    ----------
    found : Both
    how : How
        Where the finding is worked out, beside the rest.
    """
    began = time.perf_counter()
    with how.places() as places:
        finding = places.submit(_finding, found)
        shown = _shown(found) | {"finding": finding.result()}
    view_took = round(1000 * (time.perf_counter() - began), 1)
    return {**shown, "took": {**found.took, "view": view_took}}


def _shown(found: Both) -> dict[str, Any]:
    """Return all of it but the finding."""
    b = found.b
    return {
        "histories": found.histories,
        "seed": found.pair.seed,
        "a": side(found.pair.a, found.a, found.pair.a),
        "b": side(found.pair.b, b, found.pair.a) if found.pair.b and b else None,
        "paired": bands(banded(b.months.tilt - found.a.months.tilt)) if b else None,
        "questions": _questions(found),
        "figures": pictures_of(found.pair),
    }


def _finding(found: Both) -> dict[str, Any]:
    """Return what is found, of B beside A or of A itself."""
    return difference_found(found) if found.b else itself_found(found.a.outcomes)


def difference_found(found: Both) -> dict[str, Any]:
    """Return what sets B apart from A, in the very sentences of ``sim compare``."""
    return finding_data(compared(found))


def itself_found(outcomes: OutcomeTable) -> dict[str, Any]:
    """Return what A itself comes to, in the sentences of ``sim run``."""
    return {
        "headline": f"{summary.headline(outcomes)}.",
        "detail": HINT,
        "sure": True,
        "text": summary.finding(outcomes),
    }


def _questions(found: Both) -> list[dict[str, Any]]:
    """Return in how many histories the answer is yes, of A, of B and without any shock."""
    scenario, count = found.a.outcomes.scenario, found.histories
    if count == found.pair.histories:
        base = without_shocks(scenario, count, found.pair.seed)
    else:  # stopped: somebody waits
        base = without_shocks_at_hand(scenario, found.pair.seed)
    rows = []
    for question in scenario.questions:
        share = base.shares.get(question.id)
        rows.append(
            {
                "id": question.id,
                "text": question.text,
                "a": _yes(found.a.outcomes, question.id),
                "b": _yes(found.b.outcomes, question.id) if found.b else None,
                "base": None if share is None else round(share * count),
                "base_of": base.histories,  # of these it is so in fact; of `count` by proportion
            }
        )
    return rows


def _yes(outcomes: OutcomeTable, identity: str) -> int:
    """Return in how many histories the answer to a question is yes."""
    return int(outcomes.columns[answer_column(identity)].sum(dtype=np.int64))
