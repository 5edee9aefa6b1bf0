"""What carries the result, in words: the sentences above the table, and the table."""

from __future__ import annotations

import pandas as pd

from sim.countries.named import possessive
from sim.outcomes.bootstrap import is_sure
from sim.outcomes.focus import Focus, half_years, name_in_text, name_opening
from sim.report.page import Heading, Part, Table, Text
from sim.scenario import JUDGEMENT, Scenario, events_in_words
from sim.system.text import in_percent, signed

from .carriers import EFFECT, FIRST, MOTIVE, MOVE, SHOCK, SHOCKS, WHOLE

_SHOWN = 10  # rows of the page, beside the motives
_KINDS = {
    SHOCKS: "shocks",
    SHOCK: "shock",
    EFFECT: "effect of a shock",
    MOVE: "scripted move",
    MOTIVE: "motive",
}
_HEAD = ("taken away", "what it is", "source", "disappears", "95 % interval", "share")
_HOW = (
    "Each row: the same histories on the same random draws, with one thing taken away. Of the "
    "effects and scripted moves those of the three most important shocks are shown. Shares need "
    "not add up to 100 %: what remains may compensate for what is taken away, or depend on it."
)


def sentences(scenario: Scenario, about: Focus, table: pd.DataFrame) -> str:
    """Say what the result rests on: shocks, one shock, one judgement, the motives of hedging.

    Parameters
    ----------
    scenario : Scenario
        With the names of states and the sources.
    about : Focus
        Whose result it is.
    table : DataFrame
        Of ``carriers``.
    """
    whole = table[table["kind"] == WHOLE].iloc[0]
    level = len(half_years(scenario)) == 1
    if not is_sure(whole):
        moves = "differ from 0" if level else "move"
        tilt = f"{possessive(name_opening(scenario, about.state))} tilt"
        return f"{tilt} does not {moves} at 95 %, so there is nothing to take apart."
    size = f"{_whose(scenario, about, table)} {'is' if level else 'moves by'}"
    size = f"{size} {signed(whole['goes'])} on average"
    said = [_of_shocks(scenario, size, table)]
    judged = table[table["kind"].isin((EFFECT, MOVE)) & (table["source"] == JUDGEMENT)]
    if len(judged) and is_sure(judged.iloc[0]):
        row = judged.iloc[0]
        said.append(f"The single judgement that matters most, “{row['what']}”, {_part(row)}.")
    for _, row in table[table["kind"] == MOTIVE].iterrows():
        said.append(f"{row['what'][:1].upper()}{row['what'][1:]} {_part(row)}.")
    return " ".join(said)


def _whose(scenario: Scenario, about: Focus, table: pd.DataFrame) -> str:
    """Return whose tilt it is, and over how many histories where these are not all of the run."""
    if FIRST not in table.attrs:
        return f"{possessive(name_opening(scenario, about.state))} tilt"
    tilt = f"{possessive(name_in_text(scenario, about.state))} tilt"
    return f"Over the first {table.attrs[FIRST]} histories {tilt}"


def _of_shocks(scenario: Scenario, size: str, table: pd.DataFrame) -> str:
    """Say how much of the result the shocks carry, and which one matters most."""
    every, each = table[table["kind"] == SHOCKS], table[table["kind"] == SHOCK]
    if not len(every):
        return f"{size}, without any shock."
    said = f"{size}; the shocks together {_part(every.iloc[0], many=True)}"
    if not len(each):
        return f"{said}."
    name = events_in_words(scenario, None, [each.iloc[0]["path"].removeprefix("shocks.")])
    return f"{said}. The shock that matters most, {name}, {_part(each.iloc[0])}."


def _part(row: pd.Series, many: bool = False) -> str:
    """Return what a thing, or several, carries of the result: a share, or nothing at 95 %."""
    carries, works, it = ("carry", "work", "them") if many else ("carries", "works", "it")
    if not is_sure(row):
        return f"{carries} nothing that differs from 0 at 95 %"
    share = in_percent(abs(row["share"]))
    if row["share"] < 0:
        return f"{works} against it: without {it} the result would be {share} larger"
    return f"{carries} {share} of it"


def page(scenario: Scenario, about: Focus, table: pd.DataFrame) -> list[Part]:
    """Return the parts of the page; parameters as in ``sentences``."""
    rest = table[table["kind"] != WHOLE]
    shown = rest[(rest["kind"] == MOTIVE) | (rest.index <= _SHOWN)]
    rows = [
        (
            row["what"],
            _KINDS[row["kind"]],
            row["source"]
            if row["source"] == JUDGEMENT
            else scenario.sources.get(row["source"], ""),
            signed(row["goes"], 3),
            f"{signed(row['low'], 3)} to {signed(row['high'], 3)}",
            "–" if pd.isna(row["share"]) else in_percent(row["share"], brief=True),
        )
        for _, row in shown.iterrows()
    ]
    said = sentences(scenario, about, table)
    return [
        Heading("What carries the result"),
        Text(said),
        Table(_HEAD, rows, numeric=3),
        Text(_HOW, "small"),
    ]
