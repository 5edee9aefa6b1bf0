"""Explanations in words: the tables that the terminal prints, and the pages."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim import schema
from sim.report.page import Cell, Heading, Part, Picture, Table, Text
from sim.report.terminal import table_text
from sim.system.text import in_percent, signed

from .explanation import Explanation

_TERMS = list(schema.TERMS)
_WHY = (
    "The terms of the option that was chosen and of the likeliest others. What speaks for an "
    "option is drawn to the right, what speaks against it to the left; the diamond is their sum, "
    "its worth."
)
_DRIVERS = (
    "What a deal with each patron is worth, month by month and term by term: above to the state "
    "that asks, below to the patron that is asked."
)


# Heads of columns, as short as the numbers below them.
_HEADS = {
    "autonomy": "auton.",
    "influence": "influ.",
    "sentiment": "sentim.",
    "alignment": "align.",
}


def _title(option: str) -> str:
    """Return an option in words."""
    return schema.MOVE_TITLES.get(option, "hold")


def _consent(row: pd.Series) -> str:
    """Return how likely the partner is to accept; nothing where it is not asked."""
    consents = row["partner_consents"]
    return "" if np.isnan(consents) else in_percent(consents, brief=True)


def _numbers(row: pd.Series) -> list[str]:
    """Return an option's terms, worth, chance and consent, each as text."""
    terms = [signed(row[term], 3) for term in [*_TERMS, "worth"]]
    return [*terms, in_percent(row["probability"], brief=True), _consent(row)]


def options_text(table: pd.DataFrame, partner: str) -> str:
    """Return the options as the terminal prints them.

    Parameters
    ----------
    table : DataFrame
        From ``Moment.options``.
    partner : str
        Whose consent it is.
    """
    rows = []
    for _, row in table.iterrows():
        mark = "* " if row["chosen"] else ""
        rows.append((f"{mark}{row['option']}", *_numbers(row)))
    head = ("option", *(_HEADS.get(term, term) for term in _TERMS), "worth", "chance", "consent")
    legend = (
        "* the option that was chosen. Worth is the sum of the terms; consent is how likely "
        f"{partner} is to accept."
    )
    return f"{table_text(head, rows, numeric=1, gap=1)}\n{legend}"


def options_page(table: pd.DataFrame, of: Explanation) -> list[Part]:
    """Return the parts of the page of a moment.

    Parameters
    ----------
    table : DataFrame
        From ``Moment.options``.
    of : Explanation
        What it is of.
    """
    rows: list[tuple[str | Cell, ...]] = []
    for _, row in table.iterrows():
        name = Cell(_title(row["option"]), "bold" if row["chosen"] else "")
        rows.append((name, *_numbers(row)))
    head = ("option", *_TERMS, "worth", "chance", "consent")
    legend = (
        "Bold: the option that was chosen. Worth is the sum of the terms; consent is how likely "
        f"{of.partner} is to accept."
    )
    figure = Picture("why", _WHY)
    return [figure, Heading("Options"), Table(head, rows, numeric=1), Text(legend, "small")]


def _yearly_rows(table: pd.DataFrame) -> list[tuple[str, ...]]:
    """Return the means by year as cells."""
    rows = []
    for _, row in table.iterrows():
        terms = (signed(row[term], 3) for term in [*_TERMS, "worth"])
        rows.append((row["with"], row["worth_to"], row["year"], *terms))
    return rows


def yearly_text(table: pd.DataFrame) -> str:
    """Return the means by year, from ``Turn.yearly``, as the terminal prints them."""
    head = ("with", "worth to", "year", *(_HEADS.get(term, term) for term in _TERMS), "worth")
    return table_text(head, _yearly_rows(table), numeric=3, gap=1)


def yearly_page(table: pd.DataFrame) -> list[Part]:
    """Return the parts of the page of a turn, with the means by year from ``Turn.yearly``."""
    head = ("deal with", "worth to", "year", *_TERMS, "worth")
    rows = Table(head, _yearly_rows(table), numeric=3)
    return [Picture("drivers", _DRIVERS), Heading("Mean worth of a deal, by year"), rows]
