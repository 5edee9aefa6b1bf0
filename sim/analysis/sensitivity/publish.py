"""Sensitivity: what ``sim sensitivity`` does: which numbers an outcome turns on, as tables, figures and a page."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path

import click
import numpy as np
import pandas as pd

from sim.analysis.threshold.figure import meaning
from sim.report import folder, style
from sim.report import page as html
from sim.report.progress import FAILED, Stopped, progress
from sim.scenario import Scenario, chosen_paths, ranged_paths, resolved_toml
from sim.shell.computing import computing

from . import indices_figure as indices
from . import sensitivity as asking
from . import tornado

_LISTED = 12  # numbers printed; all are in the tables


def sensitivity(
    scenario: Scenario,
    outcome: str = "tilt_last",
    over: tuple[str, ...] = (),
    trajectories: int = 16,
    base: int = 256,
    most: int = 20,
    histories: int = 32,
    seed: int = 1,
    output: Path | None = None,
    overwrite: bool = False,
    as_json: bool = False,
    quiet: bool = False,
    cluster: str | None = None,
    resume: bool = False,
) -> None:
    """Find which numbers an outcome turns on, write the folder, print finding and table.

    Raises
    ------
    ValueError, OutputExists, Stopped
        For an unknown outcome, a path without a range, a design that cannot be; what is in the way;
        or a lost point.
    """
    asking.outcome_column(scenario, outcome)
    ranges = {path: list(ranged_paths(scenario)[path]) for path in chosen_paths(scenario, over)}
    whole = asking.histories_in_all(len(ranges), trajectories, base, most, histories)
    design = {"trajectories": trajectories, "base": base, "most": most}
    options = {"outcome": outcome, "over": ranges, **design}
    target = output or folder.default_folder(scenario, f"-sensitivity-{outcome}", **options)
    holds = folder.holding("sensitivity", scenario, seed, histories, **options)
    folder.check_free(target, holds, overwrite)
    with computing(scenario, target, holds, cluster, resume) as executor:
        how = {"histories": histories, "seed": seed, "executor": executor, **design}
        try:
            with progress("histories", whole, quiet) as tell:
                found = asking.sensitivity(scenario, outcome, over, progress=tell, **how)
        except RuntimeError as lost:
            raise Stopped(str(lost), FAILED) from None
        with folder.written_whole(target, overwrite) as partial:
            write(found, partial)
            page = report(found, partial / "figures", _command(found, over, most))
            (partial / "report.html").write_text(page, "utf-8")
            folder.write_manifest(partial, holds)
    click.echo(json.dumps(as_data(found), indent=2) if as_json else as_text(found))
    click.echo(f"\nReport: {target / 'report.html'}", err=as_json)


def write(found: asking.Sensitivity, place: Path) -> None:
    """Write the tables, the figures and the scenario."""
    for name in ("morris", "sobol", "tornado"):
        folder.write_table(getattr(found, name).table(), place / f"{name}.csv")
    style.save(tornado.figure(found), place / "figures" / "07-tornado")
    style.save(indices.figure(found), place / "figures" / "indices")
    (place / "resolved.toml").write_text(resolved_toml(found.scenario), encoding="utf-8")


def as_data(found: asking.Sensitivity) -> dict:
    """Return all that was found as plain dictionaries and lists (JSON-able)."""
    shares = {
        name: None if np.isnan(share) else float(share)
        for name, share in vars(found.sobol.luck).items()
    }
    data = {
        "scenario": found.scenario.name,
        "outcome": {
            "id": found.outcome,
            "text": asking.outcome_in_words(found.scenario, found.outcome),
        },
        "histories": found.histories,
        "seed": found.seed,
        "finding": asking.finding(found),
        "shares": shares,
        "outcome_in_scenario": found.tornado.outcome,
    }
    tables = {
        name: getattr(found, name).table().to_json(orient="records")
        for name in ("morris", "sobol", "tornado")
    }
    return data | {name: json.loads(table) for name, table in tables.items()}


def side_by_side(found: asking.Sensitivity) -> pd.DataFrame:
    """Return all three looks in a row per number: those with indices first, by the total one, then by `mu_star`."""
    table = (
        found.morris.table()
        .merge(found.tornado.table(), on="path")
        .merge(found.sobol.table(), "left", "path")
    )
    return table.sort_values(["ST", "mu_star"], ascending=False, kind="stable", ignore_index=True)


def as_text(found: asking.Sensitivity) -> str:
    """Return what was found as the terminal prints it."""
    table = side_by_side(found)
    shown = table[:_LISTED]
    width = max(len(path) for path in shown["path"])
    head = f"{'':{width}}   mu* (noise)        S1          ST (noise)     alone at low       alone at high"
    lines = [asking.finding(found), "", head]
    for row in shown.itertuples():
        indices = " " * 32
        if not np.isnan(row.ST):
            half = (row.S1_high - row.S1_low) / 2, (row.ST_high - row.ST_low) / 2
            indices = (
                f"{row.S1:5.2f} ± {half[0]:.2f}  {row.ST:5.2f} ± {half[1]:.2f} ({row.ST_noise:.2f})"
            )
        alone = f"{row.at_low:+7.3f} ± {2 * row.low_error:.3f}  {row.at_high:+7.3f} ± {2 * row.high_error:.3f}"
        lines.append(
            f"{row.path:{width}}  {row.mu_star:.3f} ({row.mu_star_noise:.3f})  {indices}  {alone}"
        )
    if len(table) > len(shown):
        lines.append(f"... and {len(table) - len(shown)} more in morris.csv and tornado.csv")
    return "\n".join([*lines, "", _legend(found)])


def _legend(found: asking.Sensitivity) -> str:
    """Say what the columns are."""
    return (
        "mu*: mean effect of a move through the whole range (Morris). S1, ST: share of the "
        "variance that the numbers "
        "cause, by itself and with interplay (Sobol), ± half its 95 % interval. Noise: what luck "
        "would make by itself. "
        f"Alone: change of the mean from {found.tornado.outcome:.3g} at either end, ± 2 standard "
        "errors."
    )


_TORNADO = (
    "Each number alone goes to the low and the high end of its range, all others as in the "
    "scenario. A bar within its "
    "grey band may be luck: of numbers that do nothing one end in twenty reaches beyond it."
)
_INDICES = (
    "All foremost numbers vary at once. Above: all variance, over numbers and histories; what "
    "stays the same at all "
    "points is the accident of a history, whatever the numbers. Below: the part of each number in "
    "the variance of the "
    "mean over histories. Where the two indices of a number differ, it matters by interplay with "
    "others. Grey: what "
    "luck leaves in such means; more histories shrink it."
)


def report(found: asking.Sensitivity, pictures: Path, command: str) -> str:
    """Return the page: the finding, figures, table, how to read them, how to reproduce them."""
    scenario = found.scenario
    title = f"{scenario.title}: which numbers matter"
    small = (
        f"{len(found.paths)} numbers; screening: {found.trajectories} trajectories; indices: base "
        f"{found.base:,}; "
        f"{found.histories:,} histories at each point ({asking.ENDS * found.histories:,} for the "
        "tornado), "
        f"seed {found.seed}"
    )
    changed = (
        " (of <code>resolved.toml</code> beside this page, as numbers were changed)"
        if scenario.changed
        else ""
    )
    parts = [
        html.opening(title, small, asking.finding(found)),
        html.figure(pictures / "07-tornado.png", _TORNADO),
        html.figure(pictures / "indices.png", _INDICES),
        "<h2>All numbers</h2>",
        f"<p>{escape(_legend(found))}</p>",
        _table(found),
        f"<h2>Reproduce</h2><p><code>{escape(command)}</code>{changed}</p>",
    ]
    return html.page(title, parts)


def _table(found: asking.Sensitivity) -> str:
    """Return all three looks as an HTML table."""
    body = []
    for row in side_by_side(found).itertuples():
        note = meaning(found.scenario, row.path)
        name = f"<code>{escape(row.path)}</code>" + (f"<br>{escape(note)}" if note else "")
        shared = ("", "")
        if not np.isnan(row.ST):
            shared = tuple(
                f"{index:.2f} ({low:.2f} to {high:.2f})"
                for index, low, high in (
                    (row.S1, row.S1_low, row.S1_high),
                    (row.ST, row.ST_low, row.ST_high),
                )
            )
        ends = (
            f"{change:+.3f} ± {2 * error:.3f} (at {value:.3g})"
            for change, error, value in (
                (row.at_low, row.low_error, row.low), (row.at_high, row.high_error, row.high)
            )
        )  # fmt: skip
        body.append((name, f"{row.mu_star:.3f}", f"{row.mu_star_noise:.3f}", *shared, *ends))
    head = ("number", "mu*", "noise", "S1 (95 %)", "ST (95 %)", "alone at low", "alone at high")
    return html.table(head, body, numeric=1)


def _command(found: asking.Sensitivity, over: tuple[str, ...], most: int) -> str:
    """Return the command that gives this again."""
    words = [
        "sim sensitivity",
        found.scenario.name,
        f"--of {found.outcome}",
        *(f"--over {path}" for path in over),
    ]
    words += [f"--trajectories {found.trajectories} --base {found.base} --most {most}"]
    return " ".join([*words, f"-n {found.histories} --seed {found.seed}"])
