"""The chronicle: one history told month by month, in prose."""

from __future__ import annotations

from . import schema
from .outcomes import Results

_DEALS = {
    "envoy": "sends an envoy to {}",
    "summit": "proposes a summit to {}",
    "trade": "offers {} a trade agreement",
    "invest": "offers {} an investment project",
    "cover": "offers {} diplomatic cover",
    "drill": "proposes a joint exercise to {}",
}
_ACTS = {
    "snub": "snubs {}",
    "denounce": "denounces {}",
    "sanction": "puts sanctions on {}",
    "force": "makes a show of force against {}",
}
_ANSWERS = {1: ", which accepts", 0: ", which declines", -1: ""}


def chronicle(results: Results, row: int) -> str:
    """Return the text of one history: shocks and moves, a paragraph per month.

    Parameters
    ----------
    results : Results
        A run.
    row : int
        Position of the history in the results.
    """
    scenario = results.scenario
    lines = [f"{scenario.title}", f"History {results.runs[row]}, seed {results.seed}", ""]
    for month, label in enumerate(scenario.month_labels):
        told = [f"[{shock.date}: {shock.title}.]" for shock in scenario.shocks if shock.month == month]
        told += [f"{sentence}." for sentence in _moves(results, row, month)]
        lines.append(f"{label}  {' '.join(told) if told else 'Nothing happens.'}")
    return "\n".join(lines) + "\n"


def _moves(results: Results, row: int, month: int) -> list[str]:
    """Return a sentence for each move of a month."""
    names = [state.name for state in results.scenario.states]
    sentences = []
    for i, actor in enumerate(names):
        for j, partner in enumerate(names):
            code = results.choices[row, month, i, j]
            if code != schema.HOLD:
                words = (_DEALS | _ACTS)[schema.MOVES[code]].format(partner)
                sentences.append(f"{actor} {words}{_ANSWERS[int(results.answers_to_deals[row, month, i, j])]}")
    return sentences
