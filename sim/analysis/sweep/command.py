"""The command ``sim sweep``."""

from __future__ import annotations

from typing import Any

import click

from sim.shell.options import changes, ended_well, how, load_scenario


@click.command()
@click.argument("name", metavar="SCENARIO")
@click.option(
    "--over", multiple=True, required=True, metavar="PATH=LOW:HIGH:COUNT", help="A number to vary."
)
@changes
@how(200, resumes=True)
@click.option(
    "--independent", is_flag=True, help="Other luck at each point; by default all points share it."
)
@ended_well
def sweep(
    name: str,
    over: tuple[str, ...],
    changes: tuple[str, ...],
    without: tuple[str, ...],
    **options: Any,
) -> None:
    """Run a scenario for every combination of some numbers."""
    scenario = load_scenario(name, changes, without)
    from . import publish

    publish.sweep(scenario, publish.parse_over(over), **options)
