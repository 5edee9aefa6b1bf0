"""The command ``sim import``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sim.shell.options import FILE, ended_well, whole


@click.command("import")
@click.argument("name")
@click.option(
    "--states", required=True, metavar="CODES", help="ISO3 or scenario codes, as PRK,RUS,CHN."
)
@click.option("--year", type=whole(1816, 2100), required=True, help="Year of the figures.")
@click.option("--power", type=FILE, help="COW National Material Capabilities, CSV.")
@click.option("--alliances", type=FILE, help="ATOP dyad-year, CSV.")
@click.option("--votes", type=FILE, help="UN General Assembly ideal points or agreement, CSV.")
@click.option("--rivalries", type=FILE, help="Strategic rivalries with start and end, CSV.")
@click.option("--gdp", type=FILE, help="GDP by state and year, CSV.")
@click.option("--capitals", type=FILE, help="Capitals with latitude and longitude, CSV.")
@click.option("--events", multiple=True, type=FILE, help="Event data: ICEWS, GDELT, dyad tables.")
@click.option("--start", type=whole(1816, 2100), help="Year of the start; by default --year.")
@click.option(
    "--weight",
    "weights",
    multiple=True,
    metavar="NAME=VALUE",
    help="Change a number of the formulas, for example tone=0.4.",
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="File; by default scenarios/NAME.toml."
)
@ended_well
def import_(name: str, start: int | None, weights: tuple[str, ...], **options: Any) -> None:
    """Build the skeleton of a scenario from your downloads, with source and year on each number.

    \b
    sim import mine --states PRK,RUS,CHN --year 2013 --power NMC.csv --votes unga.csv
    """
    from sim.data.skeleton import Choices
    from sim.data.weights import weights_from

    from . import imported

    imported.importing(name, choices=Choices(start, weights_from(weights)), **options)
