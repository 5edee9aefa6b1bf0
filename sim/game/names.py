"""Names: the states that a player's words mean, by code, number, name or capital, in any case."""

from __future__ import annotations

from collections.abc import Sequence

from sim.errors import InvalidInput
from sim.scenario import Scenario, nearest
from sim.scenario.calling import found, key, nearest_state
from sim.schema import MOVES


def pick(word: str, options: Sequence[str], what: str) -> str:
    """Return the option that a word names, in upper or lower case.

    It raises InvalidInput with the nearest if there is none.

    Parameters
    ----------
    word : str
        As it was typed.
    options : sequence of str
        What there is.
    what : str
        What the options are, for the message.
    """
    result = [option for option in options if word == option] or [
        o for o in options if word.lower() == o.lower()
    ]
    if not result:
        raise InvalidInput(f"there is no {what} '{word}'{nearest(word, options)}")
    return result[0]


def pick_state(words: str, scenario: Scenario, options: Sequence[str], what: str) -> str:
    """Return the code of the state that a code or a name means, if it is one of the options.

    InvalidInput has the nearest code or name for what is none; for another state it lists what
    there is.

    Parameters
    ----------
    words : str
        A code or a name.
    scenario : Scenario
        Whose states count.
    options : sequence of str
        Codes that may be meant.
    what : str
        What the options are, for the message.
    """
    code = found(words, scenario.states)
    if code and code in options:
        return code
    if code:
        raise InvalidInput(f"there is no {what} '{code}'{nearest('', options)}")
    among = [state for state in scenario.states if state.code in options]
    raise InvalidInput(f"there is no {what} '{words}'{nearest_state(words, among)}")


def coded(line: str, scenario: Scenario, keywords: Sequence[str] = ()) -> str:
    """Return a line of moves with the codes of states where it has their names.

    A name may be of several words, and have a comma in it. It counts where a move toward somebody
    begins; one that is also a move or one of the `keywords` only where a move comes after it.

    Parameters
    ----------
    line : str
        As it was typed.
    scenario : Scenario
        Whose states count.
    keywords : sequence of str
        Words that mean something else than a state.
    """
    names = _names(scenario)
    longest = max(map(len, names))
    tokens, written, begins = _tokens(line), [], True
    while tokens:
        result = None
        if begins:
            starts = (tuple(map(key, tokens[:length])) for length in range(longest, 0, -1))
            result = next((start for start in starts if start in names), None)
        after = key(tokens[len(result)]) if result and len(tokens) > len(result) else ""
        if result and (result not in _reserved(keywords) or after in MOVES):
            written.append(
                tokens[0]
                if tokens[0] in scenario.codes and len(result) == 1
                else _one(names[result], result)
            )
            tokens, begins = tokens[len(result) :], False
            continue
        token = tokens.pop(0)
        written.append(token)
        begins = token == "," or (begins and key(token) in MOVES)
    return " ".join(written)


def _names(scenario: Scenario) -> dict[tuple[str, ...], list[str]]:
    """Return the codes of the states that some words mean, alone or together.

    A code stands before a name, and a name before a capital.
    """
    names: dict[tuple[str, ...], list[str]] = {}
    kinds = [[(word,) for word in state.words] + [state.seats] for state in scenario.states]
    for of_kind in zip(*kinds, strict=True):
        own: dict[tuple[str, ...], list[str]] = {}
        for state, words in zip(scenario.states, of_kind, strict=True):
            for word in dict.fromkeys(tuple(map(key, _tokens(word))) for word in words):
                own.setdefault(word, []).append(state.code)
        names = {**own, **names}  # the kind that comes first counts
    names.pop((), None)
    return names


def _one(codes: list[str], words: tuple[str, ...]) -> str:
    """Return the only code that some words mean."""
    if len(codes) > 1:
        raise InvalidInput(f"'{' '.join(words)}' may be {' or '.join(codes)}: write the code")
    return codes[0]


def _reserved(keywords: Sequence[str]) -> set[tuple[str]]:
    """Return the words that mean something else than a state."""
    return {(word,) for word in (*MOVES, *keywords)}


def _tokens(text: str) -> list[str]:
    """Return the words of a text, and its commas."""
    return text.replace(",", " , ").split()
