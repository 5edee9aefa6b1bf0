"""The codebook: what every column of every table means, in which unit, within which bounds."""

from __future__ import annotations

import pandas as pd

from sim import schema
from sim.outcomes.focus import focus, needs_in_words
from sim.outcomes.results import Results

_RUNS = [
    ("run", "number of the history", "", "0.."),
    ("seed", "seed of the ensemble", "", "0..2^63-1"),
    (
        "tilt_*",
        "{tilt}: at the end of the first and last month, and means by half-year",
        "",
        "-1..1",
    ),
    (
        "economy_*",
        "share of {state}'s economic support that {a} gives, means by half-year",
        "",
        "0..1",
    ),
    (
        "first_summit_*",
        "month of {state}'s first summit with the partner; empty for none",
        "year-month",
        "",
    ),
    (
        "approaches_*, deals_*",
        "how often {state} approached the partner, and was accepted",
        "",
        "0..",
    ),
    (
        "dependence_*",
        "share of all {state}'s support that the partner gives, last month",
        "",
        "0..1",
    ),
    (
        "posture_first_*, posture_last_*",
        "posture of the state in the first and in the last month",
        "",
        "",
    ),
    (
        "hedging_*",
        "1 - Herfindahl index of the state's support over its suppliers, last month",
        "",
        "0..1",
    ),
    ("received_*", "support that the state receives, last month", "patrons", "0.."),
]
_MONTHS = [
    ("year, month", "calendar month; values are those at its end", "", ""),
    ("measure = stance", "how warmly the state regards the partner", "", "-1..1"),
    ("measure = trust", "the state's expectation that the partner accepts an approach", "", "0..1"),
    ("measure = support_*", "what the state gives the partner, by need", "patrons", "0.."),
    (
        "measure = dependence",
        "share of the state's support that comes from the partner",
        "",
        "0..1",
    ),
    (
        "measure = hedging",
        "1 - Herfindahl index of the state's support over its suppliers",
        "",
        "0..1",
    ),
    ("measure = received", "all support that the state receives", "patrons", "0.."),
    ("measure = tilt", "{tilt}", "", "-1..1"),
    ("state, partner", "codes of the scenario", "", ""),
    ("*_iso3, *_ccode", "ISO 3166 and Correlates of War codes", "", ""),
    ("mean, q05 to q95", "mean and quantiles over histories", "of the measure", ""),
]
_MOVES = [
    ("run, year, month", "history and calendar month", "", ""),
    ("move", "what the source does toward the target", "", ", ".join(schema.MOVES)),
    ("accepted", "1 accepted, 0 rebuffed, empty for acts", "", "0..1"),
    (
        ", ".join(schema.TERMS),
        "the terms of the move's value; benefits of deals weighted by trust",
        "value",
        "",
    ),
    ("value", "the sum of the terms, from which the choice was drawn", "value", ""),
]


def codebook(results: Results, moves: bool = False) -> pd.DataFrame:
    """Return a row per column of every table: file, column, meaning, unit and bounds.

    Parameters
    ----------
    results : Results
        A run.
    moves : bool
        Whether the table of moves is written too.
    """
    about = focus(results)
    words = {
        "state": about.state,
        "a": about.a,
        "tilt": f"tilt of {about.state} from {about.a} (-1) to {about.b} (+1), {needs_in_words(about.needs)}",
    }
    answers = [
        (
            f"answer_{question.id.replace('-', '_')}",
            f"1 if yes: {question.text}".replace("{", "{{").replace("}", "}}"),
            "",
            "0..1",
        )
        for question in results.scenario.questions
    ]
    files = {
        "runs.csv": [*_RUNS, *answers],
        "months.csv.gz": _MONTHS,
        "moves.csv.gz": _MOVES if moves else [],
    }
    rows = [
        (file, column, meaning.format(**words), unit, bounds)
        for file, entries in files.items()
        for column, meaning, unit, bounds in entries
    ]
    return pd.DataFrame(rows, columns=["file", "column", "meaning", "unit", "bounds"])
