"""Columns: what is worked out together is what each outcome is by itself."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

import sim
from sim.agents.diplomacy import Diplomacy
from sim.outcomes.catalogue import CATALOGUE, OUTPUTS, Output, Terms
from sim.outcomes.columns import _plan, columns
from sim.outcomes.focus import focus
from sim.outcomes.outcome import Outcome
from sim.outcomes.postures import postures_among
from sim.outcomes.questions import answer
from sim.outcomes.results import Results
from sim.outcomes.table import answers_of, outcomes_of
from sim.schema import ACTS, DEALS, NEEDS

WINDOWS = ((0, 35), (4, 11), (35, 35), (0, 0))
DETAILS = {
    "": [()],
    "needs": [(), ("economy",), ("security", "recognition"), NEEDS],
    "deals": [(), ("summit",), ("trade", "invest")],
    "acts": [(), ("sanction",), ACTS[:2]],
    "deal": [(move,) for move in DEALS],
}


@pytest.fixture(scope="module")
def some(article):
    """Sixty histories."""
    return sim.run(article, histories=60)


def every(output: Output, codes: tuple[str, ...]) -> list[Outcome]:
    """Return outcomes of one kind: of some states, details and windows."""
    details = DETAILS.get(output.takes) or [(posture.label,) for posture in postures_among(codes)]
    if output.kind == "posture":
        details = [()]
    states = [codes[k : k + len(output.roles)] for k in range(len(codes) + 1 - len(output.roles))]
    return [
        Outcome(output.name, Terms(who, what), window)
        for who, what, window in product(states, details, WINDOWS)
    ]


def together(results: Results, outcomes: list[Outcome]) -> list[np.ndarray]:
    """Return outcomes worked out together, in their order."""
    named = tuple(
        Outcome(one.name, one.terms, one.window, one.question, str(k))
        for k, one in enumerate(outcomes)
    )
    found = columns(results, named, lambda first, last: results.at(slice(first, last + 1)))
    assert list(found) == [one.column for one in named]
    return list(found.values())


@pytest.mark.parametrize(
    "output", [one for one in CATALOGUE if one.roles], ids=lambda one: one.name
)
def test_an_outcome_is_the_same_alone_and_with_others(some, output):
    outcomes = every(output, some.codes)
    for outcome, column in zip(outcomes, together(some, outcomes), strict=True):
        alone = outcome.values(some)
        assert column.dtype == alone.dtype and np.array_equal(column, alone), outcome


@pytest.mark.parametrize("name", ["two states", "one history", "one month", "many states"])
def test_the_usual_outcomes_of_any_world_are_the_same_alone_and_together(shapes, name):
    results = shapes[name]
    outcomes = list(outcomes_of(results.scenario, focus(results)))
    for outcome, column in zip(outcomes, together(results, outcomes), strict=True):
        assert np.array_equal(column, outcome.values(results)), outcome


@pytest.mark.parametrize("name", ["article", "cold-war", "world-2013", "egypt-1970-79"])
def test_answers_are_those_of_their_questions(name):
    results = sim.run(sim.load(name), 12)
    outcomes = list(answers_of(results.scenario))
    for outcome, column in zip(outcomes, together(results, outcomes), strict=True):
        asked = next(q for q in results.scenario.questions if q.id == outcome.question)
        assert column.dtype == np.int8 and np.array_equal(column, answer(results, asked))


def test_nearly_all_that_every_run_keeps_is_worked_out_together(article, some):
    plan = _plan(article, outcomes_of(article, focus(some)))
    assert {outcome.question for outcome in plan.apart} == {
        question.id for question in article.questions if question.kind == "lowest"
    }


def test_a_history_under_way_has_the_months_that_it_has(article):
    model = Diplomacy(article, seed=1)
    for _ in range(5):
        model.step()
    tilt = Terms(("DPRK", "CHN", "RUS"))
    whole, first = together(
        model.results(), [Outcome("tilt", tilt, (0, 35)), Outcome("tilt", tilt, (0, 0))]
    )
    by_month = model.results().tilt(*tilt.states)
    assert by_month.shape == (1, 5)
    assert (whole, first) == (by_month.mean(axis=1), by_month[:, 0])


def test_an_outcome_that_the_catalogue_gains_is_worked_out_by_its_own_function(some, monkeypatch):
    def warmth(results, terms):
        one, other = terms.states
        return 0.5 * (results.stance(one, other) + results.stance(other, one))

    for kind in ("measure", "count", "share"):
        output = replace(OUTPUTS["stance"], name="warmth", kind=kind, compute=warmth)
        monkeypatch.setitem(OUTPUTS, "warmth", output)
        outcome = Outcome("warmth", Terms(("DPRK", "RUS")), (3, 8))
        found, alone = together(some, [outcome])[0], outcome.values(some)
        assert np.array_equal(found, alone) and found.any()


def test_trust_is_worked_out_where_it_was_recorded(some):
    outcome = Outcome("trust", Terms(("DPRK", "RUS")), (0, 35))
    assert np.array_equal(together(some, [outcome])[0], some.trust("DPRK", "RUS").mean(axis=1))
