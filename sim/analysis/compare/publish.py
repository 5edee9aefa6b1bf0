"""Compare: what ``sim compare`` does: tables, figures and a page on what sets scenarios apart."""

from __future__ import annotations

import hashlib
import json
from html import escape
from pathlib import Path

import click
import pandas as pd

from sim.report import folder
from sim.report import page as html
from sim.report.progress import progress
from sim.report.style import draw_each
from sim.scenario import resolved_toml
from sim.shell.computing import computing
from sim.shell.opening import Opened, opened

from . import figures as figures_of
from .comparison import Comparison, check_comparable, finding, tilt_in_words
from .comparison import compare as compared
from .divergence import divergence_in_words, first_divergences


def compare(
    names: tuple[str, ...],
    changes: tuple[str, ...],
    without: tuple[str, ...],
    histories: int | None,
    seed: int | None,
    output: Path | None,
    overwrite: bool,
    as_json: bool,
    quiet: bool,
    cluster: str | None = None,
    resume: bool = False,
) -> None:
    """Run or relive the scenarios on the same luck, write the folder, print findings and table.

    Raises
    ------
    ValueError, Refused, OutputExists
        For what cannot be paired, is no scenario, or is in the way.
    """
    wanted = opened(names, changes, without, seed, histories)
    check_comparable(wanted.scenarios)
    hashes = [scenario.hash for scenario in wanted.scenarios]
    target = output or Path("results") / _name(names, wanted)
    holds = folder.holding(
        "comparison", wanted.scenarios[0], wanted.seed, wanted.histories, scenarios=hashes
    )
    folder.check_free(target, holds, overwrite)
    with computing(wanted.scenarios[0], target, holds, cluster, resume) as executor:
        how = {"histories": wanted.histories, "seed": wanted.seed, "executor": executor}
        with progress("histories", len(hashes) * wanted.histories, quiet) as tell:
            found = compared(*wanted.scenarios, progress=tell, **how)
        table = found.table()
        with folder.written_whole(target, overwrite) as partial:
            _write_all(found, table, partial, _command(names, changes, without, wanted), quiet)
            described = [{"label": label, "name": s.name, "title": s.title, "hash": s.hash, "changed": [change.as_data() for change in s.changed]}
                         for label, s in zip(found.labels, wanted.scenarios, strict=True)]  # fmt: skip
            folder.write_manifest(partial, holds, compared=described)
    click.echo(json.dumps(as_data(found, table), indent=2) if as_json else as_text(found, table))
    click.echo(f"\nReport: {target / 'report.html'}", err=as_json)


def _write_all(
    found: Comparison, table: pd.DataFrame, place: Path, command: str, quiet: bool
) -> None:
    """Write tables, figures and the page."""
    with progress("figures", len(figures_of.FIGURES), quiet) as tell:
        _write(found, table, place)
        draw_each(figures_of.FIGURES, found, place / "figures", lambda name: tell(1))
        (place / "report.html").write_text(
            report(found, table, place / "figures", command), encoding="utf-8"
        )


def _name(names: tuple[str, ...], wanted: Opened) -> str:
    """Return the folder's name when nobody says otherwise: what is compared, and a checksum of it."""
    words = "-".join(dict.fromkeys(Path(name).stem for name in names))
    mixed = hashlib.sha256(
        " ".join(scenario.hash for scenario in wanted.scenarios).encode()
    ).hexdigest()[:8]
    return f"compare-{words[:60]}-{mixed}"


def _command(
    names: tuple[str, ...], changes: tuple[str, ...], without: tuple[str, ...], wanted: Opened
) -> str:
    """Return the command that gives this comparison again."""
    more = [f"--set {change}" for change in changes] + [
        f'--without "{shock}"' if "*" in shock else f"--without {shock}" for shock in without
    ]
    return " ".join(["sim compare", *names, *more, f"-n {wanted.histories} --seed {wanted.seed}"])


def _write(found: Comparison, table: pd.DataFrame, place: Path) -> None:
    """Write the tables and the scenarios."""
    folder.write_table(table, place / "comparison.csv")
    names = [measure.name for measure in found.measures]
    for which in range(1, len(found.labels)):
        letter = chr(ord("A") + which)
        differences = pd.DataFrame(found.differences(which), columns=names)
        differences.insert(0, "run", found.outcomes[0].runs)
        folder.write_table(differences, place / f"differences-{letter}.csv.gz")
        folder.write_table(
            first_divergences(found.results[0], found.results[which]),
            place / f"divergence-{letter}.csv",
        )
    for k, scenario in enumerate(found.scenarios):
        (place / f"scenario-{chr(ord('A') + k)}.toml").write_text(
            resolved_toml(scenario), encoding="utf-8"
        )


