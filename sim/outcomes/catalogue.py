"""The catalogue: every output of the model, once, as the schema has every input.

Tables, codebook, comparisons, sensitivity, sweeps and thresholds read it; the name of an outcome,
its unit and its computation are defined nowhere else.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim import schema
from sim.model.measures import posture_labels
from sim.system.text import in_percent, signed

from .questions import first_deal
from .results import Results

Kind = Literal["measure", "count", "first", "posture", "share", "answer"]
Takes = Literal["", "needs", "deals", "acts", "deal", "posture"]
KINDS: dict[Kind, str] = {
    "measure": "a number in each month; over several months their mean",
    "count": "how many moves there are in some months",
    "first": "the first month of something",
    "posture": "a label in each month",
    "share": "share of months in which something holds",
    "answer": "yes or no to a question of the scenario",
}


@dataclass(frozen=True)
class Terms:
    """Of whom and of what an output is asked.

    Attributes
    ----------
    states : tuple of str
        Codes, in the order of the output's `roles`.
    details : tuple of str
        Needs, moves, or a posture; empty for all.
    """

    states: tuple[str, ...] = ()
    details: tuple[str, ...] = ()

    @property
    def needs(self) -> tuple[str, ...] | None:
        """Needs as ``Results`` takes them: None for all."""
        return self.details or None


@dataclass(frozen=True)
class Output:
    """One output of the model.

    Attributes
    ----------
    name : str
        The first word of an outcome's name, as in ``tilt.DPRK.CHN.RUS``.
    kind : str
        One of ``KINDS``.
    words, label : str
        Templates in plain English, with the roles in braces: `words` for sentences, `label` for
        tables. ``{of}`` is what the details say (needs as adjectives, moves), and may be empty.
    meaning : str
        How it is defined.
    unit : str
        Empty for shares and indices.
    low, high : float
        Inclusive bounds.
    roles : tuple of str
        The states that it takes.
    takes : str
        Which details may follow the states.
    compute : callable
        From results (of the months that are asked for) and terms to (history, month) of numbers, of
        bool for counts and shares, of codes for postures; to (history,) for first months.
    whole : str
        What stands for the details in words where there are none.
    """

    name: str
    kind: Kind
    words: str
    label: str
    meaning: str
    unit: str
    low: float
    high: float
    roles: tuple[str, ...]
    takes: Takes
    compute: Callable[[Results, Terms], np.ndarray]
    whole: str = ""

    @property
    def is_quantity(self) -> bool:
        """Whether its mean over histories says something."""
        return self.kind not in ("first", "posture")

    @property
    def is_share(self) -> bool:
        """Whether its mean is a share of histories, or of their months."""
        return self.kind in ("share", "answer")

    def shown(self, value: float) -> str:
        """Return a value as text: shares in percent, signed numbers with their sign."""
        if self.is_share:
            return in_percent(value, brief=True)
        return signed(value) if self.low < 0 else f"{value:z.3g}"

    @property
    def bounds(self) -> str:
        """Its bounds as text: ``-1..1``, ``0..`` where there is no upper one."""
        if not self.is_quantity:
            return ""
        return f"{self.low:g}..{'' if math.isinf(self.high) else f'{self.high:g}'}"


def _deals(results: Results, terms: Terms, answered: Callable) -> np.ndarray:
    """Return where the first state offers the second a deal, by its answer: (history, month)."""
    i, j = (results.scenario.index(code) for code in terms.states)
    return answered(results.answers_to_deals[:, :, i, j]) & _of_moves(results, terms, i, j)


def _of_moves(results: Results, terms: Terms, i: int, j: int) -> np.ndarray | bool:
    """Return where the move is one of those that are asked for; True where all are."""
    if not terms.details:
        return True
    wanted = [schema.MOVES.index(move) for move in terms.details]
    return np.isin(results.choices[:, :, i, j], wanted)


def _approaches(results: Results, terms: Terms) -> np.ndarray:
    """Return where a deal is offered."""
    return _deals(results, terms, lambda answers: answers >= 0)


def _accepted(results: Results, terms: Terms) -> np.ndarray:
    """Return where a deal is offered and accepted."""
    return _deals(results, terms, lambda answers: answers == 1)


def _rebuffed(results: Results, terms: Terms) -> np.ndarray:
    """Return where a deal is offered and declined."""
    return _deals(results, terms, lambda answers: answers == 0)


def _acts(results: Results, terms: Terms) -> np.ndarray:
    """Return where the first state acts against the second."""
    i, j = (results.scenario.index(code) for code in terms.states)
    choices = results.choices[:, :, i, j]
    return (choices >= len(schema.DEALS)) & _of_moves(results, terms, i, j)


def _in_posture(results: Results, terms: Terms) -> np.ndarray:
    """Return where a state has a posture."""
    code = posture_labels(results.codes).index(terms.details[0])
    return results.postures(terms.states[0]) == code


def _tilt(results: Results, terms: Terms) -> np.ndarray:
    """Return a state's tilt between two others."""
    state, a, b = terms.states
    return results.tilt(state, a, b, terms.needs)


