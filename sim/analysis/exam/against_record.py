"""Against a record: how well a theory ranks who cooperates with whom, by a hindcast."""

from __future__ import annotations

import math
from pathlib import Path

from sim.analysis.hindcast.answer import answered, asked
from sim.data.events import read_record
from sim.ensemble.how import HERE, How

from .facts import Facts
from .theories import Theory

SCENARIO = "article"  # that is held against the record, where facts ask it; else the first


def rank_of_shares(
    facts: Facts, theory: Theory, record: Path, of: tuple[int, int], how: How = HERE
) -> float:
    """Return the rank correlation of shares of cooperation with a record's, newest span.

    NaN where there is none to score.

    Parameters
    ----------
    facts : Facts
        Which scenarios are asked: of these the article, or the first.
    theory : Theory
        What the scenario is turned into.
    record : Path
        Event data.
    of : (int, int)
        How many histories, and the seed.
    how : How
        Where histories are run.
    """
    names = [case.scenario for fact in facts.facts for case in fact.cases]
    scenario = theory(facts.shelf.lived(SCENARIO if SCENARIO in names else names[0]))
    what = asked(scenario, [record], None, *of)
    found = answered(what, [read_record(record, scenario.states)], how).table("scores")
    rows = found[(found["measure"] == "share") & (found["score"] == "rank correlation")]
    return float(rows["model"].iloc[-1]) if len(rows) else math.nan
