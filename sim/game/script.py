"""Scripts: the lines that a game is played by.

A line is `2013-01 RUS envoy, CHN trade`, `2013-01 hold`, `2013-01 rules` or `2013-01 answer CHN
trade yes`; what comes after # is a comment. `2013-01 away` leaves the month to the rules, moves and
answers. A script reaches to the month of its last line; up to there, months without a line are held
and approaches without an answer are answered as the rules advise.

In the script of a game of several states each line names who decides, as `2013-01 DPRK: RUS envoy`;
the rules play a state in the months for which it has no line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim import schema
from sim.errors import InvalidInput
from sim.scenario import Scenario, nearest

from .names import coded, pick, pick_state
from .player import ADVICE, HOLD, OTHERS, RULES, Moment, Offer, prescribed

EASY = (HOLD, ADVICE, RULES)
AWAY = "away"  # nobody is there: the rules play the month
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

    Parameters
    ----------
    text, file : str
        Its lines, and where they stand.
    scenario : Scenario
        What is played.
    state : str
        Code of the state that is played.
    alone : bool
        Whether it is the only one: then it holds in months without a line; otherwise the rules play
        them.
    """

    def __init__(
        self, text: str, file: str, scenario: Scenario, state: str, alone: bool = True
    ) -> None:
        self.file, self.scenario, self.state, self.months = file, scenario, state, 0
        self.alone, self._there, self._away = alone, set[str](), set[str]()
        self._said: dict[str, str] = {}
        self._answers: dict[tuple[str, str], tuple[int, str, str]] = {}
        for number, words in lines_of(text):
            try:
                self._read(number, *words)
            except InvalidInput as error:
                raise InvalidInput(f"{file}:{number}: {error}") from None

    def _read(self, number: int, label: str, *words: str) -> None:
        """Read one line."""
        month = month_of(label, self.scenario)
        self.months = max(self.months, month + 1)
        if not words:
            raise InvalidInput(
                "what is to be done? Write a move, hold, advice or rules after the month"
            )
        (self._away if words == (AWAY,) else self._there).add(label)
        if label in self._away & self._there:
            raise InvalidInput(f"a state that is away in {label} decides nothing else in it")
        if words == (AWAY,):
            return None
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

    def there(self, month: str) -> bool:
        """Say whether the lines decide anything in a month, or leave it to the rules."""
        return month not in self._away and (self.alone or month in self._there)

    def moves(self, moment: Moment) -> dict[str, str] | None:
        """Return what the lines of the month say."""
        if not self.there(moment.month):
            return None
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


def lines_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines of a script that say something: number and words, without comments."""
    for number, line in enumerate(text.splitlines(), 1):
        if words := line.partition("#")[0].split():
            yield number, words


def month_of(label: str, scenario: Scenario) -> int:
    """Return the position of a month that a line names.

    Parameters
    ----------
    label : str
        As 2013-05.
    scenario : Scenario
        Whose months there are.
    """
    labels = scenario.month_labels
    if label not in labels:
        raise InvalidInput(f"there is no month '{label}': write one of {labels[0]} to {labels[-1]}")
    return labels.index(label)


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
