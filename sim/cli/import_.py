"""The command ``sim import``."""

from __future__ import annotations

from typing import Any

import click

from sim.shell.options import FILE, NEW_FILE, ended_well, whole


@click.command("import")
@click.argument("name")
@click.option(
    "--states",
    required=True,
    metavar="STATES",
    help="Codes, numbers, names or capitals, with commas between them, as in PRK,RUS,CHN.",
)
@click.option("--year", type=whole(1816, 2100), required=True, help="The year of the figures.")
@click.option("--power", type=FILE, help="Correlates of War, National Material Capabilities (CSV).")
@click.option("--alliances", type=FILE, help="ATOP alliances by dyad and year (CSV).")
@click.option(
    "--votes", type=FILE, help="UN General Assembly votes: agreement or ideal points (CSV)."
)
@click.option("--rivalries", type=FILE, help="Strategic rivalries with start and end (CSV).")
@click.option("--gdp", type=FILE, help="GDP by state and year (CSV).")
@click.option("--capitals", type=FILE, help="Capitals with latitude and longitude (CSV).")
@click.option(
    "--events",
    multiple=True,
    type=FILE,
    help="Event data: ICEWS, GDELT or a dyad table; may be repeated.",
)
@click.option(
    "--start",
    type=whole(1816, 2100),
    help="The year in which the scenario starts; by default --year.",
)
@click.option(
    "--weight",
    "weights",
    multiple=True,
    metavar="NAME=VALUE",
    help="Change a weight in the formulas, as in tone=0.4; may be repeated.",
)
@click.option(
    "-o",
    "--output",
    type=NEW_FILE,
    help="File to write; by default scenarios/NAME.toml.",
)
@ended_well
def import_(name: str, start: int | None, weights: tuple[str, ...], **options: Any) -> None:
    """Start a scenario from data files of your own, with source and year beside each parameter.

    \b
    sim import mine --states PRK,RUS,CHN --year 2013 --power NMC.csv --votes unga.csv
    """
    from sim.data.skeleton import Choices
    from sim.data.weights import weights_from

    from . import imported

    imported.importing(name, choices=Choices(start, weights_from(weights)), **options)
