"""The command ``sim results`` and what it can do with a results folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sim.shell.options import ended_well, whole


@click.group("results")
def results() -> None:
    """List results, open their reports, and hand them on.

    A FOLDER is a path, or the name of a folder in results/; the beginning of its name is enough.

    \b
    sim results list
    sim results open article-1000-s1
    """


@results.command("list")
@click.argument("place", metavar="[FOLDER]", default="results", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
@ended_well
def list_(place: str, as_json: bool) -> None:
    """List the results in results/, or in another folder, the newest last."""
    from . import told

    told.listed(place, as_json)


@results.command("open")
@click.argument("folder")
@click.option("--print", "only_path", is_flag=True, help="Print the path of the report instead.")
@ended_well
def open_(folder: str, only_path: bool) -> None:
    """Show the report of a results folder in the browser."""
    from . import told

    told.opened(folder, only_path)


@results.command("export")
@click.argument("folder")
@click.option(
    "--format",
    type=click.Choice(["csv", "parquet", "dta", "xlsx"]),
    help="By default what the file's name ends in, else csv; dta is Stata's.",
)
@click.option(
    "-n", "--histories", type=whole(1, 10**10), help="Only so many histories, the first ones."
)
@click.option(
    "--measure", "measures", multiple=True, metavar="NAME", help="Only this measure, as tilt."
)
@click.option(
    "--state", "states", multiple=True, metavar="CODE", help="Only measures of this state."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="File; by default beside the folder, NAME-panel.FORMAT.",
)
@click.option("--overwrite", is_flag=True, help="Replace a file.")
@ended_well
def export(folder: str, **options: Any) -> None:
    """Write every month of every history as a table: run, month, measure, state, partner, value.

    A folder keeps summaries of its months only, so the histories are simulated again, to the same
    bits. A codebook is written beside the table.

    \b
    sim results export article-1000-s1 --format dta --measure tilt --measure dependence
    """
    from . import told

    told.exported(folder, **options)
