"""The chronicle: one history month by month, in prose."""

from __future__ import annotations

import numpy as np

from sim import schema
from sim.outcomes.focus import focus, name_of
from sim.outcomes.results import Results
from sim.scenario import Scenario

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
_ANSWERS = {1: ", which accepts", 0: ", which declines", -1: ""}


def chronicle(results: Results, row: int) -> str:
    """Return the text of one history: shocks and moves, a paragraph per month.

    Among many states it tells only of the one in focus.

    Parameters
    ----------
    results : Results
        A run.
    row : int
        Position of the history in the results.
    """
    scenario = results.scenario
    of = focus(results).state if len(scenario.codes) > _MOST else None
    only = f"; what {name_of(scenario, of)} did and met" if of else ""
    lines = [f"{scenario.title}", f"History {results.runs[row]}, seed {results.seed}{only}", ""]
    for month, label in enumerate(scenario.month_labels):
        sentences = shocks_told(scenario, month)
        sentences += moves_told(
            scenario, results.choices[row, month], results.answers_to_deals[row, month], of
        )
        lines.append(f"{label}  {' '.join(sentences) if sentences else 'Nothing happens.'}")
    return "\n".join(lines) + "\n"


def shocks_told(scenario: Scenario, month: int) -> list[str]:
    """Return a sentence in brackets for each shock of a month."""
    return [f"[{shock.date}: {shock.title}.]" for shock in scenario.shocks if shock.month == month]


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
            said = move_told(scenario, source, schema.MOVES[choices[i, j]], target)
            sentences.append(f"{said}{_ANSWERS[int(answers[i, j])]}.")
    return sentences


def move_told(scenario: Scenario, source: str, move: str, target: str) -> str:
    """Say a move in words, without its answer: "North Korea sends an envoy to Russia"."""
    return f"{name_of(scenario, source)} {_WORDS[move].format(name_of(scenario, target))}"
