"""The report: one page, readable offline, that opens with the finding and ends with how to reproduce it."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from html import escape
from pathlib import Path

from . import __version__
from .outcomes import Results
from .plots import CAPTIONS, FIGURES
from .scenario import rows
from .scenario.content import Shock
from .summary import summary
from .tally import Tally

_STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.55 Georgia, 'Times New Roman', serif; color: #222; background: #fff; max-width: 62rem;
  margin: 2rem auto; padding: 0 1.2rem; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .3rem; }
h2 { font-size: 1.2rem; margin: 2.4rem 0 .6rem; border-bottom: 1px solid #ddd; padding-bottom: .2rem; }
.finding { font-size: 1.2rem; border-left: 4px solid #0072B2; padding: .3rem 0 .3rem 1rem; margin: 1.2rem 0; }
.small, figcaption, table { font: 14px/1.45 system-ui, 'Segoe UI', sans-serif; }
.small, figcaption { color: #555; }
table { border-collapse: collapse; width: 100%; margin: .6rem 0; }
th, td { text-align: left; padding: .28rem .6rem .28rem 0; border-bottom: 1px solid #eee; vertical-align: top; }
th { color: #555; font-weight: 600; }
.when { white-space: nowrap; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
figure { margin: 1.4rem 0 2rem; } figure img { max-width: 100%; height: auto; }
.bar { background: #eee; width: 9rem; height: .8rem; display: inline-block; vertical-align: middle; }
.bar span { background: #0072B2; height: 100%; display: block; }
details { margin: 1rem 0; } summary { cursor: pointer; font-weight: 600; }
code { font-size: .92em; background: #f5f5f5; padding: .1em .3em; }
.wide { overflow-x: auto; }
@media print { body { margin: 0; max-width: none; font-size: 11pt; } figure, tr { break-inside: avoid; } }
"""


def page(results: Results, counted: Tally, figures: Path) -> str:
    """Return the report of a run as HTML with everything inside.

    Parameters
    ----------
    results : Results
        The run, or as many of its histories as were kept whole: for the figures.
    counted : Tally
        The tally of all its histories: for the numbers.
    figures : Path
        Folder with the PNG files of ``plots.draw_all``.
    """
    found = summary(counted)
    scenario = results.scenario
    parts = [
        f"<h1>{escape(scenario.title)}</h1>",
        f'<p class="small">{found["histories"]:,} histories, {" to ".join(found["months"])}, seed {found["seed"]}'
        f"{_kept(results, counted)}</p>",
        f'<p class="finding">{escape(found["finding"])}</p>',
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
    body = "\n".join(part for part in parts if part)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(scenario.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _kept(results: Results, counted: Tally) -> str:
    """Say what the figures are drawn from where that is not all."""
    return "" if results.histories == counted.histories else f"; figures from the first {results.histories:,}"


def _table(head: Iterable[str], body: Iterable[Iterable[str]], numeric: int = 99) -> str:
    """Return an HTML table; cells are HTML already; columns from `numeric` on hold numbers."""

    def cell(tag: str, k: int, text: str) -> str:
        kind = ' class="number"' if k >= numeric else ""
        return f"<{tag}{kind}>{text}</{tag}>"

    top = "".join(cell("th", k, text) for k, text in enumerate(head))
    lines = "".join(f"<tr>{''.join(cell('td', k, text) for k, text in enumerate(line))}</tr>" for line in body)
    return f'<div class="wide"><table><thead><tr>{top}</tr></thead><tbody>{lines}</tbody></table></div>'


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
        body.append((escape(row["text"]), bar, f"in {row['yes']:,} of {row['histories']:,} histories"))
    return "<h2>Questions</h2>" + _table(("", "", ""), body, numeric=2)


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
    return f"<h2>{title}</h2>" + _table(head, body, numeric=1)


def _postures(postures: list[dict]) -> str:
    """Return the commonest postures."""
    body = [
        (escape(row["state"]), *(f"{row[w]['posture']} ({100 * row[w]['share']:.0f} %)" for w in ("first", "last")))
        for row in postures
    ]
    return "<h2>Postures</h2>" + _table(("", "first month (share of histories)", "last month"), body)


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
    return f"<h2>Approaches of {escape(found['focus']['state'])}, per history</h2>" + _table(head, body, numeric=1)


def _figure(name: str, figures: Path) -> str:
    """Return a figure with how to read it."""
    data = base64.b64encode((figures / f"{name}.png").read_bytes()).decode()
    caption = escape(CAPTIONS[name])
    return (
        f'<figure><img alt="{caption}" src="data:image/png;base64,{data}"><figcaption>{caption}</figcaption></figure>'
    )


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
    return "<h2>Shocks</h2>" + _table(("date", "event", "what it changes", "source"), body)


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
    table = _table(("number", "value", "range", "set in", "source", "note"), body)
    return f"<h2>Numbers</h2><details><summary>All {len(body)} numbers with their sources</summary>{table}</details>"


def _reproduce(results: Results, counted: Tally) -> str:
    """Return the command that gives this run again."""
    scenario = results.scenario
    command = f"sim run {scenario.name} -n {counted.histories} --seed {results.seed}"
    again = (
        "" if not scenario.changed else " (from <code>resolved.toml</code> beside this page, as numbers were changed)"
    )
    return (
        f"<h2>Reproduce</h2><p><code>{escape(command)}</code>{again}</p>"
        f'<p class="small">diplomatic-hedging {__version__}, scenario hash {scenario.hash}. '
        "The same seed gives the same bits on every machine.</p>"
    )


def write(results: Results, counted: Tally, directory: Path) -> Path:
    """Write ``report.html`` into a folder that has a ``figures`` folder, and return its path."""
    path = directory / "report.html"
    path.write_text(page(results, counted, directory / "figures"), encoding="utf-8")
    return path
