"""Sweep: what ``sim sweep`` does: a grid of numbers, a table of points, a table of histories and a figure."""

from __future__ import annotations

import json
import math
from pathlib import Path

import click
import numpy as np

from sim.analysis.run import write as store
from sim.ensemble import design
from sim.errors import InvalidInput
from sim.report import folder, style
from sim.report.progress import progress
from sim.scenario import Scenario
from sim.shell.computing import computing

from . import figure as figures

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
            found[path] = _points(values)
        except InvalidInput:
            raise
        except ValueError:
            hint = "states.DPRK.autonomy=0:1:11 or states.DPRK.autonomy=0.2,0.4"
            raise InvalidInput(
                f"--over {text}: write it as path=low:high:count or path=value,value, as in {hint}"
            ) from None
    if math.prod(len(values) for values in found.values()) > MOST_POINTS:
        raise InvalidInput(f"--over: more than {MOST_POINTS:,} points")
    return found


def _points(values: str) -> np.ndarray:
    """Read ``low:high:count`` or ``value,value,...``.

    ValueError for what is neither, or not finite.
    """
    ends, colon, count = values.rpartition(":")
    numbers = [float(value) for value in (ends.split(":") if colon else values.split(","))]
    if not all(map(math.isfinite, numbers)) or (colon and (len(numbers) != 2 or int(count) < 1)):
        raise ValueError
    if colon and int(count) > MOST_POINTS:
        raise InvalidInput(f"--over: more than {MOST_POINTS:,} points")
    if not colon:
        return np.array(numbers)
    if not math.isfinite(numbers[1] - numbers[0]):
        raise ValueError
    return np.linspace(*numbers, int(count))


def sweep(
    scenario: Scenario,
    over: dict[str, np.ndarray],
    histories: int,
    seed: int,
    independent: bool = False,
    output: Path | None = None,
    overwrite: bool = False,
    as_json: bool = False,
    quiet: bool = False,
    cluster: str | None = None,
    resume: bool = False,
) -> None:
    """Run every combination of some numbers, write the folder, print the table of points.

    Raises
    ------
    OutputExists
        When the folder holds other results.
    """
    varied = {path: [float(value) for value in values] for path, values in over.items()}
    luck = "independent at each point" if independent else "shared by all points (paired)"
    target = output or folder.default_folder(scenario, "-sweep", over=varied, luck=luck)
    holds = folder.holding("sweep", scenario, seed, histories, over=varied, luck=luck)
    points = design.grid(over)
    design.check_points(scenario, list(over), points)
    folder.check_free(target, holds, overwrite)
    with computing(scenario, target, holds, cluster, resume) as executor:
        with progress("histories", len(points) * histories, quiet) as tell:
            how = {"executor": executor, "progress": tell}
            outcomes = design.run_design(
                scenario, list(over), points, histories, seed, independent, **how
            )
        table = design.points_table(outcomes, list(over), histories)
        with folder.written_whole(target, overwrite) as partial:
            folder.write_table(table, partial / "points.csv")
            store.write_runs(outcomes, partial / "runs.csv")
            style.save(
                figures.figure(outcomes, list(over), histories), partial / "figures" / "sweep"
            )
            folder.write_manifest(partial, holds)
    answers = [
        f"answer_{question.id.replace('-', '_')}_mean" for question in scenario.questions[:4]
    ]
    shown = table[[*over, "tilt_last_mean", "tilt_last_error", *answers]]
    shown = shown.rename(columns=lambda name: name.removeprefix("answer_").removesuffix("_mean"))
    if as_json:
        click.echo(json.dumps(json.loads(table.to_json(orient="records")), indent=2))
    else:
        click.echo(shown.to_string(index=False, float_format=lambda value: f"{value:.3g}"))
    click.echo(f"\n{histories:,} histories a point. Tables and figure: {target}", err=as_json)
