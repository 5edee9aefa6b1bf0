"""The debrief: how well a game went beside the rules' own play, and where the player differed."""

from __future__ import annotations

import textwrap

import numpy as np

from sim import schema
from sim.model.measures import tilt
from sim.outcomes import base_rates
from sim.outcomes.focus import asked_focus, needs_in_words
from sim.outcomes.results import Results
from sim.report.chronicle import moves_told, shocks_told
from sim.system.text import in_percent, many, signed

from .game import Game
from .scoring import EVERY_MONTH, Placed, Score, score
from .standing import measures, standing

__all__ = ["as_text", "measures", "score", "standing", "turning_months"]

WIDTH = 100  # of a screen, in characters
TURNS = 3  # judgement: as many turning months as a class remembers


def turning_months(
    results: Results, state: str, months: slice = EVERY_MONTH
) -> list[tuple[int, str, float, float]]:
    """Return the months in which most changed for a state: (month, measure, before, after).

    The measure is the tilt, if the scenario asks about the state's, else the support that it
    receives.

    Parameters
    ----------
    results : Results
        Of one whole history.
    state : str
        Whom the player played.
    months : slice
        Among which they are looked for.
    """
    about, scenario = asked_focus(results.scenario), results.scenario
    supports = np.concatenate([results.start.support[None, ..., 0], results.supports[0]])[
        :, :, scenario.index(state)
    ]
    if about and about.state == state:
        needs = [schema.NEEDS.index(need) for need in about.needs or schema.NEEDS]
        a, b = (
            supports[:, scenario.index(code)][:, needs].sum(axis=1) for code in (about.a, about.b)
        )
        name, values = "tilt", tilt(a, b)
    else:
        name, values = "support received", supports.sum(axis=(1, 2))
    among = np.arange(scenario.months)[months]
    most = among[np.argsort(-np.abs(np.diff(values))[among], kind="stable")[:TURNS]]
    return [(int(k), name, float(values[k]), float(values[k + 1])) for k in sorted(most)]


def as_text(game: Game, result: Score) -> str:
    """Return the debrief of a finished game as the terminal prints it.

    Parameters
    ----------
    game : Game
        A finished game.
    result : Score
        From ``score``.
    """
    results = game.results()
    parts = [
        _placed_lines(result),
        _compared_lines(game, result.state),
        _turning_lines(results, result.state),
    ]
    if result.answered:
        parts.append(_answered_lines(result))
    return "\n".join("\n".join([*lines, ""]) for lines in parts)


def _placed_lines(result: Score) -> list[str]:
    """Return the table of measures."""
    among = f"{many(result.histories, 'history')} of the rules"
    columns = f"{'rules':>9}{'advice':>9}{'hold':>9}{'median':>14}{'yours is higher in':>21}"
    lines = [
        f"How it went (means over {result.months})",
        f"{'':27}{'you':>8}{'same random draws:':>23}{among:>39}",
        f"{'':35}{columns}",
    ]
    for one in result.placed:
        inset = "  " if one.measure == "standing" else "    "
        rivals = f"{one.rules:z9.2f}{one.advice:z9.2f}{one.holding:z9.2f}"
        place = f"{one.median:z14.2f}{_rank(one):>21}"
        lines.append(f"{inset + one.measure:27}{one.value:z8.2f}{rivals}{place}")
    note = (
        "Standing: what support does for your needs, minus the price of depending on few "
        "suppliers, minus what you spent. Advice: the likeliest move every month. Hold: no moves, "
        "and answers as the rules would give them."
    )
    return [*lines, *wrapped(note)]


def _rank(one: Placed) -> str:
    """Return in how many of 100 histories of the rules a measure is lower."""
    return in_percent(one.percentile / 100, brief=True).replace("%", "of 100")


def _compared_lines(game: Game, state: str) -> list[str]:
    """Say how often the player decided otherwise than the rules would have, and toward whom."""
    lines = ["Your decisions, and what the rules would have decided in your place each month",
             f"{'':11}{'you asked for a deal (accepted)':>32}{'acted':>7}{'you said yes to':>18}"
             f"{'the rules: asked':>20}{'acted':>7}"]  # fmt: skip
    own, cases, labels = game.scenario.index(state), game.cases[state], game.scenario.month_labels
    there = {line.split()[0] for line, _ in cases}
    results = game.results().at([k for k, label in enumerate(labels) if label in there])
    made, met = results.answers_to_deals[0, :, own], results.answers_to_deals[0, :, :, own]
    for j, code in enumerate(game.scenario.codes):
        if j == own:
            continue
        ruled = [words[2] for words in (ruled.split() for _, ruled in cases) if words[1] == code]
        asked = f"{(made[:, j] >= 0).sum()} ({(made[:, j] == 1).sum()})"
        acted = int((results.choices[0, :, own, j] >= len(schema.DEALS)).sum())
        yes = f"{(met[:, j] == 1).sum()} of {(met[:, j] >= 0).sum()}"
        deals, acts = (sum(move in kind for move in ruled) for kind in (schema.DEALS, schema.ACTS))
        theirs = f"{deals:20}{acts:7}"
        lines.append(f"    {code:7}{asked:>32}{acted:7}{yes:>18}{theirs}")
    other = differences(game, state)
    return [
        *lines,
        f"  You decided otherwise than the rules would in {len(other)} of {len(cases)} cases.",
    ]


def differences(game: Game, state: str) -> list[tuple[str, str]]:
    """Return the decisions that the rules would have made otherwise: (the player's, the rules').

    Parameters
    ----------
    game : Game
        As far as it is played.
    state : str
        Whose decisions.
    """
    return [(own, ruled) for own, ruled in game.cases[state] if own != ruled]


def _turning_lines(results: Results, state: str) -> list[str]:
    """Return the turning months, with what happened in them."""
    scenario, about, lines = results.scenario, asked_focus(results.scenario), ["Turning months"]
    for month, name, before, after in turning_months(results, state):
        what = f", {needs_in_words(about.needs)}" if name == "tilt" and about else ""
        happened = [
            *shocks_told(scenario, month),
            *moves_told(
                scenario, results.choices[0, month], results.answers_to_deals[0, month], of=state
            ),
        ]
        change = f"{name} {signed(before)} to {signed(after)}{what}"
        text = f"{scenario.month_labels[month]}  {change}. {' '.join(happened)}"
        lines += wrapped(text, inset="  ")
    return lines


def _answered_lines(result: Score) -> list[str]:
    """Return the scenario's questions, their answers, base rates, and what happened."""
    lines = [
        "Questions: you, the rules on the same draws, what happened, and how many of the rules' "
        f"{result.histories:,}",
        "histories say yes (and how many would without any shock)",
    ]
    for one in result.answered:
        yours, ruled = ("yes" if yes else "no" for yes in (one.yes, one.rules))
        fact = one.question.fact
        known = base_rates.happened(fact.happened if fact else None)
        shares = f"{base_rates.percent(one.share)} ({base_rates.percent(one.base)})"
        text = f"{yours:5}{ruled:5}{known:5}{shares:>15}   {one.question.text}"
        lines += textwrap.wrap(
            text, WIDTH, initial_indent="  ", subsequent_indent=" " * 35, drop_whitespace=True
        )
    return lines


def wrapped(text: str, inset: str = "  ") -> list[str]:
    """Return a text as lines of the screen, all but the first set in further.

    Parameters
    ----------
    text : str
        Sentences.
    inset : str
        What each line begins with.
    """
    return textwrap.wrap(text, WIDTH, initial_indent=inset, subsequent_indent=f"{inset}  ")
