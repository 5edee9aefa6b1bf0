"""The sweeper: what ``sim sweep`` does: a grid of numbers, a table of points, a table of histories and a figure."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from . import __version__, design, store
from .plots import style
from .plots import sweep as figures
from .scenario import Scenario
from .tally import Tally

MOST_POINTS = 100_000


def parse_over(texts: tuple[str, ...]) -> dict[str, np.ndarray]:
    """Read what varies: ``path=low:high:count`` or ``path=value,value,...``.

    Raises
    ------
    ValueError
        Saying how it is written.
    """
    found: dict[str, np.ndarray] = {}
    for text in texts:
        path, _, values = text.partition("=")
        try:
            if ":" in values:
                low, high, count = values.split(":")
                found[path] = np.linspace(float(low), float(high), int(count))
            else:
                found[path] = np.array([float(value) for value in values.split(",")])
            if not len(found[path]) or not np.isfinite(found[path]).all():
                raise ValueError
        except ValueError:
            hint = "states.DPRK.autonomy=0:1:11 or states.DPRK.autonomy=0.2,0.4"
            raise ValueError(
                f"--over {text}: write it as path=low:high:count or path=value,value, as in {hint}"
            ) from None
    if np.prod([len(values) for values in found.values()]) > MOST_POINTS:
        raise ValueError(f"--over: more than {MOST_POINTS:,} points")
    return found


def points_table(tally: Tally, paths: list[str], histories: int) -> pd.DataFrame:
    """Return a row per design point: its numbers, and mean and standard error of every outcome over its histories."""
    table = {"point": figures.by_point(tally, design.POINT, histories)[:, 0]}
    table |= {path: figures.by_point(tally, path, histories)[:, 0] for path in paths}
    for name in tally.columns:
        if name.startswith(("answer_", "tilt_", "economy_", "approaches_", "deals_", "hedging_", "received_")):
            values = figures.by_point(tally, name, histories).astype(float)
            table[f"{name}_mean"] = values.mean(axis=1)
            table[f"{name}_error"] = values.std(axis=1, ddof=1) / np.sqrt(histories) if histories > 1 else np.nan
    return pd.DataFrame(table)


def sweep(
    scenario: Scenario,
    over: dict[str, np.ndarray],
    histories: int,
    seed: int,
    independent: bool,
    folder: Path,
    progress: Callable[[int], None],
) -> pd.DataFrame:
    """Run a sweep and write its folder: points.csv, runs.csv, manifest.json and a figure; return the table of points.

    Raises
    ------
    OutputExists
        When the folder holds anything but an earlier sweep.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / "points.csv").exists():
        raise store.OutputExists(f"{folder} holds files that are not a sweep: choose another folder with -o")
    paths = list(over)
    tally = design.run_design(scenario, paths, design.grid(over), histories, seed, independent, progress=progress)
    partial = folder.parent / f".{folder.name}.partial"
    shutil.rmtree(partial, ignore_errors=True)
    try:
        partial.mkdir(parents=True)
        table = points_table(tally, paths, histories)
        table.to_csv(partial / "points.csv", index=False, lineterminator="\n")
        store.write_runs(tally, partial / "runs.csv")
        style.save(figures.figure(tally, paths, histories), partial / "sweep")
        manifest = {
            "made_by": {"name": store.MAKER, "version": __version__},
            "scenario": {"name": scenario.name, "hash": scenario.hash},
            "over": {path: [float(value) for value in values] for path, values in over.items()},
            "histories_per_point": histories,
            "seed": seed,
            "luck": "independent at each point" if independent else "shared by all points (paired)",
        }
        (partial / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return table
