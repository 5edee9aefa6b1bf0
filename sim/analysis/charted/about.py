"""About: what a page says of a scenario as it stands: states, focus, events, questions."""

from __future__ import annotations

from typing import Any

from sim.outcomes.focus import focus_of, name_in_text, needs_in_words
from sim.report.colours import colour
from sim.scenario import Question, Scenario, Shock, effects_in_words, family_name, short_name


def states_of(scenario: Scenario) -> list[dict[str, Any]]:
    """Return the states, with their names and colours."""
    return [
        {
            "code": state.code,
            "name": state.name,
            "in_text": name_in_text(scenario, state.code),
            "colour": colour(scenario.codes, state.code),
        }
        for state in scenario.states
    ]


def focused(scenario: Scenario) -> dict[str, Any]:
    """Return whom a scenario is about, with the words at both ends of the tilt."""
    about = focus_of(scenario)
    return {
        "state": about.state,
        "a": about.a,
        "b": about.b,
        "needs": needs_in_words(about.needs),
        "all_a": f"all from {name_in_text(scenario, about.a)}",
        "all_b": f"all from {name_in_text(scenario, about.b)}",
    }


def event(scenario: Scenario, shock: Shock, family: str | None) -> dict[str, Any]:
    """Return a dated event.

    Parameters
    ----------
    scenario : Scenario
    shock : Shock
    family : str or None
        What it is left out with.
    """
    return {
        "id": shock.id,
        "date": shock.date.isoformat(),
        "month": shock.month,
        "title": shock.title,
        "short": short_name(scenario, shock.id),
        "note": shock.note or "",
        "source": scenario.sources.get(shock.source or "", shock.source or ""),
        "does": effects_in_words(scenario, shock),
        "family": family,
        "family_name": family_name(scenario, family) if family else None,
    }


def question_of(question: Question) -> dict[str, Any]:
    """Return a question, and what happened."""
    fact = question.fact
    return {
        "id": question.id,
        "text": question.text,
        "happened": fact.happened if fact else None,
        "fact": (fact.note or "") if fact else "",
    }
