"""Calibrate: what ``sim calibrate`` does: fit a scenario to a record, say what that pins down, write the new one."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

import click
import numpy as np
import pandas as pd

from sim import __version__
from sim.analysis.hindcast import scores
from sim.analysis.hindcast.hindcast import checked_month, lives
from sim.analysis.hindcast.publish import tell_damage
from sim.analysis.hindcast.scorecard import scored
from sim.data.events import Record, counts_in_words, read_records
from sim.errors import InvalidInput
from sim.report import folder, style
from sim.report import page as html
from sim.report.progress import progress
from sim.scenario import Refused, Scenario, chosen_paths, extending_toml, find, load, resolved_toml
from sim.shell.computing import computing
from sim.system.files import digest

from . import calibration
from . import figure as drawing
from .targets import target

_LISTED = 5  # numbers told in the finding
_OPEN = 12  # numbers named that the record leaves open; all are in the table
_SCORED = 500  # histories that a scenario is scored on
_TOLD = ("share", "change", "direction")  # scores printed, the first of each; all are in the table


@dataclass(frozen=True)
class Calibrated:
    """All that was found.

    `before` is the scenario that was asked about, `after` the one that was fitted.
    """

    before: Scenario
    after: Scenario
    records: tuple[Record, ...]
    train_until: str
    how: str  # points, rounds, histories and seed, in words
    fit: calibration.Calibration
    scores: pd.DataFrame

    @property
    def finding(self) -> str:
        """What was found, in sentences."""
        pinned = self.fit.table().query("beyond_chance")
        clearly, part = (
            int((pinned["pinned"] > drawing.CLEARLY).sum()),
            f"{100 * drawing.CLEARLY:.0f} %",
        )
        told = f"{_files(self.records)} until {self.train_until}: the record says something of {len(pinned)} of "
        told += f"{len(self.fit.paths)} numbers beyond chance, and takes away more than {part} of the uncertainty "
        told += f"of {clearly}"
        named = [f"{row.path} ({row.base:.3g} to {row.fitted:.3g}, {100 * row.pinned:.0f} %)"
                 for row in pinned[:_LISTED].itertuples()]  # fmt: skip
        told += f"; most of: {', '.join(named)}." if named else "."
        patterns = [k for k, row in enumerate(self.fit.rows) if not row.startswith("yes to ")]
        before, after = self.fit.rounds[[0, -1]][:, patterns].mean(axis=1)
        return f"{told} The mean correlation with the record's patterns goes from {before:.2f} to {after:.2f}."


def calibrate(
    name: str,
    scenario: Scenario,
    record: Sequence[Path],
    train_until: str,
    over: tuple[str, ...] = (),
    yes: tuple[str, ...] = (),
    points: int = 1024,
    rounds: int = 3,
    histories: int = 64,
    seed: int = 1,
    output: Path | None = None,
    overwrite: bool = False,
    as_json: bool = False,
    quiet: bool = False,
    cluster: str | None = None,
    resume: bool = False,
) -> None:
    """Fit numbers to records of events, write the folder, print what the records pin down and leave open.

    Raises
    ------
    ValueError, OutputExists
        For a month, path or file that cannot be, or a record without anything to fit; or what is in
        the way.
    """
    checked_month(train_until)
    paths = chosen_paths(scenario, over)
    digests, records = _digests(record), read_records(record, scenario.states)
    tell_damage(records)
    asked = [target(each, scenario, train_until) for each in records]
    options = {"records": digests, "train_until": train_until, "over": paths}
    options |= {"points": points, "rounds": rounds, "yes": list(yes)}
    calibration.asked_questions(scenario, yes)
    place = output or folder.default_folder(scenario, "-calibrated", **options)
    holds = folder.holding("calibration", scenario, seed, histories, **options)
    folder.check_free(place, holds, overwrite)
    how = f"{points:,} points, {rounds} rounds, {histories:,} histories at each, seed {seed}"
    with computing(scenario, place, holds, cluster, resume) as executor:
        with progress(
            "histories", calibration.histories_in_all(asked, points, rounds, histories), quiet
        ) as tell:
            numbers = (over, points, rounds, histories, seed)
            fit = calibration.calibrate(
                scenario, records, train_until, *numbers, tell, yes, executor
            )
        how += f", yes to {', '.join(yes)}" if yes else ""
        told = f"sim calibrate {name} on {_files(records)} until {train_until}; {how}; version {__version__}"
        after = _named(scenario, calibration.calibrated(scenario, fit, told), told)
        table = scores_before_and_after(scenario, after, records, train_until, seed)
        found = Calibrated(scenario, after, records, train_until, how, fit, table)
        words = [
            name,
            *(f"--record {path}" for path in record),
            *(f"--over {path}" for path in over),
        ]
        words += [f"--yes {question}" for question in yes]
        words += [
            f"--train-until {train_until} --points {points} --rounds {rounds} -n {histories} "
            f"--seed {seed}"
        ]
        with folder.written_whole(place, overwrite) as partial:
            write(found, name, place, partial)
            page = report(found, partial / "figures", f"sim calibrate {' '.join(words)}")
            (partial / "report.html").write_text(page, encoding="utf-8")
            folder.write_manifest(partial, holds)
    click.echo(json.dumps(as_data(found), indent=2) if as_json else as_text(found))
    click.echo(
        f"\nScenario: {place / after.name}.toml\nReport: {place / 'report.html'}", err=as_json
    )


def _digests(paths: Sequence[Path]) -> list[str]:
    """Return a checksum of each file; ValueError when one is there twice, and would count twice."""
    found: dict[str, Path] = {}
    for path in paths:
        of_this = digest(path)[:12]
        if of_this in found:
            raise InvalidInput(
                f"--record {path} holds the same as {found[of_this]}: give each record once"
            )
        found[of_this] = path
    return list(found)


def _files(records: Sequence[Record]) -> str:
    """Return the names of the records' files."""
    return " and ".join(record.name for record in records)