def _hedging(results: Results, terms: Terms) -> np.ndarray:
    """Return a state's hedging."""
    return results.hedging(terms.states[0], terms.needs)


def _dependence(results: Results, terms: Terms) -> np.ndarray:
    """Return one state's dependence on another."""
    state, partner = terms.states
    return results.dependence(state, partner, terms.needs)


def _received(results: Results, terms: Terms) -> np.ndarray:
    """Return all support that a state receives."""
    return results.received(terms.states[0], terms.needs)


def _support(results: Results, terms: Terms) -> np.ndarray:
    """Return the support that one state gives another."""
    giver, state = terms.states
    return results.support(giver, state, terms.needs)


def _stance(results: Results, terms: Terms) -> np.ndarray:
    """Return how warmly one state regards another."""
    state, partner = terms.states
    return results.stance(state, partner)


def _trust(results: Results, terms: Terms) -> np.ndarray:
    """Return one state's expectation that another accepts an approach."""
    state, partner = terms.states
    return results.trust(state, partner)


def _postures(results: Results, terms: Terms) -> np.ndarray:
    """Return a state's posture codes."""
    return results.postures(terms.states[0])


def _first_deal(results: Results, terms: Terms) -> np.ndarray:
    """Return the first month of a deal between two states."""
    return first_deal(results, terms.states[0], terms.details[0], terms.states[1])


def _none(results: Results, terms: Terms) -> np.ndarray:
    """Answers are those of their question."""
    raise NotImplementedError


_INF = math.inf
CATALOGUE: tuple[Output, ...] = (
    Output("answer", "answer", "", "", "1 if yes", "", 0, 1, (), "", _none),
    Output("tilt", "measure",
           "{state:own} {of}tilt from {a} (-1) to {b} (+1)", "{of}tilt of {state}{between}",
           "(support from b - support from a) / (their sum)", "", -1, 1,
           ("state", "a", "b"), "needs", _tilt, "overall "),
    Output("hedging", "measure", "{state:own} {of}hedging", "{of}hedging of {state}",
           "1 - Herfindahl index of the state's support over its suppliers", "", 0, 1,
           ("state",), "needs", _hedging),
    Output("dependence", "measure",
           "{state:own} {of}dependence on {partner}", "dependence of {own} on {partner}",
           "share of the state's support that comes from the partner", "", 0, 1,
           ("state", "partner"), "needs", _dependence),
    Output("received", "measure",
           "{of}support that {state} receives", "{of}support that {state} receives",
           "all support that the state receives", "patrons", 0, _INF,
           ("state",), "needs", _received),
    Output("support", "measure",
           "{of}support that {giver} gives {state}", "{of}support that {giver} gives {state}",
           "what the first state gives the second", "patrons", 0, _INF,
           ("giver", "state"), "needs", _support),
    Output("stance", "measure",
           "{state:own} stance toward {partner}", "stance of {state} toward {partner}",
           "how warmly the state regards the partner", "", -1, 1,
           ("state", "partner"), "", _stance),
    Output("trust", "measure",
           "{state:own} trust in {partner}", "trust of {state} in {partner}",
           "the state's expectation that the partner accepts an approach", "", 0, 1,
           ("state", "partner"), "", _trust),
    Output("approaches", "count",
           "{state:own} {of}approaches to {partner}", "{of}approaches of {state} to {partner}",
           "deals that the state offered the partner", "", 0, _INF,
           ("state", "partner"), "deals", _approaches),
    Output("deals", "count",
           "{state:own} {of}deals with {partner} that it asked for",
           "{of}deals of {state} with {partner} that it asked for",
           "deals that the state offered the partner and that were accepted", "", 0, _INF,
           ("state", "partner"), "deals", _accepted),
    Output("rebuffs", "count",
           "{state:own} {of}approaches that {partner} declined",
           "{of}approaches of {state} that {partner} declined",
           "deals that the state offered the partner and that were declined", "", 0, _INF,
           ("state", "partner"), "deals", _rebuffed),
    Output("acts", "count",
           "{state:own} {of}acts against {partner}", "{of}acts of {state} against {partner}",
           "what the state did against the partner, from snubs to shows of force",
           "", 0, _INF, ("state", "partner"), "acts", _acts),
    Output("first", "first",
           "month of {state:own} first {of} with {partner}",
           "first {of} of {state} with {partner}",
           "month of the first such deal of the two, whoever offered it; empty for none",
           "year-month", 0, _INF, ("state", "partner"), "deal", _first_deal),
    Output("posture", "posture", "{state:own} posture", "posture of {state}",
           "isolated, leaning to or aligned with a patron, hedging between rivals, or diversified",
           "", 0, _INF, ("state",), "posture", _postures),
    Output("in_posture", "share", "whether {state} is {of}", "{state} {of}",
           "1 in months in which the state has this posture", "", 0, 1,
           ("state",), "posture", _in_posture),
)  # fmt: skip
OUTPUTS = {output.name: output for output in CATALOGUE}
