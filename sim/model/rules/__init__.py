"""The rules: six terms that say what a move is worth, and what a move does once made.

Small pure functions of numbers. The Mesa agents and the compiled ensembles call these and no
others. Symbols follow docs/model.md: i the state that decides, j its partner, m the move, d a need.
"""

from __future__ import annotations

from .arithmetic import exponential, exponentials, logistic
from .effects import deserved, drifted, jolted, learned, moved, resented, seen, settled, varied
from .terms import (
    MOST_SUPPORT,
    alignment_term,
    autonomy_term,
    bite,
    ceiling,
    concentration,
    consent,
    deal_cost,
    disliked,
    distrusted,
    gain,
    influence_term,
    needs_term,
    recommended,
    sentiment_term,
    share,
    unused,
    weighed_consent,
    worth,
)

__all__ = [
    "MOST_SUPPORT",
    "alignment_term",
    "autonomy_term",
    "bite",
    "ceiling",
    "concentration",
    "consent",
    "deal_cost",
    "deserved",
    "disliked",
    "distrusted",
    "drifted",
    "exponential",
    "exponentials",
    "gain",
    "influence_term",
    "jolted",
    "learned",
    "logistic",
    "moved",
    "needs_term",
    "recommended",
    "resented",
    "seen",
    "sentiment_term",
    "settled",
    "share",
    "unused",
    "varied",
    "weighed_consent",
    "worth",
]
