"""Divergence: where a history under one scenario first differs from the same one under another."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim import schema
from sim.outcomes.focus import name_in_text
from sim.outcomes.months import month_in_words
from sim.outcomes.results import Results
from sim.report.chronicle import move_answered
from sim.system.text import in_percent, many

from .comparison import Compared
from .words import in_scenario

_ANSWERS = {1: ", accepted", 0: ", rebuffed", -1: ""}


def moves_that_differ(a: Results, b: Results) -> np.ndarray:
    """Return whether a move or its answer differs: (history, month, source, target)."""
    return np.asarray((a.choices != b.choices) | (a.answers_to_deals != b.answers_to_deals))


def first_divergences(a: Results, b: Results) -> pd.DataFrame:
    """Return a row per history: the first month in which a move differs, and what each state does.

    Parameters
    ----------
    a, b : Results
        The same histories of two scenarios with the same states and months.

    Returns
    -------
    DataFrame
        run, month (year-month; empty where they never diverge), source, target, in_first, in_second
        (the move and its answer, or "hold"), and ``ties``: how many directed ties differ in that
        month.
    """
    differs = moves_that_differ(a, b)
    ever = np.asarray(differs.any(axis=(1, 2, 3)))
    month = differs.any(axis=(2, 3)).argmax(axis=1)
    rows = []
    for r, run in enumerate(a.runs):
        if not ever[r]:
            rows.append((run, "", "", "", "", "", 0))
            continue
        there = differs[r, month[r]]
        i, j = (int(k[0]) for k in np.nonzero(there))
        done = [_done(results, r, month[r], i, j) for results in (a, b)]
        rows.append(
            (
                run,
                a.scenario.month_labels[month[r]],
                a.codes[i],
                a.codes[j],
                *done,
                int(there.sum()),
            )
        )
    return pd.DataFrame(
        rows, columns=["run", "month", "source", "target", "in_first", "in_second", "ties"]
    )


def _done(results: Results, row: int, month: int, i: int, j: int) -> str:
    """Return what i did toward j, and how it was answered."""
    move = results.choices[row, month, i, j]
    answer = _ANSWERS[int(results.answers_to_deals[row, month, i, j])]
    return "hold" if move == schema.HOLD else f"{schema.MOVES[move]}{answer}"


def divergence_in_words(result: Compared, which: int = 1) -> str:
    """Say when histories diverge, who is most often first, and what differs in one of them."""
    table = first_divergences(result.results[0], result.results[which])
    parted = table[table["month"] != ""]
    if parted.empty:
        return "No history diverges: every state does the same in both."
    middle = sorted(parted["month"])[len(parted) // 2]
    who = parted["source"].value_counts()
    row = next(k for k, month in enumerate(table["month"]) if month == middle)
    share, first = who.iloc[0] / len(parted), name_in_text(result.scenarios[0], who.index[0])
    cases = [f"in {result.labels[0]}", in_scenario(result, which)]
    told = " ".join(
        f"{case[:1].upper()}{case[1:]}: {_told(result.results[k], table.iloc[row], row)}"
        for case, k in zip(cases, (0, which), strict=True)
    )
    return (
        f"{len(parted):,} of {many(len(table), 'history')} diverge, half of them by "
        f"{month_in_words(middle)}; the first state to act differently is most often {first} "
        f"({in_percent(share)}). History {table['run'][row]}, for example, diverges in "
        f"{month_in_words(middle)}. {told}"
    )


def _told(results: Results, where: pd.Series, row: int) -> str:
    """Return a sentence on what a state did where a history diverges, and on the answer."""
    scenario, pair = results.scenario, (where["source"], where["target"])
    month = scenario.month_labels.index(where["month"])
    i, j = map(scenario.index, pair)
    choice, answer = results.choices[row, month, i, j], results.answers_to_deals[row, month, i, j]
    return move_answered(scenario, pair, choice, answer)
