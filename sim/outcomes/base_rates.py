"""Base rates: how often a question is answered yes without any shock, and what happened.

A share of histories that say yes means little by itself. It is reported with the share in the same
scenario without any of its shocks (same seed, same histories), and with what happened.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sim.scenario import Fact, Question, Scenario
from sim.system.text import in_percent

# judgement: shares closer than this are called the same; the standard error of a difference of
# two shares near one half is 0.02 with 1,000 histories of each
SAME_WITHIN = 0.05
NOT_KNOWN = "-"


@dataclass(frozen=True)
class Base:
    """Shares of histories that answer yes without any shock.

    Attributes
    ----------
    shares : mapping of str to float
        By question; empty where they are not known.
    histories : int
        How many were run for it.
    why_not : str
        Why the shares are not known, "" where they are or where there is nothing to ask.
    """

    shares: Mapping[str, float] = field(default_factory=dict)
    histories: int = 0
    why_not: str = ""


UNKNOWN = Base()
# agents with own behaviour are slow, and what they would do without the shocks only they can say
OF_OWN = Base(
    why_not="Shares without shocks are not computed for states with own behaviour: add --without "
    "'*' to a second run."
)


def pooled(bases: Sequence[Base]) -> Base:
    """Return the shares of as many histories on each of several seeds, taken together."""
    shares = {
        identity: sum(base.shares[identity] for base in bases) / len(bases)
        for identity in bases[0].shares
        if all(identity in base.shares for base in bases)
    }
    why_not = next((base.why_not for base in bases if base.why_not), "")
    return Base(shares, sum(base.histories for base in bases), why_not)


def question_of(scenario: Scenario, identity: str) -> Question:
    """Return a question by its id."""
    return next(question for question in scenario.questions if question.id == identity)


def tests_nothing(share: float, base: float | None) -> bool:
    """Return whether a share is much the same without any shock, so that it tests none."""
    return base is not None and abs(share - base) < SAME_WITHIN


def row(question: Question, yes: int, histories: int, base: Base) -> dict[str, Any]:
    """Return a question's share beside its base rate and what happened, JSON-able.

    Parameters
    ----------
    question : Question
    yes, histories : int
        In how many of how many histories the answer is yes.
    base : Base
    """
    share, without = yes / histories, base.shares.get(question.id)
    return {
        "id": question.id,
        "text": question.text,
        "yes": yes,
        "histories": histories,
        "share": share,
        "share_without_shocks": without,
        "tests_nothing": tests_nothing(share, without),
        **fact_as_data(question.fact),
    }


def fact_as_data(fact: Fact | None) -> dict[str, Any]:
    """Return what happened as plain values; None where it is not known."""
    return {
        "happened": fact.happened if fact else None,
        "what_happened": fact.note if fact else None,
        "fact_source": fact.source if fact else None,
    }


def beside_as_data(question: Question, base: Base) -> dict[str, Any]:
    """Return what ``beside`` says as plain values."""
    share = base.shares.get(question.id)
    return {"share_without_shocks": share, **fact_as_data(question.fact)}


def percent(share: float | None) -> str:
    """Return a share as text; a dash where it is not known."""
    return NOT_KNOWN if share is None else in_percent(share, brief=True)


def happened(answer: bool | None) -> str:
    """Return what happened as text: yes, no, or a dash where it is not known."""
    return NOT_KNOWN if answer is None else "yes" if answer else "no"


def beside(question: Question, base: Base) -> str:
    """Return what is reported with a question's share, in brief; "" where nothing is known."""
    words = []
    if question.id in base.shares:
        words.append(f"without any shock {percent(base.shares[question.id])}")
    if question.fact:
        words.append("it happened" if question.fact.happened else "it did not happen")
    return "; ".join(words)


def legend(rows: Sequence[Mapping[str, Any]], why_not: str = "", mark: str = "=") -> list[str]:
    """Return the lines that say how to read questions beside their base rates.

    Parameters
    ----------
    rows : sequence of mapping
        From ``row``.
    why_not : str
        Why base rates are not known.
    mark : str
        What marks a share that tests nothing.
    """
    lines = [why_not] if why_not else []
    if any(one["share_without_shocks"] is not None for one in rows):
        lines.append("No shocks: the same scenario, seed and histories with every shock left out.")
    if any(one["tests_nothing"] for one in rows):
        lines.append(
            f"{mark}: within {100 * SAME_WITHIN:z.0f} points of the share without shocks; such an "
            "answer tests nothing of what the shocks do."
        )
    if any(one["happened"] is not None for one in rows):
        lines.append("Happened: what the record says, with its source in the scenario.")
    return lines
