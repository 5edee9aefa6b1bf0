"""Listing: in which lanes a state asks another for a deal, and in which it acts against it.

Most lanes hold. To ask each of them on the way, when deals are answered and again when moves take
effect, would cost more than what the others do: the processor guesses wrongly whenever the answer
changes. So the others are listed once, without a branch.
"""

from __future__ import annotations

from sim.model.arrays import DEALS
from sim.model.compiled import compiled
from sim.schema import HOLD

from .workspace import Decisions


@compiled
def list_moves(decisions: Decisions) -> None:
    """List the lanes in which each asks each for a deal, and those in which it acts.

    Parameters
    ----------
    decisions : Decisions
        With the choices of the month.
    """
    n, _, lanes = decisions.choices.shape
    for i in range(n):
        for j in range(n):
            if i != j:
                choices = decisions.choices[i, j]
                asking, acting = decisions.asking[i, j], decisions.acting[i, j]
                deals = acts = 0
                for h in range(lanes):
                    m = choices[h]
                    asking[deals] = acting[acts] = h
                    deals += (m != HOLD) & (m < DEALS)
                    acts += m >= DEALS
                decisions.counts[0, i, j], decisions.counts[1, i, j] = deals, acts
