"""Sentences: what a state did in a month and why, and what the partner made of it."""

from __future__ import annotations

import numpy as np

from sim import schema
from sim.outcomes.focus import name_in_text
from sim.outcomes.months import month_in_words
from sim.report.chronicle import move_told
from sim.scenario import Scenario
from sim.system.text import in_percent, signed

from .explanation import Explanation

_OPTIONS = {
    "envoy": "an envoy",
    "summit": "a summit",
    "trade": "a trade agreement",
    "invest": "an investment project",
    "cover": "diplomatic cover",
    "drill": "a joint exercise",
    "snub": "a snub",
    "denounce": "a denunciation",
    "sanction": "sanctions",
    "force": "a show of force",
}


def in_sentences(explained: Explanation, scenario: Scenario) -> tuple[str, str]:
    """Say in two plain sentences what the state did and why, and what the partner made of it."""
    k = explained.options.index(explained.chosen)
    state, partner = (name_in_text(scenario, code) for code in (explained.state, explained.partner))
    chance = in_percent(explained.probabilities[k])
    others = [o for o in np.argsort(-explained.probabilities, kind="stable") if o != k]
    rival, likely = explained.options[others[0]], explained.probabilities[others[0]]
    which = "next likeliest" if likely <= explained.probabilities[k] else "likeliest option"
    next_best = f"the {which} was {_option(rival)} ({in_percent(likely)})"
    when = f"In history {explained.run}, in {month_in_words(str(explained.month))},"
    if explained.chosen == "hold":
        first = (
            f"{when} {state} makes no move toward {partner}. This had a probability of {chance}; "
        )
        first += f"{next_best}, worth {signed(explained.values[others[0]], 3)} to it."
        return first, _partner_sentence(explained, k, partner)
    done = move_told(scenario, explained.state, explained.chosen, explained.partner)
    done = f"{when} {done[0].lower() if done.startswith('The ') else done[0]}{done[1:]}"
    if explained.scripted:
        first = (
            f"{done}, as the scenario prescribes; by the rules it had a probability of {chance}."
        )
    else:
        why = _reasons(explained.terms[k])
        first = f"{done}. The move is worth {signed(explained.values[k], 3)} to it{why}. "
        first += f"It had a probability of {chance}; {next_best}."
    return first, _partner_sentence(explained, k, partner)


def _option(name: str) -> str:
    """Return an option in words: "a summit", "to make no move"."""
    return "to make no move" if name == "hold" else _OPTIONS.get(name, schema.MOVE_TITLES[name])


def _partner_sentence(explained: Explanation, k: int, partner: str) -> str:
    """Say what the partner saw and did, and which shocks bore on it."""
    shocks = "; ".join(f"{shock.title} ({shock.date:%Y-%m})" for shock in explained.in_force[:3])
    in_force = f" Shocks in force: {shocks}." if shocks else ""
    partner = partner[0].upper() + partner[1:]
    if explained.answer is None:
        return f"{partner} has nothing to answer.{in_force}"
    worth = explained.partner_terms[k].sum()
    word = "accepts" if explained.answer else "declines"
    word += ", as the scenario prescribes" if explained.answer_scripted else ""
    why = _reasons(explained.partner_terms[k])
    chance = in_percent(explained.consent[k])
    return (
        f"{partner} {word}: the deal is worth {signed(worth, 3)} to it{why}, and the rules give "
        f"its consent a probability of {chance}.{in_force}"
    )


def _reasons(terms: np.ndarray) -> str:
    """Name the terms that speak most for and against."""
    order = np.argsort(terms)
    told = []
    if terms[order[-1]] > 0:
        told.append(f"mainly because of {schema.TERMS[order[-1]]} ({signed(terms[order[-1]], 3)})")
    if terms[order[0]] < 0:
        told.append(f"in spite of {schema.TERMS[order[0]]} ({signed(terms[order[0]], 3)})")
    return f", {', '.join(told)}" if told else ""
