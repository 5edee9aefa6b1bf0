"""Channels in words: the table of the terminal and of the page, and the sentence above it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from sim.outcomes.bootstrap import is_sure
from sim.outcomes.focus import name_in_text
from sim.report.page import Heading, Part, Table, Text
from sim.report.terminal import table_text
from sim.scenario import Scenario
from sim.system.text import in_percent, signed

from .channels import DECISION, MOST, TERM, TIE
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


def share_in_words(share: float) -> str:
    """Return a share of the whole difference as text; a dash where there is no difference."""
    return "–" if pd.isna(share) else in_percent(share, brief=True)


@dataclass(frozen=True)
class Attribution:
    """What carries a difference, to be put into words.

    Attributes
    ----------
    scenario : Scenario
        With the names of states.
    table : DataFrame
        From ``channels.attributed``.
    what : str
        The outcome that differs, in words.
    """

    scenario: Scenario
    table: pd.DataFrame
    what: str

    def name(self, row: pd.Series) -> str:
        """Return the channel of a row in words."""
        if row["group"] == TIE:
            return " and ".join(name_in_text(self.scenario, c) for c in row["channel"].split("-"))
        return f"term: {row['channel']}" if row["group"] == TERM else NAMES[row["channel"]]

    def shown(self) -> pd.DataFrame:
        """Return the rows that are shown, ties by weight without the lighter ones; also ``name``.

        The column ``name`` has the channels in words.
        """
        ties = self.table[self.table["group"] == TIE]
        order = ties["goes"].abs().sort_values(ascending=False, kind="stable").index[:_TIES]
        rows = pd.concat([self.table[self.table["group"] != TIE], ties.loc[order]])
        return rows.assign(name=[self.name(row) for _, row in rows.iterrows()])

    def rows(self) -> list[tuple[str, str, str, str]]:
        """Return the rows that are shown as text."""
        return [
            (
                str(row["name"]),
                signed(row["goes"], 3),
                f"{signed(row['low'], 3)} to {signed(row['high'], 3)}",
                share_in_words(row["share"]),
            )
            for _, row in self.shown().iterrows()
        ]

    def sentence(self) -> str:
        """Say what carries most of a difference: of the terms, of the decisions, of the ties."""
        table = self.table
        if not is_sure(table.iloc[0]):
            return "The outcome does not differ at 95 %, so there is nothing to attribute."
        said = []
        for group, words in (
            (TERM, "{share} of the difference disappears when the {name} term of moves is held"),
            (DECISION, "{share} when {name} is held"),
            (TIE, "{share} when what {name} do to each other is held"),
        ):
            part = table[(table["group"] == group) & (table["share"].abs() >= _SOME)]
            if len(part):
                row = part.loc[part["share"].abs().idxmax()]
                name = self.name(row).removeprefix("term: ")
                said.append(words.format(share=share_in_words(row["share"]), name=name))
        directly = table[table["channel"] == "no decision"].iloc[0]["share"]
        if abs(directly) >= _SOME:
            said.append(f"{share_in_words(directly)} comes about without any decision")
        return "; ".join(said) + "." if said else "No channel carries a twentieth of it alone."

    def text(self) -> str:
        """Return what the terminal prints."""
        lines = ["", f"What carries the difference in {self.what}:", self.sentence()]
        return "\n".join([*lines, table_text(_HEAD, self.rows(), 1)])

    def page(self) -> list[Part]:
        """Return the parts of the page."""
        how = (
            "One channel at a time is held as it is in the same history of the first scenario, "
            f"on the same random draws (first {MOST} histories). Shares need not add up to 100 %: "
            "channels work together, and a channel may also work against the difference."
        )
        parts: list[Part] = [Heading(f"What carries the difference in {self.what}")]
        parts += [Text(self.sentence()), Table(_HEAD, self.rows(), numeric=1)]
        return [*parts, Text(how, "small")]
