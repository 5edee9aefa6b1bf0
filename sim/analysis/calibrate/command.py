"""The command ``sim calibrate``."""

from __future__ import annotations

from typing import Any

import click

from sim.shell.options import FILE, changes, ended_well, how, load_scenario, whole


@click.command()
@click.argument("name", metavar="SCENARIO")
@click.option("--record", multiple=True, required=True, type=FILE, help="Event data to fit.")
@click.option(
    "--train-until", required=True, metavar="YYYY-MM", help="Last month that may be fitted to."
)
@click.option(
    "--over", multiple=True, metavar="PATH", help="Numbers to fit; by default all with a range."
)
@click.option(
    "--yes", multiple=True, metavar="QUESTION", help="Also draw the answer toward yes; or all."
)
@click.option(
    "--points",
    type=int,
    default=1024,
    show_default=True,
    callback=whole(16, 10**6),
    help="Per round.",
)
@click.option("--rounds", type=int, default=3, show_default=True, callback=whole(1, 50))
@changes
@how(64, 10**5, resumes=True)
@ended_well
def calibrate(
    name: str, changes: tuple[str, ...], without: tuple[str, ...], **options: Any
) -> None:
    """Fit the numbers that carry ranges to recorded events, and write a scenario that extends the original.

    \b
    sim calibrate article --record icews.csv --train-until 2014-06
    """
    scenario = load_scenario(name, changes, without)
    from . import publish

    publish.calibrate(name, scenario, **options)
