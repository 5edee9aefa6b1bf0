"""Words: grades as text, tables and parts of a page."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from sim.report.page import Cell, Heading, Part, Picture, Table, Text
from sim.report.terminal import table_text
from sim.system.text import in_percent, signed

from .fact import Fact
from .form import KINDS
from .grades import Grade

_SMALL = 0.1  # numbers below this are shown with three places
_READING = (
    "Each row is a fact. The grey band is what passes, drawn equally wide for all: from the lower "
    "end of the bound to its upper end, or to the end of what is possible. Left of it there is too "
    "little of what is measured, right of it too much; what lies far outside is drawn at the edge. "
    "Discs pass, crosses fail; hollow marks are facts that were not used when parameters were "
    "chosen. A line spans the values of the seeds."
)


def counted(grades: Sequence[Grade]) -> tuple[int, int]:
    """Return how many facts pass, and how many there are."""
    return sum(grade.passed for grade in grades), len(grades)


def of_in_words(grades: Sequence[Grade]) -> str:
    """Say how many pass of how many."""
    passed, of = counted(grades)
    return f"{passed} of {of}"


def finding(grades: Sequence[Grade]) -> str:
    """Say how many facts pass, in all and among those that nobody looked at."""
    unused = [grade for grade in grades if not grade.fact.used]
    told = f"{of_in_words(grades)} facts pass"
    if unused and len(unused) < len(grades):
        told += f"; of those not used when parameters were chosen {of_in_words(unused)}"
    edge = sum(not grade.agree for grade in grades)
    return told + (f"; the seeds disagree about {edge}." if edge else "; all seeds agree.")


def shown(fact: Fact, value: float) -> str:
    """Return a value of a fact as text: shares of histories in percent.

    Parameters
    ----------
    fact : Fact
    value : float
        NaN where there was nothing to measure.
    """
    if math.isnan(value):
        return "nothing"
    if fact.cases[0].is_share:
        return in_percent(value, brief=True)
    if fact.cases[0].parts:
        return f"{value:z.3g}"
    places = 2 if abs(value) >= _SMALL else 3
    return _signed(fact, f"{value:z.{places}f}")


def _signed(fact: Fact, number: str) -> str:
    """Return a number with its sign where a fact's numbers may be below zero."""
    if not float(number):
        return "0"
    sign = "+" if fact.cases[0].ends[0] < 0 and float(number) > 0 else ""
    return f"{sign}{number}"


def bound_in_words(fact: Fact) -> str:
    """Return a bound as text."""
    share = fact.cases[0].is_share
    low, high = (
        "" if math.isinf(end) else shown(fact, end) if share else _signed(fact, f"{end:g}")
        for end in (fact.low, fact.high)
    )
    if low and high:
        return f"{low} to {high}"
    return f"at least {low}" if low else f"at most {high}"


def margin_in_words(grade: Grade) -> str:
    """Return the worst margin with its sign; a dash where a seed has nothing to measure."""
    return "-" if math.isnan(grade.worst_margin) else signed(grade.worst_margin)


def seeds_in_words(grade: Grade) -> str:
    """Say in how many seeds a fact passes, where they do not agree."""
    passed = sum(grade.by_seed)
    return "" if grade.agree else f"passes in {passed} of {len(grade.by_seed)}"


def table(grades: Sequence[Grade]) -> pd.DataFrame:
    """Return a row per fact."""
    rows = [
        {
            "fact": grade.fact.id,
            "kind": grade.fact.kind,
            "text": grade.fact.text,
            "measured": grade.fact.measured,
            "used": grade.fact.used,
            "scenarios": ", ".join(case.scenario for case in grade.fact.cases),
            "low": None if math.isinf(grade.fact.low) else grade.fact.low,
            "high": None if math.isinf(grade.fact.high) else grade.fact.high,
            "value": grade.value,
            "worst_in": grade.fact.cases[grade.worst].scenario,
            "passed": grade.passed,
            "margin": grade.margin,
            "worst_margin": grade.worst_margin,
            "seeds_agree": grade.agree,
            "seeds_passed": sum(grade.by_seed),
            "source": "; ".join(grade.fact.sources),
            "why": grade.fact.why,
        }
        for grade in grades
    ]
    return pd.DataFrame(rows)


