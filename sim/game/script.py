"""Scripts: the lines that a game is played by.

A line is `2013-01 RUS envoy, CHN trade`, `2013-01 hold`, `2013-01 rules` or `2013-01 answer CHN
trade yes`; what comes after # is a comment. A script reaches to the month of its last line; up to
there, months without a line are held and approaches without an answer are answered as the rules
advise.
"""

from __future__ import annotations

from collections.abc import Sequence

from sim import schema
from sim.errors import InvalidInput
from sim.scenario import Scenario, nearest

from .names import coded, pick, pick_state
from .player import ADVICE, HOLD, OTHERS, RULES, Moment, Offer, prescribed

EASY = (HOLD, ADVICE, RULES)
YES_NO = ("yes", "no", "y", "n", ADVICE, RULES)


def wishes(
    text: str, scenario: Scenario, state: str, month: int, words: Sequence[str] = ()
) -> dict[str, str]:
    """Read the moves of a month: `RUS envoy, China trade`, `hold`, `advice`, `rules`, or a mixture.

    Parameters
    ----------
    text : str
        As a player types it; partners by code or by name, in any case.
    scenario : Scenario
        Whose states and scripted moves count.
    state : str
        Code of the state that moves.
    month : int
        Counted from the start of the period.
    words : sequence of str
        Other words that may have been meant, for the nearest name of a wrong one.

    Returns
    -------
    dict of partner to move
        ``OTHERS`` stands for all partners that are not named.

    Raises
    ------
    InvalidInput
        Saying what is wrong, with the nearest name.
    """
    given = prescribed(scenario, state, month)
    result: dict[str, str] = {}
    for part in filter(
        None, (part.split() for part in coded(text, scenario, [*EASY, *words]).split(","))
    ):
        code, move = _toward(part, scenario, state, words)
        if code in given:
            raise InvalidInput(
                f"toward {code} the scenario prescribes what {state} does this month: {given[code]}"
            )
        if code in result:
            raise InvalidInput(
                f"there are two moves toward {code or 'the others'}: {result[code]} and {move}"
            )
        result[code] = move
    return result


def _toward(
    part: list[str], scenario: Scenario, state: str, words: Sequence[str]
) -> tuple[str, str]:
    """Return the partner (``OTHERS`` for all not named) and the move that some words mean."""
    partners = [code for code in scenario.codes if code != state]
    first, known = part[0].lower(), {code.lower() for code in scenario.codes}
    example = f"{partners[0]} envoy"
    if len(part) == 2 and first in schema.MOVES and part[1].lower() in known:
        raise InvalidInput(f"write the state before the move: {part[1].upper()} {first}")
    if len(part) > 2 and {word.lower() for word in part[:-1]} & {*known, *schema.MOVES, *EASY}:
        raise InvalidInput(
            f"'{' '.join(part)}' is more than one move: write {example}, with commas between moves"
        )
    if len(part) > 1:
        partner = pick_state(" ".join(part[:-1]), scenario, partners, "partner")
        return partner, pick(part[-1], [*schema.MOVES, *EASY], "move")
    if first in EASY:
        return OTHERS, first
    if first in known:
        raise InvalidInput(
            f"what is to be done toward {part[0].upper()}? Write a move after it, as {example}"
        )
    if first in schema.MOVES:
        raise InvalidInput(
            f"{first} toward whom? Write the state before it, as {partners[0]} {first}"
        )
    raise InvalidInput(
        f"'{part[0]}' is no move: write {example}{nearest(first, [*EASY, *words, *partners])}"
    )


class Script:
    """A decider that follows the lines of a text; `months` is how many months they reach.

    InvalidInput names file and line, and says what is wrong in it.
    """

    def __init__(self, text: str, file: str, scenario: Scenario, state: str) -> None:
        self.file, self.scenario, self.state, self.months = file, scenario, state, 0
        self._said: dict[str, str] = {}
        self._answers: dict[tuple[str, str], tuple[int, str, str]] = {}
        for number, line in enumerate(text.splitlines(), 1):
            words = line.partition("#")[0].split()
            try:
                if words:
                    self._read(number, *words)
            except InvalidInput as error:
                raise InvalidInput(f"{file}:{number}: {error}") from None

    def _read(self, number: int, label: str, *words: str) -> None:
        """Read one line."""
        month = self.scenario.month_labels.index(pick(label, self.scenario.month_labels, "month"))
        self.months = max(self.months, month + 1)
        if not words:
            raise InvalidInput(
                "what is to be done? Write a move, hold, advice or rules after the month"
            )
        if words[0] == "answer":
            return self._read_answer(number, label, *words[1:])
        self._said[label] = ", ".join(filter(None, (self._said.get(label), " ".join(words))))
        wishes(self._said[label], self.scenario, self.state, month)

    def _read_answer(self, number: int, label: str, *words: str) -> None:
        """Read an answer to an approach: STATE DEAL yes, or STATE yes to whatever is offered."""
        asker, *given = coded(" ".join(words), self.scenario).split(" ")
        if len(given) not in (1, 2):
            raise InvalidInput(f"write answers as {label} answer STATE trade yes")
        others = [code for code in self.scenario.codes if code != self.state]
        key = label, pick_state(asker, self.scenario, others, "state")
        if key in self._answers:
            raise InvalidInput(f"there are two answers to {key[1]} in {label}")
        deal = pick(given[0], schema.DEALS, "deal") if len(given) == 2 else ""
        self._answers[key] = number, deal, pick(given[-1], YES_NO, "answer")

    def moves(self, moment: Moment) -> dict[str, str]:
        """Return what the lines of the month say."""
        return wishes(
            self._said.get(moment.month, ""), self.scenario, self.state, moment.player.model.month
        )

    def answer(self, offer: Offer) -> bool:
        """Return what the lines say, or else what the rules advise."""
        key = offer.month, offer.asker
        if self._answers.get(key, (0, "-", ""))[1] not in ("", offer.move):
            return offer.advice
        return said_yes(self._answers.pop(key)[2], offer)

    def unasked(self) -> list[str]:
        """Return the lines that answer what nobody asked."""
        return [f"{self.file}:{number}" for number, _, _ in self._answers.values()]


def said_yes(word: str, offer: Offer) -> bool:
    """Say whether a word of ``YES_NO`` accepts an offer.

    Parameters
    ----------
    word : str
        One of ``YES_NO``.
    offer : Offer
        What is offered.
    """
    return {ADVICE: offer.advice, RULES: offer.rules}.get(word, word.startswith("y"))
