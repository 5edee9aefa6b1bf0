"""A run in words: the page of its report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.outcomes.results import Results
from sim.report.page import Bar, Cell, Heading, Items, Part, Picture, Table, Text
from sim.scenario import Scenario, Shock, rows

from .figures import CAPTIONS, FIGURES


def small(facts: dict[str, Any], whole: Results) -> str:
    """Say how many histories, over which months, with which seed; and which the figures show.

    Parameters
    ----------
    facts : dict
        From ``summary``.
    whole : Results
        The histories of the figures.
    """
    words = (
        f"{facts['histories']:,} histories, {' to '.join(facts['months'])}, seed {facts['seed']}"
    )
    few = whole.histories != facts["histories"]
    return f"{words}; figures from the first {whole.histories:,}" if few else words


def page(facts: dict[str, Any], whole: Results, carried: Sequence[Part] = ()) -> list[Part]:
    """Return the parts of the page.

    Parameters
    ----------
    facts, whole
        As in ``small``.
    carried : sequence of Part
        What carries the result.
    """
    scenario = whole.scenario
    first, *others = (Picture(name, CAPTIONS[name]) for name in FIGURES)
    parts: list[Part] = []
    if scenario.description:
        parts.append(Text(scenario.description.strip()))
    if facts["changed"]:
        parts += [Heading("What was changed"), Items(facts["changed"])]
    if facts["questions"]:
        parts += [Heading("Questions"), _questions(facts["questions"])]
    parts += [*_tilt(facts), first, *carried, others[0]]
    parts += [Heading("Postures"), _postures(facts["postures"])]
    state = facts["focus"]["state"]
    parts += [Heading(f"Approaches of {state}, per history"), _approaches(facts), *others[1:]]
    if scenario.shocks:
        parts += [Heading("Shocks"), _shocks(scenario)]
    return [*parts, Heading("Numbers"), _numbers(scenario)]


def _questions(questions: list[dict[str, Any]]) -> Table:
    """Return the answers to the scenario's questions with bars."""
    rows = [
        (
            row["text"],
            Bar(row["yes"] / row["histories"]),
            f"in {row['yes']:,} of {row['histories']:,} histories",
        )
        for row in questions
    ]
    return Table(("", "", ""), rows, numeric=2)


def _tilt(facts: dict[str, Any]) -> list[Part]:
    """Return tilt and economic dependence by half-year."""
    about = facts["focus"]
    a, b = about["between"]
    rows = [
        (
            row["half_year"],
            f"{row['median']:+.2f}",
            f"{row['q25']:+.2f} to {row['q75']:+.2f}",
            f"{row['q05']:+.2f} to {row['q95']:+.2f}",
            f"{100 * economy['median']:.0f} %",
        )
        for row, economy in zip(facts["tilt"], facts["economy"], strict=True)
    ]
    head = ("", "median", "middle half", "90 % of histories", f"economy from {a} (median)")
    title = f"Tilt of {about['state']} from {a} (−1) to {b} (+1), {about['needs']}"
    return [Heading(title), Table(head, rows, numeric=1)]


def _postures(postures: list[dict[str, Any]]) -> Table:
    """Return the commonest postures."""
    rows = []
    for row in postures:
        ends = [f"{row[w]['posture']} ({100 * row[w]['share']:.0f} %)" for w in ("first", "last")]
        rows.append((row["state"], *ends))
    return Table(("", "first month (share of histories)", "last month"), rows)


def _approaches(facts: dict[str, Any]) -> Table:
    """Return approaches and their answers by partner."""
    rows = []
    for row in facts["approaches"]:
        share = row["accepted_share"]
        counts = (f"{row[key]:.1f}" for key in ("approaches", "deals", "rebuffs"))
        accepted = "–" if share is None else f"{100 * share:.0f} %"
        rows.append((f"to {row['partner']}", *counts, accepted))
    return Table(("", "offered", "accepted", "rebuffed", "share accepted"), rows, numeric=1)


def _shocks(scenario: Scenario) -> Table:
    """Return the dated shocks with sources and effects."""
    rows = [
        (
            Cell(str(shock.date), "when"),
            shock.title,
            Cell("", lines=_effects(shock)),
            scenario.sources.get(shock.source or "", shock.source or ""),
        )
        for shock in scenario.shocks
    ]
    return Table(("date", "event", "what it changes", "source"), rows)


def _effects(shock: Shock) -> list[str]:
    """Return what a shock does, in words."""
    signs = {"add": "{:+g}", "multiply": "× {:g}", "set": "= {:g}"}
    lines = []
    for effect in shock.effects:
        until = f" for {effect.months} months" if effect.months else ""
        lines.append(f"{effect.path} {signs[effect.operation].format(effect.amount.value)}{until}")
    for move in shock.moves:
        answer = {None: "", True: ", accepted", False: ", declined"}[move.accepted]
        lines.append(f"scripted: {move.source} → {move.target} {move.move}{answer}")
    return lines


def _numbers(scenario: Scenario) -> Table:
    """Return all numbers of the scenario, folded."""
    body = [
        (
            Cell(row.path, "code"),
            "spun up" if row.value is None else f"{row.value:g}",
            "" if row.range is None else f"{row.range[0]:g} to {row.range[1]:g}",
            row.origin,
            scenario.sources.get(row.source, row.source),
            row.note,
        )
        for row in rows(scenario)
    ]
    head = ("number", "value", "range", "set in", "source", "note")
    return Table(head, body, folded=f"All {len(body)} numbers with their sources")
