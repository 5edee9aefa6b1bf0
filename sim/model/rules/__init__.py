"""The rules: six terms that say what a move is worth, and what a move does once made.

Small pure functions of numbers. The Mesa agents and the compiled ensembles call these and no
others. Symbols follow docs/model.md: i the state that decides, j its partner, m the move, d a need.
"""

from __future__ import annotations

from .arithmetic import exponential, logistic
from .effects import deserved, drifted, jolted, learned, moved, seen, settled
from .terms import (
    MOST_SUPPORT,
    alignment_term,
    autonomy_term,
    ceiling,
    concentration,
    consent,
    deal_cost,
    distrusted,
    gain,
    influence_term,
    needs_term,
    sentiment_term,
    share,
    worth,
)

__all__ = [
    "MOST_SUPPORT",
    "alignment_term",
    "autonomy_term",
    "ceiling",
    "concentration",
    "consent",
    "deal_cost",
    "deserved",
    "distrusted",
    "drifted",
    "exponential",
    "gain",
    "influence_term",
    "jolted",
    "learned",
    "logistic",
    "moved",
    "needs_term",
    "seen",
    "sentiment_term",
    "settled",
    "share",
    "worth",
]
