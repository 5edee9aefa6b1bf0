"""One month as a list of phases, from the random draws to the drift of stances.

Every state decides on the same picture of the world (``look``), then everything takes effect at
once (``settle``). The Mesa model calls the phases one by one, state by state; a compiled ensemble
calls ``one_month``. Throughout, ``p`` is the period that the month belongs to, ``month`` counts
from the start of the scenario, and ``h`` is the lane: which of the histories that are simulated
side by side.
"""

from __future__ import annotations

import numpy as np

from sim.model.arrays import Setting, World
from sim.model.compiled import spread

from .appraise import appraise, asked_terms, likely_consent, weighed_terms
from .choose import answer_all, choose, decide, draw, follow_script, respond, weigh
from .drift import drift
from .likely import consents, probabilities, take_likely
from .listing import list_moves
from .look import look, look_for_unused
from .settle import nothing_yet, settle, take_effect
from .shocks import shocks
from .workspace import Workspace, blank_workspace

__all__ = [
    "PHASES",
    "Workspace",
    "answer_all",
    "appraise",
    "asked_terms",
    "blank_workspace",
    "choose",
    "consents",
    "decide",
    "draw",
    "drift",
    "follow_script",
    "likely_consent",
    "list_moves",
    "look",
    "look_for_unused",
    "nothing_yet",
    "one_month",
    "probabilities",
    "respond",
    "settle",
    "shocks",
    "take_effect",
    "take_likely",
    "weigh",
    "weighed_terms",
]

# The month, phase by phase, in the order in which both engines call them.
PHASES = (
    draw,
    shocks,
    look,
    appraise,
    decide,
    follow_script,
    list_moves,
    answer_all,
    settle,
    drift,
)


@spread
def one_month(
    world: World,
    setting: Setting,
    now: Workspace,
    month: int,
    seed: int,
    runs: np.ndarray,
    purpose: int,
) -> None:
    """Simulate one month in every lane: the phases in order, every state in every phase.

    Parameters
    ----------
    world, setting : World, Setting
        As it stands, and the numbers of the scenario.
    now : Workspace
        Room to work in; holds what the month brought afterwards.
    month : int
        Counted from the start of the scenario.
    seed : int
        Of the ensemble.
    runs : ndarray (lane,)
        Number of the history in each lane.
    purpose : int
        Of the random draws (see ``draws``).
    """
    n = world.stance.shape[0]
    p = setting.period[month]
    draw(setting, now.chance, month, seed, runs, purpose)
    shocks(world, setting, month)
    look(world, setting, p, now.sight, now.rows.thirds)
    for i in range(n):
        appraise(world, setting, p, now.sight, now.decisions, i)
        decide(setting, p, now.decisions, now.chance, i)
    follow_script(setting, month, now.decisions)
    list_moves(now.decisions)
    for i in range(n):
        answer_all(setting, p, now.decisions, now.chance, i)
    settle(world, setting, p, now)
    drift(world, setting, p, now.chance.accident)
