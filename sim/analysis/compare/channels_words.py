"""Channels in words: the table of the terminal and of the page, and the sentence above it."""

from __future__ import annotations

import pandas as pd

from sim.report.page import Heading, Part, Table, Text
from sim.report.terminal import table_text
from sim.scenario import Scenario

from .channels import ALL, DECISION, MOST, TERM, TIE
from .comparison import Compared

_SOME = 0.05  # judgement: channels with less than this share of a difference are not mentioned
_TIES = 6  # ties shown, the weightiest
_HEAD = ("held as in the first scenario", "disappears", "95 % interval", "share")
CAPTION = (
    "How much of the mean difference disappears when one thing at a time is held as it is in the "
    "first scenario. The start, the six terms, effects without any decision, and the interplay "
    "add up to the whole; decisions and ties are two further ways to divide it."
)
NAMES = {
    "difference": "the whole difference",
    "start": "where the quiet months lead",
    "choices": "what states choose",
    "answers": "what states consent to",
    "no decision": "what comes about without any decision",
    "interplay": "interplay: what these do not add up to",
}


def few(result: Compared) -> str:
    """Say how many histories the channels rest on."""
    return f"channels from the first {min(result.results[0].histories, MOST):,}"


def name_of_channel(scenario: Scenario, group: str, channel: str) -> str:
    """Return a channel in words.

    Parameters
    ----------
    scenario : Scenario
        With the names of states.
    group, channel : str
        As in the table of ``channels``.
    """
    names = {state.code: state.name for state in scenario.states}
    if group == TIE:
        return " and ".join(names[code] for code in channel.split("-"))
    return f"term: {channel}" if group == TERM else NAMES[channel]


def shown(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that are shown: all but the lighter ties, which are sorted by weight."""
    ties = table[table["group"] == TIE]
    order = ties["goes"].abs().sort_values(ascending=False, kind="stable").index[:_TIES]
    return pd.concat([table[table["group"] != TIE], ties.loc[order]])


def rows(scenario: Scenario, table: pd.DataFrame) -> list[tuple[str, str, str, str]]:
    """Return the rows as text.

    Parameters
    ----------
    scenario : Scenario
        With the names of states.
    table : DataFrame
        Of ``channels``.
    """
    return [
        (
            name_of_channel(scenario, row.group, row.channel),
            f"{row.goes:+.3f}",
            f"{row.low:+.3f} to {row.high:+.3f}",
            share_in_words(row.share),
        )
        for row in shown(table).itertuples()
    ]


def share_in_words(share: float) -> str:
    """Return a share of the whole difference as text; a dash where there is no difference."""
    return "–" if pd.isna(share) else f"{round(100 * share) + 0.0:.0f} %"


def sentence(scenario: Scenario, table: pd.DataFrame) -> str:
    """Say what carries most of a difference: of the terms, of the decisions, of the ties.

    Parameters
    ----------
    scenario : Scenario
        With the names of states.
    table : DataFrame
        Of ``channels``.
    """
    whole = table[table["group"] == ALL].iloc[0]
    if whole["low"] <= 0 <= whole["high"]:
        return "The outcome does not differ at 95 %, so there is nothing to attribute."
    said = []
    for group, words in (
        (TERM, "{share} of the difference disappears when the {name} of moves is held"),
        (DECISION, "{share} when {name} is held"),
        (TIE, "{share} when what {name} do to each other is held"),
    ):
        part = table[(table["group"] == group) & (table["share"].abs() >= _SOME)]
        if len(part):
            row = part.loc[part["share"].abs().idxmax()]
            name = name_of_channel(scenario, group, row["channel"]).removeprefix("term: ")
            said.append(words.format(share=share_in_words(row["share"]), name=name))
    directly = table[table["channel"] == "no decision"].iloc[0]["share"]
    if abs(directly) >= _SOME:
        said.append(f"{share_in_words(directly)} comes about without any decision")
    return "; ".join(said) + "." if said else "No channel carries a twentieth of it alone."


def text(scenario: Scenario, table: pd.DataFrame, what: str) -> str:
    """Return what the terminal prints.

    Parameters
    ----------
    scenario : Scenario
        With the names of states.
    table : DataFrame
        Of ``channels``.
    what : str
        The outcome that differs, in words.
    """
    lines = ["", f"What carries the difference in {what}:", sentence(scenario, table)]
    return "\n".join([*lines, table_text(_HEAD, rows(scenario, table), 1)])


def page(scenario: Scenario, table: pd.DataFrame, what: str) -> list[Part]:
    """Return the parts of the page; parameters as in ``text``."""
    how = (
        "One channel at a time is held as it is in the same history of the first scenario, "
        f"on the same random draws (first {MOST} histories). Shares need not add up to 100 %: "
        "channels work together, and a channel may also work against the difference."
    )
    parts: list[Part] = [Heading(f"What carries the difference in {what}")]
    parts += [Text(sentence(scenario, table)), Table(_HEAD, rows(scenario, table), numeric=1)]
    return [*parts, Text(how, "small")]
