"""The chronicle: one history month by month, in prose, each month under its heading."""

from __future__ import annotations

import numpy as np

from sim import schema
from sim.countries.capitals import capital
from sim.outcomes.focus import focus, name_in_text
from sim.outcomes.months import month_in_words
from sim.outcomes.results import Results
from sim.scenario import Scenario
from sim.system.text import MONTHS, capitalised

_WORDS = {
    "envoy": "sends an envoy to {}",
    "summit": "proposes a summit to {}",
    "trade": "offers {} a trade agreement",
    "invest": "offers {} an investment project",
    "cover": "offers {} diplomatic cover",
    "drill": "proposes a joint exercise to {}",
    "snub": "snubs {}",
    "denounce": "denounces {}",
    "sanction": "puts sanctions on {}",
    "force": "makes a show of force against {}",
}
# states; of more, a month would be a page, and only what concerns the state in focus is given;
# judgement
_MOST = 12
_ANSWERS = {1: "; {} accepts", 0: "; {} declines", -1: ""}


def chronicle(results: Results, row: int) -> str:
    """Return the text of one history: a heading for each month, its shocks, a line for each state.

    With many states it covers only the one in focus.

    Parameters
    ----------
    results : Results
        A run.
    row : int
        Position of the history in the results.
    """
    scenario = results.scenario
    of = focus(results).state if len(scenario.codes) > _MOST else None
    only = f"; what {name_in_text(scenario, of)} did and met" if of else ""
    lines = [f"{scenario.title}", f"History {results.runs[row]}, seed {results.seed}{only}"]
    for month in range(scenario.months):
        told = shocks_told(scenario, month)
        told += _by_state(
            scenario, results.choices[row, month], results.answers_to_deals[row, month], of
        )
        lines += ["", heading(scenario, month), *(told or ["Nothing happens."])]
    return "\n".join(lines) + "\n"


def heading(scenario: Scenario, month: int) -> str:
    """Return a month as a heading: "November 2014".

    Parameters
    ----------
    scenario : Scenario
    month : int
        Its position in the period.
    """
    return month_in_words(scenario.month_labels[month])


def shocks_told(scenario: Scenario, month: int) -> list[str]:
    """Return a sentence in brackets for each shock of a month: "[27 March: Russia ...]"."""
    return [
        f"[{shock.date.day} {MONTHS[shock.date.month - 1]}: {shock.title}.]"
        for shock in scenario.shocks
        if shock.month == month
    ]


def _by_state(
    scenario: Scenario, choices: np.ndarray, answers: np.ndarray, of: str | None
) -> list[str]:
    """Return the moves of a month, all those of a state in one line."""
    lines = []
    for k in range(len(scenario.codes)):
        alone = np.full_like(choices, schema.HOLD)
        alone[k] = choices[k]
        lines.append(" ".join(moves_told(scenario, alone, answers, of)))
    return [line for line in lines if line]


def moves_told(
    scenario: Scenario,
    choices: np.ndarray,
    answers: np.ndarray,
    of: str | None = None,
    but: str | None = None,
) -> list[str]:
    """Return a sentence for each move of a month.

    Parameters
    ----------
    choices, answers : ndarray (source, target)
        As in ``Results``.
    of, but : str, optional
        Only moves that a state makes or meets; only moves that it does not.
    """
    sentences = []
    for i, j in zip(*np.nonzero(choices != schema.HOLD), strict=True):
        source, target = scenario.codes[i], scenario.codes[j]
        if (of is None or of in (source, target)) and but not in (source, target):
            sentences.append(
                move_answered(scenario, (source, target), choices[i, j], answers[i, j])
            )
    return sentences


def move_answered(scenario: Scenario, pair: tuple[str, str], choice: int, answer: int) -> str:
    """Return a sentence on what a state did toward another, and how that was answered.

    Parameters
    ----------
    scenario : Scenario
    pair : (str, str)
        Codes of the states.
    choice, answer : int
        As in ``Results``.
    """
    source, target = pair
    if choice == schema.HOLD:
        names = (name_in_text(scenario, code) for code in pair)
        return f"{capitalised(' makes no move toward '.join(names))}."
    said = move_told(scenario, source, schema.MOVES[choice], target)
    return f"{said}{_ANSWERS[int(answer)].format(government(scenario, target))}."


def move_told(scenario: Scenario, source: str, move: str, target: str) -> str:
    """Say a move in words, without its answer: "North Korea sends an envoy to Russia"."""
    said = f"{name_in_text(scenario, source)} {_WORDS[move].format(name_in_text(scenario, target))}"
    return said[0].upper() + said[1:]


def government(scenario: Scenario, code: str) -> str:
    """Return what the news call a state's government by: its capital, else its name.

    Parameters
    ----------
    scenario : Scenario
    code : str
        Of the state.
    """
    state = scenario.states[scenario.index(code)]
    return capital(state.ccode, scenario.start.year) or name_in_text(scenario, code)
