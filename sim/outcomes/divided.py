"""What a tilt divides: the support from either side, without which a tilt says little."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sim.scenario import Scenario

from .catalogue import Terms
from .focus import name_in_text
from .outcome import Outcome


def divided(outcome: Outcome) -> tuple[Outcome, ...]:
    """Return the support from either side that a tilt divides, in its months; () for others."""
    if outcome.name != "tilt":
        return ()
    state, *sides = outcome.terms.states
    return tuple(
        replace(
            outcome,
            name="support",
            terms=Terms((giver, state), outcome.terms.details),
            column=f"{outcome.column}_from_{giver}",
            plain=False,
        )
        for giver in dict.fromkeys(sides)
    )


def in_words(scenario: Scenario, given: Mapping[str, float]) -> str:
    """Say how much support a tilt divides.

    Parameters
    ----------
    scenario : Scenario
    given : mapping of str to float
        Support from each side (patrons), by the codes of states.
    """
    sides = " and ".join(
        f"{value:z.2f} from {name_in_text(scenario, c)}" for c, value in given.items()
    )
    return f"The tilt divides support of {sides} (means, in full great-power patrons)."
