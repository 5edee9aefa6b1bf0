"""A run in words: the page of its report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.countries.named import possessive
from sim.outcomes import base_rates
from sim.outcomes.results import Results
from sim.outcomes.summary import posture_in_words
from sim.report.page import (
    Bar,
    Cell,
    Heading,
    Items,
    Live,
    Part,
    Picture,
    Still,
    Table,
    Text,
)
from sim.scenario import ORIGINS, Scenario, Shock, origins, rows
from sim.system.text import in_percent, many, signed

from .figures import CAPTIONS, FIGURES

_POSTURES = (
    "Isolated: less than a quarter of a patron's support. Aligned with a patron: four fifths of "
    "all support from it; leaning: three fifths. With less from anyone, a state hedges where its "
    "suppliers are mostly rivals of one another, else it is diversified. These thresholds are "
    "judgements; where no posture has two thirds of the histories the two commonest are shown."
)


def small(facts: dict[str, Any], whole: Results) -> str:
    """Say how many histories, over which months, with which seed; and which the figures show.

    Parameters
    ----------
    facts : dict
        From ``summary``.
    whole : Results
        The histories of the figures.
    """
    count = many(facts["histories"], "history")
    words = f"{count}, {' to '.join(facts['months'])}, seed {facts['seed']}"
    few = whole.histories != facts["histories"]
    return f"{words}; figures from the first {whole.histories:,}" if few else words


def page(
    facts: dict[str, Any],
    whole: Results,
    carried: Sequence[Part] = (),
    live: Sequence[Live] = (),
) -> list[Part]:
    """Return the parts of the page.

    Parameters
    ----------
    facts, whole
        As in ``small``.
    carried : sequence of Part
        What carries the result.
    live : sequence of Live
        Charts that answer, where there are some; what they show too is then folded away.
    """
    scenario = whole.scenario
    first, *others = (Picture(name, CAPTIONS[name]) for name in FIGURES)
    parts: list[Part] = []
    if scenario.description:
        parts.append(Text(scenario.description.strip()))
    parts += live
    if facts["changed"]:
        parts += [Heading("What was changed"), Items(facts["changed"])]
    if facts["questions"]:
        asked: list[Part] = [Heading("Questions"), *_questions(facts)]
        parts += [Still("Questions as a table", asked)] if live else asked
    again = [Still("Tilt, support and dependence as a figure", [first])] if live else [first]
    parts += [*_tilt(facts), *again, *carried, others[0]]
    parts += [Heading("Postures"), _postures(facts["postures"]), Text(_POSTURES, "small")]
    state = facts["focus"]["state"]
    parts += [Heading(f"Approaches of {state}, per history"), _approaches(facts), *others[1:]]
    if scenario.shocks:
        parts += [Heading("Shocks"), _shocks(scenario)]
    parts.append(Heading("Where the parameters come from"))
    return [*parts, *_origins(scenario), _parameters(scenario)]


def _questions(facts: dict[str, Any]) -> list[Part]:
    """Return the answers to the scenario's questions, beside base rates and what happened."""
    rows: list[list[str | Cell | Bar]] = []
    for row in facts["questions"]:
        yes = f"{base_rates.percent(row['share'])} ({row['yes']:,} of {row['histories']:,})"
        base = base_rates.percent(row["share_without_shocks"])
        same = ["tests nothing: much the same without"] if row["tests_nothing"] else []
        note = [row["what_happened"]] if row["what_happened"] else []
        known = Cell(base_rates.happened(row["happened"]), lines=note)
        rows.append([row["text"], Bar(row["share"]), yes, Cell(base, lines=same), known])
    head = ("", "", "share of yes", "without any shock", "happened")
    why_not = facts["base_rates"]["why_not"]
    legend = " ".join(base_rates.legend(facts["questions"], why_not, "Tests nothing"))
    return [Table(head, rows), Text(legend, "small")] if legend else [Table(head, rows)]


def _tilt(facts: dict[str, Any]) -> list[Part]:
    """Return tilt, the support that it divides, and economic dependence by half-year."""
    about, support = facts["focus"], facts["support"]
    a, b = about["between"]
    if a == b:
        return _received(facts, a)
    rows = [
        (
            row["half_year"],
            signed(row["mean"]),
            f"{signed(row['q25'])} to {signed(row['q75'])}",
            f"{signed(row['q05'])} to {signed(row['q95'])}",
            *(f"{support[code][k]['mean']:z.2f}" for code in (a, b)),
            in_percent(economy["mean"], brief=True),
        )
        for k, (row, economy) in enumerate(zip(facts["tilt"], facts["economy"], strict=True))
    ]
    head = ("", "mean", "middle half", "90 % of histories", f"from {a}", f"from {b}", "economy")
    title = f"Tilt of {about['state']} from {a} (−1) to {b} (+1), {about['needs']}"
    how = (
        f"From {a}, from {b}: mean support of the same needs, which the tilt divides, in full "
        f"great-power patrons. Economy: {possessive(a)} mean share of economic support."
    )
    return [Heading(title), Table(head, rows, numeric=1), Text(how, "small")]


def _received(facts: dict[str, Any], partner: str) -> list[Part]:
    """Return what a state with one partner only has from it, by half-year: there is no tilt."""
    rows = [
        (row["half_year"], f"{support['mean']:z.2f}", in_percent(economy["mean"], brief=True))
        for row, support, economy in zip(
            facts["tilt"], facts["support"][partner], facts["economy"], strict=True
        )
    ]
    title = f"What {facts['focus']['state']} has from {partner}, its only partner"
    how = "Support: mean of all needs, in full great-power patrons. Economy: mean share of it."
    head = ("", f"support from {partner}", "economy")
    return [Heading(title), Table(head, rows, numeric=1), Text(how, "small")]


def _postures(postures: list[dict[str, Any]]) -> Table:
    """Return the commonest posture of each state, or the two commonest."""
    rows = []
    for row in postures:
        ends = [posture_in_words(row[when]) for when in ("first", "last")]
        rows.append((row["state"], *ends))
    return Table(("", "first month (share of histories)", "last month"), rows)


def _approaches(facts: dict[str, Any]) -> Table:
    """Return approaches and their answers by partner."""
    rows = []
    for row in facts["approaches"]:
        share = row["accepted_share"]
        counts = (f"{row[key]:z.1f}" for key in ("approaches", "deals", "rebuffs"))
        accepted = "–" if share is None else in_percent(share, brief=True)
        rows.append((f"to {row['partner']}", *counts, accepted))
    return Table(("", "offered", "accepted", "rebuffed", "share accepted"), rows, numeric=1)


def _origins(scenario: Scenario) -> list[Part]:
    """Return how many parameters are data, judgements and defaults."""
    counts = origins(scenario)
    rows = [(kind, f"{counts[kind]:,}", meaning) for kind, meaning in ORIGINS.items()]
    note = "Amounts of shocks are counted; ties that the scenario leaves at their defaults are not."
    return [Table(("", "parameters", ""), rows), Text(note, "small")]


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
    lines = []
    for effect in shock.effects:
        until = f" for {many(effect.months, 'month')}" if effect.months else ""
        lines.append(f"{effect.path} {effect.change}{until}")
    for move in shock.moves:
        answer = {None: "", True: ", accepted", False: ", declined"}[move.accepted]
        lines.append(f"scripted: {move.source} → {move.target} {move.move}{answer}")
    return lines


def _parameters(scenario: Scenario) -> Table:
    """Return all parameters of the scenario, folded."""
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
    head = ("parameter", "value", "range", "set in", "source", "note")
    return Table(head, body, folded=f"All {len(body)} parameters with their sources")
