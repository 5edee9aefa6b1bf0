"""The player of a game: a state that asks somebody, and all that this somebody is shown."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np

from sim import schema
from sim.agents.diplomacy import Diplomacy, State
from sim.model import measures, rules
from sim.model import month as phases
from sim.outcomes.focus import asked_focus
from sim.scenario import Scenario, Shock

OTHERS = ""  # in what a decider wants: every partner that is not named
HOLD, ADVICE, RULES = "hold", "advice", "rules"


class Option(NamedTuple):
    """A move, "hold" or "accept": its worth and probability by the rules, and its six terms."""

    move: str
    value: float
    probability: float
    terms: np.ndarray

    @property
    def reason(self) -> str:
        """The term that says most for it (or against it, where none is for it); "" for hold."""
        k = self.terms.argmax() if self.terms.max() > 0 else self.terms.argmin()
        return schema.TERMS[int(k)] if self.move != HOLD else ""


class Moment(NamedTuple):
    """What is known when moves are chosen.

    `choices` and `answers` are what all did last month (source, target), coded as in ``Results``;
    `shocks` are this month's, `prescribed` the moves that the scenario makes for the player;
    `menus` the options toward each other partner, the likeliest by the rules first.
    """

    month: str
    player: Player
    choices: np.ndarray
    answers: np.ndarray
    shocks: list[Shock]
    prescribed: dict[str, str]
    menus: dict[str, list[Option]]


class Offer(NamedTuple):
    """A deal that another state offers.

    `accept` is the option to accept it (its cost: the share that one bears), `brings` the support
    that it would bring by need (need,), in patrons; `rules` is what the rules answer on the random
    draws of this history.
    """

    month: str
    asker: str
    move: str
    accept: Option
    brings: np.ndarray
    rules: bool

    @property
    def advice(self) -> bool:
        """Whether the rules would more likely accept than not."""
        return self.accept.probability >= 0.5


class Decider(Protocol):
    """Who decides for the player: a person, a script, or any object with these two methods.

    A decider that is away in some months may say so with a third, ``there(month)``, where month is
    as 2014-03; it is not asked for moves then.
    """

    def moves(self, moment: Moment) -> dict[str, str] | None:
        """Return a move by partner, or by ``OTHERS`` for all that are not named.

        It may be a move, "hold", "advice" (what the rules find likeliest) or "rules" (what they
        draw). None means that nobody is there: the rules play this month, moves and answers.
        """

    def answer(self, offer: Offer) -> bool:
        """Return whether an offer is accepted."""


class Follower:
    """A decider that says one word toward everybody, and answers as the rules do.

    With "advice" it makes the move that the rules find likeliest.
    """

    def __init__(self, word: str = RULES) -> None:
        self.word = word

    def moves(self, moment: Moment) -> dict[str, str]:
        """Return the same word for every partner."""
        return {OTHERS: self.word}

    def answer(self, offer: Offer) -> bool:
        """Answer as the rules do."""
        return offer.advice if self.word == ADVICE else offer.rules


class Player(State):
    """A state that asks its decider.

    Attributes
    ----------
    decided, ruled : list of str
        This month's decisions, and what the rules would have decided in each, as a script says
        them. Both are empty in a month that the decider left to the rules.
    away : bool
        Whether it did so in the current month.
    """

    def __init__(self, model: Diplomacy, position: int, decider: Decider) -> None:
        super().__init__(model, position)
        self.decider = decider
        self.decided: list[str] = []
        self.ruled: list[str] = []
        self.away = False

    def support(self) -> np.ndarray:
        """Return what each state gives this one: (n, need), in patrons."""
        return self.model.world.support[:, self.position, :, 0].copy()

    def tilt(self) -> float | None:
        """Return the tilt that the scenario asks about.

        The result is None if it asks about none of this state.
        """
        about = asked_focus(self.model.situation)
        if about is None or about.state != self.code:
            return None
        needs = [schema.NEEDS.index(need) for need in about.needs or schema.NEEDS]
        a, b = (
            self.support()[self.model.situation.index(code), needs].sum()
            for code in (about.a, about.b)
        )
        return float(measures.tilt(a, b))

    def choose(self, values: np.ndarray) -> np.ndarray:
        """Ask the decider, but not toward whom the scenario prescribes the move."""
        model, answers = self.model, self.model.workspace.decisions.answers[:, :, 0].copy()
        month, given = (
            model.situation.month_labels[model.month],
            prescribed(model.situation, self.code, model.month),
        )
        shocks = [shock for shock in model.situation.shocks if shock.month == model.month]
        drawn, there = super().choose(values), getattr(self.decider, "there", None)
        menus, wanted = {}, None
        if there is None or there(month):  # else nobody looks at what takes a while to work out
            menus = {
                s.code: self._menu(s.position, values)
                for s in model.states
                if s is not self and s.code not in given
            }
            wanted = self.decider.moves(
                Moment(month, self, model.last_choices, answers, shocks, given, menus)
            )
        self.decided, self.ruled, self.away = [], [], wanted is None
        if wanted is None:
            return drawn
        return self._carried_out(wanted, menus, drawn, month)

    def _carried_out(
        self, wanted: dict[str, str], menus: dict[str, list[Option]], drawn: np.ndarray, month: str
    ) -> np.ndarray:
        """Return the moves that a decider wants, and note them beside those of the rules."""
        model, choices = self.model, np.full(len(drawn), schema.HOLD)
        for code, options in menus.items():
            j = model.situation.index(code)
            likeliest, ruled = (
                options[0].move,
                HOLD if drawn[j] == schema.HOLD else schema.MOVES[drawn[j]],
            )
            word = wanted.get(code, wanted.get(OTHERS, HOLD))
            move = {ADVICE: likeliest, RULES: ruled}.get(word, word)
            choices[j] = schema.HOLD if move == HOLD else schema.MOVES.index(move)
            self.decided.append(f"{month} {code} {move}")
            self.ruled.append(f"{month} {code} {ruled}")
        return choices

    def respond(self, asker: State, move: str) -> bool:
        """Ask the decider.

        Parameters
        ----------
        asker : State
            Who offers the deal.
        move : str
            One of ``schema.DEALS``.
        """
        if self.away:
            return super().respond(asker, move)
        offer = self._offer(asker, move)
        accepted = bool(self.decider.answer(offer))
        for lines, yes in ((self.decided, accepted), (self.ruled, offer.rules)):
            lines.append(f"{offer.month} answer {asker.code} {move} {'yes' if yes else 'no'}")
        return accepted

    def _menu(self, j: int, values: np.ndarray) -> list[Option]:
        """Return the options toward the partner at position j, the likeliest first."""
        model, i, p = self.model, self.position, self.model.period
        odds, parts = model.workspace.decisions.odds, model.workspace.decisions.parts
        precision = model.setting.states.precision[p, i]
        phases.weigh(np.ascontiguousarray(values[j])[:, None], precision, odds, parts)
        chances = odds[:-1, 0] / odds[-1, 0]
        options = [Option(HOLD, 0.0, float(chances[-1]), np.zeros(len(schema.TERMS)))]
        for m, move in enumerate(schema.MOVES):
            terms = phases.weighed_terms(
                model.world, model.setting, p, model.workspace.sight, i, j, m, 0
            )
            options.append(Option(move, float(values[j, m]), float(chances[m]), np.array(terms)))
        return sorted(options, key=lambda option: -option.probability)

    def _offer(self, asker: State, move: str) -> Offer:
        """Return a deal as this state sees it when it is asked."""
        model, i, j, m = self.model, asker.position, self.position, schema.MOVES.index(move)
        world, setting, p = model.world, model.setting, model.period
        terms = phases.asked_terms(world, setting, p, model.workspace.sight, j, i, m, 0)
        benefits = model.workspace.decisions.benefits
        chance = phases.likely_consent(setting, p, benefits, j, i, m, 0)
        worth = float(benefits[i, j, m, 0] + terms[-1])
        accept = Option("accept", worth, float(chance), np.array(terms))
        each = zip(
            setting.moves.brings[p, m], model.workspace.sight.unused[i, j, :, 0], strict=True
        )
        brings = np.array([rules.gain(*numbers) for numbers in each])
        month = model.situation.month_labels[model.month]
        return Offer(month, asker.code, move, accept, brings, super().respond(asker, move))


def prescribed(scenario: Scenario, state: str, month: int) -> dict[str, str]:
    """Return the moves that a scenario makes for a state in a month: partner -> move.

    Parameters
    ----------
    scenario : Scenario
        With its shocks.
    state : str
        Code of the state that moves.
    month : int
        Counted from the start of the period.
    """
    moves = [move for shock in scenario.shocks if shock.month == month for move in shock.moves]
    return {move.target: move.move for move in moves if move.source == state}