def as_data(found: Comparison, table: pd.DataFrame) -> dict:
    """Return the comparison as plain dictionaries and lists (JSON-able)."""
    others = range(1, len(found.labels))
    return {
        "scenarios": list(found.labels),
        "histories": found.outcomes[0].histories,
        "seed": found.outcomes[0].seed,
        "findings": [finding(found, which) for which in others],
        "divergence": [divergence_in_words(found, which) for which in others],
        "table": json.loads(table.to_json(orient="records")),
    }


def as_text(found: Comparison, table: pd.DataFrame) -> str:
    """Return the comparison as the terminal prints it."""
    outcomes = found.outcomes[0]
    lines = [f"{outcomes.histories:,} histories of each on the same luck, seed {outcomes.seed}"]
    for which, label in enumerate(found.labels[1:], start=1):
        lines += ["", finding(found, which), divergence_in_words(found, which), ""]
        lines += [
            f"{'':60} {found.labels[0][:12]:>12} {'other':>8} {'difference':>11}   95 % interval   "
            " up   down"
        ]
        for _, row in table[table["scenario"] == label].iterrows():
            if row["low"] > 0 or row["high"] < 0:
                interval = f"{row['low']:+.3f} to {row['high']:+.3f}"
                shares = f"{100 * row['higher']:3.0f} % {100 * row['lower']:4.0f} %"
                numbers = f"{row['first']:12.3f} {row['second']:8.3f} {row['difference']:+11.3f}"
                lines.append(f"{_cut(row['measure'], 60):60} {numbers}   {interval:17} {shares}")
        lines.append(
            f"other: {label}; what is not listed does not surely differ; {tilt_in_words(found)}"
        )
    return "\n".join(lines)


def _cut(text: str, width: int) -> str:
    """Return a text of at most so many characters."""
    return text if len(text) <= width else f"{text[: width - 1]}…"


_HEAD = ("", "", "", "difference (mean)", "95 % interval", "histories up", "down")


def report(found: Comparison, table: pd.DataFrame, figures: Path, command: str) -> str:
    """Return the page: the finding, where histories part ways, figures, all differences, how to reproduce."""
    outcomes = found.outcomes[0]
    title = " against ".join([", ".join(found.labels[1:]), found.labels[0]])
    small = f"{outcomes.histories:,} histories of each on the same luck, seed {outcomes.seed}"
    parts = [html.opening(title, small, finding(found))]
    for which in range(1, len(found.labels)):
        if which > 1:
            parts.append(f'<p class="finding">{escape(finding(found, which))}</p>')
        parts.append(f"<p>{escape(divergence_in_words(found, which))}</p>")
    parts += [
        html.figure(figures / f"{name}.png", text) for name, text in figures_of.CAPTIONS.items()
    ]
    for label in found.labels[1:]:
        parts += [
            f"<h2>{escape(label)} less {escape(found.labels[0])}</h2>",
            _differences(found, table, label),
        ]
    parts.append(
        f'<p class="small">Bold: surely different. {escape(tilt_in_words(found).capitalize())}.</p>'
    )
    parts.append(f"<h2>Reproduce</h2><p><code>{escape(command)}</code></p>")
    parts.append('<p class="small">The same seed gives the same bits on every machine.</p>')
    return html.page(title, parts)


def _differences(found: Comparison, table: pd.DataFrame, label: str) -> str:
    """Return all measures of one scenario, those that surely differ in bold."""
    body = []
    for _, row in table[table["scenario"] == label].iterrows():
        sure = row["low"] > 0 or row["high"] < 0
        name = escape(row["measure"])
        body.append(
            (
                f"<b>{name}</b>" if sure else name,
                f"{row['first']:.3f}",
                f"{row['second']:.3f}",
                f"{row['difference']:+.3f}",
                f"{row['low']:+.3f} to {row['high']:+.3f}",
                f"{100 * row['higher']:.0f} %",
                f"{100 * row['lower']:.0f} %",
            )
        )
    head = ("", escape(found.labels[0]), escape(label), *_HEAD[3:])
    return html.table(head, body, numeric=1)
