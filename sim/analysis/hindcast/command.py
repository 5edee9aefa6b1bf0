"""The command ``sim hindcast``."""

from __future__ import annotations

from typing import Any

import click

from sim.shell.options import FILE, changes, ended_well, how, load_scenario


@click.command()
@click.argument("name", metavar="SCENARIO")
@click.option("--record", multiple=True, required=True, type=FILE, help="Event data.")
@click.option(
    "--train-until", metavar="YYYY-MM", help="Last month that the scenario was fitted to."
)
@changes
@how(2000, 10**4)
@ended_well
def hindcast(name: str, changes: tuple[str, ...], without: tuple[str, ...], **options: Any) -> None:
    """Score a scenario against recorded events, beside simple rivals.

    \b
    sim hindcast article --record icews.csv --train-until 2014-06
    """
    scenario = load_scenario(name, changes, without)
    from . import publish

    publish.hindcast(scenario, **options)
