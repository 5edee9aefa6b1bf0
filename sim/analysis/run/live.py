"""The live part of a run's report: its charts, and single changes of its scenario."""

from __future__ import annotations

from sim.analysis.charted.live import about, base_yes, whole_side
from sim.outcomes.base_rates import Base
from sim.outcomes.results import Results
from sim.outcomes.summed import Summed
from sim.report.page import Live

from .what_ifs import WhatIfs


def live(results: Results, outcomes: Summed, base: Base, changes: WhatIfs | str) -> list[Live]:
    """Return the live part: of a state with one partner only what it receives stands for a tilt.

    Parameters
    ----------
    results : Results
        The histories that were kept whole.
    outcomes : Summed
        Of all histories.
    base : Base
        Shares of yes without any shock.
    changes : WhatIfs or str
        Single changes, or why there are none.
    """
    data = {
        "about": about(outcomes.scenario),
        "histories": outcomes.histories,
        "base": base_yes(base, outcomes.histories),
        "base_of": base.histories,
        "sides": [whole_side(results, outcomes, outcomes)],
        "pairs": [],
        "what_ifs": None if isinstance(changes, str) else changes.data(),
        "why_no_what_ifs": changes if isinstance(changes, str) else "",
    }
    return [Live(data)]
