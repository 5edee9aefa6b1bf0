"""Hindcast: what ``sim hindcast`` does: score a scenario against records of events, as tables, a figure and a page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import click
import pandas as pd

from sim.data.events import Record, counts_in_words, read_records
from sim.errors import InvalidInput
from sim.report import folder, style
from sim.report import page as html
from sim.report.progress import progress
from sim.scenario import Scenario, resolved_toml
from sim.shell.computing import executing
from sim.system.files import digest

from . import figure as drawing
from . import scores
from .hindcast import checked_month, lives
from .scorecard import Scored, check_shared, scored, times_in_words

_NAMED = 5  # damaged rows named; all are counted
_RIVALS = (scores.STILL, scores.AFFINITY, scores.LAST)
_PRINTED = {
    ("share", "rank correlation"): "rank of shares",
    ("change", "rank correlation"): "rank of changes",
    ("direction", "Brier score"): "Brier of directions",
    ("direction", "log score"): "log of directions",
    ("net direction", "Brier score"): "Brier, net of the mean",
    ("net direction", "log score"): "log, net of the mean",
    ("first contact", "Kendall's tau"): "tau of first contacts",
}  # all scores are in the table
_IN_VIEW = (
    "The shipped scenarios' numbers were searched by hand with 2013-15 in view: for them nothing "
    "of these years is out "
    "of sample in the strict sense."
)


@dataclass(frozen=True)
class Hindcast:
    """All that was found."""

    scenario: Scenario
    train_until: str | None
    histories: int
    seed: int
    scored: tuple[Scored, ...]

    def table(self, name: str) -> pd.DataFrame:
        """Return a table of all records: scores, alarms, dyads or timing."""
        parts = [getattr(one, name).assign(record=one.record.name) for one in self.scored]
        table = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
        return table[["record", *table.columns.drop("record")]]

    @property
    def samples(self) -> str:
        """What trained and new mean here."""
        if self.train_until is None:
            return f"Without --train-until everything counts as new; that is so only if nobody fitted to it. {_IN_VIEW}"
        return f"Trained: with months up to {self.train_until}; new: without. {_IN_VIEW}"


def hindcast(
    scenario: Scenario,
    record: Sequence[Path],
    train_until: str | None = None,
    histories: int = 500,
    seed: int = 1,
    output: Path | None = None,
    overwrite: bool = False,
    as_json: bool = False,
    quiet: bool = False,
    cluster: str | None = None,
) -> None:
    """Score a scenario against records of events, write the folder, print findings and scores.

    Raises
    ------
    ValueError, OutputExists
        For a month or a file that cannot be, or a record that shares nothing with the scenario; or
        what is in the way.
    """
    if train_until is not None:
        checked_month(train_until)
    options = {"records": _digests(record), "train_until": train_until}
    target = output or folder.default_folder(scenario, "-hindcast", **options)
    holds = folder.holding("hindcast", scenario, seed, histories, **options)
    folder.check_free(target, holds, overwrite)
    records = read_records(record, scenario.states)
    tell_damage(records)
    for one in records:
        check_shared(one, scenario)
    with executing(cluster) as executor, progress("histories", 2 * histories, quiet) as tell:
        lived = lives(scenario, histories, seed, tell, executor)
    with progress("scores", len(records), quiet) as tell:
        parts = []
        for one in records:
            parts.append(scored(one, lived, train_until, seed))
            tell(1)
    found = Hindcast(scenario, train_until, histories, seed, tuple(parts))
    with folder.written_whole(target, overwrite) as partial:
        write(found, partial)
        (partial / "report.html").write_text(
            report(found, partial / "figures", _command(found, record)), "utf-8"
        )
        folder.write_manifest(partial, holds)
    click.echo(json.dumps(as_data(found), indent=2) if as_json else as_text(found))
    click.echo(f"\nReport: {target / 'report.html'}", err=as_json)


def tell_damage(records: Sequence[Record]) -> None:
    """Name the first damaged rows of each record, before much is computed from the others."""
    for one in records:
        for line in one.faults[:_NAMED]:
            click.echo(line, err=True)
        if len(one.faults) > _NAMED:
            click.echo(f"{one.name}: {one.damaged - _NAMED:,} more damaged rows", err=True)


def _digests(paths: Sequence[Path]) -> dict[str, str]:
    """Return a checksum of each file by its name; ValueError where two have the same name."""
    found = {}
    for path in paths:
        name = Path(path).name
        if name in found:
            raise InvalidInput(
                f"--record: two files are called {name}; rename one, or name it once"
            )
        found[name] = digest(path)[:12]
    return found


def write(found: Hindcast, place: Path) -> None:
    """Write the tables, the figure and the scenario."""
    for name in ("scores", "alarms", "dyads", "timing"):
        folder.write_table(found.table(name), place / f"{name}.csv")
    style.save(picture(found), place / "figures" / "hindcast")
    (place / "resolved.toml").write_text(resolved_toml(found.scenario), encoding="utf-8")


def picture(found: Hindcast):
    """Return the figure."""
    small = f"{found.histories:,} histories of “{found.scenario.title}”, seed {found.seed}. {found.samples}"
    rows = [(one.record.name, one.dyads) for one in found.scored]
    return drawing.figure(rows, found.scenario.codes, found.scored[0].headline, small)


def as_data(found: Hindcast) -> dict:
    """Return all that was found as plain dictionaries and lists (JSON-able)."""
    records = []
    for one in found.scored:
        told = {"name": one.record.name, "rows": one.record.rows, "damaged": one.record.damaged}
        told |= {
            "outside": one.record.outside,
            "repeated": one.record.repeated,
            "finding": one.finding,
        }
        tables = {
            name: getattr(one, name).to_json(orient="records")
            for name in ("scores", "alarms", "dyads", "timing")
        }
        records.append(told | {name: json.loads(table) for name, table in tables.items()})
    return {
        "scenario": found.scenario.name,
        "train_until": found.train_until,
        "histories": found.histories,
        "seed": found.seed,
        "samples": found.samples,
        "records": records,
    }


def as_text(found: Hindcast) -> str:
    """Return what was found as the terminal prints it."""
    lines = [
        f"{found.histories:,} histories of {found.scenario.name} and of the year before it, seed "
        f"{found.seed}"
    ]
    for one in found.scored:
        lines += ["", counts_in_words(one.record), one.finding, *times_in_words(one), ""]
        if len(one.scores):
            against = "".join(f"{rival:>27}" for rival in _RIVALS)
            lines += [f"{'':50}{'model':25}{against}"]
            lines += [_line(*key, rows) for key, rows in _printed(one.scores)]
    lines += [
        "",
        "In brackets: 95 % interval of the score; for rivals, of how much better the model is.",
    ]
    return "\n".join([*lines, found.samples])


def _printed(table: pd.DataFrame) -> list[tuple[tuple[str, str, str], pd.DataFrame]]:
    """Return the scores that are printed, those of trained spans first: (sample, span, words) and a row per rival."""
    found = [
        ((sample, span, _PRINTED[measure, score]), rows)
        for (sample, span, measure, score), rows in table.groupby(
            ["sample", "span", "measure", "score"], sort=False
        )
        if (measure, score) in _PRINTED
    ]
    return sorted(found, key=lambda one: one[0][0] != "trained")


def _line(sample: str, span: str, words: str, rows: pd.DataFrame) -> str:
    """Return a score and its rivals as a line."""
    first, theirs = rows.iloc[0], {row.rival: row for row in rows.itertuples()}
    line = f"{sample:8}{span:20}{words:22}{first['model']:6.2f} {_interval(first['low'], first['high']):17}"
    for rival in _RIVALS:
        row = theirs.get(rival)
        told = (
            ""
            if row is None
            else f"{row.rival_score:.2f} {_interval(row.better_low, row.better_high, '+')}"
        )
        line += f"{told:>27}"
    return line.rstrip()


def _interval(low: float, high: float, sign: str = "") -> str:
    """Return an interval in brackets."""
    return f"({low:{sign}.2f} to {high:{sign}.2f})"


_READING = (
    "Each mark is one state toward another. Left: how cooperative its events are, by rank; on the "
    "dashed line model "
    "and record agree. Right: what the model expects to change against what did; in the grey "
    "quarters the direction "
    "is right. Names: the marks that are farthest off."
)


def report(found: Hindcast, pictures: Path, command: str) -> str:
    """Return the page: findings, figure, scores of each record, first contacts, how to read and reproduce them."""
    title = f"{found.scenario.title}: against the record"
    small = f"{found.histories:,} histories, and as many of the year before without shocks, seed {found.seed}"
    first, *others = found.scored
    parts = [html.opening(title, small, f"{first.record.name}. {first.finding}")]
    parts += [
        f'<p class="finding">{escape(f"{one.record.name}. {one.finding}")}</p>' for one in others
    ]
    parts += [f"<p>{escape(found.samples)}</p>", html.figure(pictures / "hindcast.png", _READING)]
    for one in found.scored:
        parts.append(
            f"<h2>{escape(one.record.name)}</h2><p>{escape(counts_in_words(one.record))}</p>"
        )
        parts += [f"<p>{escape(line)}</p>" for line in times_in_words(one)]
        parts += [_scores_html(one.scores), _alarms_html(one.alarms)]
    again = " (of <code>resolved.toml</code> beside this page, as numbers were changed)"
    parts.append(
        f"<h2>Reproduce</h2><p><code>{escape(command)}</code>{again * bool(found.scenario.changed)}</p>"
    )
    return html.page(title, parts)


def _scores_html(table: pd.DataFrame) -> str:
    """Return a row per score and rival, trained ones first; bold where the difference is sure."""
    if not len(table):
        return ""
    body = []
    for row in table.sort_values("sample", ascending=False, kind="stable").itertuples():
        sure = row.better_low > 0 or row.better_high < 0
        better = f"{row.better:+.2f} {_interval(row.better_low, row.better_high, '+')}"
        told = (
            f"{row.model:.2f} {_interval(row.low, row.high)}",
            row.rival,
            f"{row.rival_score:.2f}",
        )
        body.append(
            (
                row.sample,
                row.span,
                row.measure,
                row.score,
                str(row.dyads),
                *told,
                f"<b>{better}</b>" if sure else better,
            )
        )
    head = (
        "",
        "span",
        "what",
        "score",
        "dyads",
        "model (95 %)",
        "rival",
        "its score",
        "model better by",
    )
    return html.table(head, body)


def _alarms_html(table: pd.DataFrame) -> str:
    """Return who called directions surely, and how often wrongly."""
    body = [
        (row.sample, row.span, row.measure, row.by, f"{row.sure} of {row.dyads}", str(row.wrong))
        for row in table.itertuples()
    ]
    head = (
        "",
        "span",
        "what",
        "by",
        f"called with {100 * scores.SURE:.0f} % or more",
        "of these wrongly",
    )
    return html.table(head, body, numeric=4) if body else ""


def _command(found: Hindcast, paths: Sequence[Path]) -> str:
    """Return the command that gives this again."""
    words = [
        "sim hindcast",
        found.scenario.name,
        *(f"--record {Path(path).name}" for path in paths),
    ]
    words += [f"--train-until {found.train_until}"] if found.train_until else []
    return " ".join([*words, f"-n {found.histories} --seed {found.seed}"])
