"""Based: whether what an experiment compares can be compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.analysis.compare.comparison import check_comparable
from sim.errors import InvalidInput
from sim.outcomes.outcome import Outcome
from sim.scenario import nearest

from .plan import Plan

Fault = tuple[tuple[str | int, ...], str]


def based(
    plan: Plan, variations: Sequence[str], outcomes: Sequence[tuple[Outcome, ...]]
) -> Iterator[Fault]:
    """Yield what is wrong with the base of an experiment, and with its figure.

    Parameters
    ----------
    plan : Plan
        As far as it could be made.
    variations : sequence of str
        Their names.
    outcomes : sequence of tuple of Outcome
        What is measured in each scenario.

    Yields
    ------
    (place, text)
        Where in the file, and what is wrong.
    """
    if not plan.base:
        if plan.figure == "matrix":
            text = 'a matrix shows differences from a base: name one, or choose "dots"'
            yield ("figure",), text
        yield from _alike(plan, outcomes)
        return
    scenarios = [one.name for one in plan.scenarios]
    known = [*variations, *scenarios]
    if plan.base not in known:
        text = f"'{plan.base}' is no variation and no scenario here{nearest(plan.base, known)}"
        yield ("base",), text
    elif plan.base in variations and plan.base in scenarios:
        yield ("base",), f"'{plan.base}' is a variation and a scenario: rename the variation"
    elif len(scenarios if plan.base in scenarios else variations) < 2:
        yield ("base",), "there is nothing to compare it with: add another one beside it"
    else:
        yield from _alike(plan, outcomes)
    if plan.base in scenarios:
        first = plan.scenarios[scenarios.index(plan.base)]
        for k, other in enumerate(plan.scenarios):
            try:
                check_comparable([first, other])
            except InvalidInput as error:
                yield ("scenarios", k), str(error)


def _alike(plan: Plan, outcomes: Sequence[tuple[Outcome, ...]]) -> Iterator[Fault]:
    """Yield outcomes that mean one thing in one scenario and another in the next."""
    if not all(outcomes):
        return  # some mean nothing, which is said already
    for scenario, found in zip(plan.scenarios[1:], outcomes[1:], strict=True):
        for k, (name, one, other) in enumerate(zip(plan.names, outcomes[0], found, strict=False)):
            if (one.name, one.terms) != (other.name, other.terms):
                first, here = (
                    made.in_words(of) for made, of in ((one, plan.scenarios[0]), (other, scenario))
                )
                text = f"'{name}' is {first} in {plan.scenarios[0].name}, and {here} in "
                yield ("outcomes", k), f"{text}{scenario.name}: write it out"
