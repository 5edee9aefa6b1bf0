"""The debrief: how well a game went beside the rules' own play, and where the player differed."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from sim import schema
from sim.ensemble.base import without_shocks
from sim.ensemble.run import run
from sim.model.measures import tilt
from sim.outcomes import base_rates
from sim.outcomes.focus import asked_focus, needs_in_words
from sim.outcomes.results import Results
from sim.report.chronicle import moves_told, shocks_told
from sim.scenario import Question

from .absent import Within
from .game import Game, played
from .player import ADVICE, HOLD, RULES, Decider, Follower
from .standing import measures, standing

__all__ = ["as_text", "measures", "score", "standing", "turning_months"]

WIDTH = 100  # of a screen, in characters
EVERY_MONTH = slice(None)
TURNS = 3  # judgement: as many turning months as a class remembers

Others = Callable[[], Mapping[str, Decider]]


class Placed(NamedTuple):
    """What the player reached by a measure, and what others reach.

    On the same random draws: the rules, a state that takes the likeliest advice every month and one
    that only answers. Then the median of the rules' histories, and the percentage of them that are
    lower than the player's (half of those equal).
    """

    measure: str
    value: float
    rules: float
    advice: float
    holding: float
    median: float
    percentile: float


class Answered(NamedTuple):
    """A question of the scenario: the answer of the game, and of the rules on the same draws.

    `share` is the share of the rules' histories that say yes, `base` that without any shock (None
    where there is none to leave out).
    """

    question: Question
    yes: bool
    rules: bool
    share: float
    base: float | None = None


class Score(NamedTuple):
    """A game among histories of the rules' own play on the same seed."""

    state: str
    histories: int
    placed: list[Placed]
    answered: list[Answered]
    months: str = "the months"


def score(
    results: Results,
    state: str,
    histories: int = 1000,
    others: Others = dict,
    months: slice = EVERY_MONTH,
) -> Score:
    """Place a finished game.

    Parameters
    ----------
    results : Results
        Of one whole history, from ``Game.results``.
    state : str
        Whom the player played.
    histories : int
        How many of the rules' own histories to place it among.
    others : callable
        Returns anew who decides for the other states that were played; in the rivals' games they
        decide as they did. By default there are none.
    months : slice
        Those that were played: the measures are means of them, and the rivals differ from the rules
        in them; questions are asked of all.
    """
    scenario, seed = results.scenario, results.seed
    many = run(scenario, histories, seed)
    there = scenario.month_labels[months]
    rivals = [
        _rival(results, {**others(), state: Within(Follower(word), there)})
        for word in (RULES, ADVICE, HOLD)
    ]
    own, *theirs_each = (measures(each.at(months), state) for each in (results, *rivals))
    placed = []
    for name, values in measures(many.at(months), state).items():
        value = own[name][0]
        # rounded, as sums round off in any order
        lower = 100.0 * np.mean(0.5 + 0.5 * np.sign(np.round(value - values, 12)))
        ruled, advised, held = (float(rival[name][0]) for rival in theirs_each)
        middle = float(np.median(values))
        placed.append(Placed(name, float(value), ruled, advised, held, middle, float(lower)))
    yours, theirs, all_theirs = results.questions(), rivals[0].questions(), many.questions()
    base = without_shocks(scenario, histories, seed)
    answered = [
        Answered(
            q,
            bool(yours[q.id][0]),
            bool(theirs[q.id][0]),
            float(all_theirs[q.id].mean()),
            base.shares.get(q.id),
        )
        for q in scenario.questions
    ]
    span = f"{there[0]} to {there[-1]}" if len(there) < scenario.months else "the months"
    return Score(state, histories, placed, answered, span)


def _rival(results: Results, deciders: Mapping[str, Decider]) -> Results:
    """Return the history in which others decide, on the same random draws."""
    number = int(results.runs[0])
    return played(results.scenario, list(deciders), deciders, results.seed, number)


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
    many = f"{result.histories:,} histories of the rules"
    columns = f"{'rules':>9}{'advice':>9}{'hold':>9}{'median':>14}{'yours is higher in':>21}"
    lines = [
        f"How it went (means over {result.months})",
        f"{'':27}{'you':>8}{'same random draws:':>23}{many:>39}",
        f"{'':35}{columns}",
    ]
    for one in result.placed:
        inset = "  " if one.measure == "standing" else "    "
        rivals = f"{one.rules:9.2f}{one.advice:9.2f}{one.holding:9.2f}"
        place = f"{one.median:14.2f}{f'{one.percentile:.0f} of 100':>21}"
        lines.append(f"{inset + one.measure:27}{one.value:8.2f}{rivals}{place}")
    note = (
        "Standing: what support does for your needs, minus the price of depending on few "
        "suppliers, minus what you spent. Advice: the likeliest move every month. Hold: no moves, "
        "and answers as the rules would give them."
    )
    return [*lines, *wrapped(note)]


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
        change = f"{name} {before:+.2f} to {after:+.2f}{what}"
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
