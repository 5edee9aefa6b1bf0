"""What happens in a class's game, in the words that phones and wall show."""

from __future__ import annotations

from collections.abc import Iterable
from math import fsum
from typing import Any

import numpy as np

from sim import schema
from sim.game.player import HOLD, Moment, Offer, Option, prescribed
from sim.outcomes.focus import asked_focus, name_in_text, name_opening, needs_in_words
from sim.report.chronicle import heading, move_told
from sim.scenario import Scenario, families_of
from sim.system import text
from sim.system.rounding import rounded, rounded_one
from sim.system.text import in_percent

ACCEPTED, DECLINED, SCRIPTED = "accepted", "declined", "scripted"


def month_in_words(scenario: Scenario, month: int) -> str:
    """Return a month as March 2014, by its position."""
    return heading(scenario, min(month, scenario.months - 1))


def month_called(scenario: Scenario, label: str) -> str:
    """Return a month as March 2014, by its label."""
    return heading(scenario, scenario.month_labels.index(label))


def news(scenario: Scenario, month: int) -> list[dict[str, str]]:
    """Return the events of a month: day, and what happened.

    Of those that recur it is said what they are, as the name of an exercise may say nothing.

    Parameters
    ----------
    scenario : Scenario
    month : int
        Its position.
    """
    name, kin = month_in_words(scenario, month).split()[0], families_of(scenario)
    often = [family for family in scenario.families if list(kin.values()).count(family) > 2]
    said = {one: f" ({scenario.families[kin[one]]})" for one in kin if kin[one] in often}
    return [
        {"day": f"{shock.date.day} {name}", "text": f"{shock.title}{said.get(shock.id, '')}."}
        for shock in sorted(scenario.shocks, key=lambda shock: shock.date)
        if shock.month == month
    ]


def moves(
    scenario: Scenario, month: int, choices: np.ndarray, answers: np.ndarray | None = None
) -> list[dict[str, str]]:
    """Return the moves of a month: source, target, text, and the answer once there is one.

    Parameters
    ----------
    scenario : Scenario
    month : int
        Its position.
    choices, answers : ndarray (source, target)
        As in ``Results``; no answers while they are being given.
    """
    rows = []
    for i, j in zip(*np.nonzero(choices != schema.HOLD), strict=True):
        source, target = scenario.codes[i], scenario.codes[j]
        move = schema.MOVES[choices[i, j]]
        answer = -1 if answers is None else int(answers[i, j])
        word = {1: ACCEPTED, 0: DECLINED}.get(answer, "")
        if not word and target in prescribed(scenario, source, month):
            word = SCRIPTED
        text = move_told(scenario, source, move, target)
        rows.append({"source": source, "target": target, "text": text, "answer": word})
    return rows


def names(scenario: Scenario, codes: Iterable[str]) -> list[str]:
    """Return the names of states as they stand within a sentence."""
    return [name_in_text(scenario, code) for code in codes]


def standing(moment: Moment) -> list[str]:
    """Say where a state stands: needs, whom it leans on, who is warm and cold, its tilt."""
    player, model = moment.player, moment.player.model
    scenario, given = model.situation, moment.player.support()
    received, need = given.sum(axis=0), model.setting.states.need[model.period, player.position]
    met = float((need * received / (1.0 + received)).sum() / max(need.sum(), 1e-12))
    sentences = [f"Your needs are met to {in_percent(met)}."]
    by_state = given.sum(axis=1)
    if by_state.sum() > 0:
        first = int(by_state.argmax())
        share, name = (
            by_state[first] / by_state.sum(),
            name_in_text(scenario, scenario.codes[first]),
        )
        sentences.append(f"Of all that you get, {in_percent(share)} comes from {name}.")
    others = sorted(
        (state for state in model.states if state is not player),
        key=lambda state: state.stance(player),
    )
    cold, warm = others[0], others[-1]
    if cold is not warm:
        sentences.append(
            f"{name_opening(scenario, warm.code)} regards you most warmly "
            f"({signed(warm.stance(player))}), {name_in_text(scenario, cold.code)} most coldly "
            f"({signed(cold.stance(player))})."
        )
    about, tilt = asked_focus(scenario), player.tilt()
    if about and tilt is not None:
        ends = f"{name_in_text(scenario, about.a)} (−1) to {name_in_text(scenario, about.b)} (+1)"
        sentences.append(
            f"Your tilt in {needs_in_words(about.needs)} is {signed(tilt)}, from {ends}."
        )
    return sentences


def partners(moment: Moment) -> list[dict[str, Any]]:
    """Return what a state may do toward each other, and how the two stand; nearest first.

    `its` is the other's stance, `own` the state's own, `trust` how far it expects a yes.
    """
    player, given = moment.player, moment.player.support()
    rows = []
    for other in player.model.states:
        if other is not player:
            rows.append(
                {
                    "code": other.code,
                    "name": other.name,
                    "in_text": name_in_text(player.model.situation, other.code),
                    "support": rounded(given[other.position]),
                    "its": rounded_one(other.stance(player)),
                    "own": rounded_one(player.stance(other)),
                    "trust": rounded_one(player.trust(other)),
                    "prescribed": moment.prescribed.get(other.code),
                    "rules": by_the_rules(moment.menus.get(other.code, [])),
                    "options": [option(one) for one in moment.menus.get(other.code, [])],
                }
            )
    return sorted(rows, key=lambda row: -fsum(row["support"]))


def option(one: Option) -> dict[str, Any]:
    """Return an option as data: move, probability by the rules, worth and its six terms.

    `deal` is its place among the deals, or -1: who chooses is told what needs consent.
    """
    return {
        "move": one.move,
        "deal": schema.DEALS.index(one.move) if one.move in schema.DEALS else -1,
        "words": move_in_words(one.move),
        "probability": rounded_one(one.probability),
        "worth": rounded_one(one.value),
        "terms": dict(zip(schema.TERMS, rounded(np.array(one.terms)), strict=True)),
        "reason": one.reason if one.move != HOLD else "",
    }


def move_in_words(move: str) -> str:
    """Return what a move is called for those who have not met its word: "send an envoy"."""
    return schema.MOVE_TITLES.get(move, "no move").partition(" (")[0]


def by_the_rules(options: list[Option]) -> str:
    """Say what the rules would do, the three likeliest: "no move 48 %, send an envoy 21 %"."""
    likeliest = options[:3]
    chances = [in_percent(one.probability, brief=True) for one in likeliest]
    told = zip((move_in_words(one.move) for one in likeliest), chances, strict=True)
    return ", ".join(f"{words} {chance}" for words, chance in told)


def offered(scenario: Scenario, offer: Offer, state: str) -> dict[str, Any]:
    """Return an offer as data.

    Parameters
    ----------
    scenario : Scenario
    offer : Offer
    state : str
        To whom.
    """
    brings = [
        f"{need} {much:z.2f}"
        for need, much in zip(schema.NEEDS, offer.brings, strict=True)
        if much >= 0.005
    ]
    chance = in_percent(offer.accept.probability)
    return {
        "asker": offer.asker,
        "name": name_opening(scenario, offer.asker),
        "text": f"{move_told(scenario, offer.asker, offer.move, state)}.",
        "brings": f"It would bring you {' and '.join(brings) or 'no support'}.",
        "rules": f"The rules would accept with probability {chance}.",
        "why": option(offer.accept),
    }


def signed(value: float) -> str:
    """Return a number with its sign: +0.37, −0.62."""
    return text.signed(value).replace("-", "−")
