"""The command ``sim run``."""

from __future__ import annotations

from typing import Any

import click

from sim.shell.options import changes, ended_well, how, load_scenario


@click.command()
@click.argument("name", metavar="SCENARIO")
@changes
@how(1000, 10**10, resumes=True)
@click.option(
    "--engine", type=click.Choice(["compiled", "mesa"]), default="compiled", show_default=True
)
@click.option(
    "--behaviour",
    multiple=True,
    metavar="STATE=FILE.py:CLASS",
    help="Let a state behave by your own subclass of sim.State, under Mesa.",
)
@click.option("--moves", is_flag=True, help="Also write every move with its six terms.")
@click.option("--dry-run", is_flag=True, help="Say what a run would take, and stop.")
@ended_well
def run(name: str, changes: tuple[str, ...], without: tuple[str, ...], **options: Any) -> None:
    """Run histories of a scenario and write tables, figures and a report."""
    scenario = load_scenario(name, changes, without)
    from . import publish

    publish.run(publish.Wanted(scenario, **options))
