"""Weights: the constants of the formulas that turn data into affinities, capacities and reach.

Each has a value, a range and where it comes from. The tone weight is an estimate with an error;
the others are judgements.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from sim.errors import InvalidInput
from sim.scenario import nearest

# Regression of a directed pair's tone in one year on its tone of the three years before and on its
# institutional affinity of the year before, both standardised; 24 states, years 2006-10,
# 20 events or more in the year and the year before; standard errors clustered by pair of states
# (docs/estimate_affinity.py).
TONE_ESTIMATE, TONE_ERROR = 0.89, 0.03
# How far tone follows institutions, in spreads of each, by the same data: what is to be expected of
# a pair on which the events of the others are silent (standard error 0.05).
TONE_EXPECTED = 0.28
# Standard deviation of what tone and institutions leave unknown of the next three years' tone, in
# standard deviations of tone, by the events a year from which it holds; and where institutions
# alone are known.
PREDICTION_ERRORS = ((500.0, 0.51), (100.0, 0.74), (0.0, 0.87))
INSTITUTIONS_ERROR = 1.0


@dataclass(frozen=True)
class Weights:
    """The numbers of the formulas; ``RANGES`` has the bounds that are argued for each.

    Attributes
    ----------
    tone : float
        Weight of tone in affinity, 0..1; the rest is that of institutions.
    defence, consultation, votes, rivalry : float
        Of institutions: a defence treaty, else a consultation pact, agreement in the General
        Assembly beyond 0.6, and strategic rivalry (taken off).
    economy, security : float
        Exponents of the share of GDP and of military expenditure in the largest's.
    distance : float
        Kilometres between capitals at which reach is one half.
    """

    tone: float = 0.9
    defence: float = 0.4
    consultation: float = 0.2
    votes: float = 0.8
    rivalry: float = 0.2
    economy: float = 0.4
    security: float = 0.4
    distance: float = 4000.0


STANDARD = Weights()
RANGES = {
    "tone": (0.8, 0.95),
    "defence": (0.2, 0.6),
    "consultation": (0.1, 0.3),
    "votes": (0.4, 1.2),
    "rivalry": (0.1, 0.5),
    "economy": (0.3, 0.5),
    "security": (0.3, 0.5),
    "distance": (2000.0, 8000.0),
}
_BOUNDS = {"tone": (0.0, 1.0), "distance": (1.0, 40_000.0)}
_MOST = 5.0


def weights_from(words: Iterable[str]) -> Weights:
    """Return the weights with those changed that words like ``tone=0.4`` name.

    Raises
    ------
    InvalidInput
        For a word that is none of these, an unknown name, or a value beyond its bounds.
    """
    names = [field.name for field in fields(Weights)]
    changed: dict[str, float] = {}
    for word in words:
        name, equals, text = (part.strip() for part in word.partition("="))
        if not equals or name not in names:
            hint = nearest(name, names) if equals else ""
            raise InvalidInput(f"--weight {word[:40]}: NAME=VALUE is needed, as tone=0.9{hint}")
        low, high = _BOUNDS.get(name, (0.0, _MOST))
        number = re.fullmatch(r"\d{1,9}(\.\d{0,9})?|\.\d{1,9}", text, re.ASCII)
        value = float(text) if number else float("nan")
        if not low <= value <= high:
            raise InvalidInput(f"--weight {name} is '{text[:40]}': {low:g} to {high:g} is needed")
        changed[name] = value
    return replace(STANDARD, **changed)