def _named(before: Scenario, after: Scenario, told: str) -> Scenario:
    """Return the fitted scenario under a name of its own."""
    words = {
        "title": f"{before.title}, calibrated",
        "description": f"With what a record says of its numbers: {told}.",
    }
    return replace(after, name=f"{before.name}-calibrated", **words)


def scores_before_and_after(
    before: Scenario, after: Scenario, records: Sequence[Record], train_until: str, seed: int
) -> pd.DataFrame:
    """Return the rows of ``scores.table`` for each record and both scenarios, on luck that nothing was fitted to."""
    parts = []
    for scenario, which in ((before, "before"), (after, "after")):
        lived = lives(scenario, _SCORED, (seed + 2) % 2**63)
        for record in records:
            table = scored(record, lived, train_until).scores
            parts.append(table.assign(record=record.name, scenario=which))
    table = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    return table[["record", "scenario", *table.columns.drop(["record", "scenario"])]]


def agreement_table(found: Calibrated) -> pd.DataFrame:
    """Return a row per pattern and round (0: before the first): correlation with the record, and its misfit."""
    fit = found.fit
    names = [
        record.name
        for record in found.records
        for _ in target(record, found.before, found.train_until).rows
    ]
    names += [found.before.name] * (len(found.fit.rows) - len(names))  # its questions
    rows = []
    for k, (name, row) in enumerate(zip(names, fit.rows, strict=True)):
        for step, agreed in enumerate(fit.rounds[:, k]):
            rows.append(
                {
                    "record": name,
                    "row": row,
                    "round": step,
                    "correlation": agreed,
                    "misfit": fit.misfits[k],
                }
            )
    return pd.DataFrame(rows)


def write(found: Calibrated, name: str, target_folder: Path, place: Path) -> None:
    """Write the tables, the figure and both scenarios into a place that becomes the target folder."""
    fit = found.fit
    folder.write_table(fit.table(), place / "calibration.csv")
    folder.write_table(pd.DataFrame(fit.sample, columns=list(fit.paths)), place / "sample.csv.gz")
    folder.write_table(agreement_table(found), place / "agreement.csv")
    folder.write_table(found.scores, place / "scores.csv")
    style.save(drawing.figure(found.before, fit, _small(found)), place / "figures" / "calibrate")
    original, extends = _original(name, found.before, target_folder)
    (place / "resolved.toml").write_text(resolved_toml(found.before), encoding="utf-8")
    (place / f"{found.after.name}.toml").write_text(
        extending_toml(original, found.after, extends), encoding="utf-8"
    )


def _original(name: str, scenario: Scenario, target_folder: Path) -> tuple[Scenario, str]:
    """Return the scenario as its file has it, and how a file in the target folder extends it."""
    path = find(name)
    try:
        by_name = find(scenario.name).resolve() == path.resolve()
    except Refused:
        by_name = False
    relative = Path(os.path.relpath(path.resolve(), target_folder.resolve())).as_posix()
    return load(name), scenario.name if by_name else relative


def _small(found: Calibrated) -> str:
    """Say how the numbers came about."""
    return (
        f"“{found.before.title}” on {_files(found.records)} until {found.train_until}: {found.how}."
    )


def told_scores(found: Calibrated) -> pd.DataFrame:
    """Return the scores that are printed: a row per record, span and measure, with the model before and after."""
    firsts = {measure: scores.SCORES[measure][0][0] for measure in _TOLD}
    table = found.scores[found.scores["score"] == found.scores["measure"].map(firsts)]
    keys = ["record", "span", "sample", "measure", "score"]
    sides = [
        table[table["scenario"] == which].groupby(keys, sort=False)["model"].first().rename(which)
        for which in ("before", "after")
    ]
    rivals = table[table["rival"].isin((scores.STILL, scores.AFFINITY))].groupby(
        [*keys, "rival"], sort=False
    )
    rivals = (
        rivals["rival_score"]
        .first()
        .unstack("rival")
        .reindex(columns=[scores.STILL, scores.AFFINITY])
    )
    return pd.concat([*sides, rivals], axis=1).reset_index()


