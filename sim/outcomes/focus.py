"""The focus: the state that a scenario is about, and the calendar of its tables."""

from __future__ import annotations

from typing import NamedTuple

from sim.countries.capitals import in_a_sentence
from sim.model.arrays import World
from sim.model.prepared import prepared
from sim.scenario import Scenario

from .catalogue import Terms
from .results import Results


class Focus(NamedTuple):
    """A state, the two patrons between which it tilts, and the needs meant (None for all)."""

    state: str
    a: str
    b: str
    needs: tuple[str, ...] | None

    @property
    def terms(self) -> Terms:
        """Of whom and of what its tilt is asked, as the catalogue takes it."""
        return Terms((self.state, self.a, self.b), self.needs or ())


def asked_focus(scenario: Scenario) -> Focus | None:
    """Return the states in the scenario's first question about a tilt."""
    for question in scenario.questions:
        if question.terms.get("measure") == "tilt":
            needs = question.terms.get("needs")
            a, b = question.terms["between"]
            return Focus(question.terms["state"], a, b, tuple(needs) if needs else None)
    return None


def focus(results: Results) -> Focus:
    """Return the states that the scenario asks about, else its first and its two main suppliers."""
    return asked_focus(results.scenario) or _given_most(results.scenario, results.start)


def focus_of(scenario: Scenario) -> Focus:
    """Return the focus of a scenario, without running any history."""
    return asked_focus(scenario) or _given_most(scenario, prepared(scenario).start)


def _given_most(scenario: Scenario, start: World) -> Focus:
    """Return the first state, between the two others that give it most support at the start."""
    state, *others = scenario.codes
    first = {code: float(start.support[scenario.index(code), 0].sum()) for code in others}
    ranked = sorted(others, key=lambda code: -first[code])
    return Focus(state, ranked[0], ranked[-1] if len(ranked) == 1 else ranked[1], None)


def name_of(scenario: Scenario, code: str) -> str:
    """Return a state's name."""
    return scenario.states[scenario.index(code)].name


def name_in_text(scenario: Scenario, code: str) -> str:
    """Return a state's name as written within a sentence: "the United States"."""
    return in_a_sentence(name_of(scenario, code))


def name_opening(scenario: Scenario, code: str) -> str:
    """Return a state's name as it opens a sentence: "The United States"."""
    name = name_in_text(scenario, code)
    return f"{name[:1].upper()}{name[1:]}"


def needs_in_words(needs: tuple[str, ...] | None) -> str:
    """Return needs as words: "security and recognition", or "all support"."""
    return " and ".join(needs) if needs else "all support"


def half_years(scenario: Scenario) -> list[tuple[str, slice]]:
    """Return the half-years of the period: label and months."""
    positions: dict[str, list[int]] = {}
    for k, label in enumerate(scenario.month_labels):
        half = "H1" if int(label[5:]) <= 6 else "H2"
        positions.setdefault(f"{label[:4]} {half}", []).append(k)
    return [(label, slice(months[0], months[-1] + 1)) for label, months in positions.items()]
