"""One month as a list of phases: shocks, look, appraise, choose, follow the script, respond, settle, drift.

Every state decides on the same picture of the world (``look``), then everything takes effect at once (``settle``).
The Mesa model calls the phases one by one, state by state; a compiled ensemble calls ``one_month``. Throughout, ``p``
is the period that the month belongs to, and ``month`` counts from the start of the scenario.
"""

from __future__ import annotations

from ..compiled import compiled
from ..world import Setting, World
from .appraise import appraise, deal_terms
from .choose import answer_all, choose, decide, follow_script, probabilities, respond
from .desk import Desk, desk
from .drift import drift
from .look import look
from .settle import settle
from .shocks import shocks

__all__ = [
    "PHASES",
    "Desk",
    "answer_all",
    "appraise",
    "choose",
    "deal_terms",
    "decide",
    "desk",
    "drift",
    "follow_script",
    "look",
    "one_month",
    "probabilities",
    "respond",
    "settle",
    "shocks",
]

# The month, phase by phase, in the order in which both engines call them.
PHASES = (shocks, look, appraise, decide, follow_script, answer_all, settle, drift)


@compiled
def one_month(world: World, setting: Setting, now: Desk, month: int, seed: int, run: int, purpose: int) -> None:
    """Live one month: the phases in order, every state in every phase."""
    n = world.stance.shape[0]
    p = setting.period[month]
    shocks(world, setting, month)
    look(world, setting, p, now.sight)
    for i in range(n):
        appraise(world, setting, p, now.sight, i, now.decisions)
    for i in range(n):
        decide(world, setting, p, now, i, month, seed, run, purpose)
    follow_script(setting, month, now.decisions)
    for j in range(n):
        answer_all(world, setting, p, now, j, month, seed, run, purpose)
    settle(world, setting, p, now)
    drift(world, setting, p, month, seed, run, purpose)
