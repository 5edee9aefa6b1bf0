"""The command ``sim sample-data``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sim.shell.options import SCENARIO, changes, ended_well, load_scenario, whole


@click.command("sample-data")
@click.argument("folder", default="sample-data", type=click.Path(path_type=Path))
@click.option(
    "--scenario",
    "name",
    metavar="SCENARIO",
    type=SCENARIO,
    default="article-from-2012",
    show_default=True,
    help="The scenario whose simulated events the files hold.",
)
@changes
@click.option(
    "-n",
    "--histories",
    type=whole(1, 1000),
    default=8,
    show_default=True,
    help="How many runs (histories) the events are taken from: more give more events.",
)
@click.option(
    "--seed",
    type=whole(0, 2**63 - 1),
    default=1,
    show_default=True,
    help="Random seed: the same seed gives the same files, byte for byte.",
)
@click.option("--overwrite", is_flag=True, help="Replace sample files that are in the way.")
@ended_well
def sample_data(
    folder: Path,
    name: str,
    changes: tuple[str, ...],
    without: tuple[str, ...],
    **options: Any,
) -> None:
    """Write made-up data files, to try every command that reads data.

    FOLDER gets event files in the forms of ICEWS and GDELT, tables by dyad and year, and
    country-year files in the forms of the Correlates of War, ATOP, the UN votes and others. All of
    it is made from simulated histories; a README in the folder says so, and says what each file is.

    \b
    sim sample-data
    sim hindcast article-from-2012 --record sample-data/sample-events-by-year.csv
    """
    from sim.shell.compiling import compile_once

    from . import writing

    scenario = load_scenario(name, changes, without)
    compile_once(scenario)
    click.echo(writing.sample_data(scenario, folder, **options))
    table = folder / "sample-events-by-year.csv"
    click.echo(f"Try it: sim hindcast {name} --record {table}")
