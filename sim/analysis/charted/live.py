"""Live: what a report's interactive part holds of the histories that were kept whole."""

from __future__ import annotations

from typing import Any, cast

from sim.ensemble.monthly import Monthly, shown_of
from sim.outcomes.base_rates import Base
from sim.outcomes.by_month import by_month
from sim.outcomes.focus import Focus
from sim.outcomes.results import Results
from sim.outcomes.summed import Summed
from sim.outcomes.table import OutcomeTable, answer_column
from sim.scenario import Scenario, families_of

from .about import event, focused, question_of, states_of
from .side import side
from .ties import every_month

_EVENT = ("id", "date", "month", "title", "short", "family", "family_name")


def about(scenario: Scenario) -> dict[str, Any]:
    """Return what the part says of the scenario that the others are compared with."""
    kin = families_of(scenario)
    events = [event(scenario, shock, kin.get(shock.id)) for shock in scenario.shocks]
    return {
        "name": scenario.name,
        "title": scenario.title,
        "months": scenario.month_labels,
        "states": states_of(scenario),
        "focus": focused(scenario),
        "events": [{key: one[key] for key in _EVENT} for one in events],
        "questions": [question_of(question) for question in scenario.questions],
    }


def whole_side(results: Results, outcomes: Summed, beside: Summed) -> dict[str, Any]:
    """Return one scenario as the part draws it.

    Parameters
    ----------
    results : Results
        The histories that were kept whole, of which months are drawn.
    outcomes : Summed
        Of all histories, for the questions.
    beside : Summed
        Those of the scenario with which others are compared.
    """
    whom, scenario = beside.about, outcomes.scenario
    shown = shown_of(beside.scenario, whom)
    months = by_month(results, whom, shown)
    there = [scenario.index(code) for code in shown]
    table = cast(OutcomeTable, outcomes)  # of which no more is asked than of a tally
    drawn = side(scenario, Monthly(table, months, shown, [], True), beside.scenario)
    return {
        **{key: drawn[key] for key in ("label", "tilt", "received", "hedging", "postures")},
        "ties": every_month(months, there),
        "shown": list(shown),
        "histories": results.histories,
        "yes": yes(outcomes),
    }


def yes(outcomes: Summed) -> dict[str, int]:
    """Return in how many histories the answer to each question is yes."""
    asked = (question.id for question in outcomes.scenario.questions)
    return {one: outcomes.total(answer_column(one)) for one in asked}


def base_yes(base: Base, histories: int) -> dict[str, int]:
    """Return in how many of so many histories the answer is yes without any shock, by proportion.

    Parameters
    ----------
    base : Base
    histories : int
    """
    shares = base.shares.items()
    return {one: round(share * histories) for one, share in shares if share is not None}


def can_be_charted(whom: Focus) -> bool:
    """Say whether there is a tilt to draw: one between two patrons."""
    return whom.a != whom.b
