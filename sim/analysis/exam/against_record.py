"""Against a record: how well a theory ranks who cooperates with whom, by a hindcast."""

from __future__ import annotations

import math
from pathlib import Path

from sim.analysis.hindcast.counting import with_year_before
from sim.analysis.hindcast.forecasts import UNANCHORED
from sim.analysis.hindcast.scorecard import scored
from sim.data.events import Record, read_record
from sim.ensemble.how import HERE, How
from sim.scenario import Scenario

from .facts import Facts
from .theories import Theory

SCENARIO = "article"  # that is held against the record, where facts ask it; else the first


def held_against(facts: Facts, record: Path) -> tuple[Scenario, Record]:
    """Return the scenario that is compared with event data, and the data of its states.

    Parameters
    ----------
    facts : Facts
        Which scenarios are asked: of these the article, or the first.
    record : Path
        Event data.
    """
    names = [case.scenario for fact in facts.facts for case in fact.cases]
    scenario = facts.shelf.simulated(SCENARIO if SCENARIO in names else names[0])
    return scenario, read_record(record, scenario.states)


def rank_of_shares(
    theory: Theory, held: tuple[Scenario, Record], of: tuple[int, int], how: How = HERE
) -> float:
    """Return the rank correlation of shares of cooperation with a record's newest span.

    Of what the theory says alone, not anchored on the record's past. NaN where there is none to
    score.

    Parameters
    ----------
    theory : Theory
        What the scenario is turned into.
    held : (Scenario, Record)
        As in ``held_against``.
    of : (int, int)
        How many histories, and the seed.
    how : How
        Where histories are run.
    """
    scenario, record = held
    card = scored(record, with_year_before(theory(scenario), *of, how), None, of[1])
    rows = card.newest_score("share", "rank correlation", UNANCHORED)
    return float(rows["model"].iloc[0]) if len(rows) else math.nan
