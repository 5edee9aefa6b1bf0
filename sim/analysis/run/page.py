"""The report: one page, readable offline, that opens with the finding and ends with how to reproduce it."""

from __future__ import annotations

from html import escape
from pathlib import Path

from sim import __version__
from sim.outcomes.results import Results
from sim.outcomes.summary import summary
from sim.outcomes.table import OutcomeTable
from sim.report import page as html
from sim.scenario import rows
from sim.scenario.content import Shock

from .figures import CAPTIONS, FIGURES


def report(results: Results, counted: OutcomeTable, figures: Path) -> str:
    """Return the report of a run as HTML with everything inside.

    Parameters
    ----------
    results : Results
        The run, or as many of its histories as were kept whole: for the figures.
    counted : OutcomeTable
        The outcome table of all its histories: for the numbers.
    figures : Path
        Folder with the PNG files of ``figures.draw_all``.
    """
    found = summary(counted)
    scenario = results.scenario
    small = (
        f"{found['histories']:,} histories, {' to '.join(found['months'])}, seed {found['seed']}"
    )
    parts = [
        html.opening(scenario.title, small + _kept(results, counted), found["finding"]),
        f"<p>{escape(scenario.description.strip())}</p>" if scenario.description else "",
        _changed(found["changed"]),
        _questions(found["questions"]),
        _tilt(found),
        *(_figure(name, figures) for name in list(FIGURES)[:2]),
        _postures(found["postures"]),
        _approaches(found),
        *(_figure(name, figures) for name in list(FIGURES)[2:]),
        _shocks(results),
        _numbers(results),
        _reproduce(results, counted),
    ]
    return html.page(scenario.title, parts)


def _kept(results: Results, counted: OutcomeTable) -> str:
    """Say what the figures are drawn from where that is not all."""
    return (
        ""
        if results.histories == counted.histories
        else f"; figures from the first {results.histories:,}"
    )


def _changed(changed: list[str]) -> str:
    """Return what was changed, if anything."""
    if not changed:
        return ""
    return f"<h2>What was changed</h2><ul>{''.join(f'<li>{escape(change)}</li>' for change in changed)}</ul>"


def _questions(questions: list[dict]) -> str:
    """Return the answers to the scenario's questions with bars."""
    if not questions:
        return ""
    body = []
    for row in questions:
        share = row["yes"] / row["histories"]
        bar = f'<span class="bar"><span style="width:{100 * share:.1f}%"></span></span>'
        body.append(
            (escape(row["text"]), bar, f"in {row['yes']:,} of {row['histories']:,} histories")
        )
    return "<h2>Questions</h2>" + html.table(("", "", ""), body, numeric=2)


def _tilt(found: dict) -> str:
    """Return tilt and economic dependence by half-year."""
    about = found["focus"]
    a, b = (escape(code) for code in about["between"])
    body = [
        (
            row["half_year"],
            f"{row['median']:+.2f}",
            f"{row['q25']:+.2f} to {row['q75']:+.2f}",
            f"{row['q05']:+.2f} to {row['q95']:+.2f}",
            f"{100 * economy['median']:.0f} %",
        )
        for row, economy in zip(found["tilt"], found["economy"], strict=True)
    ]
    head = ("", "median", "middle half", "90 % of histories", f"economy from {a} (median)")
    title = f"Tilt of {escape(about['state'])} from {a} (−1) to {b} (+1), {escape(about['needs'])}"
    return f"<h2>{title}</h2>" + html.table(head, body, numeric=1)


def _postures(postures: list[dict]) -> str:
    """Return the commonest postures."""
    body = [
        (
            escape(row["state"]),
            *(f"{row[w]['posture']} ({100 * row[w]['share']:.0f} %)" for w in ("first", "last")),
        )
        for row in postures
    ]
    return "<h2>Postures</h2>" + html.table(
        ("", "first month (share of histories)", "last month"), body
    )


def _approaches(found: dict) -> str:
    """Return approaches and their answers by partner."""
    body = [
        (
            f"to {escape(row['partner'])}",
            *(f"{row[key]:.1f}" for key in ("approaches", "deals", "rebuffs")),
            "–" if row["accepted_share"] is None else f"{100 * row['accepted_share']:.0f} %",
        )
        for row in found["approaches"]
    ]
    head = ("", "offered", "accepted", "rebuffed", "share accepted")
    return f"<h2>Approaches of {escape(found['focus']['state'])}, per history</h2>" + html.table(
        head, body, numeric=1
    )


def _figure(name: str, figures: Path) -> str:
    """Return a figure with how to read it."""
    return html.figure(figures / f"{name}.png", CAPTIONS[name])


def _shocks(results: Results) -> str:
    """Return the dated shocks with sources and effects."""
    scenario = results.scenario
    if not scenario.shocks:
        return ""
    body = [
        (
            f'<span class="when">{shock.date}</span>',
            escape(shock.title),
            "<br>".join(escape(line) for line in _effects(shock)),
            escape(scenario.sources.get(shock.source or "", shock.source or "")),
        )
        for shock in scenario.shocks
    ]
    return "<h2>Shocks</h2>" + html.table(("date", "event", "what it changes", "source"), body)


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


def _numbers(results: Results) -> str:
    """Return all numbers of the scenario, folded."""
    scenario = results.scenario
    body = [
        (
            f"<code>{escape(row.path)}</code>",
            "spun up" if row.value is None else f"{row.value:g}",
            "" if row.range is None else f"{row.range[0]:g} to {row.range[1]:g}",
            escape(row.origin),
            escape(scenario.sources.get(row.source, row.source)),
            escape(row.note),
        )
        for row in rows(scenario)
    ]
    table = html.table(("number", "value", "range", "set in", "source", "note"), body)
    return f"<h2>Numbers</h2><details><summary>All {len(body)} numbers with their sources</summary>{table}</details>"


def _reproduce(results: Results, counted: OutcomeTable) -> str:
    """Return the command that gives this run again."""
    scenario = results.scenario
    command = f"sim run {scenario.name} -n {counted.histories} --seed {results.seed}"
    again = (
        ""
        if not scenario.changed
        else " (from <code>resolved.toml</code> beside this page, as numbers were changed)"
    )
    return (
        f"<h2>Reproduce</h2><p><code>{escape(command)}</code>{again}</p>"
        f'<p class="small">diplomatic-hedging {__version__}, scenario hash {scenario.hash}. '
        "The same seed gives the same bits on every machine.</p>"
    )


def write(results: Results, counted: OutcomeTable, directory: Path) -> Path:
    """Write ``report.html`` into a folder that has a ``figures`` folder, and return its path."""
    path = directory / "report.html"
    path.write_text(report(results, counted, directory / "figures"), encoding="utf-8")
    return path