def left_open(fit: calibration.Calibration) -> list[str]:
    """Return the numbers that the record does not pin down, those least pinned down first."""
    return fit.table().query("not beyond_chance")["path"].tolist()[::-1]


def as_data(found: Calibrated) -> dict:
    """Return all that was found as plain dictionaries and lists (JSON-able)."""
    fit = found.fit
    return {
        "scenario": found.before.name,
        "hash": {"before": found.before.hash, "after": found.after.hash},
        "train_until": found.train_until,
        "how": found.how,
        "finding": found.finding,
        "records": [
            {
                name: getattr(one, name)
                for name in ("name", "rows", "outside", "damaged", "repeated")
            }
            for one in found.records
        ],
        "by_chance": fit.by_chance,
        "surely": fit.surely,
        "numbers": _rows(fit.table()),
        "agreement": _rows(agreement_table(found)),
        "scores": _rows(found.scores),
    }


def _rows(table: pd.DataFrame) -> list[dict]:
    """Return the rows of a table, what is missing as None."""
    return json.loads(table.to_json(orient="records"))


def as_text(found: Calibrated) -> str:
    """Return what was found as the terminal prints it."""
    fit, rest = found.fit, left_open(found.fit)
    lines = [*map(counts_in_words, found.records), found.finding]
    lines.append(f"(Of numbers that do nothing {100 * fit.by_chance:.0f} % of the uncertainty would seem taken away; "
                 f"beyond chance is more than {100 * fit.surely:.1f} %.)")  # fmt: skip
    if rest:
        more = f" and {len(rest) - _OPEN} more" if len(rest) > _OPEN else ""
        lines.append(f"Left open: {', '.join(rest[:_OPEN])}{more}.")
    lines += ["", f"{'correlation of patterns':32} before  after"]
    for row, (before, after) in zip(fit.rows, fit.rounds[[0, -1]].T, strict=True):
        lines.append(f"{row:32} {before:6.2f} {after:6.2f}")
    lines += ["", f"{'scores':48} before  after  {scores.STILL}  {scores.AFFINITY}"]
    for row in told_scores(found).itertuples(index=False):
        rivals = "".join(f"{'' if np.isnan(value) else f'{value:.3f}':>11}" for value in row[-2:])
        label = f"{row.span} {row.measure}, {row.score} ({row.sample})"
        lines.append(f"{label:48} {row.before:6.3f} {row.after:6.3f}{rivals}")
    return "\n".join(lines)


_READING = (
    "Left: the numbers that the record pins down most, each over its range: ring, the value in the "
    "scenario; bar, "
    "where 90 % of the sample lie that the record allows; dot, the fitted value. Right: "
    "correlation of the model's "
    "pattern over all dyads with the record's, before (ring) and after (dot). What is fitted "
    "agrees better by "
    "construction; whether that holds elsewhere only other records can say."
)


def report(found: Calibrated, pictures: Path, command: str) -> str:
    """Return the page: the finding, figure, tables, how to read them, how to reproduce them."""
    title = f"{found.before.title}: what the record says of its numbers"
    pinned = found.fit.table().query("beyond_chance").itertuples()
    body = [
        (f"<code>{escape(row.path)}</code>", f"{row.low:.4g} to {row.high:.4g}", f"{row.base:.4g}", f"{row.fitted:.4g}",
         f"{row.q05:.4g} to {row.q95:.4g}", f"{100 * row.pinned:.0f} %") for row in pinned
    ]  # fmt: skip
    head = ("number", "range", "before", "fitted", "90 % of the sample", "uncertainty taken away")
    rows = [
        (escape(row.record), row.span, row.sample, f"{row.measure}, {row.score}",
         *("" if np.isnan(value) else f"{value:.3f}" for value in row[-4:]))
        for row in told_scores(found).itertuples(index=False)
    ]  # fmt: skip
    changed = (
        f" (before: {escape('; '.join(map(str, found.before.changed)))})" if found.before.changed else ""
    )
    rest = "".join(f"<code>{escape(path)}</code> " for path in left_open(found.fit))
    parts = [
        html.opening(title, _small(found), found.finding),
        html.figure(pictures / "calibrate.png", _READING),
        *(f"<p>{escape(counts_in_words(one))}</p>" for one in found.records),
        "<h2>What the record says</h2>", html.table(head, body, numeric=1),
        "<h2>Left open</h2>", f"<details><summary>{len(left_open(found.fit))} numbers</summary>{rest}</details>",
        "<h2>Scores</h2>",
        html.table(("record", "span", "", "", "before", "after", scores.STILL, scores.AFFINITY), rows, numeric=4),
        f"<h2>Reproduce</h2><p><code>{escape(command)}</code>{changed}</p>",
    ]  # fmt: skip
    return html.page(title, parts)
