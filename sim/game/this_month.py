"""Deciders for a single month: the moves and answers that somebody gives in Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sim.scenario import Scenario

from .names import pick, pick_state
from .player import ADVICE, OTHERS, Decider, Moment, Offer
from .script import YES_NO, said_yes, wishes

Moves = str | Mapping[str, str]
Answers = Mapping[str, bool | str] | Callable[[Offer], bool] | str


class ThisMonth:
    """A decider for one month: the moves and answers that were given, else another decider's.

    Parameters
    ----------
    now : (Scenario, str, int)
        What is played: the scenario, the code of the state, the month counted from the start.
    usual : Decider
        Who is asked for what is not given.
    moves : str or mapping of partner to move, optional
    answers : mapping of asker to answer, str or callable, optional
        As in ``Game.step``.
    """

    def __init__(
        self,
        now: tuple[Scenario, str, int],
        usual: Decider,
        moves: Moves | None,
        answers: Answers | None,
    ) -> None:
        self.usual = usual
        self.wanted = None if moves is None else _moves(now, moves)
        self.answers = answers if answers is None or callable(answers) else _answers(now, answers)

    def moves(self, moment: Moment) -> dict[str, str] | None:
        """Return the moves that were given."""
        return self.usual.moves(moment) if self.wanted is None else self.wanted

    def answer(self, offer: Offer) -> bool:
        """Return the answer that was given, else what the rules advise."""
        if self.answers is None:
            return self.usual.answer(offer) if self.wanted is None else offer.advice
        if callable(self.answers):
            return bool(self.answers(offer))
        word = self.answers.get(offer.asker, self.answers.get(OTHERS, ADVICE))
        return said_yes(word, offer)


def _moves(now: tuple[Scenario, str, int], moves: Moves) -> dict[str, str]:
    """Read moves, as text or by partner."""
    if not isinstance(moves, str):
        moves = ", ".join(f"{partner} {move}" for partner, move in moves.items())
    return wishes(moves, *now)


def _answers(
    now: tuple[Scenario, str, int], answers: Mapping[str, bool | str] | str
) -> dict[str, str]:
    """Read answers: a word by asker, or by ``OTHERS`` for all."""
    if isinstance(answers, str):
        return {OTHERS: pick(answers, YES_NO, "answer")}
    scenario, state, _ = now
    partners, words = [code for code in scenario.codes if code != state], {}
    for asker, answer in answers.items():
        word = answer if isinstance(answer, str) else ("yes" if answer else "no")
        code = pick_state(asker, scenario, partners, "state")
        words[code] = pick(word, YES_NO, "answer")
    return words
