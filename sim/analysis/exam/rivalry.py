"""Rivalry: how theories fare on the same facts, as text, table and parts of a page."""

from __future__ import annotations

import math

import pandas as pd

from sim.report.page import Bar, Cell, Heading, Part, Table, Text
from sim.report.terminal import table_text

from .grades import Grade
from .theories import FULL, NULL, THEORIES
from .words import by_kind, counted, of_in_words

Graded = dict[str, list[Grade]]
_NAMED = 12  # facts named in a sentence; all are in the table


def facts_apart(graded: Graded) -> list[tuple[str, dict[str, bool]]]:
    """Return the facts on which theories differ: id, and whether each passes."""
    result = []
    for position, grade in enumerate(graded[FULL.name]):
        passed = {name: grades[position].passed for name, grades in graded.items()}
        if len(set(passed.values())) > 1:
            result.append((grade.fact.id, passed))
    return result


def sentences(graded: Graded) -> list[str]:
    """Say how many facts need a reason at all, and which the full model alone passes."""
    told = []
    full, apart = graded[FULL.name], facts_apart(graded)
    passed = counted(full)[0]
    if NULL in graded:
        need = sum(row[FULL.name] and not row[NULL] for _, row in apart)
        told.append(
            f"Of the {passed} facts that the full model passes, {passed - need} also pass in a "
            f"model in which no state has a reason to act ({NULL}): the scenarios' shocks and "
            f"the costs of moves are enough. {need} need the rules, and only these are "
            "evidence for them."
        )
    alone = [fact for fact, row in apart if row[FULL.name] and sum(row.values()) == 1]
    if alone:
        more = f" and {len(alone) - _NAMED} more" if len(alone) > _NAMED else ""
        told.append(f"Under the full model alone: {', '.join(alone[:_NAMED])}{more}.")
    else:
        told.append("There is no fact that the full model passes and none of its rivals does.")
    return told


def table(graded: Graded) -> pd.DataFrame:
    """Return facts by theories: whether each passes, and the values."""
    first = graded[FULL.name]
    columns: dict[str, list] = {
        "fact": [grade.fact.id for grade in first],
        "kind": [grade.fact.kind for grade in first],
    }
    for name, grades in graded.items():
        columns[name] = [grade.passed for grade in grades]
    for name, grades in graded.items():
        columns[f"value_{name}"] = [grade.value for grade in grades]
    return pd.DataFrame(columns)


def text(graded: Graded, hindcast: dict[str, float]) -> list[str]:
    """Return the lines that the terminal prints.

    Parameters
    ----------
    graded : dict of str to list of Grade
        By theory, the full model first.
    hindcast : dict of str to float
        Rank correlation of shares with a record, by theory; empty for none.
    """
    kinds = by_kind(graded[FULL.name])
    rows = []
    for name, grades in graded.items():
        groups = by_kind(grades)
        each = [str(counted(groups[kind])[0]) for kind in kinds]
        rows.append([name, of_in_words(grades), *each, *_rank(name, hindcast)])
    head = ("theory", "passed", *kinds, *(["rank"] if hindcast else []))
    lines = [table_text(head, rows, 1)]
    lines += [f"{name}: {THEORIES[name].words}" for name in graded]
    lines += ["", *sentences(graded)]
    apart = facts_apart(graded)
    marks = [
        (fact, *("pass" if passed[name] else "-" for name in graded)) for fact, passed in apart
    ]
    lines += ["", f"Facts on which theories differ: {len(apart)}"]
    return [*lines, table_text(("fact", *graded), marks, gap=1)] if apart else lines


def page(graded: Graded, hindcast: dict[str, float]) -> list[Part]:
    """Return the parts of the page; parameters as in ``text``."""
    kinds = by_kind(graded[FULL.name])
    rows: list[list[str | Cell | Bar]] = []
    for name, grades in graded.items():
        groups = by_kind(grades)
        each = [of_in_words(groups[kind]) for kind in kinds]
        first = Cell(name, "", [THEORIES[name].words])
        rows.append([first, of_in_words(grades), *each, *_rank(name, hindcast)])
    rank = ["rank of shares"] if hindcast else []
    apart = [
        (fact, *(Cell("pass", "bold") if passed[name] else "" for name in graded))
        for fact, passed in facts_apart(graded)
    ]
    return [
        Heading("Rival theories on the same draws"),
        Table(("theory", "all facts", *kinds, *rank), rows, 1),
        *map(Text, sentences(graded)),
        Text("The facts on which they differ; a theory explains a fact that passes under it."),
        Table(("fact", *graded), apart),
    ]


def _rank(name: str, hindcast: dict[str, float]) -> list[str]:
    """Return a theory's rank correlation with a record; a dash where too little is recorded."""
    if not hindcast:
        return []
    return ["-" if math.isnan(hindcast[name]) else f"{hindcast[name]:z.2f}"]
