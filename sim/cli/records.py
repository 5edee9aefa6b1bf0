"""History from the command line: import, backcast, calibrate."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from .options import FILE, changes, ended_well, how, load_scenario, whole


@click.command("import")
@click.argument("name")
@click.option("--states", required=True, metavar="CODES", help="ISO3 or scenario codes, as PRK,RUS,CHN.")
@click.option("--year", type=int, required=True, callback=whole(1816, 2100), help="Year of the figures.")
@click.option("--power", type=FILE, help="COW National Material Capabilities, CSV.")
@click.option("--alliances", type=FILE, help="ATOP dyad-year, CSV.")
@click.option("--votes", type=FILE, help="UN General Assembly ideal points or agreement, CSV.")
@click.option("--rivalries", type=FILE, help="Strategic rivalries with start and end, CSV.")
@click.option("--events", multiple=True, type=FILE, help="Event data: ICEWS, GDELT, dyad tables.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File; by default scenarios/NAME.toml.")
@ended_well
def import_(name: str, **options: Any) -> None:
    """Build the skeleton of a scenario from your own downloads, with source and year on each number.

    \b
    sim import mine --states PRK,RUS,CHN --year 2013 --power NMC.csv --alliances atop.csv --votes unga.csv
    """
    from ..commands import importing as command

    command.importing(name, **options)


@click.command()
@click.argument("name", metavar="SCENARIO")
@click.option("--record", multiple=True, required=True, type=FILE, help="Event data.")
@click.option("--train-until", metavar="YYYY-MM", help="Last month that the scenario was fitted to.")
@changes
@how(2000, 10**4)
@ended_well
def backcast(name: str, changes: tuple[str, ...], without: tuple[str, ...], **options: Any) -> None:
    """Score a scenario against recorded events, beside simple rivals.

    \b
    sim backcast article --record icews.csv --train-until 2014-06
    """
    scenario = load_scenario(name, changes, without)
    from ..commands import backcast as command

    command.backcast(scenario, **options)


@click.command()
@click.argument("name", metavar="SCENARIO")
@click.option("--record", multiple=True, required=True, type=FILE, help="Event data to fit.")
@click.option("--train-until", required=True, metavar="YYYY-MM", help="Last month that may be fitted to.")
@click.option("--over", multiple=True, metavar="PATH", help="Numbers to fit; by default all with a range.")
@click.option("--yes", multiple=True, metavar="QUESTION", help="Also draw the answer toward yes; or all.")
@click.option("--points", type=int, default=1024, show_default=True, callback=whole(16, 10**6), help="Per round.")
@click.option("--rounds", type=int, default=3, show_default=True, callback=whole(1, 50))
@changes
@how(64, 10**5, resumes=True)
@ended_well
def calibrate(name: str, changes: tuple[str, ...], without: tuple[str, ...], **options: Any) -> None:
    """Fit the numbers that carry ranges to recorded events, and write a scenario that extends the original.

    \b
    sim calibrate article --record icews.csv --train-until 2014-06
    """
    scenario = load_scenario(name, changes, without)
    from ..commands import calibrate as command

    command.calibrate(name, scenario, **options)