def values_table(grades: Sequence[Grade], seeds: Sequence[int]) -> pd.DataFrame:
    """Return a row per fact, scenario and seed.

    Parameters
    ----------
    grades : sequence of Grade
    seeds : sequence of int
        In the order of the grades' values.
    """
    rows = [
        (grade.fact.id, case.scenario, seed, value, grade.fact.passes(value))
        for grade in grades
        for case, values in zip(grade.fact.cases, grade.values, strict=True)
        for seed, value in zip(seeds, values, strict=True)
    ]
    return pd.DataFrame(rows, columns=["fact", "scenario", "seed", "value", "passed"])


def by_kind(grades: Sequence[Grade]) -> dict[str, list[Grade]]:
    """Return grades by the kind of their facts, in the order of the kinds."""
    groups = {kind: [g for g in grades if g.fact.kind == kind] for kind in KINDS}
    return {kind: group for kind, group in groups.items() if group}


def text(head: str, grades: Sequence[Grade], more: Sequence[str] = ()) -> str:
    """Return what the terminal prints.

    Parameters
    ----------
    head : str
        What was run.
    grades : sequence of Grade
        Of the full model.
    more : sequence of str
        Lines about rival theories.
    """
    lines = [head, "", finding(grades)]
    for kind, group in by_kind(grades).items():
        lines += ["", f"{KINDS[kind]}: {of_in_words(group)}"]
        rows = [
            ("pass" if grade.passed else "FAIL", grade.fact.id, shown(grade.fact, grade.value),
             bound_in_words(grade.fact), margin_in_words(grade), seeds_in_words(grade))
            for grade in group
        ]  # fmt: skip
        lines.append(table_text(("", "fact", "value", "bound", "margin", "seeds"), rows, gap=1))
    lines += ["", "margin: the worst over seeds and scenarios; below zero it fails"]
    return "\n".join([*lines, "", *more] if more else lines)


def page(grades: Sequence[Grade], more: Sequence[Part] = ()) -> list[Part]:
    """Return the parts of the page; parameters as in ``text``."""
    parts: list[Part] = [Picture("exam", _READING)]
    used = [grade for grade in grades if grade.fact.used]
    unused = [grade for grade in grades if not grade.fact.used]
    if used and unused:
        told = "Facts that were used when rules, parameters or scenarios were chosen"
        others = f"All others: {of_in_words(unused)}."
        parts.append(Text(f"{told}: {of_in_words(used)} pass. {others}"))
    parts += more
    for kind, group in by_kind(grades).items():
        name = KINDS[kind]
        parts += [Heading(f"{name[0].upper()}{name[1:]}: {of_in_words(group)}"), _facts_part(group)]
    return parts


def _facts_part(group: Sequence[Grade]) -> Table:
    """Return the facts of a kind as a table of the page."""
    rows = []
    for grade in group:
        fact = grade.fact
        sources = "; ".join(fact.sources)
        how = [f"{fact.id}: {fact.measured}.", f"Bound: {fact.why}", f"Source: {sources}"]
        looked = "looked at" if fact.used else "not looked at"
        verdict = "pass" if grade.passed else "fail"
        seeds = seeds_in_words(grade) or "all agree"
        where = f" ({fact.cases[grade.worst].scenario})" if len(fact.cases) > 1 else ""
        rows.append(
            (
                Cell(verdict, "" if grade.passed else "bold"),
                Cell(fact.text, "", how),
                looked,
                f"{shown(fact, grade.value)}{where}",
                bound_in_words(fact),
                margin_in_words(grade),
                seeds,
            )
        )
    head = ("", "fact", "used in choosing parameters", "value", "bound", "worst margin", "seeds")
    return Table(head, rows, 5)
