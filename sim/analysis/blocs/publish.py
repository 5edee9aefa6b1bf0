"""Blocs: what ``sim blocs`` does: stable splits into two camps, from a scenario's ties or from a CSV matrix."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click
import numpy as np
import pandas as pd

from sim.analysis.explain.publish import month_index
from sim.ensemble.run import run
from sim.errors import InvalidInput
from sim.model.prepared import prepared
from sim.outcomes.results import Results
from sim.report import folder, style
from sim.report.progress import progress
from sim.shell.computing import executing
from sim.shell.opening import opened_one
from sim.system.files import digest

from . import figure as figures
from .landscapes import Balance, Landscape, balance, from_csv, landscape

_LISTED = 6  # minima printed; all are in the table


def blocs(
    name: str | None,
    changes: tuple[str, ...],
    without: tuple[str, ...],
    month: str | None,
    propensity: Path | None,
    size: Path | None,
    histories: int | None,
    seed: int | None,
    output: Path | None,
    overwrite: bool,
    as_json: bool,
    quiet: bool,
    cluster: str | None = None,
) -> None:
    """Find the stable splits, write tables and figures, print the splits.

    Raises
    ------
    ValueError, Refused, OutputExists
        For no scenario and no matrix, a month that is not there, or a matrix that is none.
    """
    if (name is None) == (propensity is None):
        raise InvalidInput("give either a scenario or --propensity FILE")
    if propensity is not None and cluster is not None:
        raise InvalidInput("--cluster goes with a scenario; a matrix has no histories to compute")
    if propensity is not None:
        return _of_matrix(propensity, size, seed, output, overwrite, as_json)
    if size is not None:
        raise InvalidInput(
            "--size goes with --propensity; a scenario's states have their power for size"
        )
    wanted = opened_one(name, changes, without, seed, histories)
    scenario = wanted.scenarios[0]
    when = len(scenario.month_labels) - 1 if month is None else month_index(scenario, month)
    label = scenario.month_labels[when]
    target = output or Path("results") / f"{scenario.name}-{scenario.hash}-blocs-{label}"
    holds = folder.holding("blocs", scenario, wanted.seed, wanted.histories, month=label)
    folder.check_free(target, holds, overwrite)
    with executing(cluster) as executor, progress("histories", wanted.histories, quiet) as tell:
        results = run(scenario, wanted.histories, wanted.seed, progress=tell, executor=executor)
    stances = results.stances.mean(axis=0)
    setting = prepared(scenario).setting
    power = setting.states.power[setting.period[when]]
    found = landscape(stances[when], power, wanted.seed)
    balances = [balance(matrix, wanted.seed) for matrix in stances]
    small = style.provenance(results) + " Propensity: mean stance over histories; size: power."
    with folder.written_whole(target, overwrite) as partial:
        _write(found, scenario.codes, partial, f"“{scenario.title}”, {label}", small)
        folder.write_table(balance_table(results, balances), partial / "balance.csv")
        drawn = figures.balance_figure(scenario.month_labels, balances, style.provenance(results))
        style.save(drawn, partial / "figures" / "balance")
        folder.write_manifest(partial, holds)
    now = balances[when]
    _tell(found, scenario.codes, as_json, target, f"{scenario.title}, {label}", now)


def _of_matrix(
    propensity: Path,
    size: Path | None,
    seed: int | None,
    output: Path | None,
    overwrite: bool,
    as_json: bool,
) -> None:
    """Find the stable splits of a matrix from files."""
    given = {
        kind: digest(file)[:12]
        for kind, file in (("matrix", propensity), ("sizes", size))
        if file is not None
    }
    names, wants, sizes = from_csv(propensity, size)
    target = output or Path("results") / f"blocs-{propensity.stem}"
    holds = {
        "kind": "blocs",
        "scenario": propensity.name,
        "seed": 1 if seed is None else seed,
        "histories": 0,
        **given,
    }
    folder.check_free(target, holds, overwrite)
    found = landscape(wants, sizes, 1 if seed is None else seed)
    with folder.written_whole(target, overwrite) as partial:
        _write(found, names, partial, propensity.stem, f"Propensities from {propensity.name}.")
        folder.write_manifest(partial, holds)
    _tell(found, names, as_json, target, propensity.stem, balance(wants))


def minima_table(found: Landscape, names: Sequence[str]) -> pd.DataFrame:
    """Return a row per stable split and actor: energy and basin of the split, side and frustration of the actor."""
    count, actors = found.sides.shape
    return pd.DataFrame(
        {
            "split": np.repeat(np.arange(1, count + 1), actors),
            "energy": np.repeat(found.minimum_energies, actors),
            "basin": np.repeat(found.basins / found.basins.sum(), actors),
            "actor": list(names) * count,
            "side": found.sides.ravel(),
            "frustration": found.frustration.ravel(),
        }
    )


def balance_table(results: Results, balances: list[Balance]) -> pd.DataFrame:
    """Return a row per month: share of balanced triads, and share of the strength of ties that is frustrated."""
    return pd.DataFrame(
        {
            "month": results.scenario.month_labels,
            "balanced_triads": [found.balanced for found in balances],
            "triads": [found.triads for found in balances],
            "frustration": [found.frustration for found in balances],
        }
    )


def _write(found: Landscape, names: Sequence[str], place: Path, title: str, small: str) -> None:
    """Write the stable splits, all energies where there are not too many, and the figure."""
    folder.write_table(minima_table(found, names), place / "splits.csv")
    if found.energies is not None and len(found.energies) <= 2**16:
        energies = pd.DataFrame({"split": np.arange(len(found.energies)), "energy": found.energies})
        folder.write_table(energies, place / "energies.csv")
    style.save(figures.figure(found, list(names), title, small), place / "figures" / "blocs")


def _tell(
    found: Landscape,
    names: Sequence[str],
    as_json: bool,
    target: Path,
    title: str,
    balanced: Balance,
) -> None:
    """Print the stable splits."""
    if as_json:
        table = minima_table(found, names)
        data = {"exhaustive": found.exhaustive, "balanced_triads": balanced.balanced,
                "frustration": balanced.frustration, "splits": json.loads(table.to_json(orient="records"))}  # fmt: skip
        click.echo(json.dumps(data, indent=2))
    else:
        click.echo("\n".join(as_lines(found, names, title, balanced)))
    click.echo(f"\nTables and figures: {target}", err=as_json)


def as_lines(found: Landscape, names: Sequence[str], title: str, balanced: Balance) -> list[str]:
    """Return the stable splits as the terminal prints them."""
    how = (
        "all splits looked at"
        if found.exhaustive
        else "found by descents from 1,000 splits; there may be more"
    )
    count = len(found.minima)
    lines = [title, f"{count:,} stable {'split' if count == 1 else 'splits'} ({how})", ""]
    for k in range(min(count, _LISTED)):
        sides = [
            [name for name, side in zip(names, found.sides[k], strict=True) if side == which]
            for which in (0, 1)
        ]
        against = " | ".join(", ".join(side) if side else "nobody" for side in sides)
        share = found.basins[k] / found.basins.sum()
        lines.append(f"{k + 1}. {against}")
        lines.append(
            f"   energy {found.minimum_energies[k]:.4g}; {100 * share:.0f} % of splits end there"
        )
        worst = int(np.argmax(found.frustration[k]))
        if found.frustration[k, worst] > 0:
            lines.append(f"   most frustrated: {names[worst]} ({found.frustration[k, worst]:.3g})")
    if count > _LISTED:
        lines.append(f"... and {count - _LISTED:,} more in splits.csv")
    triads = (
        "no triads"
        if np.isnan(balanced.balanced)
        else f"{100 * balanced.balanced:.0f} % of triads balanced"
    )
    lines += [
        "",
        f"Structural balance: {triads}, {100 * balanced.frustration:.0f} % of the strength of "
        "ties frustrated",
    ]
    return lines
